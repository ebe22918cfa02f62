"""Make reading questions from news documents: ``python -m models.training.questions``."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

from models.training.questions.choose import Row, balance, rows_of
from models.training.questions.news import DOCUMENTS, read_news, write_rows
from models.training.questions.parsing import load, parse


def main(arguments: list[str] | None = None) -> None:
    """Read documents, parse them, make questions and write them."""
    parser = argparse.ArgumentParser(description="Make questions from news documents by rules.")
    parser.add_argument("--data", type=Path, required=True, help=f"folder with {DOCUMENTS}")
    parser.add_argument("--out", type=Path, required=True, help="file.jsonl.gz")
    parser.add_argument("--limit", type=int, default=16_000, help="questions at most")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    rng = random.Random(options.seed)
    news = read_news(options.data)
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
    write_rows(options.out, (row.to_dict() for row in kept))
    sys.stderr.write(f"{len(kept)} of {len(made)} kept: {Counter(r.kind for r in kept)}\n")


if __name__ == "__main__":
    main()
