"""What a library has on a topic: the articles of one event, and which of their sentences count."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qa.answering.events import share_saga
from qa.answering.others import count_missing_names
from qa.desk.inputs import read_question
from qa.desk.models import Models
from qa.desk.no_match import require_passing
from qa.errors import InputError
from qa.language import lexicon
from qa.protocols import Index
from qa.question import Question, capital_stems, word_overlap
from qa.records import Article, Filters, Hit, Passage
from qa.summary.paragraph import SourceSentence, current_sentences, source_sentences
from qa.summary.sides import narrow_to_side
from qa.text.words import content_stems, find_words

TOPIC_HITS = 40
"""Passages a summary about a topic draws on."""
LEAD = 2
"""Sentences that tell, with the headline, what an article is about."""
TOPIC_COSINE = 0.25
"""Least cosine of a passage to a topic that it does not name; strangers reach 0.21 in seeds/."""
SURE_COSINE, NAMED_COSINE = 0.45, 0.3
"""What one passage has to reach, and one with all words of the topic: of 40 topics that libraries
of news do not have, the nearest passages reach 0.43 and 0.2."""
TOPIC_SHARE = 0.6
"""Least part of the best passage's cosine for another to be about the same topic."""

_NUMBERED = re.compile(r"\b(?P<name>[A-Z][a-z]\w+)[ -](?P<number>[IVX]+|\d{1,2})\b")
_MONTHS = lexicon.words("time", "months")
_ROMAN = {roman: n for n, roman in enumerate(("i", *lexicon.ordered("numbers", "roman")), 1)}


def topic_sentences(
    index: Index, models: Models, topic: str, filters: Filters
) -> list[list[SourceSentence]]:
    """Return the sentences of the passages about a topic, grouped by article."""
    asked = read_question(topic)
    hits = models.retrieve(asked, TOPIC_HITS, filters, "hybrid")
    require_passing(index, bool(hits), filters)
    # The fused score says which hit is better, not whether it is good: it counts standard
    # deviations among the candidates, which in a small library are all about the topic.
    least = max(TOPIC_COSINE, TOPIC_SHARE * max((hit.dense for hit in hits), default=0.0))
    near = [h for h in hits if h.dense >= least or _names(asked, _text(h))]
    if not any(_is_sure(asked, hit) for hit in near):
        near = []
    found = {h.passage.article_id: index.get(h.passage.article_id) for h in near}
    # The first word of a topic may be a name, too: a topic is no sentence.
    capitals = capital_stems(asked)
    numbered = _numbered(asked.text)
    passages: dict[str, list[Passage]] = {}
    weights: dict[str, float] = {}
    for hit in near:
        article = found[hit.passage.article_id]
        if article is None or _is_numbered_otherwise(asked.text, article):
            continue
        if not numbered & _numbered(_front(article)) and (
            count_missing_names(asked, article, hit.passage.text)
            or not capitals <= _stems(f"{article.title}\n{article.text}")
        ):
            continue
        passages.setdefault(article.id, []).append(hit.passage)
        weight = hit.dense + _names(asked, _text(hit))
        weights[article.id] = max(weights.get(article.id, 0.0), weight)
    if not passages:
        raise InputError(f"no article is about {topic!r}; `copydesk list` shows what there is")
    articles = _main_event(asked, {a.id: a for a in found.values() if a is not None}, weights)
    passages = {each: some for each, some in passages.items() if each in articles}
    whole = _about(asked, models, list(articles.values()), least)
    groups = [
        current_sentences(articles[each]) if each in whole else _parts(asked, articles[each], parts)
        for each, parts in passages.items()
    ]
    embedder = models.embedder()
    vector = embedder.encode_query(asked.text)
    told = [group for group in groups if group]
    return narrow_to_side(told, asked, embedder.encode_passages, vector)


def _parts(topic: Question, article: Article, passages: Sequence[Passage]) -> list[SourceSentence]:
    """Return the sentences of some passages: those with a word of the topic, else all."""
    inside = [
        sentence
        for sentence in current_sentences(article)
        if any(sentence.start < p.end and sentence.end > p.start for p in passages)
    ]
    named = [s for s in inside if topic.content & _stems(s.text)]
    return named or inside


def _main_event(
    topic: Question, articles: Mapping[str, Article], weights: Mapping[str, float]
) -> dict[str, Article]:
    """Return the articles of one event, of those that ``weights`` has.

    An article is of an event if it is of one with any other of it. Of several events it is the one
    whose articles weigh most together: an article its cosine to the topic, and 1 if it names that.
    """
    events: list[list[str]] = []
    for each in weights:
        linked = [
            event
            for event in events
            if any(share_saga(topic, articles[each], articles[other]) for other in event)
        ]
        events = [event for event in events if event not in linked]
        events.append([other for event in linked for other in event] + [each])
    main = max(events, key=lambda event: sum(weights[each] for each in event))
    return {each: articles[each] for each in weights if each in main}


def _about(
    topic: Question, models: Models, articles: Sequence[Article], least: float
) -> frozenset[str]:
    """Return ids of the articles that are about a topic, not only in a passage or two.

    Their headlines and first sentences name it, or come as near to it as a passage has to.
    """
    fronts = {each.id: _front(each) for each in articles}
    embedder = models.embedder()
    cosines = embedder.encode_passages(list(fronts.values())) @ embedder.encode_query(topic.text)
    return frozenset(
        each
        for (each, front), cosine in zip(fronts.items(), cosines, strict=True)
        if cosine >= least or _names(topic, front)
    )


def _is_sure(topic: Question, hit: Hit) -> bool:
    """Say whether a hit is near enough to a topic that its library may lack."""
    if word_overlap(topic, _text(hit)) < 1:
        return hit.dense >= SURE_COSINE
    return hit.dense >= NAMED_COSINE or bool(capital_stems(topic))


def _text(hit: Hit) -> str:
    return f"{hit.title}\n{hit.passage.text}"


def _front(article: Article) -> str:
    """Return an article's headline and first sentences."""
    lead = " ".join(s.text for s in source_sentences(article)[:LEAD])
    return f"{article.title}\n{lead}"


def _is_numbered_otherwise(topic: str, article: Article) -> bool:
    """Say whether an article opens with "Orion I", where a topic has "Orion II"."""
    wanted = _numbered(topic)
    names = {name for name, _ in wanted}
    for part in (article.title, _front(article)):
        if found := {each for each in _numbered(part) if each[0] in names}:
            return wanted.isdisjoint(found)
    return False


def _numbered(text: str) -> frozenset[tuple[str, int]]:
    """Return the names that a number tells apart, with it: Orion II is Orion 2."""
    found = ((match["name"].lower(), match["number"]) for match in _NUMBERED.finditer(text))
    return frozenset(
        (name, int(number) if number.isdigit() else _ROMAN.get(number.lower(), 0))
        for name, number in found
        if name not in _MONTHS
    )


def _names(topic: Question, text: str) -> bool:
    """Say whether most of the topic's words with meaning stand in ``text``."""
    return word_overlap(topic, text) > 0.5


def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(find_words(text)))
