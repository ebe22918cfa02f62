"""What a selection of tests does not even import: PyTorch and transformers take 4 s."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

QUICK = "not slow and not browser"
"""What `make check` selects."""
TORCH, NO_TORCH = "torch", "not torch"
"""What `make test` gives to a process of its own, and to the others."""
_WHOLLY_SLOW = re.compile(r"^pytestmark = \[?\s*pytest\.mark\.(?:slow|browser)\b", re.MULTILINE)
_TORCH = re.compile(r"^pytestmark = .*\bpytest\.mark\.torch\b", re.MULTILINE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass by files of which the selection takes nothing."""
    selected = config.option.markexpr
    if selected not in (QUICK, TORCH, NO_TORCH) or not collection_path.name.startswith("test_"):
        return None
    text = collection_path.read_text("utf-8")
    if selected == QUICK:
        return True if _WHOLLY_SLOW.search(text) else None
    return True if bool(_TORCH.search(text)) != (selected == TORCH) else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse files that import PyTorch and don't say so: every process would import it."""
    if session.config.option.markexpr == NO_TORCH and "torch" in sys.modules:
        raise pytest.UsageError("a file imports PyTorch at its top: give it the mark torch")
