"""Where a model runs and in which number format, decided once at load."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import InputError

if TYPE_CHECKING:
    import torch

DTYPES = ("float32", "bfloat16", "float16")


def find_device(flag: str | None) -> str:
    """Return ``pick_device``'s device by name, without loading PyTorch where that is a CPU.

    Raises:
        InputError: as ``pick_device``.
    """
    if flag == "cpu" or (flag is None and not may_use_cuda()):
        return "cpu"
    return str(pick_device(flag))


@cache
def may_use_cuda() -> bool:
    """Return whether the installed PyTorch was built for CUDA (or ROCm), by its files."""
    spec = importlib.util.find_spec("torch")
    if spec is None or spec.origin is None:
        return False
    names = ("libtorch_cuda*", "torch_cuda.dll", "libtorch_hip*", "torch_hip.dll")
    libraries = Path(spec.origin).parent / "lib"
    return any(any(libraries.glob(name)) for name in names)


def has_gpu() -> bool:
    """Return whether there is a GPU, CUDA's or Apple's; PyTorch is loaded only where it may be."""
    if sys.platform != "darwin" and not may_use_cuda():
        return False
    import torch

    return torch.cuda.is_available() or torch.backends.mps.is_available()


def pick_device(flag: str | None) -> torch.device:
    """Return the device that ``flag`` names, else the first CUDA GPU, else the CPU.

    Raises:
        InputError: ``flag`` is no device, or names one that this machine lacks.
    """
    import torch

    if flag is None:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(flag)
    except RuntimeError:
        raise InputError(f"{flag!r} is not a device; use cpu, cuda, cuda:1 or mps") from None
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        found = torch.cuda.device_count()
        raise InputError(f"{flag}: this machine has {found} usable CUDA GPUs; use --device cpu")
    if device.type == "mps" and not torch.backends.mps.is_available():
        raise InputError(f"{flag}: this machine has no Apple GPU; use --device cpu")
    if device.type not in {"cpu", "cuda", "mps"}:
        raise InputError(f"{flag}: models run on cpu, cuda or mps only")
    return device


def pick_dtype(flag: str | None, device: torch.device, saved: torch.dtype | None) -> torch.dtype:
    """Return the dtype that ``flag`` names, else what suits the device.

    A GPU gets ``saved``, the checkpoint's own. A CPU gets float32, unless the checkpoint
    is bfloat16 and the processor multiplies that natively: emulated bfloat16 was some
    20 times slower than float32 on an AVX2 machine, and float16 is no better.

    Raises:
        InputError: ``flag`` is not one of ``DTYPES``.
    """
    import torch

    known = {name: getattr(torch, name) for name in DTYPES}
    if flag is not None:
        if flag not in known:
            raise InputError(f"{flag!r} is not a number format; use one of {', '.join(DTYPES)}")
        chosen: torch.dtype = known[flag]
        return chosen
    if saved is None or saved not in known.values():
        return torch.float32
    if device.type == "cpu" and not (saved == torch.bfloat16 and cpu_has_bfloat16()):
        return torch.float32
    return saved


def cpu_has_bfloat16() -> bool:
    """Say whether the CPU multiplies bfloat16 itself; where not, it is 20 times slower."""
    # torch names these two checks as private; where a release lacks them, float32 is right.
    import torch

    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(bool(getattr(torch.cpu, check, bool)()) for check in checks)
