"""The clause of a sentence that gives a reason, a purpose or a way of doing."""

from __future__ import annotations

import re

from qa.language import lexicon

# The strong cues give a reason wherever they stand; "since 1931" is a time.
_CUES = re.compile(
    rf"\b(?:{lexicon.either('reasons', 'causes')})\b"
    r"|(?<=,\s)since\s+(?!then\b|last\b|early\b|late\b|the\s+(?:start|beginning|end)\b)(?=[a-z])"
    r"|(?<=,\s)saying\s+(?:that\s+)?(?=[a-z])",
    re.IGNORECASE,
)
_WAYS = re.compile(
    r"\bby\s+(?=\w+ing\b)|\bwith\s+the\s+help\s+of\b|\bby\s+means\s+of\b|\busing\b|\bthrough\b",
    re.IGNORECASE,
)
# Where a clause ends before its sentence: speech, a dash, a semicolon.
_END = re.compile(
    r",\s+(?:(?:he|she|it|they)\s+)?(?:said|says|according\s+to|told|added)\b"
    r"|,[\"\u201d]|\s[-\u2013\u2014]\s|;\s|,\s+(?:said|says)\b"
    r"|,\s+(?:Mr|Ms|Mrs|Dr|Prof)\.\s|,\s+(?:the|a)\s+[\w\s]{1,40}\s(?:said|says)\b"
    r"|,\s+(?:[A-Z][\w.'\u2019-]*\s+){1,4}(?:said|says)\b"
)
_FINAL = ' \t\n.!?"\u201d\u2019'


def find_reason(sentence: str) -> tuple[int, int] | None:
    """Return the reason or purpose clause of ``sentence`` with its cue, None for none."""
    return _clause(sentence, _CUES)


def find_manner(sentence: str) -> tuple[int, int] | None:
    """Return the clause that tells by what means: "by cutting the wires"."""
    return _clause(sentence, _WAYS)


def _clause(sentence: str, cues: re.Pattern[str]) -> tuple[int, int] | None:
    cue = cues.search(sentence)
    if cue is None:
        return None
    end = len(sentence)
    stop = _END.search(sentence, cue.end())
    if stop is not None:
        end = stop.start()
    if not sentence[: cue.start()].strip(_FINAL + "\u201c"):
        # "Because A, B": the reason ends where the main clause begins.
        comma = sentence.find(", ", cue.end())
        end = min(end, comma) if comma > 0 else end
    while end > cue.end() and sentence[end - 1] in _FINAL:
        if sentence[end - 1] == "." and re.search(r"\b(?:[A-Za-z]\.)+[A-Za-z]\.$", sentence[:end]):
            break
        end -= 1
    return (cue.start(), end) if end > cue.end() + 2 else None
