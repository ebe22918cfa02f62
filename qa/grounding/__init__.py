"""Does a source bear a claim out? Exact facts first, then the reader."""
