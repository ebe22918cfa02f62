"""What every test of the training gets: no network, and no deadline on a busy machine."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from tests.support.collecting import pytest_ignore_collect as pytest_ignore_collect

# Set before any test imports a model library: these are read at import.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

settings.register_profile(
    "training", deadline=None, suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)  # fmt: skip
settings.load_profile("training")
