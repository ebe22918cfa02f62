"""What came of an entry as plain data, ready to be put into a page as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from qa.desk.restoring import restore
from qa.records import Answer, Article, Citation, Comparison, Entry, Quote, Summary, Verification
from qa.ui.views.answers import NEAREST, answer_view, passage_citation
from qa.ui.views.cites import Cites
from qa.ui.views.comparisons import comparison_view
from qa.ui.views.quotes import MOST, quotes_view
from qa.ui.views.segments import show_controls
from qa.ui.views.summaries import summary_view, verification_view

if TYPE_CHECKING:
    from qa.desk import Desk


def entry_view(desk: Desk, entry: Entry) -> dict[str, Any]:
    """Return an entry as the page shows it, with its numbered citations once it is done."""
    view: dict[str, Any] = {
        "id": entry.id,
        "conversation": entry.conversation_id,
        "mode": entry.mode,
        "text": show_controls(entry.text),
        "asked": entry.asked,
        "state": entry.state,
        "message": show_controls(entry.message),
        "options": dict(entry.options),
    }
    if entry.state != "done" or entry.result is None:
        return view
    asked = entry.mode in ("ask", "compare") and entry.understood
    if asked and entry.understood.casefold() not in entry.text.casefold():
        view["understood"] = show_controls(entry.understood)
    made, cites = _result(desk, entry)
    return {**view, "result": made, "cites": cites.shown}


def _result(desk: Desk, entry: Entry) -> tuple[dict[str, Any], Cites]:
    plain = entry.result or {}
    if entry.mode == "ask":
        answer = restore(Answer, plain)
        near = () if answer.answerable else map(passage_citation, answer.passages)
        elsewhere = (place for other in answer.others for place in other.citations)
        cites = Cites(_stored(desk, (*answer.citations, *near, *elsewhere)))
        return answer_view(answer, cites), cites
    if entry.mode == "compare":
        compared = restore(Comparison, plain)
        cites = Cites(_stored(desk, (c for each in compared.answers for c in each.citations)))
        return comparison_view(compared, cites), cites
    if entry.mode == "quotes":
        found = [restore(Quote, each) for each in plain["quotes"]]
        articles = desk.stored(quote.article_id for quote in found[:MOST])
        cites = Cites(articles)
        return quotes_view(found, cites, articles), cites
    if entry.mode == "summarize":
        summary = restore(Summary, plain)
        cites = Cites(_stored(desk, (c for each in summary.sentences for c in each.citations)))
        return summary_view(summary, cites), cites
    checked = restore(Verification, plain)
    cites = Cites(_stored(desk, (c for each in checked.sentences for c in each.citations)))
    return verification_view(checked, cites), cites


def _stored(desk: Desk, citations: Iterable[Citation]) -> dict[str, Article]:
    return desk.stored(citation.article_id for citation in citations)


__all__ = ["NEAREST", "entry_view"]
