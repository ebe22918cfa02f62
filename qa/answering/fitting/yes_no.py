"""Yes or no, where a sentence decides; else the nearest sentence, as what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.choice import NO_CHOICE, ON_TOPIC_COSINE, Choice
from qa.answering.contradictions import select_quantities
from qa.answering.fitting.spans import HitSpan, make_choice
from qa.answering.verdict import judge
from qa.grounding.check import check_claim
from qa.grounding.fact_checks import has_date, has_quantity
from qa.language.mentions import find_mentions
from qa.question.claims import Claim
from qa.records import Hit
from qa.text.sentences import is_question, split_sentences

DECIDED = 0.9
"""Confidence in a "Yes" or "No". Of the 1,420 claims of FEVER-symmetric (Schuster et al. 2019) the
rules decided 244 when they first saw them, 228 of these rightly, 93 %."""
NEAREST = 0.6
"""Least share of a yes/no question's words in a sentence that is shown in place of a verdict."""
MUCH_ELSE = 3
"""More words, names and numbers of a question than this in one sentence are about the same."""
UNDECIDED = "no sentence says yes or no to this; the nearest one is shown"
DIVIDED = "the articles disagree; a sentence for each side is shown"


def is_undecided(choice: Choice) -> bool:
    """Say whether a choice is the sentence nearest to a yes/no question, for want of a verdict."""
    return choice.note == UNDECIDED


def answer_yes_no(claim: Claim, hits: Sequence[Hit], choice: Choice) -> Choice:
    """Answer "Yes" or "No" where a sentence decides, else show the nearest sentence."""
    sides: dict[str, HitSpan] = {}
    nearest, most = None, 0.0
    for index, hit in enumerate(hits):
        if hit.dense and hit.dense < ON_TOPIC_COSINE:
            continue
        text = hit.passage.text
        spans = split_sentences(text)
        for number, (start, end) in enumerate(spans):
            if is_question(text[start:end]):  # a heading that asks says nothing
                continue
            before = [text[a:b] for a, b in spans[:number]]
            said = judge(claim, text[start:end], before, hit.title, hit.date)
            verdict = said.verdict
            if verdict == "yes" and not _bears_out(claim, text[:end], hit.title):
                verdict = "open"
            if verdict == "no" and said.other and _has_facts(claim, hit):
                verdict = "open"
            if verdict != "open":
                sides.setdefault(verdict, HitSpan(index, start, end))
            if said.coverage > most:
                nearest, most = HitSpan(index, start, end), said.coverage
    if len(sides) == 1:
        ((word, place),) = sides.items()
        return make_choice(hits, [place], DECIDED, text=word.capitalize())
    if sides:
        return replace(make_choice(hits, list(sides.values()), DECIDED / 2), note=DIVIDED)
    if nearest is not None and most >= NEAREST:
        return replace(make_choice(hits, [nearest], most / 2), note=UNDECIDED)
    if choice.hit is None:
        return NO_CHOICE
    return replace(choice, answerable=False)


def _has_facts(claim: Claim, hit: Hit) -> bool:
    """Say whether the passage has the number or date that is asked about after all.

    Where an article on the eclipse of April 8 names another day, it speaks of something else.
    Numbers are more often of many things, so they tell less where the sentence holds much else.
    """
    said = find_mentions(f"{hit.title}. {hit.passage.text}")
    asked = claim.mentions
    numbers = select_quantities(asked)
    if any(has_date(date, said) for date in asked.dates):
        return True
    if len(claim.words) + len(claim.names) + len(numbers) > MUCH_ELSE:
        return False
    return any(has_quantity(q, asked.text[q.start : q.end], said) for q in numbers)


def _bears_out(claim: Claim, text: str, title: str) -> bool:
    """Let the grounding check object: a "yes" needs every fact of the question in the text."""
    failed = check_claim(claim.statement, [f"{title}. {text}"]).reasons
    return not any(reason.startswith(("number", "name", "date", "quote")) for reason in failed)
