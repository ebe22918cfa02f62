"""The reader as a transformers model: trained, saved, and generated with as any other.

What ships answers without this class, and so without transformers: ``network`` has the same
modules under the same names. Both are ``Pointer``.

Shapes: B batch, S source length, T target length, H hidden size, V vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import (
    AutoConfig,
    AutoModelForSeq2SeqLM,
    BertModel,
    Cache,
    DynamicCache,
    EncoderDecoderCache,
    GenerationMixin,
    PreTrainedModel,
)
from transformers.modeling_outputs import BaseModelOutput, Seq2SeqLMOutput
from transformers.utils.generic import ModelOutput

from qa.neural.seq2seq.caching import KeysValues
from qa.neural.seq2seq.config import CopydeskConfig
from qa.neural.seq2seq.mpnet import MPNetEncoder
from qa.neural.seq2seq.pointer import FLOOR, NO_SOURCE, CopyOutput, Pointer, copyable_positions


@dataclass
class CopydeskGenerateOutput(ModelOutput):
    """What ``generate(return_sources=True)`` returns.

    Attributes:
        sequences: (B, T) token ids, as every transformers model returns them.
        source_positions: (B, T) position in ``input_ids`` that each token was copied from, -1
            for tokens of the vocabulary, the start token and padding.
        copy_probabilities: (B, T) share in [0, 1] of the token's probability due to copying.
    """

    sequences: Tensor | None = None
    source_positions: Tensor | None = None
    copy_probabilities: Tensor | None = None


class CopyCache(EncoderDecoderCache):
    """Keys and values of both attentions, and the last step's copy distribution.

    ``copied`` (B, S) says how likely each source position was the one copied at the
    last step, so that the next step knows where the token it is given came from,
    also after a beam search reorders the batch. ``copy_keys`` (B, S, H) is the source
    as the pointer sees it, projected once.
    """

    def __init__(self, self_attention: Cache, cross_attention: Cache) -> None:
        """Wrap the two caches of a decoder."""
        super().__init__(self_attention, cross_attention)
        self.copied: Tensor | None = None
        self.copy_keys: Tensor | None = None

    def extend(self, layer: int, keys: Tensor, values: Tensor) -> KeysValues:
        """Add the new steps of a layer's self-attention; return those of all steps."""
        both: KeysValues = self.self_attention_cache.update(keys, values, layer)
        return both

    def source(self, layer: int) -> KeysValues | None:
        """Return the source as a layer's cross-attention sees it, None before it is kept."""
        if not self.is_updated.get(layer):
            return None
        kept: Any = self.cross_attention_cache.layers[layer]
        return kept.keys, kept.values

    def keep_source(self, layer: int, keys: Tensor, values: Tensor) -> None:
        """Keep the source as a layer's cross-attention sees it."""
        self.cross_attention_cache.update(keys, values, layer)
        self.is_updated[layer] = True

    def reorder_cache(self, beam_idx: Any) -> None:
        """Follow a beam search: row i continues from row ``beam_idx[i]``."""
        super().reorder_cache(beam_idx)
        if self.copied is not None:
            self.copied = self.copied.index_select(0, beam_idx)
        if self.copy_keys is not None:
            self.copy_keys = self.copy_keys.index_select(0, beam_idx)


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
        own = _own_cache(cache, bool(use_cache))
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
        return _traced(sequences, output, ids, self.config)


def shift(ids: Tensor, first: int | None) -> Tensor:
    """Move (B, T) one step right and put ``first`` in front."""
    start = torch.full_like(ids[:, :1], NO_SOURCE if first is None else first)
    return torch.cat([start, ids[:, :-1]], 1)


def locate(copied: Tensor, source_ids: Tensor, token: Tensor) -> Tensor:
    """Return (B, 1): the likeliest source position of ``token`` (B, 1), or -1 where none has it."""
    weight = copied.masked_fill(source_ids != token, 0.0)
    best, position = weight.max(1, keepdim=True)
    return position.masked_fill(best <= 0, NO_SOURCE)


def mixture(output: CopyOutput, source_ids: Tensor) -> Tensor:
    """Return (B, T, V): log of the gated sum, copies of one token at several places added up."""
    shares = (output.copy + output.copy_gate[..., None]).exp()
    index = source_ids[:, None, :].expand_as(shares)
    copied = torch.zeros_like(output.vocabulary).scatter_add_(2, index, shares)
    written = (output.vocabulary + output.vocabulary_gate[..., None]).exp()
    return (copied + written).clamp_min(torch.finfo(copied.dtype).tiny).log()


def copy_loss(
    output: CopyOutput, source_ids: Tensor, copyable: Tensor, labels: Tensor, positions: Tensor
) -> Tensor:
    """Return the mean negative log-likelihood of ``labels``, as ``forward`` explains positions."""
    ids = labels.clamp(min=0)[..., None]
    written = output.vocabulary.gather(2, ids)[..., 0] + output.vocabulary_gate
    place = positions.clamp(min=0)[..., None]
    aligned = output.copy.gather(2, place)[..., 0] + output.copy_gate
    matching = (source_ids[:, None, :] == ids) & copyable[:, None, :]
    anywhere = output.copy.masked_fill(~matching, FLOOR).logsumexp(-1) + output.copy_gate
    either = torch.logaddexp(written, anywhere)
    likelihood = torch.where(
        positions >= 0, aligned, torch.where(positions == NO_SOURCE, written, either)
    )
    kept = (labels != -100).float()
    return -(likelihood * kept).sum() / kept.sum().clamp(min=1)


AutoConfig.register("copydesk", CopydeskConfig)
AutoModelForSeq2SeqLM.register(CopydeskConfig, CopydeskForConditionalGeneration)


def _own_cache(cache: EncoderDecoderCache | None, wanted: bool) -> CopyCache | None:
    """Upgrade the cache that transformers' ``generate`` makes to one that knows of copies."""
    if isinstance(cache, CopyCache):
        return cache
    if cache is not None:
        return CopyCache(cache.self_attention_cache, cache.cross_attention_cache)
    return CopyCache(DynamicCache(), DynamicCache()) if wanted else None


def _traced(
    sequences: Tensor, output: CopyOutput, source_ids: Tensor, config: CopydeskConfig
) -> CopydeskGenerateOutput:
    """Pair every generated token with its likeliest source position and its copy share."""
    positions = torch.full_like(sequences, NO_SOURCE)
    shares = torch.zeros(sequences.shape, device=sequences.device)
    copied = (output.copy + output.copy_gate[..., None]).exp()
    total = mixture(output, source_ids).exp()
    # After the end token comes filler (padding, or more of the end token after beams).
    end = torch.tensor(config.eos_token_id)
    ended = (sequences[:, 1:] == end).cumsum(1) > 1
    filler = ended | (sequences[:, 1:] == config.pad_token_id)
    for step in range(1, sequences.shape[1]):
        token = sequences[:, step : step + 1]
        matching = copied[:, step - 1].masked_fill(source_ids != token, 0.0)
        share = matching.sum(1) / total[:, step - 1].gather(1, token)[:, 0]
        found = (share > 0.5) & ~filler[:, step - 1]
        positions[:, step] = torch.where(found, matching.argmax(1), NO_SOURCE)
        shares[:, step] = share.clamp(0, 1).masked_fill(filler[:, step - 1], 0.0)
    return CopydeskGenerateOutput(
        sequences=sequences, source_positions=positions, copy_probabilities=shares
    )
