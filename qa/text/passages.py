"""Pack an article's sentences into passages the size of the reader's window.

Passages are runs of whole sentences with exact offsets; neighbours share their border
sentence, so that an answer whose context lies just across the border is still read whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.errors import InputError
from qa.records import Article, Passage
from qa.text.blocks import split_blocks
from qa.text.sentences import split_sentences

CountTokens = Callable[[Sequence[str]], list[int]]
"""Returns one token count per text, without the tokens that begin and end every input."""

# The reader takes 256 tokens: question, title, date and separators need up to 76 of them.
DEFAULT_MAX_TOKENS = 180
# A passage may end early, at a paragraph's end, once it is this full: stories keep together
# and the number of passages grows by a few per cent only.
PARAGRAPH_FILL = 0.6
# Overlap costs reading time twice; a sentence that fills more than this share is not repeated.
MAX_OVERLAP_SHARE = 1 / 3
# A last passage with less new text than this has too little context to be read alone.
MIN_LAST_FILL = 0.3


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a piece of one longer than the window; ``[start, end)`` and its tokens."""

    start: int
    end: int
    tokens: int
    whole: bool
    ends_paragraph: bool


def split_passages(
    article: Article,
    count_tokens: CountTokens,
    max_tokens: int = DEFAULT_MAX_TOKENS,
    overlap_sentences: int = 1,
) -> list[Passage]:
    """Return the passages of ``article`` in its order.

    Each is at most ``max_tokens`` long as the sum of its sentences' counts, which no
    tokenizer that splits at spaces exceeds on the joined text. ``passage.text`` is
    ``article.text[start:end]``; every non-blank character lies in a passage, and every
    passage has text that none before it has. Up to ``overlap_sentences`` whole sentences
    are repeated at the start of the next passage, fewer where they would fill more than a
    third of it. A sentence longer than ``max_tokens`` is cut at spaces into pieces of about
    equal size, within a word only where that word alone is too long.

    Raises:
        InputError: ``max_tokens`` is below 1 or ``overlap_sentences`` below 0.
    """
    if max_tokens < 1:
        raise InputError(f"max_tokens is {max_tokens}; the least is 1, the default 180")
    if overlap_sentences < 0:
        raise InputError(f"overlap_sentences is {overlap_sentences}; give 0 or more")
    units = _units(article.text, count_tokens, max_tokens)
    runs = list(_pack(units, max_tokens, overlap_sentences))
    passages = []
    for first, last in _balance(units, runs, max_tokens):
        room = max_tokens - sum(unit.tokens for unit in units[first:last])
        lead, _ = _overlap(units, first, room, max_tokens, overlap_sentences)
        start, end = units[lead].start, units[last - 1].end
        passages.append(Passage(article.id, start, end, article.text[start:end]))
    return passages


def _units(text: str, count_tokens: CountTokens, max_tokens: int) -> list[_Unit]:
    """Return the sentences with their counts, those longer than the window in pieces."""
    spans = split_sentences(text)
    if not spans:
        return []
    paragraph_ends = {end for _, end in split_blocks(text)}
    units = []
    counts = count_tokens([text[start:end] for start, end in spans])
    for (start, end), tokens in zip(spans, counts, strict=True):
        if tokens <= max_tokens:
            units.append(_Unit(start, end, tokens, True, end in paragraph_ends))
            continue
        pieces = _pieces(text, start, end, count_tokens, max_tokens)
        units += [_Unit(a, b, n, False, b in paragraph_ends) for a, b, n in pieces]
    return units


def _pieces(
    text: str, start: int, end: int, count_tokens: CountTokens, max_tokens: int
) -> list[tuple[int, int, int]]:
    """Cut one sentence into (start, end, tokens) of at most ``max_tokens`` each."""
    words = list(_words(text, start, end, count_tokens, max_tokens))
    total = sum(tokens for _, _, tokens in words)
    # Equal pieces, not full ones and a scrap.
    target = -(-total // -(-total // max_tokens))
    pieces: list[tuple[int, int, int]] = []
    size = 0
    for left, right, tokens in words:
        if pieces and size < target and size + tokens <= max_tokens:
            size += tokens
            pieces[-1] = (pieces[-1][0], right, size)
        else:
            size = tokens
            pieces.append((left, right, size))
    return pieces


def _words(
    text: str, start: int, end: int, count_tokens: CountTokens, max_tokens: int
) -> Iterator[tuple[int, int, int]]:
    """Yield the words of a sentence as (start, end, tokens), halving those too long."""
    pending = []
    place = start
    for word in text[start:end].split():
        place = text.index(word, place, end)
        pending.append((place, place + len(word)))
        place += len(word)
    done: list[tuple[int, int, int]] = []
    while pending:
        counts = count_tokens([text[left:right] for left, right in pending])
        halves = []
        for (left, right), tokens in zip(pending, counts, strict=True):
            if tokens <= max_tokens or right - left == 1:
                done.append((left, right, tokens))
            else:
                middle = (left + right) // 2
                halves += [(left, middle), (middle, right)]
        pending = halves
    yield from sorted(done)


def _overlap(
    units: Sequence[_Unit], first: int, room: int, max_tokens: int, sentences: int
) -> tuple[int, int]:
    """Return where the overlap before ``units[first]`` begins, and its tokens."""
    room = min(room, int(MAX_OVERLAP_SHARE * max_tokens))
    lead, size = first, 0
    while lead > 0 and first - lead < sentences:
        before = units[lead - 1]
        if not before.whole or size + before.tokens > room:
            break
        lead, size = lead - 1, size + before.tokens
    return lead, size


def _pack(units: Sequence[_Unit], max_tokens: int, sentences: int) -> Iterator[tuple[int, int]]:
    """Yield the runs ``[first, last)`` of new units, leaving room for each one's overlap."""
    first = 0
    while first < len(units):
        room = max_tokens - units[first].tokens
        size = units[first].tokens + _overlap(units, first, room, max_tokens, sentences)[1]
        last, paragraph = first + 1, 0
        while last < len(units):
            if units[last - 1].ends_paragraph and size >= PARAGRAPH_FILL * max_tokens:
                paragraph = last
            if size + units[last].tokens > max_tokens:
                break
            size += units[last].tokens
            last += 1
        if last < len(units) and paragraph:
            last = paragraph
        yield first, last
        first = last


def _balance(
    units: Sequence[_Unit], spans: list[tuple[int, int]], max_tokens: int
) -> list[tuple[int, int]]:
    """Share the last two passages' sentences evenly where the last would be tiny."""
    if len(spans) < 2:
        return spans
    (first, middle), (_, last) = spans[-2:]
    right = sum(unit.tokens for unit in units[middle:last])
    if right >= MIN_LAST_FILL * max_tokens:
        return spans
    left = sum(unit.tokens for unit in units[first:middle])
    while middle - first > 1:
        moved = units[middle - 1].tokens
        if right + moved > max_tokens or abs(left - right - 2 * moved) >= abs(left - right):
            break
        middle, left, right = middle - 1, left - moved, right + moved
    return [*spans[:-2], (first, middle), (middle, last)]
