"""One question to several articles: each answers for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qa.answering.choice import NO_CHOICE, Choice
from qa.answering.fitting import is_undecided
from qa.answering.others import (
    are_interchangeable,
    count_missing_names,
    form_of,
    on_event,
)
from qa.answering.persons import tells_name
from qa.answering.pipeline import Answered
from qa.answering.rivals import is_vaguer
from qa.answering.statements import is_said
from qa.answering.support import NO_ANSWER_SUPPORT
from qa.answering.sureness import DOUBTFUL
from qa.answering.voices import Voice
from qa.comparison.consensus import Encode, backed_reasons
from qa.comparison.differences import (
    build_timeline,
    classify_relation,
    label_answers,
    list_differences,
    newest_first,
)
from qa.comparison.grouping import group_answers
from qa.language.same_answers import are_comparable, same_answer
from qa.language.short_answers import NormalForm, normalize_answer
from qa.question import Question
from qa.records import Article, ArticleAnswer, ArticleInfo, Comparison, Hit
from qa.text.words import content_stems, find_words

ABOUT_SHARE = 0.6
"""Least share of the best passage's cosine; the same as for summaries about a topic."""
WEAK_SHARE = 0.3
"""Least share of the strongest answer's strength for one that disagrees with it."""
WEAK_SHARE_UNLIKE = 0.6
"""The same for an answer of another kind: a monthly rate where a sum is asked for."""


def article_answers(
    infos: Sequence[ArticleInfo],
    answered: Sequence[Answered],
    question: Question,
    article: Callable[[str], Article | None] | None = None,
    encode: Encode | None = None,
) -> tuple[ArticleAnswer, ...]:
    """Return every article's own answer, in the order of ``infos`` and of ``answered``.

    An article is silent when its best passage is much further from the question than the best
    of all (``ABOUT_SHARE``): asked what a bridge costs, a recall's cost is no disagreement.
    It is silent, too, when nothing as strong agrees with its weak answer (``WEAK_SHARE``), and
    when it leaves open what another says yes or no to. With ``article``, which returns the one of
    an id, it is silent if it tells of another event than the strongest answer's article. With
    ``encode`` a reason is silent that no other article comes near to and that is not sure.
    """
    nearest = [max((hit.dense for hit in made.hits), default=0.0) for made in answered]
    best = max(nearest, default=0.0)
    needed = ABOUT_SHARE * best if best > 0.0 else best  # a share of less than 0 is above it
    choices = _decided(
        [
            made.choice if near >= needed else NO_CHOICE
            for made, near in zip(answered, nearest, strict=True)
        ]
    )
    sure = [
        made.confidence if choice is made.choice else 0.0
        for made, choice in zip(answered, choices, strict=True)
    ]
    said = _said(choices, question, article)
    if any(said):  # what somebody said in one article makes nothing less likely that another has
        kept = said
    elif question.asked.kind == "why" and encode is not None:
        kept = backed_reasons(choices, sure, encode)
    else:
        kept = _borne_out(_forms(infos, answered, choices), choices, sure, question)
    if article is not None and not any(said):
        kept = _on_event(choices, kept, question, article)
    return tuple(
        ArticleAnswer(
            article_id=info.id,
            title=info.title,
            date=info.date,
            answer=choice.text if found else "",
            answerable=found,
            confidence=confidence,
            citations=choice.citations if found else (),
            note=choice.note if found else "",
            means=made.means if found else "",
            support=made.support if found else NO_ANSWER_SUPPORT,
        )
        for info, made, choice, confidence, found in zip(
            infos, answered, choices, sure, kept, strict=True
        )
    )


def _decided(choices: Sequence[Choice]) -> list[Choice]:
    """Leave out sentences that decide nothing; without any "Yes" or "No" the nearest stays.

    Two of them would look like two answers, and are none.
    """
    left_open = [is_undecided(choice) for choice in choices]
    decided = any(c.answerable and not o for c, o in zip(choices, left_open, strict=True))
    opened = [choice for choice, o in zip(choices, left_open, strict=True) if o]
    nearest = max(opened, key=lambda choice: choice.confidence, default=None)
    return [
        NO_CHOICE if o and (decided or c is not nearest) else c
        for c, o in zip(choices, left_open, strict=True)
    ]


def _said(
    choices: Sequence[Choice],
    question: Question,
    article: Callable[[str], Article | None] | None,
) -> list[bool]:
    """Say which answers are in the words of whom the question asks for."""
    asked, find = question.statement, article or _no_article
    return [
        asked is not None and c.answerable and is_said(asked, c.hit, c.reading, find)
        for c in choices
    ]


def _no_article(_: str) -> None:
    """A library that has no articles."""


def _forms(
    infos: Sequence[ArticleInfo], answered: Sequence[Answered], choices: Sequence[Choice]
) -> list[NormalForm | None]:
    """Return the comparing form of every answer, None where there is none."""
    return [
        normalize_answer(choice.text, date=info.date, means=made.means)
        if choice.answerable
        else None
        for info, made, choice in zip(infos, answered, choices, strict=True)
    ]


def _borne_out(
    forms: Sequence[NormalForm | None],
    choices: Sequence[Choice],
    sure: Sequence[float],
    question: Question,
) -> list[bool]:
    """Say which answers stand: strong ones, and weak ones that agree with a strong one.

    A reader gives every article its own best guess, so that one about something else still
    has a figure to offer. Against the strongest answer that guess is less sure, its passage
    further from the question, and has fewer of the question's words; each alone may be
    chance, their product seldom is. A reader that is not even half sure of its guess is no voice
    against one that is, unless another article backs it, nor is "dozens" beside a figure.
    """
    given = [choice.answerable for choice in choices]
    strength = _strengths(choices, question)
    if not any(given):
        return given
    best = max((i for i in range(len(choices)) if given[i]), key=lambda i: strength[i])
    strongest = forms[best]
    for place, form in enumerate(forms):
        if form is None or strongest is None:
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
        doubtful = surest < DOUBTFUL <= sure[best]
        given[place] = backed >= needed * strength[best] and not doubtful
    told = [form for form, stands in zip(forms, given, strict=True) if form and stands]
    return [
        stands and not (form and any(is_vaguer(question, form, other) for other in told))
        for form, stands in zip(forms, given, strict=True)
    ]


def _on_event(
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
    likely = list(voices)
    if question.asked.kind == "who":  # "the driver" tells less than a name
        likely = [place for place in voices if tells_name(voices[place].choice.text)] or likely
    best = max(likely, key=lambda place: strength[place])
    told = on_event(question, voices[best], list(voices.values()))
    topic = _topic_words(question) & set(_stems(choices[best].hit))
    return [
        place == best
        or (
            place in voices
            and voices[place] in told
            and _is_alike(question, voices[best], voices[place])
            and (not topic or not topic.isdisjoint(_stems(choices[place].hit)))
        )
        for place in range(len(choices))
    ]


def _is_alike(question: Question, best: Voice, voice: Voice) -> bool:
    """Say whether a voice names somebody, or a time, where the strongest one does."""
    if question.asked.kind not in ("who", "when"):
        return True
    ours, theirs = form_of(best), form_of(voice)
    named = tells_name(best.choice.text), tells_name(voice.choice.text)
    if question.asked.kind == "who" and named[0] != named[1]:
        return theirs.negative
    return same_answer(ours, theirs) or theirs.negative or are_interchangeable(ours, theirs)


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


def build_comparison(
    question: str,
    answers: Sequence[ArticleAnswer],
    copies: Sequence[Sequence[str]],
    model: str,
    timings_ms: Mapping[str, float],
    unread: int = 0,
    *,
    open_ended: bool = False,
) -> Comparison:
    """Group and label the answers; ``copies`` lists ids of articles that are one text.

    With ``open_ended`` the question asks why, or what somebody said.
    """
    groups = group_answers(answers, copies)
    differences = list_differences(groups, answers, open_ended=open_ended)
    relation = classify_relation(groups, differences, answers, open_ended=open_ended)
    if relation == "develops":
        groups = newest_first(groups, answers)
    return Comparison(
        question=question,
        answers=label_answers(answers, groups, relation),
        groups=groups,
        silent=tuple(answer.article_id for answer in answers if not answer.answerable),
        model=model,
        timings_ms=timings_ms,
        relation=relation,
        differences=differences,
        timeline=build_timeline(answers, groups),
        unread=unread,
    )
