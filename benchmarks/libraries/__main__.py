"""Print the trials: ``python -m benchmarks.libraries --data DIR`` (spaCy is of extra train)."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.libraries import charsets, quotes


def main() -> None:
    """Run every trial and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    articles = quotes.labelled(parser.parse_args().data)
    spacy = quotes.Parser()
    finders = {"rules": quotes.by_rules, "parser": spacy.alone, "both": spacy.helping}
    for name, find in finders.items():
        print(name, {key: round(value, 1) for key, value in quotes.score(find, articles).items()})
    for name, decode in charsets.READERS.items():
        right, of, spent = charsets.score(decode)
        print(f"{name}: {right} of {of}, {spent:.1f} ms a page")


if __name__ == "__main__":
    main()
