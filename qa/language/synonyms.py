"""Words that say the same: forms of irregular verbs, and a few pairs that news swaps freely."""

from __future__ import annotations

from collections.abc import Sequence

from qa.language import lexicon
from qa.text.words import Word, listed, stem

# Forms beside those of qa.text.words that no suffix rule reaches.
_FORMS = {
    stem(form): base
    for form, base in lexicon.forms("irregular", "synonym_verbs", "synonym_only").items()
}
_SAME = tuple(
    frozenset(stem(word) for word in listed(words))
    for words in (
        "begin start commence", "buy purchase acquire", "shut close", "stop halt end cease",
        "help aid assist", "big large", "car vehicle", "house home", "ship vessel", "firm company",
        "child kid", "doctor physician", "build construct", "wreck destroy", "show display",
        "ban forbid prohibit", "need require", "reply answer", "purpose aim goal",
        "demolish raze", "resign quit", "choose pick select", "rescue save", "hurt harm",
        "permit allow", "oppose resist", "anybody anyone", "cost price",
    )
)  # fmt: skip


def same_key(word: Word) -> str:
    """Return the stem of ``word``, irregular verbs included: "withdrew" is "withdraw"."""
    base = stem(word.key)
    return _FORMS.get(base, base)


def place_of(word: Word, words: Sequence[Word]) -> int | None:
    """Return which of ``words`` says the same as ``word``, None for none."""
    key = same_key(word)
    same = next((group for group in _SAME if key in group), frozenset({key}))
    return next((i for i, other in enumerate(words) if same_key(other) in same), None)
