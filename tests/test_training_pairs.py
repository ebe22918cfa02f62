"""Pairs made for the grounding check: one change each, marked where it is, drawn by a seed."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from models.training.pairs.collect import Claim, claims, group_of, pairs
from models.training.pairs.edits import Material, edit, kinds, material
from models.training.pairs.neighbours import Neighbours
from models.training.pairs.rewording import fused, reworded
from models.training.questions import parsing

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Importing spaCy, not only finding it: a build for another numpy is as good as none.
spacy = pytest.importorskip("spacy", reason="the train extra (spaCy) is not installed")
pytest.importorskip(parsing.MODEL, reason="the train extra (the parser) is not installed")
torch = pytest.importorskip("torch")

STORY = (
    "The mayor of Tallinn, Mary Brown, reopened the old bridge on Friday. "
    "Mary Brown said the repairs would save the city 12 million euros. "
    "The engineer John Smith was arrested in Warsaw after the crane fell. "
    "Nordbau did not pay the builders before March. "
    "John Smith had met Mary Brown in Berlin."
)
CLAIMS = [
    "Mary Brown reopened the bridge on Friday.",
    "Mary Brown said the repairs would save the city 12 million euros.",
    "John Smith was arrested in Warsaw after the crane fell.",
    "Nordbau did not pay the builders before March.",
    "John Smith met Mary Brown in Berlin.",
]


@cache
def parser() -> Language:
    return parsing.load()


@cache
def parsed(text: str) -> Doc:
    doc: Doc = parser()(text)
    return doc


@cache
def near() -> Neighbours:
    words = sorted({t.lower_ for t in parsed(STORY)})
    generator = torch.Generator().manual_seed(0)
    vectors = torch.randn(len(words), 8, generator=generator)
    return Neighbours([parsed(STORY)], {w: i for i, w in enumerate(words)}, vectors)


def made(claim: str, seed: int) -> Any:
    own = material(parsed(STORY))
    return edit(parsed(claim), own, Material(), near(), random.Random(seed))


def test_an_edit_changes_the_claim_where_it_says_so() -> None:
    told: Counter[str] = Counter()
    for claim in CLAIMS:
        for seed in range(40):
            one = made(claim, seed)
            assert one is not None and one.text != claim
            told[one.kind] += 1
            outside = list(one.text)
            for start, end in sorted(one.spans, reverse=True):
                assert 0 <= start < end <= len(one.text), one
                del outside[start:end]
            # What was not changed stands in the claim, in its order.
            rest = iter(claim.casefold())
            assert all(c.casefold() in rest for c in outside), (claim, one)
    assert {"name", "number", "date", "negation", "opposite", "roles", "speaker"} <= set(told)
    assert set(told) <= set(kinds())


def test_edits_do_what_their_kind_says() -> None:
    found = {one.kind: one for seed in range(200) if (one := made(CLAIMS[3], seed))}
    assert found["negation"].text == "Nordbau did pay the builders before March."
    assert found["opposite"].text == "Nordbau did not pay the builders after March."
    assert found["date"].text.startswith("Nordbau did not pay the builders before ")
    roles = next(o for s in range(400) if (o := made(CLAIMS[4], s)).kind == "roles")
    assert roles.text == "Mary Brown met John Smith in Berlin."
    speaker = next(o for s in range(400) if (o := made(CLAIMS[1], s)).kind == "speaker")
    assert speaker.text.startswith("John Smith said the repairs")


def test_an_edit_follows_its_seed() -> None:
    assert [made(CLAIMS[0], s) for s in range(9)] == [made(CLAIMS[0], s) for s in range(9)]


def test_rewording_keeps_quotes_names_and_numbers() -> None:
    rng = random.Random(1)
    for _ in range(50):
        text = reworded('"We bought a car in 1998," John Smith said.', rng)
        assert '"We bought a car in 1998,"' in text
        other = reworded("The company bought 12 ships for $3.2m, or 9.5% of sales.", rng)
        assert "$3.2m" in other and "9.5" in other
        assert "12" in other or "twelve" in other
    said = {reworded("The company bought a big car.", rng) for _ in range(60)}
    assert {"The firm bought a big car.", "The company purchased a big car."} <= said


def test_sentences_are_joined_only_where_the_second_begins_plainly() -> None:
    assert fused("It rained.", "The match went on.") == "It rained, and the match went on."
    assert fused("It rained.", "But the match went on.") == "It rained."
    assert fused('"It rained."', "The match went on.") == '"It rained."'


def test_pairs_hold_evidence_and_marks() -> None:
    chosen = [Claim("cnn", STORY, text, edits=2) for text in CLAIMS]
    chosen.append(Claim("wice", STORY, "Nordbau paid.", supported=False, edits=0))
    words = sorted({t.lower_ for t in parsed(STORY)})
    vectors = torch.randn(len(words), 8, generator=torch.Generator().manual_seed(0))
    ids = {w: i for i, w in enumerate(words)}

    def make() -> list[Any]:
        return list(pairs(chosen, parser().pipe, ids, vectors, random.Random(3)))

    found = make()
    assert found == make()
    assert sum(p.supported for p in found) >= len(CLAIMS)
    for pair in found:
        assert pair.evidence and pair.group == group_of(STORY)
        if pair.supported:
            assert pair.spans == () and pair.claim in CLAIMS
        elif pair.kind == "wice":
            assert pair.spans is None
        else:
            assert pair.spans and pair.claim not in CLAIMS


def test_claims_are_drawn_by_source_and_seed(tmp_path: Path) -> None:
    def write(name: str, rows: list[dict[str, Any]]) -> None:
        with gzip.open(tmp_path / name, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)

    write("sum_train.jsonl.gz", [
        {"source": "bbc", "document": f"Bridge reopens in Tallinn\n\n{STORY}", "summary": "-"},
        {"source": "frank (CNN)", "document": STORY, "summary": "Brown reopened an old bridge."},
        {"source": "scitldr", "document": STORY, "summary": "Bridges reopen."},
    ])  # fmt: skip
    write("grounding_train.jsonl.gz", [
        {"source": "wice", "document": STORY, "claim": f"Claim {i}.", "supported": i % 2 == 0}
        for i in range(8)
    ])  # fmt: skip
    limits = {"bbc": 2, "cnn": 5, "headline": 5, "wice": 3}
    found = claims(tmp_path, limits, random.Random(0))
    assert found == claims(tmp_path, limits, random.Random(0))
    counts = Counter((c.source, c.supported) for c in found)
    assert counts == {
        ("bbc", True): 2, ("cnn", True): 1, ("headline", True): 1,
        ("wice", True): 3, ("wice", False): 3,
    }  # fmt: skip
    headline = next(c for c in found if c.source == "headline")
    assert headline.text == "Bridge reopens in Tallinn." and "Bridge" not in headline.document


def test_every_piece_is_marked_by_how_its_word_is_met() -> None:
    from tokenizers import Tokenizer

    from models.training.pairs.encode import encode_pair, match_kinds
    from qa.neural.embedder import default_folder

    tokenizer = Tokenizer.from_file(str(default_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    claim, evidence = "The bridge closed on 9 June.", "From 3 June the bridge will close."
    found = encode_pair(tokenizer, claim, evidence)
    kinds = dict(zip(found.tokens[1:8], match_kinds(found, claim, evidence)[1:8], strict=True))
    assert kinds == {"the": 2, "bridge": 3, "closed": 2, "on": 1, "9": 1, "june": 2, ".": 2}
    told = match_kinds(found, claim, evidence)
    assert told[0] == told[-1] == 0
    after = dict(zip(found.tokens[9:-1], told[9:-1], strict=True))
    assert (after["from"], after["3"], after["june"], after["close"]) == (4, 4, 5, 5)
