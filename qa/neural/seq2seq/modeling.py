"""The reader as a transformers model: trained, saved, and generated with as any other.

What ships answers without this class, and so without transformers: ``network`` has the same
modules under the same names. Both are ``Pointer``.

Shapes: B batch, S source length, T target length, H hidden size, V vocabulary.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from transformers import (
    AutoConfig,
    AutoModelForSeq2SeqLM,
    BertModel,
    DynamicCache,
    EncoderDecoderCache,
    GenerationMixin,
    PreTrainedModel,
)
from transformers.modeling_outputs import BaseModelOutput, Seq2SeqLMOutput

from qa.neural.seq2seq.config import CopydeskConfig
from qa.neural.seq2seq.generation import CopyCache, own_cache, trace_sources
from qa.neural.seq2seq.mixing import copy_loss, locate, mixture, shift
from qa.neural.seq2seq.mpnet import MPNetEncoder
from qa.neural.seq2seq.pointer import NO_SOURCE, CopyOutput, Pointer, copyable_positions


class CopydeskForConditionalGeneration(Pointer, PreTrainedModel, GenerationMixin):
    """The model that answers and summarises by copying."""

    config_class = CopydeskConfig
    config: CopydeskConfig
    base_model_prefix = "model"
    main_input_name = "input_ids"
    _supports_sdpa = True
    _no_split_modules = ["DecoderLayer", "BertLayer", "MPNetLayer"]  # noqa: RUF012 - it has to be a list

    def __init__(self, config: CopydeskConfig) -> None:
        """Make encoder, decoder, pointer and vocabulary head."""
        super().__init__(config)
        self.encoder: Any = (
            MPNetEncoder(config)
            if config.encoder_type == "mpnet"
            else BertModel(config.encoder_config(), add_pooling_layer=False)
        )
        self.make_pointer(config)
        self.post_init()  # type: ignore[no-untyped-call]

    def get_encoder(self, *args: Any, **kwargs: Any) -> nn.Module:
        """Return the encoder, which generation runs once."""
        encoder: nn.Module = self.encoder
        return encoder

    def get_input_embeddings(self) -> nn.Module:
        """Return the word embeddings, which encoder, decoder and output share."""
        words: nn.Module = self.encoder.embeddings.word_embeddings
        return words

    def get_output_embeddings(self) -> None:
        """Return None: the output reuses the word embeddings and has no module of its own."""
        return None

    def encode(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """(B, S) ids of "[CLS] question [SEP] passage [SEP]" -> (B, S, H) states."""
        states: Tensor = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return states

    def forward(
        self,
        input_ids: Tensor | None = None,
        attention_mask: Tensor | None = None,
        token_type_ids: Tensor | None = None,
        decoder_input_ids: Tensor | None = None,
        decoder_source_positions: Tensor | None = None,
        encoder_outputs: BaseModelOutput | None = None,
        source_ids: Tensor | None = None,
        copyable: Tensor | None = None,
        labels: Tensor | None = None,
        label_positions: Tensor | None = None,
        cache: EncoderDecoderCache | None = None,
        use_cache: bool | None = None,
        **kwargs: Any,
    ) -> Seq2SeqLMOutput:
        """Return log-probabilities (B, T, V) of the mixture, and a loss where labels are given.

        In training mode with labels only the loss: the mixture over V would cost more than it.

        Args:
            input_ids: (B, S) source ids; only needed without ``encoder_outputs``.
            attention_mask: (B, S); all ones when missing.
            token_type_ids: (B, S), 1 on the passage, which alone may be copied.
            decoder_input_ids: (B, T) target so far; made from ``labels`` when missing.
            decoder_source_positions: (B, T) where each of those was copied from; worked out
                from the copy distribution when missing.
            encoder_outputs: what the encoder returned, to skip it.
            source_ids: (B, S), ``input_ids`` again when those are not passed.
            copyable: (B, S) bool, overrides what follows from ``token_type_ids``.
            labels: (B, T) target ids, -100 where ignored.
            label_positions: (B, T) source position to copy, -1 for "from the vocabulary", -2 for
                "whichever explains the token" (both marginalised).
            cache: state of earlier steps.
            use_cache: return a cache.
            **kwargs: ignored, as transformers passes more than is needed.
        """
        source_ids = source_ids if source_ids is not None else input_ids
        if source_ids is None:
            raise ValueError("source_ids or input_ids is needed: tokens are copied from them")
        attention_mask = torch.ones_like(source_ids) if attention_mask is None else attention_mask
        if copyable is None:
            copyable = copyable_positions(attention_mask, token_type_ids)
        if encoder_outputs is None:
            types = torch.zeros_like(source_ids) if token_type_ids is None else token_type_ids
            source = self.encode(source_ids, attention_mask, types)
        else:
            source = encoder_outputs[0]
        if decoder_input_ids is None:
            if labels is None:
                raise ValueError("decoder_input_ids or labels is needed")
            decoder_input_ids = shift(labels.clamp(min=0), self.config.decoder_start_token_id)
            if label_positions is not None:
                decoder_source_positions = shift(label_positions, NO_SOURCE)
        own = own_cache(cache, bool(use_cache))
        if decoder_source_positions is None:
            output = self._walk(
                source, attention_mask, copyable, source_ids, decoder_input_ids, own
            )
        else:
            output, _ = self.decode(
                source, attention_mask, copyable, decoder_input_ids, decoder_source_positions, own
            )
        if own is not None:
            own.copied = (output.copy[:, -1] + output.copy_gate[:, -1, None]).exp()
        loss = None
        if labels is not None:
            places = torch.full_like(labels, -2) if label_positions is None else label_positions
            loss = copy_loss(output, source_ids, copyable, labels, places)
        return Seq2SeqLMOutput(
            loss=loss,
            logits=None if self.training and loss is not None else mixture(output, source_ids),
            cache=own,
            encoder_last_hidden_state=source,
        )

    def _walk(
        self,
        source: Tensor,
        attention_mask: Tensor,
        copyable: Tensor,
        source_ids: Tensor,
        tokens: Tensor,
        cache: CopyCache | None,
    ) -> CopyOutput:
        """Decode step by step, working out where each given token had been copied from."""
        cache = cache if cache is not None else CopyCache(DynamicCache(), DynamicCache())
        outputs = []
        for step in range(tokens.shape[1]):
            token = tokens[:, step : step + 1]
            if cache.copied is None:
                position = torch.full_like(token, NO_SOURCE)
            else:
                position = locate(cache.copied, source_ids, token)
            output, _ = self.decode(source, attention_mask, copyable, token, position, cache)
            cache.copied = (output.copy[:, -1] + output.copy_gate[:, -1, None]).exp()
            outputs.append(output)
        return CopyOutput(
            *(
                torch.cat([getattr(output, name) for output in outputs], 1)
                for name in ("copy", "vocabulary", "copy_gate", "vocabulary_gate")
            )
        )

    def prepare_inputs_for_generation(
        self,
        input_ids: Tensor,
        next_sequence_length: int | None = None,
        cache: EncoderDecoderCache | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Hand ``forward`` the new tokens only, and the source by its own names."""
        fresh = input_ids if next_sequence_length is None else input_ids[:, -next_sequence_length:]
        names = ("attention_mask", "encoder_outputs", "source_ids", "copyable", "use_cache")
        given = {name: kwargs[name] for name in names if kwargs.get(name) is not None}
        return {"decoder_input_ids": fresh, "cache": cache, **given}

    @torch.no_grad()
    def generate(self, inputs: Tensor | None = None, **kwargs: Any) -> Any:
        """Generate as every transformers model does: greedy, beams, sampling, streaming.

        Takes ``input_ids`` (or ``inputs``), ``attention_mask`` and ``token_type_ids`` of
        "[CLS] question [SEP] passage [SEP]". With ``return_sources=True`` the result is a
        ``CopydeskGenerateOutput`` with the source position of every token.
        """
        ids = inputs if inputs is not None else kwargs.pop("input_ids")
        pad = torch.tensor(self.config.pad_token_id)
        mask = kwargs.pop("attention_mask", None)
        mask = torch.ones_like(ids).masked_fill(ids == pad, 0) if mask is None else mask
        types = kwargs.pop("token_type_ids", None)
        sources = kwargs.pop("return_sources", False)
        states = self.encode(ids, mask, torch.zeros_like(ids) if types is None else types)
        allowed = copyable_positions(mask, types)
        result = super().generate(
            ids,
            attention_mask=mask,
            encoder_outputs=BaseModelOutput(last_hidden_state=states),
            source_ids=ids,
            copyable=allowed,
            **kwargs,
        )
        if not sources:
            return result
        sequences = result if isinstance(result, Tensor) else result.sequences
        repeats = sequences.shape[0] // ids.shape[0]
        states, mask, allowed, ids = (
            each.repeat_interleave(repeats, 0) for each in (states, mask, allowed, ids)
        )
        output = self._walk(states, mask, allowed, ids, sequences[:, :-1], None)
        return trace_sources(sequences, output, ids, self.config)


AutoConfig.register("copydesk", CopydeskConfig)
AutoModelForSeq2SeqLM.register(CopydeskConfig, CopydeskForConditionalGeneration)
