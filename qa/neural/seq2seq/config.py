"""Configuration of the copying encoder-decoder."""

from __future__ import annotations

from typing import Literal

from huggingface_hub.dataclasses import strict
from transformers import BertConfig, PreTrainedConfig


@strict
class CopydeskConfig(PreTrainedConfig):  # type: ignore[no-untyped-call]
    """Shapes of a ``CopydeskForConditionalGeneration``.

    The defaults are those of ``copydesk-small``: the six encoder layers of
    all-MiniLM-L6-v2 and two decoder layers of the same width, with its
    vocabulary. Token 101 ([CLS]) starts every target and, copied from source
    position 0, says "no answer"; token 102 ([SEP]) ends it.

    ``encoder_type`` is "bert", or "mpnet": relative positions and no token types (Song et al.
    2020), with the word pieces in the same order as BERT's. ``salience_hidden`` 0 and
    ``claim_labels`` 0 leave out the head that scores sentences and the one that judges claims.

    ``no_answer_scale`` and ``no_answer_bias`` map the logit of the model's "no answer"
    probability, ``score_scale`` its log-probability of an answer, to calibrated ones
    (Platt scaling; Guo et al. 2017); they are fitted on held-out training contexts.
    """

    model_type = "copydesk"

    encoder_type: Literal["bert", "mpnet"] = "bert"
    vocab_size: int = 30522
    hidden_size: int = 384
    intermediate_size: int = 1536
    num_attention_heads: int = 12
    num_hidden_layers: int = 6
    decoder_layers: int = 2
    max_position_embeddings: int = 512
    max_target_positions: int = 128
    type_vocab_size: int = 2
    layer_norm_eps: float = 1e-12
    initializer_range: float = 0.02
    dropout: float | int = 0.0
    use_cache: bool = True
    is_encoder_decoder: bool = True
    tie_word_embeddings: bool = True
    pad_token_id: int | None = 0
    bos_token_id: int | None = 101
    eos_token_id: int | list[int] | None = 102
    decoder_start_token_id: int | None = 101
    no_answer_token_id: int = 101
    no_answer_scale: float = 1.0
    no_answer_bias: float = 0.0
    score_scale: float = 1.0
    salience_hidden: int = 64
    claim_labels: int = 0

    def encoder_config(self) -> BertConfig:
        """Return a BERT encoder's part as transformers' own configuration."""
        return BertConfig(
            vocab_size=self.vocab_size,
            hidden_size=self.hidden_size,
            intermediate_size=self.intermediate_size,
            num_attention_heads=self.num_attention_heads,
            num_hidden_layers=self.num_hidden_layers,
            max_position_embeddings=self.max_position_embeddings,
            type_vocab_size=self.type_vocab_size,
            layer_norm_eps=self.layer_norm_eps,
            hidden_dropout_prob=self.dropout,
            attention_probs_dropout_prob=self.dropout,
            pad_token_id=self.pad_token_id,
            initializer_range=self.initializer_range,
        )
