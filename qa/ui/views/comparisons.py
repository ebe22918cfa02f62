"""A comparison as the page shows it: a table by date, what differs, and a timeline."""

from __future__ import annotations

from typing import Any

from qa.answering.sureness import is_weak, percent
from qa.records import AnswerGroup, ArticleAnswer, Comparison
from qa.ui.views.cites import Cites, count_noun, day
from qa.ui.views.segments import show_controls, show_plain

TAGS = {
    "agree": "agrees",
    "differ": "differs",
    "one": "alone",
    "silent": "silent",
    "newest": "newest",
    "earlier": "earlier",
    "own": "in its own words",
}


def comparison_view(made: Comparison, cites: Cites) -> dict[str, Any]:
    """Return a comparison as plain data; rows are oldest first, undated ones last."""
    answered = sorted(
        (each for each in made.answers if each.answerable),
        key=lambda each: (not each.date, each.date),
    )
    lanes = {i: n for n, group in enumerate(made.groups) for i in group.article_ids}
    copies = {i for group in made.groups for text in group.copies for i in text}
    newest = max((each.date[:10] for each in answered), default="")
    rows = [_row(each, lanes, copies, cites, newest) for each in answered]
    by_id = {each.article_id: each for each in made.answers}
    silent = [by_id[i] for i in made.silent if i in by_id]
    return {
        "state": "compared" if rows else "none",
        "head": _head(made, len(rows)),
        "rows": rows,
        "silent": [
            {
                "article": each.article_id,
                "title": show_controls(each.title),
                "date": day(each.date),
                "day": show_controls(each.date[:10]),
            }
            for each in silent
        ],
        "differences": [show_controls(each.reason) for each in made.differences],
        "groups": [_group(group) for group in made.groups],
        "unread": f"{count_noun(made.unread, 'article')} fit the question less and "
        f"{'was' if made.unread == 1 else 'were'} not asked."
        if made.unread
        else "",
    }


def _row(
    each: ArticleAnswer, lanes: dict[str, int], copies: set[str], cites: Cites, newest: str
) -> dict[str, Any]:
    quotes = cites.sentences(each.citations)
    facts = cites.facts(each.article_id)
    tag = TAGS[each.label]
    return {
        "article": each.article_id,
        "title": show_controls(each.title),
        "source": facts["source"],
        "date": day(each.date),
        "day": show_controls(each.date[:10]),
        "answer": show_plain(each.answer),
        "means": show_controls(each.means),
        "cites": cites.numbers(each.citations),
        "quotes": quotes,
        "label": each.label,
        # An older article may say what the newest does.
        "tag": "as newest" if each.label == "newest" and each.date[:10] < newest else tag,
        "lane": lanes.get(each.article_id, 0),
        "copy": each.article_id in copies,
        "weak": is_weak(each.confidence),
        "percent": percent(each.confidence),
        "note": show_controls(each.note),
    }


def _group(group: AnswerGroup) -> dict[str, Any]:
    counted = count_noun(len(group.article_ids), "article")
    for text in group.copies:
        which = "" if len(text) == len(group.article_ids) else f"{len(text)} of them "
        counted += f", {which}one text printed more than once"
    return {
        "answer": show_plain(group.answer),
        "means": show_controls(group.means),
        "counted": counted,
    }


def _head(made: Comparison, answering: int) -> str:
    """Return the comparison in one sentence."""
    groups = made.groups
    silent = f" {count_noun(len(made.silent), 'article')} silent." if made.silent else ""
    if not groups:
        return "No article answers this."
    if all(each.note for each in made.answers if each.answerable):
        return "No article decides this." + silent
    if answering == 1:
        return "One article answers this." + silent
    if len(groups) == 1:
        alone = groups[0].independent == 1
        return (
            f"One text answers this, printed {answering} times."
            if alone
            else f"All {answering} that answer agree."
        ) + silent
    if made.relation == "develops":
        return f"It changed: {len(groups)} answers in {answering} articles, by day." + silent
    if made.relation == "varied":
        return f"{answering} articles answer, in words of their own." + silent
    return f"{len(groups)} different answers in {answering} articles." + silent
