"""States of an article's sentences, which the salience head scores. H is the hidden size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qa.neural.seq2seq.tokens import ReaderTokens

if TYPE_CHECKING:
    from torch import Tensor

SUMMARY_WINDOW = 256
"""Tokens of consecutive sentences that the salience head's encoder sees together."""
SUMMARY_PREFIX = "summarize"
"""Stands where the question stands when an article is summarised."""
BATCH_SIZE = 8
"""Windows read at once."""


def sentence_states(model: Any, tokens: ReaderTokens, encoded: Sequence[Sequence[int]]) -> Tensor:
    """Return (N, H): the mean state of each of N sentences, read among its neighbours."""
    import torch

    prefix = tokens.framed(SUMMARY_PREFIX)
    windows = _windows([len(ids) for ids in encoded], SUMMARY_WINDOW - len(prefix) - 1)
    rows: list[Tensor] = [torch.empty(0)] * len(encoded)
    for first in range(0, len(windows), BATCH_SIZE):
        group = windows[first : first + BATCH_SIZE]
        batch = [[*prefix, *(i for n in w for i in encoded[n]), tokens.end] for w in group]
        width = max(map(len, batch))
        padded = torch.tensor(
            [row + [0] * (width - len(row)) for row in batch], device=model.device
        )
        lengths = torch.tensor([len(row) for row in batch], device=model.device)
        columns = torch.arange(width, device=model.device)[None]
        mask = (columns < lengths[:, None]).long()
        states = model.encode(padded, mask, mask * (columns >= len(prefix)))
        for row, window in enumerate(group):
            at = len(prefix)
            for number in window:
                stop = at + max(1, len(encoded[number]))
                rows[number] = states[row, at:stop].mean(0)
                at += len(encoded[number])
    return torch.stack(rows)


def _windows(lengths: Sequence[int], room: int) -> list[list[int]]:
    """Return the numbers of consecutive sentences that fit into ``room`` tokens together."""
    windows: list[list[int]] = []
    used = room + 1
    for number, length in enumerate(lengths):
        if used + length > room:
            windows.append([])
            used = 0
        windows[-1].append(number)
        used += length
    return windows
