"""Make reading questions from news documents: ``python -m models.training.questions``."""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from models.training.questions.choose import Row, balance, rows_of
from models.training.questions.parsing import load, parse

DOCUMENTS = "sum_train.jsonl.gz"
NOT_NEWS = "scitldr"


def documents(folder: Path) -> list[tuple[str, str]]:
    """Read each different news document of the summaries once, with its licence."""
    with gzip.open(folder / DOCUMENTS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    news = [row for row in rows if row["source"] != NOT_NEWS]
    return list({row["document"]: (row["document"], row["licence"]) for row in news}.values())


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as gzipped JSON lines, all or none."""
    part = path.with_name(path.name + ".part")
    with gzip.open(part, "wt", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row.to_dict(), ensure_ascii=False) + "\n")
    part.replace(path)


def main(arguments: list[str] | None = None) -> None:
    """Read documents, parse them, make questions and write them."""
    parser = argparse.ArgumentParser(description="Make questions from news documents by rules.")
    parser.add_argument("--data", type=Path, required=True, help=f"folder with {DOCUMENTS}")
    parser.add_argument("--out", type=Path, required=True, help="file.jsonl.gz")
    parser.add_argument("--limit", type=int, default=16_000, help="questions at most")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    rng = random.Random(options.seed)
    news = documents(options.data)
    nlp = load()
    made: list[Row] = []
    began = time.monotonic()
    for number, doc in enumerate(parse(nlp, (text for text, _ in news)), 1):
        made += rows_of(doc, rng, document=number - 1, licence=news[number - 1][1])
        if number % 100 == 0 or number == len(news):
            rate = number / (time.monotonic() - began)
            left = (len(news) - number) / rate / 60
            sys.stderr.write(
                f"{number}/{len(news)} documents, {len(made)} questions, {left:.1f} min left\n"
            )
    kept = balance(made, options.limit, rng)
    write(options.out, kept)
    sys.stderr.write(f"{len(kept)} of {len(made)} kept: {Counter(r.kind for r in kept)}\n")


if __name__ == "__main__":
    main()
