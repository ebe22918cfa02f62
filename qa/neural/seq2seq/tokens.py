"""Word pieces of questions with passages, and the characters that each stands for.

B rows, S length of the longest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qa.neural.seq2seq.walking import Numbers

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FILE = "tokenizer.json"
SEP = "[SEP]"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Questions with passages; (B, S) each but for ``offsets``.

    Attributes:
        ids: word pieces, 0 for padding.
        mask: 1 where there is no padding.
        types: 1 on the passage and the mark behind it, 0 elsewhere.
        inside: whether a position is one of the passage's characters.
        offsets: first and last character of each, (B, S) pairs.
    """

    ids: Numbers
    mask: Numbers
    types: Numbers
    inside: NDArray[np.bool_]
    offsets: list[list[tuple[int, int]]]


class ReaderTokens:
    """A reader's tokenizer; safe to share between threads, as its settings never change."""

    def __init__(self, folder: Path, longest: int) -> None:
        """Load ``tokenizer.json``; pairs longer than ``longest`` lose the end of the passage.

        Raises:
            OSError, ValueError: it is missing or damaged.
        """
        from tokenizers import Tokenizer

        # Read by us, as tokenizers raises bare exceptions for all that is wrong.
        self._content = (folder / FILE).read_text(encoding="utf-8")
        try:
            self._paired: Tokenizer = Tokenizer.from_str(self._content)
        except Exception as error:
            raise ValueError(f"{FILE}: {error}") from None
        self._paired.no_padding()
        self._paired.enable_truncation(longest, strategy="only_second")
        end = self._paired.token_to_id(SEP)
        if end is None:
            raise ValueError(f"{FILE}: lacks {SEP}")
        self.end: int = end

    @cached_property
    def _alone(self) -> Tokenizer:
        """Made when it is needed, in 25 to 45 ms: most questions are asked without."""
        from tokenizers import Tokenizer

        made: Tokenizer = Tokenizer.from_str(self._content)
        made.no_truncation()
        made.no_padding()
        return made

    def ids(self, texts: Sequence[str], limit: int) -> list[list[int]]:
        """Return the first ``limit`` word pieces of each text, no special ones among them."""
        found = self._alone.encode_batch_fast(list(texts), add_special_tokens=False)
        return [each.ids[:limit] for each in found]

    def framed(self, text: str) -> list[int]:
        """Return a text's word pieces between the special ones of a question."""
        ids: list[int] = self._alone.encode(text).ids
        return ids

    def cut(self, text: str, tokens: int) -> str:
        """Return the beginning of a text that has at most so many word pieces."""
        if len(text) <= tokens and text.isascii():  # each has a character at least
            return text
        offsets = self._alone.encode(text, add_special_tokens=False).offsets
        return text if len(offsets) <= tokens else text[: offsets[tokens - 1][1]]

    def pairs(self, questions: Sequence[str], passages: Sequence[str]) -> Pairs:
        """Return questions with passages, a row each."""
        rows = self._paired.encode_batch(list(zip(questions, passages, strict=True)))
        width = max(len(row.ids) for row in rows)
        empty = [(0, 0)] * width
        offsets = [(row.offsets + empty)[:width] for row in rows]

        def padded(values: Sequence[Sequence[int]]) -> Numbers:
            return np.array([[*row, *[0] * (width - len(row))] for row in values], np.int64)

        types = padded([row.type_ids for row in rows])
        places = np.array(offsets)
        return Pairs(
            ids=padded([row.ids for row in rows]),
            mask=padded([row.attention_mask for row in rows]),
            types=types,
            inside=(types == 1) & (places[..., 1] > places[..., 0]),
            offsets=offsets,
        )
