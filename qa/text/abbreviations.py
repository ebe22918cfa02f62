"""Words that decide whether a full stop ends a sentence in English news.

Lower case unless said otherwise, and without their last full stop.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Something always follows these: a side, an example.
NEVER_LAST = _words("mr mrs ms mx dr messrs vs v cf e.g i.e viz")

# The same with a capital: "Gen. Mark Milley" but "the next gen. Mark agreed".
TITLES = _words(
    """
    drs prof profs mme mmes mlle rev revs hon fr msgr
    sen sens rep reps gov govs pres amb atty sec asst dep supt insp det ofc det
    lt lts gen gens col cols capt capts maj sgt sgts cpl pvt spc pfc adm adms cmdr cmdt brig
    st mt ft
    """
)

# Months and days, with a capital; a number follows, or another of them: "Thurs. Jan. 5".
CALENDAR = _words(
    """
    jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue tues wed thu thur thurs fri sat sun
    """
)

# A number follows these, unless the sentence ends: "No. 10", "p. 3".
WITH_NUMBER = _words(
    """
    no nos p pp vol vols fig figs approx ca c est ext tel rte hwy rt ver ft in lb lbs oz sq
    """
)

# A name goes on after these unless a word of STARTERS does: "Apple Inc. Chief", "King Jr. Day".
ORGANISATIONS = _words(
    """
    inc corp co cos ltd llc llp plc bros jr sr dept assn assoc univ natl intl bldg mfg govt esq
    """
)

# States as the Associated Press writes them, and parts of addresses; with a capital.
PLACES = _words(
    """
    ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont
    neb nev okla ore pa penn tenn tex vt va wash wis wyo ont que
    ave blvd rd hts pkwy ln sq
    """
)

CLOCK = _words("a.m p.m")
# What goes on after "5 p.m.": a time zone, a day, a month.
CLOCK_FOLLOWERS = _words(
    """
    et est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst cet cest eastern central mountain
    pacific hawaii alaska local
    monday tuesday wednesday thursday friday saturday sunday
    mon tue tues wed thu thur thurs fri sat sun
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    """
)

# Words in upper case that begin a sentence and hardly ever a name. Not "No" (No. 10),
# not "Open" (the U.S. Open): only words that no name after "U.S." or "Inc." begins with.
STARTERS = _words(
    """
    A About According Additionally After Again All Also Although Among An And
    Another Are As At
    Because Before Between Both But By Can Could Despite Did Do Does During Each Earlier Even
    Every Everyone Everything Few Following For Former From Furthermore Get Given
    Had Has Have He Her Here His How However I If In Indeed Instead Is It Its
    Just Last Later Let Like Many Maybe Meanwhile More Moreover Most Much My
    Nearly Neither Nevertheless Next Nobody None Nor Not Nothing Now Of On Once One Only Or Other
    Others Our Over Perhaps Please Rather
    Several She Since So Some Someone Sometimes Soon Still Such
    Than That The Their Them Then There Therefore These They This Those Though Through Thus To
    Today Under Unless Until Was We Were What When Where Whether Which While Who Whoever Whose
    Why With Within Without Would Yes Yesterday Yet You Your
    """
)

# An attribution after a quoted question, as a regular expression: "Why?" Ms. Smith asked.
SPEECH_VERBS = (
    "said|says|asked|asks|told|tells|wrote|writes|added|adds|tweeted|posted|replied|replies|"
    "responded|shouted|yelled|screamed|exclaimed|wondered|quipped|joked|recalled|continued|"
    "declared|demanded|explained|insisted|noted|read|cried|called"
)
