"""Files, folders, addresses and texts to stored articles; what is bad is reported and passed by."""

from __future__ import annotations

from qa.ingest.run import add_all, sync_folder
from qa.ingest.sources import Blob, Source, Web
from qa.ingest.store import embedded
from qa.ingest.watching import followed, looks

__all__ = [
    "Blob",
    "Source",
    "Web",
    "add_all",
    "embedded",
    "followed",
    "looks",
    "sync_folder",
]
