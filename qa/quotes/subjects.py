"""Whether the words before or after a verb of saying are somebody who speaks, and all of them.

A pattern finds where a speaker may stand; what stands around it says whether that is the whole
of the subject ("The Times and Reuters"), a part of another phrase ("media in the Netherlands"),
or nobody at all ("on condition of anonymity").
"""

from __future__ import annotations

import re

from qa.language import lexicon
from qa.language.verbs import ends_in_ed
from qa.quotes.speakers import ROLES
from qa.text.quote_marks import MASK
from qa.text.words import NEGATORS, find_words

_UPPER = "[A-Z\u00c0]"
_SPEAKING = (
    ROLES
    | lexicon.words("people", "groups", "men", "women", "offices", "counted", "speaking_things")
    | lexicon.words("names", "organisations")
)
_SPEAKING |= {word.removesuffix("s") for word in _SPEAKING}
_NO_PERSONS = lexicon.words("people", "no_persons")
_ENDS = tuple(lexicon.ordered("people", "ends_of_persons"))
_SHORTEST = 5  # letters of a noun that its end makes a person

_ARTICLE = r"(?:the|an?|its|his|her|their)"
_OBJECTS = lexicon.either("grammar", "subject_prepositions")
_OF_ANOTHER = re.compile(rf"\b(?i:{_OBJECTS})\s(?:{_ARTICLE}\s)?$")
_CLAUSE_WORDS = lexicon.either("grammar", "clause_markers")
_CLAUSE_BEGINS = re.compile(
    rf"(?:^|[\n,;:.!?(\u2014\u2013{MASK}]\s*|\b(?i:{_CLAUSE_WORDS})\s|\b[A-Z]\w+day\s)$"
)
_NO_NAME = rf"(?!(?:{lexicon.either('sentences', 'starters', 'no_speakers')})\b)"
_NAME_WORD = rf"{_UPPER}[\w.&'\u2019-]*"
_NAME_WORDS = rf"{_NO_NAME}(?:{_NAME_WORD}\s(?:(?:of|for|de|and)\s)?){{0,5}}{_NAME_WORD}"
_FIRST_OF_TWO = re.compile(
    rf"((?:[Tt]he\s)?{_NAME_WORDS}(?:,\s{_NAME_WORDS}){{0,3}}"
    rf"|(?i:{_ARTICLE})\s(?:[\w'\u2019-]+\s){{0,3}}?[\w-]+),?\s(?:and|&)\s"
    rf"(?:fellow\s(?:{_UPPER}\w+\s)?)?$"
)
_HEAD_BEFORE = re.compile(
    rf"((?:(?:[Tt]he|[Aa]n?|[Ss]ome|[Ss]everal)\s)?(?:[\w'\u2019-]+\s){{0,3}}?[\w'\u2019-]+)"
    rf"(?:\s(?:{_OBJECTS})(?:\s[\w'\u2019-]+){{1,7}}?)?\s(?:{_OBJECTS})\s"
    rf"(?:{_ARTICLE}\s)?$"
)
_PHRASE_ENDS = re.compile(rf"\s(?:{_OBJECTS}|{lexicon.either('grammar', 'clause_follows')})\b")
_DETERMINER = re.compile(
    rf"(?i:{lexicon.either('grammar', 'determiners', 'speaker_determiners')})\s"
)
_RELATIVE = re.compile(rf"\b(?i:{lexicon.either('grammar', 'not_between')})\b")
# "if the mayor said", "denied that the mayor said", "no official said"; "serving as a pilot, said".
_NOT_SAID = re.compile(
    r"\b(?i:if|unless|whether|no|neither|nor|few|not|(?:den(?:y|ies|ied)|doubt(?:s|ed)?)(?:\sthat)?)"
    r"\s(?:the\s)?$"
)
_PARTICIPLE_LAST = re.compile(r"\s[a-z]+ed$")
_OPENER = re.compile(r"(?:But|And|So|Yet|Or)\s+")
_INDEFINITE = re.compile(r"an?\s")  # after the verb: "announced a new ferry"
_AS_SOMEBODY = re.compile(r"(?<=\bas\s)an?\s")
_SET_OFF = re.compile(r"[\u2014\u2013(][^\u2014\u2013()]*[\u2014\u2013)]")
_FARTHEST = 90
"""Characters before a mention in which the phrase that it belongs to may begin."""


def speaks(phrase: str, participles: bool = True) -> bool:
    """Say whether the head of a noun phrase is a name, a role, a group or what is written.

    ``participles`` and their like may follow it: "a statement posted", "a source close to her".
    """
    words = find_words(_PHRASE_ENDS.split(phrase, maxsplit=1)[0])
    while participles and len(words) > 1 and _is_participle(words[-1].key):
        words.pop()
    if not words or words[0].key in NEGATORS:
        return False
    last = words[-1]
    if last.capital:
        return True
    key = last.key.removesuffix("'s")
    singular = key[:-3] + "y" if key.endswith("ies") else key.removesuffix("s")
    if {key, singular} & _SPEAKING:
        return True
    if {key, singular} & _NO_PERSONS or len(singular) < _SHORTEST:
        return False
    return singular.endswith(_ENDS)


def is_role(phrase: str) -> bool:
    """Say whether a phrase begins with what somebody is, and no name: "Keeper of the Locks"."""
    words = find_words(_PHRASE_ENDS.split(phrase, maxsplit=1)[0])
    if not words or (len(words) > 1 and words[-1].text.istitle()):
        return False
    key = words[-1].key
    return key in ROLES or (
        len(key) >= _SHORTEST and key not in _NO_PERSONS and key.endswith(_ENDS)
    )


def _is_participle(key: str) -> bool:
    return ends_in_ed(key) or key.endswith("ing") or key in ("familiar", "close", "aware")


def whole_subject(
    hidden: str, mention: tuple[int, int], verb: tuple[int, int], beside: bool
) -> tuple[int, int] | None:
    """Return the whole of the phrase that a mention belongs to, None where it is no speaker.

    ``beside`` says that the phrase touches a quote, or its verb does: then whatever stands there
    has spoken.
    """
    start, end = mention
    if opener := _OPENER.match(hidden, start, end):
        start = opener.end()
        mention = start, end
    if start > verb[0]:
        what = _INDEFINITE.match(hidden, start) and hidden[slice(*verb)] not in ("said", "says")
        of_speaker = _is_of_speaker(hidden, mention, participles=False) and not what
        short = _PARTICIPLE_LAST.search(hidden[start:end])  # "says a letter signed"
        # Of "the accused" there is no more than the participle.
        end = (
            start + short.start() if short and " " in hidden[start : start + short.start()] else end
        )
        return (start, end) if beside or of_speaker else None
    before = hidden[max(0, start - _FARTHEST) : start]
    before = before if start <= _FARTHEST else "x" + before[1:]  # what is cut begins no clause
    if _NOT_SAID.search(before) or _AS_SOMEBODY.match(hidden, start):
        return None
    aside = _aside(hidden[end : verb[0]])
    goes_on = hidden[slice(*verb)].endswith("ing")  # "Holm was late, saying": the first verb's
    if _RELATIVE.search(aside) and not goes_on and not aside.startswith(" who "):
        return None
    if first := _first_of_two(before):
        return start - len(before) + first.start(1), end
    if _OF_ANOTHER.search(before):
        head = _HEAD_BEFORE.search(before)
        if head and _may_head(head[1]) and _CLAUSE_BEGINS.search(before[: head.start(1)]):
            start += head.start(1) - len(before)
            opener = _OPENER.match(hidden, start, end)
            return (opener.end() if opener else start), end
        return None
    shown = before.rstrip()
    opens = not shown or shown[-1] in ".!?" + MASK or "\n\n" in before[len(shown) :]
    return mention if opens or beside or _is_of_speaker(hidden, mention) else None


def _is_of_speaker(hidden: str, mention: tuple[int, int], participles: bool = True) -> bool:
    """Say whether a phrase with a determiner is of somebody who speaks; a bare name always is."""
    said = hidden[slice(*mention)]
    return not _DETERMINER.match(said) or speaks(said, participles)


def _may_head(phrase: str) -> bool:
    """Say whether a phrase speaks and is no participle: "Asked about the mayor"."""
    first = find_words(phrase)[0].key
    return speaks(phrase) and not _is_participle(first)


def _first_of_two(before: str) -> re.Match[str] | None:
    """Return what stands before "and" and the mention, where both are one subject."""
    for place in range(len(before)):
        match = _FIRST_OF_TWO.match(before, place)
        if match and speaks(match[1], participles=False) and _CLAUSE_BEGINS.search(before[:place]):
            return match
    return None


def _aside(between: str) -> str:
    """Return what stands between a speaker and the verb without what marks set off."""
    parts = _SET_OFF.sub(" ", between).split(",")
    return " ".join((parts[0], *parts[1:][-1:]))
