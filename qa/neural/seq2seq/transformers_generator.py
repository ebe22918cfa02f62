"""A loaded encoder-decoder of transformers behind the Generator protocol.

Such a model does not say which words it copied: its readings have no spans, and the
caller aligns its text with the passage.
"""

from __future__ import annotations

import contextlib
import math
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

from qa.errors import ModelError
from qa.neural.long_texts import summarize_parts
from qa.neural.seq2seq.checkpoint import failures_named
from qa.neural.seq2seq.prompts import (
    PromptStyle,
    is_refusal,
    longest_prefix,
    may_become_refusal,
)
from qa.neural.seq2seq.runner import Runner
from qa.records import Checkpoint, GeneratedSentence, Reading
from qa.records.probabilities import sigmoid
from qa.text.sentences import split_sentences

BATCH_SIZE = 8
"""Passages read at once: two CPU cores gain nothing from more, and a GPU's memory holds it."""
ANSWER_TOKENS = 64
"""SQuAD's longest reference answers have some 50 word pieces."""
TOKENS_PER_SENTENCE = 60
"""Room for one summary sentence; news sentences average 25 words, or 35 word pieces."""
QUESTION_SHARE = 0.5
"""A question may fill this much of what the instruction leaves of the window."""


class TransformersGenerator:
    """A loaded encoder-decoder behind the Generator protocol; safe to share between threads.

    Decoding is greedy, so a question has one answer; the padding that a batch adds moves
    scores by rounding error only.
    """

    def __init__(self, runner: Runner, checkpoint: Checkpoint, *, style: PromptStyle) -> None:
        """Take over ``runner``, which is to be shared no more."""
        self._name = checkpoint.name
        self._checkpoint = checkpoint
        self._style = style
        self._runner = runner
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Return the hub name, or the name of the model's folder."""
        return self._name

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Return the name and the weights."""
        return (self._checkpoint,)

    @property
    def max_input_tokens(self) -> int:
        """Return how many tokens of prompt, question and passage are read together."""
        return self._runner.max_input_tokens

    @property
    def style(self) -> PromptStyle:
        """Return the prompts in use."""
        return self._style

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Return one reading per passage, in order; a passage too long is cut at a word.

        ``score`` is the sum of the log-probabilities of the answer's tokens, its end
        included. ``no_answer`` is estimated from the model alone and is not calibrated:

        - asked to reply "unanswerable" (instruction style): p(refusal) / (p(refusal) +
          p(text)), a softmax over the two texts' scores. Where the refusal itself is the
          greedy output, ``text`` is the best answer that starts otherwise.
        - others: 1 - exp(mean token log-probability), the chance that an average token of
          the text is wrong: such a model was never taught that answers may be absent.
        - 1.0 where nothing but a refusal or an empty text came out.

        Raises:
            ModelError: the model failed, or its scores are not numbers.
        """
        readings: list[Reading] = []
        for first in range(0, len(passages), BATCH_SIZE):
            with failures_named(self._name), self._lock:
                batch = passages[first : first + BATCH_SIZE]
                readings += self._read([self._question_prompt(question, text) for text in batch])
        return readings

    def summarize(self, sentences: Sequence[str], budget: int) -> list[GeneratedSentence]:
        """Return at most ``budget`` sentences; what is too long is summed up in parts.

        Beams, length penalty and repetition settings are the checkpoint's own. A last
        sentence that was cut off for lack of room is dropped unless it is the only one.

        Raises:
            ModelError: the model failed.
        """
        kept = [sentence for sentence in sentences if sentence.strip()]
        if budget <= 0 or not kept:
            return []
        with failures_named(self._name), self._lock:
            runner = self._runner
            clean = [runner.clean(sentence) for sentence in kept]
            written = summarize_parts(clean, budget, self._fits_summary, self._summaries)
        return [GeneratedSentence(sentence) for sentence in written]

    def stream(self, question: str, passage: str) -> Iterator[str]:
        """Yield the text of ``answer(question, [passage])`` piece by piece.

        Generation runs in a thread of its own, which ends when the consumer stops early.

        Raises:
            ModelError: the model failed.
        """
        with failures_named(self._name):
            with self._lock:
                prompt = self._question_prompt(question, passage)
            text = shown = ""
            with contextlib.closing(self._pieces(prompt)) as pieces:
                for piece in pieces:
                    text += piece
                    # Nothing is shown while it may still turn out to be the refusal.
                    if self._style.refusal and may_become_refusal(text):
                        continue
                    if fresh := text.strip()[len(shown) :]:
                        yield fresh
                        shown += fresh
            if self._style.refusal and is_refusal(text):
                text = "".join(self._pieces(prompt, **self._retry_settings()))
                text = "" if is_refusal(text) else text
            if fresh := text.strip()[len(shown) :]:
                yield fresh

    def _pieces(self, prompt: str, **settings: Any) -> Generator[str, None, None]:
        return self._runner.stream(prompt, ANSWER_TOKENS, self._lock, **settings)

    def _read(self, prompts: list[str]) -> list[Reading]:
        runner, refusal = self._runner, self._style.refusal
        batch = runner.encode(prompts)
        rows = runner.generate(batch, ANSWER_TOKENS)
        refused = [n for n, row in enumerate(rows) if refusal and is_refusal(runner.decode(row))]
        if refused:
            again = runner.generate(batch.rows(refused), ANSWER_TOKENS, **self._retry_settings())
            for number, row in zip(refused, again, strict=True):
                rows[number] = row
        scores = runner.score(batch, rows)
        against: list[float | None] = [None] * len(rows)
        if refusal:
            tokens = runner.tokens_of(refusal)
            against = [score for score, _ in runner.score(batch, [tokens] * len(rows))]
        return [
            self._reading(runner.decode(row), score, length, other)
            for row, (score, length), other in zip(rows, scores, against, strict=True)
        ]

    def _reading(self, text: str, score: float, length: int, refusal: float | None) -> Reading:
        if not math.isfinite(score) or (refusal is not None and not math.isfinite(refusal)):
            raise ModelError(
                f"{self._name}: its scores are not numbers; this number format is too narrow "
                "for it: use --dtype float32"
            )
        score = min(score, 0.0)
        if not text or (refusal is not None and is_refusal(text)):
            return Reading(text="", score=score, no_answer=1.0)
        if refusal is None:
            return Reading(text=text, score=score, no_answer=1.0 - math.exp(score / max(length, 1)))
        return Reading(text=text, score=score, no_answer=sigmoid(refusal - score))

    def _retry_settings(self) -> dict[str, Any]:
        return {"begin_suppress_tokens": [self._runner.first_token(self._style.refusal)]}

    def _question_prompt(self, question: str, passage: str) -> str:
        def build(question: str, passage: str) -> str:
            return self._framed(self._style.question.format(question=question, passage=passage))

        limit = self.max_input_tokens
        asked = self._runner.clean(question)
        frame = self._runner.count(build("", ""))
        most = frame + int(max(limit - frame, 0) * QUESTION_SHARE)
        asked = self._fit(asked, lambda part: build(part, ""), most)
        read = self._runner.clean(passage)
        return build(asked, self._fit(read, lambda part: build(asked, part), limit))

    def _summaries(self, texts: list[str], budget: int) -> list[list[str]]:
        def build(passage: str) -> str:
            return self._summary_prompt(passage, budget)

        runner, limit = self._runner, self.max_input_tokens
        prompts = [build(self._fit(text, build, limit)) for text in texts]
        room = TOKENS_PER_SENTENCE * budget
        found = []
        for first in range(0, len(prompts), BATCH_SIZE):
            batch = runner.encode(prompts[first : first + BATCH_SIZE])
            for tokens in runner.generate(batch, room, **runner.summary_settings):
                text = runner.decode(tokens)
                written = [text[start:end] for start, end in split_sentences(text)]
                if not runner.finished(tokens) and len(written) > 1:
                    written.pop()
                found.append(written[:budget])
        return found

    def _fits_summary(self, text: str, budget: int) -> bool:
        return self._runner.count(self._summary_prompt(text, budget)) <= self.max_input_tokens

    def _summary_prompt(self, text: str, budget: int) -> str:
        return self._framed(self._style.summary.format(passage=text, sentences=budget))

    def _framed(self, prompt: str) -> str:
        if self._style.refusal and self._runner.has_chat_template:
            return self._runner.chat(prompt)
        return prompt

    def _fit(self, text: str, build: Callable[[str], str], limit: int) -> str:
        return longest_prefix(text, lambda part: self._runner.count(build(part)) <= limit)
