"""Print the trials: ``python -m benchmarks.libraries [--data DIR] [--libraries DIR]``.

Quotes need the archive and spaCy, of extra train. ``--libraries`` is a folder that ``pip install
--target DIR inflect inflection pint text2num quotequail mail-parser-reply email-reply-parser
email-reply-extractor unquotemail`` filled; what is not there is left out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.libraries import charsets, language, mails, quotes


def main() -> None:
    """Run every trial and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--libraries", type=Path)
    options = parser.parse_args()
    if options.libraries:
        sys.path.append(str(options.libraries))
    if options.data:
        print_quotes(options.data)
    for name, decode in charsets.READERS.items():
        right, of, spent = charsets.score(decode)
        print(f"{name}: {right} of {of}, {spent:.1f} ms a page")
    print(*language.report(), *mails.report(), sep="\n")


def print_quotes(data: Path) -> None:
    """Print how well each way finds the labelled quotes."""
    articles = quotes.labelled(data)
    spacy = quotes.Parser()
    finders = {"rules": quotes.by_rules, "parser": spacy.alone, "both": spacy.helping}
    for name, find in finders.items():
        print(name, {key: round(value, 1) for key, value in quotes.score(find, articles).items()})


if __name__ == "__main__":
    main()
