"""A GGUF file run by llama.cpp, through llama-cpp-python."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from qa.neural.chat.engine import LARGEST_WINDOW, Logits
from qa.neural.chat.transformers_engine import clean_text


class LlamaEngine:
    """An ``Engine`` over ``llama_cpp.Llama``."""

    def __init__(self, path: Path, *, gpu: bool) -> None:
        """Map the file; ``gpu`` puts all layers on a GPU that llama.cpp was built for."""
        from llama_cpp import Llama

        threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
        self._model: Any = Llama(
            str(path),
            n_ctx=LARGEST_WINDOW,
            n_gpu_layers=-1 if gpu else 0,
            n_threads=threads,
            n_threads_batch=threads,
            seed=0,
            verbose=False,
        )
        self._name = path.stem
        self.reader: object = None
        trained = int(self._model._model.n_ctx_train())
        self._window = min(LARGEST_WINDOW, trained) if trained > 0 else LARGEST_WINDOW
        self._template = str(self._model.metadata.get("tokenizer.chat_template", ""))

    @property
    def name(self) -> str:
        """Return the file's name without its ending."""
        return self._name

    @property
    def window(self) -> int:
        """Return how many tokens of prompt and answer there may be."""
        return self._window

    @property
    def model_type(self) -> str:
        """Return the family, as the file calls it."""
        return str(self._model.metadata.get("general.architecture", ""))

    @property
    def has_template(self) -> bool:
        """Say whether the file wraps messages in turns."""
        return bool(self._template)

    @property
    def end(self) -> int:
        """Return the token that ends an answer."""
        return int(self._model.token_eos())

    def is_end(self, token: int) -> bool:
        """Say whether a token ends an answer."""
        return token in (self.end, int(self._model._model.token_eot()))

    def prompt(self, system: str, user: str) -> str:
        """Return messages in the model's turns, or ``user`` alone without a template."""
        if not self._template:
            return f"{system}\n\n{user}".strip()
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        pieces = [self._model._model.token_get_text(each) for each in (self.end, self._begin)]
        formatter: Any = Jinja2ChatFormatter(
            template=self._template, eos_token=pieces[0], bos_token=pieces[1]
        )
        turns = [{"role": "system", "content": system}] if system else []
        turns.append({"role": "user", "content": user})
        return str(formatter(messages=turns).prompt)

    def clean(self, text: str) -> str:
        """Return ``text`` as the model may see it: encodable, and free of control tokens."""
        return clean_text(text)

    def encode(self, text: str, *, framed: bool) -> list[int]:
        """Return the tokens of ``text``; a chat template spells the special ones out itself."""
        begins = framed and not self.has_template
        tokens = self._model.tokenize(text.encode("utf-8"), add_bos=begins, special=True)
        return [int(token) for token in tokens]

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of tokens, without special ones."""
        return str(self._model.detokenize(list(tokens)).decode("utf-8", "replace"))

    def begin(self, tokens: Sequence[int]) -> Logits:
        """Read a prompt from scratch; return the logits of what follows."""
        self._model.reset()
        return self._read(tokens)

    def extend(self, token: int) -> Logits:
        """Read one more token; return the logits of what follows."""
        return self._read([token])

    def rewind(self, length: int) -> None:
        """Forget all but the first ``length`` tokens; the next ``eval`` drops the others."""
        self._model.n_tokens = length

    @property
    def _begin(self) -> int:
        return int(self._model.token_bos())

    def _read(self, tokens: Sequence[int]) -> Logits:
        self._model.eval(list(tokens))
        # Of a batch llama.cpp keeps the last token's logits, which is what is asked for.
        kept = self._model._ctx.get_logits_ith(-1)
        row: Logits = np.ctypeslib.as_array(kept, shape=(self._model.n_vocab(),)).copy()
        return row
