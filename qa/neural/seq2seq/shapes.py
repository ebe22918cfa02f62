"""Shapes and calibration of a reader, as its ``config.json`` tells them."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Protocol


class Shapes(Protocol):
    """What the network is built by; ``ReaderShapes`` and transformers' configuration have it."""

    @property
    def vocab_size(self) -> int: ...  # noqa: D102
    @property
    def hidden_size(self) -> int: ...  # noqa: D102
    @property
    def intermediate_size(self) -> int: ...  # noqa: D102
    @property
    def num_attention_heads(self) -> int: ...  # noqa: D102
    @property
    def decoder_layers(self) -> int: ...  # noqa: D102
    @property
    def max_target_positions(self) -> int: ...  # noqa: D102
    @property
    def layer_norm_eps(self) -> float: ...  # noqa: D102
    @property
    def salience_hidden(self) -> int: ...  # noqa: D102
    @property
    def claim_labels(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class ReaderShapes:
    """The part of a ``CopydeskConfig`` that reading needs; that class says what each is."""

    vocab_size: int = 30522
    hidden_size: int = 384
    intermediate_size: int = 1536
    num_attention_heads: int = 12
    num_hidden_layers: int = 6
    decoder_layers: int = 2
    max_target_positions: int = 128
    layer_norm_eps: float = 1e-12
    decoder_start_token_id: int = 101
    no_answer_scale: float = 1.0
    no_answer_bias: float = 0.0
    score_scale: float = 1.0
    salience_hidden: int = 64
    claim_labels: int = 0


def read_shapes(folder: Path) -> ReaderShapes:
    """Return the shapes that a folder's ``config.json`` gives.

    Raises:
        OSError: it cannot be read.
        ValueError: it is damaged, or of another architecture.
    """
    content: Any = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if not isinstance(content, dict) or content.get("model_type") != "copydesk":
        raise ValueError("config.json is not that of a Copydesk reader")
    defaults = ReaderShapes()
    given: dict[str, Any] = {}
    for field in fields(ReaderShapes):
        value = content.get(field.name, getattr(defaults, field.name))
        whole = isinstance(getattr(defaults, field.name), int)
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            raise ValueError(f"config.json: {field.name} is {value!r}, which is no such number")
        given[field.name] = value
    return ReaderShapes(**given)
