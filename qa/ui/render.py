"""Results as HTML: pure functions from ``qa.records`` to text that is safe to put in a page.

Every string that comes from an article, a file name or a question passes
through ``escape_html``; the only markup is written here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.records import (
    Answer,
    Article,
    Citation,
    Summary,
    SummarySentence,
    Turn,
    Verification,
)
from qa.ui.comparison import render_comparison
from qa.ui.explanation import render_passages
from qa.ui.lists import (
    article_label,
    count_noun,
    render_notice,
    render_placeholder,
    render_table,
    wrap_as_new,
)
from qa.ui.marks import escape_html, highlight
from qa.ui.parts import (
    model_label,
    render_footer,
    render_headline,
    render_note,
    render_sources,
    render_support,
    render_warning,
)

__all__ = [
    "article_label",
    "highlight",
    "model_label",
    "render_answer",
    "render_comparison",
    "render_notice",
    "render_placeholder",
    "render_summary",
    "render_table",
    "render_turn",
    "render_verification",
]

# Confidence as a reader would say it; the number stands beside it.
CONFIDENCE_WORDS = ((0.85, "Very sure"), (0.6, "Fairly sure"), (0.35, "Unsure"), (0.0, "A guess"))
# A hover text longer than this hides what it explains.
TOOLTIP_CHARACTERS = 240


def render_answer(result: Answer, articles: Mapping[str, Article]) -> str:
    """Render an answer with its words marked in each cited article.

    Args:
        result: What ``Desk.ask`` returned.
        articles: The cited articles by id; one that is missing is shown by its quotes.
    """
    if not result.answerable:
        return wrap_as_new(_not_answerable(result) + render_footer(result.model, result.timings_ms))
    body = (
        f'<section class="cd-card cd-answer"><p class="cd-kicker">Answer</p>'
        f'<p class="cd-big">{escape_html(result.answer)}</p>{_attribution(result)}'
        f"{render_note(result.note)}{_confidence(result.confidence)}"
        f"{_unsupported(result)}</section>"
        f"{render_sources(result.citations, articles)}"
        f"{render_passages(result)}"
    )
    return wrap_as_new(body + render_footer(result.model, result.timings_ms))


def render_turn(result: Turn, articles: Mapping[str, Article]) -> str:
    """Render a question of a conversation: what it was understood as, and its answer."""
    said = render_answer(result.answer, articles)
    if result.rewritten == result.question:
        return said
    return (
        f'<p class="cd-understood">Understood as: '
        f"<strong>{escape_html(result.rewritten)}</strong></p>{said}"
    )


def render_summary(result: Summary, articles: Mapping[str, Article]) -> str:
    """Render a summary: numbered citations after each sentence, the articles below."""
    prose, citations = _prose(result.sentences)
    body = (
        '<section class="cd-card cd-summary">'
        f'<p class="cd-kicker">Summary of {count_noun(len(result.article_ids), "article")}</p>'
        f"{prose}{_doubts(result.sentences)}</section>"
        f"{render_sources(citations, articles)}"
    )
    return wrap_as_new(body + render_footer(result.model, result.timings_ms))


def render_verification(result: Verification, articles: Mapping[str, Article]) -> str:
    """Render a text with what the articles do not bear out marked, and why, and its sources."""
    prose, citations = _prose(result.sentences)
    borne = sum(sentence.supported for sentence in result.sentences)
    body = (
        '<section class="cd-card cd-summary">'
        f'<p class="cd-kicker">{borne} of {count_noun(len(result.sentences), "sentence")} '
        "supported</p>"
        f"{prose}{_doubts(result.sentences)}</section>"
        f"{render_sources(citations, articles)}"
    )
    return wrap_as_new(body + render_footer(result.model, result.timings_ms))


def _prose(sentences: Sequence[SummarySentence]) -> tuple[str, list[Citation]]:
    """Return a paragraph with numbered references, and the citations that they number."""
    citations: list[Citation] = []
    written: list[str] = []
    for sentence in sentences:
        written.append(_sentence(sentence, first=len(citations) + 1))
        citations.extend(sentence.citations)
    return f'<p class="cd-prose" dir="auto">{" ".join(written)}</p>', citations


def _doubts(sentences: Sequence[SummarySentence]) -> str:
    """Say which sentences are not borne out, which to look at again, and why."""
    flagged = [sentence for sentence in sentences if not sentence.supported]
    told = ""
    if flagged:
        many = (
            "1 sentence is not fully borne out by its source"
            if len(flagged) == 1
            else f"{len(flagged)} sentences are not fully borne out by their sources"
        )
        told = render_warning(many)
    items = "".join(
        f"<li>\u201c{escape_html(_shorten(sentence.text))}\u201d: "
        f"{escape_html('; '.join(why))}</li>"
        for sentence in sentences
        if (why := (*sentence.reasons, *sentence.doubts))
    )
    return f'{told}<ul class="cd-note">{items}</ul>' if items else told


def _attribution(result: Answer) -> str:
    if result.attribution is None:
        return ""
    return f'<p class="cd-facts">according to {escape_html(result.attribution.speaker)}</p>'


def _confidence(value: float) -> str:
    words = next(word for least, word in CONFIDENCE_WORDS if value >= least or least == 0.0)
    percent = round(100 * min(max(value, 0.0), 1.0))
    return (
        f'<p class="cd-confidence"><meter min="0" max="100" value="{percent}" '
        f'aria-hidden="true"></meter> {words} · {percent}%</p>'
    )


def _unsupported(result: Answer) -> str:
    """Warn of an answer that its articles do not bear out, and say why."""
    if not result.citations:
        return render_warning("These words could not be traced to an article")
    return render_support(result.support)


def _not_answerable(result: Answer) -> str:
    nearest = ""
    if result.passages:
        hit = result.passages[0]
        nearest = (
            f'<article class="cd-card cd-source"><p class="cd-kicker">Nearest passage</p>'
            f"{render_headline(hit.title, hit.date)}"
            f'<blockquote class="cd-text" dir="auto">{escape_html(hit.passage.text)}</blockquote>'
            "</article>"
        )
    return (
        '<section class="cd-card cd-none"><p class="cd-big">Not in these articles</p>'
        '<p class="cd-note">No passage answers this question. Ask it in other words, '
        f"or add an article that does.</p></section>{nearest}{render_passages(result)}"
    )


def _sentence(sentence: SummarySentence, first: int) -> str:
    refs = "".join(
        f'<button type="button" class="cd-ref" data-cite="{n}" '
        f'title="{escape_html(_shorten(c.quote))}" aria-label="Source {n}">{n}</button>'
        for n, c in enumerate(sentence.citations, start=first)
    )
    flag = ""
    if not sentence.supported:
        percent = round(100 * min(max(sentence.score, 0.0), 1.0))
        flag = f'<span class="cd-flag" title="Support {percent}%">unsupported</span>'
    # The last word and what follows it stay on one line.
    head, space, last = sentence.text.rpartition(" ")
    kind = "cd-sentence" if sentence.supported else "cd-sentence cd-unsupported"
    return (
        f'<span class="{kind}">{escape_html(head + space)}'
        f'<span class="cd-together">{escape_html(last)}{refs}{flag}</span></span>'
    )


def _shorten(text: str) -> str:
    return text if len(text) <= TOOLTIP_CHARACTERS else text[: TOOLTIP_CHARACTERS - 1] + "…"
