"""Group articles by the answer they give, whatever its spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qa.normalize import NormalForm, normalize_answer, same_answer
from qa.types import AnswerGroup, ArticleAnswer

_UNDATED = "9999"  # after every ISO date: a known earlier date comes first


def group_answers(answers: Sequence[ArticleAnswer]) -> tuple[AnswerGroup, ...]:
    """Return the groups of articles that agree; articles without an answer are in none.

    The largest group comes first, then the one with the earliest article. A group shows the
    wording that most of its articles use, of equals the most confident one's, and lists its
    articles by date. Agreement is not transitive ("Smith" fits John and Jane Smith), so every
    member agrees with every other: the fullest answers found groups first, and a short form
    joins the largest group it fits. The order of ``answers`` does not matter.
    """
    given = [a for a in answers if a.answerable and a.answer.strip()]
    forms = {id(a): normalize_answer(a.answer, date=a.date) for a in given}
    groups: list[list[ArticleAnswer]] = []
    for answer in sorted(given, key=lambda a: (*_fullness(forms[id(a)]), *_order(a))):
        form = forms[id(answer)]
        fitting = [g for g in groups if all(same_answer(form, forms[id(m)]) for m in g)]
        if fitting:
            # max keeps the first of equals, which _fullness and _order put there.
            max(fitting, key=len).append(answer)
        else:
            groups.append([answer])
    made = [sorted(group, key=_order) for group in groups]
    made.sort(key=lambda g: (-len(g), _order(g[0])))
    return tuple(
        AnswerGroup(_representative(group), tuple(a.article_id for a in group)) for group in made
    )


def _order(answer: ArticleAnswer) -> tuple[str, str, str, float]:
    return (answer.date or _UNDATED, answer.article_id, answer.answer, -answer.confidence)


def _fullness(form: NormalForm) -> tuple[int, int, int, str]:
    """Sort the most telling forms first, by what same_answer lets an answer leave out."""
    return (-len(form.names), -len(form.value), -len(form.tokens) - bool(form.unit), form.value)


def _representative(group: Sequence[ArticleAnswer]) -> str:
    uses = Counter(" ".join(a.answer.split()).casefold() for a in group)
    best = min(
        group,
        key=lambda a: (-uses[" ".join(a.answer.split()).casefold()], -a.confidence, _order(a)),
    )
    return best.answer
