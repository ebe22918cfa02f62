"""Any transformers encoder-decoder as a Generator: T5, FLAN-T5, BART, PEGASUS, T5Gemma...

Such a model does not say which words it copied: its readings have no spans, and the
caller aligns its text with the passage.
"""

from __future__ import annotations

import contextlib
import math
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

from qa.errors import CopydeskError, InputError, ModelError
from qa.neural.long_texts import summarize_parts
from qa.neural.seq2seq.checkpoint import (
    failures_named,
    find_folder,
    first_line,
    read_config,
    silence_libraries,
)
from qa.neural.seq2seq.devices import pick_device, pick_dtype
from qa.neural.seq2seq.prompts import (
    PromptStyle,
    is_refusal,
    longest_prefix,
    may_become_refusal,
    prompt_style,
)
from qa.neural.seq2seq.runner import Runner
from qa.records import GeneratedSentence, Reading
from qa.text.sentences import split_sentences

BATCH_SIZE = 8
"""Passages read at once: two CPU cores gain nothing from more, and a GPU's memory holds it."""
ANSWER_TOKENS = 64
"""SQuAD's longest reference answers have some 50 word pieces."""
TOKENS_PER_SENTENCE = 60
"""Room for one summary sentence; news sentences average 25 words, or 35 word pieces."""
QUESTION_SHARE = 0.5
"""A question may fill this much of what the instruction leaves of the window."""


def load_hub_generator(
    name: str,
    *,
    allow_download: bool = False,
    device: str | None = None,
    dtype: str | None = None,
) -> TransformersGenerator:
    """Load the encoder-decoder ``name``, a folder or a name on huggingface.co.

    ``device`` and ``dtype`` are flags such as "cuda:0" and "bfloat16", or "int8" on a CPU;
    without them ``pick_device`` and ``pick_dtype`` decide. Only safetensors weights are opened, and
    no code from the folder is run.

    Raises:
        DownloadRefused: the name is not on this disk and ``allow_download`` is false.
        ModelError: it cannot be fetched, is damaged, or is no encoder-decoder.
        InputError: an unknown device or dtype.
    """
    place = pick_device(device)
    int8 = dtype == "int8"
    if int8 and place.type != "cpu":
        raise InputError("int8 runs on a CPU only; add --device cpu, or leave --dtype out")
    # A bad flag is refused before anything is fetched.
    pick_dtype(None if int8 else dtype, place, None)
    folder = find_folder(name, allow_download=allow_download)
    raw = read_config(folder, name)
    from transformers import AutoConfig, AutoModelForSeq2SeqLM, AutoTokenizer

    local: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        with silence_libraries():
            config: Any = AutoConfig.from_pretrained(folder, **local)
            tokenizer: Any = AutoTokenizer.from_pretrained(folder, **local)
            if int8:
                return _int8(folder, config, tokenizer, name, raw)
            model: Any
            model, report = AutoModelForSeq2SeqLM.from_pretrained(
                folder,
                config=config,
                dtype=pick_dtype(dtype, place, config.dtype),
                use_safetensors=True,
                output_loading_info=True,
                **local,
            )
            model = model.to(place).eval()
    except CopydeskError:
        raise
    except Exception as error:  # safetensors, tokenizers and transformers share no base class
        raise ModelError(
            f"{name} cannot be loaded: {first_line(error)}; "
            "its folder may be damaged or incomplete: fetch or save it again"
        ) from error
    if report["missing_keys"]:
        missing = sorted(report["missing_keys"])
        raise ModelError(
            f"{name} is incomplete: its weights lack {len(missing)} tensors, the first of them "
            f"{missing[0]}; fetch or save it again"
        )
    runner = Runner(model, tokenizer, name)
    return TransformersGenerator(runner, name=_shown(folder, name), style=_style(raw, name))


def _int8(
    folder: Path, config: Any, tokenizer: Any, name: str, raw: dict[str, Any]
) -> TransformersGenerator:
    from qa.neural.seq2seq.int8 import load_runner

    runner = load_runner(folder, config, tokenizer, name)
    return TransformersGenerator(runner, name=_shown(folder, name), style=_style(raw, name))


def _shown(folder: Path, name: str) -> str:
    return folder.resolve().name if Path(name).expanduser().is_dir() else name


def _style(raw: dict[str, Any], name: str) -> PromptStyle:
    return prompt_style(
        str(raw["model_type"]),
        f"{name} {raw.get('_name_or_path', '')}",
        gated="gated" in str(raw.get("feed_forward_proj", "")),
    )


class TransformersGenerator:
    """A loaded encoder-decoder behind the Generator protocol; safe to share between threads.

    Decoding is greedy, so a question has one answer; the padding that a batch adds moves
    scores by rounding error only.
    """

    def __init__(self, runner: Runner, *, name: str, style: PromptStyle) -> None:
        """Take over ``runner``, which is to be shared no more."""
        self._name = name
        self._style = style
        self._runner = runner
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Return the hub name, or the name of the model's folder."""
        return self._name

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
        return Reading(text=text, score=score, no_answer=_sigmoid(refusal - score))

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


def _sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))
