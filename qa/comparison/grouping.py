"""Group articles by the answer they give, whatever its spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from qa.language.bounds import Bounds, are_nested, find_bounds
from qa.language.dates import parse_value
from qa.language.same_answers import same_answer
from qa.language.short_answers import NormalForm, normalize_answer
from qa.records import AnswerGroup, ArticleAnswer

ROUNDED = Decimal("0.05")
"""Share by which two measures, each as its writer rounds it, may differ and still be one."""


def group_answers(
    answers: Sequence[ArticleAnswer], copies: Sequence[Sequence[str]] = ()
) -> tuple[AnswerGroup, ...]:
    """Return the groups of articles that agree; articles without an answer are in none.

    The group with the most independent sources comes first, then the one with the newest
    article. A group shows the wording that most of its articles use, of equals the most
    confident one's, but of dates one that tells the day; it lists its articles newest first.
    ``copies`` lists ids of articles that are one text, which count once. Agreement is not
    transitive ("Smith" fits John and Jane Smith), so every member agrees with every other: the
    fullest answers found groups first, and a short form joins the largest group it fits. The
    order of ``answers`` does not matter.
    """
    given = [a for a in answers if a.answerable and a.answer.strip()]
    read = {id(a): _Read(a) for a in given}
    forms = {key: each.form for key, each in read.items()}
    groups: list[list[ArticleAnswer]] = []
    for answer in sorted(given, key=lambda a: (*_fullness(forms[id(a)]), *_order(a))):
        own = read[id(answer)]
        fitting = [g for g in groups if all(_agree(own, read[id(m)]) for m in g)]
        if fitting:
            # max keeps the first of equals, which _fullness and _order put there.
            max(fitting, key=len).append(answer)
        else:
            groups.append([answer])
    ordered = [sorted(group, key=_order) for group in groups]
    ordered.sort(key=lambda g: (-_independent(g, copies), _order(g[0])))
    return tuple(
        AnswerGroup(
            answer=_representative(group),
            article_ids=tuple(a.article_id for a in group),
            independent=_independent(group, copies),
            copies=_repeated(group, copies),
            means=next(a.means for a in group if a.answer == _representative(group)),
        )
        for group in ordered
    )


def form_of(answer: ArticleAnswer) -> NormalForm:
    """Return an answer as its own article means it: "Tuesday" depends on that."""
    return normalize_answer(answer.answer, date=answer.date, means=answer.means)


class _Read:
    """An answer as it is compared: its form, its day, and what a figure in it leaves open."""

    __slots__ = ("bounds", "day", "form")

    def __init__(self, answer: ArticleAnswer) -> None:
        self.form: NormalForm = form_of(answer)
        self.bounds: Bounds | None = find_bounds(answer.answer)
        self.day = answer.date[:10]


def _agree(a: _Read, b: _Read) -> bool:
    """Say whether two articles' answers agree; "at least 90" of another day is the figure then."""
    if same_answer(a.form, b.form) or _measure_alike(a.form, b.form):
        return True
    if a.bounds is None or b.bounds is None or not are_nested(a.bounds, b.bounds):
        return False
    closed = all(each.bounds is not None and each.bounds.high.is_finite() for each in (a, b))
    return closed or a.day == b.day


def _measure_alike(a: NormalForm, b: NormalForm) -> bool:
    """Say whether two figures are one measure as two writers round it: 2.4 and 2.5 miles."""
    if not a.kind == b.kind == "number" or not a.unit or a.unit != b.unit or a.per != b.per:
        return False
    x, y = Decimal(a.value), Decimal(b.value)
    return abs(x - y) <= ROUNDED * max(abs(x), abs(y))


def _repeated(
    group: Sequence[ArticleAnswer], copies: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], ...]:
    inside = [tuple(a.article_id for a in group if a.article_id in text) for text in copies]
    return tuple(text for text in inside if len(text) > 1)


def _independent(group: Sequence[ArticleAnswer], copies: Sequence[Sequence[str]]) -> int:
    return len(group) - sum(len(text) - 1 for text in _repeated(group, copies))


def _order(answer: ArticleAnswer) -> tuple[list[int], str, str, float]:
    # Digits by their complement: newest first, and "" (undated) after all.
    day = [-ord(c) for c in answer.date] or [0]
    return (day, answer.article_id, answer.answer, -answer.confidence)


def _fullness(form: NormalForm) -> tuple[int, int, int, str]:
    """Sort the most telling forms first, by what same_answer lets an answer leave out."""
    return (-len(form.names), -len(form.value), -len(form.tokens) - bool(form.unit), form.value)


def _representative(group: Sequence[ArticleAnswer]) -> str:
    uses = Counter(" ".join(a.answer.split()).casefold() for a in group)
    best = min(
        group,
        key=lambda a: (
            -precision(a),
            -uses[" ".join(a.answer.split()).casefold()],
            -a.confidence,
            _order(a),
        ),
    )
    return best.answer


def precision(answer: ArticleAnswer) -> int:
    """Return how much of a date an answer tells: 3 for "May 4", 2 for "next month"; else 0."""
    form = form_of(answer)
    if form.kind != "date":
        return 0
    told = parse_value(form.value)
    return 3 if told.day else 2 if told.month else 1
