"""Questions one after the other, each understood in the light of those before."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, Unpack, cast

from qa.answering.support import NO_ANSWER_SUPPORT
from qa.answering.sureness import DOUBTFUL
from qa.desk.options import AskOptions, FilterOptions
from qa.question.followup import REMEMBERED, Followup, resolve_followup
from qa.question.topics import Exchange
from qa.records import Answer, ArticleInfo, Turn
from qa.text.sentences import split_sentences
from qa.text.words import content_stems, find_words


class Asker(Protocol):
    """What a conversation needs of a desk."""

    def ask(self, question: str, **options: Unpack[AskOptions]) -> Answer:
        """Answer a question as ``Desk.ask`` does."""

    def articles(self, **which: Unpack[FilterOptions]) -> list[ArticleInfo]:
        """Return the articles of the library that pass."""


class Conversation:
    """Ask a desk questions that may refer to each other; safe to share between threads.

    A question that stands alone is asked just as ``Desk.ask`` would. One that depends on
    those before is rewritten, and the articles cited last are looked at first; the whole
    library only if they have no answer.
    """

    def __init__(self, desk: Asker, turns: Sequence[Turn] = ()) -> None:
        """Begin, or go on after ``turns``, oldest first."""
        self._desk = desk
        self._turns = list(turns)
        # One question at a time: what the next means depends on the answer.
        self._lock = threading.RLock()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Return what was asked and answered so far, oldest first."""
        with self._lock:
            return tuple(self._turns)

    def ask(self, question: str, **options: Unpack[AskOptions]) -> Turn:
        """Answer a question in its context; ``options`` and errors are those of ``Desk.ask``.

        A question that fails leaves the conversation as it was.
        """
        with self._lock:
            recent = self._turns[-REMEMBERED:]
            understood = resolve_followup(question, [exchange(turn) for turn in recent])
            answer = self._answer(understood, options)
            turn = Turn(question, understood.question, understood.depends, answer)
            self._turns.append(turn)
            return turn

    def reset(self) -> None:
        """Forget everything that was asked."""
        with self._lock:
            self._turns.clear()

    def _answer(self, understood: Followup, options: AskOptions) -> Answer:
        question, depends = understood.question, understood.depends
        topic = "" if options.get("force") else understood.topic
        cited = self._cited(options) if depends and not options.get("articles") else ()
        if cited:
            narrow = options.copy()
            narrow["articles"] = cited
            near = self._about_topic(topic, self._desk.ask(question, **narrow))
            if near.answerable and near.confidence >= DOUBTFUL:
                return near
            wide = self._about_topic(topic, self._desk.ask(question, **options))
            return near if near.answerable and near.confidence >= wide.confidence else wide
        return self._about_topic(topic, self._desk.ask(question, **options))

    def _about_topic(self, topic: str, answer: Answer) -> Answer:
        """Return an answer to "what about the barn", none where it is the one about the house.

        The sentence that answered the last question, and does not name what this one is about,
        answers it once more only because the rest of the question is the same.
        """
        told = _sentence(answer)
        if not (topic and told and told == self._told()):
            return answer
        if set(content_stems(find_words(topic))) & set(content_stems(find_words(told))):
            return answer
        note = f"no article says this of {topic}"
        return replace(
            answer,
            answer="",
            answerable=False,
            citations=(),
            note=note,
            support=NO_ANSWER_SUPPORT,
            others=(),
            means="",
            attribution=None,
        )

    def _told(self) -> str:
        return _sentence(self._turns[-1].answer) if self._turns else ""

    def _cited(self, options: AskOptions) -> tuple[str, ...]:
        """Return the ids of the articles cited last that are still there, and may be asked."""
        for turn in reversed(self._turns):
            ids = dict.fromkeys(c.article_id for c in turn.answer.citations)
            if ids:
                names = FilterOptions.__annotations__
                which = cast(FilterOptions, {k: v for k, v in options.items() if k in names})
                known = {info.id for info in self._desk.articles(**which)}
                return tuple(each for each in ids if each in known)
        return ()


def exchange(turn: Turn) -> Exchange:
    """Return a turn as the next question may refer to it, with the sentence it cites first."""
    answer = turn.answer
    shown = answer.answer if answer.answerable else ""
    asked = turn.question if turn.question != turn.rewritten else ""
    return Exchange(turn.rewritten, shown, _sentence(answer), asked)


def _sentence(answer: Answer) -> str:
    if not answer.citations:
        return ""
    first = answer.citations[0]
    for hit in answer.passages:
        passage = hit.passage
        if passage.article_id != first.article_id or not passage.start <= first.start < passage.end:
            continue
        for start, end in split_sentences(passage.text):
            if start <= first.start - passage.start < end:
                return passage.text[start:end]
    return first.quote
