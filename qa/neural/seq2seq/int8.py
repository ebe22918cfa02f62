"""T5, BART, PEGASUS and their kin in 8-bit integers on a CPU, by CTranslate2.

The folder is converted once and kept in the user's cache, by the SHA-256 of its weights
and settings.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import tempfile
import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import MissingDependency, ModelError
from qa.neural.seq2seq.checkpoint import first_line, silence_libraries
from qa.neural.seq2seq.runner import Runner
from qa.neural.weights import weights_digest

INT8 = "int8"
INSTALL = "pip install 'copydesk[int8]'"


@dataclass(frozen=True, slots=True)
class EncodedTokens:
    """A batch of prompts as CTranslate2 takes them: tokens by their names."""

    tokens: tuple[tuple[str, ...], ...]

    def rows(self, numbers: Sequence[int]) -> EncodedTokens:
        """Return the batch of the named rows, in that order."""
        return EncodedTokens(tuple(self.tokens[number] for number in numbers))


class Int8Runner(Runner):
    """A ``Runner`` whose products CTranslate2 makes; tokens and limits are read as ever."""

    def __init__(self, model: Any, tokenizer: Any, name: str, folder: Path, threads: int) -> None:
        """Read limits from ``model``, which needs no weights; load the converted ``folder``."""
        super().__init__(model, tokenizer, name)
        from ctranslate2 import Translator

        self._translator: Any = Translator(
            str(folder), device="cpu", compute_type=INT8, intra_threads=threads
        )

    def encode(self, prompts: Sequence[str]) -> Any:
        """Return the prompts' tokens, cut to the window."""
        rows = self._tokenizer(
            list(prompts),
            add_special_tokens=self._framed(prompts[0]),
            truncation=True,
            max_length=self.max_input_tokens,
        )["input_ids"]
        return EncodedTokens(tuple(tuple(self._names(row)) for row in rows))

    def generate(self, batch: Any, max_tokens: int, **settings: Any) -> list[list[int]]:
        """Return per row the generated tokens, up to and with the end token where one came."""
        room = min(max_tokens, self._max_output_tokens)
        banned = settings.get("begin_suppress_tokens") or []
        made = self._translator.translate_batch(
            [list(row) for row in batch.tokens],
            beam_size=settings.get("num_beams") or 1,
            length_penalty=settings.get("length_penalty") or 1,
            no_repeat_ngram_size=settings.get("no_repeat_ngram_size") or 0,
            repetition_penalty=settings.get("repetition_penalty") or 1,
            min_decoding_length=min(settings.get("min_length") or 0, room),
            max_decoding_length=room,
            max_input_length=0,
            return_end_token=True,
            suppress_sequences=[self._names([token]) for token in banned] or None,
        )
        return [self._until_end(self._numbers(row.hypotheses[0])) for row in made]

    def score(self, batch: Any, rows: Sequence[Sequence[int]]) -> list[tuple[float, int]]:
        """Return per row the sum of its tokens' log-probabilities, and how many were summed."""
        ended = [self.finished(row) for row in rows]
        targets = [
            self._names(row[:-1] if end else row) for row, end in zip(rows, ended, strict=True)
        ]
        found = self._translator.score_batch(
            [list(row) for row in batch.tokens], targets, max_input_length=0
        )
        skipped = int(self._ids["forced_bos_token_id"] is not None)
        scores = []
        for each, end in zip(found, ended, strict=True):
            # The end is scored behind every text; one that was cut has none.
            kept = each.log_probs if end else each.log_probs[:-1]
            scores.append((float(sum(kept[skipped:])), max(len(kept) - skipped, 0)))
        return scores

    def stream(
        self, prompt: str, max_tokens: int, lock: threading.Lock, **settings: Any
    ) -> Generator[str, None, None]:
        """Yield the text generated for ``prompt``, whole: CTranslate2 is quick about it."""
        with lock:
            (tokens,) = self.generate(self.encode([prompt]), max_tokens, **settings)
            text = self.decode(tokens)
        yield text

    def _names(self, tokens: Sequence[int]) -> list[str]:
        names: list[str] = self._tokenizer.convert_ids_to_tokens(list(tokens))
        return names

    def _numbers(self, names: Sequence[str]) -> list[int]:
        numbers: list[int] = self._tokenizer.convert_tokens_to_ids(list(names))
        return numbers


def convert(folder: Path, name: str) -> Path:
    """Return the folder of a model in 8-bit integers, made the first time.

    Raises:
        MissingDependency: CTranslate2 is not installed.
        ModelError: it does not know this family, or the disk is full.
    """
    if importlib.util.find_spec("ctranslate2") is None:
        raise MissingDependency(f"{name} in int8 needs CTranslate2; install it with `{INSTALL}`")
    from platformdirs import user_cache_path

    cache = user_cache_path("copydesk", appauthor=False) / "int8" / _key(folder)
    if (cache / "model.bin").is_file():
        return cache
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: another process may convert the same model.
        with tempfile.TemporaryDirectory(dir=cache.parent) as made:
            target = Path(made) / "model"
            with silence_libraries():
                _converter()(str(folder)).convert(str(target), quantization=INT8)
            if not cache.exists():
                shutil.move(target, cache)
    except Exception as error:  # the converter raises what it pleases
        raise ModelError(
            f"{name} cannot be converted to int8 ({first_line(error)}); leave --dtype out"
        ) from error
    return cache


def _key(folder: Path) -> str:
    """Return what the conversion depends on, hashed: all weights, and how they are to be read."""
    made = hashlib.sha256(weights_digest(folder).encode())
    for file in sorted(folder.glob("*.json")):
        made.update(f"\0{file.name}\0".encode())
        made.update(file.read_bytes())
    return made.hexdigest()


def load_runner(folder: Path, config: Any, tokenizer: Any, name: str) -> Int8Runner:
    """Return the runner of a folder in 8-bit integers, converted the first time.

    Raises:
        MissingDependency, ModelError: as ``convert``.
    """
    import torch
    from transformers import AutoModelForSeq2SeqLM, GenerationConfig

    converted = convert(folder, name)
    kind: Any = AutoModelForSeq2SeqLM
    with torch.device("meta"):
        model = kind.from_config(config)  # shapes and settings; no weights are made
    if config.model_type == "pegasus" and config.decoder_start_token_id != config.pad_token_id:
        raise ModelError(f"{name} begins answers with another token than padding; leave int8 out")
    if (folder / "generation_config.json").is_file():
        settings: Any = GenerationConfig
        model.generation_config = settings.from_pretrained(folder)
    return Int8Runner(model, tokenizer, name, converted, torch.get_num_threads())


def _converter() -> Any:
    """Return the converter, which is told what transformers 5 no longer says."""
    from ctranslate2.converters import TransformersConverter

    kind: Any = TransformersConverter

    class Converter(kind):  # type: ignore[misc]
        def load_model(self, *args: Any, **options: Any) -> Any:
            model = super().load_model(*args, **options)
            config, pegasus = model.config, model.config.model_type == "pegasus"
            if hasattr(config, "scale_decoder_outputs"):
                # Of a T5 1.1 "tied" now only says where the weights are.
                config.tie_word_embeddings = config.scale_decoder_outputs
            if config.model_type in ("bart", "mbart", "pegasus"):
                before = config.model_type != "bart"
                for key, value in (
                    ("normalize_before", before),
                    ("normalize_embedding", not pegasus),
                ):
                    if not hasattr(config, key):
                        setattr(config, key, value)
            return model

    return Converter
