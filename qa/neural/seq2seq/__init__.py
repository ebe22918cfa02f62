"""Encoder-decoder models behind the ``Generator`` protocol; importing this loads no torch."""
