"""States of an article's sentences, which the salience head scores. H is the hidden size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.neural.seq2seq.tokens import ReaderTokens
from qa.neural.seq2seq.walking import Floats, ReadingNetwork

SUMMARY_WINDOW = 256
"""Tokens of consecutive sentences that the salience head's encoder sees together."""
SUMMARY_PREFIX = "summarize"
"""Stands where the question stands when an article is summarised."""
BATCH_SIZE = 8
"""Windows read at once."""


def sentence_states(
    network: ReadingNetwork, tokens: ReaderTokens, encoded: Sequence[Sequence[int]]
) -> Floats:
    """Return (N, H): the mean state of each of N sentences, read among its neighbours."""
    prefix = tokens.framed(SUMMARY_PREFIX)
    windows = _windows([len(ids) for ids in encoded], SUMMARY_WINDOW - len(prefix) - 1)
    rows: list[Floats] = [np.empty(0, np.float32)] * len(encoded)
    for first in range(0, len(windows), BATCH_SIZE):
        group = windows[first : first + BATCH_SIZE]
        batch = [[*prefix, *(i for n in w for i in encoded[n]), tokens.end] for w in group]
        width = max(map(len, batch))
        padded = np.array([row + [0] * (width - len(row)) for row in batch], np.int64)
        columns = np.arange(width)[None]
        mask = (columns < np.array([[len(row)] for row in batch])).astype(np.int64)
        states = network.encode(padded, mask, mask * (columns >= len(prefix)))
        for row, window in enumerate(group):
            at = len(prefix)
            for number in window:
                stop = at + max(1, len(encoded[number]))
                rows[number] = states[row, at:stop].mean(0)
                at += len(encoded[number])
    return np.stack(rows)


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
