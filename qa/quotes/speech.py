"""The words around a quote that say who speaks: patterns for what ``merge_capitals`` returns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language import lexicon
from qa.quotes.lazy import LazyPattern
from qa.quotes.speakers import find_role_holder
from qa.quotes.subjects import is_role, whole_subject
from qa.text.quote_marks import MASK

_SAYING = lexicon.either("saying", "core", "public", "lively", "of_speakers", "of_two_words")
VERB = rf"(?P<verb>{_SAYING})"
_BESIDE = rf"(?P<verb>{_SAYING}|{lexicon.either('saying', 'going_on', 'manners')})"
_CALLING = lexicon.either("saying", "calling")
_PROMISING = "promised|promises|vowed|vows|pledged|pledges"
_ADVERB = rf"(?:(?:{lexicon.either('grammar', 'before_saying')}|\w+ly)\s+)"

_DAY = "|".join(name.capitalize() for name in lexicon.ordered("time", "weekdays", "months"))
_NO_NAME = rf"(?!(?:{lexicon.either('sentences', 'starters', 'no_speakers')}|{_DAY})\b)"


_OTHER_CAPITAL = "\u00c0"
_JOINED = "\u02bc"
"""A letter that stands for the marks within "Low Quay, D.C." and "Holm, Jr.", before a comma."""
_SHORT_AFTER = re.compile(r"(?<=\w),\s(?:(?:[A-Z]\.){2,}|[A-Z][a-z]{1,4}\.)(?=,)")
_STAND_INS = {
    code: _OTHER_CAPITAL
    for code in range(0x80, 0x10000)
    if chr(code).isupper() or chr(code).istitle()
}
# Names do not begin with A to Z only. A class of all 1,200 capitals would be compiled 428 times,
# at 0.8 s a process; so each pattern reads what ``merge_capitals`` returns.
_UPPER = f"[A-Z{_OTHER_CAPITAL}]"
# "d'Arcy" and "al-Masri" begin small.
_CAP = _NO_NAME + (
    rf"(?:{_UPPER}(?:\.{_UPPER})+\.?|(?:(?:d|l|al|el)['\u2019-])?{_UPPER}\w*(?:['\u2019-]\w+)*)"
)
_TITLE = rf"(?:(?:{lexicon.either('people', 'short_titles')}|Lt|Col|Hon|St)\.?\s+)"
_NAME = (
    rf"{_TITLE}?(?:(?:{lexicon.either('names', 'leading_particles')})\s+){{0,2}}{_CAP}"
    rf"(?:\s+(?:(?:{_UPPER}|St)\.\s+)?"
    rf"(?:(?:{lexicon.either('names', 'particles', 'speaker_particles')})\s+){{0,2}}{_CAP})*"
)
# "50 Cent", where a verb of saying stands right before it.
_NUMBERED = rf"\d+\s{_CAP}"
# Words that end a noun phrase: what follows them is another clause.
_STOP = rf"(?!(?:{lexicon.either('grammar', 'auxiliaries', 'clause_follows')})\b)"
_WORD = rf"{_STOP}(?:(?:{_UPPER}\.){{2,}}|[\w$%&.'\u2019-]*[\w%])"
_DETERMINER = "|".join(
    f"[{word[0].upper()}{word[0]}]{word[1:]}"
    for word in lexicon.ordered("grammar", "determiners", "speaker_determiners")
)
# "Nancy's son", "the union's lawyer": who owns stands where an article does.
_OWNER = rf"(?:{_UPPER}[\w.-]*\s+){{0,3}}{_UPPER}[\w-]*(?:['\u2019]s|s['\u2019])"
_DETERMINER = f"(?:{_DETERMINER}|{_OWNER})"
_NO_NOUN = lexicon.either("grammar", "subject_prepositions", "clause_markers")
_PLAIN = rf"(?!(?:{_NO_NOUN}|{_DAY})\b){_WORD}"
_ROLES = ("titles", "roles", "speaker_roles")
_NOUNS = lexicon.either("people", "groups")
_PLURAL = rf"(?:{_PLAIN}\s+){{0,2}}?(?i:{_NOUNS})"
_PLACE = rf"(?:\s+(?:of|for|in|at|from|with)\s+{_WORD}(?:\s+{_WORD}){{0,5}}?)?"
PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)"
# "Harbour Line spokeswoman Ida Holm": a name, a role, and the name of who holds it.
# With commas about it, too: "Harbour Line spokeswoman, Ida Holm, said".
_HOLDER = (
    rf"{_CAP}(?:\s+{_WORD}){{0,5}}?\s+(?:{lexicon.either('people', *_ROLES)})"
    rf"(?:\s+{_NAME}|(?=,\s{_NAME},\s))"
)
_PHRASE = rf"(?:{_DETERMINER}\s+{_PLAIN}(?:\s+{_WORD}){{0,7}}?|{_PLURAL}){_PLACE}"
_SPEAKER = rf"(?:{PRONOUN}\b|{_HOLDER}|{_PHRASE}|{_NAME})"
_APPOSITIVE = (
    rf"(?:\s\([^().:{MASK}]{{1,40}}\))?"
    rf"(?:,\s[A-Z]-[A-Z][\w.]{{0,5}},|,\s[^,.;:{MASK}]{{2,140}}(?:,[^,.;:{MASK}]{{2,60}})?,"
    rf"|\s?[\u2014\u2013][^.;:\u2014\u2013{MASK}]{{2,140}}[\u2014\u2013])?"
)
# Between speaker and verb, and no part of either: "in an interview", "last summer".
_ASIDE = (
    rf"(?:\s(?:in|on|at|during|last|this|who\s(?:asked|declined|requested|spoke|was\snot))\s"
    rf"[^,.;:{MASK}]{{2,60}}?)?"
)
_VERB_NEXT = rf"{_ASIDE}(?:(?<={_JOINED}),)?\s+{_ADVERB}{{0,2}}"
_BEFORE = rf"(?P<mention>{_SPEAKER}){_APPOSITIVE}{_VERB_NEXT}"
# A speaker begins a clause; within one, "the mayor of the town said" has one beginning.
_START = r"(?:(?<![\w.,;'\u2019-])|(?<=[,;:(\u2014\u2013]\s)|(?<=\b(?:and|but)\s))"
_ENDS = (
    rf"(?=['\u2019]?\s*(?:[;:!?)\u2014\u2013{MASK}]|,(?!\d)|(?<!\b[A-Z])\.(?!\w)|$)|\s+"
    rf"(?:{lexicon.either('grammar', 'circumstances')}"
    r"|as|when|outside|by|last|this|yesterday|who)\b)"
)
_TWO = rf"{_SPEAKER}(?:\sand\s(?:the\s)?{_NAME})?"
_AFTER = rf"(?P<mention>{_TWO}){_ENDS}(?:,\s(?P<named>{_NAME})(?=[.,;]|$))?"
# "according to marsh warden Ida Holm", without an article.
_SOURCE = (
    rf"(?P<mention>{_TWO}|(?:(?!(?:{_NO_NOUN})\b)[a-z][\w-]*\s+){{1,4}}{_NAME}){_ENDS}"
    rf"(?:,\s(?P<named>{_NAME})(?=[.,;]|$))?"
)

ANY_VERB = re.compile(rf"\b{VERB}\b|(?:[Aa]ccording to)\b")
"""A cheap look: without one, no pattern below can match."""

# Directly after a closing quote mark.
FOLLOWING = tuple(
    LazyPattern(pattern)
    for pattern in (
        rf"\s*,?\s*{_BESIDE}\s+{_AFTER}",
        rf"\s*,?\s*{_BEFORE}{_BESIDE}\b",
        rf"\s*,?\s*(?P<verb>[Aa]ccording to)\s+{_SOURCE}",
        rf"\s*,?\s*{_BESIDE}\s+(?P<mention>{_NUMBERED}){_ENDS}",
    )
)
# After a comma and the mark: a long role of unknown words, and the name nearest to the verb.
FOLLOWING_ROLE = tuple(
    LazyPattern(pattern)
    for pattern in (
        rf"\s*,?\s*(?!and\s)(?:(?:{_WORD}|and)\s+){{1,9}}?(?P<mention>{_NAME}){_APPOSITIVE}{_ASIDE}\s+"
        rf"{_ADVERB}{{0,2}}{_BESIDE}\b",
        rf"\s*,?\s*{_BESIDE}\s+(?:{_WORD}\s+){{1,6}}?(?P<mention>{_NAME}){_ENDS}",
        # "Ida Holm, the yard's owner and captain said": no comma after the role.
        rf"\s*,?\s*(?P<mention>{_NAME}),\s(?P<whole>(?:(?:{_WORD}|and|&)\s+){{1,9}}?){_BESIDE}\b",
        # "the Harbour Trust, Elm Action and the Fund for Old Mills said"
        rf"\s*,?\s*(?=[^.;:{MASK}]*\sand\s)(?P<mention>(?P<whole>(?:[Tt]he\s)?{_CAP}"
        rf"(?:(?:,?\s(?:and|the|of|for|from|in))*,?\s{_CAP}){{2,20}}))\s+{_BESIDE}\b",
    )
)
# What may stand between the verb and an opening quote mark.
_TAIL = rf"(?:(?:\s+[^,.:;{MASK}]{{1,80}})?\s*[,:]|(?:(?:\s+[^,.:;{MASK}]{{1,80}})?\s+that)?)\s*$"
LEADING = tuple(
    LazyPattern(pattern)
    for pattern in (
        rf"{_START}{_BEFORE}{VERB}\b{_TAIL}",
        rf"{_START}{_BEFORE}{_BESIDE}\b(?:\s[^,.:;{MASK}]{{1,60}})?\s*[,:]\s*$",
        rf"(?P<verb>[Aa]ccording to)\s+{_SOURCE}\s*,\s*$",
        rf"{_START}{_BEFORE}(?P<verb>{_CALLING})\b(?:\s+[^,.:;{MASK}]{{1,80}})?\s*$",
    )
)
# At the beginning of the sentence, where a colon may stand for the verb: "Ida Holm, a baker: ...",
# "Asked about it, she shrugs: ...", and "Ida Holm left the room, saying: ...".
_PARTICIPLE = rf"(?P<verb>{lexicon.either('saying', 'participles')})"
INTRODUCING = tuple(
    LazyPattern(pattern)
    for pattern in (
        rf"\W*(?P<mention>{_HOLDER}|{_NAME})(?:,\s[^,.;:{MASK}]{{2,90}})?(?P<verb>:)\s*$",
        rf"\W*(?:When\s)?(?:[Aa]sked|[Pp]ressed)\b[^.;:{MASK}]{{2,160}}?,\s(?P<mention>{PRONOUN}\b|{_NAME})"
        rf"(?!['\u2019]s)[^.;:{MASK}]{{0,60}}(?P<verb>:)\s*$",
        rf"(?:[^.;:{MASK}]{{2,160}}?,\s|\W*)(?P<mention>{PRONOUN}\b|{_NAME}){_APPOSITIVE}\s"
        rf"(?:{lexicon.either('saying', 'gestures')})(?:\s[^.,;:{MASK}]{{1,40}})?(?P<verb>:)\s*$",
        # "It holds, said Ida Holm, a baker, adding: ...": who is named behind the verb
        rf"[^.;:{MASK}]{{2,200}}?,\s(?:(?P<says>{_SAYING})\s)?(?P<mention>{_NAME})"
        rf"(?(says)(?:,\s[^.;:{MASK}]{{2,140}})?|\s(?:{_SAYING})),\s{_PARTICIPLE}\b"
        rf"(?:(?:\s+[^,.:;{MASK}]{{1,60}})?(?:[,:]|\sthat))?\s*$",
        rf"\W*(?P<mention>{_SPEAKER})(?<!['\u2019]s){_APPOSITIVE}\s[^.;:{MASK}]{{2,150}}?,?\s{_PARTICIPLE}\b"
        rf"(?:(?:\s+[^,.:;{MASK}]{{1,60}})?(?:[,:]|\sthat))?\s*$",
    )
)
# "..., he said, adding that ...": the subject is the one before.
ADDING = LazyPattern(
    rf"(?:,\s(?:and\s)?{_PARTICIPLE}|,?\s(?:and|but)\s(?P<added>{_SAYING}))"
    rf"\s+(?:[^,.:;{MASK}]{{1,40}}?\s)?that\s+(?P<clause>.+)",
    re.DOTALL,
)
_WHEN = (
    rf"(?:(?:{lexicon.either('saying', 'whens')}|{_DAY})\b|[A-Z]\w{{2,4}}\.(?=\s\d))"
    rf"(?:[^,.:;{MASK}]|\.(?=\s\d)){{0,50}}?\s+"
)
_WHOM = rf"(?:{MASK}+\s+|(?:{_DETERMINER}\s+)?{_WORD}(?:\s+{_WORD}){{0,2}}?\s+)"
_AUXILIARY = lexicon.either("grammar", "auxiliaries", "more_auxiliaries")
_THAT = (
    rf"(?:that\s+(?!(?:{_AUXILIARY})\b)|(?=(?:{lexicon.either('grammar', 'told_questions')})\b))"
)
_OUTLET = (
    rf"in\s+an?\s+(?:\w+\s+){{0,2}}?(?:{lexicon.either('saying', 'outlets')})\s+"
    rf"(?=(?:{_DETERMINER}|he|she|it|they)\b|[A-Z])"
)
REPORTING = tuple(
    LazyPattern(pattern, re.DOTALL)
    for pattern in (
        # "X said on Tuesday that ...", "X told the paper ...", "X promised to ..."
        rf"{_START}{_BEFORE}{VERB}\s+(?:{_WHEN})?{_THAT}(?P<clause>.+)",
        rf"{_START}{_BEFORE}(?P<verb>{lexicon.either('saying', 'telling')})\s+{_WHOM}"
        rf"(?:(?!to\b){_WHEN})?{_THAT}(?P<clause>.+)",
        rf"{_START}{_BEFORE}{VERB}\s+(?:{_WHEN})?(?P<clause>(?:he|she|they|there|we)\s.+)",
        rf"{_START}{_BEFORE}{VERB}\s+(?P<clause>{_DETERMINER}\s+(?:{_PLAIN}\s+){{1,5}}?"
        rf"(?:{_AUXILIARY})\b.+)",
        rf"{_START}{_BEFORE}(?P<verb>{_PROMISING})\s+(?P<clause>to\s.+)",
        rf"{_START}{_BEFORE}(?P<verb>told|tells|tell)\s+{_WHOM}(?P<clause>(?:{_DETERMINER}|he|she"
        rf"|it|they|there|we)\s.+)",
        rf"{_START}{_BEFORE}(?P<verb>said|says|say)\s+(?:(?:on\s+[A-Z]\w+|[A-Z]\w+day|yesterday)\s+"
        rf"|last\s\w+\s+)?(?:{_OUTLET})?(?P<clause>.+)",
        rf"(?P<verb>According to)\s+{_SOURCE}\s*,\s*(?P<clause>.+)",
    )
)
# After the clause: ", the auditor said on Thursday", ", said X", ", according to X".
CLOSING = tuple(
    LazyPattern(pattern)
    for pattern in (
        rf",\s{_BEFORE}{VERB}\b(?=[^{MASK}]*$)(?!\s+(?:that|whether)\b)",
        rf",\s{VERB}\s+{_AFTER}",
        # ", yard spokeswoman Ida Holm confirmed on Monday"
        rf",\s(?:(?!(?:{_NO_NOUN})\b){_STOP}[a-z][\w-]*\s+){{0,3}}?"
        rf"(?:{lexicon.either('people', *_ROLES)})\s+(?P<mention>{_NAME}){_VERB_NEXT}{VERB}\b"
        rf"(?=[^{MASK}]*$)(?!\s+(?:that|whether)\b)",
        rf",?\s(?P<verb>according to)\s+{_SOURCE}",
    )
)


def merge_capitals(text: str) -> str:
    """Return ``text`` at the same length, as the patterns read it: one capital beside A to Z.

    An abbreviation between commas is one word with the name before it.
    """
    merged = text if text.isascii() else text.translate(_STAND_INS)
    return _SHORT_AFTER.sub(lambda short: re.sub(r"[,.\s]", _JOINED, short[0]), merged)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where a speaker and the verb stand, and the clause that is reported, if one is."""

    mention: tuple[int, int]
    verb: tuple[int, int]
    end: int
    clause: tuple[int, int] | None = None


_NAMED = LazyPattern(rf",\s({_NAME}),")
_OWNED = LazyPattern(rf"{_DETERMINER}\s")
_OWN_CLAUSE = re.compile(
    rf"\b(?:{lexicon.either('grammar', 'own_clause')}|{lexicon.either('saying', 'embedding')})\b"
)


def read_attribution(match: re.Match[str], *, beside: bool = False) -> Attribution | None:
    """Read a match of any pattern above; a name that explains a role is the speaker.

    None where the match is no speaker, or not all that is said: "he doubts that ..." is not told
    by what follows "that". ``beside`` says that the attribution touches a quote.
    """
    groups = match.groupdict()
    verb = match.span("verb")
    clause = match.span("clause") if groups.get("clause") else None
    if (
        clause
        and match.start("mention") < verb[0]
        and has_own_clause(match.string[verb[1] : clause[0]])
    ):
        return None
    beside = beside or match["verb"].lower() == "according to"
    mention: tuple[int, int] | None = match.span("mention")
    if not groups.get("whole"):
        mention = whole_subject(match.string, match.span("mention"), verb, beside)
    if mention is None:
        return None
    if groups.get("named"):
        if find_role_holder(match.string, *mention):
            mention = match.span("named")
        elif clause:  # "according to the agency, Elm, Oak and Ash are open"
            clause = match.start("named"), clause[1]
    elif mention[1] < verb[0] and (
        _OWNED.compiled.match(match.string, *mention) or is_role(match.string[slice(*mention)])
    ):
        named = _NAMED.compiled.match(match.string, mention[1], verb[0])
        mention = named.span(1) if named else mention
    return Attribution(mention, verb, match.end(), clause)


def has_own_clause(between: str) -> bool:
    """Say whether words before "that" hold a subject and verb: what follows is theirs."""
    return _OWN_CLAUSE.search(between.removesuffix("that ").removesuffix("that")) is not None


def search_sound(
    pattern: LazyPattern, hidden: str, start: int, end: int, *, beside: bool = False
) -> Attribution | None:
    """Return the first attribution between two places that is sound."""
    while match := pattern.search(hidden, start, end):
        found = read_attribution(match, beside=beside)
        if found is not None:
            return found
        within = ". " in match["mention"]  # the end of a sentence, after an abbreviation
        start = match.start() + 1 if within else max(match.end("mention"), match.start() + 1)
    return None
