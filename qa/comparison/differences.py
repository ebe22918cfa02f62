"""Say how groups of answers differ, who agrees with whom, and what changed over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.comparison.grouping import form_of
from qa.language import lexicon
from qa.language.enumeration import split_items
from qa.language.same_answers import are_comparable, is_clause, match_items
from qa.language.short_answers import NormalForm, normalize_answer
from qa.records import (
    AnswerGroup,
    ArticleAnswer,
    Difference,
    DifferenceKind,
    Label,
    Relation,
    TimelineEntry,
)
from qa.text.words import STOPWORDS, stem

_FIGURES = ("percent", "money", "number")
_NOUNS = {
    "percent": "a percentage",
    "money": "an amount of money",
    "number": "a number",
    "date": "a date",
    "text": "words",
}
_VERDICTS = frozenset({"yes", "no"})
_LABELS: Mapping[Relation, Label] = {"differ": "differ", "agree": "agree", "varied": "own"}
_WORDS = frozenset({"text", "name", "negation"})
_OPEN = frozenset(map(stem, lexicon.words("answers", "open")))
DENIED = 0.6
"""Least share of the shorter clause's words in the other for one to deny the other."""
LONGEST = 60
"""Characters of an answer shown in a reason; longer ones are cut at a word."""


def classify_difference(
    a: NormalForm, b: NormalForm, first: str, second: str
) -> tuple[DifferenceKind, str]:
    """Return what kind of difference two forms have, and its reason, "3% vs 5%"."""
    if {a.value, b.value} == _VERDICTS:
        return "negation", f"{a.value} vs {b.value}"
    if a.items and b.items and (paired := match_items(a, b)):
        return ("name" if a.names and b.names else "text"), _unpaired(first, second, paired)
    shown = f"{_cut(first)} vs {_cut(second)}"
    if a.negative != b.negative and set(a.tokens) & set(b.tokens) - STOPWORDS:
        return "negation", f"{shown}: one denies"
    if not are_comparable(a, b):
        return "not comparable", f"{shown}: {_unlike(a, b)}"
    if a.kind == "date" or b.kind == "date":
        return "date", shown
    if a.kind in _FIGURES:
        return "number", shown
    return ("name" if a.names and b.names else "text"), shown


def _unpaired(first: str, second: str, paired: Mapping[int, int]) -> str:
    """Return what only one of two lists has: "Cuba vs Brazil; 2 in both"."""
    own = ", ".join(t for i, t in enumerate(split_items(first)) if i not in paired)
    others = ", ".join(t for i, t in enumerate(split_items(second)) if i not in paired.values())
    if own and others:
        shown = f"{_cut(own)} vs {_cut(others)}"
    else:
        shown = f"only the {'first' if own else 'second'} has {_cut(own or others)}"
    return f"{shown}; {len(paired)} in both"


def _unlike(a: NormalForm, b: NormalForm) -> str:
    if a.kind != b.kind:
        return f"{_NOUNS[a.kind]} and {_NOUNS[b.kind]}"
    if a.unit != b.unit:
        return f"{a.unit or 'no unit'} and {b.unit or 'no unit'}"
    if a.per != b.per:
        return " and ".join(f"per {f.per}" if f.per else "in all" for f in (a, b))
    return "of different things"


def list_differences(
    groups: Sequence[AnswerGroup], answers: Sequence[ArticleAnswer], *, open_ended: bool = False
) -> tuple[Difference, ...]:
    """Return how groups differ that do not only tell of different days, or in other words.

    With ``open_ended`` they answer "why" or "what did she say": two may be right, however short.
    """
    forms = [_form(group, answers) for group in groups]
    days = [_days(group, answers) for group in groups]
    made = []
    for place, group in enumerate(groups):
        for first in range(place):
            if is_development(forms[first], forms[place], days[first], days[place]):
                continue
            kind, reason = classify_difference(
                forms[first], forms[place], _shown(groups[first]), _shown(group)
            )
            if kind in _WORDS and _may_both_hold(forms[first], forms[place], open_ended):
                continue
            if kind == "not comparable" and (
                open_ended or _leaves_open(forms[first]) or _leaves_open(forms[place])
            ):
                continue
            made.append(
                Difference(
                    first=groups[first].answer,
                    second=group.answer,
                    kind=kind,
                    reason=reason,
                    first_ids=groups[first].article_ids,
                    second_ids=group.article_ids,
                )
            )
            break
    return tuple(made)


def _may_both_hold(a: NormalForm, b: NormalForm, open_ended: bool) -> bool:
    """Say whether two texts may both be right: clauses, or answers to "why", that deny nothing."""
    if _leaves_open(a) or _leaves_open(b):
        return True
    if not (open_ended or is_clause(a) or is_clause(b)) or {a.value, b.value} == _VERDICTS:
        return False
    ours, theirs = set(a.tokens) - STOPWORDS, set(b.tokens) - STOPWORDS
    return a.negative == b.negative or len(ours & theirs) < DENIED * min(len(ours), len(theirs))


def _leaves_open(form: NormalForm) -> bool:
    """Say whether an answer says no more than that nothing is known: "it is not clear"."""
    words = {stem(token) for token in form.tokens if token not in STOPWORDS}
    return form.kind == "text" and not form.names and bool(words) and words <= _OPEN


def is_development(
    a: NormalForm, b: NormalForm, a_days: frozenset[str], b_days: frozenset[str]
) -> bool:
    """Say whether two answers may both be right, each on the days of its articles.

    Figures, days and names change from one day to the next; on the day itself papers may have
    either figure. Days that had passed when their articles were written do not: about when
    something was, articles disagree.
    """
    kinds = {a.kind, b.kind}
    told_later = kinds in ({"text", "number"}, {"text", "date"}) and not (a.names or b.names)
    if "" in a_days | b_days or (a.negative != b.negative and kinds != {"text", "date"}):
        return False
    changes = kinds == {"number"} or "date" in kinds
    if a_days & b_days and not (changes and _follow(a_days, b_days)):
        return False
    if kinds == {"text"}:
        return bool(a.names and b.names) and not (a.items and b.items)
    if told_later:  # "dozens", or "it is not clear", and a figure or a day when it was known
        return True
    if not are_comparable(a, b):
        return False
    return not (a.kind == "date" and _has_passed(a, a_days) and _has_passed(b, b_days))


def _follow(a_days: frozenset[str], b_days: frozenset[str]) -> bool:
    """Say whether some days follow others but for the one day on which these end.

    On the day on which a figure changes some papers still have the old one.
    """
    first, last = sorted((a_days, b_days), key=lambda days: (min(days), max(days)))
    return first != last and max(first) == min(last)


def _has_passed(date: NormalForm, days: frozenset[str]) -> bool:
    """Say whether a day was over on the first of ``days``; without a year it is of that year."""
    first = min(days)
    value = first[:4] + date.value[1:] if date.value.startswith("--") else date.value
    return value < first


def _days(group: AnswerGroup, answers: Sequence[ArticleAnswer]) -> frozenset[str]:
    return frozenset(a.date[:10] for a in answers if a.article_id in group.article_ids)


def _shown(group: AnswerGroup) -> str:
    return f"{group.answer} ({group.means})" if group.means else group.answer


def _form(group: AnswerGroup, answers: Sequence[ArticleAnswer]) -> NormalForm:
    """Return the form of the answer that the group shows."""
    own = (a for a in answers if a.article_id in group.article_ids and a.answer == group.answer)
    shown = next(own, None)
    return form_of(shown) if shown is not None else normalize_answer(group.answer)


def classify_relation(
    groups: Sequence[AnswerGroup],
    differences: Sequence[Difference],
    answers: Sequence[ArticleAnswer] = (),
    *,
    open_ended: bool = False,
) -> Relation:
    """Return how the answers stand to each other; copies of one text are one source."""
    if not groups:
        return "none"
    if len(groups) > 1:
        if differences:
            return "differ"
        forms = [_form(group, answers) for group in groups]
        clauses = open_ended or any(map(is_clause, forms))
        if len({day for group in groups for day in _days(group, answers)}) == 1:
            clauses |= any(map(_leaves_open, forms))
        return "varied" if clauses else "develops"
    return "agree" if groups[0].independent > 1 else "one"


def label_answers(
    answers: Sequence[ArticleAnswer], groups: Sequence[AnswerGroup], kind: Relation
) -> tuple[ArticleAnswer, ...]:
    """Give every answer its label.

    Of groups that differ, the one with the most independent sources agrees, if it has more
    than any other; all others differ. Of a development the first group, the newest, is "newest".
    """
    counts = [group.independent for group in groups]
    leads = len(counts) > 1 and counts[0] > max(counts[1:])
    labels: dict[str, Label] = {}
    for place, group in enumerate(groups):
        label: Label = _LABELS.get(kind, "one")
        if kind == "differ" and leads and place == 0:
            label = "agree"
        if kind == "develops":
            label = "earlier" if place else "newest"
        labels |= dict.fromkeys(group.article_ids, label)
    return tuple(replace(a, label=labels.get(a.article_id, "silent")) for a in answers)


def build_timeline(
    answers: Sequence[ArticleAnswer], groups: Sequence[AnswerGroup]
) -> tuple[TimelineEntry, ...]:
    """Return what was said on which day, newest first; () with fewer than two days.

    An entry has ``changed`` when its answer was not among those of the day before it.
    """
    by_id = {answer.article_id: answer for answer in answers}
    days: dict[str, list[tuple[int, list[str]]]] = {}
    for place, group in enumerate(groups):
        for article_id in group.article_ids:
            day = by_id[article_id].date[:10]
            if not day:
                continue
            entries = days.setdefault(day, [])
            same = next((ids for at, ids in entries if at == place), None)
            if same is None:
                entries.append((place, [article_id]))
            else:
                same.append(article_id)
    if len(days) < 2:
        return ()
    made: list[TimelineEntry] = []
    before: set[int] = set()
    for day in sorted(days):
        for place, ids in days[day]:
            best = max((by_id[i] for i in ids), key=lambda a: a.confidence)
            changed = bool(before) and place not in before
            made.append(TimelineEntry(day, best.answer, tuple(ids), changed, best.means))
        before = {place for place, _ in days[day]}
    return tuple(reversed(made))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST].rsplit(" ", 1)[0] + " ..."


def newest_first(
    groups: Sequence[AnswerGroup], answers: Sequence[ArticleAnswer]
) -> tuple[AnswerGroup, ...]:
    """Return the groups by the day of their newest articles, as a development is told.

    Of two that end on one day that which began later comes first.
    """
    days = [(max(own), min(own)) for own in (_days(group, answers) for group in groups)]
    ordered = sorted(zip(days, range(len(days)), strict=True), key=lambda each: each[0])
    return tuple(groups[place] for _, place in reversed(ordered))
