"""Risk against coverage of the answers: ``python -m benchmarks.risk ROWS.jsonl --plot FILE.svg``.

ROWS is what ``copydesk eval qa FILE --rows ROWS.jsonl`` wrote. Answering only where the confidence
is above a threshold covers some rows; the risk is the share of wrong ones among those answered
(El-Yaniv and Wiener 2010). The threshold that costs least is chosen on one half of the rows and
reported on the other.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MOST_LOST = 0.12
"""Answerable rows that may go unanswered when a threshold is chosen."""
WIDTH, HEIGHT, MARGIN = 560, 360, 48


@dataclass(frozen=True, slots=True)
class Row:
    """One question's confidence, the F1 of its answer, and whether it had one."""

    question: str
    confidence: float
    f1: float
    answerable: bool


def read(path: Path) -> list[Row]:
    """Read the rows of an evaluation."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Row(r["question"], r["confidence"], r["f1"], bool(r["golds"])) for r in rows]


def curve(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Return (coverage, risk), the surest rows first; risk is 1 - mean F1 of those answered."""
    points, wrong = [], 0.0
    for count, row in enumerate(sorted(rows, key=lambda r: -r.confidence), 1):
        wrong += 1.0 - row.f1
        points.append((count / len(rows), wrong / count))
    return points


def area(points: Sequence[tuple[float, float]]) -> float:
    """Return the area under the curve: the mean risk over all coverages."""
    return sum(risk for _, risk in points) / len(points)


def rates(rows: Sequence[Row], threshold: float) -> tuple[float, float]:
    """Return false answers among unanswerable rows, lost ones among the others."""
    false = [r.confidence >= threshold for r in rows if not r.answerable]
    lost = [r.confidence < threshold for r in rows if r.answerable]
    return sum(false) / max(1, len(false)), sum(lost) / max(1, len(lost))


def choose(rows: Sequence[Row]) -> float:
    """Return the highest threshold that loses at most ``MOST_LOST`` of the answerable rows."""
    sure = sorted(r.confidence for r in rows if r.answerable)
    return sure[int(MOST_LOST * len(sure))] if sure else 0.0


def halves(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Split by the question's hash, so that a rerun splits alike."""
    parts: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        parts[hashlib.sha256(row.question.encode()).digest()[0] % 2].append(row)
    return parts


def plot(curves: dict[str, list[tuple[float, float]]]) -> str:
    """Return an SVG of the curves, coverage to the right, risk upwards."""
    colours = ("#1f5fa8", "#c2410c", "#15803d", "#7c3aed")

    def place(x: float, y: float) -> str:
        across = MARGIN + x * (WIDTH - 2 * MARGIN)
        return f"{across:.1f},{HEIGHT - MARGIN - y * (HEIGHT - 2 * MARGIN):.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for tick in range(0, 11, 2):
        share = tick / 10
        x, y = place(share, 0).split(",")
        parts.append(f'<text x="{x}" y="{float(y) + 18}" text-anchor="middle">{share}</text>')
        x, y = place(0, share).split(",")
        parts.append(
            f'<text x="{float(x) - 8}" y="{float(y) + 4}" text-anchor="end">{share}</text>'
        )
        ends = f"{place(0, share)} {place(1, share)}"
        parts.append(f'<polyline points="{ends}" stroke="#ddd" fill="none"/>')
    for number, (name, points) in enumerate(curves.items()):
        colour = colours[number % len(colours)]
        line = " ".join(place(*point) for point in points)
        parts.append(f'<polyline points="{line}" stroke="{colour}" stroke-width="2" fill="none"/>')
        parts.append(
            f'<text x="{MARGIN + 10}" y="{20 + 16 * number}" fill="{colour}">{name}</text>'
        )
    parts.append(
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 8}" text-anchor="middle">coverage: share of all '
        "questions answered</text>"
    )
    parts.append(
        f'<text transform="translate(14 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">risk: '
        "1 - mean F1 of the answers given</text></svg>"
    )
    return "\n".join(parts) + "\n"


def main() -> None:
    """Print each file's figures, and draw all curves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path, nargs="+")
    parser.add_argument("--plot", type=Path)
    arguments = parser.parse_args()
    curves = {}
    for path in arguments.rows:
        rows = read(path)
        points = curves[path.stem] = curve(rows)
        report = {"file": path.name, "n": len(rows), "area": round(area(points), 4)}
        if any(not row.answerable for row in rows):
            chosen, rest = halves(rows)
            threshold = choose(chosen)
            false, lost = rates(rest, threshold)
            report |= {
                "threshold": round(threshold, 3),
                "n_reported": len(rest),
                "false_answers": round(false, 4),
                "lost_answers": round(lost, 4),
            }
        print(json.dumps(report))
    if arguments.plot:
        arguments.plot.write_text(plot(curves), "utf-8")


if __name__ == "__main__":
    main()
