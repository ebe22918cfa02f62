"""The shipped generator: answers and summaries that know where every token came from."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from qa.errors import InputError, ModelError
from qa.neural.seq2seq.checkpoint import first_line, silence_libraries
from qa.neural.seq2seq.devices import find_device, pick_dtype
from qa.neural.seq2seq.search import Span, find_spans, find_starts
from qa.neural.seq2seq.selection import compose_summary
from qa.neural.seq2seq.sentence_states import SUMMARY_WINDOW, sentence_states
from qa.neural.seq2seq.shapes import ReaderShapes, read_shapes
from qa.neural.seq2seq.shards import REINSTALL, load_model
from qa.neural.seq2seq.tokens import ReaderTokens
from qa.neural.seq2seq.walking import ReadingNetwork
from qa.neural.weights import weights_digest
from qa.protocols import Vectors
from qa.records import Checkpoint, GeneratedSentence, Pointing, Reading, SourceSpan, Token
from qa.records.probabilities import bounded_sigmoid, log_odds
from qa.text.whole_facts import trim_span, widen_to_facts

MAX_INPUT_TOKENS = 320
"""Question and passage together. Trained on 224; the encoder's positions reach 512."""
MAX_QUESTION_TOKENS = 96
"""A longer question is cut for the model's eyes: the passage needs the room."""
BATCH_SIZE = 8
"""Passages read at once; two CPU cores gain nothing from more."""
INT8 = "int8"
"""The encoder's products in integers, which a CPU gets by default."""

_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


def load_copydesk(
    folder: Path, *, name: str, device: str | None = None, dtype: str | None = None
) -> CopydeskGenerator:
    """Load a checkpoint of this architecture from ``folder``.

    Raises:
        ModelError: the folder is damaged or not of this architecture.
        InputError: unknown device or dtype.
    """
    from safetensors import SafetensorError

    where = find_device(device)
    whole = dtype == INT8 or (dtype is None and where == "cpu")
    if whole and where != "cpu":
        raise InputError(f"{INT8}: integers are for the CPU; leave --dtype out on {where}")
    try:
        config = read_shapes(folder)
        tokens = ReaderTokens(folder, MAX_INPUT_TOKENS)
        network: ReadingNetwork
        if where == "cpu" and dtype in (None, INT8, "float32"):
            from qa.neural.onnx.network import load_network

            network = load_network(folder, "token" if whole else None)
        else:
            network = _torch_network(folder, dtype, where)
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        raise ModelError(f"{name} cannot be loaded: {first_line(error)}; {REINSTALL}") from None
    made = JudgingGenerator if config.claim_labels else CopydeskGenerator
    return made(network, config, tokens, Checkpoint(name, weights_digest(folder)))


def _torch_network(folder: Path, dtype: str | None, device: str) -> ReadingNetwork:
    import torch

    from qa.neural.seq2seq.torch_network import TorchNetwork

    where = torch.device(device)
    number_format = pick_dtype(dtype, where, None)
    with silence_libraries():
        return TorchNetwork(load_model(folder, number_format).to(where).eval())


class CopydeskGenerator:
    """A loaded checkpoint; safe to share between threads, which take turns."""

    def __init__(
        self,
        network: ReadingNetwork,
        config: ReaderShapes,
        tokens: ReaderTokens,
        checkpoint: Checkpoint,
    ) -> None:
        """Keep a network, what its configuration says, and its tokenizer."""
        self._network = network
        self._config = config
        self._tokens = tokens
        self._checkpoint = checkpoint
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The checkpoint's name."""
        return self._checkpoint.name

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """The checkpoint's name and weights."""
        return (self._checkpoint,)

    @property
    def max_input_tokens(self) -> int:
        """How many tokens of question and passage are read together."""
        return MAX_INPUT_TOKENS

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Return each passage's best answer, one span of it, with its source characters."""
        texts = [readable(passage) for passage in passages]
        asked = self._tokens.cut(readable(question), MAX_QUESTION_TOKENS)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        readings: list[Reading | None] = [None] * len(texts)
        for first in range(0, len(order), BATCH_SIZE):
            batch = order[first : first + BATCH_SIZE]
            for number, reading in self._read(asked, texts, batch):
                original = passages[number]
                spans = reading.spans or ()
                text = original[spans[0].start : spans[0].end] if spans else ""
                readings[number] = replace(reading, text=text)
        return [reading for reading in readings if reading is not None]

    def point(self, question: str, passages: Sequence[str]) -> list[Pointing]:
        """Return where in each passage the answer begins."""
        asked = self._tokens.cut(readable(question), MAX_QUESTION_TOKENS)
        config = self._config
        found: list[Pointing] = []
        for first in range(0, len(passages), BATCH_SIZE):
            texts = [readable(text) for text in passages[first : first + BATCH_SIZE]]
            pairs = self._tokens.pairs([asked] * len(texts), texts)
            with self._lock:
                silent, starts = find_starts(self._network, pairs)
            for row, text in enumerate(texts):
                spans = zip(
                    pairs.offsets[row], starts[row].tolist(), pairs.inside[row].tolist(),
                    strict=True,
                )  # fmt: skip
                found.append(
                    Pointing(
                        _calibrated(
                            float(silent[row]), config.no_answer_scale, config.no_answer_bias
                        )
                        if text.strip()
                        else 1.0,
                        tuple((low, high, p) for (low, high), p, inside in spans if inside),
                    )
                )
        return found

    def summarize(self, sentences: Sequence[str], budget: int) -> list[GeneratedSentence]:
        """Return at most ``budget`` sentences that matter most, shortened, in their order."""
        if not sentences or budget <= 0:
            return []
        return compose_summary(sentences, self.salience(sentences), budget)

    def stream(self, question: str, passage: str) -> Iterator[str]:
        """Yield the answer word by word, with the passage's own spacing."""
        reading = self.answer(question, [passage])[0]
        yield from re.findall(r"\S+\s*|\s+", reading.text)

    def salience(self, sentences: Sequence[str]) -> list[float]:
        """Return one logit per sentence of an article given in its order.

        All are 0 where the checkpoint has no head for it: then their places decide.
        """
        if not self._config.salience_hidden:
            return [0.0] * len(sentences)
        encoded = self._tokens.ids([readable(s) for s in sentences], SUMMARY_WINDOW // 2)
        with self._lock:
            states = sentence_states(self._network, self._tokens, encoded)
            lengths = np.array([len(ids) for ids in encoded])
            scores: list[float] = self._network.salience(states, lengths).tolist()
        return scores

    def _read(
        self, question: str, texts: Sequence[str], batch: Sequence[int]
    ) -> Iterator[tuple[int, Reading]]:
        some = [texts[number] for number in batch]
        pairs = self._tokens.pairs([question] * len(some), some)
        with self._lock:
            spans = find_spans(self._network, pairs)
        for number, span, offsets in zip(batch, spans, pairs.offsets, strict=True):
            yield number, self._reading(span, offsets, texts[number], number)

    def _reading(
        self, span: Span | None, offsets: list[tuple[int, int]], text: str, number: int
    ) -> Reading:
        """Turn source positions into characters, never cutting a fact in two."""
        if span is None:
            return Reading(text="", score=0.0, no_answer=1.0, spans=())
        config = self._config
        start, end = widen_to_facts(text, offsets[span.first][0], offsets[span.last][1])
        start, end = trim_span(text, start, end)
        if start >= end:  # nothing but punctuation
            return Reading(text="", score=0.0, no_answer=1.0, spans=())
        tokens = tuple(
            Token(text[a:b], SourceSpan(number, a, b), min(1.0, probability))
            for (a, b), probability in zip(
                offsets[span.first : span.last + 1], span.steps, strict=True
            )
        )
        return Reading(
            text=text[start:end],
            score=min(0.0, span.score * config.score_scale),
            no_answer=_calibrated(span.no_answer, config.no_answer_scale, config.no_answer_bias),
            spans=(SourceSpan(number, start, end),),
            tokens=tokens,
        )


class JudgingGenerator(CopydeskGenerator):
    """A loaded checkpoint that has the head; the claim stands where a question stands."""

    def entailment(self, claims: Sequence[str], passages: Sequence[str]) -> Vectors:
        """Return (n, 3) probabilities of entailment, neither, and contradiction.

        Raises:
            InputError: there are not as many passages as claims.
        """
        if len(claims) != len(passages):
            raise InputError(f"{len(claims)} claims for {len(passages)} passages; give pairs")
        rows = np.zeros((len(claims), 3), dtype=np.float32)
        asked = [self._tokens.cut(readable(claim), MAX_QUESTION_TOKENS) for claim in claims]
        texts = [readable(passage) for passage in passages]
        # Texts of like length together: what a batch pads is lost.
        order = sorted(range(len(texts)), key=lambda i: len(asked[i]) + len(texts[i]))
        for first in range(0, len(order), BATCH_SIZE):
            some = order[first : first + BATCH_SIZE]
            pairs = self._tokens.pairs([asked[i] for i in some], [texts[i] for i in some])
            with self._lock:
                states = self._network.encode(pairs.ids, pairs.mask, pairs.types)
                logits = self._network.judge(np.ascontiguousarray(states[:, 0]))
            powers = np.exp(logits - logits.max(1, keepdims=True))
            rows[some] = powers / powers.sum(1, keepdims=True)
        return rows


def readable(text: str) -> str:
    """Replace what no tokenizer takes, one character for one, so that offsets stay true."""
    return _UNREADABLE.sub("\ufffd", text)


def _calibrated(probability: float, scale: float, bias: float) -> float:
    """Platt-scale a probability, staying inside (0, 1)."""
    return bounded_sigmoid(scale * log_odds(probability) + bias)
