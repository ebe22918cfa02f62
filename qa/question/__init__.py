"""A question read once: its kind, what it counts, the time it speaks of, and what it claims."""
