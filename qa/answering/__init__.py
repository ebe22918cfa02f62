"""Passages to one answer: read, choose, fit to the kind of question, support, explain."""
