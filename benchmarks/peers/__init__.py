"""Copydesk beside its peers on the same articles, questions and embedder weights: `make bench`."""
