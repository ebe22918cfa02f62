"""What `make check` does not even import."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

QUICK = "not slow and not browser"
"""What `make check` selects."""
_WHOLLY_SLOW = re.compile(r"^pytestmark = \[?\s*pytest\.mark\.(?:slow|browser)\b", re.MULTILINE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass by files that are wholly left out: PyTorch and transformers take 4 s to import."""
    if config.option.markexpr != QUICK or collection_path.suffix != ".py":
        return None
    return True if _WHOLLY_SLOW.search(collection_path.read_text("utf-8")) else None
