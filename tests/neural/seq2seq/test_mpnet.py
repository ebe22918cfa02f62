"""MPNet's encoder: transformers' own states, by itself and one text at a time in integers."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor
from transformers import MPNetConfig, MPNetModel

from qa.neural.onnx.encoder import Encoder, position_buckets
from qa.neural.seq2seq.config import CopydeskConfig
from qa.neural.seq2seq.mpnet import MPNetEncoder, position_bias
from qa.neural.stored import Stored

pytestmark = [pytest.mark.slow, pytest.mark.torch]

VOCABULARY, RESERVED, POSITIONS = 50, 2, 200
RENAMED = {"attention.attn." + k: "attention." + v for k, v in
           {"q.": "self.query.", "k.": "self.key.", "v.": "self.value.",
            "o.": "output.dense."}.items()} | {
    "attention.LayerNorm.": "attention.output.LayerNorm."
}  # fmt: skip


@pytest.fixture(scope="module")
def theirs() -> MPNetModel:
    torch.manual_seed(0)
    config = MPNetConfig(
        vocab_size=VOCABULARY,
        hidden_size=64,
        intermediate_size=128,
        num_attention_heads=4,
        num_hidden_layers=3,
        max_position_embeddings=POSITIONS + RESERVED,
        initializer_range=0.3,
    )
    made: Any = MPNetModel(config, add_pooling_layer=False)
    model: MPNetModel = made.eval()
    return model


@pytest.fixture(scope="module")
def ours(theirs: MPNetModel) -> MPNetEncoder:
    config = CopydeskConfig(
        encoder_type="mpnet",
        vocab_size=VOCABULARY,
        hidden_size=64,
        intermediate_size=128,
        num_attention_heads=4,
        num_hidden_layers=3,
        max_position_embeddings=POSITIONS,
    )
    weights: dict[str, Tensor] = {}
    for name, value in theirs.state_dict().items():
        for old, new in RENAMED.items():
            name = name.replace(old, new)
        # Theirs count positions from 2 on: two rows stand for padding and before it.
        weights[name] = value[RESERVED:] if "position_embeddings" in name else value
    made = MPNetEncoder(config).eval()
    made.load_state_dict(weights)
    return made


def inputs() -> tuple[Tensor, Tensor]:
    """Three texts of 150, 9 and 1 word pieces, none of them MPNet's number for padding, 1."""
    torch.manual_seed(1)
    mask = torch.zeros(3, 150, dtype=torch.long)
    for row, length in enumerate((150, 9, 1)):
        mask[row, :length] = 1
    return torch.randint(2, VOCABULARY, (3, 150)) * mask + (1 - mask), mask


def stored(encoder: MPNetEncoder) -> Stored:
    return Stored({name: value.numpy() for name, value in encoder.state_dict().items()})


@torch.no_grad()
def test_its_states_are_those_of_transformers(theirs: MPNetModel, ours: MPNetEncoder) -> None:
    ids, mask = inputs()
    expected = theirs(ids, attention_mask=mask).last_hidden_state
    found = ours(ids, mask).last_hidden_state
    assert (found - expected)[mask.bool()].abs().max() < 1e-4


@torch.no_grad()
def test_a_text_alone_has_the_same_states(ours: MPNetEncoder) -> None:
    ids, mask = inputs()
    batch = ours(ids, mask).last_hidden_state
    alone = Encoder(stored(ours), layers=3, heads=4, epsilon=1e-12, int8=None)
    for row, length in enumerate(mask.sum(1).tolist()):
        states = torch.from_numpy(alone.states(ids[row, :length].numpy()))
        assert (states - batch[row, :length]).abs().max() < 1e-4


@torch.no_grad()
def test_integers_are_near(ours: MPNetEncoder) -> None:
    ids = inputs()[0][0]
    made = {
        int8: Encoder(stored(ours), layers=3, heads=4, epsilon=1e-12, int8=int8)
        for int8 in (None, "token")
    }
    exact, near = (torch.from_numpy(each.states(ids.numpy())) for each in made.values())
    assert torch.nn.functional.cosine_similarity(exact, near, dim=-1).mean() > 0.98
    assert not torch.equal(exact, near)


def test_position_buckets_are_those_of_transformers(theirs: MPNetModel) -> None:
    encoder: Any = theirs.encoder
    places = torch.arange(300)
    expected = encoder.relative_position_bucket(places[None] - places[:, None])
    assert position_buckets(300).tolist() == expected.tolist()


def test_a_shorter_text_has_the_beginning_of_the_bias() -> None:
    table = torch.randn(32, 4)
    assert torch.equal(position_bias(table, 40)[:, :7, :7], position_bias(table, 7))
