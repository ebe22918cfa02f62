"""Forms that no suffix tells: a past is a past, and says what its base does."""

from __future__ import annotations

import pytest

from qa.language.synonyms import base_stem, find_synonym, form_stems
from qa.language.verbs import is_past
from qa.text.words import find_words

FORMS = {
    "awake": "awoke awoken", "bend": "bent", "bleed": "bled", "blow": "blew blown",
    "breed": "bred", "cling": "clung", "creep": "crept", "deal": "dealt", "dig": "dug",
    "drink": "drank", "flee": "fled", "fling": "flung", "foresee": "foresaw foreseen",
    "freeze": "froze frozen", "hang": "hung", "hide": "hid hidden", "kneel": "knelt",
    "leap": "leapt", "light": "lit", "mislead": "misled", "mistake": "mistook mistaken",
    "overhear": "overheard", "override": "overrode overridden", "oversee": "oversaw overseen",
    "overtake": "overtook overtaken", "overthrow": "overthrew overthrown", "prove": "proven",
    "rebuild": "rebuilt", "repay": "repaid", "rewrite": "rewrote rewritten",
    "ride": "rode ridden", "shake": "shook shaken", "shine": "shone", "show": "shown",
    "shrink": "shrank shrunk", "sit": "sat", "slide": "slid", "sneak": "snuck",
    "speed": "sped", "spin": "spun", "spring": "sprang sprung", "stick": "stuck",
    "sting": "stung", "strive": "strove striven", "swear": "swore sworn", "sweep": "swept",
    "swell": "swollen", "swing": "swung", "tear": "tore torn", "tread": "trod trodden",
    "undertake": "undertook undertaken", "undo": "undid undone", "wake": "woke woken",
    "wear": "wore worn", "weave": "wove woven", "weep": "wept", "withhold": "withheld",
    "withstand": "withstood", "wring": "wrung",
}  # fmt: skip


@pytest.mark.parametrize(
    ("base", "form"), [(base, form) for base, forms in FORMS.items() for form in forms.split()]
)
def test_a_form_is_a_past_of_its_base(base: str, form: str) -> None:
    told, asked = find_words(form)[0], find_words(base)[0]
    assert is_past(told)
    assert base_stem(told) == base_stem(asked)
    assert find_synonym(told, [asked]) == 0 == find_synonym(asked, [told])
    assert form_stems(told) == form_stems(asked) | form_stems(told)


@pytest.mark.parametrize("word", ["ground", "bore", "saw", "wok", "rod", "slew", "lay", "bit"])
def test_a_form_that_is_mostly_another_word_is_left_alone(word: str) -> None:
    others = [find_words(base)[0] for base in FORMS]
    assert find_synonym(find_words(word)[0], others) is None
