"""What a library has on a topic: the articles of one event, and which of their sentences count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.answering.events import share_saga
from qa.answering.others import count_missing_names
from qa.desk.inputs import read_question
from qa.desk.models import Models
from qa.desk.no_match import require_passing
from qa.errors import InputError
from qa.protocols import Index
from qa.question import Question, capital_stems, word_overlap
from qa.records import Article, Filters, Passage
from qa.summary.paragraph import SourceSentence, current_sentences, source_sentences
from qa.summary.sides import narrow_to_side
from qa.text.words import content_stems, find_words

TOPIC_HITS = 40
"""Passages a summary about a topic draws on."""
LEAD = 2
"""Sentences that tell, with the headline, what an article is about."""
TOPIC_COSINE = 0.25
"""Least cosine of a passage to a topic that it does not name; strangers reach 0.21 in seeds/."""
TOPIC_SHARE = 0.6
"""Least part of the best passage's cosine for another to be about the same topic."""


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
    near = [h for h in hits if h.dense >= least or _names(asked, f"{h.title}\n{h.passage.text}")]
    found = {h.passage.article_id: index.get(h.passage.article_id) for h in near}
    # The first word of a topic may be a name, too: a topic is no sentence.
    capitals = capital_stems(asked)
    passages: dict[str, list[Passage]] = {}
    weights: dict[str, float] = {}
    for hit in near:
        article = found[hit.passage.article_id]
        if article is None or count_missing_names(asked, article, hit.passage.text):
            continue
        if not capitals <= _stems(f"{article.title}\n{article.text}"):
            continue
        passages.setdefault(article.id, []).append(hit.passage)
        weight = hit.dense + _names(asked, f"{hit.title}\n{hit.passage.text}")
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
    fronts = {}
    for each in articles:
        lead = " ".join(s.text for s in source_sentences(each)[:LEAD])
        fronts[each.id] = f"{each.title}\n{lead}"
    embedder = models.embedder()
    cosines = embedder.encode_passages(list(fronts.values())) @ embedder.encode_query(topic.text)
    return frozenset(
        each
        for (each, front), cosine in zip(fronts.items(), cosines, strict=True)
        if cosine >= least or _names(topic, front)
    )


def _names(topic: Question, text: str) -> bool:
    """Say whether most of the topic's words with meaning stand in ``text``."""
    return word_overlap(topic, text) > 0.5


def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(find_words(text)))
