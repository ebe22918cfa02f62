"""Evaluations end to end: the real desk and library, fakes that really read, rows written here."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from qa.desk import Desk
from qa.errors import InputError
from qa.evaluate import (
    evaluate_archive,
    evaluate_grounding,
    evaluate_qa,
    evaluate_retrieval,
    evaluate_summaries,
)
from qa.evaluate import qa as qa_module
from qa.evaluate.archive import peak_rss_mb
from qa.evaluate.data import GroundingRow
from qa.evaluate.grounding import score as score_grounding
from qa.evaluate.retrieval import article_ranking
from qa.evaluate.summaries import lead, novel_facts
from qa.records import Hit, Passage, ProgressEvent, Support
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator

BRIDGE = (
    "The council of Marlow Bay voted on Tuesday to close the harbour bridge. "
    "The repair of the bridge will cost $1.2bn, said Mayor Ilse Odell. "
    "Ferries will carry commuters until the bridge opens again in 2031."
)
RECALL = (
    "Tamsin Foods recalled its oat bars after an inspection in Dunmere. "
    "Inspectors found metal in 3,400 boxes of oat bars. "
    "The company will refund customers, its director Paul Yeo said."
)
STORM = (
    "A storm cut power to the island of Skerra overnight. "
    "Engineers restored electricity to 85% of homes by noon. "
    "The island's school stays shut on Friday."
)
QUESTIONS: list[tuple[str, str, list[str]]] = [
    ("How much will the repair of the bridge cost?", BRIDGE, ["$1.2bn"]),
    ("In how many boxes of oat bars did inspectors find metal?", RECALL, ["3,400 boxes", "3,400"]),
    (
        "To how many homes did engineers restore electricity by noon?",
        STORM,
        ["85%", "85% of homes"],
    ),
    ("Which opera won the festival prize in Vienna?", STORM, []),
    ("Who coached the swimmers at the championship?", BRIDGE, []),
]


def open_desk(path: Path) -> Desk:
    return Desk.open(path, embedder=HashEmbedder(), model=OverlapGenerator())


def write(path: Path, rows: Sequence[Mapping[str, Any] | str]) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


@pytest.fixture
def qa_file(tmp_path: Path) -> Path:
    rows = [
        {
            "question": question,
            "context": context,
            "answers": [{"text": gold, "start": context.find(gold)} for gold in golds],
            "title": context[:20],
        }
        for question, context, golds in QUESTIONS
    ]
    return write(tmp_path / "qa.jsonl.gz", rows)


def without_times(result: dict[str, Any]) -> dict[str, Any]:
    """A result's figures that may not change between runs."""
    timed = {"add_s", "articles_per_s", "questions_per_s", "peak_rss_mb"}
    return {
        key: without_times(value) if isinstance(value, dict) else value
        for key, value in result.items()
        if key not in timed and not key.startswith("ms_")
    }


def test_qa_end_to_end(qa_file: Path) -> None:
    events: list[ProgressEvent] = []
    result = evaluate_qa(qa_file, open_desk=open_desk, progress=events.append)
    assert (result["n"], result["n_answerable"], result["model"]) == (5, 3, "overlap")
    # The fake reads "$1.2bn", "3,400" and "85%" and shares no word with the last two.
    assert result["f1"] == result["exact_match"] == 1.0
    assert result["f1_with_abstention"] == result["exact_match_with_abstention"] == 1.0
    assert result["false_answer_rate"] == result["lost_answer_rate"] == 0.0
    assert result["answerable_auroc"] == 1.0
    assert 0.0 <= result["ece"] < 0.5
    assert 0.0 < result["ms_p50"] <= result["ms_p95"]
    assert json.loads(json.dumps(result)) == result
    read = [event for event in events if event.stage == "read"]
    assert [(event.done, event.total) for event in read] == [(n, 5) for n in range(1, 6)]
    again = evaluate_qa(qa_file, open_desk=open_desk)
    assert without_times(again) == without_times(result)


def test_qa_names_its_worst_and_writes_every_row(qa_file: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    result = evaluate_qa(qa_file, open_desk=open_desk, worst=2, rows_to=rows)
    written = [json.loads(line) for line in rows.read_text("utf-8").splitlines()]
    assert len(written) == result["n"]
    assert {"question", "golds", "answer", "answerable", "confidence", "f1"} == set(written[0])
    assert len(result["worst"]) == 2
    assert all(row in written for row in result["worst"])
    with pytest.raises(InputError, match="--rows"):
        evaluate_qa(qa_file, open_desk=open_desk, rows_to=tmp_path)


def test_the_worst_answers_are_the_surest_wrong_ones() -> None:
    right = qa_module.Outcome("Skerra", True, 0.9, ("Skerra",))
    unsure = qa_module.Outcome("Vienna", True, 0.2, ("Skerra",))
    sure = qa_module.Outcome("Vienna", True, 0.8, ())
    assert qa_module.most_wrong([right, unsure, sure], 2) == [sure, unsure]


def test_qa_scores_by_hand() -> None:
    outcomes = [
        qa_module.Outcome("the $1.2bn", True, 0.9, ("$1.2bn",)),  # right and shown
        qa_module.Outcome("Ilse Odell", False, 0.3, ("Mayor Ilse Odell",)),  # F1 .8, lost
        qa_module.Outcome("Vienna", True, 0.6, ()),  # a false answer
        qa_module.Outcome("Skerra", False, 0.1, ()),  # rightly abstained
    ]
    scores = qa_module.score(outcomes)
    assert scores["f1"] == pytest.approx((1.0 + 0.8) / 2)
    assert scores["exact_match"] == 0.5
    assert scores["f1_with_abstention"] == scores["exact_match_with_abstention"] == 0.5
    assert scores["false_answer_rate"] == scores["lost_answer_rate"] == 0.5
    assert scores["ece"] == pytest.approx((0.1 + 0.7 + 0.6 + 0.1) / 4)  # four bins of one
    assert scores["answerable_auroc"] == 0.75


def test_qa_scores_without_unanswerable_rows() -> None:
    scores = qa_module.score([qa_module.Outcome("x", True, 1.0, ("x",))])
    assert scores["f1"] == 1.0
    assert scores["false_answer_rate"] is None
    assert scores["answerable_auroc"] is None


def test_retrieval_end_to_end(qa_file: Path) -> None:
    result = evaluate_retrieval(qa_file, limit=4, open_desk=open_desk)
    assert (result["n"], result["paragraphs"]) == (4, 3)  # all paragraphs, whatever the limit
    for mode in ("dense", "lexical", "hybrid"):
        scores = result[mode]
        assert scores["hit@1"] <= scores["hit@5"] <= scores["hit@10"] <= 1.0
        assert scores["hit@1"] <= scores["mrr"] <= scores["ndcg@10"] <= 1.0
        assert scores["hit@1"] >= 0.5  # at least the answerable ones share words
    assert without_times(evaluate_retrieval(qa_file, limit=4, open_desk=open_desk)) == (
        without_times(result)
    )


def test_articles_rank_by_their_best_passage() -> None:
    hits = [
        Hit(Passage(name, 0, 1, "x"), name, "", 0.0, 0.0, score)
        for name, score in (("b", 0.9), ("a", 0.8), ("b", 0.7), ("c", 0.1))
    ]
    assert article_ranking(hits) == ["b", "a", "c"]


def test_summaries_end_to_end(tmp_path: Path) -> None:
    rows = [
        {
            "document": text,
            "references": [text.split(". ")[0] + ".", text.split(". ")[1] + "."],
            "systems": {"copy": text, "invents": "Officials in Atlantis paid 77 dollars."},
        }
        for text in (BRIDGE, RECALL, STORM)
    ]
    result = evaluate_summaries(write(tmp_path / "s.jsonl.gz", rows), open_desk=open_desk)
    assert (result["n"], result["model"]) == (3, "overlap")
    # Three sentences each, and the fake returns all three: what LEAD-3 and "copy" are.
    names = [
        f"{kind}_{how}" for kind in ("rouge1", "rouge2", "rougeLsum") for how in ("mean", "max")
    ]
    for name in names:
        assert 0.0 < result["systems"]["copy"][name] <= 1.0
        assert result["baselines"]["lead-3"][name] == pytest.approx(result["systems"]["copy"][name])
    # Two of two reference sentences are better than two of three.
    assert result["baselines"]["lead-2"]["rouge1_mean"] > result["systems"]["copy"]["rouge1_mean"]
    assert result["rouge1_mean"] == pytest.approx(result["systems"]["copy"]["rouge1_mean"])
    assert result["novel_facts"] == result["unsupported"] == 0
    assert result["sentences"] == 9
    invents = result["systems"]["invents"]
    assert (invents["n"], invents["novel_fact_rate"]) == (3, 1.0)
    assert json.loads(json.dumps(result)) == result


def test_novel_facts() -> None:
    assert novel_facts("Mayor Odell's bridge costs $1.2bn.", BRIDGE) == []
    assert novel_facts("Later Odell said 1.3 or 2.", BRIDGE) == ["1.3", "2"]
    assert novel_facts("THE HARBOUR BRIDGE CLOSES", BRIDGE) == ["CLOSES"]
    assert novel_facts("Officials met Odell in Atlantis.", BRIDGE) == ["Atlantis"]
    assert novel_facts("“Odell” met no one.", BRIDGE) == []


def test_lead() -> None:
    assert lead(BRIDGE, 2) == BRIDGE[: BRIDGE.index(" Ferries")]
    assert lead("One sentence only", 3) == "One sentence only"


@pytest.mark.model
@pytest.mark.slow
def test_grounding_end_to_end(tmp_path: Path) -> None:
    claims = [
        ("The repair of the bridge will cost $1.2bn.", BRIDGE, True, []),
        ("Inspectors found metal in 3,400 boxes of oat bars.", RECALL, True, []),
        ("The repair of the bridge will cost $9.8bn.", BRIDGE, False, ["number"]),
        ("Penguins of Antarctica sang 40 operas in Vienna.", STORM, False, ["number", "invented"]),
    ]
    rows = [
        {"document": document, "claim": claim, "supported": label, "edit_types": edits}
        for claim, document, label, edits in claims
    ]
    result = evaluate_grounding(write(tmp_path / "g.jsonl.gz", rows))
    assert (result["n"], result["n_supported"]) == (4, 2)
    assert result["balanced_accuracy"] == result["auroc"] == 1.0
    assert result["edit_types"] == {
        "invented": {"n": 1, "recall": 1.0},
        "number": {"n": 2, "recall": 1.0},
    }
    assert 0.0 < result["ms_p50"] <= result["ms_p95"]


def test_grounding_scores_by_hand() -> None:
    rows = [
        GroundingRow("d", "c", True, ()),
        GroundingRow("d", "c", True, ()),
        GroundingRow("d", "c", False, ("negation", "swap")),
        GroundingRow("d", "c", False, ("swap",)),
    ]
    verdicts = [
        Support(True, 0.9),
        Support(False, 0.4, ("r",), ("d",)),
        Support(True, 0.6, (), ("d",)),
        Support(False, 0.1, ("r",), ("d",)),
    ]
    scores = score_grounding(verdicts, rows)
    assert scores["supported_doubted"] == 0.5
    assert scores["unsupported_doubted"] == 1.0
    assert scores["balanced_accuracy"] == 0.5
    assert scores["auroc"] == 0.75  # .9 beats both, .4 beats one of two
    assert scores["supported_recall"] == scores["unsupported_recall"] == 0.5
    assert scores["edit_types"] == {
        "negation": {"n": 1, "recall": 0.0},
        "swap": {"n": 2, "recall": 0.5},
    }


def archive_files(tmp_path: Path) -> tuple[Path, Path]:
    articles: list[Mapping[str, Any] | str] = [
        {
            "url": "https://news.example/bridge!",
            "title": "Bridge",
            "date": "2025/05/06",
            "text": BRIDGE,
        },
        {"url": "https://news.example/recall", "title": "Recall", "date": "", "text": RECALL},
        {"url": "https://news.example/storm", "title": "", "date": "soon", "text": STORM},
        {"url": "https://news.example/copy", "title": "Copy", "date": "", "text": STORM},
        {"url": "https://news.example/empty", "title": "Empty", "date": "", "text": " "},
        '{"url": "https://news.example/cut',
    ]
    questions = [
        {
            "question": QUESTIONS[0][0],
            "answer": "1.2bn",
            "relevant": ["https://news.example/bridge!"],
        },
        {
            "question": QUESTIONS[1][0],
            "answer": "3,400",
            "relevant": ["https://news.example/recall"],
        },
        # The same text under another url is the same article.
        {"question": QUESTIONS[2][0], "answer": "85%", "relevant": ["https://news.example/copy"]},
        {"question": QUESTIONS[3][0], "answer": "Aida", "relevant": []},
    ]
    return write(tmp_path / "a.jsonl.gz", articles), write(tmp_path / "q.jsonl.gz", questions)


def test_archive_end_to_end(tmp_path: Path) -> None:
    articles, questions = archive_files(tmp_path)
    kept = tmp_path / "kept.copydesk"
    events: list[ProgressEvent] = []
    result = evaluate_archive(
        articles, questions, keep_library=kept, open_desk=open_desk, progress=events.append
    )
    assert (result["articles"], result["articles_new"]) == (3, 3)
    assert (result["articles_unchanged"], result["articles_failed"]) == (1, 2)
    assert any("line 6: not JSON" in failure for failure in result["failures"])
    assert (result["n"], result["n_with_relevant"]) == (4, 3)
    assert result["hit@1"] == result["mrr"] == result["ndcg@10"] == 1.0
    assert result["gold_matched"] == result["gold_matched_forced"] == 0.75
    assert result["abstained_rate"] == 0.25
    assert result["articles_per_s"] > 0
    assert result["questions_per_s"] > 0
    assert result["bytes_per_article"] * 3 == pytest.approx(kept.stat().st_size)
    with open_desk(kept) as desk:
        dates = {info.title: info.date for info in desk.articles()}
    assert (dates["Bridge"], dates["Recall"]) == ("2025-05-06", "")
    assert [(e.done, e.total) for e in events if e.stage == "add" and e.total == 6][-1] == (6, 6)

    again = evaluate_archive(articles, questions, keep_library=kept, open_desk=open_desk)
    assert (again["articles"], again["articles_new"], again["articles_unchanged"]) == (3, 0, 4)
    assert again["articles_per_s"] is None
    scores = ("hit@1", "hit@10", "mrr", "ndcg@10", "gold_matched", "abstained_rate", "model")
    assert [again[name] for name in scores] == [result[name] for name in scores]


def test_archive_without_one_good_article(tmp_path: Path) -> None:
    _, questions = archive_files(tmp_path)
    bad = write(tmp_path / "bad.jsonl.gz", ["{"])
    with pytest.raises(InputError, match=r"none of its articles can be added.*line 1: not JSON"):
        evaluate_archive(bad, questions, open_desk=open_desk)


def test_a_cut_off_archive_stops_before_anything_is_added(tmp_path: Path) -> None:
    articles, questions = archive_files(tmp_path)
    kept = tmp_path / "kept.copydesk"
    articles.write_bytes(articles.read_bytes()[:-12])
    with pytest.raises(InputError, match="damaged or cut off"):
        evaluate_archive(articles, questions, keep_library=kept, open_desk=open_desk)
    assert not kept.exists()


def test_archive_reads_the_questions_first(tmp_path: Path) -> None:
    articles, _ = archive_files(tmp_path)
    kept = tmp_path / "kept.copydesk"
    bad = write(tmp_path / "bad.jsonl.gz", [{"question": "Why?"}])
    with pytest.raises(InputError, match='line 1: the field "answer" is missing'):
        evaluate_archive(articles, bad, keep_library=kept, open_desk=open_desk)
    assert not kept.exists()


def test_peak_memory_is_plausible() -> None:
    peak = peak_rss_mb()
    assert peak is None or 10 < peak < 1_000_000  # a Python with numpy, in MB


@pytest.mark.parametrize("evaluate", [evaluate_qa, evaluate_retrieval, evaluate_summaries])
def test_a_bad_file_stops_before_any_model_loads(tmp_path: Path, evaluate: Any) -> None:
    def never(path: Path) -> Desk:
        raise AssertionError("a desk was opened for a bad file")

    with pytest.raises(InputError, match="no such file"):
        evaluate(tmp_path / "none.jsonl.gz", open_desk=never)
    with pytest.raises(InputError, match="line 1"):
        evaluate(write(tmp_path / "bad.jsonl.gz", [{"title": "t"}]), open_desk=never)
