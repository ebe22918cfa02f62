"""How long each stage of one call took."""

from __future__ import annotations


def elapsed_ms(started: float, **ends: float) -> dict[str, float]:
    """Return milliseconds of each stage in order, and of them all.

    ``started`` and ``ends`` are readings of ``time.perf_counter``, in order.
    """
    spent, last = {}, started
    for stage, end in ends.items():
        spent[stage] = round((end - last) * 1000, 1)
        last = end
    return {**spent, "total": round((last - started) * 1000, 1)}
