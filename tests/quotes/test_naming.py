"""Whose quotes a name finds: invented people, some of one last name."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from qa.desk.quotes import list_quotes
from qa.index import open_index
from qa.quotes.extraction import find_quotes
from qa.quotes.naming import read_names, said_by
from qa.records import Filters
from qa.sources.articles import article_from_text
from tests.support.fakes import HashEmbedder, add_to

NAMESAKES = "Nora Quay Falk and Erik Falk came."


@pytest.mark.parametrize(
    ("text", "asked", "heard"),
    [
        ("Nora Falk met Erik Falk. “No,” Falk said.", "Nora Falk", False),
        ("Nora Falk met Erik Falk. “No,” Nora Falk said.", "Nora Falk", True),
        ("Nora Falk met Erik Falk. “No,” Erik Falk said.", "Nora Falk", False),
        ("Nora Falk met Erik Falk. “No,” Falk said.", "Falk", True),
        ("Nora Falk came. “No,” Falk said.", "nora falk", True),
        ("Erik Falk came. “No,” Falk said.", "Nora Falk", False),
        ("The mayor came. “No,” Falk said.", "Nora Falk", False),
        ("Mayor Nora Falk came. “No,” Falk said.", "Mayor Nora Falk", True),
        ("Mayor Nora Falk came. “No,” Falk said.", "Mayor Falk", True),
        # Others of that name: who follows somebody, or works for them.
        ("Nora Falk came. “No,” one unknown Falk supporter said.", "Falk", False),
        ("Nora Falk came. Falk's campaign said the vote was late.", "Falk", False),
        ("Nora Falk came. “No,” Falk's lawyer Al Roe said.", "Falk", False),
        ("Nora Falk came. “No,” Falk's lawyer Al Roe said.", "Roe", True),
        ("Nora Falk came. The Falk administration said it was late.", "Falk administration", True),
        ("The Falk spokesperson said it was late.", "Falk", True),
        # One person by each part of the name.
        ("Rui Inez Tula de Sao won. “We go on,” de Sao said.", "Tula", True),
        ("Rui Inez Tula de Sao won. “We go on,” Tula said.", "de Sao", True),
        ("Rui Inez Tula de Sao won. “We go on,” Tula said.", "Rui Inez Tula de Sao", True),
        ("Rui Inez Tula de Sao won. De Sao left. “We go on,” de Sao said.", "Tula", True),
        ("Rui “Tula” de Sao won. “We go on,” de Sao said.", "Tula", True),
        ("Rui Inez Tula de Sao met Nora Tula. “We go on,” Tula said.", "de Sao", False),
    ],
)  # fmt: skip
def test_a_full_name_is_not_every_namesake(text: str, asked: str, heard: bool) -> None:
    (quote,) = find_quotes(text)
    assert said_by(quote, asked, read_names(text)) is heard


@pytest.mark.parametrize(
    ("before", "heard"),
    [
        # Two of one last name: the one whose last name is not double.
        (f"{NAMESAKES} The Quay-Falk family left.", ["Erik Falk"]),
        (f"{NAMESAKES} They left.", []),
        ("Nora Quay Falk came. They left.", ["Nora Quay Falk"]),
        # Else the one who is named first and most.
        ("Nora Falk met her son Erik Falk. Nora Falk sat.", ["Nora Falk"]),
        ("Nora Falk met her son Erik Falk. Erik Falk sat.", []),
        ("Nora Falk met her son Erik Falk. They sat.", []),
        ("Big Erik Falk met Nora Falk. Erik Falk sat. Nora Falk sat. Erik Falk sat.", []),
        ("Big Erik Falk met Nora Falk. Erik Falk sat.", ["Erik Falk"]),
        ("Nora Falk met Erik Falk and Ada Falk. Nora Falk sat. Ada Falk sat.", []),
    ],
)
def test_a_last_name_alone_is_whose_the_article_says(before: str, heard: list[str]) -> None:
    text = f"{before} “We sell the mill,” Falk said."
    (quote,) = find_quotes(text)
    named = read_names(text)
    asked = ("Nora Quay Falk", "Nora Falk", "Erik Falk", "Ada Falk")
    full = [name for name in asked if said_by(quote, name, named)]
    assert full == [n for n in asked if any(set(n.split()) <= set(h.split()) for h in heard)]
    assert said_by(quote, "Falk", named)


@pytest.mark.parametrize(
    ("others", "heard"),
    [
        (["Mayor Nora Falk came."], True),
        (["Mayor Nora Falk came.", "Nora Falk left."], True),
        (["Mayor Nora Falk came.", "Erik Falk left."], False),
        (["Mayor Erik Falk came."], False),
        (["The mayor came."], False),
    ],
)
def test_a_last_name_without_a_full_one_is_its_only_bearers(
    library: Path, others: list[str], heard: bool
) -> None:
    embedder = HashEmbedder()
    index = open_index(library, embedder.name, embedder.dimension)
    for text in ("“We sell the mill,” Falk said.", *others):
        add_to(index, embedder, article_from_text(text))
    found = list_quotes(index, Filters(), "Nora Falk")
    index.close()
    assert [quote.quote for quote in found] == ["We sell the mill"] * heard


ACCENTED = ("Ada De León", "Łucja Żak", "Zoë Ångström", "Jürgen Groß")


@pytest.mark.parametrize("asked", ["NFC", "NFD", ""])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ACCENTED)
def test_accents_may_be_written_in_any_way_or_left_out(
    name: str, written: Literal["NFC", "NFD"], asked: Literal["NFC", "NFD", ""]
) -> None:
    text = unicodedata.normalize(written, f"“We stay,” {name} said. “No,” Bo Lund said.")
    plain = name.translate(str.maketrans("óŁŻëÅöü", "oLZeAou"))
    typed = unicodedata.normalize(asked, name) if asked else plain
    for each in (typed, typed.upper(), typed.split()[-1]):
        found = [q.quote for q in find_quotes(text) if said_by(q, each, read_names(text))]
        assert found == ["We stay"], each
