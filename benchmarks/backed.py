"""How often the support check warns of right answers: ``python -m benchmarks.backed --data DIR``.

Every 40th row of ``qa_train`` with its gold answer, its own paragraph as the article: a warning of
an answerable one is a false alarm. Of unanswerable ones, whose gold is none, the paragraph's first
words stand for whatever would be answered.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from qa.answering.support import check_support
from qa.question import read
from qa.records import Citation
from qa.sources.articles import article_from_text

EVERY = 40
SOME_WORDS = 20
LEFT_OUT = "fairytaleqa"  # tales, whose answers are often not in their words


def main() -> None:
    """Parse the arguments, count, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    args = parser.parse_args()
    seen: Counter[tuple[str, bool]] = Counter()
    for row in read_rows(args.data / "qa_train.jsonl.gz"):
        if row["source"] == LEFT_OUT:
            continue
        text = row["context"]
        article = article_from_text(text, title=row["title"] or "untitled")
        gold = row["answers"][0]["text"] if row["answers"] else ""
        answer = gold or text[:SOME_WORDS].strip()
        cited = Citation(article.id, article.title, 0, len(answer), answer)
        made = check_support(read(row["question"]), answer, [cited], [article])
        seen["answerable" if gold else "unanswerable", made.supported] += 1
    for kind in ("answerable", "unanswerable"):
        print(f"{kind}: warned of {seen[kind, False]} of {seen[kind, False] + seen[kind, True]}")


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield every 40th row."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, EVERY):
            yield json.loads(line)


if __name__ == "__main__":
    main()
