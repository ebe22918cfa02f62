"""Figures of a live blog that a newer entry of it has put right."""

from __future__ import annotations

from qa.grounding.nearby import find_matching_sentences
from qa.language.mentions import Mentions, SentenceMention, find_mentions
from qa.language.quantities import Quantity, same_quantity
from qa.text.entries import find_entries
from qa.text.words import STOPWORDS, Word, stem

MIN_SHARE = 0.65
"""Of a claim's words that a newer sentence has to hold to be on the same thing."""
_LEAST_WORDS = 2  # "five people, all tourists, have died": one word says too little


def find_overtaken(claim: str, text: str) -> tuple[str, ...]:
    """Return what the newest entry of the live blog ``text`` on a claim has in place of its figure.

    () where there is none, where ``text`` is no live blog, and where the claim is of the newest.
    """
    asked = find_mentions(claim)
    entries = sorted(find_entries(text), key=lambda entry: -entry.rank)
    if not entries or not asked.quantities:
        return ()
    for told in asked.sentences:
        wanted = _said_of_figure(asked, told)
        for entry in entries:
            source = find_mentions(text[entry.start : entry.end])
            for _, sentence, _ in find_matching_sentences(wanted, [source], MIN_SHARE):
                for ours in asked.quantities:
                    theirs = _counting(source, sentence, _noun(asked, told, ours))
                    if theirs is None:
                        continue
                    if same_quantity(ours, theirs):
                        return ()
                    newer = source.text[theirs.start : theirs.end]
                    return (f"a newer entry has {newer}",)
    return ()


def _said_of_figure(asked: Mentions, sentence: SentenceMention) -> list[Word]:
    """Return the words with meaning of the clause of the first figure, else of the sentence.

    Who says so, and where, is told behind a comma.
    """
    words = [w for w in sentence.words if w.key not in STOPWORDS and not _in_figure(asked, w.start)]
    first = next((q for q in asked.quantities if sentence.start <= q.start < sentence.end), None)
    if first is None:
        return words
    text = asked.text
    low = max(text.rfind(", ", sentence.start, first.start), sentence.start)
    high = text.find(", ", first.end, sentence.end)
    inside = [w for w in words if low <= w.start and (high < 0 or w.end <= high)]
    return inside if len(inside) >= _LEAST_WORDS else words


def _in_figure(asked: Mentions, place: int) -> bool:
    return any(start <= place < end for start, end in asked.figures)


def _noun(text: Mentions, sentence: SentenceMention, quantity: Quantity) -> str:
    """Return the stem of the word behind a figure, what it counts; "" for none."""
    after = (w for w in sentence.words if w.start >= quantity.end and w.key not in STOPWORDS)
    word = next(after, None)
    near = word is not None and not text.text[quantity.end : word.start].strip(" -")
    return stem(word.key) if word is not None and near else ""


def _counting(source: Mentions, sentence: SentenceMention, noun: str) -> Quantity | None:
    """Return the figure of a sentence that counts ``noun``, None for none."""
    return next(
        (
            q
            for q in source.quantities
            if sentence.start <= q.start < sentence.end
            and noun
            and _noun(source, sentence, q) == noun
        ),
        None,
    )
