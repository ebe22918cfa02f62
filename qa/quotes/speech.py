"""The words around a quote: who speaks, and the verb that says so; patterns over masked text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.text.quote_marks import MASK
from qa.text.words import listed

_SAYING = listed(
    """
    said says say told tells tell added adds warned warns argued argues insisted insists claimed
    claims explained explains announced announces noted notes replied replies answered asked asks
    acknowledged acknowledges admitted admits conceded concedes confirmed confirms stressed stresses
    predicted predicts wrote writes tweeted posted testified stated states declared declares
    recalled recalls remarked observed suggested suggests complained complains continued concluded
    concludes joked shouted cried whispered estimated estimates reported reports denied denies
    promised promises vowed vows pledged pledges believes believed maintained maintains urged urges
    """
)
VERB = rf"(?P<verb>{'|'.join(_SAYING)})"
_CALLING = "called|calls|described|describes|dubbed|labelled|labeled|denounced|dismissed|condemned"
_PROMISING = "promised|promises|vowed|vows|pledged|pledges"
_ADVERB = r"(?:(?:has|have|had|also|later|then|earlier|repeatedly|previously|once|again|\w+ly)\s+)"

_NO_NAME = (
    r"(?!(?:"
    + "|".join(
        listed(
            """
            On In At But And The A An Then Later Yesterday Today Meanwhile However Still Yet When
            While After Before If As For From With By To Of Or Nor So It He She They We I You This
            That These Those There Here What Why How Who Where Not No His Her Their Its Our My One
            Some Many Most Several Another Both Asked According Despite Although Because Since Until
            During Under Over Last Next Monday Tuesday Wednesday Thursday Friday Saturday Sunday
            January February March April May June July August September October November December
            """
        )
    )
    + r")\b)"
)
_CAP = _NO_NAME + r"(?:[A-Z](?:\.[A-Z])+\.?|[A-Z][\w\u00c0-\u024f]*(?:['\u2019-]\w+)*)"
_TITLE = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Capt|Sgt|Rev|Hon|St)\.?\s+)"
_NAME = (
    rf"{_TITLE}?{_CAP}(?:\s+(?:[A-Z]\.\s+)?(?:(?:of|for|de|del|da|di|van|von|der|den|bin|al|the|la)"
    rf"\s+){{0,2}}{_CAP})*"
)
# Words that end a noun phrase: what follows them is another clause.
_STOP = (
    r"(?!(?:that|which|who|whom|whose|will|would|is|are|was|were|be|been|has|have|had|can|could"
    r"|may|might|should|do|does|did|not|if|when|because|and|but|or|said|says|told|as|than)\b)"
)
_WORD = rf"{_STOP}(?:(?:[A-Z]\.){{2,}}|[\w\u00c0-\u024f$%&.'\u2019-]*[\w\u00c0-\u024f%])"
_DETERMINER = (
    r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Oo]ur|[Mm]y|[Aa]nother|[Ss]ome|[Mm]any"
    r"|[Ss]everal|[Mm]ost|[Bb]oth|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Nn]o)"
)
_NOUNS = "|".join(
    listed(
        """
        police officials authorities residents prosecutors investigators witnesses scientists
        researchers critics campaigners lawyers doctors experts analysts economists officers
        neighbours neighbors relatives supporters opponents engineers teachers workers farmers
        ministers lawmakers senators councillors detectives firefighters rescuers organisers
        organizers activists parents students unions companies forecasters fishermen historians
        auditors inspectors regulators economists sources people
        """
    )
)
_PLURAL = rf"(?:{_WORD}\s+){{0,2}}?(?i:{_NOUNS})"
_PLACE = rf"(?:\s+(?:of|for|in|at|from|with)\s+{_WORD}(?:\s+{_WORD}){{0,5}}?)?"
PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)"
_SPEAKER = (
    rf"(?:{PRONOUN}\b|(?:{_DETERMINER}\s+{_WORD}(?:\s+{_WORD}){{0,7}}?|{_PLURAL}){_PLACE}|{_NAME})"
)
_APPOSITIVE = rf"(?:,\s[^,.;:{MASK}]{{2,90}}(?:,[^,.;:{MASK}]{{2,60}})?,)?"
# Between speaker and verb, and no part of either: "in an interview", "last summer".
_ASIDE = rf"(?:\s(?:in|on|at|during|last|this)\s[^,.;:{MASK}]{{2,50}}?)?"
_BEFORE = rf"(?P<mention>{_SPEAKER}){_APPOSITIVE}{_ASIDE}\s+{_ADVERB}{{0,2}}"
# A speaker begins a clause; within one, "the mayor of the town said" has one beginning.
_START = r"(?:(?<![\w.,;'\u2019-])|(?<=[,;:(\u2014\u2013]\s)|(?<=\b(?:and|but)\s))"
_ENDS = (
    rf"(?=\s*(?:[,.;:!?)\u2014\u2013{MASK}]|$)|\s+(?:on|in|at|during|as|when|outside|by|last|this"
    r"|yesterday|who)\b)"
)
_AFTER = rf"(?P<mention>{_SPEAKER}){_ENDS}(?:,\s(?P<named>{_NAME})(?=[.,;]|$))?"

ANY_VERB = re.compile(rf"\b{VERB}\b|(?:[Aa]ccording to)\b")
"""A cheap look: without one, no pattern below can match."""
# Directly after a closing quote mark.
FOLLOWING = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\s*,?\s*{VERB}\s+{_AFTER}",
        rf"\s*,?\s*{_BEFORE}{VERB}\b",
        rf"\s*,?\s*(?P<verb>[Aa]ccording to)\s+{_AFTER}",
    )
)
# What may stand between the verb and an opening quote mark.
_TAIL = rf"(?:(?:\s+[^,.:;{MASK}]{{1,80}})?\s*[,:]|(?:\s+that)?)\s*$"
LEADING = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_START}{_BEFORE}{VERB}\b{_TAIL}",
        rf"(?P<verb>[Aa]ccording to)\s+{_AFTER}\s*,\s*$",
        rf"{_START}{_BEFORE}(?P<verb>{_CALLING})\b(?:\s+[^,.:;{MASK}]{{1,80}})?\s*$",
    )
)
_WHEN = rf"(?:on|in|at|to|during|after|before|last|this|yesterday)\b[^,.:;{MASK}]{{0,50}}?\s+"
_WHOM = rf"(?:{_DETERMINER}\s+)?{_WORD}(?:\s+{_WORD}){{0,2}}?\s+"
REPORTING = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        # "X said on Tuesday that ...", "X told the paper ...", "X promised to ..."
        rf"{_START}{_BEFORE}{VERB}\s+(?:{_WHEN}|{_WHOM})?(?:that|whether|how|why)\s+(?P<clause>.+)",
        rf"{_START}{_BEFORE}(?P<verb>{_PROMISING})\s+(?P<clause>to\s.+)",
        rf"{_START}{_BEFORE}(?P<verb>told|tells|tell)\s+{_WHOM}(?P<clause>(?:{_DETERMINER}|he|she"
        rf"|it|they|there|we)\s.+)",
        rf"{_START}{_BEFORE}(?P<verb>said|says|say)\s+(?:(?:on\s+[A-Z]\w+|[A-Z]\w+day|yesterday)\s+"
        rf"|last\s\w+\s+)?(?P<clause>.+)",
        rf"(?P<verb>According to)\s+{_AFTER}\s*,\s*(?P<clause>.+)",
    )
)
# After the clause: ", the auditor said on Thursday", ", said X", ", according to X".
CLOSING = tuple(
    re.compile(pattern)
    for pattern in (
        rf",\s{_BEFORE}{VERB}\b(?=[^{MASK}]*$)(?!\s+(?:that|whether)\b)",
        rf",\s{VERB}\s+{_AFTER}",
        rf",?\s(?P<verb>according to)\s+{_AFTER}",
    )
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where a speaker and the verb stand, and the clause that is reported, if one is."""

    mention: tuple[int, int]
    verb: tuple[int, int]
    end: int
    clause: tuple[int, int] | None = None


def attribution(match: re.Match[str]) -> Attribution:
    """Read a match of any pattern above; a name that explains a role is the speaker."""
    groups = match.groupdict()
    mention = match.span("named") if groups.get("named") else match.span("mention")
    clause = match.span("clause") if groups.get("clause") else None
    return Attribution(mention, match.span("verb"), match.end(), clause)
