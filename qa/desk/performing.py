"""One entry of a conversation, worked on: what it asks for, of which articles, and what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qa.desk.comparisons import COMPARE_LIMIT
from qa.desk.conversations import exchange
from qa.desk.inputs import MAX_TOP_K
from qa.desk.options import FilterOptions
from qa.desk.restoring import restore
from qa.desk.summaries import SUMMARY_LIMIT
from qa.errors import InputError
from qa.question.followup import resolve_followup
from qa.question.requests import Request, read_request
from qa.records import Answer, Comparison, Entry, Turn

if TYPE_CHECKING:
    from qa.desk.desk import Desk

SENTENCES = 3


@dataclass(frozen=True, slots=True)
class _Made:
    """The plain result, and the question that was really put."""

    result: Mapping[str, Any]
    understood: str


def perform(desk: Desk, entry: Entry, past: Sequence[Entry]) -> Entry:
    """Return ``entry`` done: what it was understood to ask for, and its result.

    ``past`` are the entries of its conversation before it, which it may refer to. Raises as the
    desk's methods do, and ``InputError`` where it refers to nothing.
    """
    request = read_request(entry.text, entry.mode)
    which = chosen_articles(desk, entry.options)
    turns = past_turns(past)
    if request.mode == "ask":
        made = _ask(desk, request, which, turns)
    elif request.mode == "compare":
        made = _compare(desk, request, which, turns)
    elif request.mode == "summarize":
        made = _summarize(desk, request, which, int(entry.options.get("sentences", SENTENCES)))
    elif request.mode == "quotes":
        quotes = [quote.to_dict() for quote in desk.quotes(speaker=request.text, **which)]
        made = _Made({"quotes": quotes}, request.text)
    else:
        made = _Made(desk.verify(request.text, **which).to_dict(), request.text)
    return replace(
        entry, mode=request.mode, state="done", result=made.result, understood=made.understood
    )


def chosen_articles(desk: Desk, options: Mapping[str, Any]) -> FilterOptions:
    """Return the articles that an entry's options choose, as keywords of the desk's methods.

    ``articles`` are ids; else ``words``, ``source``, ``author``, ``since`` and ``until`` say
    which, as in ``Desk.browse``; without any of them all count.

    Raises:
        InputError: none fits.
    """
    if options.get("articles"):
        return FilterOptions(articles=[str(each) for each in options["articles"]])
    which = FilterOptions(
        source=str(options.get("source", "")),
        author=str(options.get("author", "")),
        since=str(options.get("since", "")),
        until=str(options.get("until", "")),
    )
    words = str(options.get("words", "")).strip()
    if not words:
        return which
    found = desk.browse_ids(words, **which)
    if not found:
        raise InputError(f"no article fits {words!r}; change what is searched for")
    return FilterOptions(articles=found)


def past_turns(past: Sequence[Entry]) -> list[Turn]:
    """Return what was asked before, as a later question may refer to it, oldest first."""
    turns = []
    for entry in past:
        if entry.state != "done" or entry.result is None:
            continue
        if entry.mode == "ask":
            answer = restore(Answer, entry.result)
        elif entry.mode == "compare":
            answer = _first_answer(restore(Comparison, entry.result))
        else:
            continue
        understood = entry.understood or entry.text
        turns.append(Turn(entry.text, understood, understood != entry.text, answer))
    return turns


def _ask(desk: Desk, request: Request, which: FilterOptions, turns: Sequence[Turn]) -> _Made:
    turn = desk.chat(turns).ask(request.text, explain=True, **which)
    return _Made(turn.answer.to_dict(), turn.rewritten)


def _compare(desk: Desk, request: Request, which: FilterOptions, turns: Sequence[Turn]) -> _Made:
    """Compare what a question says, or the one before it where it says nothing itself."""
    if not request.text and not turns:
        raise InputError("nothing to compare yet; say what, as in 'When will it open?'")
    asked = request.text or turns[-1].rewritten
    question = resolve_followup(asked, [exchange(turn) for turn in turns]).question
    if len(which.get("articles", ())) > COMPARE_LIMIT:
        hits = desk.search(question, top_k=MAX_TOP_K, **which)
        ids = list(dict.fromkeys(hit.passage.article_id for hit in hits))[:COMPARE_LIMIT]
        which = FilterOptions(articles=ids)
    return _Made(desk.compare(question, **which).to_dict(), question)


def _summarize(desk: Desk, request: Request, which: FilterOptions, sentences: int) -> _Made:
    """Summarise a topic, or, where none is named, the articles themselves if they are few."""
    if not request.text:
        total = desk.browse(limit=1, **which).total
        if total > SUMMARY_LIMIT:
            raise InputError(
                f"{total:,} articles are too many for one summary, which takes {SUMMARY_LIMIT}; "
                "name a topic, or choose fewer articles"
            )
    made = desk.summarize(about=request.text or None, sentences=sentences, **which)
    return _Made(made.to_dict(), request.text)


def _first_answer(compared: Comparison) -> Answer:
    """Return what most articles say, as an answer that the next question may refer to."""
    first = compared.groups[0] if compared.groups else None
    said = [a for a in compared.answers if first is not None and a.article_id in first.article_ids]
    return Answer(
        compared.question,
        first.answer if first is not None else "",
        first is not None,
        max((a.confidence for a in said), default=0.0),
        tuple(c for a in said for c in a.citations),
        (),
        compared.model,
    )
