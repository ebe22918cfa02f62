"""How often the support check warns of right answers: ``python -m benchmarks.backed --data DIR``.

The held-out rows of ``qa_train`` with their gold answers, each with its own paragraph as the
article: a warning of an answerable one is a false alarm. Of unanswerable ones, whose gold is none,
the paragraph's first words stand for whatever would be answered.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from models.training.data import read, split
from qa.answering.support import backing
from qa.records import Citation
from qa.sources.articles import article_from_text

SOME_WORDS = 20
LEFT_OUT = "fairytaleqa"  # tales, whose answers are often not in their words


def main() -> None:
    """Parse the arguments, count, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    args = parser.parse_args()
    _, held = split(read(args.data / "qa_train.jsonl.gz"))
    seen: Counter[tuple[str, bool]] = Counter()
    for row in held:
        if row.kind == LEFT_OUT:
            continue
        article = article_from_text(row.context, title=row.title or "untitled")
        answer = row.answer or row.context[:SOME_WORDS].strip()
        cited = Citation(article.id, article.title, 0, len(answer), answer)
        made = backing(row.question, answer, [cited], [article])
        kind = "answerable" if row.answer else "unanswerable"
        seen[kind, made.supported] += 1
    for kind in ("answerable", "unanswerable"):
        print(f"{kind}: warned of {seen[kind, False]} of {seen[kind, False] + seen[kind, True]}")


if __name__ == "__main__":
    main()
