"""A T5 with random weights: what such a reader costs, and nothing of how well it reads.

No hub can be reached from where this runs, and time does not depend on what weights hold. It makes
as many tokens as an answer or a summary usually has, as random weights never end by themselves.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

ANSWER_TOKENS = 12
SUMMARY_TOKENS = 80
WINDOW = 512
"""Tokens that T5 was trained to read; a longer prompt is cut."""
SHAPES: dict[str, dict[str, Any]] = {
    "t5-small": {"d_model": 512, "d_kv": 64, "d_ff": 2048, "num_layers": 6, "num_heads": 8},
    "t5-base": {"d_model": 768, "d_kv": 64, "d_ff": 3072, "num_layers": 12, "num_heads": 12},
}
VOCABULARY = 32_128


class RandomT5:
    """Generates greedily; ``tokenizer_folder`` has a tokenizer of at most T5's entries."""

    def __init__(self, shape: str, tokenizer_folder: Path) -> None:
        """Make the weights from a fixed seed, so that runs cost the same."""
        import torch
        from transformers import AutoTokenizer, T5Config, T5ForConditionalGeneration

        torch.manual_seed(0)
        config: Any = T5Config(vocab_size=VOCABULARY, eos_token_id=1, **SHAPES[shape])
        config.decoder_start_token_id = 0
        kind: Any = T5ForConditionalGeneration
        self._model = kind(config).eval()
        tokenizer: Any = AutoTokenizer
        self._tokenizer = tokenizer.from_pretrained(tokenizer_folder, local_files_only=True)

    def generate(self, prompt: str, tokens: int) -> str:
        """Return the text of exactly so many tokens."""
        import torch

        with torch.inference_mode():
            ids = self._tokenizer(
                prompt, return_tensors="pt", truncation=True, max_length=WINDOW
            ).input_ids
            made = self._model.generate(
                ids, max_new_tokens=tokens, min_new_tokens=tokens, do_sample=False, num_beams=1
            )
        text: str = self._tokenizer.decode(made[0])
        return text
