"""What the command line writes can neither drive a terminal nor be read as markup."""

from __future__ import annotations

import io
import json
import unicodedata
from dataclasses import replace
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from qa.cli import comparing, listing, output, render
from qa.cli.output import emit_json, one_line, replace_controls
from qa.cli.progress import describe_event
from qa.records import (
    Answer,
    AnswerGroup,
    Article,
    ArticleAnswer,
    Citation,
    Comparison,
    Hit,
    Passage,
    ProgressEvent,
    Summary,
    SummarySentence,
    Support,
)
from qa.sources.articles import article_from_text

TEXT = (
    "The [bold]council[/bold] met. Ms. Osk said the bridge, \x1b[31mred\x1b[0m, costs $1.2bn "
    "in U.S. money. Nobody left."
)
ARTICLE = Article("00112233445566aa", TEXT, "Bridge [link=x]title[/link]", date="2025-02-27")


def console(width: int = 80, *, terminal: bool = False) -> tuple[Console, io.StringIO]:
    stream = io.StringIO()
    made = Console(
        file=stream,
        width=width,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
        markup=False,
        highlight=False,
        emoji=False,
    )
    return made, stream


def cite(quote: str, article: Article = ARTICLE) -> Citation:
    start = article.text.index(quote)
    return Citation(article.id, article.title, start, start + len(quote), quote)


def acts_on_a_terminal(character: str) -> bool:
    if character in "\n\t":
        return False
    direction = unicodedata.bidirectional(character)
    return unicodedata.category(character) in {"Cc", "Cs"} or direction in {
        *("LRE", "RLE", "LRO", "RLO", "PDF"),
        *("LRI", "RLI", "FSI", "PDI"),
    }


@given(st.text(st.characters()))
def test_plain_leaves_nothing_that_acts_on_a_terminal(text: str) -> None:
    assert not any(map(acts_on_a_terminal, replace_controls(text)))
    assert "\n" not in one_line(text)


@given(st.text(st.characters(categories=("L", "N", "P", "Z", "S"))))
def test_plain_changes_no_ordinary_character(text: str) -> None:
    assert replace_controls(text) == text


ANY = st.text(st.characters(), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | ANY,
    lambda children: st.lists(children, max_size=3),
    max_leaves=6,
)  # fmt: skip


def emitted(value: dict[str, Any]) -> bytes:
    done = CliRunner().invoke(click.Command("emit", callback=lambda: emit_json(value)))
    assert done.exception is None
    return done.stdout_bytes


@given(st.dictionaries(ANY, JSON, max_size=4))
def test_json_round_trips_in_utf8_and_is_safe_to_look_at(value: dict[str, Any]) -> None:
    written = emitted(value).decode("utf-8")
    assert json.loads(written) == value
    assert not any(map(acts_on_a_terminal, written))


def test_json_keeps_letters_readable() -> None:
    assert "Zürich – 5 %" in emitted({"text": "Zürich – 5 %"}).decode("utf-8")


def answer(*citations: Citation, hits: tuple[Hit, ...] = ()) -> Answer:
    text = citations[0].quote if citations else ""
    return Answer("How much?", text, bool(citations), 0.87, citations, hits, "m", {"read": 12.0})


def test_a_quote_is_highlighted_in_its_own_sentence() -> None:
    to, stream = console(200, terminal=True)
    render.write_answer(to, answer(cite("$1.2bn")), {ARTICLE.id: ARTICLE}, verbose=False)
    shown = stream.getvalue()
    assert "costs \x1b[1;7m$1.2bn\x1b[0m in U.S. money." in shown
    assert "Nobody left" not in shown
    assert "2025-02-27" in shown
    assert "00112233" in shown


def test_article_text_is_neither_markup_nor_an_escape_sequence() -> None:
    to, stream = console(200)
    both = answer(cite("council"), cite("$1.2bn"))
    render.write_answer(to, both, {ARTICLE.id: ARTICLE}, verbose=False)
    shown = stream.getvalue()
    assert "The [bold]council[/bold] met." in shown
    assert "Bridge [link=x]title[/link]" in shown
    assert "\x1b" not in shown
    assert "\N{REPLACEMENT CHARACTER}[31mred" in shown


def test_two_quotes_of_one_sentence_show_it_once() -> None:
    to, stream = console(200)
    both = answer(cite("$1.2bn"), cite("Ms. Osk"))
    render.write_answer(to, both, {ARTICLE.id: ARTICLE}, verbose=False)
    assert stream.getvalue().count("Ms. Osk said") == 1


@given(st.data())
def test_surroundings_hold_the_quote_and_stay_short(data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from("ab. \nA$5"), min_size=1, max_size=1500))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = render.context_span(text, start, end)
    assert 0 <= first <= start < end <= last <= len(text)
    assert last - first <= max(render.CONTEXT_CHARS, end - start)


def test_a_citation_of_an_article_removed_since_is_still_shown() -> None:
    to, stream = console()
    render.write_answer(to, answer(cite("$1.2bn")), {}, verbose=False)
    assert stream.getvalue().count("$1.2bn") == 2


HIT = Hit(Passage(ARTICLE.id, 0, len(TEXT), TEXT), ARTICLE.title, ARTICLE.date, 0.25, 3.5, 0.125)


def test_no_answer_shows_the_nearest_passage() -> None:
    to, stream = console(300)
    render.write_answer(to, answer(hits=(HIT, HIT)), {}, verbose=False)
    shown = stream.getvalue()
    assert shown.startswith("Not in these articles.\n")
    assert shown.count("council") == 1


def test_verbose_shows_every_passage_with_its_scores_and_the_timings() -> None:
    to, stream = console(300)
    render.write_answer(to, answer(hits=(HIT, HIT)), {}, verbose=True)
    shown = stream.getvalue()
    assert shown.count("score 0.125 · dense 0.250 · lexical 3.50") == 2
    assert "read 12 ms" in shown


def test_a_flagged_sentence_says_so() -> None:
    to, stream = console(200)
    sentences = (
        SummarySentence("It costs $1.2bn.", True, 0.9, (cite("$1.2bn"),)),
        SummarySentence("It is [red]blue[/red].", False, 0.1, (), ("name [b]x[/b] is odd",)),
    )
    paragraph = " ".join(sentence.text for sentence in sentences)
    summary = Summary(paragraph, sentences, (ARTICLE.id,), "m")
    render.write_summary(to, summary, {ARTICLE.id: ARTICLE}, verbose=False)
    first, second, third, *_ = stream.getvalue().splitlines()
    assert first == "It costs $1.2bn. It is [red]blue[/red]. [not supported]"
    assert second.strip() == "not supported: name [b]x[/b] is odd"
    assert "Bridge" in third


def test_a_comparison_shows_groups_and_who_is_silent() -> None:
    to, stream = console(200)
    own = ArticleAnswer(
        *(ARTICLE.id, ARTICLE.title, "", "$1.2bn", True, 0.9, (cite("$1.2bn"),)),
        support=Support(False, 0.5, ("NASA is not in it",), ("where this has x",)),
        note="the nearest \x07one",
    )
    silent = tuple(f"{n:016x}" for n in range(9))
    compared = Comparison("q", (own,), (AnswerGroup("$1.2bn", (ARTICLE.id,)),), silent, "m")
    comparing.write_comparison(to, compared, {ARTICLE.id: ARTICLE}, {silent[0]: "Quiet \x07one"})
    shown = stream.getvalue()
    assert "$1.2bn  1 article\n" in shown
    assert "not supported: NASA is not in it\n" in shown
    assert "look again: where this has x\n" in shown
    assert "    the nearest \N{REPLACEMENT CHARACTER}one\n" in shown
    assert "Silent on this: 9" in shown
    assert "Quiet \N{REPLACEMENT CHARACTER}one" in shown


def test_nested_figures_get_dotted_names() -> None:
    to, stream = console()
    listing.write_figures(to, {"n": 3, "hybrid": {"hit@1": 0.94921}})
    assert [line.split() for line in stream.getvalue().splitlines()] == [
        ["n", "3"],
        ["hybrid.hit@1", "0.949"],
    ]


@pytest.mark.parametrize("width", [40, 80])
def test_pipes_get_whole_lines_and_terminals_wrapped_ones(width: int) -> None:
    piped, pipe = console(width)
    render.write_block(piped, "word " * 50, 4)
    assert len(pipe.getvalue().splitlines()) == 1
    shown, screen = console(width, terminal=True)
    render.write_block(shown, "word " * 50, 4)
    lines = screen.getvalue().splitlines()
    assert len(lines) > 3
    assert all(line.startswith("    word") for line in lines)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (ProgressEvent("model", 0, 0, "reader"), "Loading reader ..."),
        (ProgressEvent("add", 3, 9, "a\x1b[2Jb.txt"), "Adding 3/9 a�[2Jb.txt ..."),
        (ProgressEvent("new stage", 1, 2), "new stage 1/2 ..."),
    ],
)
def test_progress_in_words(event: ProgressEvent, words: str) -> None:
    assert describe_event(event) == words
    assert len(describe_event(ProgressEvent("add", 1, 2, "long/" * 99))) < 79


LONG = "the keeper of the northern lighthouse counted every passing ship " * 12


@pytest.mark.parametrize("around", ["", "A short one. "])
def test_what_is_shown_of_a_long_sentence_is_whole_words(around: str) -> None:
    text = f"{around}Indeed {LONG}and Ada Voss wrote it down {LONG.strip()}.{around and ' Yes.'}"
    start = text.index("Ada Voss")
    low, high = render.context_span(text, start, start + 8)
    words = set(text.split())
    assert set(text[low:high].split()) <= words
    article = replace(ARTICLE, text=text)
    (shown,) = render.quoted_sentences(
        article, [Citation(article.id, article.title, start, start + 8, "Ada Voss")]
    )
    assert shown.plain.startswith(f"{render.CUT} ")
    assert shown.plain.endswith(f" {render.CUT}")
    assert set(shown.plain.split()) <= words | {render.CUT}


def test_a_sentence_shown_whole_has_no_ellipsis() -> None:
    (shown,) = render.quoted_sentences(ARTICLE, [cite("$1.2bn")])
    assert render.CUT not in shown.plain


def test_no_color_means_no_code_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    to = output.stdout_console()
    assert to.color_system is None
    monkeypatch.setenv("NO_COLOR", "")
    assert not output.stdout_console().no_color


def test_articles_in_other_languages_are_named_below_a_summary() -> None:
    shown, stream = console()
    texts = (
        "Die F\u00e4hre f\u00e4hrt am Montag wieder nach Skerra, sagte der Kapit\u00e4n.",
        "The ferry sails.",
    )
    articles = [article_from_text(text) for text in texts]
    render.write_other_languages(shown, {each.id: each for each in articles})
    assert stream.getvalue().count("the reader knows English only") == 1
