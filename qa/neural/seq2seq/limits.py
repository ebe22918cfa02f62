"""What a checkpoint says of its windows and special tokens, wherever its family keeps that."""

from __future__ import annotations

from typing import Any

from qa.errors import ModelError

DEFAULT_INPUT_TOKENS = 512
"""The window of a model that names none; T5's and most encoders' training length."""
PROBE = "The cost rose to 5 million."
"""Every tokenizer of news text knows some of this; an empty vocabulary knows none."""
SANE_INPUT_TOKENS = 1_000_000
"""Tokenizers without a limit report 1e30; nothing this large is a window."""

_TOKEN_IDS = (
    "bos_token_id",
    "eos_token_id",
    "pad_token_id",
    "decoder_start_token_id",
    "forced_bos_token_id",
)


def input_limit(config: Any, tokenizer: Any) -> int:
    """Return how many tokens the encoder may be given, special ones included."""
    encoder: Any = getattr(config, "encoder", None)  # T5Gemma: one configuration per half
    text = encoder.get_text_config() if hasattr(encoder, "get_text_config") else config
    named = ("max_encoder_position_embeddings", "n_positions", "max_position_embeddings")
    limits = [getattr(text, name, None) for name in named]
    limits.append(tokenizer.model_max_length)
    sane = [n for n in limits if isinstance(n, int) and 0 < n <= SANE_INPUT_TOKENS]
    # The smallest: beyond its learned positions a BART fails whatever its tokenizer says.
    return min(sane, default=DEFAULT_INPUT_TOKENS)


def output_limit(config: Any) -> int:
    """Return how many tokens the decoder may generate after its start token."""
    text = config.get_text_config(decoder=True)
    named = ("max_decoder_position_embeddings", "max_position_embeddings")
    limits = [n for name in named if isinstance(n := getattr(text, name, None), int) and n > 0]
    return max(min(limits, default=SANE_INPUT_TOKENS) - 2, 1)  # less the start and end tokens


def token_ids(model: Any, tokenizer: Any, name: str) -> dict[str, Any]:
    """Return the ids that ``generate`` needs, under their GenerationConfig names.

    Only the forced and end tokens, and ``bos_token_id``, may be None; several end tokens
    are a list.

    Raises:
        ModelError: no start or padding token, an empty vocabulary, or more tokens than
            embeddings.
    """
    ids = {key: getattr(model.generation_config, key, None) for key in _TOKEN_IDS}
    for key in ("decoder_start_token_id", "pad_token_id"):
        if ids[key] is None:
            ids[key] = getattr(model.config, key, None)
    if ids["decoder_start_token_id"] is None:
        ids["decoder_start_token_id"] = ids["bos_token_id"]
    if ids["pad_token_id"] is None:
        ids["pad_token_id"] = tokenizer.pad_token_id
    if ids["decoder_start_token_id"] is None or ids["pad_token_id"] is None:
        raise ModelError(
            f"{name} names no start or padding token (decoder_start_token_id, pad_token_id); "
            "add them to its generation_config.json"
        )
    # A many-language BART that names no output language answers in the article's.
    language = getattr(tokenizer, "src_lang", None)
    if model.config.model_type == "mbart" and language and ids["forced_bos_token_id"] is None:
        code = tokenizer.convert_tokens_to_ids(language)
        if code not in (ids["decoder_start_token_id"], tokenizer.unk_token_id):
            ids["forced_bos_token_id"] = code
    if set(tokenizer(PROBE, add_special_tokens=False)["input_ids"]) <= {tokenizer.unk_token_id}:
        raise ModelError(
            f"{name} has no usable tokenizer: it knows no word of {PROBE!r}; fetch or save "
            "the model again with its tokenizer files"
        )
    rows = model.get_input_embeddings().num_embeddings
    if len(tokenizer) > rows:
        raise ModelError(
            f"{name}: its tokenizer has {len(tokenizer)} tokens, its model {rows}; "
            "they are not from one checkpoint: fetch or save both again"
        )
    return ids
