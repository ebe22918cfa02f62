"""Characters: sentences, blocks, words, spans, quote marks and passages."""
