"""Where the files that ship with Copydesk lie: in the wheel, or in a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
# In seeds/ these describe the articles; everything else there is one.
NOT_ARTICLES = frozenset({"SOURCES.md", "README.md"})
ARTICLE_SUFFIXES = frozenset({".txt", ".md"})


def models_dir() -> Path:
    """Return the folder of shipped checkpoints; each sub-folder is one model."""
    return _data("models")


def seeds_dir() -> Path:
    """Return the folder of sample articles."""
    return _data("seeds")


def seed_articles() -> list[Path]:
    """Return the sample articles' files, by name; empty when the folder is not there."""
    folder = seeds_dir()
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix in ARTICLE_SUFFIXES and path.name not in NOT_ARTICLES
    )


def _data(name: str) -> Path:
    """Prefer ``qa/_name`` of an installed wheel to ``name/`` beside the package."""
    packaged = PACKAGE / f"_{name}"
    return packaged if packaged.is_dir() else PACKAGE.parent / name
