"""Claims held against tables: a figure counts only in its own row and column."""

from __future__ import annotations

from qa.answering.tables import find_answer_cell
from qa.grounding.fact_checks import has_quantity
from qa.language.mentions import find_mentions
from qa.question import read
from qa.records import Article, Citation, SummarySentence
from qa.text.parts import find_parts


def check_in_tables(sentence: str, article: Article) -> SummarySentence | None:
    """Return the verdict of the first table of ``article`` with the cell that a claim is about.

    None where no cell is: the claim has no figure, or no table has its row and its column.
    """
    claim, asked = find_mentions(sentence), read(sentence)
    figures = [q for q in claim.quantities if not q.spelled or q.value > 1]
    if not figures:
        return None
    for part in find_parts(article.text, article.title):
        cell = (
            find_answer_cell(asked, article.text, part.start, part.end)
            if part.kind == "table"
            else None
        )
        if cell is None or not any(map(str.isdigit, cell.text)):
            continue
        source = find_mentions(cell.text)
        held = any(has_quantity(q, sentence[q.start : q.end], source) for q in figures)
        low = article.text.rfind("\n", part.start, cell.start) + 1
        start = max(low, part.start)
        end = article.text.find("\n", cell.end, part.end)
        end = part.end if end < 0 else end
        cited = Citation(article.id, article.title, start, end, article.text[start:end])
        reasons = () if held else (f"the table has {cell.text} there",)
        return SummarySentence(sentence, held, 1.0 if held else 0.0, (cited,), reasons)
    return None
