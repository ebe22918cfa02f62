"""Gather true claims and labelled ones, choose their evidence, and add false partners."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.training.pairs.edits import Material, edit, material
from models.training.pairs.evidence import EVIDENCE_CHARS, choose_evidence
from models.training.pairs.neighbours import Neighbours
from models.training.pairs.rewording import fused, reworded
from qa.language.mentions import find_mentions
from qa.text.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from torch import Tensor

LIMITS = (140, 240, EVIDENCE_CHARS)
"""Characters of evidence in training, drawn at random: short ones are cheap to learn from."""
BODY = (40, 260)
"""Characters of a document's sentence that becomes a claim."""
FRONT = 3_500
"""Characters of a document that evidence is taken from in training."""
PARSED = 1_800
"""Characters of a document whose names and words may stand in a false claim: parsing takes most
of the time."""
BODIES = ("bbc", "cnn-body")
"""Claims that are sentences of their documents, and are reworded."""
EDITED = ("wice", "fever-symmetric")
"""Labelled sources whose true claims get a false partner: their claims are plain statements."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim against evidence: ``spans`` are its changed characters, None where unknown.

    ``group`` is the digest of the document, so that held-out documents stay out.
    """

    source: str
    kind: str
    group: str
    document: str
    claim: str
    evidence: str
    supported: bool
    spans: tuple[tuple[int, int], ...] | None

    def to_dict(self) -> dict[str, Any]:
        """Write it as one JSON line."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim before its evidence is chosen; ``edits`` false partners are made of a true one."""

    source: str
    document: str
    text: str
    supported: bool = True
    edits: int = 1


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of one gzipped JSON lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def group_of(document: str) -> str:
    """Return what names a document: eight digits of its hash."""
    return hashlib.sha256(document.encode()).hexdigest()[:8]


def claims(folder: Path, limits: Mapping[str, int], rng: random.Random) -> list[Claim]:
    """Return the claims of all sources, at most ``limits`` of each (see ``models.grounding``)."""
    counts: Counter[tuple[str, bool]] = Counter()
    made = [
        claim
        for claim in _every(folder, rng)
        if counts.update([(claim.source, claim.supported)]) is None
        and counts[claim.source, claim.supported] <= limits.get(claim.source, 0)
    ]
    made = [replace(c, text=reworded(c.text, rng)) if c.source in BODIES else c for c in made]
    return sorted(made, key=lambda claim: claim.document)  # one document is read once


def _every(folder: Path, rng: random.Random) -> Iterator[Claim]:
    summaries = read(folder / "sum_train.jsonl.gz")
    rng.shuffle(summaries)
    for row in summaries:
        document, source = row["document"], row["source"].split()[0]
        if source == "bbc":
            head, _, rest = document.partition("\n")
            if 3 <= len(head.split()) <= 14 and rest.strip():
                yield Claim("headline", rest.strip(), head.strip().rstrip(".") + ".")
            yield from _body("bbc", rest.strip(), rng, 2)
        elif source == "frank":
            for text in _texts(row["summary"]):
                yield Claim("cnn", document, text, edits=2)
            yield from _body("cnn-body", document, rng, 3)
        else:
            yield Claim(source, document, row["summary"])
    labelled = read(folder / "grounding_train.jsonl.gz")
    rng.shuffle(labelled)
    for row in labelled:
        edits = int(row["supported"] and row["source"] in EDITED)
        yield Claim(row["source"], row["document"], row["claim"], row["supported"], edits)


def _texts(text: str) -> Iterator[str]:
    for start, end in split_sentences(text):
        if len(text[start:end].split()) >= 4:
            yield text[start:end]


def _body(source: str, document: str, rng: random.Random, count: int) -> Iterator[Claim]:
    """Yield some of the document's own sentences as claims."""
    sentences = [" ".join(s.split()) for s in _texts(document[:FRONT])]
    usable = [i for i, s in enumerate(sentences) if BODY[0] <= len(s) <= BODY[1] and s[-1] in '."”']
    for place in rng.sample(usable, min(count, len(usable))):
        text = sentences[place]
        if rng.random() < 0.15 and place + 1 < len(sentences):
            text = fused(text, sentences[place + 1])
        yield Claim(source, document, text)


def pairs(
    chosen: Sequence[Claim],
    parse: Callable[[Iterable[str]], Iterable[Doc]],
    ids: Mapping[str, int],
    vectors: Tensor,
    rng: random.Random,
) -> Iterator[Pair]:
    """Yield every claim with its evidence, a true one followed by its false partners.

    ``parse`` is spaCy's; ``ids`` and ``vectors`` are a model's word pieces (``Neighbours``).
    """
    documents = sorted({c.document[:PARSED] for c in chosen if c.edits})
    parsed = list(parse(documents))
    near = Neighbours(parsed, ids, vectors)
    own = {text: material(doc) for text, doc in zip(documents, parsed, strict=True)}
    del parsed
    edited = [c for c in chosen if c.edits]
    docs = iter(list(parse([c.text for c in edited])))
    every: list[Material] = list(own.values())
    for claim in chosen:
        yield (true := _pair(claim, claim.source, claim.text, claim.supported, rng))
        if not claim.edits:
            continue
        doc = next(docs)
        seen = {claim.text}
        for _ in range(claim.edits):
            made = edit(doc, own[claim.document[:PARSED]], rng.choice(every), near, rng)
            if made is None or made.text in seen:
                continue
            seen.add(made.text)
            false = _pair(claim, made.kind, made.text, False, rng)
            yield replace(false, spans=made.spans)
            if len(seen) > 2:  # as many true ones as false ones, with other evidence
                yield replace(true, evidence=_evidence(claim.text, claim.document, rng))


def _pair(claim: Claim, kind: str, text: str, supported: bool, rng: random.Random) -> Pair:
    return Pair(
        source=claim.source,
        kind=kind,
        group=group_of(claim.document),
        document=claim.document,
        claim=text,
        evidence=_evidence(text, claim.document, rng),
        supported=supported,
        spans=() if supported else None,
    )


def _evidence(text: str, document: str, rng: random.Random) -> str:
    found = find_mentions(document[:FRONT])
    return choose_evidence(find_mentions(text), [found], rng.choice(LIMITS))
