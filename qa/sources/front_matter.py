"""What a text file says of itself in a block before its text: YAML or TOML."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from qa.language import lexicon

KEYS = ("title", "source", "author", "date", "url", "language")
# Front matter is a few lines; a rule of dashes far below is a rule of dashes.
MAX_FRONT_MATTER_LINES = 100
_MAX_CHARS = 20_000
_NAMES = {key: lexicon.ordered("metadata", key) for key in KEYS}

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_FENCES = {"---": re.compile(r"(?:---|\.\.\.)[ \t]*\Z"), "+++": re.compile(r"\+\+\+[ \t]*\Z")}
_PAIR = re.compile(r"([A-Za-z][\w -]{0,60}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)\Z")
# "[[Ines Calloway]]", "[[people/ines|Ines Calloway]]": a page of the writer's own notes.
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]{0,200}\|)?([^\[\]|]{1,200})\]\]")
# Lists and texts of several lines belong to the key above them; comments and blanks to none.
_EXTRA = re.compile(r"[ \t]+\S|- |-\Z|#|[ \t]*\Z|[\]})][ \t,]*\Z")


class _Loader(yaml.BaseLoader):  # type: ignore[misc]
    """YAML whose every value is text, without aliases: these can be made to grow without bound."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse an alias, compose anything else."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The known keys of a leading block, and where the article's own text begins."""

    values: dict[str, str] = field(default_factory=dict)
    start: int = 0


def read_front_matter(text: str) -> FrontMatter:
    """Read the block between two lines of ``---`` (YAML) or ``+++`` (TOML) that opens ``text``.

    Keys are those of ``KEYS`` and their usual other names, in any case; others are skipped. Of
    two names of one key the surer counts, of a name given twice the first. A block that is not
    closed within ``MAX_FRONT_MATTER_LINES``, holds a line that is no part of such a block, or
    has no known key is not front matter but text: ``start`` is 0 then.
    """
    first = _LINE.match(text)
    assert first is not None  # it matches nothing, too
    mark = first[1].rstrip(" \t")
    if mark not in _FENCES or (lines := _block(text, first.end(), _FENCES[mark])) is None:
        return FrontMatter()
    block, start = lines
    found = _toml(block) if mark == "+++" else _yaml(block)
    values = known_values(found)
    return FrontMatter(values, start) if values else FrontMatter()


def known_values(found: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of what ``found`` has under any name of one of ``KEYS``."""
    lean = {re.sub(r"[-_ ]", "", key).lower(): found[key] for key in reversed(list(found))}
    values: dict[str, str] = {}
    for key, names in _NAMES.items():
        for name in names:
            if said := text_of(lean.get(name)):
                values[key] = said
                break
    if values.get("source", "").startswith(("http://", "https://")):  # where it was read
        address = values.pop("source")
        values.setdefault("url", address)
    return values


def text_of(value: Any) -> str:
    """Return a value of metadata as text: a list's items in a row, a thing by its name."""
    if isinstance(value, str):
        return _WIKI_LINK.sub(r"\1", value.strip())
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(text_of, value[:50])))
    if isinstance(value, Mapping):
        return next((text_of(value[key]) for key in ("name", "title", "url") if key in value), "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def _block(text: str, start: int, fence: re.Pattern[str]) -> tuple[list[str], int] | None:
    """Return the lines up to the closing fence and where that ends, None where there is none."""
    lines: list[str] = []
    place = start
    for _ in range(MAX_FRONT_MATTER_LINES):
        line = _LINE.match(text, place)
        if line is None or place >= len(text) or place - start > _MAX_CHARS:
            return None
        place = line.end()
        if fence.match(line[1]):
            return lines, place
        lines.append(line[1])
    return None


def _toml(lines: list[str]) -> Mapping[str, Any]:
    try:
        return tomllib.loads("\n".join(lines))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _yaml(lines: list[str]) -> Mapping[str, Any]:
    """Return each key's value, read by itself: one that is no YAML costs no other."""
    if any(not (_PAIR.match(line) or _EXTRA.match(line)) for line in lines):
        return {}
    found: dict[str, Any] = {}
    for key, raw in _keys(lines):
        try:
            value = yaml.load("\n".join(raw), _Loader)
            value = value[key] if isinstance(value, dict) else ""
        except (yaml.YAMLError, ValueError, RecursionError, KeyError, TypeError):
            pair = _PAIR.match(raw[0])  # "title: A storm: what we know" is no YAML
            value = (pair[2] or "") if pair else ""
        found.setdefault(key, value)
    return found


def _keys(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each key with its lines."""
    key, raw = "", list[str]()
    for line in lines:
        if pair := _PAIR.match(line):
            if key:
                yield key, raw
            key, raw = pair[1], []
        raw.append(line)
    if key:
        yield key, raw
