"""How well quotes are found and given their speakers: ``python -m benchmarks.quotes --data DIR``.

Holds ``find_quotes`` against the labels of ``benchmarks/data/quotes_archive.jsonl``: places and
speakers in 22 articles of archive_news, marked by reading, without their text. Precision and
recall in per cent; "wrong" has a speaker that is not the labelled one, a bare "she" included.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.libraries.quotes import by_rules, labelled, score


def main() -> None:
    """Print the figures, one a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of archive_news")
    for name, value in score(by_rules, labelled(parser.parse_args().data)).items():
        print(f"{name:<12} {value:8.1f}")


if __name__ == "__main__":
    main()
