"""A small embedder and reader in place of the shipped ones, for what is not about the models."""

from __future__ import annotations

from pytest import MonkeyPatch

from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator


def fake_loaders(patch: MonkeyPatch) -> None:
    """Let every loader of the product give a model that needs no checkpoint."""
    patch.setattr("qa.neural.embedder.load_embedder", lambda *_, **__: HashEmbedder())
    for name in ("load_generator", "load_reader"):
        patch.setattr(f"qa.neural.seq2seq.loading.{name}", lambda *_, **__: OverlapGenerator())
