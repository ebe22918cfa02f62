"""The prompts of families of causal models; ``prompts.toml`` holds them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHAT, PLAIN = "chat", "plain"


@dataclass(frozen=True, slots=True)
class ChatStyle:
    """Templates of one family, for ``str.format``; ``system`` is "" where there is no such turn."""

    name: str
    system: str
    question: str
    summary: str
    refusal: str


def chat_style(model_type: str, *, template: bool) -> ChatStyle:
    """Return the prompts for a model type; ``template`` says that its tokenizer has a chat's."""
    families = _families()
    for style, types in families.values():
        if model_type in types and (template or style.name == PLAIN):
            return style
    return families[CHAT if template else PLAIN][0]


@cache
def _families() -> dict[str, tuple[ChatStyle, frozenset[str]]]:
    content = tomllib.loads((Path(__file__).parent / "prompts.toml").read_text(encoding="utf-8"))
    return {
        name: (
            ChatStyle(
                name,
                family["system"],
                family["question"].strip(),
                family["summary"].strip(),
                family["refusal"],
            ),
            frozenset(family["types"]),
        )
        for name, family in content.items()
    }
