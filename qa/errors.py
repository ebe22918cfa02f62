"""Everything that Copydesk raises on purpose.

Each message says three things: what was found, what is allowed, and what to do
about it. The command line and the pages print the message alone, so it has to
stand without a traceback.
"""

from __future__ import annotations


class CopydeskError(Exception):
    """Base of every error that a user can cause or mend."""


class InputError(CopydeskError):
    """A question, option or argument that cannot be used as given."""


class ArticleError(CopydeskError):
    """A file that cannot become an article: missing, empty, binary, undecodable, too large."""


class ArticleNotFound(CopydeskError):
    """No article of the library has this id, or the id's prefix names several."""


class LibraryError(CopydeskError):
    """A library file that is damaged, locked, foreign, read-only, or out of disk space."""


class LibraryMissing(LibraryError):
    """There is no library of this name, and none was to be made."""


class EmbedderMismatch(LibraryError):
    """The library's vectors were made by another embedder than the one in use."""


class ModelError(CopydeskError):
    """A model folder or name that cannot be loaded."""


class DownloadRefused(ModelError):
    """A model is not on this disk, and downloading was not allowed."""


class MissingDependency(CopydeskError):
    """An optional package is not installed; the message holds the command that installs it."""
