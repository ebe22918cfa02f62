"""Facts of English: numbers, units, dates, names, negation, and how short answers compare."""
