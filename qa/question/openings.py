"""How a question opens: the parts of "From which port did", and what follows them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language import lexicon

_OPENING = re.compile(
    rf"\W*(?:(?P<lead>{lexicon.either('grammar', 'prepositions')})\s+)?"
    rf"(?P<word>{lexicon.either('grammar', 'question_words')})(?:\s+(?:much|many|far|long))?\b"
    rf"(?:\s+(?P<did>{lexicon.either('grammar', 'auxiliaries', 'more_auxiliaries')})\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening of "From which port did it sail?".

    ``lead`` is the preposition before the question word, in lower case, "" for none. ``word`` is
    the question word, in lower case. ``did`` is the auxiliary right behind it, as it stands, ""
    for none. ``rest`` is what follows, without the question mark.
    """

    lead: str
    word: str
    did: str
    rest: str


def find_opening(text: str) -> Opening | None:
    """Return how a question opens, None where no question word opens it."""
    found = _OPENING.match(text)
    if found is None:
        return None
    rest = text[found.end() :].strip(" ?")
    return Opening((found["lead"] or "").lower(), found["word"].lower(), found["did"] or "", rest)
