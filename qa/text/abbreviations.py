"""Words that decide whether a full stop ends a sentence in English news.

Lower case unless said otherwise, and without their last full stop.
"""

from __future__ import annotations

from qa.language import lexicon


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Something always follows these: a side, an example.
NEVER_LAST = _words("mr mrs ms mx dr messrs vs v cf e.g i.e viz")

# The same with a capital: "Gen. Mark Milley" but "the next gen. Mark agreed".
TITLES = lexicon.words("abbreviations", "titles")

# Months and days, with a capital; a number follows, or another of them: "Thurs. Jan. 5".
CALENDAR = lexicon.words("abbreviations", "calendar")

# A number follows these, unless the sentence ends: "No. 10", "p. 3".
WITH_NUMBER = lexicon.words("abbreviations", "with_number")

# A name goes on after these unless a word of STARTERS does: "Apple Inc. Chief", "King Jr. Day".
ORGANISATIONS = lexicon.words("abbreviations", "organisations")

# States as the Associated Press writes them, and parts of addresses; with a capital.
PLACES = lexicon.words("abbreviations", "places")

CLOCK = _words("a.m p.m")
# What goes on after "5 p.m.": a time zone, a day, a month.
CLOCK_FOLLOWERS = (
    CALENDAR | lexicon.words("abbreviations", "zones") | lexicon.words("time", "weekdays", "months")
)

# Words in upper case that begin a sentence and hardly ever a name. Not "No" (No. 10),
# not "Open" (the U.S. Open): only words that no name after "U.S." or "Inc." begins with.
STARTERS = lexicon.words("sentences", "starters", "more_starters")

# An attribution after a quoted question, as a regular expression: "Why?" Ms. Smith asked.
SPEECH_VERBS = lexicon.either("saying", "core", "lively", "beside_quotes")
