"""The one class users meet; the work of each method lies in the module named after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from qa.desk import answers, comparisons, quotes, summaries, verifying
from qa.desk.answers import AnswerStream
from qa.desk.conversations import Conversation
from qa.desk.inputs import (
    checked_text,
    read_question,
    require_english,
)
from qa.desk.options import FilterOptions
from qa.desk.pages import add_comparison_pages
from qa.desk.shelf import Shelf
from qa.index.retrieval import DEFAULT_TOP_K
from qa.question import Question
from qa.records import (
    Answer,
    Comparison,
    Hit,
    Quote,
    SearchMode,
    Summary,
    Turn,
    Verification,
)


class Desk(Shelf):
    """Ask, summarise and compare the articles of one library; safe to share between threads.

    Models load on first use, and only those that are needed.
    """

    def search(
        self,
        question: str,
        *,
        top_k: int = DEFAULT_TOP_K,
        mode: SearchMode = "hybrid",
        today: str = "",
        **which: Unpack[FilterOptions],
    ) -> list[Hit]:
        """Return the ``top_k`` passages that best fit a question, without reading them.

        Articles of the time that the question speaks of are favoured, not chosen; ``today``,
        by default this day, is where "last week" is counted from.

        Raises:
            InputError: the question is blank or too long, or ``top_k`` is out of range.
            ArticleNotFound: no such article.
        """
        asked = self._respelt(read_question(question, today, top_k), today, top_k)
        return self._models.retrieve(asked, top_k, self._filters(**which), mode)

    def ask(
        self,
        question: str,
        *,
        top_k: int = DEFAULT_TOP_K,
        mode: SearchMode = "hybrid",
        force: bool = False,
        explain: bool = False,
        today: str = "",
        **which: Unpack[FilterOptions],
    ) -> Answer:
        """Answer a question from the library, or say that it has no answer.

        Args:
            question: at most ``MAX_QUESTION`` characters.
            top_k: passages to read.
            mode: how they are ranked.
            force: fill in the best answer and its citations also when it is not answerable.
            explain: also give every passage's scores and why this answer, or none.
            today: the day from which "last week" in the question is counted; by default this
                one. Articles of a time that is asked about are favoured.
            which: the articles to look in, as ``FilterOptions`` says: articles, source, since,
                until, author, language, url, filters.

        Raises:
            InputError: a blank or too long question, one in another language than English (but
                with ``force``, or a model of one's own), an empty library, a value out of range.
            ArticleNotFound: no such article.
        """
        return self.stream(
            question,
            top_k=top_k,
            mode=mode,
            force=force,
            explain=explain,
            today=today,
            **which,
        ).answer

    def stream(
        self,
        question: str,
        *,
        top_k: int = DEFAULT_TOP_K,
        mode: SearchMode = "hybrid",
        force: bool = False,
        explain: bool = False,
        today: str = "",
        **which: Unpack[FilterOptions],
    ) -> AnswerStream:
        """Return an iterator over the pieces of an answer, none when there is no answer.

        Its ``answer`` is what ``ask`` returns for the same arguments. The passages are read
        first, to know which of them answers; the pieces then come from that one as the
        generator makes them. Raises as ``ask`` does, before the first piece.
        """
        asked = read_question(question, today, top_k)
        if self._models.english_only and not force:
            require_english(asked.text)
        asked = self._respelt(asked, today, top_k)
        return answers.ask(
            self._index,
            self._models,
            question,
            asked,
            filters=self._filters(**which),
            top_k=top_k,
            mode=mode,
            force=force,
            explained=explain,
        )

    def chat(self, turns: Sequence[Turn] = ()) -> Conversation:
        """Begin a conversation, in which a question may refer to those before it.

        ``turns`` of an earlier one, oldest first, go before it.
        """
        return Conversation(self, turns)

    def summarize(
        self, *, about: str | None = None, sentences: int = 3, **which: Unpack[FilterOptions]
    ) -> Summary:
        """Summarise articles, or what the library says about a topic, in one paragraph.

        Without a choice of articles and a topic, the whole library, up to ``SUMMARY_LIMIT``
        articles. Articles of several days are told as one story: how it stands, then day by day.

        Raises:
            InputError: nothing to summarise, too many articles or sentences, a blank topic, or one
                that no article is about.
            ArticleNotFound: no such article.
        """
        summaries.check_length(sentences)
        filters = self._filters(**which)
        return summaries.summarize(
            self._index, self._models, filters, about=about, sentences=sentences
        )

    def compare(
        self, question: str, *, today: str = "", **which: Unpack[FilterOptions]
    ) -> Comparison:
        """Put one question to several articles and say who agrees, who differs, who is silent.

        All that are chosen are asked; of a whole library the ``COMPARE_LIMIT`` articles that fit
        the question best, and ``unread`` counts the others.

        Raises:
            InputError: as ``ask`` does, and for more than ``CHOSEN_LIMIT`` articles chosen.
            ArticleNotFound: no such article.
        """
        asked = read_question(question, today)
        if self._models.english_only:
            require_english(asked.text)
        asked = self._respelt(asked, today)
        filters = self._filters(**which)
        made = comparisons.compare(self._index, self._models, question, asked, filters)
        return add_comparison_pages(self._index, made)

    def verify(self, text: str, **which: Unpack[FilterOptions]) -> Verification:
        """Hold each sentence of somebody's text against the articles, or those that fit it best.

        Every number, date, name and quotation has to be in the article and in its place, and
        the words near enough to it (see ``qa.grounding.check``). One that fails is not
        thereby false: the articles do not say it in words that the check can follow.

        Raises:
            InputError: a blank text, one over ``MAX_TEXT`` characters, or an empty library.
            ArticleNotFound: no such article.
        """
        filters = self._filters(**which)
        return verifying.verify(self._index, self._models, checked_text(text), filters)

    def quotes(self, *, speaker: str = "", **which: Unpack[FilterOptions]) -> list[Quote]:
        """Return who said what in articles, or in all, found by rules for English text.

        ``speaker`` is whose words alone are wanted; a part of the name is enough, and a full name
        is not taken for another of the same last name.

        Raises:
            ArticleNotFound: no such article.
        """
        return quotes.list_quotes(self._index, self._filters(**which), speaker)

    def _respelt(self, asked: Question, today: str, top_k: int = 1) -> Question:
        """Return a question with its misspelt words as the library spells them."""
        spelt = self._models.correct_spelling(asked.text)
        return asked if spelt == asked.text else read_question(spelt, today, top_k)
