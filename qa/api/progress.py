"""Each request hears of its own work alone, and can end it, though all share one desk."""

from __future__ import annotations

from qa.desk.listening import Stopped, listening, relay_progress

__all__ = ["Stopped", "listening", "relay_progress"]
