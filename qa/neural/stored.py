"""Tensors of safetensors files by name, in float32 only where and when they are needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

GROUP = 64
"""Numbers of 8 bits that share a scale; one for each row makes twice the error."""
LARGEST = 127
"""Signed weights use all of a byte but -128, so that both signs reach equally far."""
_ROWS = 64
"""Rows that are worked on at once: they stay in a core's cache."""

Floats = NDArray[np.float32]


class Stored(Mapping[str, Floats]):
    """Arrays as they are stored: floats, or ``NAME.q`` of 8 bits with the scales ``NAME.s``."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take the arrays by the names that the files give them."""
        self._arrays = arrays
        self._names = [
            name.removesuffix(".q")
            for name in arrays
            if not (name.endswith(".s") and f"{name[:-2]}.q" in arrays)
        ]

    def __getitem__(self, name: str) -> Floats:
        """Return a tensor in float32, made anew."""
        if (whole := self._arrays.get(f"{name}.q")) is None:
            return self._arrays[name].astype(np.float32)
        return _unpacked(whole, self._arrays[f"{name}.s"])

    def __iter__(self) -> Iterator[str]:
        """Yield the tensors' names."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many tensors there are."""
        return len(self._names)

    def only(self, *names: str) -> Stored:
        """Return some of the tensors, so that the others can go."""
        parts = [f"{name}{end}" for name in names for end in ("", ".q", ".s")]
        return Stored({part: self._arrays[part] for part in parts if part in self._arrays})

    def rows(self, name: str, numbers: Sequence[int] | NDArray[np.int64]) -> Floats:
        """Return some rows of a matrix in float32."""
        if (whole := self._arrays.get(f"{name}.q")) is None:
            return self._arrays[name][numbers].astype(np.float32)
        return _unpacked(whole[numbers], self._arrays[f"{name}.s"][numbers])

    def integers(self, name: str) -> tuple[NDArray[np.int8], Floats]:
        """Return (outputs, inputs) as (inputs, outputs) in 8 bits, and a scale per output."""
        whole = self._arrays.get(f"{name}.q")
        if whole is None:
            whole = self._arrays[name].astype(np.float32)
            largest = np.abs(whole).max(1)
            scales = parts = None
        else:
            # The largest of a group is at hand in 8 bits: no float32 copy is made for it. Without
            # a sign -128 is 128.
            parts = whole.reshape(len(whole), -1, GROUP)
            highest = np.abs(parts).view(np.uint8).max(2).astype(np.float32)
            scales = self._arrays[f"{name}.s"].astype(np.float32)
            largest = (highest * scales).max(1)
        steps = np.maximum(largest, np.float32(1e-9)) / np.float32(LARGEST)
        inverse = 1 / steps
        made = np.empty(whole.shape[::-1], np.int8)
        room = np.empty((_ROWS, whole.shape[1]), np.float32)
        for first in range(0, len(whole), _ROWS):
            some = slice(first, first + _ROWS)
            scaled = room[: len(whole[some])]
            if scales is None or parts is None:
                np.multiply(whole[some], inverse[some, None], out=scaled)
            else:
                np.multiply(
                    parts[some], scales[some, :, None], out=scaled.reshape(parts[some].shape)
                )
                scaled *= inverse[some, None]
            made[:, some] = np.rint(scaled, out=scaled).astype(np.int8).T
        return made, steps


def read_file(path: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of a safetensors file.

    Raises:
        OSError, SafetensorError: it cannot be read, or is damaged.
    """
    from safetensors import safe_open

    with safe_open(path, "np") as file:
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict


def _unpacked(whole: NDArray[np.int8], scales: NDArray[np.float16]) -> Floats:
    parts = whole.reshape(len(whole), scales.shape[1], -1)
    return (parts * scales.astype(np.float32)[..., None]).reshape(whole.shape)
