"""Causal models that chat, or go on with a text: any of transformers, and GGUF files."""
