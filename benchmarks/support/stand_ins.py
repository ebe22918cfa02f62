"""What takes the place of each rule of English that ``benchmarks.rules`` leaves out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from qa.answering.choice import Choice
from qa.answering.others import are_interchangeable, form_of
from qa.grounding.owners import NOBODY
from qa.language.dates import find_dates
from qa.question.kinds import Asked
from qa.question.measures import fits

Stand = Callable[..., Any]


def unchanged(*arguments: Any, **_: Any) -> Any:
    """Return the choice among the arguments as it is."""
    return next(each for each in arguments if isinstance(each, Choice))


def always(value: Any) -> Stand:
    """Return a function that says ``value`` to everything."""
    return lambda *_, **__: value


NEVER = re.compile(r"(?!)")
"""A pattern that matches nothing."""


def as_read(question: Any, hits: Any, readings: Sequence[Any]) -> list[Any]:
    """Return the readings as they are."""
    return list(readings)


def has_time(text: str) -> bool:
    """Say whether a text tells any time, as for other units of time."""
    return fits(Asked("when"), text)


RULES: dict[str, Any] = {
    # module.name of a function, or of a pattern: what takes its place
    "answering.choice.normalize_confidence": unchanged,
    "answering.confinement.confine": lambda question, hits, readings, article: list(readings),
    "answering.confinement._is_question": always(False),
    "answering.headlines.add_headlines": lambda _, hits, readings, *__: (hits, readings),
    "answering.headlines._is_rounded": always(False),
    "answering.headlines._counts_other": always(False),
    "answering.statements.with_statements": lambda _, hits, readings, *__: list(readings),
    "answering.tense.without_wrong_times": as_read,
    "answering.tense._told_dates": lambda hit, reading: find_dates(reading.text, hit.date),
    "answering.counted.without_other_counts": as_read,
    "answering.fates.without_other_fates": as_read,
    "answering.fates.is_other_fate": always(False),
    "answering.other_things.without_other_things": as_read,
    "answering.other_things._is_sibling": always(False),
    "answering.other_things._is_beside": always(False),
    "answering.other_things._is_recalled": always(False),
    "answering.persons.without_wrong_persons": as_read,
    "answering.persons.holds_office": always(True),
    "answering.persons._LEAVING": NEVER,
    "answering.persons._is_asked_about": always(False),
    "answering.directions.without_wrong_directions": as_read,
    "answering.other_sums.without_other_sums": as_read,
    "answering.other_sums._is_other_round": always(False),
    "answering.other_sums._is_part": always(False),
    "answering.other_things._is_record": always(False),
    "answering.consequences.without_consequences": as_read,
    "answering.latter.with_latter_figures": as_read,
    "answering.latter._ONCE": NEVER,
    "answering.latter._NOW": NEVER,
    "answering.echoes.doubt_echoes": lambda question, readings: list(readings),
    "desk.again.look_again": always(()),
    "answering.again.newer_articles": always([]),
    "answering.again.leaves_who_open": always(False),
    "answering.rivals.find_contenders": lambda _, hits, *__: list(range(len(hits))),
    "answering.rivals.is_vaguer": always(False),
    "answering.rivals._is_other_event": always(False),
    "answering.others.count_missing_names": always(0),
    "answering.others.could_replace": lambda _, a, b: are_interchangeable(form_of(a), form_of(b)),
    "answering.others._are_of_one_scale": always(True),
    "answering.confinement._table": always(None),
    "answering.choice.topic_probability": always(1.0),
    "answering.fitting.answer_types.prefer_answer_type": unchanged,
    "answering.fitting.amounts.fit_amount": unchanged,
    "answering.fitting.amounts.narrow_to_figure": unchanged,
    "answering.fitting.amounts.widen_to_fraction": unchanged,
    "answering.fitting.dates.narrow_to_date": unchanged,
    "answering.fitting.dates._REMARK": NEVER,
    "answering.fitting.lists.complete_list": unchanged,
    "answering.fitting.lists._goes_on": always(True),
    "answering.fitting.yes_no.answer_yes_no": unchanged,
    "answering.verdict._leaves_open": always(False),
    "answering.verdict._is_told_before": always(False),
    "answering.verdict._keeps_order": always(True),
    "answering.verdict.are_denied": always(False),
    "answering.verdict.befell_nobody": always(False),
    "answering.verdict._meant": always([]),
    "answering.verdict.is_intended": always(False),
    "answering.verdict.is_owner": always(False),
    "answering.verdict.is_noun": always(False),
    "answering.verdict.is_attributive": always(False),
    "answering.verdict.is_wanted": always(False),
    "answering.verdict._has_own_subject": always(False),
    "answering.verdict._is_quoted": always(False),
    "answering.verdict._YET": NEVER,
    "answering.verdict._ONCE": NEVER,
    "answering.passives.is_own_deed": always(False),
    "answering.passives.tells_what_befell": always(False),
    "answering.support._says_verb": always(True),
    "grounding.denials.find_contradictions": always(()),
    "grounding.denials._phrasal": always(()),
    "grounding.assertions._beside_figures": always([]),
    "grounding.assertions._is_infinitive": always(False),
    "grounding.fact_checks._from_the_other_side": always(False),
    "grounding.fact_checks.find_miscalled": always(()),
    "grounding.figures.find_ends": always(None),
    "grounding.figures.find_owner": always(NOBODY),
    "grounding.figures._another": always(None),
    "grounding.comparatives._degree": always(None),
    "answering.verdict.find_exclusive": always(None),
    "answering.verdict.turned_preposition": always(None),
    "grounding.restating.restate_figures": lambda claim, sources: claim.text,
    "grounding.roles._on_the_same": lambda deed, known: list(known),
    "grounding.deeds._is_present": always(False),
    "grounding.deeds._first_named": always(None),
    "language.enumeration._is_apposition": always(False),
    "language.compounds.join_units": lambda text, quantities: list(quantities),
    "language.same_answers._rounded": always(False),
    "language.days.nearest_day": always(""),
    "language.relative_days.find_told": always(()),
    "question.kinds._LIST_VERB": NEVER,
    "question.kinds._WHO_ARE": NEVER,
    "question.kinds._LIST_NOUN": NEVER,
    "question.kinds._TIMES": NEVER,
    "question.kinds._REASONS": NEVER,
    "question.kinds._LEAD": NEVER,
    "question.kinds.asks_how_long": always(False),
    "quotes.plain._marks": always([]),
    "quotes.plain._quote_marks": always([]),
    "quotes.plain.without_half_marks": lambda _, start, end: (start, end),
    "quotes.reported.dateline_length": always(0),
    "question.reading._count": always(0),
    "question.counting._after_name": lambda words: words,
    "question.counting._TOLL": NEVER,
    "question.offices.find_office": always(None),
    "question.measures.has_measure": always(True),
    "question.measures.is_figure": always(False),
    "question.measures._is_vague": always(False),
    "question.measures._has_hour": has_time,
}
