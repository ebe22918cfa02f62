"""The table and the plot that `make bench` makes of its results, and how it reads articles."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from benchmarks.peers.__main__ import read_articles
from benchmarks.peers.report import FIGURES, draw, table
from benchmarks.peers.systems import SAME_INDEX, SYSTEMS, WORDS, Row, passages_of


def result(system: str, size: int, warm: float) -> dict[str, Any]:
    spread = {"cpu_p50_ms": warm}
    return {
        "system": system,
        "size": size,
        "index": {"cpu_s": size / 10, "bytes": 1_000 * size},
        "ask": {"cold_answer_cpu_s": 3.0, "answer": spread, "summary": spread, "peak_mib": 400},
    }


RESULTS = [
    result("ours", 10, 50.0),
    result("theirs", 10, 40.0),
    result("ours", 1_000, 80.0),
    {"system": "theirs", "size": 1_000, "index": {"error": "took over 9 s"}, "ask": {}},
]
ABOUT = {"cpu": "A CPU", "cores_used": 1, "threads": "1", "day": "2025-03-04", "commit": "abcdef12"}


def test_the_best_of_a_size_is_bold_also_where_a_peer_wins() -> None:
    lines = table({**ABOUT, "results": RESULTS}).splitlines()
    ours, theirs, alone, failed = lines[-4:]
    assert "| **40** |" in theirs
    assert "| 50 |" in ours
    assert "| **80** |" in alone
    assert failed == "| 1,000 | theirs | took over 9 s |"
    assert lines[0].startswith("A CPU, 1 core, 1 threads, 2025-03-04, abcdef1")


def test_the_plot_has_every_figure_and_system() -> None:
    words = [each.text for each in ElementTree.fromstring(draw(RESULTS)).iter() if each.text]
    assert {title for title, _ in FIGURES} <= set(words)
    assert {"ours", "theirs", "10", "1,000"} <= set(words)


def test_articles_are_read_from_a_folder_or_json_lines(tmp_path: Path) -> None:
    rows = [{"title": f"T{n}", "text": f"Text {n}."} for n in range(3)]
    file = tmp_path / "rows.jsonl.gz"
    with gzip.open(file, "wt") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    assert read_articles(file, 2) == rows[:2]
    for row in rows:
        (tmp_path / f"{row['title']}.txt").write_text(row["text"])
    assert read_articles(tmp_path, 9) == rows


def test_passages_lose_no_word() -> None:
    words = [f"w{n}" for n in range(2 * WORDS + 5)]
    made = passages_of([Row("Title", " ".join(words))])
    assert [part.partition("\n")[0] for part in made] == ["Title"] * 3
    assert " ".join(part.partition("\n")[2] for part in made).split() == words


def test_a_shared_index_is_one_that_is_built_before() -> None:
    order = list(SYSTEMS)
    assert all(order.index(owner) < order.index(name) for name, owner in SAME_INDEX.items())
