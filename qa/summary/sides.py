"""One side of a story: "the refunds" after a wreck, where its articles tell of much else.

A topic's words that are not those of the whole story name a side of it, names apart. Its sentences
then are those with these words, and such as come near to the topic in meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from qa.language.synonyms import find_synonym
from qa.protocols import Vectors
from qa.question import Question
from qa.summary.alone import standing_alone
from qa.summary.paragraph import SourceSentence
from qa.summary.story import given_words
from qa.text.words import STOPWORDS, Word, content_stems, find_words, overlaps, stem

Encode = Callable[[Sequence[str]], Vectors]

WORDS_WEIGHT = 0.25
"""What a sentence gains that has all words of the side; its cosine to the topic is up to 1."""
STORY_COSINE = 0.75
"""Least cosine of a topic that is the story itself, in whatever words, to the mean headline."""
LEAST = 0.7
"""Least part of the best sentence's weight; set by hand on seven topics of six stories."""
MOST = 160
"""Sentences compared, those first that share most words with the topic."""
FEWEST = 2
"""Fewer sentences make no summary: then all of the story's stay."""


def narrow_to_side(
    groups: Sequence[Sequence[SourceSentence]], topic: Question, encode: Encode, vector: Vectors
) -> list[list[SourceSentence]]:
    """Return the sentences on the side of a story that a topic names, by article.

    They are all of ``groups`` where the topic is the story itself, or no side is told. ``vector``
    is the topic's unit vector.
    """
    alone = [kept for group in groups if (kept := standing_alone(group))]
    names = [(name.start, name.end) for name in topic.mentions.names]
    own = topic.content - given_words(alone)
    side = [
        word
        for word in topic.mentions.words
        if word.key not in STOPWORDS
        and stem(word.key) in own
        and not overlaps(word.start, word.end, names)
    ]
    if not side or _is_story(alone, encode, vector):
        return [list(group) for group in groups]
    told = sorted(
        (sentence for kept in alone for sentence in kept),
        key=lambda each: -len(topic.content & set(content_stems(find_words(each.text)))),
    )[:MOST]
    shares = [_share(side, each.text) for each in told]
    if not any(shares):
        return [list(group) for group in groups]
    cosines = np.asarray(encode([each.text for each in told]) @ vector, dtype=np.float64)
    weights = cosines + WORDS_WEIGHT * np.array(shares)
    near = {
        (each.article.id, each.start)
        for each, weight in zip(told, weights, strict=True)
        if weight >= LEAST * weights.max()
    }
    if len(near) < FEWEST:
        return [list(group) for group in groups]
    narrowed = [[s for s in group if (s.article.id, s.start) in near] for group in groups]
    return [group for group in narrowed if group]


def _is_story(alone: Sequence[Sequence[SourceSentence]], encode: Encode, vector: Vectors) -> bool:
    """Say whether a topic comes so near to the headlines that it names all of the story."""
    if not alone:
        return False
    titles = list(dict.fromkeys(kept[0].article.title for kept in alone))
    mean = np.asarray(encode(titles), dtype=np.float64).mean(axis=0)
    return float(mean @ vector) >= STORY_COSINE * float(np.linalg.norm(mean))


def _share(side: Sequence[Word], text: str) -> float:
    """Return the part of a side's words that a text has, or has in others that mean the same."""
    words = find_words(text)
    return sum(find_synonym(word, words) is not None for word in side) / max(1, len(side))
