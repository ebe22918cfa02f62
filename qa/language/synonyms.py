"""Words that say the same: forms of irregular verbs, and a few pairs that news swaps freely."""

from __future__ import annotations

from collections.abc import Sequence

from qa.language import lexicon
from qa.text.words import Word, stem

# Forms beside those of qa.text.words that no suffix rule reaches; each with the stem of its base.
_FORMS = {
    form: stem(base)
    for form, base in lexicon.forms(
        "irregular", "rarer_verbs", "synonym_verbs", "synonym_only"
    ).items()
}
_STEMS: dict[str, set[str]] = {}
for _form, _base in _FORMS.items():
    _STEMS.setdefault(_base, {_base}).add(stem(_form))
_SAME = tuple(frozenset(map(stem, group.split())) for group in lexicon.ordered("synonyms", "same"))


def base_stem(word: Word) -> str:
    """Return the stem of ``word``, irregular verbs included: "withdrew" is "withdraw"."""
    return _FORMS.get(word.key) or stem(word.key)


def form_stems(word: Word) -> frozenset[str]:
    """Return the stems that the forms of ``word`` have: "wak" and "wok" of "woke"."""
    base = base_stem(word)
    return frozenset(_STEMS.get(base, ())) | {base, stem(word.key)}


def find_synonym(word: Word, words: Sequence[Word]) -> int | None:
    """Return which of ``words`` says the same as ``word``, None for none."""
    key = base_stem(word)
    same = next((group for group in _SAME if key in group), frozenset({key}))
    return next((i for i, other in enumerate(words) if base_stem(other) in same), None)
