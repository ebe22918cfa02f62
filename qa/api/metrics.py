"""Counts and times, as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Metrics:
    """Counts and times of one application, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "copydesk_requests", "Requests answered.", ("path", "method", "status"),
            registry=self.registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "copydesk_request_seconds", "Time until the last byte.", ("path",),
            buckets=SECONDS, registry=self.registry,
        )  # fmt: skip
        self._stages = Histogram(
            "copydesk_stage_seconds", "Time of each stage of an operation.",
            ("operation", "stage"), buckets=SECONDS, registry=self.registry,
        )  # fmt: skip
        self._waiting = Gauge(
            "copydesk_waiting", "Requests at work and in line.", ("line",), registry=self.registry
        )

    def count(self, path: str, method: str, status: int, seconds: float) -> None:
        """Note a request that was answered."""
        self._requests.labels(path, method, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def time(self, operation: str, timings_ms: Mapping[str, float]) -> None:
        """Note how long each stage of a result took."""
        for stage, spent in timings_ms.items():
            self._stages.labels(operation, stage).observe(spent / 1000)

    def text(self, waiting: Mapping[str, int]) -> bytes:
        """Return all of it as Prometheus reads it."""
        for line, number in waiting.items():
            self._waiting.labels(line).set(number)
        return generate_latest(self.registry)
