"""What came of an entry as text to copy, Markdown, CSV, or blocks for a picture."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

Form = Literal["text", "markdown", "csv", "blocks"]
Blocks = list[dict[str, Any]]
"""Each with a ``kind`` (question, answer, by, text, quote, warning, table, source, small) and
its ``text``, or ``rows`` of cells with the head first."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
# A cell that begins so is a formula to a spreadsheet (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def entry_blocks(view: Mapping[str, Any]) -> Blocks:
    """Return an entry, as ``entry_view`` gives it, in blocks: its result, then its sources."""
    blocks = [_block("question", view["text"])]
    if view.get("understood"):
        blocks.append(_block("small", f"Understood as: {view['understood']}"))
    result = view.get("result")
    if result is None:
        return [*blocks, _block("text", view["message"] or f"({view['state']})")]
    body = {
        "ask": _answer,
        "compare": _comparison,
        "summarize": _summary,
        "quotes": _quotes,
        "verify": _verification,
    }[view["mode"]]
    blocks += body(result)
    for each in view["cites"]:
        facts = " · ".join(f for f in (each["author"], each["where"]) if f)
        line = f"[{each['n']}] {each['title']}" + (f" · {facts}" if facts else "")
        blocks.append(_block("source", line))
    return blocks


def to_text(blocks: Blocks) -> str:
    """Return blocks as plain text with its citations."""
    lines = []
    for block in blocks:
        if block["kind"] == "table":
            lines += ["\t".join(row) for row in block["rows"]]
        elif block["kind"] == "quote":
            lines.append(f"\u201c{block['text']}\u201d")
        else:
            lines.append(block["text"])
    return "\n".join(lines) + "\n"


def to_markdown(blocks: Blocks) -> str:
    """Return blocks as Markdown, in which nothing of an article is markup."""
    parts = []
    for block in blocks:
        text = _escaped(block.get("text", ""))
        kind = block["kind"]
        if kind == "question":
            parts.append(f"## {text}")
        elif kind == "answer":
            parts.append(f"**{text}**")
        elif kind == "quote":
            parts.append("\n".join(f"> {line}" for line in text.splitlines()))
        elif kind == "warning":
            parts.append(f"*{text}*")
        elif kind == "table":
            head, *rows = block["rows"]
            cells = [head, ["---"] * len(head), *[[_escaped(c) for c in row] for row in rows]]
            parts.append("\n".join("| " + " | ".join(_line(row)) + " |" for row in cells))
        elif kind == "source":
            parts.append(f"- {text}")
        else:
            parts.append(text)
    # Sources stand in one list.
    return (
        "\n\n".join(parts).replace("\n\n- \\[", "\n- \\[").replace("\n- \\[", "\n\n- \\[", 1) + "\n"
    )


def to_csv(view: Mapping[str, Any]) -> str:
    """Return what came of an entry as CSV (RFC 4180), with a line for each thing that is cited."""
    result, mode = view.get("result") or {}, view["mode"]
    cites = {each["n"]: each for each in view.get("cites", ())}
    rows: list[Sequence[Any]]
    if mode == "compare":
        rows = [("date", "source", "title", "answer", "means", "stands", "quote", "confidence")]
        rows += [
            (
                *(r["day"], r["source"], r["title"], r["answer"], r["means"]),
                *(r["tag"], _quoted(r), r["percent"]),
            )
            for r in result.get("rows", ())
        ]
        rows += [
            (s["day"], "", s["title"], "", "", "silent", "", "") for s in result.get("silent", ())
        ]
    elif mode == "quotes":
        rows = [("speaker", "verb", "quote", "title", "source", "date")]
        for speaker in result.get("speakers", ()):
            for quote in speaker["quotes"]:
                facts = cites[quote["cites"][0]]
                rows.append(
                    (
                        *(speaker["speaker"], quote["verb"], quote["text"]),
                        *(facts["title"], facts["source"], facts["date"]),
                    )
                )
    elif mode in ("summarize", "verify"):
        rows = [("sentence", "supported", "reasons", "title", "source", "date", "quote")]
        for sentence in result.get("sentences", ()):
            facts = cites[sentence["cites"][0]] if sentence["cites"] else {}
            why = "; ".join((*sentence["reasons"], *sentence["doubts"]))
            rows.append(
                (
                    *(sentence["text"], "yes" if sentence["supported"] else "no", why),
                    *(facts.get(name, "") for name in ("title", "source", "date", "quote")),
                )
            )
    else:
        rows = [("question", "answer", "confidence", "quote", "title", "source", "date")]
        said = (view["text"], result.get("text", ""), result.get("percent", ""))
        rows += [
            (*said, c["quote"], c["title"], c["source"], c["date"]) for c in cites.values()
        ] or [(*said, "", "", "", "")]
    out = io.StringIO()
    csv.writer(out).writerows([[_cell(value) for value in row] for row in rows])
    return out.getvalue()


def _answer(result: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    state = result["state"]
    if state == "weak":
        yield _block("text", f"Possibly: {result['text']}{_means(result)}{_refs(result)}")
    elif state == "sure":
        yield _block("answer", f"{result['text']}{_means(result)}{_refs(result)}")
    else:
        yield _block("text", result["text"])
    if result.get("by"):
        yield _block("by", result["by"])
    if result.get("note"):
        yield _block("small", result["note"])
    if state == "none" and result["quotes"]:
        yield _block("small", "Nearest:")
    for quote in result["quotes"]:
        yield _block("quote", _pieces(quote["pieces"]))
    for other in result.get("others", ()):
        said = f"{other['text']}{_means(other)}{_refs(other)}"
        yield _block("warning", f"Another article says otherwise: {said}")
    if result.get("warning"):
        yield _block("warning", result["warning"])


def _comparison(result: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    yield _block("answer", result["head"])
    rows = [
        [
            *(each["date"] or "undated", each["source"] or each["title"]),
            f"{each['answer']}{_means(each)}{_refs(each)}",
            *(each["tag"], _quoted(each)),
        ]
        for each in result["rows"]
    ]
    if rows:
        yield {
            "kind": "table",
            "rows": [["Date", "Source", "Answer", "Stands", "Quote"], *rows],
        }
    for each in result["differences"]:
        yield _block("text", each)
    if result["silent"]:
        named = "; ".join(each["title"] for each in result["silent"])
        yield _block("small", f"Silent: {named}")
    if result["unread"]:
        yield _block("small", result["unread"])


def _summary(result: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    yield _block("by", result["head"])
    said = [
        f"{_dated(each)}{each['text']}{_refs(each)}"
        f"{'' if each['supported'] else ' (not fully supported)'}"
        for each in result["sentences"]
    ]
    if said:
        yield _block("text", " ".join(said))
    if result["warning"]:
        yield _block("warning", result["warning"])


def _quotes(result: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    yield _block("by", result["head"])
    for speaker in result.get("speakers", ()):
        yield _block("answer", speaker["speaker"])
        for quote in speaker["quotes"]:
            text = f"\u201c{quote['text']}\u201d" if quote["direct"] else quote["text"]
            yield _block("text", f"{text} ({quote['verb']}){_refs(quote)}")


def _verification(result: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    yield _block("answer", result["head"])
    for each in result["sentences"]:
        mark = "Supported" if each["supported"] else "Not supported"
        yield _block("text", f"{mark}: {each['text']}{_refs(each)}")
        why = "; ".join((*each["reasons"], *each["doubts"]))
        if why:
            yield _block("warning", why)


def _block(kind: str, text: str) -> dict[str, Any]:
    return {"kind": kind, "text": text}


def _means(shown: Mapping[str, Any]) -> str:
    """Return the day that a "yesterday" means, as it stands behind it."""
    return f" ({shown['means']})" if shown.get("means") else ""


def _dated(sentence: Mapping[str, Any]) -> str:
    return f"{sentence['date']}: " if sentence["date"] else ""


def _refs(shown: Mapping[str, Any]) -> str:
    return "".join(f" [{n}]" for n in shown["cites"])


def _pieces(pieces: Iterable[Mapping[str, Any]]) -> str:
    return "".join(piece["text"] for piece in pieces)


def _quoted(row: Mapping[str, Any]) -> str:
    return " … ".join(_pieces(quote["pieces"]) for quote in row["quotes"])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _line(cells: Iterable[str]) -> Iterable[str]:
    return (cell.replace("\n", " ") for cell in cells)


def _cell(value: Any) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
