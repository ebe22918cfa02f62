"""The sha256 by which results name weights: what the shell computes, and computed once."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import platformdirs
import pytest

import qa.neural.weights
from qa.neural.weights import weights_digest


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, and a process that has hashed nothing yet."""
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setattr(qa.neural.weights, "_hashed", {})
    return tmp_path / "cache"


def hashed(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_one_file_has_its_own_hash(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"one")
    assert weights_digest(tmp_path) == hashed(b"one")
    assert weights_digest(tmp_path / "model.safetensors") == hashed(b"one")


def test_several_files_have_the_hash_of_their_list(tmp_path: Path) -> None:
    (tmp_path / "b.safetensors").write_bytes(b"two")
    (tmp_path / "a.safetensors").write_bytes(b"one")
    listed = f"{hashed(b'one')}  a.safetensors\n{hashed(b'two')}  b.safetensors\n"
    assert weights_digest(tmp_path) == hashed(listed.encode())


def test_an_index_with_hashes_is_taken_at_its_word(tmp_path: Path) -> None:
    known = {"b.safetensors": hashed(b"two"), "a.safetensors": hashed(b"one")}
    index = {"metadata": {"sha256": known}, "weight_map": {}}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    listed = f"{hashed(b'one')}  a.safetensors\n{hashed(b'two')}  b.safetensors\n"
    assert weights_digest(tmp_path) == hashed(listed.encode())


def test_a_file_of_the_hub_has_its_hash_for_a_name(tmp_path: Path) -> None:
    blob = tmp_path / "blobs" / ("ab" * 32)
    blob.parent.mkdir()
    blob.write_bytes(b"not read")
    folder = tmp_path / "snapshot"
    folder.mkdir()
    (folder / "model.safetensors").symlink_to(blob)
    assert weights_digest(folder) == "ab" * 32


def test_what_was_hashed_is_remembered_until_it_changes(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"one")
    assert weights_digest(tmp_path) == hashed(b"one")
    (kept,) = (cache / "sha256").iterdir()
    # Another process: only what is on disk is known.
    monkeypatch.setattr(qa.neural.weights, "_hashed", {})
    kept.write_text("c" * 64)
    assert weights_digest(tmp_path) == "c" * 64
    kept.write_text("cut o")
    assert weights_digest(tmp_path) == hashed(b"one")
    weights.write_bytes(b"others")
    assert weights_digest(tmp_path) == hashed(b"others")


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, cache: Path) -> None:
    cache.write_text("a file where the folder would be")
    (tmp_path / "model.safetensors").write_bytes(b"one")
    assert weights_digest(tmp_path) == hashed(b"one")


@pytest.mark.parametrize("name", ["empty", "gone"])
def test_no_weights_have_no_hash(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    assert weights_digest(tmp_path / name) == ""
