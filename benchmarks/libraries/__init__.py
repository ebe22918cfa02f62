"""Kept libraries against this project's own helpers, on the same cases."""
