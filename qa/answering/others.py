"""What other articles say to the question, and which of them is to be believed.

What changes from day to day (a toll, a price, who holds an office, a date to come) is as the newest
article on the event has it. What is the same event, the names of the articles tell; which time
is asked about, the question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from qa.answering.choice import Choice
from qa.answering.events import is_one_event, same_time
from qa.answering.fitting import GetJudge
from qa.answering.fitting.yes_no import is_divided
from qa.answering.persons import tells_name
from qa.answering.sureness import is_weak
from qa.answering.voices import Voice, find_voices
from qa.grounding.fact_checks import has_name
from qa.language.dates import find_dates, tell_day
from qa.language.mentions import find_mentions
from qa.language.same_answers import are_comparable, is_clause, same_answer
from qa.language.short_answers import NormalForm, normalize_answer
from qa.question import Question
from qa.question.measures import fits
from qa.question.when import closeness
from qa.records import Article, Hit, OtherAnswer, Reading

GetArticle = Callable[[str], Article | None]

NEWER_SHARE = 0.65
"""Least share of the surest answer's confidence for a newer figure or date to take its place."""
NEWER_SHARE_WORDS = 0.8
"""The same for names and other words, which articles put in more ways than figures."""
LATEST_SHARE = 0.4
"""The same where the question asks for how things stand now."""
HEARD_SHARE = 0.3
"""Least share of the surest answer's confidence for one that has the question's names instead."""
_FIGURES = frozenset({"money", "number"})
TIMELY = 0.5
"""Least closeness of an article to the time that is asked about (see ``question.when``)."""
SCALE = 1_000
"""Figures further apart than this many times are of different things: a price and a total."""
MOST_OTHERS = 6


def weigh_articles(
    question: Question,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    choice: Choice,
    article: GetArticle,
    judge: GetJudge | None = None,
) -> tuple[Choice, tuple[OtherAnswer, ...]]:
    """Return ``choice``, or the newest answer on its event, and what the others say.

    ``readings`` are those of ``hits``, and ``choice`` what was made of them. A list made of
    several articles stays, without others.
    """
    if not choice.answerable or choice.hit is None:
        return choice, ()
    cited = {citation.article_id for citation in choice.citations}
    divided = is_divided(choice)
    if (len(cited) > 1 and not divided) or len({hit.passage for hit in hits}) < 2:
        return choice, ()
    voices = find_voices(question, hits, readings, article, judge)
    own = None if divided else next((v for v in voices if v.choice.hit is choice.hit), None)
    if own is None and not divided:
        return choice, ()
    surest = max(voices, key=lambda v: v.choice.confidence, default=None) if divided else own
    if surest is None:
        return choice, ()
    if own is not None:  # what was made of all passages may be fuller than of the article's own
        voices = [Voice(choice, own.article, own.entry) if v is own else v for v in voices]
        surest = next(v for v in voices if v.choice is choice)
    surest = _of_kind(question, voices, _named(question, voices, surest))
    told = on_event(question, surest, voices)
    shown = _newest(question, told, surest)
    others = [_other(v, shown) for v in told if v is not shown and _is_heard(question, v, shown)]
    others.sort(key=lambda other: other.date, reverse=True)
    return shown.choice, tuple(others[:MOST_OTHERS])


def form_of(voice: Voice) -> NormalForm:
    """Return the comparing form of a voice's answer, read on the day of its article.

    "Monday" is of the week before or after, by the words around it.
    """
    date = voice.article.date
    return normalize_answer(voice.choice.text, date=date, means=tell_meaning(voice.choice, date))


def tell_meaning(choice: Choice, date: str) -> str:
    """Return the day that a relative time in an answer means, as ``dates.tell_day`` does."""
    if choice.hit is None or len(choice.citations) != 1:
        return ""
    passage, (cited,) = choice.hit.passage, choice.citations
    if cited.article_id != passage.article_id or choice.text not in cited.quote:
        return ""
    return tell_day(passage.text, cited.start - passage.start, cited.end - passage.start, date)


def count_missing_names(question: Question, article: Article, passage: str) -> int:
    """Return how many of the question's names neither a passage nor its article has."""
    names = [name for name in question.mentions.names if name.sure]
    near = find_mentions(f"{article.title}\n{passage}")
    missing = [name for name in names if not has_name(name, near)]
    if not missing:
        return 0
    whole = find_mentions(article.text)
    return sum(not has_name(name, whole) for name in missing)


def _named(question: Question, voices: Sequence[Voice], surest: Voice) -> Voice:
    """Return the surest voice that has the names of the question, where ``surest`` lacks one."""
    lacking = {id(v): count_missing_names(question, v.article, _text(v)) for v in voices}
    if not lacking[id(surest)]:
        return surest
    better = [v for v in voices if lacking[id(v)] < lacking[id(surest)]]
    best = max(better, key=lambda v: v.choice.confidence, default=surest)
    sure = best.choice.confidence >= HEARD_SHARE * surest.choice.confidence
    return best if sure else surest


def _of_kind(question: Question, voices: Sequence[Voice], surest: Voice) -> Voice:
    """Return the surest voice that names somebody or a time, where it is asked for.

    A reader that sees neither in one article points at a crew, or at how long it took.
    """
    kind = question.asked.kind

    def fits(voice: Voice) -> bool:
        return tells_name(voice.choice.text) if kind == "who" else names_time(voice)

    if kind not in ("who", "when") or fits(surest):
        return surest
    better = [
        v for v in voices if fits(v) and not count_missing_names(question, v.article, _text(v))
    ]
    best = max(better, key=lambda v: v.choice.confidence, default=surest)
    least = NEWER_SHARE_WORDS * surest.choice.confidence
    return best if best.choice.confidence >= least else surest


def names_time(voice: Voice) -> bool:
    """Say whether a voice's answer has a date, or a figure as of a time of day."""
    return bool(find_dates(voice.choice.text, voice.article.date)) or any(
        mark.isdigit() for mark in voice.choice.text
    )


def on_event(question: Question, surest: Voice, voices: Sequence[Voice]) -> list[Voice]:
    """Return the voices on the surest one's event, and those next to them.

    The audit of a bridge and a walk along its street share no names, but each shares some with
    the report on its approval, whose date the walk repeats. So a voice counts, too, that is on
    the event of one that is told, where this one agrees with it or with the surest.
    """
    told = [v for v in voices if v is surest or is_on_event(question, surest, v)]

    def is_next(told_one: Voice, voice: Voice) -> bool:
        said = form_of(told_one)
        agrees = same_answer(said, form_of(voice)) or same_answer(said, form_of(surest))
        return agrees and is_on_event(question, told_one, voice)

    return [v for v in voices if v in told or any(is_next(t, v) for t in told)]


def is_on_event(question: Question, surest: Voice, voice: Voice) -> bool:
    """Say whether a voice tells of the event that the surest one tells of.

    An answer of another time, that differs, is about another event of the kind, unless the question
    asks how things are.
    """
    if voice.article.id == surest.article.id:
        return True
    if count_missing_names(question, voice.article, _text(voice)):
        return False
    if not is_one_event(question, surest.article, voice.article):
        return False
    same = same_answer(form_of(surest), form_of(voice))
    return same or not question.past or same_time(surest.article.date, voice.article.date)


def _newest(question: Question, voices: Sequence[Voice], surest: Voice) -> Voice:
    """Return the newest voice that answers well enough, ``surest`` where nothing changes."""
    if question.earliest:
        return surest
    known = [v for v in voices if v.time[0] or v.article is surest.article]
    if question.when is not None and not question.latest:
        least = TIMELY if question.when.since else 1.0  # "as of May" leaves June out
        timely = [v for v in known if closeness(v.article.date, question.when) >= least]
        if not timely:
            return surest
        known = timely
        if surest not in timely:
            surest = max(timely, key=lambda v: v.choice.confidence)
    form = form_of(surest)
    newer = [
        v
        for v in known
        if v.time > surest.time
        and (surest.time[0] or v.article is surest.article)
        and _replaces(question, v, surest, form)
        and not (question.past and form.kind == "date" and _outvoted(v, surest, known))
    ]
    best = max(newer, key=lambda v: (v.time, v.choice.confidence), default=surest)
    # One that is newer still says what the surest says.
    again = any(v.time > best.time and same_answer(form_of(v), form) for v in known)
    return surest if again else best


def _outvoted(voice: Voice, surest: Voice, voices: Sequence[Voice]) -> bool:
    """Say whether more articles give the surest voice's day of what happened than the newer one's.

    The day on which something happened does not change, whereas a plan does.
    """
    ids = [
        {v.article.id for v in voices if same_answer(form_of(v), form_of(each))}
        for each in (surest, voice)
    ]
    return len(ids[0]) > max(1, len(ids[1]))


def _replaces(question: Question, voice: Voice, surest: Voice, form: NormalForm) -> bool:
    new = form_of(voice)
    if same_answer(new, form) or not could_replace(question, voice, surest):
        return False
    named = tells_name(voice.choice.text), tells_name(surest.choice.text)
    if form.kind == "text" and named[0] != named[1]:
        return False
    if form.items and not new.items:  # one of them is no newer list
        return False
    least = NEWER_SHARE if form.kind == new.kind != "text" else NEWER_SHARE_WORDS
    if question.latest or voice.article is surest.article:  # an entry corrects those before it
        least = LATEST_SHARE
    return voice.choice.confidence >= least * surest.choice.confidence


def _is_heard(question: Question, voice: Voice, shown: Voice) -> bool:
    ours, theirs = form_of(shown), form_of(voice)
    if same_answer(ours, theirs):
        return True
    if voice.article.id == shown.article.id and ours.kind == theirs.kind == "text":
        return False  # an entry of a live blog in other words: only figures and days show a change
    if is_clause(ours) or is_clause(theirs):
        return False  # the same in other words, or one more reason: nothing says otherwise
    named = tells_name(shown.choice.text), tells_name(voice.choice.text)
    if named[0] != named[1] and ours.kind == theirs.kind == "text":
        return False
    # What is only possible says nothing otherwise.
    return not is_weak(voice.choice.confidence) and could_replace(question, voice, shown)


def could_replace(question: Question, a: Voice, b: Voice) -> bool:
    """Say whether two answers are of one sort; "May" and "in two weeks" are to "when"."""
    forms = form_of(a), form_of(b)
    if question.asked.kind != "when" or any(f.kind in ("money", "percent") for f in forms):
        return are_interchangeable(*forms)
    return all(fits(question.asked, each.choice.text) for each in (a, b))


def are_interchangeable(a: NormalForm, b: NormalForm) -> bool:
    """Say whether two answers are of one sort, so that one could be put for the other.

    "More than three times" is none of a number of miles, nor a crew of a person's name.
    """
    if a.kind == b.kind == "text":
        return bool(a.names) == bool(b.names)
    return are_comparable(a, b) and a.unit == b.unit and _are_of_one_scale(a, b)


def _are_of_one_scale(a: NormalForm, b: NormalForm) -> bool:
    """Say whether two figures may be of one thing, as $30 a share and $2 billion are not."""
    if a.kind not in _FIGURES or b.kind not in _FIGURES:
        return True
    low, high = sorted((abs(Decimal(a.value)), abs(Decimal(b.value))))
    return not low or high <= SCALE * low


def _other(voice: Voice, shown: Voice) -> OtherAnswer:
    choice = voice.choice
    return OtherAnswer(
        answer=choice.text,
        date=voice.article.date,
        article_id=voice.article.id,
        title=voice.article.title,
        citations=choice.citations,
        same=same_answer(form_of(voice), form_of(shown)),
        confidence=choice.confidence,
        means=tell_meaning(choice, voice.article.date),
    )


def _text(voice: Voice) -> str:
    return voice.choice.hit.passage.text if voice.choice.hit is not None else ""
