from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from qa.comparison.grouping import group_answers
from qa.records import ArticleAnswer


def given_by(
    article: str, answer: str, *, date: str = "", confidence: float = 0.5, found: bool = True
) -> ArticleAnswer:
    return ArticleAnswer(article, article.title(), date, answer, found, confidence, ())


def test_spellings_of_one_answer_are_one_group_and_the_largest_comes_first() -> None:
    groups = group_answers(
        [
            given_by("a", "12 dead", date="2025-01-01"),
            given_by("b", "five per cent", date="2025-01-03"),
            given_by("c", "5%", date="2025-01-02", confidence=0.9),
            given_by("d", "5.0 percent", date="2025-01-04"),
            given_by("e", "", found=False),
            given_by("f", "5%", found=False),
        ]
    )
    assert [g.article_ids for g in groups] == [("d", "b", "c"), ("a",)]
    assert [g.answer for g in groups] == ["5%", "12 dead"]


def test_the_commonest_wording_stands_for_its_group() -> None:
    groups = group_answers(
        [
            given_by("a", "Mark Rutte", confidence=0.9),
            given_by("b", "Rutte", confidence=0.2),
            given_by("c", "Rutte", confidence=0.6),
        ]
    )
    assert [(g.answer, g.article_ids) for g in groups] == [("Rutte", ("a", "b", "c"))]


def test_groups_of_one_size_start_with_the_newest_and_undated_comes_last() -> None:
    groups = group_answers(
        [
            given_by("a", "red"),
            given_by("b", "green", date="2025-02-02"),
            given_by("c", "blue", date="2025-01-31"),
            given_by("d", "white", date="2025-01-31T08:00"),
        ]
    )
    assert [g.answer for g in groups] == ["green", "blue", "white", "red"]


def test_copies_of_one_text_are_one_source() -> None:
    wire = [given_by(name, "12 dead", date="2025-05-02") for name in "abc"]
    own = [given_by(name, "19 dead", date="2025-05-04") for name in "de"]
    assert [g.answer for g in group_answers([*wire, *own])] == ["12 dead", "19 dead"]
    groups = group_answers([*wire, *own], [("a", "b", "c")])
    assert [(g.answer, g.independent) for g in groups] == [("19 dead", 2), ("12 dead", 1)]
    assert [g.copies for g in groups] == [(), (("a", "b", "c"),)]
    # One text that was read in two ways is no copy within either group.
    split = group_answers([*wire, *own], [("a", "d")])
    assert [(g.answer, g.independent, g.copies) for g in split] == [
        ("12 dead", 3, ()),
        ("19 dead", 2, ()),
    ]


def test_each_article_has_its_own_thursday() -> None:
    groups = group_answers(
        [
            given_by("a", "on Thursday", date="2025-05-10"),
            given_by("b", "May 8", date="2025-06-01"),
            given_by("c", "Thursday", date="2025-05-20"),
        ]
    )
    assert [g.article_ids for g in groups] == [("b", "a"), ("c",)]


def test_a_short_form_does_not_merge_two_people() -> None:
    groups = group_answers(
        [
            given_by("a", "Smith"),
            given_by("b", "Jane Smith"),
            given_by("c", "John Smith"),
            given_by("d", "John Smith"),
        ]
    )
    assert [g.article_ids for g in groups] == [("a", "c", "d"), ("b",)]


def test_lists_agree_item_by_item_in_any_order() -> None:
    groups = group_answers(
        [
            given_by("a", "three wells; a clinic; a school"),
            given_by("b", "A school, a clinic and three wells"),
            given_by("c", "four wells; a clinic; a school"),
            given_by("d", "a clinic"),
            given_by("e", "three wells"),
        ]
    )
    assert [g.article_ids for g in groups] == [("a", "b"), ("c",), ("d",), ("e",)]


def test_a_list_and_one_member_of_it_differ() -> None:
    for part in ("Peru", "Peru; Chile", "Peru, Chile, Cuba and Brazil"):
        given = [given_by("a", "Peru, Chile and Cuba"), given_by("b", part)]
        assert len(group_answers(given)) == 2


def test_yes_and_no_are_two_groups() -> None:
    groups = group_answers([given_by("a", "Yes"), given_by("b", "No"), given_by("c", "Yes")])
    assert [(g.answer, g.article_ids) for g in groups] == [("Yes", ("a", "c")), ("No", ("b",))]


def test_nothing_found_is_no_group() -> None:
    assert group_answers([]) == ()
    assert group_answers([given_by("a", "", found=False), given_by("b", "  ")]) == ()


ANSWERS = st.lists(
    st.builds(
        given_by,
        st.sampled_from("abcdefgh"),
        st.sampled_from(
            ["5%", "five per cent", "5", "50%", "Smith", "John Smith", "Jane Smith", "May 8",
             "Thursday", "2025-05-08", "Yes", "No", "5%; Smith",
             "Jane Smith; 5", "12 dead", "12", "12 injured", "not 5%"]
        ),
        date=st.sampled_from(["", "2025-05-10", "2025-05-20"]),
        confidence=st.sampled_from([0.2, 0.7]),
        found=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda answer: answer.article_id,
)  # fmt: skip


@given(ANSWERS, st.randoms(use_true_random=False))
def test_groups_part_the_answers_whatever_their_order(
    answers: list[ArticleAnswer], random: Random
) -> None:
    groups = group_answers(answers)
    members = [i for g in groups for i in g.article_ids]
    assert sorted(members) == sorted(a.article_id for a in answers if a.answerable)
    assert all(
        g.answer in {a.answer for a in answers if a.article_id in g.article_ids} for g in groups
    )
    assert [len(g.article_ids) for g in groups] == sorted(
        (len(g.article_ids) for g in groups), reverse=True
    )
    mixed = list(answers)
    random.shuffle(mixed)
    assert group_answers(mixed) == groups


def test_of_dates_the_one_that_tells_the_day_is_shown() -> None:
    (group,) = group_answers(
        [
            given_by("a", "next month", date="2025-04-20", confidence=0.9),
            given_by("b", "next month", date="2025-04-21", confidence=0.9),
            given_by("c", "May 14", date="2025-04-22"),
        ]
    )
    assert group.answer == "May 14"
