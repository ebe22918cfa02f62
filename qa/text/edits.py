"""How many changes of letters lie between two words (Damerau 1964)."""

from __future__ import annotations

import string


def edit_distance(a: str, b: str, most: int) -> int:
    """Return how many letters to add, drop, change or swap make ``b`` of ``a``.

    ``most`` + 1 stands for all that is more than ``most``.
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        earlier, before, row = before, row, [i]
        for j, right in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def one_change_away(word: str) -> set[str]:
    """Return ``word`` and what one change makes of it, the first letter kept, by letters a to z."""
    cuts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    letters = string.ascii_lowercase
    return {
        word,
        *(head + tail[1:] for head, tail in cuts if tail),
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1),
        *(head + letter + tail[1:] for head, tail in cuts if tail for letter in letters),
        *(head + letter + tail for head, tail in cuts for letter in letters),
    }
