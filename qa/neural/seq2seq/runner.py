"""Tokenise, generate and score with one transformers encoder-decoder: no prompts, no policy."""

from __future__ import annotations

import re
import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

from qa.neural.seq2seq.limits import input_limit, output_limit, token_ids

_SUMMARY_SETTINGS = (
    "num_beams",
    "length_penalty",
    "early_stopping",
    "no_repeat_ngram_size",
    "repetition_penalty",
    "min_length",
)
# What tokenizers cannot take (half of a surrogate pair) or what ends a C string.
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A batch as the decoder sees it: states (n, tokens, width) and mask (n, tokens).

    ``kind`` is the encoder's output class: mixtures of experts insist on their own.
    """

    states: Any
    mask: Any
    kind: Any

    def rows(self, numbers: Sequence[int]) -> Encoded:
        """Return the batch of the named rows, in that order."""
        return Encoded(self.states[list(numbers)], self.mask[list(numbers)], self.kind)


class Runner:
    """Owns a model and its tokenizer, both reconfigured here; not safe to share: lock around it.

    Attributes:
        max_input_tokens: the encoder's window.
        summary_settings: what the checkpoint's generation_config.json says of beams,
            lengths and repetition. Sampling is never taken over: results must repeat.
    """

    def __init__(self, model: Any, tokenizer: Any, name: str) -> None:
        """Read limits and token ids; raise ModelError where the two do not fit together."""
        self._model = model
        self._tokenizer = tokenizer
        self.max_input_tokens = input_limit(model.config, tokenizer)
        # LED attends in windows, and says so on stderr where it has to pad them itself.
        window = getattr(model.config, "attention_window", None)
        self._window = max(window) if isinstance(window, list) else window
        self._max_output_tokens = output_limit(model.config)
        own = model.generation_config
        self.summary_settings = {
            key: value
            for key in _SUMMARY_SETTINGS
            if (value := getattr(own, key, None)) is not None
        }
        self._ids = token_ids(model, tokenizer, name)
        # generate() merges the model's own settings into every call's: a BART tuned for
        # summaries would force 56 tokens on every answer. So only the ids stay.
        model.generation_config = self._settings()
        # Right padding suits absolute positions; the limit is enforced by `encode`.
        tokenizer.padding_side = "right"
        tokenizer.model_max_length = int(1e30)
        if tokenizer.pad_token_id is None:
            tokenizer.pad_token = tokenizer.convert_ids_to_tokens(self._ids["pad_token_id"])
        special = [str(token) for token in tokenizer.added_tokens_decoder.values() if token.special]
        special += [str(token) for token in tokenizer.all_special_tokens]
        ordered = sorted({token for token in special if len(token) > 1}, key=len, reverse=True)
        self._special = re.compile("|".join(map(re.escape, ordered)) or r"(?!)")

    @property
    def has_chat_template(self) -> bool:
        """Tell whether the tokenizer wraps instructions in turns."""
        return bool(self._tokenizer.chat_template)

    def chat(self, prompt: str) -> str:
        """Return ``prompt`` as the user's turn, ready for the model's."""
        turn = [{"role": "user", "content": prompt}]
        text: str = self._tokenizer.apply_chat_template(
            turn, tokenize=False, add_generation_prompt=True
        )
        return text

    def clean(self, text: str) -> str:
        """Return ``text`` as the model may see it: encodable, and free of control tokens.

        An article that spells "</s>" must not end the prompt, so a blank goes into it.
        """
        text = _UNREADABLE.sub(lambda found: " " if found[0] == "\x00" else "\ufffd", text)
        return self._special.sub(lambda found: f"{found[0][0]} {found[0][1:]}", text)

    def count(self, prompt: str) -> int:
        """Return how many tokens ``prompt`` takes, those that frame it included."""
        return len(self._tokenizer(prompt, add_special_tokens=self._framed(prompt))["input_ids"])

    def encode(self, prompts: Sequence[str]) -> Encoded:
        """Run the encoder over ``prompts``, padded to the longest, cut to the window."""
        import torch

        batch = self._tokenizer(
            list(prompts),
            add_special_tokens=self._framed(prompts[0]),
            padding=True,
            truncation=True,
            max_length=self.max_input_tokens,
            pad_to_multiple_of=self._window,
            return_tensors="pt",
        ).to(self._model.device)
        mask = batch["attention_mask"]
        with torch.inference_mode():
            encoder = self._model.get_encoder()
            output = encoder(input_ids=batch["input_ids"], attention_mask=mask, return_dict=True)
        return Encoded(output.last_hidden_state, mask, type(output))

    def generate(self, batch: Encoded, max_tokens: int, **settings: Any) -> list[list[int]]:
        """Return per row the generated tokens, up to and with the end token where one came."""
        import torch

        streamer, stopping = settings.pop("streamer", None), settings.pop("stopping", None)
        room = min(max_tokens, self._max_output_tokens)
        if "min_length" in settings:
            settings["min_length"] = min(settings["min_length"], room)
        with torch.inference_mode():
            rows = self._model.generate(
                encoder_outputs=batch.kind(last_hidden_state=batch.states),
                attention_mask=batch.mask,
                streamer=streamer,
                stopping_criteria=stopping,
                generation_config=self._settings(max_new_tokens=room, do_sample=False, **settings),
            )
        return [self._until_end(row) for row in rows[:, 1:].tolist()]

    def finished(self, tokens: Sequence[int]) -> bool:
        """Tell whether the text ended by itself, not for lack of room."""
        return bool(tokens) and tokens[-1] in self._end_ids()

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of ``tokens`` without special tokens, blanks at its ends cut."""
        text: str = self._tokenizer.decode(list(tokens), **_DECODING)
        return text.strip()

    def tokens_of(self, text: str) -> list[int]:
        """Return ``text`` as the model would generate it, with its end token."""
        forced = self._ids["forced_bos_token_id"]
        tokens: list[int] = self._tokenizer(text, add_special_tokens=False)["input_ids"]
        return ([] if forced is None else [forced]) + tokens + self._end_ids()[:1]

    def first_token(self, text: str) -> int:
        """Return the first token that spells ``text``."""
        first: int = self._tokenizer(text, add_special_tokens=False)["input_ids"][0]
        return first

    def score(self, batch: Encoded, rows: Sequence[Sequence[int]]) -> list[tuple[float, int]]:
        """Return per row the sum of its tokens' log-probabilities, and how many were summed.

        One pass with the right prefix given. A forced first token has probability one
        and is not counted. Softmax in float32 whatever the model's dtype.
        """
        import torch

        device, pad = self._model.device, self._ids["pad_token_id"]
        width = max(map(len, rows))
        padded = torch.tensor([[*row, *[pad] * (width - len(row))] for row in rows], device=device)
        start = torch.full_like(padded[:, :1], self._ids["decoder_start_token_id"])
        with torch.inference_mode():
            logits = self._model(
                encoder_outputs=batch.kind(last_hidden_state=batch.states),
                attention_mask=batch.mask,
                decoder_input_ids=torch.cat([start, padded[:, :-1]], dim=1),
                use_cache=False,
            ).logits.float()
            chosen = logits.gather(2, padded[:, :, None])[:, :, 0] - logits.logsumexp(2)
        skipped = int(self._ids["forced_bos_token_id"] is not None)
        return [
            (float(line[skipped : len(row)].sum()), max(len(row) - skipped, 0))
            for line, row in zip(chosen, rows, strict=True)
        ]

    def stream(
        self, prompt: str, max_tokens: int, lock: threading.Lock, **settings: Any
    ) -> Generator[str, None, None]:
        """Yield the text generated for ``prompt`` in pieces, from a thread that holds ``lock``.

        The thread ends soon after the consumer closes this generator; what it raises is
        raised here.
        """
        import torch
        from transformers import StoppingCriteria, TextIteratorStreamer

        stop = threading.Event()
        failures: list[BaseException] = []
        streamer = TextIteratorStreamer(self._tokenizer, skip_prompt=True, **_DECODING)

        class Stopped(StoppingCriteria):
            def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
                return torch.full_like(input_ids[:, 0], stop.is_set(), dtype=torch.bool)

        def work() -> None:
            try:
                with lock:
                    if not stop.is_set():
                        settings.update(streamer=streamer, stopping=[Stopped()])
                        self.generate(self.encode([prompt]), max_tokens, **settings)
            except BaseException as error:  # reported by the consumer's thread
                failures.append(error)
            finally:
                streamer.text_queue.put(streamer.stop_signal)

        worker = threading.Thread(target=work, name="copydesk-stream", daemon=True)
        worker.start()
        try:
            yield from streamer
        finally:
            stop.set()
            worker.join()
        if failures:
            raise failures[0]

    def _settings(self, **settings: Any) -> Any:
        from transformers import GenerationConfig

        config: Any = GenerationConfig
        return config(**self._ids, **settings)

    def _framed(self, prompt: str) -> bool:
        # A chat template spells the special tokens out itself.
        return not self.has_chat_template or not self._special.search(prompt)

    def _end_ids(self) -> list[int]:
        ends = self._ids["eos_token_id"]
        return list(ends) if isinstance(ends, list) else [] if ends is None else [ends]

    def _until_end(self, tokens: list[int]) -> list[int]:
        ends = self._end_ids()
        for place, token in enumerate(tokens):
            if token in ends:
                return tokens[: place + 1]
        return tokens


# Cleaning up would join "U. S." and "2 . 5": a quoted fact is not rewritten.
_DECODING = {"skip_special_tokens": True, "clean_up_tokenization_spaces": False}
