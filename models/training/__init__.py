"""Training of the shipped checkpoint; not part of the installed package."""
