"""Words that could stand in another's place: same part of speech, and near it in meaning."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from qa.text.words import stem

if TYPE_CHECKING:
    from spacy.tokens import Doc

TAGS = ("NN", "NNS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "JJ")
LEAST = 3
"""Times that a word must occur as this part of speech: parsers err, and rare words are odd."""
NEAREST = 40
"""Words drawn from: the first are opposites, fellow members of a class, and some synonyms."""


class Neighbours:
    """Knows the words of parsed documents by tag, and how near they are to each other."""

    def __init__(self, docs: Iterable[Doc], ids: Mapping[str, int], vectors: Tensor) -> None:
        """Count the words of ``docs``; ``ids`` are rows of ``vectors`` (V, H), by word piece."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.forms: dict[tuple[str, str], str] = {}
        for doc in docs:
            for token in doc:
                if token.tag_ in TAGS and token.lower_ in ids and token.is_alpha:
                    counts[token.tag_][token.lower_] += 1
                    self.forms.setdefault((token.lemma_.lower(), token.tag_), token.lower_)
        unit = torch.nn.functional.normalize(vectors - vectors.mean(0), dim=-1)
        self._words = {
            tag: sorted(w for w, n in words.items() if n >= LEAST and len(w) > 2)
            for tag, words in counts.items()
        }
        self._rows = {tag: unit[[ids[w] for w in words]] for tag, words in self._words.items()}
        self._ids, self._unit = ids, unit

    def near(self, word: str, tag: str, rng: random.Random) -> str | None:
        """Return a random one of the nearest other words of this tag, None for unknown ones."""
        words = self._words.get(tag, [])
        if word not in self._ids or len(words) < 2 * NEAREST:
            return None
        cosines = self._rows[tag] @ self._unit[self._ids[word]]
        order = cosines.topk(NEAREST).indices.tolist()
        near: list[str] = [words[i] for i in order if stem(words[i]) != stem(word)]
        return rng.choice(near)
