"""Every article answers for itself; who agrees is one group, who has no answer is silent."""

from __future__ import annotations

from qa.compare import agreement, answer_each
from qa.types import Article, ArticleInfo, Hit, Reading, SourceSpan
from tests.fakes import article_of, line_passages

FIRST = article_of("Allies will spend 5% of GDP.\nIt rained.", "First", date="2025-01-01")
SECOND = article_of("They agreed on five per cent.", "Second", date="2025-01-02")
THIRD = article_of("They agreed on 3%, he said.", "Third", date="2025-01-03")
FOURTH = article_of("A storm cut power.", "Fourth", date="2025-01-04")
ALL = [FOURTH, THIRD, SECOND, FIRST]


def info(article: Article) -> ArticleInfo:
    return ArticleInfo(article.id, article.title, "", "", article.date, "", "", 0, 1)


def hits_of(article: Article) -> list[Hit]:
    return [Hit(p, article.title, article.date, 0, 0, 0) for p in line_passages(article)]


def found(article: Article, line: int, text: str, no_answer: float) -> Reading:
    start = hits_of(article)[line].passage.text.index(text)
    return Reading(text, -0.1, no_answer, (SourceSpan(0, start, start + len(text)),))


READINGS = {
    FIRST.id: [found(FIRST, 0, "5%", 0.1), found(FIRST, 1, "rained", 0.4)],
    SECOND.id: [found(SECOND, 0, "five per cent", 0.2)],
    THIRD.id: [found(THIRD, 0, "3%", 0.2)],
    FOURTH.id: [found(FOURTH, 0, "storm", 0.9)],
}


def test_each_article_gives_its_own_best_answer_in_the_order_asked() -> None:
    answers = answer_each([info(a) for a in ALL], {a.id: hits_of(a) for a in ALL}, READINGS)
    assert [(a.article_id, a.answer) for a in answers] == [
        (FOURTH.id, ""),
        (THIRD.id, "3%"),
        (SECOND.id, "five per cent"),
        (FIRST.id, "5%"),
    ]
    assert [a.answerable for a in answers] == [False, True, True, True]
    assert answers[0].citations == ()
    for answer, article in zip(answers, ALL, strict=True):
        assert (answer.title, answer.date) == (article.title, article.date)
        assert 0.0 <= answer.confidence <= 1.0
        for citation in answer.citations:
            assert citation.article_id == article.id
            assert article.text[citation.start : citation.end] == citation.quote == answer.answer


def test_agreeing_articles_are_one_group_and_the_silent_are_named() -> None:
    answers = answer_each([info(a) for a in ALL], {a.id: hits_of(a) for a in ALL}, READINGS)
    groups, silent = agreement(answers)
    assert [set(group.article_ids) for group in groups] == [{FIRST.id, SECOND.id}, {THIRD.id}]
    assert silent == (FOURTH.id,)
    assert agreement(answers[::-1])[0] == groups


def test_an_article_without_passages_is_silent() -> None:
    answers = answer_each([info(FIRST), info(SECOND)], {FIRST.id: []}, {FIRST.id: []})
    assert agreement(answers) == ((), (FIRST.id, SECOND.id))
    assert agreement(()) == ((), ())
