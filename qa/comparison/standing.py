"""Which of the articles' answers stand beside each other: strong ones, on one event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qa.answering.changing import asks_what_changes
from qa.answering.choice import Choice
from qa.answering.events import SAME_TIME, days_between
from qa.answering.others import (
    could_replace,
    count_missing_names,
    form_of,
    names_time,
    on_event,
)
from qa.answering.persons import tells_name
from qa.answering.pipeline import Answered
from qa.answering.reading_context import find_context
from qa.answering.rivals import is_vaguer
from qa.answering.sureness import DOUBTFUL, WEAK
from qa.answering.voices import Voice
from qa.grounding.fact_checks import has_name
from qa.language.mentions import find_mentions
from qa.language.same_answers import are_comparable, same_answer
from qa.language.short_answers import NormalForm, normalize_answer
from qa.question import Question
from qa.records import Article, ArticleInfo, Hit
from qa.text.words import content_stems, find_words

WEAK_SHARE = 0.3
"""Least share of the strongest answer's strength for one that disagrees with it."""
WEAK_SHARE_UNLIKE = 0.6
"""The same for an answer of another kind: a monthly rate where a sum is asked for."""
ANCHORS = 5
"""Of the strongest voices the one is looked for whose event most others are on."""
FRESH = 14
"""Days within which two articles headed by the names that are asked about are on one event."""


def forms_of(infos: Sequence[ArticleInfo], answered: Sequence[Answered]) -> list[NormalForm | None]:
    """Return the comparing form of every answer, None where there is none."""
    return [
        normalize_answer(made.choice.text, date=info.date, means=made.means)
        if made.choice.answerable
        else None
        for info, made in zip(infos, answered, strict=True)
    ]


def borne_out(
    forms: Sequence[NormalForm | None],
    choices: Sequence[Choice],
    sure: Sequence[float],
    question: Question,
) -> list[bool]:
    """Say which answers stand: strong ones, and weak ones that agree with a strong one.

    A reader gives every article its own best guess, so that one about something else still
    has a figure to offer. Against the strongest answer that guess is less sure, its passage
    further from the question, and has fewer of the question's words; each alone may be
    chance, their product seldom is. A guess that is only possible is no voice against one that is
    more, unless another article backs it, nor is "dozens" beside a figure.
    """
    given = [choice.answerable for choice in choices]
    strength = _strengths(choices, question)
    while any(given):
        stand = _borne_out_by_best(forms, given, strength, sure, question)
        told = [form for form, stands in zip(forms, stand, strict=True) if form and stands]
        vague = [form and any(is_vaguer(question, form, f) for f in told) for form in forms]
        best = max((i for i, known in enumerate(given) if known), key=lambda i: strength[i])
        if not vague[best]:
            return [stands and not vague[place] for place, stands in enumerate(stand)]
        # What gives way itself silences nobody.
        given[best] = False
    return given


def _borne_out_by_best(
    forms: Sequence[NormalForm | None],
    given: Sequence[bool],
    strength: Sequence[float],
    sure: Sequence[float],
    question: Question,
) -> list[bool]:
    """Say which of the ``given`` answers stand beside the strongest of them."""
    best = max((i for i, known in enumerate(given) if known), key=lambda i: strength[i])
    strongest = forms[best]
    # Of what changes each article may be right on its day.
    least = DOUBTFUL if asks_what_changes(question) else WEAK
    kept = list(given)
    for place, form in enumerate(forms):
        if form is None or strongest is None or not given[place]:
            continue
        backers = [
            other
            for other, theirs in enumerate(forms)
            if theirs is not None and (other == place or same_answer(form, theirs))
        ]
        backed = max(strength[other] for other in backers)
        surest = max(sure[other] for other in backers)
        like = are_comparable(strongest, form)
        needed = WEAK_SHARE if like else WEAK_SHARE_UNLIKE
        doubtful = surest < least <= sure[best]
        kept[place] = backed >= needed * strength[best] and not doubtful
    return kept


def on_one_event(
    choices: Sequence[Choice],
    kept: Sequence[bool],
    question: Question,
    article: Callable[[str], Article | None],
) -> list[bool]:
    """Say which of the answers that are ``kept`` are of the strongest one's event.

    An article that lacks a name of the question is of none.
    """
    strength = _strengths(choices, question)
    voices: dict[int, Voice] = {}
    for place, choice in enumerate(choices):
        found = article(choice.hit.passage.article_id) if kept[place] and choice.hit else None
        if found is None or choice.hit is None:
            continue
        if not count_missing_names(question, found, choice.hit.passage.text):
            voices[place] = Voice(choice, found)
    if not voices:
        return [False] * len(choices)
    best = _anchor(question, voices, strength)
    told = on_event(question, voices[best], list(voices.values()))
    topic = _topic_words(question) & set(_stems(choices[best].hit))
    return [
        place == best
        or (
            place in voices
            and (voices[place] in told or _is_told_too(question, voices[place], told))
            and _is_alike(question, voices[best], voices[place])
            and (
                not topic
                or not topic.isdisjoint(_stems(choices[place].hit))
                or _are_headed_alike(question, voices[best], voices[place])
            )
        )
        for place in range(len(choices))
    ]


def _anchor(question: Question, voices: Mapping[int, Voice], strength: Sequence[float]) -> int:
    """Return the place of the strong voice on whose event the others' strength is greatest."""
    likely = list(voices)
    if question.asked.kind == "who":  # "the driver" tells less than a name
        likely = [place for place in voices if tells_name(voices[place].choice.text)] or likely
    if question.asked.kind == "when":  # "it is not clear", than a day
        likely = [place for place in voices if names_time(voices[place])] or likely
    strongest = sorted(likely, key=lambda place: strength[place], reverse=True)[:ANCHORS]

    def weight(place: int) -> float:
        told = on_event(question, voices[place], list(voices.values()))
        return sum(strength[other] for other, voice in voices.items() if voice in told)

    return max(strongest, key=weight)


def _is_told_too(question: Question, voice: Voice, told: Sequence[Voice]) -> bool:
    """Say whether a voice that shares few names with others may still be on their event.

    It says the same as one of them does, or its headline and one of theirs, within ``FRESH`` days,
    have the names that the question has.
    """
    own = form_of(voice)
    for other in told:
        if _are_headed_alike(question, voice, other):
            return True
        days = days_between(voice.article.date, other.article.date)
        if own.kind != "text" and days <= SAME_TIME and same_answer(own, form_of(other)):
            return True
    return False


def _are_headed_alike(question: Question, a: Voice, b: Voice) -> bool:
    """Say whether the headlines of two voices, within ``FRESH`` days, have the question's names."""
    days = days_between(a.article.date, b.article.date)
    return days <= FRESH and _is_headed(question, a) and _is_headed(question, b)


def _is_headed(question: Question, voice: Voice) -> bool:
    """Say whether the headline of a voice's article has all names that the question is sure of."""
    names = [name for name in question.mentions.names if name.sure]
    title = find_mentions(voice.article.title)
    return bool(names) and all(has_name(name, title) for name in names)


def _is_alike(question: Question, best: Voice, voice: Voice) -> bool:
    """Say whether a voice names somebody, or a time, where the strongest one does."""
    if question.asked.kind not in ("who", "when"):
        return True
    ours, theirs = form_of(best), form_of(voice)
    named = tells_name(best.choice.text), tells_name(voice.choice.text)
    if question.asked.kind == "who" and named[0] != named[1]:
        return theirs.negative
    return same_answer(ours, theirs) or theirs.negative or could_replace(question, best, voice)


def without_strays(
    choices: Sequence[Choice],
    kept: Sequence[bool],
    forms: Sequence[NormalForm | None],
    question: Question,
) -> list[bool]:
    """Return ``kept`` without answers that stand alone, and in sentences that tell of other things.

    Where several say one thing, two of them with a word of what is asked, "last seen", a day on
    which somebody was "reported missing" is none. What changes has no such day.
    """
    topic = set() if asks_what_changes(question) else _topic_words(question)
    told = [place for place in range(len(choices)) if kept[place] and forms[place] is not None]
    alike = {place: _alike(place, told, forms) for place in told}
    shared = {place: len(topic & _near_stems(choices[place])) for place in told}
    several = any(sum(shared[other] > 0 for other in alike[place]) > 1 for place in told)
    if not topic or not several:
        return list(kept)
    return [
        stands and not (place in shared and not shared[place] and len(alike[place]) == 1)
        for place, stands in enumerate(kept)
    ]


def _alike(place: int, told: Sequence[int], forms: Sequence[NormalForm | None]) -> list[int]:
    """Return the places of the answers that say what the one at ``place`` says, its own too."""
    own = forms[place]
    theirs = [(other, forms[other]) for other in told]
    return [other for other, form in theirs if own and form and same_answer(own, form)]


def _near_stems(choice: Choice) -> set[str]:
    """Return the stems of the sentence that an answer stands in, and of the one before it."""
    place = find_context(choice.hit, choice.reading) if choice.hit and choice.reading else None
    return set(content_stems(find_words(place.window))) if place else set(_stems(choice.hit))


def _topic_words(question: Question) -> set[str]:
    """Return the stems of a question's words of meaning that are not in its names."""
    text, names = question.mentions.text, question.mentions.names
    named = {stem for n in names for stem in content_stems(find_words(text[n.start : n.end]))}
    return set(question.content) - named


def _strengths(choices: Sequence[Choice], question: Question) -> list[float]:
    """Return confidence x nearness x words shared, the last two against the best, each <= 1."""
    dense = [max(0.0, c.hit.dense) if c.hit else 0.0 for c in choices]
    shared = [len(question.content.intersection(_stems(c.hit))) if c.hit else 0 for c in choices]
    nearest, most = max(dense, default=0.0), max(shared, default=0)
    return [
        choice.confidence
        * (near / nearest if nearest > 0.0 else 1.0)
        # Synonyms share no word, so words alone never silence an article.
        * (0.5 + 0.5 * words / most if most else 1.0)
        for choice, near, words in zip(choices, dense, shared, strict=True)
    ]


def _stems(hit: Hit | None) -> list[str]:
    if hit is None:
        return []
    return content_stems(find_words(f"{hit.title} {hit.passage.text}"))
