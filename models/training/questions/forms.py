"""Other words for the same thing, and forms of verbs."""

from __future__ import annotations

SYNONYMS: dict[str, tuple[str, ...]] = {
    "acquire": ("buy", "purchase"), "aid": ("help",), "announce": ("reveal", "say"),
    "arrest": ("detain",), "assist": ("help",), "attempt": ("try",), "battle": ("fight",),
    "begin": ("start",), "build": ("construct",), "buy": ("acquire", "purchase"),
    "choose": ("pick", "select"), "claim": ("say",), "climb": ("rise", "increase"),
    "complete": ("finish",), "condemn": ("criticise",), "confirm": ("say",),
    "construct": ("build",),
    "create": ("make",), "criticise": ("attack", "condemn"), "criticize": ("condemn",),
    "decline": ("fall", "drop"), "demand": ("ask for", "call for"), "detain": ("arrest",),
    "drop": ("fall", "decline"), "earn": ("make",), "employ": ("hire",), "end": ("finish",),
    "fall": ("drop", "decline"), "get": ("receive",), "grow": ("increase", "rise"),
    "help": ("assist",), "hire": ("employ", "recruit"), "hit": ("strike",),
    "increase": ("rise", "grow"), "injure": ("hurt", "wound"), "insist": ("say",),
    "jail": ("imprison",), "jump": ("rise", "increase"), "launch": ("start", "begin"),
    "murder": ("kill",), "note": ("say",), "obtain": ("get",), "pick": ("choose", "select"),
    "plunge": ("fall", "drop"), "predict": ("forecast",), "purchase": ("buy", "acquire"),
    "receive": ("get",), "reckon": ("think",), "recruit": ("hire",), "require": ("need",),
    "reveal": ("say", "disclose"), "rise": ("increase", "climb"), "sack": ("fire", "dismiss"),
    "scrap": ("cancel", "abandon"), "select": ("choose", "pick"),
    "show": ("reveal",), "slump": ("fall", "drop"), "soar": ("rise", "increase"),
    "start": ("begin",), "stress": ("say",), "suggest": ("say",), "surge": ("rise", "increase"),
    "unveil": ("reveal", "show"), "urge": ("ask",), "wound": ("injure", "hurt"),
}  # fmt: skip
"""Verbs that a journalist and a reader use for the same thing."""


NOUNS: dict[str, str] = {
    "film": "movie", "movie": "film", "firm": "company", "company": "firm", "firms": "companies",
    "companies": "firms", "blaze": "fire", "blast": "explosion", "explosion": "blast",
    "profits": "earnings", "takeover": "acquisition", "probe": "investigation",
    "investigation": "inquiry", "pact": "agreement", "deal": "agreement", "agreement": "deal",
    "spokesman": "spokesperson", "spokeswoman": "spokesperson", "kids": "children",
    "cops": "police", "mobile": "cell phone", "mum": "mother", "mom": "mother", "dad": "father",
    "shares": "stock", "staff": "employees", "boss": "chief", "vote": "election",
    "game": "match", "match": "game", "study": "research", "blunder": "mistake",
    "crash": "accident", "car": "vehicle", "teenager": "teen", "purchase": "acquisition",
}  # fmt: skip


# lemma: (past, past participle); regular verbs are left to the rules below.
IRREGULAR: dict[str, tuple[str, str]] = {
    "ask for": ("asked for", "asked for"), "be": ("was", "been"), "begin": ("began", "begun"),
    "build": ("built", "built"), "buy": ("bought", "bought"), "call for": ("called for",) * 2,
    "choose": ("chose", "chosen"), "drop": ("dropped", "dropped"), "fall": ("fell", "fallen"),
    "fight": ("fought", "fought"), "forecast": ("forecast", "forecast"), "get": ("got", "got"),
    "grow": ("grew", "grown"), "hurt": ("hurt", "hurt"), "make": ("made", "made"),
    "rise": ("rose", "risen"), "say": ("said", "said"), "show": ("showed", "shown"),
    "strike": ("struck", "struck"), "think": ("thought", "thought"), "try": ("tried", "tried"),
    "cancel": ("cancelled", "cancelled"), "have": ("had", "had"), "do": ("did", "done"),
    "tell": ("told", "told"), "die": ("died", "died"),
}  # fmt: skip


def inflect(lemma: str, tag: str) -> str:
    """Put a verb of the synonym table into the form of a Penn tag (VB, VBP, VBZ, VBD, VBN, VBG)."""
    if tag in ("VB", "VBP"):
        return lemma
    head, _, tail = lemma.partition(" ")
    if tag == "VBZ":
        if lemma in ("have", "do", "go"):
            return {"have": "has", "do": "does", "go": "goes"}[lemma]
        sibilant = head.endswith(("s", "x", "z", "ch", "sh"))
        consonant_y = head.endswith("y") and head[-2] not in "aeiou"
        ending = head[:-1] + "ies" if consonant_y else head + ("es" if sibilant else "s")
        return " ".join(filter(None, (ending, tail)))
    if tag == "VBG":
        stem = head[:-1] if head.endswith("e") and not head.endswith("ee") else head
        if head in ("begin", "get", "hit", "drop", "cancel"):
            stem = head + head[-1]
        return " ".join(filter(None, (stem + "ing", tail)))
    if lemma in IRREGULAR:
        return IRREGULAR[lemma][0 if tag == "VBD" else 1]
    if head.endswith("y") and head[-2] not in "aeiou":
        return " ".join(filter(None, (head[:-1] + "ied", tail)))
    return " ".join(filter(None, (head + ("d" if head.endswith("e") else "ed"), tail)))
