"""Which of the shipped readers a desk uses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.support.hash_embedder import HashEmbedder
from benchmarks.support.tiny_models import make_copydesk
from qa.desk import Desk
from qa.errors import InputError, ModelError
from qa.grounding.judging import ClaimBlend, write_claim_blend
from qa.neural.cascade import Blend, Cascade, write_blend
from qa.neural.resources import models_dir
from qa.neural.seq2seq import loading
from qa.neural.seq2seq.loading import (
    BASE_MODEL,
    BLEND,
    CLAIMS,
    DEFAULT_MODEL,
    has_base,
    load_reader,
)
from qa.records import ReaderName
from qa.sources.articles import article_from_text
from tests.support.fakes_generator import OverlapGenerator

pytestmark = [pytest.mark.slow, pytest.mark.torch]

TEXT = "The council of Marrow Bay voted 7 to 4 on Tuesday to rebuild the swing bridge."
BOTH = f"{DEFAULT_MODEL}+{BASE_MODEL}"


@pytest.fixture
def with_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of models where base is a tiny random one; the folder of base is returned."""
    models = tmp_path / "models"
    models.mkdir()
    (models / DEFAULT_MODEL).symlink_to(models_dir() / DEFAULT_MODEL)
    monkeypatch.setattr(loading, "models_dir", lambda: models)
    return make_copydesk(models / BASE_MODEL, "mpnet", claim_labels=3)


@pytest.fixture
def without_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = tmp_path / "models"
    models.mkdir()
    (models / DEFAULT_MODEL).symlink_to(models_dir() / DEFAULT_MODEL)
    monkeypatch.setattr(loading, "models_dir", lambda: models)


@pytest.mark.parametrize(
    ("reader", "name"),
    [("auto", BOTH), ("cascade", BOTH), ("small", DEFAULT_MODEL), ("base", BASE_MODEL)],
)
def test_each_reader_answers_with_citations(
    reader: ReaderName, name: str, with_base: Path, tmp_path: Path
) -> None:
    with Desk.open(tmp_path / "l", reader=reader, embedder=HashEmbedder()) as desk:
        article = article_from_text(TEXT)
        desk.add(article)
        answer = desk.ask("What will be rebuilt?", force=True, explain=True)
        assert answer.model == name
        assert 0 <= answer.confidence <= 1
        for citation in answer.citations:
            assert article.text[citation.start : citation.end] == citation.quote
        assert desk.summarize(articles=[article.id]).sentences


def test_small_opens_no_file_of_base(with_base: Path) -> None:
    shutil.rmtree(with_base)
    with_base.mkdir()
    (with_base / "config.json").write_text("damaged")
    assert has_base()
    assert load_reader("small").name == DEFAULT_MODEL
    with pytest.raises(ModelError):
        load_reader("cascade")


def test_the_cascade_takes_the_coefficients_beside_base(with_base: Path) -> None:
    blend = Blend(no_answer=(1.0, 2.0, 3.0, 0.0))
    write_blend(blend, with_base / BLEND)
    made = load_reader("cascade")
    assert isinstance(made, Cascade)
    assert made._blend == blend


@pytest.mark.usefixtures("without_base")
def test_auto_is_small_where_base_is_not() -> None:
    assert load_reader().name == DEFAULT_MODEL


@pytest.mark.usefixtures("without_base")
@pytest.mark.parametrize("reader", ["base", "cascade"])
def test_what_is_not_there_is_said(reader: ReaderName) -> None:
    with pytest.raises(ModelError, match=r"copydesk-base: not there; use the reader small"):
        load_reader(reader)


def test_claims_are_judged_by_the_largest_reader(with_base: Path, tmp_path: Path) -> None:
    write_claim_blend(ClaimBlend((0.0, 0.5, 1.0, -0.5), 0.5), with_base / CLAIMS)
    for reader in ("cascade", "base", "small"):
        with Desk.open(tmp_path / "l", reader=reader, embedder=HashEmbedder()) as desk:
            made = desk._models.claim_judge()
            assert (made is None) == (reader == "small")
            if made is not None:
                assert made is desk._models.claim_judge()
                assert made.judge.entailment([TEXT], [TEXT]).shape == (1, 3)


def test_another_model_is_judged_by_base_too(with_base: Path, tmp_path: Path) -> None:
    write_claim_blend(ClaimBlend((0.0, 0.5, 1.0, -0.5), 0.5), with_base / CLAIMS)
    with Desk.open(tmp_path / "l", model=OverlapGenerator(), embedder=HashEmbedder()) as desk:
        assert desk._models.claim_judge() is not None


def test_another_library_is_read_and_judged_by_the_same_models(
    with_base: Path, tmp_path: Path
) -> None:
    write_claim_blend(ClaimBlend((0.0, 0.5, 1.0, -0.5), 0.5), with_base / CLAIMS)
    for reader in ("cascade", "small"):
        with (
            Desk.open(tmp_path / "l", reader=reader, embedder=HashEmbedder()) as desk,
            desk.another(tmp_path / "m") as other,
        ):
            own, shared = desk._models, other._models
            assert shared.claim_judge() is own.claim_judge()
            assert (own.claim_judge() is None) == (reader == "small")
            assert (shared.generator(), shared.pointer()) == (own.generator(), own.pointer())
            assert shared.english_only


@pytest.mark.usefixtures("without_base")
def test_weights_of_claims_alone_judge_nothing(tmp_path: Path) -> None:
    base = tmp_path / "models" / BASE_MODEL
    base.mkdir()
    write_claim_blend(ClaimBlend((0.0, 0.5, 1.0, -0.5), 0.5), base / CLAIMS)
    with Desk.open(tmp_path / "l", model=OverlapGenerator(), embedder=HashEmbedder()) as desk:
        assert desk._models.claim_judge() is None


def test_a_reader_and_a_model_exclude_each_other(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="shipped one"):
        Desk.open(tmp_path / "l", model=OverlapGenerator(), reader="small")
    assert not (tmp_path / "l").exists()


def test_an_unknown_reader_is_refused(tmp_path: Path) -> None:
    unknown: ReaderName = "large"  # type: ignore[assignment]
    with pytest.raises(InputError, match="'large'; use one of auto, small, base, cascade"):
        Desk.open(tmp_path / "l", reader=unknown)
