"""How many changes of letters lie between two words (Damerau 1964)."""

from __future__ import annotations


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
