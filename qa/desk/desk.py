"""The one class users meet; the work of each method lies in the module named after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.desk import answers, comparisons, saying, summaries, verifying
from qa.desk.care import KeptLibrary
from qa.desk.conversations import Conversation
from qa.desk.inputs import (
    checked_text,
    filters_of,
    read_question,
)
from qa.desk.library import ALL
from qa.desk.paging import paged_answer, paged_comparison
from qa.records import (
    Answer,
    Comparison,
    Filters,
    Hit,
    Quote,
    SearchMode,
    Summary,
    Turn,
    Verification,
)


class Desk(KeptLibrary):
    """Ask, summarise and compare the articles of one library; safe to share between threads.

    Models load on first use, and only those that are needed.
    """

    def search(
        self,
        question: str,
        *,
        top_k: int = 5,
        filters: Filters = ALL,
        mode: SearchMode = "hybrid",
        today: str = "",
    ) -> list[Hit]:
        """Return the ``top_k`` passages that best fit a question, without reading them.

        Articles of the time that the question speaks of are favoured, not chosen; ``today``,
        by default this day, is where "last week" is counted from.

        Raises:
            InputError: the question is blank or too long, or ``top_k`` is out of range.
        """
        asked = read_question(question, today, top_k)
        return self._models.retrieve(asked, top_k, filters, mode)

    def ask(
        self,
        question: str,
        *,
        articles: Sequence[str] = (),
        source: str = "",
        since: str = "",
        until: str = "",
        author: str = "",
        language: str = "",
        url: str = "",
        top_k: int = 5,
        mode: SearchMode = "hybrid",
        force: bool = False,
        explain: bool = False,
        today: str = "",
    ) -> Answer:
        """Answer a question from the library, or say that it has no answer.

        Args:
            question: at most ``MAX_QUESTION`` characters.
            articles: ids or prefixes of the only articles to look in.
            source: the only source to look in.
            since: first date, ISO 8601, inclusive.
            until: last date, inclusive.
            author: a part of the author's name, in any case.
            language: a language code; "en" also means "en-GB".
            url: a part of the address, such as its host.
            top_k: passages to read.
            mode: how they are ranked.
            force: fill in the best answer and its citations also when it is not answerable.
            explain: also give every passage's scores and why this answer, or none.
            today: the day from which "last week" in the question is counted; by default this
                one. Articles of a time that is asked about are favoured.

        Raises:
            InputError: a blank or too long question, an empty library, a value out of range.
            ArticleNotFound: no such article.
        """
        asked = read_question(question, today, top_k)
        answer = answers.ask(
            self._index,
            self._models,
            question,
            asked,
            filters=filters_of(self._ids(articles), source, since, until, author, language, url),
            top_k=top_k,
            mode=mode,
            force=force,
            explained=explain,
        )
        return paged_answer(self._index, answer)

    def stream(
        self,
        question: str,
        *,
        articles: Sequence[str] = (),
        source: str = "",
        since: str = "",
        until: str = "",
        author: str = "",
        language: str = "",
        url: str = "",
        top_k: int = 5,
        mode: SearchMode = "hybrid",
    ) -> Iterator[str]:
        """Yield the answer piece by piece; nothing when there is none.

        The passages are read first, to know which of them answers; the pieces then come from
        that one as the generator makes them. Raises as ``ask`` does, before the first piece.
        """
        filters = filters_of(self._ids(articles), source, since, until, author, language, url)
        asked = read_question(question, top_k=top_k)
        return answers.stream(
            self._index, self._models, asked, filters=filters, top_k=top_k, mode=mode
        )

    def chat(self, turns: Sequence[Turn] = ()) -> Conversation:
        """Begin a conversation, in which a question may refer to those before it.

        ``turns`` of an earlier one, oldest first, go before it.
        """
        return Conversation(self, turns)

    def summarize(self, *article_ids: str, about: str | None = None, sentences: int = 3) -> Summary:
        """Summarise articles, or what the library says about a topic, in one paragraph.

        Without ids and topic, the whole library, up to ``SUMMARY_LIMIT`` articles. A topic
        that no article is about gives an empty summary.

        Raises:
            InputError: nothing to summarise, too many articles or sentences, a blank topic.
            ArticleNotFound: no such article.
        """
        summaries.check_length(sentences)
        ids = self._ids(article_ids)
        return summaries.summarize(self._index, self._models, ids, about=about, sentences=sentences)

    def compare(self, question: str, *, articles: Sequence[str] = ()) -> Comparison:
        """Put one question to several articles and say who agrees, who differs, who is silent.

        Without ``articles``, to the whole library, or to the ``COMPARE_LIMIT`` articles of it
        that fit the question best.

        Raises:
            InputError: as ``ask`` does, and for more than ``COMPARE_LIMIT`` ``articles``.
            ArticleNotFound: no such article.
        """
        asked = read_question(question)
        filters = filters_of(self._ids(articles))
        made = comparisons.compare(self._index, self._models, question, asked, filters)
        return paged_comparison(self._index, made)

    def verify(self, text: str, *, articles: Sequence[str] = ()) -> Verification:
        """Hold each sentence of somebody's text against the articles, or those that fit it best.

        Every number, date, name and quotation has to be in the article and in its place, and
        the words near enough to it (see ``qa.grounding.check``). One that fails is not
        thereby false: the articles do not say it in words that the check can follow.

        Raises:
            InputError: a blank text, one over ``MAX_TEXT`` characters, or an empty library.
            ArticleNotFound: no such article.
        """
        return verifying.verify(self._index, self._models, checked_text(text), self._ids(articles))

    def quotes(self, article_ids: Sequence[str] = (), speaker: str = "") -> list[Quote]:
        """Return who said what in articles, or in all, found by rules for English text.

        Args:
            article_ids: ids or prefixes; none for the whole library.
            speaker: only what this person said; a part of the name is enough.

        Raises:
            ArticleNotFound: no such article.
        """
        return saying.quotes(self._index, self._ids(article_ids), speaker)
