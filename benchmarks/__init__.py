"""Measurements behind the defaults; run from the project root, never imported by qa."""
