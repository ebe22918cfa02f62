"""Somebody's text against articles: what they bear out, what not, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from qa.cli import cli
from qa.desk import Desk
from qa.desk.inputs import MAX_TEXT
from qa.errors import ArticleNotFound, InputError
from qa.evaluate.metrics import balanced_accuracy
from qa.grounding.check import check_claim
from qa.neural.seq2seq.loading import load_pointer
from qa.protocols import Pointer
from qa.records import Article, Pointing
from qa.summary.verification import NOT_MENTIONED, verify
from qa.text.sentences import split_sentences
from tests.support.fakes import HashEmbedder, article_of

QUARRY = article_of(
    "The regional court in Ostvik stopped work at the Lund quarry on Thursday.\n"
    "Judge Marta Solheim said the permit of 2019 had been granted without a study of the "
    "river.\n"
    "Hakon Dahl, who runs the quarry, called the ruling a blow to 140 workers and said he would "
    "appeal.\n"
    "The campaigner Siri Moe, who brought the case, had warned that dust was killing salmon.\n"
    "Minister Per Aas declined to comment.\n"
    "The quarry supplies a third of the gravel for the E9 motorway, which is due to open in "
    "Hallin in 2027.",
    "Court stops Lund quarry",
)
CUP = article_of(
    "Tarn beat Velden 3-1 in the final of the Coast Cup on Saturday, their first title since "
    "1998.\n"
    "Ines Okoro scored twice before half-time; Lise Brandt pulled one back for Velden from a "
    "penalty.\n"
    "Coach Jonas Rehm, who took over from Petra Vogt in January, dedicated the win to the club's "
    "late president, Karl Adam.\n"
    "Some 18,400 people watched in Velden's stadium.\n"
    "Okoro will move to Aldport in July for a fee of $2.5m.",
    "Tarn win Coast Cup",
)
# True ones in other words, false ones with a fact of the article in another's place.
TRUE = [
    (QUARRY, "A court in Ostvik halted work at the Lund quarry on Thursday."),
    (QUARRY, "Judge Marta Solheim found that the 2019 permit lacked a study of the river."),
    (QUARRY, "Hakon Dahl, the head of the quarry, plans to appeal."),
    (QUARRY, "Siri Moe brought the case to court."),
    (QUARRY, "The motorway is expected to open in Hallin in 2027."),
    (CUP, "Tarn won the Coast Cup with a 3-1 victory over Velden."),
    (CUP, "Ines Okoro scored two goals in the first half."),
    (CUP, "Jonas Rehm replaced Petra Vogt as coach in January."),
    (CUP, "Okoro is going to Aldport for $2.5m."),
    (CUP, "The final was watched by 18,400 people."),
]
FALSE = [
    (QUARRY, "A court in Hallin halted work at the Lund quarry on Thursday."),
    (QUARRY, "Judge Siri Moe found that the 2019 permit lacked a study of the river."),
    (QUARRY, "Per Aas, the head of the quarry, plans to appeal."),
    (QUARRY, "Marta Solheim brought the case to court."),
    (QUARRY, "The motorway is expected to open in Ostvik in 2027."),
    (CUP, "Velden won the Coast Cup with a 3-1 victory over Tarn."),
    (CUP, "Lise Brandt scored two goals in the first half."),
    (CUP, "Petra Vogt replaced Jonas Rehm as coach in January."),
    (CUP, "Brandt is going to Aldport for $2.5m."),
    (CUP, "The final was watched by 18,401 people."),
]


@pytest.fixture(scope="module")
def pointer() -> Pointer:
    return load_pointer()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("verify")
    (folder / "quarry.txt").write_text(f"{QUARRY.title}\n\n{QUARRY.text}", "utf-8")
    (folder / "cup.txt").write_text(f"{CUP.title}\n\n{CUP.text}", "utf-8")
    path = folder / "library.copydesk"
    with Desk.open(path, reader="small", embedder=HashEmbedder()) as opened:
        opened.add(folder / "quarry.txt", folder / "cup.txt")
        yield opened


@pytest.mark.model
@pytest.mark.slow
def test_the_shipped_reader_points_at_characters_of_the_passage(pointer: Pointer) -> None:
    found = pointer.point("Who scored twice?", [CUP.text, "", "A\x00 \ud800 b"])
    assert len(found) == 3
    for pointing, text in zip(found, [CUP.text, "", "A\x00 \ud800 b"], strict=True):
        assert 0 <= pointing.no_answer <= 1
        assert all(0 <= low < high <= len(text) for low, high, _ in pointing.starts)
    assert sum(p for _, _, p in found[0].starts) == pytest.approx(1.0, abs=1e-3)
    low, high, _ = max(found[0].starts, key=lambda each: each[2])
    assert CUP.text[low:high] in "Ines Okoro"
    assert found[1].starts == () and found[1].no_answer == 1.0
    assert pointer.point("Who?", []) == []


@pytest.mark.model
@pytest.mark.slow
def test_facts_in_another_s_place_are_told_apart(pointer: Pointer) -> None:
    rows = [(*row, True) for row in TRUE] + [(*row, False) for row in FALSE]
    clean, doubted = [], []
    for article, claim, _ in rows:
        sources = [article.text[a:b] for a, b in split_sentences(article.text)]
        support = check_claim(claim, sources, pointer)
        clean.append(support.supported and not support.doubts)
        doubted.append(bool(support.doubts))
    labels = [label for *_, label in rows]
    together = balanced_accuracy(clean, labels) or 0.0
    assert together >= 0.7
    # The reader by itself names what stands in another's place in half of the false ones, and
    # doubts none of the others; the exact checks find the same four names and the figure by now.
    assert sum(doubted[: len(TRUE)]) == 0
    assert sum(doubted[len(TRUE) :]) >= len(FALSE) / 2
    exact = [check_claim(claim, [article.text]).supported for article, claim, _ in rows]
    assert (balanced_accuracy(exact, labels) or 0.0) <= together


@pytest.mark.model
@pytest.mark.slow
def test_every_sentence_gets_its_verdict_and_its_source(desk: Desk) -> None:
    text = (
        "Judge Marta Solheim stopped work at the Lund quarry. "
        "Judge Marta Solheim stopped work at the Lund quarry in 2031. "
        "Penguins sang forty operas."
    )
    result = desk.verify(text)
    assert [sentence.supported for sentence in result.sentences] == [True, False, False]
    assert not result.supported and result.text == text
    assert any("2031" in reason for reason in result.sentences[1].reasons)
    assert result.sentences[2].reasons
    assert " ".join(sentence.text for sentence in result.sentences) == text
    for sentence in result.sentences:
        assert bool(sentence.reasons) is not sentence.supported
        for cited in sentence.citations:
            assert desk.article(cited.article_id).text[cited.start : cited.end] == cited.quote
    assert json.loads(json.dumps(result.to_dict()))["supported"] is False


@pytest.mark.model
@pytest.mark.slow
def test_only_the_named_articles_count(desk: Desk) -> None:
    ids = {info.title: info.id for info in desk.articles()}
    claim = "Tarn beat Velden 3-1 in the final of the Coast Cup on Saturday."
    assert desk.verify(claim, articles=[ids[CUP.title]]).supported
    assert not desk.verify(claim, articles=[ids[QUARRY.title]]).supported
    with pytest.raises(ArticleNotFound):
        desk.verify(claim, articles=["0123456789abcdef"])


def test_bad_input_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="empty"):
        desk.verify(" \n ")
    with pytest.raises(InputError, match=f"over the limit of {MAX_TEXT:,}"):
        desk.verify("a" * (MAX_TEXT + 1))
    with (
        Desk.open(tmp_path / "none.copydesk", reader="small", embedder=HashEmbedder()) as empty,
        pytest.raises(InputError, match="no articles"),
    ):
        empty.verify("Anything at all.")


class Blind:
    """A pointer that never finds anything."""

    def point(self, question: str, passages: object) -> list[object]:
        return []


@given(st.text(max_size=200))
def test_any_text_gets_a_verdict(text: str) -> None:
    sentences = [text[start:end] for start, end in split_sentences(text)]
    heard: list[int] = []
    found = verify(sentences, lambda _: [], Blind(), heard.append)  # type: ignore[arg-type]
    assert [s.text for s in found] == sentences
    assert heard == list(range(len(sentences)))
    assert all(s.reasons == NOT_MENTIONED.reasons and not s.supported for s in found)


@pytest.mark.model
@pytest.mark.slow
def test_the_command_says_what_fails(tmp_path: Path) -> None:
    (tmp_path / "quarry.txt").write_text(f"{QUARRY.title}\n\n{QUARRY.text}", "utf-8")
    library = ("--library", str(tmp_path / "library.copydesk"))
    run = CliRunner().invoke
    assert run(cli, ["add", str(tmp_path / "quarry.txt"), *library]).exit_code == 0
    claim = "Hakon Dahl said he would appeal. The quarry has 150 workers."
    shown = run(cli, ["verify", claim, *library])
    assert shown.exit_code == 0
    first, *rest = shown.stdout.splitlines()
    assert first.split(maxsplit=1) == ["supported", "Hakon Dahl said he would appeal."]
    assert any(line.startswith("not supported") and "150" in line for line in rest)
    assert any("number 150" in line for line in rest)
    result = json.loads(run(cli, ["verify", "-", "--json", *library], input=claim).stdout)
    assert [sentence["supported"] for sentence in result["sentences"]] == [True, False]
    assert run(cli, ["verify", " ", *library]).exit_code == 1


CATCH = article_of(
    "The boats of Skerra had a good year, and those of Holm a poor one.\n\n"
    "Port | Tonnes 2021 | Tonnes 2025\nSkerra | 40 | 65\nHolm | 52 | 31\n",
    "Catch of the islands",
)
LIVE = article_of(
    "Flood live\n\n19:20 Three boats have sunk, the coast guard says, not seven as it said before."
    "\n\n18:05 Seven boats have sunk.\n\n17:30 The lock at Holm was opened.",
    "Flood live",
)


class Unsure:
    """A pointer that finds an answer in no passage."""

    def point(self, question: str, passages: Sequence[str]) -> list[Pointing]:
        return [Pointing(1.0) for _ in passages]


@pytest.mark.parametrize(
    ("article", "claim", "reason"),
    [
        (CATCH, "Skerra landed 65 tonnes in 2025.", ""),
        (CATCH, "Holm landed 52 tonnes in 2021.", ""),
        (CATCH, "Skerra landed 31 tonnes in 2025.", "the table has 65 there"),
        (CATCH, "Holm landed 31 tonnes in 2021.", "the table has 52 there"),
        (LIVE, "Three boats have sunk.", ""),
        (LIVE, "Seven boats have sunk.", "a newer entry has Three"),
        (LIVE, "The lock at Holm was opened at 17:30.", ""),
    ],
)
def test_tables_and_live_blogs(article: Article, claim: str, reason: str) -> None:
    [made] = verify([claim], lambda _: [article], Unsure())
    assert (made.supported, made.reasons) == (not reason, (reason,) if reason else ())
    for cited in made.citations:
        assert article.text[cited.start : cited.end] == cited.quote


GRANTED = article_of("A tooth of a bear was found in the cave at Holm.", "A tooth from Holm")


@pytest.mark.parametrize(
    ("other", "doubt"),
    [
        ("The curator denied reports that a tooth was found in the cave at Holm.", "denied"),
        ("No tooth was found in the cave at Holm, the curator said.", "No"),
        ("The curator denied reports that a tooth was found in the cave at Skerra.", ""),
        ("The cave at Holm is closed on Mondays, and nobody was there.", ""),
        ("A tooth of a bear was found in the cave at Holm in May.", ""),
    ],
)
def test_an_article_that_says_otherwise_is_told(other: str, doubt: str) -> None:
    articles = [GRANTED, article_of(other, "What the curator says")]
    [made] = verify(["A tooth was found in the cave at Holm."], lambda _: articles, Unsure())
    assert made.supported
    assert len(made.doubts) == bool(doubt)
    assert all('"What the curator says" says otherwise' in each for each in made.doubts)
    assert all(doubt in each for each in made.doubts)


TOLD = "Divers raised a wreck off Holm, its crew of six said on Friday, and towed it away."


@pytest.mark.parametrize(
    ("other", "day", "supported", "doubts"),
    [
        ("Divers plan to raise a wreck off Holm.", "2024-05-01", True, 0),
        ("Divers did not raise a wreck off Holm.", "2024-05-01", True, 1),
        ("Divers did not raise a deep wreck off Holm.", "2024-05-09", False, 0),
        ("Divers plan to raise a deep wreck off Holm.", "2024-05-09", False, 0),
        ("No divers are needed at Holm.", "2024-05-09", True, 0),
        ("Sgt. Jo Vance of Holm was there.", "2024-05-01", True, 0),
    ],
)
def test_what_an_older_article_plans_is_no_doubt(
    other: str, day: str, supported: bool, doubts: int
) -> None:
    told = article_of(TOLD, "Towed", date="2024-05-03")
    articles = [told, article_of(other, "Other", date=day)]
    [made] = verify(["Divers raised a deep wreck off Holm."], lambda _: articles, Unsure())
    assert (made.supported, len(made.doubts)) == (supported, doubts), made


def test_a_reason_comes_from_the_article_with_every_name() -> None:
    articles = [
        article_of("Divers of Holm raised a wreck on Friday, and a boat with it.", "Wreck"),
        article_of("Ida Vance of Holm declined to raise the wreck.", "Vance"),
    ]
    [made] = verify(["Ida Vance of Holm raised a wreck."], lambda _: articles, Unsure())
    assert not made.supported
    assert not any("Ida Vance" in reason for reason in made.reasons), made.reasons
