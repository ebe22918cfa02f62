"""Measure Copydesk on labelled files."""
