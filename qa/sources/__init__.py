"""Bytes to documents: files, web addresses, and the parsers of their formats."""
