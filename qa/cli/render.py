"""Results as a person reads them; article text is placed literally, never as markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from qa.answering.sureness import confidence_line
from qa.cli.output import one_line, replace_controls
from qa.language.english import NOT_ENGLISH, seems_english
from qa.quotes.wording import within_sentence
from qa.records import (
    Answer,
    Article,
    Citation,
    Hit,
    OtherAnswer,
    Summary,
    SummarySentence,
    Support,
    Verification,
)
from qa.sources.pages import pages_label
from qa.text.sentences import split_sentences

NO_ANSWER = "Not in these articles."
# The longest stretch of an article shown around a quote: four lines of a terminal.
CONTEXT_CHARS = 320
# Enough of an id to be unique in a library of a million articles, and to be typed.
SHORT_ID = 8
CUT = "\N{HORIZONTAL ELLIPSIS}"
"""Stands where a sentence goes on that is not shown whole."""
QUOTE_STYLE = "bold reverse"

Articles = Mapping[str, Article]


def write_block(console: Console, text: Text | str, indent: int = 0) -> None:
    """Print one block, indented; wrapped on a terminal only, so that pipes get whole lines."""
    if console.is_terminal:
        from rich.padding import Padding

        console.print(Padding(text, (0, 0, 0, indent), expand=False))
    else:
        # A console's own ways of printing would make a tab so many spaces.
        console.file.write(f"{' ' * indent}{text}\n")


def heading(title: str, date: str, article_id: str, extra: str = "") -> Text:
    """Return "title · 2025-02-11 · a1b2c3d4"."""
    parts = [one_line(date)[:10], article_id[:SHORT_ID], extra]
    tail = "".join(f" · {part}" for part in parts if part)
    return Text.assemble((one_line(title), "bold"), (tail, "dim"))


def context_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentences around ``text[start:end]``, cut to what a screen takes."""
    touched = [(a, b) for a, b in split_sentences(text) if a < end and start < b]
    first = min([start, *(a for a, _ in touched)])
    last = max([end, *(b for _, b in touched)])
    room = max(0, CONTEXT_CHARS - (end - start)) // 2
    return whole_words(text, max(first, start - room), min(last, end + room), (start, end))


def whole_words(text: str, low: int, high: int, kept: tuple[int, int]) -> tuple[int, int]:
    """Return ``[low, high)`` without the halves of words at its ends; ``kept`` stays whole."""
    start, end = kept
    if 0 < low < start and not text[low - 1].isspace():
        while low < start and not text[low].isspace():
            low += 1
    if end < high < len(text) and not text[high].isspace():
        while high > end and not text[high - 1].isspace():
            high -= 1
    while low < start and text[low].isspace():
        low += 1
    while high > end and text[high - 1].isspace():
        high -= 1
    return low, high


def quoted_sentences(article: Article, citations: Sequence[Citation]) -> list[Text]:
    """Return the sentences that hold an article's citations, the cited words highlighted."""
    spans: list[tuple[int, int]] = []
    for citation in sorted(citations, key=lambda c: c.start):
        start, end = context_span(article.text, citation.start, citation.end)
        if spans and start < spans[-1][1]:
            start, end = spans[-1][0], max(end, spans.pop()[1])
        spans.append((start, end))
    sentences = split_sentences(article.text)
    begins, ends = {a for a, _ in sentences}, {b for _, b in sentences}
    shown = []
    for start, end in spans:
        text = _highlighted(article.text, (start, end), citations)
        shown.append(
            Text("" if start in begins else CUT + " ") + text + ("" if end in ends else " " + CUT)
        )
    return shown


def _highlighted(text: str, span: tuple[int, int], citations: Iterable[Citation]) -> Text:
    first, last = span
    result, done = Text(), first
    for citation in sorted(citations, key=lambda c: c.start):
        start, end = max(citation.start, done), min(citation.end, last)
        if start >= end:
            continue
        result.append(_flat(text[done:start]))
        result.append(_flat(text[start:end]), QUOTE_STYLE)
        done = end
    return result.append(_flat(text[done:last]))


def _flat(text: str) -> str:
    """Keep every space: words on both sides of a highlight must not run together."""
    return replace_controls(text).replace("\n", " ").replace("\t", " ")


def write_sources(
    console: Console, citations: Sequence[Citation], articles: Articles, indent: int
) -> None:
    """Print each cited article once, and under it its quotes in their sentences."""
    for article_id in dict.fromkeys(c.article_id for c in citations):
        own = [c for c in citations if c.article_id == article_id]
        article = articles.get(article_id)
        if article is None:  # removed since by another process
            write_block(console, heading(own[0].title, "", article_id, pages_label(own)), indent)
            for citation in own:
                write_block(console, Text(_flat(citation.quote), QUOTE_STYLE), indent + 2)
            continue
        line = heading(article.title, article.date, article_id, pages_label(own))
        write_block(console, line, indent)
        for text in quoted_sentences(article, own):
            write_block(console, text, indent + 2)


def write_answer(console: Console, answer: Answer, articles: Articles, verbose: bool) -> None:
    """Print an answer and where it was read; or that there is none, and the nearest passage."""
    if answer.answerable:
        line = Text(replace_controls(answer.answer), "bold green")
        write_block(console, line.append(f" ({answer.means})" if answer.means else "", "green"))
        if answer.attribution is not None:
            speaker = one_line(within_sentence(answer.attribution.speaker))
            write_block(console, Text(f"according to {speaker}", "italic"))
        if answer.note:
            write_block(console, Text(one_line(answer.note), "yellow"))
        write_support(console, answer.support, 0)
        write_block(console, Text(confidence_line(answer.confidence), "dim"))
        write_sources(console, answer.citations, articles, 2)
        _write_others(console, answer.others)
    else:
        write_block(console, Text(NO_ANSWER, "yellow"))
        if answer.note:
            write_block(console, Text(one_line(answer.note), "yellow"))
        if answer.passages and not verbose:
            write_block(console, Text("The nearest passage:", "dim"))
            _write_hit(console, answer.passages[0], scores=False)
    if verbose:
        write_block(console, Text(f"Passages read, by {one_line(answer.model)}:", "dim"))
        for hit in answer.passages:
            _write_hit(console, hit, scores=True)
        _write_timings(console, answer.timings_ms)


def _write_others(console: Console, others: Sequence[OtherAnswer]) -> None:
    """Print what other articles say: those that say otherwise first, each with its answer."""
    for same, lead in ((False, "Another article says otherwise:"), (True, "So says another:")):
        for number, other in enumerate(o for o in others if o.same == same):
            if not number:
                write_block(console, Text(lead, "dim" if same else "yellow"))
            line = Text(one_line(other.answer), "bold")
            line.append(f" ({other.means})" if other.means else "")
            write_block(console, line, 2)
            write_block(console, heading(other.title, other.date, other.article_id), 4)


def _write_hit(console: Console, hit: Hit, *, scores: bool) -> None:
    passage = hit.passage
    extra = f"{passage.start}-{passage.end}"
    if scores:
        extra += f" · score {hit.score:.3f} · dense {hit.dense:.3f} · lexical {hit.lexical:.2f}"
    write_block(console, heading(hit.title, hit.date, passage.article_id, extra), 2)
    text = one_line(passage.text)
    _, end = whole_words(text, 0, min(len(text), CONTEXT_CHARS), (0, 0))
    write_block(console, text if end == len(text) else f"{text[:end]} {CUT}", 4)


def _write_timings(console: Console, timings: Mapping[str, float]) -> None:
    parts = [f"{name} {value:.0f} ms" for name, value in timings.items()]
    write_block(console, Text(" · ".join(parts), "dim"))


def write_summary(console: Console, summary: Summary, articles: Articles, verbose: bool) -> None:
    """Print the paragraph, its unsupported sentences marked, then its articles."""
    paragraph, day = Text(), ""
    for sentence in summary.sentences:
        paragraph.append(" " if paragraph else "")
        if sentence.date != day:
            day = sentence.date
            paragraph.append(f"{day}: ", "dim")
        paragraph.append(one_line(sentence.text), "" if sentence.supported else "yellow")
        if not sentence.supported:
            paragraph.append(" [not supported]", "bold yellow")
    write_block(console, paragraph)
    for sentence in summary.sentences:
        write_support(console, sentence, 2)
    for article_id in summary.article_ids:
        if article := articles.get(article_id):
            write_block(console, heading(article.title, article.date, article.id), 2)
    if verbose:
        for number, sentence in enumerate(summary.sentences, 1):
            write_block(console, Text(f"Sentence {number}, support {sentence.score:.2f}:", "dim"))
            write_sources(console, sentence.citations, articles, 2)
        _write_timings(console, summary.timings_ms)


def write_other_languages(console: Console, articles: Articles) -> None:
    """Print a line for each article that is not in English."""
    for article in articles.values():
        if not seems_english(article.text):
            said = f"note: {one_line(article.title)} seems not to be in English, and {NOT_ENGLISH}"
            write_block(console, Text(said, "yellow"))


def write_support(console: Console, made: Support | SummarySentence, indent: int) -> None:
    """Print what an answer's or a sentence's articles do not bear out, a line each."""
    for mark, failings in (("not supported", made.reasons), ("look again", made.doubts)):
        for failing in failings:
            write_block(console, Text(f"{mark}: {one_line(failing)}", "yellow"), indent)


def write_verification(
    console: Console, result: Verification, articles: Articles, verbose: bool
) -> None:
    """Print every sentence with its verdict, what fails, and the words it was held against."""
    for sentence in result.sentences:
        mark, style = ("not supported", "yellow")
        if sentence.supported:
            mark, style = ("look again", "yellow") if sentence.doubts else ("supported", "green")
        line = Text.assemble((f"{mark:<14}", f"bold {style}"), one_line(sentence.text))
        write_block(console, line)
        write_support(console, sentence, 2)
        if verbose:
            write_block(console, Text(f"support {sentence.score:.2f}", "dim"), 2)
        write_sources(console, sentence.citations, articles, 2)
    if verbose:
        _write_timings(console, result.timings_ms)
