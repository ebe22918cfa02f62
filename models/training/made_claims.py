"""Make claims of news by rules: ``python -m models.training.made_claims --data DIR --out FILE``.

Half of them are borne out. The others tell what a text only plans, fears or denies as done, or
exchange who did it. Texts that ``is_held_out`` names give none, unless ``--held-out`` asks for
those alone. Needs the extra ``train``.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.training.questions.forms import IRREGULAR, inflect
from models.training.questions.news import DOCUMENTS, read_news, write_rows
from models.training.questions.parsing import load, parse, sentences_of
from models.training.questions.statements import Statement, statements
from models.training.rows import is_held_out

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

SOURCE = "news-told"
ALONE = 0.5
"""Share of the claims whose text is one sentence; the others have those around it."""
AROUND = 3
"""Sentences before, and behind, at most."""
SHORTEST, LONGEST = 50, 400
"""Characters of a sentence."""
PER_DOCUMENT = 12
PLENTY = "to come"
"""The kind that is by far the most common."""
LABELS = {
    "open": "neutral",
    "to come": "neutral",
    "not so": "contradiction",
    "contrary": "contradiction",
}
UNCLEAN = frozenset('"“”?!;()[]\n…')

Forms = Mapping[tuple[str, str], Counter[str]]


@dataclass(frozen=True, slots=True)
class Made:
    """A statement with its text."""

    statement: Statement
    text: str
    licence: str


def made_of(doc: Doc, licence: str, rng: random.Random) -> Iterator[Made]:
    """Yield the statements of a document, each with a sentence or a passage of it."""
    sentences = sentences_of(doc)
    told = {
        number: list(statements(sentence, rng))
        for number, sentence in enumerate(sentences)
        if _usable(sentence)
    }
    for number, found in told.items():
        for each in found:
            low, high = number, number + 1
            if rng.random() > ALONE:
                low = max(0, number - rng.randint(0, AROUND))
                high = min(len(sentences), number + 1 + rng.randint(1, AROUND))
            facts = [s for n in range(low, high) for s in told.get(n, ()) if s.true]
            if not each.true and any(s.lemma == each.lemma and s.verb != each.verb
                                     for s in facts):  # fmt: skip
                continue  # what was planned may be told as done beside it
            text = doc.text[sentences[low].start_char : sentences[high - 1].end_char].strip()
            yield Made(each, " ".join(text.split()), licence)


def of_few(made: Sequence[Made], rng: random.Random) -> list[Made]:
    """Return some of a document's statements: rare kinds, and facts that stand beside them."""
    mixed = rng.sample(made, len(made))
    others = [each for each in mixed if not each.statement.true]
    others.sort(key=lambda each: each.statement.kind == PLENTY)
    texts = {each.text for each in others}
    facts = [each for each in mixed if each.statement.true]
    facts.sort(key=lambda each: each.text not in texts and each.statement.tag != "")
    return others[:PER_DOCUMENT] + facts[:PER_DOCUMENT]


def _usable(sentence: Span) -> bool:
    text = sentence.text.strip()
    return SHORTEST <= len(text) <= LONGEST and UNCLEAN.isdisjoint(text)


def count_forms(doc: Doc, forms: defaultdict[tuple[str, str], Counter[str]]) -> None:
    """Learn how verbs are inflected from where they stand."""
    for token in doc:
        if token.tag_ in ("VBD", "VBN") and token.text.islower() and token.text.isalpha():
            forms[token.lemma_.lower(), token.tag_][token.text] += 1


def form_of(statement: Statement, forms: Forms) -> str | None:
    """Return the verb in the form that it mostly has; None where it was not seen."""
    if not statement.tag:
        return statement.lemma
    first, *others = statement.lemma.split()
    seen = forms.get((first, statement.tag))
    if seen is None and first not in IRREGULAR:
        return None
    form = seen.most_common(1)[0][0] if seen else inflect(first, statement.tag)
    return " ".join([form, *others])


def choose(made: Sequence[Made], limit: int, rng: random.Random) -> list[Made]:
    """Return as many facts as others: of sentences with both first, kinds as even as they come."""
    by_kind: dict[str, list[Made]] = defaultdict(list)
    for each in rng.sample(made, len(made)):
        by_kind["fact" if each.statement.true else each.statement.kind].append(each)
    share, others = limit // 2, list[Made]()
    kinds = sorted((kind for kind in by_kind if kind != "fact"), key=lambda k: len(by_kind[k]))
    for number, kind in enumerate(kinds):
        others += by_kind[kind][: (share - len(others)) // (len(kinds) - number)]
    texts = {each.text for each in others}
    facts = sorted(
        by_kind["fact"], key=lambda each: each.text not in texts and each.statement.tag != ""
    )
    return others + facts[: len(others)]


def row(made: Made, form: str) -> dict[str, object]:
    """Return a claim as the other claims are written."""
    true = made.statement.true
    return {
        "source": SOURCE, "licence": made.licence, "document": made.text,
        "claim": made.statement.written(form), "supported": true,
        "label3": "entailment" if true else LABELS.get(made.statement.kind),
        "kind": made.statement.kind,
    }  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Read documents, parse them, make claims and write them."""
    parser = argparse.ArgumentParser(description="Make claims of news documents by rules.")
    parser.add_argument("--data", type=Path, required=True, help=f"folder with {DOCUMENTS}")
    parser.add_argument("--out", type=Path, required=True, help="file.jsonl.gz")
    parser.add_argument("--limit", type=int, default=16_000, help="claims at most")
    parser.add_argument("--held-out", action="store_true", help="of texts that are kept out")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    rng = random.Random(options.seed)
    news = [each for each in read_news(options.data) if is_held_out(each[0]) == options.held_out]
    forms: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    made: list[Made] = []
    for doc, (_, licence) in zip(parse(load(), (text for text, _ in news)), news, strict=True):
        count_forms(doc, forms)
        of_document = list(made_of(doc, licence, rng))
        made += of_few(of_document, rng)
    made = [each for each in made if form_of(each.statement, forms)]
    kept = choose(made, options.limit, rng)
    rng.shuffle(kept)
    write_rows(options.out, (row(each, form_of(each.statement, forms) or "") for each in kept))
    kinds = Counter(each.statement.kind for each in kept)
    sys.stderr.write(f"{len(kept)} of {len(made)} claims kept: {kinds}\n")


if __name__ == "__main__":
    main()
