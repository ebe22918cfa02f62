"""How each family of encoder-decoders is asked, and how it says that it does not know."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

REFUSAL = "unanswerable"
"""The word that FLAN's SQuAD 2.0 templates teach for an absent answer."""

_REFUSALS = ("unanswerable", "not answerable", "no answer", "the question is unanswerable")
"""Spellings of that word which tuned checkpoints produce, in lower-case words."""

_INSTRUCTED_TYPES = frozenset({"t5gemma", "t5gemma2"})
"""Model types that follow instructions whatever their folder is called."""

_T5_TYPES = frozenset({"t5", "mt5", "umt5", "byt5", "longt5", "switch_transformers"})


@dataclass(frozen=True, slots=True)
class PromptStyle:
    """Templates of one family: ``str.format`` fields ``question``, ``passage`` and ``sentences``.

    ``refusal`` is the text that the model was asked to give when the passage has no
    answer, "" for families that were never taught to refuse.
    """

    name: str
    question: str
    summary: str
    refusal: str = ""


INSTRUCTION = PromptStyle(
    name="instruction",
    question=(
        "Read this and answer the question. "
        f"If the passage does not contain the answer, reply: {REFUSAL}"
        "\n\n{passage}\n\n{question}"
    ),
    summary="Summarize this article in {sentences} sentences.\n\n{passage}",
    refusal=REFUSAL,
)
"""Chung et al. 2022 (FLAN-T5) and later instruction-tuned models."""

T5 = PromptStyle(
    name="t5",
    question="question: {question} context: {passage}",
    summary="summarize: {passage}",
)
"""Raffel et al. 2020, appendix D: the task prefixes of T5 1.0, kept by its fine-tunes."""

PLAIN = PromptStyle(
    name="plain",
    question="question: {question} context: {passage}",
    summary="{passage}",
)
"""BART, PEGASUS and their kin: a summary needs no prefix (Lewis et al. 2020)."""


def prompt_style(model_type: str, name: str, *, gated: bool = False) -> PromptStyle:
    """Choose the prompts for a ``config.json``'s ``model_type`` and the checkpoint's name.

    ``gated`` says that a T5's feed-forward layers are gated, as in T5 1.1: that release
    knows no task prefix, and what was tuned from it (FLAN-T5) follows instructions.
    Folders seldom keep the name, so this is how a local copy is told from T5 1.0.
    """
    if model_type in _INSTRUCTED_TYPES or "flan" in name.casefold():
        return INSTRUCTION
    if model_type == "t5" and gated:
        return INSTRUCTION
    return T5 if model_type in _T5_TYPES else PLAIN


def is_refusal(text: str) -> bool:
    """Tell whether a generated text says "no answer" rather than being one."""
    return _words(text) in _REFUSALS


def may_become_refusal(text: str) -> bool:
    """Tell whether ``text``, still growing, could yet turn out to be a refusal."""
    start = _words(text)
    return any(refusal.startswith(start) for refusal in _REFUSALS)


def longest_prefix(text: str, fits: Callable[[str], bool]) -> str:
    """Return the longest start of ``text`` that fits, cut after a word where one does.

    ``fits`` is asked of ever shorter starts, so a text far too long costs about two
    readings of it.
    """
    if fits(text):
        return text
    cuts = [0, *(word.end() for word in re.finditer(r"\S+", text))]
    words = largest_fitting(len(cuts) - 1, lambda n: fits(text[: cuts[n]]))
    if words or len(cuts) == 1:
        return text[: cuts[words]]
    return text[: largest_fitting(cuts[1], lambda n: fits(text[:n]))]  # one endless word


def largest_fitting(limit: int, fits: Callable[[int], bool]) -> int:
    """Return the largest n in [0, limit] that fits, where smaller ones do; 0 is not tried."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
