"""A causal model of transformers, from a folder or out of a GGUF file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from qa.neural.chat.engine import LARGEST_WINDOW, Logits
from qa.neural.seq2seq.limits import SANE_INPUT_TOKENS

# What tokenizers cannot take (half of a surrogate pair) or what ends a C string.
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
# "<|im_start|>", "</s>", "<\uff5cUser\uff5c>", "[/INST]": an article must not end or begin a turn.
_CONTROL = re.compile(r"<(?=[|/\uff5c]?[A-Za-z_|\uff5c])|\[(?=/?[A-Z][A-Z_]*\])")


class TransformersEngine:
    """An ``Engine`` over ``AutoModelForCausalLM``."""

    def __init__(self, model: Any, tokenizer: Any, name: str) -> None:
        """Take over a loaded model and its tokenizer."""
        self._model = model
        self._tokenizer = tokenizer
        self._cache: Any = None
        self._tokens: list[int] = []
        self.reader: object = None
        self._name = name
        config = model.config.get_text_config()
        named = ("max_position_embeddings", "n_positions")
        limits = [*(getattr(config, key, None) for key in named), tokenizer.model_max_length]
        sane = [n for n in limits if isinstance(n, int) and 0 < n <= SANE_INPUT_TOKENS]
        self._window = min([*sane, LARGEST_WINDOW])
        ends = model.generation_config.eos_token_id
        ends = ends if isinstance(ends, list) else [ends, tokenizer.eos_token_id]
        self._ends = [end for end in ends if end is not None]

    @property
    def name(self) -> str:
        """Return the hub name, or the name of the model's folder or file."""
        return self._name

    @property
    def window(self) -> int:
        """Return how many tokens of prompt and answer there may be."""
        return self._window

    @property
    def model_type(self) -> str:
        """Return the family, as config.json calls it."""
        return str(self._model.config.model_type)

    @property
    def has_template(self) -> bool:
        """Say whether the tokenizer wraps messages in turns."""
        return bool(self._tokenizer.chat_template)

    @property
    def end(self) -> int:
        """Return the token that ends an answer."""
        return int(self._ends[0])

    def is_end(self, token: int) -> bool:
        """Say whether a token ends an answer."""
        return token in self._ends

    def prompt(self, system: str, user: str) -> str:
        """Return messages in the model's turns, or ``user`` alone without a template."""
        if not self.has_template:
            return f"{system}\n\n{user}".strip()
        turns = [{"role": "system", "content": system}] if system else []
        turns.append({"role": "user", "content": user})
        text: str = self._tokenizer.apply_chat_template(
            turns, tokenize=False, add_generation_prompt=True
        )
        return text

    def clean(self, text: str) -> str:
        """Return ``text`` as the model may see it: encodable, and free of control tokens."""
        return clean_text(text)

    def encode(self, text: str, *, framed: bool) -> list[int]:
        """Return the tokens of ``text``; a chat template spells the special ones out itself."""
        tokens: list[int] = self._tokenizer(
            text, add_special_tokens=framed and not self.has_template
        )["input_ids"]
        # Tokenizers of seq2seq models end what they frame; a prompt is to be gone on with.
        return tokens[:-1] if tokens and self.is_end(tokens[-1]) and framed else tokens

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of tokens, without special ones."""
        text: str = self._tokenizer.decode(
            list(tokens), skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return text

    def begin(self, tokens: Sequence[int]) -> Logits:
        """Read a prompt from scratch; return the logits of what follows."""
        from transformers import DynamicCache

        self._cache = DynamicCache(config=self._model.config)
        self._tokens = []
        return self._read(tokens)

    def extend(self, token: int) -> Logits:
        """Read one more token; return the logits of what follows."""
        return self._read([token])

    def rewind(self, length: int) -> None:
        """Forget all but the first ``length`` tokens."""
        kept = self._tokens[:length]
        try:
            self._cache.crop(length - len(self._tokens))
            self._tokens = kept
        except RuntimeError:  # a sliding window has moved past what is asked for
            self.begin(kept)

    def _read(self, tokens: Sequence[int]) -> Logits:
        import torch

        ids = torch.tensor([list(tokens)], device=self._model.device)
        with torch.inference_mode():
            made = self._model(input_ids=ids, cache=self._cache, use_cache=True, logits_to_keep=1)
        self._tokens += tokens
        row: Logits = made.logits[0, -1].float().cpu().numpy()
        return row


def clean_text(text: str) -> str:
    """Return ``text`` with what looks like a control token parted by a blank."""
    text = _UNREADABLE.sub(lambda found: " " if found[0] == "\x00" else "\ufffd", text)
    return _CONTROL.sub(r"\g<0> ", text)
