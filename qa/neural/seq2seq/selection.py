"""Composes a summary: the sentences that matter, shortened, in order, names before pronouns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.language import lexicon
from qa.records import GeneratedSentence, SourceSpan
from qa.summary.compression import join_pieces, shorten, skip_dateline
from qa.text.words import content_stems, find_words

REPEAT = 0.7
"""Two sentences that share this part of the shorter one's words say the same."""
MIN_WORDS = 5
"""Shorter ones are headings, captions and asides."""
WORDS_PER_SENTENCE = 20
"""Three sentences have some 60 words, near the 50 that people write (mean of sum_train's CNN/DM
references); ROUGE alone always asks for more (Sun et al. 2019, section 3)."""
LEEWAY = 1.1
"""A sentence may bring all to so many times the room, and not more."""
ENOUGH = 0.7
"""With this part of the room used, what fits worse than the next best is not looked for."""
FEWEST = 2
"""Two long sentences may be all that there is room for; a summary never has fewer for it."""
LONG = 25
"""Sentences with more words are shortened by what the article says once."""
OVERFLOW_COST = 0.1
"""Logits per word of a sentence for which there is no room, where no shorter one is left."""
CACHED_TEXTS = 4096
"""Sentences whose stems are kept: an article is often summarised again."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What a sentence gains or loses beside its salience logit, in logits.

    From a search, one at a time, over CNN/DM rows of sum_train; `models.tune_summaries` is
    the command for it.
    """

    head: float = 1.0
    """Times the head's logit."""
    lead: float = 4.0
    """For the first sentence, half of it for the second, a third for the third..."""
    length: float = 0.02
    """Lost per word over ``FREE_WORDS``: a long sentence holds more of any reference."""
    orphan: float = 6.0
    """Lost by a sentence whose pronoun would lose its name: more than the lead is worth. ROUGE
    does not tell 3 from 6."""
    quote: float = 1.0
    """Lost by a sentence that is all quotation, half of it by one that is half."""


WEIGHTS = Weights()
FREE_WORDS = 18

_WORD = re.compile(r"\w+(?:[.,'’-]\w+)*")
_PERSONAL = lexicon.ordered("grammar", "personal")
_PRONOUN = re.compile(
    r"[\"'“‘]?(?:(?:But|And|However|Also|Then|So),? )?"
    rf"(?:{'|'.join(map(str.capitalize, _PERSONAL))}|This|That|These|Those|Both|Such|"
    r"The (?:others?|latter|former|pair|two|three)|"
    r"(?:\w+ ){1,2}of (?:them|these|those|his|her|their|its))\b|"
    r"[\"'“‘]?(?:But|And|However|Also),? "
    rf"(?:{'|'.join(_PERSONAL)}|this|that|these)\b",
)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|‘[^’]*’|(?<!\w)'[^']*'(?!\w)")


@dataclass(frozen=True, slots=True)
class SentenceChoice:
    """Sentence ``index`` of those given, and which characters of it stay."""

    index: int
    pieces: tuple[tuple[int, int], ...]


def compose_summary(
    sentences: Sequence[str], salience: Sequence[float], budget: int
) -> list[GeneratedSentence]:
    """Return at most ``budget`` sentences, joined from the pieces that their spans tell."""
    return [
        GeneratedSentence(
            join_pieces(sentences[choice.index], choice.pieces),
            tuple(SourceSpan(choice.index, start, end) for start, end in choice.pieces),
        )
        for choice in select_sentences(sentences, weigh_sentences(sentences, salience), budget)
    ]


def weigh_sentences(
    sentences: Sequence[str], salience: Sequence[float], weights: Weights = WEIGHTS
) -> list[float]:
    """Return salience logits with what news writing adds: the lead first, not at length."""
    return [
        weights.head * score
        + weights.lead / (1 + place)
        - weights.length * max(0, len(sentence.split()) - FREE_WORDS)
        - weights.quote * _quoted(sentence)
        for place, (sentence, score) in enumerate(zip(sentences, salience, strict=True))
    ]


def select_sentences(
    sentences: Sequence[str],
    scores: Sequence[float],
    budget: int,
    orphan: float = WEIGHTS.orphan,
    room: int = WORDS_PER_SENTENCE,
) -> list[SentenceChoice]:
    """Return at most ``budget`` sentences in reading order, shortened to fit.

    Greedy by score; a sentence that repeats a chosen one is skipped (as in maximal marginal
    relevance, Carbonell and Goldstein 1998), one that opens with a pronoun costs ``orphan``
    unless the sentence before it is chosen too. All have room for ``room`` words each: two long
    ones may fill that of three, and then are the summary (models/LOG.md, room for summaries).
    Sentences under ``MIN_WORDS`` words count only where there are no others, those without
    any word never.
    """
    bags = [_words(sentence) for sentence in sentences]
    left = {i for i, bag in enumerate(bags) if len(bag) >= MIN_WORDS}
    left = left or {i for i, bag in enumerate(bags) if bag}
    common = _common(sentences)
    chosen: dict[int, SentenceChoice] = {}
    total = budget * room
    used = 0
    # When nothing that fits is left: two sentences at least, at the least cost of length.
    short = [s - OVERFLOW_COST * len(t.split()) for s, t in zip(scores, sentences, strict=True)]
    for values, wanted in ((scores, budget), (short, min(budget, FEWEST))):
        rest = left - chosen.keys()
        while rest and len(chosen) < wanted:
            best = min((_orphan(sentences, i, chosen, orphan) - values[i], i) for i in rest)[1]
            rest.remove(best)
            if any(_repeats(bags[best], bags[other]) for other in chosen):
                continue
            choice = _shortened(sentences[best], best, common)
            length = len(join_pieces(sentences[best], choice.pieces).split())
            if chosen and values is scores and used + length > LEEWAY * total:
                if used >= ENOUGH * total:
                    break
                continue
            chosen[best] = choice
            used += length
    return [chosen[index] for index in sorted(chosen)]


def _shortened(sentence: str, index: int, common: frozenset[str]) -> SentenceChoice:
    """Cut links, and from a sentence that is over ``LONG`` words what the article says once."""
    long = len(sentence.split()) > LONG

    def wanted(text: str) -> bool:
        return long and not _stems(text) & common

    pieces = shorten(sentence, wanted)
    return SentenceChoice(
        index, tuple(pieces) or ((skip_dateline(sentence), len(sentence.rstrip())),)
    )


def _common(sentences: Sequence[str]) -> frozenset[str]:
    """Return the stems that many of the sentences share: what the article is about."""
    seen = Counter(stem for text in sentences for stem in _stems(text))
    return frozenset(stem for stem, count in seen.items() if count >= max(3, len(sentences) // 4))


def _quoted(sentence: str) -> float:
    """Return the share of a sentence's characters that stand between quote marks."""
    return sum(len(m.group()) for m in _QUOTED.finditer(sentence)) / max(1, len(sentence.strip()))


@lru_cache(CACHED_TEXTS)
def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(find_words(text)))


def _words(sentence: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(sentence)}


def _repeats(one: set[str], other: set[str]) -> bool:
    shorter = min(len(one), len(other))
    return shorter > 0 and len(one & other) / shorter > REPEAT


def _orphan(
    sentences: Sequence[str], index: int, chosen: dict[int, SentenceChoice], cost: float
) -> float:
    if index == 0 or index - 1 in chosen or not _PRONOUN.match(sentences[index].lstrip()):
        return 0.0
    return cost
