"""What every test gets: no network, and a library of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Set before any test imports a model library: these are read at import.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
# So are the ways in which its threads wait; those of the commands themselves set it, too.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# A developer's own library must not be what a test opens.
os.environ.pop("COPYDESK_LIBRARY", None)

# The clock of a busy machine decides no test; on CI, a red run must be red again.
settings.register_profile(
    "copydesk",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("copydesk")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The path of a library that does not exist yet."""
    return tmp_path / "library.copydesk"
