"""Versions of code and weights, as every result has them."""

from __future__ import annotations

import sys
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from qa.protocols import Weighted
from qa.records import Checkpoint, Versions
from qa.version import __version__

_SHA1 = 40


def make_versions(
    reader: object,
    embedder: object = None,
    reranker: object = None,
    checker: tuple[Checkpoint, ...] = (),
) -> Versions:
    """Return the versions of models, None for one without a part, and of the code that runs."""
    read = checkpoints(reader)
    return Versions(
        copydesk=__version__,
        commit=commit(Path(__file__).parents[2]),
        torch=_torch(),
        reader=read,
        embedder=checkpoints(embedder),
        reranker=checkpoints(reranker),
        checker=tuple(each for each in checker if each not in read),
    )


def checkpoints(model: Any) -> tuple[Checkpoint, ...]:
    """Return the weights of a model; of an object that does not tell, its name alone."""
    if model is None:
        return ()
    return model.checkpoints if isinstance(model, Weighted) else (Checkpoint(model.name, ""),)


def _torch() -> str:
    """Return PyTorch's version, also before it is loaded, so that it does not depend on that."""
    loaded = getattr(sys.modules.get("torch"), "__version__", "")
    return str(loaded or _installed("torch"))


@cache
def _installed(package: str) -> str:
    """Return a package's version; to look it up takes 3 ms."""
    return metadata.version(package)


@cache
def commit(folder: Path) -> str:
    """Return the commit that is checked out at ``folder``, "" where there is none.

    Changes since are not seen. Git itself would take longer to start than an answer may.
    """
    try:
        git = folder / ".git"
        if git.is_file():  # of a worktree, which names its own folder
            git = folder / git.read_text("utf-8").partition("gitdir:")[2].strip()
        head = (git / "HEAD").read_text("utf-8").strip()
        if not head.startswith("ref:"):
            return _checked(head)
        name = head.removeprefix("ref:").strip()
        shared = git / "commondir"
        common = git / shared.read_text("utf-8").strip() if shared.is_file() else git
        if (common / name).is_file():
            return _checked((common / name).read_text("utf-8").strip())
        packed = (common / "packed-refs").read_text("utf-8").splitlines()
        return _checked(next((line[:_SHA1] for line in packed if line.endswith(f" {name}")), ""))
    except (OSError, UnicodeDecodeError):
        return ""


def _checked(text: str) -> str:
    """Return ``text`` if it looks like a commit, else ""."""
    long = len(text) >= _SHA1 and set(text) <= set("0123456789abcdef")
    return text if long else ""
