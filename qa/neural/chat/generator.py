"""A causal model as a ``Generator``: asked passage by passage, held to what it can refuse.

Such a model does not say which words it copied: its readings have no spans, and the caller
aligns its text with the passage, so that its answers are cited and checked as any others.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Sequence

from qa.errors import ModelError
from qa.neural.chat.decoding import Decoding, score_text
from qa.neural.chat.engine import Engine
from qa.neural.chat.prompts import ChatStyle, chat_style
from qa.neural.long_texts import summarize_parts
from qa.neural.seq2seq.checkpoint import failures_named
from qa.neural.seq2seq.prompts import (
    is_refusal,
    longest_prefix,
    may_become_refusal,
)
from qa.records import Checkpoint, GeneratedSentence, Reading
from qa.records.probabilities import sigmoid
from qa.text.sentences import split_sentences

ANSWER_TOKENS = 64
TOKENS_PER_SENTENCE = 60
QUESTION_SHARE = 0.5
"""A question may fill this much of what the instruction leaves of the window."""


class ChatGenerator:
    """A loaded causal model; safe to share between threads, one passage is read at a time.

    Decoding is greedy and each prompt is read from scratch, so that a question has one answer
    whatever was asked before.
    """

    def __init__(self, engine: Engine, sha256: str = "") -> None:
        """Take over ``engine``, which is to be shared no more; ``sha256`` is its weights'."""
        self._sha256 = sha256
        self._engine = engine
        self._style = chat_style(engine.model_type, template=engine.has_template)
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Return the hub name, or the name of the model's folder or file."""
        return self._engine.name

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Return the name and the weights."""
        return (Checkpoint(self.name, self._sha256),)

    @property
    def max_input_tokens(self) -> int:
        """Return how many tokens of prompt, question and passage are read together."""
        return max(self._engine.window - ANSWER_TOKENS, self._engine.window // 2)

    @property
    def style(self) -> ChatStyle:
        """Return the prompts in use."""
        return self._style

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Return one reading per passage, in order; a passage too long is cut at a word.

        ``score`` is the sum of the log-probabilities of the answer's tokens. ``no_answer`` is
        p(refusal) / (p(refusal) + p(text)), as for seq2seq models that follow instructions; it
        is not calibrated. Where the refusal itself comes out, ``text`` is the best answer that
        begins otherwise.

        Raises:
            ModelError: the model failed, or its scores are not numbers.
        """
        readings = []
        for passage in passages:
            with failures_named(self.name), self._lock:
                readings.append(self._read(self._question_prompt(question, passage)))
        return readings

    def summarize(self, sentences: Sequence[str], budget: int) -> list[GeneratedSentence]:
        """Return at most ``budget`` sentences; what is too long is summed up in parts.

        Raises:
            ModelError: the model failed.
        """
        kept = [sentence for sentence in sentences if sentence.strip()]
        if budget <= 0 or not kept:
            return []
        with failures_named(self.name), self._lock:
            clean = [self._engine.clean(sentence) for sentence in kept]
            written = summarize_parts(
                clean,
                budget,
                self._fits_summary,
                lambda texts, count: [self._summary(text, count) for text in texts],
            )
        return [GeneratedSentence(sentence) for sentence in written]

    def stream(self, question: str, passage: str) -> Iterator[str]:
        """Yield the text of ``answer(question, [passage])`` piece by piece.

        Raises:
            ModelError: the model failed.
        """
        with failures_named(self.name), self._lock:
            prompt = self._question_prompt(question, passage)
            shown = ""
            for text in self._growing(Decoding(self._engine, prompt), prompt):
                if len(text) > len(shown) and text.startswith(shown):
                    # Who takes a piece may take its time, or ask something else meanwhile.
                    self._lock.release()
                    try:
                        yield text[len(shown) :]
                    finally:
                        self._lock.acquire()
                    shown = text

    def _growing(self, first: Decoding, prompt: list[int]) -> Iterator[str]:
        """Yield the answer as it grows, never the refusal; the last one is the whole."""
        text = ""
        for raw in first.run(self._room(prompt), stop=_has_line):
            text = _line(raw)
            if not may_become_refusal(text) and not raw.endswith("\ufffd"):
                # Nothing is shown while it may still turn out to be the refusal.
                yield text
        if is_refusal(text) or not text:
            second = Decoding(self._engine, prompt)
            for raw in second.run(self._room(prompt), self._refusal_tokens()[0], _has_line):
                text = _line(raw)
            text = "" if is_refusal(text) else text
            first.tokens, first.score = second.tokens, second.score
        yield text

    def _read(self, prompt: list[int]) -> Reading:
        decoding = Decoding(self._engine, prompt)
        text = ""
        for grown in self._growing(decoding, prompt):
            text = grown
        against = score_text(self._engine, prompt, [*self._refusal_tokens(), self._engine.end])
        if not math.isfinite(decoding.score) or not math.isfinite(against):
            raise ModelError(
                f"{self.name}: its scores are not numbers; this number format is too narrow "
                "for it: use --dtype float32"
            )
        score = min(decoding.score, 0.0)
        if not text:
            return Reading(text="", score=score, no_answer=1.0)
        return Reading(text=text, score=score, no_answer=sigmoid(against - score))

    def _refusal_tokens(self) -> list[int]:
        return self._engine.encode(self._style.refusal, framed=False)

    def _room(self, prompt: Sequence[int]) -> int:
        return max(1, min(ANSWER_TOKENS, self._engine.window - len(prompt)))

    def _question_prompt(self, question: str, passage: str) -> list[int]:
        def build(question: str, passage: str) -> list[int]:
            asked = self._style.question.format(question=question, passage=passage)
            return self._encoded(asked)

        limit = self.max_input_tokens
        frame = len(build("", ""))
        most = frame + int(max(limit - frame, 0) * QUESTION_SHARE)
        asked = self._fit(self._engine.clean(question), lambda part: build(part, ""), most)
        read = self._engine.clean(passage)
        whole = build(asked, self._fit(read, lambda part: build(asked, part), limit))
        return whole[-limit:]  # a window too small even for the instruction

    def _fits_summary(self, text: str, budget: int) -> bool:
        return len(self._summary_prompt(text, budget)) <= self._summary_limit(budget)

    def _summary(self, text: str, budget: int) -> list[str]:
        limit = self._summary_limit(budget)
        fitting = self._fit(text, lambda part: self._summary_prompt(part, budget), limit)
        prompt = self._summary_prompt(fitting, budget)[-limit:]
        decoding = Decoding(self._engine, prompt)
        room = min(TOKENS_PER_SENTENCE * budget, self._engine.window - len(prompt))
        written = ""
        for grown in decoding.run(max(1, room)):
            written = grown
        written = " ".join(written.split())
        found = [written[start:end] for start, end in split_sentences(written)]
        if not decoding.ended and len(found) > 1:
            found.pop()
        return found[:budget]

    def _summary_limit(self, budget: int) -> int:
        window = self._engine.window
        return max(window - TOKENS_PER_SENTENCE * budget, window // 2)

    def _summary_prompt(self, text: str, budget: int) -> list[int]:
        return self._encoded(self._style.summary.format(passage=text, sentences=budget))

    def _encoded(self, user: str) -> list[int]:
        return self._engine.encode(self._engine.prompt(self._style.system, user), framed=True)

    def _fit(self, text: str, build: Callable[[str], list[int]], limit: int) -> str:
        return longest_prefix(text, lambda part: len(build(part)) <= limit)


def _line(text: str) -> str:
    """Return the first line that is not blank: more of it is talk."""
    lines = text.strip().splitlines()
    return lines[0].strip() if lines else ""


def _has_line(text: str) -> bool:
    return len(text.lstrip().splitlines()) > 1 or text.lstrip().endswith("\n")
