"""Answers that only describe somebody whom the question names already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.language.names import names_of, same_name
from qa.question import Question
from qa.records import Hit, Reading
from qa.text.words import content_stems, find_words

_BETWEEN = " ,\u00a0\n"


def without_described(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading]
) -> list[Reading]:
    """Return the readings; to "who" the title of somebody named in it counts as "no answer".

    "Who praised Ann Poe" is not answered by "Mayor" of "Mayor Ann Poe". "Who is Ann Poe" is.
    """
    names = [name for name in question.mentions.names if name.sure]
    text = question.mentions.text
    named = {s for n in names for s in content_stems(find_words(text[n.start : n.end]))}
    if question.asked.kind != "who" or not names or not question.content - named:
        return list(readings)
    return [
        replace(reading, no_answer=1.0)
        if _describes(hit.passage.text, reading, [name.keys for name in names])
        else reading
        for hit, reading in zip(hits, readings, strict=True)
    ]


def _describes(text: str, reading: Reading, named: Sequence[Sequence[str]]) -> bool:
    """Say whether a reading's span is followed at once by a name of the question."""
    if not reading.spans or len(reading.spans) != 1:
        return False
    span = reading.spans[0]
    ahead = text[span.end : span.end + 80]
    lean = ahead.lstrip(_BETWEEN)
    if len(lean) == len(ahead) or "\n\n" in ahead[: len(ahead) - len(lean)]:
        return False
    words = find_words(lean)
    following = next(iter(names_of(lean, words)), None)
    if following is None or following.start:
        return False
    if lean[: following.end].endswith(("'s", "\u2019s")) or lean[following.end :][:1] in "'\u2019":
        return False  # "Per Lund, Ida Storm's son": somebody else
    return any(same_name(keys, following.keys) for keys in named)
