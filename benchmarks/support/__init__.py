"""What the benchmarks and the tests both make: files, tiny models, an embedder of hashes."""
