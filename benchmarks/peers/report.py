"""The results as a table and as a plot of how they grow."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

WIDTH, HEIGHT, MARGIN = 300, 240, 42
COLOURS = ("#1f5fa8", "#60a5fa", "#c2410c", "#15803d", "#7c3aed", "#a16207")
Result = dict[str, Any]


def _built(result: Result) -> float:
    return float(result["index"]["cpu_s"])


def _cold(result: Result) -> float:
    return float(result["ask"]["cold_answer_cpu_s"])


def _warm(result: Result) -> float:
    return float(result["ask"]["answer"]["cpu_p50_ms"])


def _summary(result: Result) -> float:
    return float(result["ask"]["summary"]["cpu_p50_ms"])


def _memory(result: Result) -> float:
    return float(result["ask"]["peak_mib"])


def _file(result: Result) -> float:
    return float(result["index"]["bytes"]) / 1e6


FIGURES: tuple[tuple[str, Callable[[Result], float]], ...] = (
    ("indexing, CPU s", _built),
    ("cold answer, CPU s", _cold),
    ("warm answer, CPU ms (p50)", _warm),
    ("summary, CPU ms (p50)", _summary),
    ("memory, MiB", _memory),
    ("index, MB", _file),
)
"""What is shown, and where it is in a result."""


def whole(result: Result) -> bool:
    """Say whether a result has all figures."""
    return "error" not in result["index"] and "error" not in result["ask"]


def table(report: Result) -> str:
    """Return the results as Markdown, the best of each column and size in bold."""
    head = " | ".join(title for title, _ in FIGURES)
    lines = [
        f"{report['cpu']}, {report['cores_used']} core, {report['threads'] or 'all'} threads, "
        f"{report['day']}, {report['commit'][:7] or 'no commit'}.",
        "",
        f"| articles | system | {head} |",
        f"| --- | --- |{' --- |' * len(FIGURES)}",
    ]
    for size in sorted({r["size"] for r in report["results"]}):
        rows = [r for r in report["results"] if r["size"] == size]
        best = [min((of(r) for r in rows if whole(r)), default=0.0) for _, of in FIGURES]
        for row in rows:
            if not whole(row):
                reason = row["index"].get("error") or row["ask"].get("error")
                lines.append(f"| {size:,} | {row['system']} | {reason} |")
                continue
            cells = [
                f"**{shown(of(row))}**" if of(row) == least else shown(of(row))
                for (_, of), least in zip(FIGURES, best, strict=True)
            ]
            lines.append(f"| {size:,} | {row['system']} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def shown(value: float) -> str:
    """Return three digits of a figure, or all before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def draw(results: Sequence[Result]) -> str:
    """Return an SVG: one small plot for each figure, both axes logarithmic."""
    names = list(dict.fromkeys(r["system"] for r in results))
    width, height = 3 * WIDTH, 2 * HEIGHT + 24 + 16 * len(names)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for number, (title, of) in enumerate(FIGURES):
        x, y = number % 3 * WIDTH, number // 3 * HEIGHT
        parts.append(f'<g transform="translate({x} {y})">')
        parts += _plot(title, of, [r for r in results if whole(r)], names)
        parts.append("</g>")
    for number, name in enumerate(names):
        place = 2 * HEIGHT + 20 + 16 * number
        parts.append(
            f'<text x="{MARGIN}" y="{place}" fill="{COLOURS[number % len(COLOURS)]}">{name}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _plot(
    title: str, of: Callable[[Result], float], results: Sequence[Result], names: Sequence[str]
) -> list[str]:
    values = [max(of(r), 1e-6) for r in results] or [1.0]
    sizes = [r["size"] for r in results] or [1]
    low, high = math.log10(min(values)), math.log10(max(values) * 1.001)
    left, right = math.log10(min(sizes)), math.log10(max(sizes) * 1.001)

    def place(size: float, value: float) -> tuple[float, float]:
        across = (math.log10(size) - left) / max(right - left, 1e-9)
        up = (math.log10(max(value, 1e-6)) - low) / max(high - low, 1e-9)
        return (
            round(MARGIN + across * (WIDTH - MARGIN - 20), 1),
            round(HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN), 1),
        )

    parts = [f'<text x="{MARGIN}" y="20" font-weight="bold">{title}</text>']
    for value in (min(values), max(values)):
        x, y = place(min(sizes), value)
        parts.append(f'<text x="{x - 6}" y="{y + 4}" text-anchor="end">{shown(value)}</text>')
    for size in sorted(set(sizes)):
        x, _ = place(size, min(values))
        parts.append(f'<text x="{x}" y="{HEIGHT - 16}" text-anchor="middle">{size:,}</text>')
    for number, name in enumerate(names):
        points = [place(r["size"], of(r)) for r in results if r["system"] == name]
        colour = COLOURS[number % len(COLOURS)]
        line = " ".join(f"{x},{y}" for x, y in points)
        parts.append(f'<polyline points="{line}" stroke="{colour}" stroke-width="2" fill="none"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in points]
    return parts
