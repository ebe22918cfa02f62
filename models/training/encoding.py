"""Rows and claims as token ids: "[CLS] question [SEP] title [SEP] passage [SEP]".

Ids are those of BERT's vocabulary, which both sizes share.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tokenizers import Encoding, Tokenizer

from models.training.claims import Claim
from models.training.rows import Row
from qa.grounding.evidence import ROOM, choose_evidence
from qa.text.sentences import split_sentences

CLS, SEP = 101, 102
LONGEST = 320
"""Tokens of a source, at most."""
QUESTION, TITLE = 96, 40
"""Tokens of a question or claim, and of a title, at most."""
ANSWER = 28
"""Tokens of an answer, at most: 99 % of the spans have fewer."""


class Walk(NamedTuple):
    """An encoded row: source ids, the passage's first position, the answer's first and last.

    The answer's positions are 0 and 0, those of [CLS], where there is none.
    """

    ids: list[int]
    passage: int
    first: int
    last: int


class Pair(NamedTuple):
    """An encoded claim: ids of claim and evidence, the evidence's first position, the label."""

    ids: list[int]
    passage: int
    label: int


def load_tokenizer(file: Path) -> Tokenizer:
    """Return the tokenizer without the truncation and padding that its file may ask for."""
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def encode_rows(
    rows: Sequence[Row], tokenizer: Tokenizer, titled: float, rng: random.Random
) -> list[Walk]:
    """Return the rows as ids, a share ``titled`` of them with their title.

    Rows whose answer begins or ends behind the last token that fits are left out.
    """
    titles = [row.title if rng.random() < titled else "" for row in rows]
    parts = (
        _encode(tokenizer, [row.question for row in rows]),
        _encode(tokenizer, titles),
        _encode(tokenizer, [row.context for row in rows]),
    )
    walks = [_walk(row, *each) for row, *each in zip(rows, *parts, strict=True)]
    return [walk for walk in walks if walk is not None]


def _walk(row: Row, question: Encoding, title: Encoding, passage: Encoding) -> Walk | None:
    front = [CLS, *question.ids[:QUESTION], SEP]
    if title.ids:
        front += [*title.ids[:TITLE], SEP]
    room = LONGEST - len(front) - 1
    first = last = 0
    if row.start is not None:
        stop = row.start + len(row.answer)
        inside = [
            place
            for place, (a, b) in enumerate(passage.offsets)
            if a < stop and b > row.start and b > a
        ]
        if not inside or inside[-1] >= room:
            return None
        first = len(front) + inside[0]
        last = len(front) + min(inside[-1], inside[0] + ANSWER - 1)
    return Walk([*front, *passage.ids[:room], SEP], len(front), first, last)


def encode_claims(claims: Sequence[Claim], tokenizer: Tokenizer) -> list[Pair]:
    """Return the claims as ids; of long evidence, the sentences that a judge would read."""
    texts = _encode(tokenizer, [claim.text for claim in claims])
    sources = _encode(tokenizer, [near(claim) for claim in claims])
    pairs = []
    for claim, text, source in zip(claims, texts, sources, strict=True):
        front = [CLS, *text.ids[:QUESTION], SEP]
        room = LONGEST - len(front) - 1
        pairs.append(Pair([*front, *source.ids[:room], SEP], len(front), claim.label))
    return pairs


def near(claim: Claim) -> str:
    """Return the evidence that fits beside the claim: what the judge is given, too."""
    if len(claim.evidence) <= ROOM:
        return claim.evidence
    sentences = [claim.evidence[start:end] for start, end in split_sentences(claim.evidence)]
    return choose_evidence(claim.text, sentences)


def _encode(tokenizer: Tokenizer, texts: list[str]) -> list[Encoding]:
    encoded: list[Encoding] = tokenizer.encode_batch(texts, add_special_tokens=False)
    return encoded
