"""One question to one answer: read the passages, confine, choose, fit, settle, check the support.

All that answers goes this way: ``ask``, ``stream``, a turn of a chat, each article of a
comparison, and the evaluation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.answering.choice import Choice, choose, normalize_confidence, read_passages
from qa.answering.confinement import confine, without_other_languages
from qa.answering.consequences import without_consequences
from qa.answering.counted import without_other_counts
from qa.answering.directions import without_wrong_directions
from qa.answering.echoes import doubt_echoes
from qa.answering.explanation import explain
from qa.answering.fates import without_other_fates
from qa.answering.fitting import GetJudge, fit
from qa.answering.headlines import add_headlines
from qa.answering.latter import with_latter_figures
from qa.answering.other_sums import without_other_sums
from qa.answering.other_things import without_other_things
from qa.answering.others import tell_meaning, weigh_articles
from qa.answering.persons import without_wrong_persons
from qa.answering.rivals import find_contenders
from qa.answering.statements import with_statements
from qa.answering.support import NO_ANSWER_SUPPORT, check_support, weigh_support
from qa.answering.tense import without_wrong_times
from qa.answering.voices import split_entries
from qa.protocols import Generator, Pointer
from qa.question import Question
from qa.records import Article, Explanation, Hit, OtherAnswer, Reading, Support
from qa.records.readings import shift_reading

GetArticle = Callable[[str], Article | None]
"""Returns the article of an id, None where there is none any more."""
GetPointer = Callable[[], Pointer]
"""Returns the reader that checks free wording; called only where there is some."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one question to some passages.

    ``choice`` is the answer, also where it is not to be trusted, with the confidence of its own
    passage; ``confidence`` in [0, 1] is what is left of that when all passages have spoken.
    ``shown`` says whether there is an answer to show, and ``support`` whether the cited
    articles bear it out. ``others`` is what other articles say, and ``means`` the day that a
    relative time in the answer means, as ``Answer`` has them.
    """

    hits: tuple[Hit, ...]
    readings: tuple[Reading, ...]
    choice: Choice
    confidence: float
    shown: bool
    support: Support
    others: tuple[OtherAnswer, ...] = ()
    means: str = ""

    def explanation(self) -> Explanation:
        """Return every passage's scores, and why this answer was given, or none."""
        return explain(self.hits, self.readings, self.choice)


def answer(
    question: Question,
    hits: Sequence[Hit],
    generator: Generator,
    article: GetArticle,
    pointer: GetPointer | None = None,
    judge: GetJudge | None = None,
    *,
    force: bool = False,
    english_only: bool = False,
    progress: Callable[[int], None] | None = None,
    again: Callable[[Answered], Sequence[Hit]] | None = None,
) -> Answered:
    """Return the answer to ``question`` from the passages of ``hits``, best first.

    ``pointer`` and ``judge`` check what is worded freely, and ``judge`` decides yes and no.
    ``force`` shows the best answer also where it is not answerable. With ``english_only``
    passages in other languages answer nothing. ``progress`` hears how many passages are read.
    ``again`` returns passages to read beside them, when it sees what came of these.
    """
    told = (article, pointer, judge)
    english = english_only and not force
    found, readings = _read(question, hits, generator, article, english, progress)
    made = answer_from_readings(question, found, readings, *told, force=force)
    more = again(made) if again is not None else ()
    if not more:
        return made
    others, read = _read(question, more, generator, article, english)
    readings += [shift_reading(reading, len(found)) for reading in read]
    return answer_from_readings(question, [*found, *others], readings, *told, force=force)


def _read(
    question: Question,
    hits: Sequence[Hit],
    generator: Generator,
    article: GetArticle,
    english_only: bool,
    progress: Callable[[int], None] | None = None,
) -> tuple[list[Hit], list[Reading]]:
    """Return what is read of ``hits``, and the readings."""
    found = split_entries(hits, article)
    readings = read_passages(question, found, generator, progress)
    found, readings = add_headlines(question, found, readings, generator, article)
    return found, without_other_languages(found, readings) if english_only else readings


def answer_from_readings(
    question: Question,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    article: GetArticle,
    pointer: GetPointer | None = None,
    judge: GetJudge | None = None,
    *,
    force: bool = False,
) -> Answered:
    """Return the same from passages that are read already, one of ``readings`` for each hit."""
    readings = with_statements(question, hits, readings, article)
    readings = doubt_echoes(question, readings)
    readings = confine(question, hits, readings, article)
    readings = with_latter_figures(question, hits, readings)
    readings = without_wrong_times(question, hits, readings)
    readings = without_other_counts(question, hits, readings)
    readings = without_other_fates(question, hits, readings)
    readings = without_other_things(question, hits, readings)
    readings = without_other_sums(question, hits, readings)
    readings = without_wrong_persons(question, hits, readings)
    readings = without_wrong_directions(question, hits, readings)
    readings = without_consequences(question, hits, readings)
    first = fit(question, hits, readings, choose(hits, readings), judge)
    choice, others = weigh_articles(question, hits, readings, first, article, judge)
    shown = choice.answerable or force
    support = NO_ANSWER_SUPPORT
    if shown:
        cited = dict.fromkeys(citation.article_id for citation in choice.citations)
        found = [each for each in map(article, cited) if each is not None]
        support = check_support(question, choice.text, choice.citations, found, pointer, judge)
    told = find_contenders(question, hits, readings, choice, article)
    if choice is not first:  # older articles that say otherwise don't make the newest less sure
        told = [i for i in told if choice.hit and hits[i].passage == choice.hit.passage]
    confidence = normalize_confidence(
        choice, [hits[i] for i in told], [readings[i] for i in told]
    ).confidence
    if shown:  # what the article lacks or denies of the question
        confidence = weigh_support(confidence, support, choice.text, choice.citations)
    means = tell_meaning(choice, choice.hit.date) if shown and choice.hit is not None else ""
    return Answered(tuple(hits), tuple(readings), choice, confidence, shown, support, others, means)
