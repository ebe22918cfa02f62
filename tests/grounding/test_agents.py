"""Who does it: the doer after "by", and that of the active, have to be the source's own."""

from __future__ import annotations

import pytest

from qa.grounding.check import check_claim
from qa.text.sentences import split_sentences

TEXTS = {
    "quarry": "Hakon Dahl, who runs the Lund quarry, called the ruling a blow. "
    "Siri Moe brought the case.",
    "tern": "The Tern was built by Orm Yards and is run by Halmere Ferries. "
    "Vance Lines owns two other ferries.",
    "museum": "Ida Roe has run the museum since 2019, and Paul Crane designed its new wing.",
    "tents": "The hospital, run by the charity Kell Trust, treated 40 people. "
    "The Norland Red Cross sent tents.",
    "bridge": "Mayor Ilse Brandt praised the crew. "
    "The bridge was opened by Queen Astrid on Friday.",
    "club": "Jon Roe manages the club. Its owner, Omar Tell, bought it in 2018.",
    "fire": "Detective Ann Lund led the inquiry into the fire; Captain Tom Vance led the search.",
    "film": "The film, directed by Mira Sol and written by Theo Park, opens on Friday.",
    "report": "Ann Lund and Tom Vance wrote the report on the fire. Ida Roe read it.",
    "mill": "Ida Roe ran the mill until 2019. Since then it has been run by Paul Vance.",
    "sale": "Orm Yards sold the Tern to Vance Lines. Ida Roe saw it sail.",
    "coach": "Jon Roe was fired on Friday, and the Elm Herons named Omar Tell the new coach. "
    "Paul Crane is the captain.",
    "inquiry": "Elm's Ida Kell spoke on Monday. Kell said the harbour office was looking into the "
    "leak. Omar Tell was there. Crane said he thinks the leak could cost 4 million. "
    "The town of Elm knows Paul Crane well.",
    "hut": "Rescue teams from Elm, headed by Major Ida Kell, reached the hut. "
    "General Paul Crane commands the region.",
}


def supported(text: str, claim: str) -> tuple[bool, tuple[str, ...]]:
    source = TEXTS[text]
    support = check_claim(claim, [source[a:b] for a, b in split_sentences(source)])
    return support.supported, support.reasons


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("quarry", "The Lund quarry is run by Hakon Dahl."),
        ("quarry", "Hakon Dahl runs the quarry."),
        ("tern", "Halmere Ferries runs the Tern."),
        ("tern", "Orm Yards built the Tern."),
        ("museum", "The museum has been run by Ida Roe since 2019."),
        ("museum", "The new wing was designed by Paul Crane."),
        ("tents", "The hospital is run by Kell Trust."),
        ("tents", "Kell Trust runs the hospital."),
        ("bridge", "Queen Astrid opened the bridge on Friday."),
        ("bridge", "The crew was praised by Ilse Brandt."),
        ("club", "The club is managed by Jon Roe."),
        ("club", "The club was bought by Omar Tell in 2018."),
        ("fire", "The inquiry was led by Ann Lund."),
        ("fire", "The search was led by Tom Vance."),
        ("film", "Theo Park wrote the film."),
        ("report", "The report on the fire was written by Tom Vance."),
        ("report", "The report was written by Ann Lund."),
        ("report", "The report was written by Ann Lund and Tom Vance."),
        ("mill", "The mill was run by Ida Roe until 2019."),
        ("sale", "The Tern was sold by Orm Yards to Vance Lines."),
        ("sale", "Vance Lines bought the Tern from Orm Yards."),
        ("hut", "Rescue teams were headed by Ida Kell."),
        ("hut", "The region is commanded by Paul Crane."),
        ("coach", "Jon Roe was fired on Friday."),
        ("coach", "The Elm Herons fired Jon Roe and named Omar Tell the coach."),
        ("coach", "Omar Tell was named the new coach by the Elm Herons."),
        ("inquiry", "Ida Kell said the harbour office was looking into the leak."),
        ("inquiry", "Paul Crane thinks the leak could cost 4 million."),
    ],
)
def test_active_and_passive_say_the_same(text: str, claim: str) -> None:
    passes, reasons = supported(text, claim)
    assert passes, reasons


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("quarry", "The Lund quarry is run by Siri Moe."),
        ("quarry", "The quarry was run by Siri Moe."),
        ("quarry", "Siri Moe runs the Lund quarry."),
        ("tern", "The Tern is run by Vance Lines."),
        ("tern", "The Tern was built by Halmere Ferries."),
        ("tern", "Orm Yards runs the Tern."),
        ("museum", "The museum is run by Paul Crane."),
        ("museum", "The new wing was designed by Ida Roe."),
        ("tents", "The hospital is run by the Norland Red Cross."),
        ("tents", "The hospital was run by the Red Cross."),
        ("bridge", "The bridge was opened by Mayor Ilse Brandt on Friday."),
        ("bridge", "The crew was praised by Queen Astrid."),
        ("club", "The club is managed by Omar Tell."),
        ("club", "The club was bought by Jon Roe in 2018."),
        ("fire", "The inquiry was led by Tom Vance."),
        ("fire", "The search was led by Ann Lund."),
        ("film", "The film was directed by Theo Park."),
        ("report", "The report was written by Ida Roe."),
        ("hut", "Rescue teams were headed by Paul Crane."),
        ("hut", "The region is commanded by Ida Kell."),
        # to another
        ("coach", "Omar Tell was fired on Friday."),
        ("coach", "The Elm Herons named Paul Crane the new coach."),
        # who says so, though the name opens its sentence, and "he" is whoever says it
        ("inquiry", "Omar Tell said the harbour office was looking into the leak."),
        ("inquiry", "Omar Tell thinks the leak could cost 4 million."),
    ],
)
def test_another_s_deed_fails(text: str, claim: str) -> None:
    passes, reasons = supported(text, claim)
    assert not passes
    assert any("a source says this of" in reason for reason in reasons), reasons


def test_the_sides_of_a_sale_are_not_swapped_behind_by() -> None:
    passes, reasons = supported("sale", "The Tern was sold by Vance Lines to Orm Yards.")
    assert not passes, reasons
