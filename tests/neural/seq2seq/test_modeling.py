"""The copying model as a citizen of transformers, on a tiny one with random weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoConfig, AutoModelForSeq2SeqLM

from qa.neural.seq2seq.config import CopydeskConfig
from qa.neural.seq2seq.mixing import locate
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration
from qa.neural.seq2seq.pointer import copyable_positions
from qa.neural.seq2seq.search import find_spans
from qa.neural.seq2seq.tokens import Pairs
from qa.neural.seq2seq.torch_network import TorchNetwork

pytestmark = [pytest.mark.slow, pytest.mark.torch]

VOCABULARY = 60
CLS, SEP, PAD = 1, 2, 0


def pairs(inputs: dict[str, torch.Tensor], inside: torch.Tensor) -> Pairs:
    return Pairs(
        ids=inputs["input_ids"].numpy(),
        mask=inputs["attention_mask"].numpy(),
        types=inputs["token_type_ids"].numpy(),
        inside=inside.numpy(),
        offsets=[],
    )


@pytest.fixture(scope="module", params=["bert", "mpnet"])
def model(request: pytest.FixtureRequest) -> CopydeskForConditionalGeneration:
    torch.manual_seed(3)
    config = CopydeskConfig(
        encoder_type=request.param,
        vocab_size=VOCABULARY,
        hidden_size=32,
        intermediate_size=64,
        num_attention_heads=4,
        num_hidden_layers=2,
        max_position_embeddings=64,
        max_target_positions=32,
        pad_token_id=PAD,
        bos_token_id=CLS,
        eos_token_id=SEP,
        decoder_start_token_id=CLS,
        no_answer_token_id=CLS,
        initializer_range=0.4,
    )
    made = CopydeskForConditionalGeneration(config)
    torch.nn.init.constant_(made.gate.bias, -8.0)  # random weights copy little by themselves
    made.train(False)
    return made


def batch() -> dict[str, torch.Tensor]:
    """Two rows, "[CLS] question [SEP] passage [SEP]", the second one padded."""
    ids = torch.tensor(
        [
            [CLS, 10, 11, SEP, 20, 21, 22, 23, 21, 24, SEP],
            [CLS, 12, SEP, 30, 31, 32, SEP, PAD, PAD, PAD, PAD],
        ]
    )
    types = torch.tensor([[0] * 4 + [1] * 7, [0] * 3 + [1] * 4 + [0] * 4])
    return {"input_ids": ids, "attention_mask": (ids != PAD).long(), "token_type_ids": types}


def test_probabilities_sum_to_one(model: CopydeskForConditionalGeneration) -> None:
    targets = torch.tensor([[CLS, 21, 22], [CLS, 31, 32]])
    out = model(**batch(), decoder_input_ids=targets)
    assert out.logits.shape == (2, 3, VOCABULARY)
    assert torch.allclose(out.logits.exp().sum(-1), torch.ones(2, 3), atol=1e-4)


def test_only_the_passage_and_the_no_answer_position_are_copied() -> None:
    inputs = batch()
    allowed = copyable_positions(inputs["attention_mask"], inputs["token_type_ids"])
    assert allowed[0].tolist() == [True] + [False] * 3 + [True] * 7
    assert allowed[1].tolist() == [True, False, False] + [True] * 4 + [False] * 4


def test_cached_steps_equal_one_pass(model: CopydeskForConditionalGeneration) -> None:
    targets = torch.tensor([[CLS, 21, 22, 23], [CLS, 31, 32, SEP]])
    whole = model(**batch(), decoder_input_ids=targets).logits
    cache: Any = None
    steps = []
    for step in range(4):
        out = model(
            **batch(),
            decoder_input_ids=targets[:, step : step + 1],
            cache=cache,
            use_cache=True,
        )
        cache = out.cache
        steps.append(out.logits)
    assert torch.allclose(whole, torch.cat(steps, 1), atol=1e-4)


def test_padding_changes_nothing(model: CopydeskForConditionalGeneration) -> None:
    both = batch()
    alone = {name: tensor[1:, :7] for name, tensor in both.items()}
    targets = torch.tensor([[CLS, 31]])
    together = model(**both, decoder_input_ids=targets.expand(2, -1)).logits[1]
    assert torch.allclose(together, model(**alone, decoder_input_ids=targets).logits[0], atol=1e-4)


@pytest.mark.parametrize("settings", [{}, {"num_beams": 3}, {"do_sample": True, "top_k": 5}])
def test_generate_says_where_tokens_come_from(
    model: CopydeskForConditionalGeneration, settings: dict[str, Any]
) -> None:
    torch.manual_seed(0)
    inputs = batch()
    out = model.generate(**inputs, max_new_tokens=6, return_sources=True, **settings)
    assert out.sequences.shape == out.source_positions.shape == out.copy_probabilities.shape
    copied = 0
    for row, (ids, places) in enumerate(
        zip(out.sequences.tolist(), out.source_positions.tolist(), strict=True)
    ):
        for token, place in zip(ids, places, strict=True):
            if place >= 0:
                copied += 1
                assert inputs["input_ids"][row, place] == token
    assert copied > 0
    assert float(out.copy_probabilities.min()) >= 0
    assert float(out.copy_probabilities.max()) <= 1


def test_beam_search_scores_at_least_greedy(model: CopydeskForConditionalGeneration) -> None:
    settings: dict[str, Any] = {
        "max_new_tokens": 5,
        "return_dict_in_generate": True,
        "output_scores": True,
    }
    greedy = model.generate(**batch(), **settings)
    beams = model.generate(**batch(), num_beams=8, length_penalty=0.0, **settings)
    scorer: Any = model
    chosen = scorer.compute_transition_scores(greedy.sequences, greedy.scores)
    ended = (greedy.sequences[:, 1:] == SEP).cumsum(1) - (greedy.sequences[:, 1:] == SEP).long()
    total = chosen.masked_fill(ended > 0, 0.0).sum(1)
    assert bool((beams.sequences_scores >= total - 1e-3).all())


def test_save_and_load_through_auto_classes(
    model: CopydeskForConditionalGeneration, tmp_path: Path
) -> None:
    model.save_pretrained(tmp_path)
    assert (tmp_path / "model.safetensors").exists()
    config = AutoConfig.from_pretrained(tmp_path)
    assert isinstance(config, CopydeskConfig)
    again = AutoModelForSeq2SeqLM.from_pretrained(tmp_path).eval()
    targets = torch.tensor([[CLS, 21], [CLS, 31]])
    assert torch.allclose(
        model(**batch(), decoder_input_ids=targets).logits,
        again(**batch(), decoder_input_ids=targets).logits,
    )


def test_bfloat16_runs(model: CopydeskForConditionalGeneration, tmp_path: Path) -> None:
    model.save_pretrained(tmp_path)
    half = AutoModelForSeq2SeqLM.from_pretrained(tmp_path, dtype=torch.bfloat16).eval()
    out = half.generate(**batch(), max_new_tokens=3)
    assert out.shape[0] == 2


def test_loss_teaches_to_copy_and_to_abstain() -> None:
    torch.manual_seed(0)
    config = CopydeskConfig(
        vocab_size=VOCABULARY,
        hidden_size=32,
        intermediate_size=64,
        num_attention_heads=4,
        num_hidden_layers=1,
        decoder_layers=1,
        max_position_embeddings=64,
        max_target_positions=16,
        bos_token_id=CLS,
        eos_token_id=SEP,
        decoder_start_token_id=CLS,
        no_answer_token_id=CLS,
        initializer_range=0.1,
    )
    small = CopydeskForConditionalGeneration(config).train()
    labels = torch.tensor([[21, 22, SEP], [CLS, SEP, -100]])
    places = torch.tensor([[5, 6, -1], [0, -1, -1]])
    optimizer = torch.optim.Adam(small.parameters(), lr=5e-3)
    losses = []
    for _ in range(120):
        loss = small(**batch(), labels=labels, label_positions=places).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.1 < losses[0]
    small.eval()
    out = small.generate(**batch(), max_new_tokens=4, return_sources=True)
    assert out.source_positions[0, 1:3].tolist() == [5, 6]
    assert out.sequences[1, 1] == CLS
    inputs = batch()
    first, second = find_spans(TorchNetwork(small), pairs(inputs, inputs["token_type_ids"] == 1))
    assert first is not None and second is not None
    assert (first.first, first.last) == (5, 6)
    assert first.no_answer < 0.5 < second.no_answer


def test_search_finds_the_best_run(model: CopydeskForConditionalGeneration) -> None:
    """The span found is at least as likely as any run checked by brute force."""
    inputs = batch()
    inside = (inputs["token_type_ids"] == 1) & (inputs["input_ids"] != SEP)
    found = find_spans(TorchNetwork(model), pairs(inputs, inside))
    for row, span in enumerate(found):
        assert span is not None
        places = inside[row].nonzero()[:, 0].tolist()
        assert span.first in places and span.last in places and span.first <= span.last
        assert span.score <= 0 and 0 <= span.no_answer <= 1
        assert len(span.steps) == span.last - span.first + 1
        assert span.score >= max(brute(model, row, places).values()) - 1e-4


@torch.no_grad()
def brute(
    model: CopydeskForConditionalGeneration, row: int, places: list[int]
) -> dict[tuple[int, int], float]:
    """Score every run of one row by teacher forcing, without cache or pruning."""
    inputs = {name: tensor[row : row + 1] for name, tensor in batch().items()}
    allowed = copyable_positions(inputs["attention_mask"], inputs["token_type_ids"])
    source = model.encode(*inputs.values())
    scores = {}
    for first in places:
        for last in [p for p in places if p >= first]:
            run = list(range(first, last + 1))
            tokens = torch.tensor([[CLS, *inputs["input_ids"][0, run].tolist()]])
            out, _ = model.decode(
                source, inputs["attention_mask"], allowed, tokens, torch.tensor([[-1, *run]])
            )
            start = out.copy[0, 0, places]
            score = float(out.copy[0, 0, first] - start.logsumexp(0))
            for step, place in enumerate(run, 1):
                onward = out.copy[0, step, place + 1] + out.copy_gate[0, step]
                if place + 1 not in places:
                    onward = torch.tensor(-torch.inf)
                stop = out.vocabulary_gate[0, step]
                total = torch.logaddexp(onward, stop)
                score += float((stop if place == last else onward) - total)
            scores[first, last] = score
    return scores


def test_locate() -> None:
    copied = torch.tensor([[0.1, 0.5, 0.4]])
    ids = torch.tensor([[7, 8, 7]])
    assert locate(copied, ids, torch.tensor([[7]])).tolist() == [[2]]
    assert locate(copied, ids, torch.tensor([[9]])).tolist() == [[-1]]
