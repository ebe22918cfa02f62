"""Results as text for chats and other language models, each source with a number."""

from __future__ import annotations

from dataclasses import dataclass

from qa.answering.sureness import is_weak
from qa.records import (
    AddReport,
    Answer,
    Citation,
    Comparison,
    Summary,
    SummarySentence,
    Verification,
)

SILENT = "The articles do not answer this."


@dataclass(frozen=True, slots=True)
class Mark:
    """``[start, end)`` of a text where the number of a source stands."""

    start: int
    end: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class Worded:
    """A text, its marks, and how many of its first characters are the answer itself."""

    text: str
    marks: tuple[Mark, ...] = ()
    answer: tuple[int, int] = (0, 0)


def word_answer(answer: Answer) -> Worded:
    """Return "5% [1]", what warns of it, and the sources with their quotes."""
    if not answer.answerable:
        near = list(dict.fromkeys(hit.title for hit in answer.passages))[:3]
        return Worded(f"{SILENT} Nearest: {'; '.join(near)}." if near else SILENT)
    before = "Possibly: " if is_weak(answer.confidence) else ""
    text, marks = f"{before}{answer.answer}", []
    said = (len(before), len(text))
    for number, citation in enumerate(answer.citations, 1):
        text += f" [{number}]"
        marks.append(Mark(len(text) - len(f"[{number}]"), len(text), citation))
    if not answer.support.supported:
        text += f"\n\nNot confirmed: {'; '.join(answer.support.reasons) or 'check the sources'}."
    if answer.note:
        text += f"\n\n{answer.note}"
    return Worded(text + _sources(answer.citations), tuple(marks), said)


def word_summary(summary: Summary) -> str:
    """Return the sentences, each with the numbers of its sources, then the sources."""
    return _sentences(summary.sentences, "Not supported: ") or "The articles say nothing of this."


def word_verification(made: Verification) -> str:
    """Return each sentence with its verdict, then the sources."""
    return _sentences(made.sentences, "Not supported: ", "Supported: ")


def word_comparison(made: Comparison) -> str:
    """Return a line for each group of equal answers, and how many articles are silent."""
    titles = {each.article_id: each.title for each in made.answers}
    lines = [
        f"{group.answer}: {'; '.join(titles.get(i, i) for i in group.article_ids)}"
        for group in made.groups
    ]
    lines += [f"Differ in {each.kind}: {each.reason}" for each in made.differences]
    if made.silent:
        lines.append(f"{len(made.silent)} of {len(made.answers)} articles do not say.")
    return "\n".join(lines)


def word_report(report: AddReport) -> str:
    """Return what became of each source, a line each."""
    lines = [f"added: {info.title} ({info.id})" for info in report.added]
    lines += [f"replaced: {info.title} ({info.id})" for info in report.replaced]
    lines += [f"unchanged: {info.title} ({info.id})" for info in report.unchanged]
    return "\n".join([*lines, *(f"failed: {failure.reason}" for failure in report.failed)])


def _sentences(sentences: tuple[SummarySentence, ...], bad: str, good: str = "") -> str:
    citations: list[Citation] = []
    lines = []
    for sentence in sentences:
        numbers = ""
        for citation in sentence.citations:
            if citation not in citations:
                citations.append(citation)
            numbers += f" [{citations.index(citation) + 1}]"
        why = f" ({'; '.join(sentence.reasons)})" if sentence.reasons else ""
        lines.append(f"{good if sentence.supported else bad}{sentence.text}{numbers}{why}")
    return "\n".join(lines) + _sources(tuple(citations)) if lines else ""


def _sources(citations: tuple[Citation, ...]) -> str:
    if not citations:
        return ""
    lines = [
        f"[{number}] {citation.title}, article {citation.article_id}, characters "
        f"{citation.start}-{citation.end}: \N{LEFT DOUBLE QUOTATION MARK}{citation.quote}"
        "\N{RIGHT DOUBLE QUOTATION MARK}"
        for number, citation in enumerate(citations, 1)
    ]
    return "\n\nSources:\n" + "\n".join(lines)
