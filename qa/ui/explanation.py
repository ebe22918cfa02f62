"""The passages read for an answer as a table, and why this one won, or none did."""

from __future__ import annotations

from collections.abc import Sequence

from qa.records import Answer, Hit, PassageReading
from qa.ui.lists import count_noun
from qa.ui.marks import escape_html

# Column, what it is called in a narrow window too, and what it means.
_FIGURES = (
    ("Score", "Both signals, mixed"),
    ("Meaning", "Cosine of the vectors"),
    ("Words", "BM25"),
)
_READ = (
    ("Read", "The reader's best answer in this passage"),
    ("Sure", "Probability of these words, if the passage has an answer"),
    ("No answer", "Probability that the passage has none"),
    ("On topic", "Probability that the passage is about the question, by its cosine"),
    ("Confidence", "All three together; the highest wins"),
)


def render_passages(result: Answer) -> str:
    """Render what was found, and with an explanation what was read in it and why it won."""
    hits = result.passages
    if not hits:
        return ""
    explanation = result.explanation
    readings: Sequence[PassageReading | None] = [None] * len(hits)
    reason = ""
    columns: tuple[tuple[str, str], ...] = _FIGURES
    if explanation is not None and len(explanation.readings) == len(hits):
        readings = explanation.readings
        reason = f'<p class="cd-reason">{escape_html(explanation.reason)}</p>'
        columns = (*_FIGURES, *_READ)
    rows = "".join(_row(hit, read) for hit, read in zip(hits, readings, strict=True))
    heads = "".join(
        f'<th class="{"cd-title" if name == "Read" else "cd-number"}" '
        f'title="{escape_html(meaning)}">{name}</th>'
        for name, meaning in columns
    )
    return (
        f'<details class="cd-more"><summary>{count_noun(len(hits), "passage")} read'
        f"{', and why' if reason else ''}</summary>{reason}"
        f'<div class="cd-wide"><table class="cd-table"><thead><tr><th>Article</th>'
        f"<th>Passage</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _row(hit: Hit, read: PassageReading | None) -> str:
    chosen = read is not None and read.chosen
    cells = (
        f'<td data-head="Article" class="cd-title">{escape_html(hit.title)}</td>'
        f'<td data-head="Passage" class="cd-passage" dir="auto"><div>'
        f"{escape_html(hit.passage.text)}</div></td>"
        + _number("Score", f"{hit.score:.3f}")
        + _number("Meaning", f"{hit.dense:.3f}")
        + _number("Words", f"{hit.lexical:.2f}")
    )
    if read is not None:
        cells += (
            f'<td data-head="Read" class="cd-read" dir="auto">{escape_html(read.answer)}</td>'
            + _number("Sure", f"{read.reader:.2f}")
            + _number("No answer", f"{read.no_answer:.2f}")
            + _number("On topic", f"{read.on_topic:.2f}")
            + _number("Confidence", f"{read.confidence:.2f}")
        )
    return f'<tr class="cd-chosen">{cells}</tr>' if chosen else f"<tr>{cells}</tr>"


def _number(head: str, value: str) -> str:
    return f'<td data-head="{head}" class="cd-number">{value}</td>'
