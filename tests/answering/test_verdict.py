"""Yes, no, or neither: every wrong "Yes" here would be a false statement on the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.verdict import find_verdict
from qa.question.claims import read_claim
from tests.support.verdicts import said


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Did Norway withdraw in March?", "Norway withdrew in March, saying it was too dear."),
        ("Will the mirror be 28 metres wide?", "The mirror will be 28 metres wide."),
        ("Were more than 200 people aboard?", "There were 212 people aboard."),
        ("Was the plan opposed by Osk?", "The plan was opposed by Osk from the first day."),
        ("Has the league approved the merger?", "The league has approved the merger."),
        ("Isn't the bridge 1,340 metres long?", "The bridge is 1,340 metres long."),
        ("Did the council vote on Tuesday?", "It rained. The council voted on Tuesday night."),
        ("Will the bridge open in 2028?", "The bridge will open in May 2028."),
        ("Did it open on 4 May?", "It opened on May 4."),
        ("Has Ida Storm been released?", "Ida Storm was released on Monday."),
        ("Is the toll 6 crowns?", "The toll is ~~5~~ 6 crowns."),
        ("Has the spring at Osk stopped flowing?", "The spring at Osk has stopped flowing."),
        ("Did the mill fail to pay its hands?", "The mill failed to pay its hands."),
        ("Did the case go to court?", "The case went to court in May."),
        ("Did the mayor's aide resign?", "The mayor's aide resigned on Friday."),
        ("Was the lock to be closed?", "The lock was to be closed."),
        ("Has a woman won the cup?", "Roe is the only woman to ever win the cup."),
        ("Is Vessby known for glass?", "Vessby is known for the song My Old Ferry and for glass."),
    ],
)
def test_a_sentence_that_says_what_is_asked_is_a_yes(question: str, passage: str) -> None:
    assert said(question, passage) == "yes"


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Did Petra Annick ask for a loan?", "Petra Annick did not ask for a loan."),
        ("Was anybody hurt?", "Nobody was hurt."),
        ("Do parents pay?", "Parents pay nothing."),
        # What "nobody" lacks, the sentences before have.
        ("Was anybody hurt in the theft?", "The theft took an hour. Nobody was hurt."),
        # other ways to say so
        ("Did Poe take sides?", "Poe declined to take sides but said that pay was low."),
        ("Did the mill stop paying its hands?", "The mill failed to stop paying its hands."),
        ("Did Poe sign the treaty?", "Poe refused to sign the treaty."),
        ("Has the crew set a date?", "The crew are yet to set a date."),
        ("Has Roe conceded defeat?", "Roe has yet to concede defeat or say a word."),
        ("Are the coupons still valid?", "The coupons are no longer valid, the shop said."),
        ("Can guests still use the pier?", "Guests can no longer use the pier."),
        ("Did Roe obtain a licence?", "Roe was never able to obtain a licence."),
        ("Is heavy flooding forecast?", "No major or heavy flooding is forecast."),
        # What opens or ends the sentence is another matter.
        ("Was the leak confirmed?", "The cause of the leak could not be confirmed."),
        ("Did Roe answer the board?", "Roe did not answer the board, which may sue."),
        # "He" after "Krug said" is Krug, whoever else is named.
        ("Did Krug name a date?", "Krug said Elm was ready. He did not name a date."),
    ],
)
def test_a_sentence_that_denies_what_is_asked_is_a_no(question: str, passage: str) -> None:
    assert said(question, passage) == "no"


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        # not yet, or only said so
        ("Did 500 people register?", "A date will be set once 500 people had registered."),
        ("Has the bridge opened?", "The toll falls once the bridge has opened."),
        ("Was the mill closed?", "The town pays once the mill has closed."),
        ("Will Poe resign?", "Poe was under pressure as two of his aides resigned."),
        ("Did a mare win?", "Although mares have won each race, none has won the cup."),
        ("Did Poe enter the race?", "Poe, who was considering it, entered the race he may lose."),
        ("Was Roe the first mayor?", "The claim: Roe was the first mayor."),
        ("Is flooding forecast?", "No major flooding is forecast."),
        # somebody else
        ("Did Rutte demand 5%?", "Trump has demanded that allies spend 5%."),
        ("Did the captain resign?", "Its operations manager has resigned."),
        ("Is the night guard a suspect?", "The night guard slept. He is not a suspect."),
        # the other way round
        ("Did the city sue the builder?", "The builder sued the city."),
        ("Did Norway defeat Chile?", "Chile defeated Norway in the final."),
        ("Did the plan oppose Osk?", "The plan was opposed by Osk."),
        ("Was the plan opposed by Osk?", "Osk opposed the plan from the first day."),
        ("Did he write the song on his own?", "He co-wrote the song with the band."),
        ("Did he write the song alone?", "He wrote the song with the band."),
        # another number or date, which may be of something else
        ("Did Norway withdraw in May?", "Norway withdrew in March, saying it was too dear."),
        ("Is the toll $8?", "The toll is $6.50 for each lorry."),
        ("Is the eclipse on April 9?", "Read the latest eclipse news as of Wednesday, April 3."),
        ("Will the bridge cost $840 million?", "The bridge will cost millions."),
        # not yet, or only perhaps
        ("Did the bridge open in May?", "The bridge will open in May 2028."),
        ("Will the ship return in June?", "The ship may return in June."),
        ("Will the ship return in June?", "In May it was said the ship may return in June."),
        ("Has the captain been blamed?", "The captain denied that she was to blame."),
        ("Was the captain to blame?", "The captain is cleared of blame."),
        ("Did the ferry sink?", "The ferry almost sank."),
        ("Did the mill pay its hands?", "The mill stopped paying its hands."),
        # another thing of the same number
        ("Did four people die?", "Four people were injured."),
        ("Did all the players stay?", "Some players stay."),
        ("Was the vote held before the storm?", "The vote was held after the storm."),
        ("Is it true?", "It is raining."),
        # called for, planned or claimed
        ("Does the drug cure colds?", "The company claims that the drug cures colds."),
        ("Will Roe sell the mill?", "Roe is considering whether he will sell the mill."),
        ("Did the mayor resign?", "The council called on the mayor to resign over the sale."),
        ("Did Ada Roe step down?", "The board had suggested that Ada Roe step down."),
        ("Did Ada Roe resign?", "The board insists that Ada Roe resign over the sale."),
        ("Did the council close the pier?", "Lund recommended that the council close the pier."),
        ("Does Roe own the mill?", "Elm wants Roe to own the mill."),
        ("Was the lock closed?", "The lock was to be closed on Monday, but rain put it off."),
        ("Did Osk use poison in the war?", "Roe of Osk called for the use of poison in the war."),
        ("Is the plant legal in Osk?", "The plant is in an odd legal limbo in Osk."),
        # somebody's something
        ("Did the mayor resign?", "The mayor's chief of staff resigned on Friday."),
        ("Did Poe resign?", "Poe's lawyer resigned on Friday."),
        ("Has Poe resigned?", "The first to speak called on Poe to resign."),
        ("Did the lawyer resign?", "The lawyer's aide resigned on Friday."),
        # who did it to another
        ("Was Ada Poe found?", "Ada Poe found him ill on Monday."),
        ("Has Ada Poe been found?", "Ada Poe found them in a ditch."),
        ("Was Roe beaten?", "Roe had beaten him before."),
        ("Was the town saved?", "The town saved itself."),
        # a heading asks
        ("Did the council approve the plan?", "Did the council approve the plan?"),
        # one sentence each way
        ("Did the league approve it?", "The league approved it. The league did not approve it."),
    ],
)
def test_all_else_is_left_open(question: str, passage: str) -> None:
    assert said(question, passage) == "open"


@pytest.mark.parametrize(
    ("question", "passage", "found"),
    [
        ("Did the mayor resign?", "The mayor may resign on Friday.", "other"),
        ("Did the mayor resign?", "The mayor is expected to resign.", "other"),
        ("Did the mayor resign?", "The mayor resigned and plans to move to Spain.", "open"),
    ],
)
def test_what_may_be_is_told_apart_from_what_is_left_open(
    question: str, passage: str, found: str
) -> None:
    verdict = find_verdict(read_claim(question), passage)
    assert verdict is not None
    assert verdict.said == found


def test_the_nearest_sentence_is_named_where_none_decides() -> None:
    passage = "It rained all day. The council will vote on the ferry contract in May."
    verdict = find_verdict(read_claim("Did the council approve the ferry contract?"), passage)
    assert verdict is not None
    assert passage[verdict.start : verdict.end].startswith("The council")
    assert 0.5 < verdict.coverage < 1.0


@given(st.text(max_size=60), st.text(max_size=120))
def test_any_text_is_judged(question: str, passage: str) -> None:
    verdict = find_verdict(read_claim(f"Did {question}?"), passage)
    assert verdict is None or (
        0.0 <= verdict.coverage <= 1.0 and 0 <= verdict.start < verdict.end <= len(passage)
    )


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        # A noun of the verb tells of something else.
        ("Has Ida Storm been released?", "They told Storm's sons of her release, Ida Storm said."),
        ("Has Ida Storm been released?", "We are committed to seeing Ida Storm released."),
        ("Has Ida Storm retired?", "Then, retire and rest: so Ida Storm ends her book."),
        ("Has the mill been closed?", "They close the mill at night."),
        ("Has the mill been sold?", "Nothing changes until the mill has been sold."),
    ],
)
def test_what_only_speaks_of_it_decides_nothing(question: str, passage: str) -> None:
    assert said(question, passage) == "open"


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Jo Krug was held. He has not been formally charged.", "no"),
        (
            "Poe's sons blame Jo Krug. Police say he fled but has not been formally charged.",
            "no",
        ),
        ("Jo Krug was held. He was formally charged on Monday.", "yes"),
        ("Jo Krug met Ann Poe. He has not been formally charged.", "open"),
        ("Ann Poe was held. She has not been formally charged.", "open"),
        ("Jo Krug was held. It rained. He has not been formally charged.", "open"),
        ("Jo Krug was held. The firm has not been formally charged.", "open"),
    ],
)
def test_he_is_whom_the_sentence_before_names_alone(passage: str, expected: str) -> None:
    assert said("Has Jo Krug been formally charged?", passage) == expected


@pytest.mark.parametrize(
    ("headline", "passage", "expected"),
    [
        ("Orm II sets sail", "The crew will not stop at the pole.", "no"),
        ("Orm II sets sail", "The crew will not stop at the pole, Odell said.", "no"),
        ("Orm II sets sail", "Unlike Odell, the crew will not stop at the pole.", "open"),
        ("Orm 2 sets sail", "The crew will not stop at the pole.", "no"),
        ("Kestrel sets sail", "The crew will not stop at the pole.", "open"),
    ],
)
def test_a_headline_names_whom_its_article_tells_of(
    headline: str, passage: str, expected: str
) -> None:
    question = "Will the Orm II crew stop at the pole?"
    assert find_verdict(read_claim(question), passage, title=headline) is not None
    assert said(question, passage, headline) == expected


@pytest.mark.parametrize(
    ("question", "passage", "title"),
    [
        (
            "Does Ida Storm think of herself as famous?",
            "\u201cI think being famous is hard,\u201d she said.",
            "Ida Storm on her songs",
        ),
        (
            "Was Ida Storm hurt in the crash?",
            "Our driver was hurt in the crash, said a fan.",
            "Ida Storm cancels a concert",
        ),
        (
            "Did Ida Storm leave the band?",
            "\u201cI left the band in May,\u201d said its drummer.",
            "Ida Storm wins a prize",
        ),
    ],
)
def test_what_i_say_is_said_of_nobody_in_the_headline(
    question: str, passage: str, title: str
) -> None:
    verdict = find_verdict(read_claim(question), passage, title=title)
    assert verdict is not None
    assert verdict.said == "other"


@pytest.mark.parametrize("mark", [" ...", "\u2026"])
def test_a_heading_that_is_cut_off_decides_nothing_and_is_not_nearest(mark: str) -> None:
    text = f"Tarn Bridge plan put before court{mark}\n\nThe plan for the Tarn Bridge was void."
    verdict = find_verdict(read_claim("Is the plan for the Tarn Bridge before the court?"), text)
    assert verdict is not None
    assert text[verdict.start : verdict.end].startswith("The plan")


@pytest.mark.parametrize(
    ("question", "passage", "title", "expected"),
    [
        ("Has Ada Poe been found?", "The boots, found in a ditch, were hers.", "Ada Poe", "open"),
        ("Has Ada Poe been found?", "She was found in a barn on Monday.", "Ada Poe", "yes"),
        ("Has Ada Poe been found?", "Ada Poe's sons found her bed empty.", "", "open"),
        ("Has Bo Lind resigned?", "Crowds called for Bo Lind to resign at once.", "", "open"),
        ("Has Bo Lind resigned?", "Bo Lind left the country without resigning.", "", "open"),
        ("Has Bo Lind resigned?", "Bo Lind resigned without giving a reason.", "", "yes"),
        ("Has Bo Lind resigned?", "Bo Lind has not resigned.", "", "no"),
    ],
)
def test_another_thing_a_wish_or_an_aside_decides_nothing(
    question: str, passage: str, title: str, expected: str
) -> None:
    assert said(question, passage, title) == expected


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Did Roe support the sale?", "Roe opposed the sale of the mill."),
        ("Did Roe oppose the sale?", "Roe, a baker, backed the sale."),
        ("Did the fares rise in March?", "The fares fell in March."),
        ("Was the plan approved?", "The plan was rejected on Monday."),
        ("Did Elm win the final?", "Elm lost the final 3-1."),
        ("Did Roe vote for the tram?", "Councillor Roe voted against the tram."),
        ("Did the fares rise?", "The fares fell by a third in March."),
        ("Did Orla's profits rise?", "Orla's profits sank, and fell by 3 percent."),
        ("Didn't Roe support the sale?", "Roe opposed the sale."),
    ],
)
def test_what_nobody_does_who_does_the_other_is_a_no(question: str, passage: str) -> None:
    assert said(question, passage) == "no"


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Did Roe support the sale?", "Roe did not oppose the sale."),
        ("Did Roe support the sale?", "Roe may oppose the sale."),
        ("Did Roe support the sale?", "Moss opposed the sale. Roe was away."),
        ("Did the shop open on Monday?", "The shop closed on Monday."),  # it may have done both
        ("Did the fares rise in March?", "The fares fell in May."),
        ("Did the inn open before the war?", "The inn opened after the war."),
        ("Did the ship sail from Elm?", "The ship sailed to Elm."),
    ],
)
def test_an_opposite_that_decides_nothing(question: str, passage: str) -> None:
    assert said(question, passage) == "open"
