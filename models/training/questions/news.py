"""The news that questions and claims are made of, and the files that they go to."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from models.training.rows import read_lines

DOCUMENTS = "sum_train.jsonl.gz"
NOT_NEWS = "scitldr"


def read_news(folder: Path) -> list[tuple[str, str]]:
    """Read each different news document of the summaries once, with its licence."""
    news = [row for row in read_lines(folder / DOCUMENTS) if row["source"] != NOT_NEWS]
    return list({row["document"]: (row["document"], row["licence"]) for row in news}.values())


def write_rows(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write rows as gzipped JSON lines, all or none."""
    part = path.with_name(path.name + ".part")
    with gzip.open(part, "wt", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    part.replace(path)
