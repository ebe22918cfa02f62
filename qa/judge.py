"""The trained half of the grounding check: does the evidence bear out every word of a claim?

A cross-encoder: embeddings and the lowest layers are those of the packaged all-MiniLM-L6-v2,
the upper ones and a head are shipped in ``models/copydesk-ground``. "[CLS] claim [SEP] evidence
[SEP]" gives a logit for each word piece of the claim, and one for all of it at [CLS]; their
log-sum-exp is the claim's. ``python -m models.grounding`` trains it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from qa.bert import Bert
from qa.embed import default_folder
from qa.errors import ModelError
from qa.minilm import WEIGHTS, encodable
from qa.resources import models_dir
from qa.weights import verify_weights
from qa.words import stem, word_key

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer
    from torch import Tensor

MODEL = "copydesk-ground"
SHA256 = ""
"""Of models/copydesk-ground/model.safetensors."""
LOWER = 2
"""Layers below this one are the package's own; the others are shipped."""
MATCHED = 3
"""Below this layer every state gets its piece's ``match_kinds`` vector."""
KINDS = 6
MAX_TOKENS = 256
"""Of claim and evidence together; of a longer pair the evidence's end is cut."""
REMEDY = "reinstall it with `pip install --force-reinstall copydesk`"


@dataclass(frozen=True, slots=True)
class Doubt:
    """How surely evidence does not bear a claim out: a logit, and the word that is doubted most.

    ``[start, end)`` are characters of the claim.
    """

    logit: float
    start: int
    end: int


class Judge:
    """Reads claims beside their evidence, one pair at a time, on the CPU; read-only once made."""

    def __init__(self, folder: Path, base: Path) -> None:
        """Join the shipped layers of ``folder`` to the embeddings and lower ones of ``base``.

        Raises:
            ModelError: they are not those of one encoder.
        """
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        try:
            config = json.loads((folder / "config.json").read_text("utf-8"))
            shipped = {k: v.float() for k, v in load_file(folder / "model.safetensors").items()}
            weights = {k: v.float() for k, v in load_file(base / WEIGHTS).items()}
            self._head: tuple[Tensor, Tensor] = (
                shipped.pop("head.weight"), shipped.pop("head.bias")
            )  # fmt: skip
            self._match: Tensor = shipped.pop("match.weight")
            self._encoder = Bert(
                {**weights, **shipped},
                layers=int(config["num_hidden_layers"]),
                heads=int(config["num_attention_heads"]),
                epsilon=float(config["layer_norm_eps"]),
                int8=None,
            )
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        except Exception as error:  # tokenizers and safetensors raise theirs, tokenizers bare ones
            raise ModelError(f"{MODEL}: cannot be loaded from {folder}: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[Doubt]:
        """Return the doubt about every (claim, evidence); blank claims are doubted by nobody."""
        import torch

        with torch.inference_mode():
            return [self._doubt(claim, evidence) for claim, evidence in pairs]

    def _doubt(self, claim: str, evidence: str) -> Doubt:
        import torch

        found = encode_pair(self._tokenizer, claim, evidence)
        kinds = torch.tensor(match_kinds(found, claim, evidence))
        states = self._encoder.states(
            torch.tensor(found.ids), torch.tensor(found.type_ids), (MATCHED, self._match[kinds])
        )
        both = torch.nn.functional.linear(states, *self._head)
        places = [i for i, part in enumerate(found.sequence_ids) if part == 0]
        pieces = both[places, 0]
        logit = float(torch.cat([both[:1, 1], pieces]).logsumexp(0))
        if not places:
            return Doubt(logit, 0, 0)
        at = places[int(pieces.argmax())]
        word = found.word_ids[at]
        same = [i for i in places if found.word_ids[i] == word]
        return Doubt(logit, found.offsets[same[0]][0], found.offsets[same[-1]][1])


def encode_pair(tokenizer: Tokenizer, claim: str, evidence: str) -> Encoding:
    """Return "[CLS] claim [SEP] evidence [SEP]" as ids, types and offsets."""
    return tokenizer.encode(encodable(claim), encodable(evidence))


def match_kinds(found: Encoding, claim: str, evidence: str) -> list[int]:
    """Say of every piece of a pair how its word is met on the other side, as one of ``KINDS``.

    0 marks the ends, 1 a claim's word that the evidence lacks, 2 one that it has, 3 one that it
    has after the same word as in the claim; 4 and 5 the evidence's words that the claim lacks and
    has. Words are compared by stem (the exact match of Chen et al. 2017, "Reading Wikipedia to
    Answer Open-Domain Questions", section 3.2).
    """
    texts = (claim, evidence)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    places = list(zip(found.sequence_ids, found.word_ids, found.offsets, strict=True))
    for part, word, (low, high) in places:
        if part is not None and word is not None:
            first, _ = spans.get((part, word), (low, high))
            spans[part, word] = (first, high)
    stems = {
        key: stem(word_key(texts[key[0]][low:high])) or texts[key[0]][low:high]
        for key, (low, high) in spans.items()
    }
    sides = [[s for (part, _), s in stems.items() if part == side] for side in (0, 1)]
    met, pairs = [set(side) for side in sides], set(pairwise(["", *sides[1]]))
    kinds: list[int] = []
    for part, word, _ in places:
        if part is None or word is None:
            kinds.append(0)
            continue
        own = stems[part, word]
        if part == 1:
            kinds.append(5 if own in met[0] else 4)
        elif own not in met[1]:
            kinds.append(1)
        else:
            before = stems.get((0, word - 1), "")
            kinds.append(3 if (before, own) in pairs else 2)
    return kinds


def load_judge() -> Judge | None:
    """Load the shipped weights, once a process; None where their folder does not exist.

    The weights and those of the packaged encoder are checked by their sha256.

    Raises:
        ModelError: the weights are missing from the folder, or were altered.
    """
    folder = models_dir() / MODEL
    if not folder.is_dir():
        return None
    base = default_folder()
    verify_weights(folder / "model.safetensors", SHA256, REMEDY)
    return _loaded(folder, base)


@lru_cache(maxsize=1)
def _loaded(folder: Path, base: Path) -> Judge:
    return Judge(folder, base)
