"""Who said what, and where."""

from __future__ import annotations

from dataclasses import dataclass

from qa.records.record import Record


@dataclass(frozen=True, slots=True)
class Quote(Record):
    """What somebody said, and who; all offsets are the article's, and every text round-trips.

    ``quote`` is the words said, without quote marks when ``direct``, else the clause that
    reports them. ``mention`` is the speaker as the sentence has it, perhaps a pronoun;
    ``speaker`` the name it stands for, at the place where that was read, or the mention.
    ``verb`` is "said", "according to" and the like.
    """

    article_id: str
    speaker: str
    speaker_start: int
    speaker_end: int
    mention: str
    mention_start: int
    mention_end: int
    verb: str
    verb_start: int
    verb_end: int
    quote: str
    start: int
    end: int
    direct: bool
