"""What the pages are made of: no character of an article is lost, none becomes markup."""

from __future__ import annotations

import html
import itertools
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.records import (
    Answer,
    AnswerGroup,
    Article,
    ArticleAnswer,
    ArticleInfo,
    Citation,
    Comparison,
    Hit,
    Passage,
    Summary,
    SummarySentence,
    Support,
    Turn,
    Verification,
)
from qa.ui import render
from qa.ui.marks import (
    FOLD_CHARACTERS,
    escape_html,
    excerpt,
    highlight,
    merge_citations,
    show_controls,
)

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp; ${alert(3)} {{x}}"
TEXT = (
    "Rutte met Trump.\n\nAt the next summit NATO will seek 3%.\n"
    "Trump has demanded that allies spend 5% - unrealistic.\n\nThe end.\n"
)


class Page(HTMLParser):
    """Reads HTML as a browser would: elements, attributes, and the text between them."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.marked: list[str] = []
        self.shown = ""
        self._inside: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self._inside.append(tag)
        if tag == "mark":
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self._inside:
            self.marked[-1] += data
        if "details" not in self._inside:
            self.shown += data


def strip(source: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", source))


def cite(text: str, quote: str, article_id: str = "a" * 16) -> Citation:
    start = text.index(quote)
    return Citation(article_id, "A title", start, start + len(quote), quote)


texts = st.text(
    st.one_of(
        st.sampled_from("a b\n\n\t<>&\"'%$5.\r\u202e\u2066\x00\x1b\x7f\x85é漢🏳"), st.characters()
    ),
    max_size=400,
)


@st.composite
def cited(draw: st.DrawFn) -> tuple[str, list[Citation]]:
    text = draw(texts)
    spans = draw(
        st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=5)
    )
    return text, [Citation("a" * 16, "t", min(s), max(s), text[min(s) : max(s)]) for s in spans]


@given(cited())
def test_highlight_keeps_every_character(case: tuple[str, list[Citation]]) -> None:
    text, citations = case
    assert strip(highlight(text, citations)) == show_controls(text)


@given(st.text(st.sampled_from("ab \n<&.é漢"), max_size=6_000), st.data())
def test_highlight_marks_exactly_what_is_cited(text: str, data: st.DataObject) -> None:
    a, b = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    page = Page(highlight(text, [Citation("a" * 16, "t", a, b, text[a:b])]))
    assert "".join(page.marked) == text[a:b]
    # A mark is never folded away.
    assert set(page.tags) <= {"div", "p", "mark", "details", "summary"}
    assert text[a:b] in page.shown or not text[a:b].strip()


@given(cited())
def test_merged_marks_are_ordered_apart_and_cover_the_citations(
    case: tuple[str, list[Citation]],
) -> None:
    text, citations = case
    marks = merge_citations(citations, len(text))
    covered = {i for mark in marks for i in range(mark.start, mark.end)}
    assert covered == {i for c in citations for i in range(c.start, c.end)}
    assert all(left.end < right.start for left, right in itertools.pairwise(marks))


@given(texts)
def test_safe_text_is_neither_element_nor_attribute(text: str) -> None:
    page = Page(f'<i title="{escape_html(text)}">{escape_html(text)}</i>')
    assert page.tags == ["i"]
    assert [name for name, _ in page.attributes] == ["title"]
    assert html.unescape(escape_html(text)) == show_controls(text)


@given(texts)
def test_visible_leaves_no_control_or_override_and_touches_nothing_else(text: str) -> None:
    shown = show_controls(text)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    shown.encode("utf-8")
    assert show_controls(shown) == shown


def test_overlapping_and_adjacent_citations_become_one_mark() -> None:
    text = "0123456789"
    citations = [Citation("a", "t", s, e, text[s:e]) for s, e in ((5, 7), (1, 3), (3, 5), (2, 4))]
    page = Page(highlight(text, citations))
    assert page.marked == ["123456"]
    assert ("data-cite", "2 4 3 1") in page.attributes


def test_a_gap_of_one_character_keeps_marks_apart() -> None:
    text = "0123456789"
    citations = [Citation("a", "t", 1, 3, "12"), Citation("a", "t", 4, 5, "4")]
    assert Page(highlight(text, citations)).marked == ["12", "4"]


def test_paragraphs_away_from_the_citation_fold_and_its_neighbours_show() -> None:
    text = "".join(f"Paragraph number {i}.\n\n" for i in range(20))
    page = Page(highlight(text, [cite(text, "number 10")]))
    assert page.marked == ["number 10"]
    assert [n for n in range(20) if f"number {n}." in page.shown] == [9, 10, 11]
    assert ("data-label", "9 more paragraphs") in page.attributes
    assert ("data-label", "8 more paragraphs") in page.attributes


def test_one_lone_paragraph_is_not_folded() -> None:
    text = "One.\nTwo.\nThree cited.\n"
    assert "details" not in Page(highlight(text, [cite(text, "cited")])).tags


def test_an_article_without_line_breaks_folds_too() -> None:
    text = "Some words of news. " * 2_000
    middle = text.index("news", 20_000)
    page = Page(highlight(text, [Citation("a", "t", middle, middle + 4, "news")]))
    assert page.marked == ["news"]
    assert len(page.shown) < 8_000
    assert page.text == text


def test_a_huge_fold_is_announced_and_not_sent() -> None:
    text = "cited\n" + "word " * FOLD_CHARACTERS
    source = highlight(text, [cite(text, "cited")])
    assert len(source) < 10_000
    assert "characters are not shown here" in source


@given(cited())
def test_an_excerpt_is_a_window_of_the_text(case: tuple[str, list[Citation]]) -> None:
    text, citations = case
    source = excerpt(text, citations)
    if not merge_citations(citations, len(text)):
        assert source == ""
        return
    inner = strip(source).removeprefix("… ").removesuffix(" …")
    assert inner in show_controls(text)


def test_an_excerpt_shows_the_paragraph_and_marks_the_quote() -> None:
    page = Page(excerpt(TEXT, [cite(TEXT, "5%")]))
    assert page.text == "Trump has demanded that allies spend 5% - unrealistic."
    assert page.marked == ["5%"]


def test_a_long_excerpt_is_cut_at_spaces() -> None:
    text = "alpha " * 200 + "TARGET " + "omega " * 200
    shown = Page(excerpt(text, [cite(text, "TARGET")])).text
    assert shown.startswith("… alpha") and shown.endswith("omega …")
    assert len(shown) < 400


def hit(text: str, title: str = "A title") -> Hit:
    return Hit(Passage("a" * 16, 0, len(text), text), title, "2025-03-14", 0.71, 4.2, 1.234)


def article(text: str = TEXT, title: str = "A title") -> Article:
    return Article("a" * 16, text, title, "UNN", date="2025-03-14T10:00:00")


def asked(**changes: object) -> Answer:
    fields: dict[str, object] = {
        "question": "q?", "answer": "5%", "answerable": True, "confidence": 0.91,
        "citations": (cite(TEXT, "5%"),), "passages": (hit(TEXT),), "model": "copydesk-small",
        "timings_ms": {"retrieve": 12.4, "read": 345.6}, "support": Support(True, 1.0),
    }  # fmt: skip
    return Answer(**(fields | changes))  # type: ignore[arg-type]


def test_an_answer_shows_its_words_its_confidence_and_its_source() -> None:
    page = Page(render.render_answer(asked(), {"a" * 16: article()}))
    assert page.marked == ["5%"]
    for part in ("5%", "Very sure · 91%", "A title", "UNN · 2025-03-14", "1 passage read",
                 "1.234", "0.710", "4.20", "small · retrieve 12 ms", "read 346 ms"):  # fmt: skip
        assert part in page.text


@pytest.mark.parametrize(
    ("value", "words"),
    [(1.0, "Very sure · 100%"), (0.7, "Fairly sure · 70%"), (0.4, "Unsure · 40%"),
     (0.0, "A guess · 0%"), (-0.1, "A guess · 0%")],
)  # fmt: skip
def test_confidence_is_said_in_words_and_number(value: float, words: str) -> None:
    assert words in Page(render.render_answer(asked(confidence=value), {})).text


def test_an_answer_whose_article_is_gone_shows_its_quotes() -> None:
    assert Page(render.render_answer(asked(), {})).marked == ["5%"]


def test_an_answer_without_citation_says_so() -> None:
    assert "could not be traced" in Page(render.render_answer(asked(citations=()), {})).text


def test_an_answer_that_its_article_does_not_bear_out_says_why() -> None:
    support = Support(False, 0.5, ("<NASA> is not in the article",))
    text = Page(render.render_answer(asked(support=support), {})).text
    assert "Not fully borne out by its source: <NASA> is not in the article" in text
    assert "borne out" not in Page(render.render_answer(asked(), {})).text


def test_no_answer_shows_the_nearest_passage() -> None:
    page = Page(render.render_answer(asked(answer="", answerable=False, citations=()), {}))
    assert "Not in these articles" in page.text
    assert "Nearest passage" in page.text and "allies spend 5%" in page.text


def test_no_answer_in_an_empty_library_shows_no_passage() -> None:
    result = asked(answer="", answerable=False, citations=(), passages=())
    assert "Nearest" not in Page(render.render_answer(result, {})).text


def test_a_summary_numbers_its_citations_through_and_flags_what_is_unsupported() -> None:
    result = Summary(
        "A. B.",
        (
            SummarySentence("Trump demanded 5%.", True, 0.9, (cite(TEXT, "5%"),)),
            SummarySentence(
                *("NATO seeks 4%.", False, 0.2, (cite(TEXT, "3%"), cite(TEXT, "The end"))),
                reasons=("number <4%> is in no source",),
            ),
        ),
        ("a" * 16,),
        "m",
    )
    page = Page(render.render_summary(result, {"a" * 16: article()}))
    assert page.marked == ["3%", "5%", "The end"]
    cites = [value for name, value in page.attributes if name == "data-cite"]
    assert cites == ["1", "2", "3", "2", "1", "3"]
    assert page.text.count("unsupported") == 1
    assert "Summary of 1 article" in page.text and "1 sentence is not fully" in page.text
    assert "number <4%> is in no source" in page.text
    verified = Verification("A. B.", False, result.sentences, ("a" * 16,), "m")
    page = Page(render.render_verification(verified, {"a" * 16: article()}))
    assert page.marked == ["3%", "5%", "The end"]
    assert "1 of 2 sentences supported" in page.text
    assert "number <4%> is in no source" in page.text


def test_a_summarys_numbers_lead_to_the_right_words_of_several_articles() -> None:
    quotes = [("a" * 16, "5%"), ("b" * 16, "3%"), ("a" * 16, "The end")]
    sentences = tuple(
        SummarySentence(f"Says {quote}.", True, 1.0, (cite(TEXT, quote, article_id),))
        for article_id, quote in quotes
    )
    source = render.render_summary(
        Summary("", sentences, ("a" * 16, "b" * 16), "m"), {i: article() for i, _ in quotes}
    )
    marks = re.findall('<mark data-cite="([^"]+)">([^<]+)</mark>', source)
    assert marks == [("1", "5%"), ("3", "The end"), ("2", "3%")]
    assert source.count('class="cd-ref"') == 3


def test_a_comparison_has_a_card_per_answer_and_lists_the_silent() -> None:
    ids = ["a" * 16, "b" * 16, "c" * 16]
    answers = tuple(
        ArticleAnswer(i, f"Title {i[0]}", "2025-01-02", text, bool(text), 0.8, quotes)
        for i, text, quotes in zip(
            ids, ("5%", "five per cent", ""), ((cite(TEXT, "5%"),), (), ()), strict=True
        )
    )
    result = Comparison("q?", answers, (AnswerGroup("5%", tuple(ids[:2])),), (ids[2],), "m")
    source = render.render_comparison(result, {ids[0]: article()})
    page = Page(source)
    assert page.marked == ["5%"]
    for part in ("All who answer agree", "2 articles", "Title a", "Title b", "80% sure",
                 "“five per cent”", "Silent · 1", "Title c"):  # fmt: skip
        assert part in page.text


def test_a_comparison_that_nothing_decides_says_so() -> None:
    own = ArticleAnswer("a" * 16, "T", "", "5%", True, 0.3, (cite(TEXT, "5%"),), note="nearest")
    result = Comparison("q?", (own,), (AnswerGroup("5%", (own.article_id,)),), (), "m")
    page = Page(render.render_comparison(result, {}))
    assert "No article decides this." in page.text
    assert "Nearest." in page.text
    assert "answers this" not in page.text


def test_a_comparison_without_any_answer_says_so() -> None:
    result = Comparison("q?", (), (), ("f" * 16,), "m")
    page = Page(render.render_comparison(result, {}))
    assert "No article answers this." in page.text and "f" * 16 in page.text


INFO = ArticleInfo("a" * 16, "Title", "UNN", "", "2025-03-14T09:30", "", "en", 12_345, 7)


def test_the_table_has_every_column_and_a_box_with_the_id() -> None:
    page = Page(render.render_table([INFO]))
    for part in ("1 article", "Title", "UNN", "2025-03-14", "12,345", "7", "a" * 16):
        assert part in page.text
    assert ("value", "a" * 16) in page.attributes
    assert "09:30" not in page.text


def test_an_empty_table_invites() -> None:
    assert "The library is empty" in render.render_table([])


def test_labels_are_one_line_and_show_hidden_characters() -> None:
    info = ArticleInfo("a" * 16, "x" * 300 + "\u202e", "S\u202e", "", "2025-01-01", "", "", 1, 1)
    text = render.article_label(info)
    assert len(text) < 130 and "\u202e" not in text and "S[U+202E]" in text


def test_result_elements_are_new_when_their_content_is() -> None:
    first, second = render.render_table([INFO]), render.render_table([INFO, INFO])
    assert Page(first).tags[0] != Page(second).tags[0]
    assert render.render_table([INFO]) == first


@pytest.mark.parametrize("path", ["/home/me/models/tiny", r"C:\models\tiny"])
def test_a_models_folder_stays_on_the_server(path: str) -> None:
    shown = Page(render.render_answer(asked(model=path), {})).text
    assert "tiny" in shown and "models" not in shown
    assert render.model_label("google/flan-t5-base") == "google/flan-t5-base"


def test_hostile_text_is_inert_everywhere() -> None:
    text = f"{HOSTILE} 5% {HOSTILE}\n"
    citation = Citation("a" * 16, HOSTILE, 0, len(HOSTILE), HOSTILE)
    info = ArticleInfo("a" * 16, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "", 1, 1)
    held = {"a" * 16: Article("a" * 16, text, HOSTILE, HOSTILE, date=HOSTILE)}
    found = asked(
        answer=HOSTILE, citations=(citation,), passages=(hit(text, HOSTILE),), model=HOSTILE,
        timings_ms={HOSTILE: 1.0},
    )  # fmt: skip
    own = ArticleAnswer("a" * 16, HOSTILE, HOSTILE, HOSTILE, True, 0.5, (citation,), note=HOSTILE)
    pages = [
        render.render_answer(found, held),
        render.render_answer(found, {}),
        render.render_answer(asked(answerable=False, passages=(hit(text, HOSTILE),)), {}),
        render.render_summary(
            Summary(
                HOSTILE, (SummarySentence(HOSTILE, False, 0.1, (citation,)),), ("a" * 16,), "m"
            ),
            held,
        ),
        render.render_comparison(
            Comparison(HOSTILE, (own,), (AnswerGroup(HOSTILE, ("a" * 16,)),), (HOSTILE,), "m"), held
        ),
        render.render_table([info]),
        render.render_notice("bad", [HOSTILE], HOSTILE),
        render.render_placeholder(HOSTILE, HOSTILE),
    ]
    for source in pages:
        page = Page(source)
        assert not {"script", "img"} & set(page.tags)
        assert not [name for name, _ in page.attributes if name.startswith("on")]
        assert HOSTILE in page.text


def test_a_turn_says_what_it_was_understood_as_and_only_then() -> None:
    silent = Answer("Why?", "", False, 0.1, (), (), "m", note="")
    plain = Turn("Why?", "Why?", False, silent)
    assert "Understood" not in Page(render.render_turn(plain, {})).text
    page = Page(render.render_turn(Turn("and him?", f"Who is {HOSTILE}?", True, silent), {}))
    assert f"Understood as: Who is {HOSTILE}?" in page.text
    assert not {"script", "img"} & set(page.tags)


def test_a_note_stands_beside_its_answer() -> None:
    answer = Answer("Did it?", "It rained.", True, 0.5, (), (), "m", note="no <b>verdict</b>")
    page = Page(render.render_answer(answer, {}))
    assert "No <b>verdict</b>." in page.text
    assert "b" not in page.tags
