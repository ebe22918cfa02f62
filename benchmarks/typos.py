"""What misspelt questions find: ``python -m benchmarks.typos --data DIR``.

Puts 200 questions of archive_questions to 1,200 articles of archive_news, by BM25 alone: as they
are, in lower case, and with one letter of their longest word dropped, doubled, changed or
swapped; each with and without ``correct_spelling``. hit@5 counts a relevant article among the
first five. Takes some minutes.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.retrieval import Question, archive, fill, ranked
from benchmarks.support.hash_embedder import HashEmbedder
from qa.index.sqlite import SQLiteIndex
from qa.neural.token_counts import suggest_word

QUESTIONS, ARTICLES = 200, 1_200
TOP = 5
HITS = 50
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def misspell(text: str, rng: random.Random) -> str:
    """Return a question with one letter of its longest word gone wrong, not the first."""
    word = max((w.strip("?,.\"'") for w in text.split()), key=len)
    if len(word) < 4:
        return text
    at = rng.randrange(1, len(word) - 1)
    a, b = word[at], word[at + 1]
    wrong = rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + a + word[at:],
            word[:at] + rng.choice(LETTERS) + word[at + 1 :],
            word[:at] + b + a + word[at + 2 :],
        )
    )
    return text.replace(word, wrong, 1)


def hits(index: SQLiteIndex, questions: list[Question], correct: bool) -> tuple[float, int, float]:
    """Return hit@5 in per cent, how many questions were changed, and milliseconds a correction."""
    found = changed = 0
    spent = 0.0
    for text, relevant in questions:
        began = time.perf_counter()
        asked = index.correct_spelling(text, suggest_word) if correct else text
        spent += time.perf_counter() - began
        changed += asked != text
        best = index.search(asked, None, HITS)
        found += bool(relevant & set(ranked(best, [hit.lexical for hit in best])[:TOP]))
    return 100 * found / len(questions), changed, 1000 * spent / len(questions)


def variants(questions: list[Question]) -> Iterator[tuple[str, list[Question]]]:
    """Yield the questions as they are, small, and misspelt, under a name each."""
    rng = random.Random(0)
    made: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("as asked", str),
        ("lower case", str.lower),
        ("one typo", lambda text: misspell(text, rng)),
        ("both", lambda text: misspell(text, rng).lower()),
    )
    for name, change in made:
        yield name, [(change(text), relevant) for text, relevant in questions]


def main() -> None:
    """Print one line for each way of asking."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of archive_news")
    articles, questions = archive(parser.parse_args().data, QUESTIONS, ARTICLES)
    with TemporaryDirectory() as folder:
        index = SQLiteIndex(Path(folder) / "library.copydesk")
        fill(index, HashEmbedder(), articles, titled=True)
        for name, asked in variants(questions):
            plain, _, _ = hits(index, asked, correct=False)
            mended, changed, spent = hits(index, asked, correct=True)
            print(
                f"{name:<12} hit@{TOP} {plain:5.1f}  corrected {mended:5.1f}  "
                f"changed {changed:3}  {spent:6.1f} ms a question"
            )
        index.close()


if __name__ == "__main__":
    main()
