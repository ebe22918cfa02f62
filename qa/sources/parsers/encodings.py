"""Bytes of pages and mail to text: what they say of their encoding is believed with care."""

from __future__ import annotations

import codecs
import re

import chardet
import webencodings
from chardet import EncodingEra

from qa.sources.parsers.common import Unreadable

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"\A<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_CHARSET_HEAD = 4_096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Beside what the web takes a label for (WHATWG Encoding Standard, section 4.2): mail's own
# spellings, and the wider of two codecs that differ in what one leaves undecoded.
_OTHERS = {"latin-1": "cp1252", "cp936": "gb18030", "ks_c_5601": "cp949", "gbk": "gb18030"}
_NO_PAGE = frozenset(("utf-7", "unicode-escape", "raw-unicode-escape", "idna", "punycode"))
# Of the signs beyond ASCII in what is UTF-8 but for some damage, few are damaged; in another
# encoding nearly all are. Where UTF-8 is what the bytes are said to be, half may be.
_BAD_SHARE, _BAD_SHARE_DECLARED = 0.2, 0.5
# chardet is 0.06 sure of a sentence of Czech and 0.04 of "Zoë paid 5 €", which it takes for
# Baltic: below this, what most pages are in is likelier (benchmarks.libraries.charsets).
_SURE = 0.05
_SAMPLE = 65_536
_SURE_WIDE = 0.8
# Letters beyond ASCII are under a fifth of all in the languages of Windows-1252.
_MAX_ACCENTED = 0.35
# Letters that few of them have, signs within words, and "\u00ec" but at a word's end.
_UNLIKELY = re.compile(
    "[\u00f0\u00fe\u00d0\u00de\u00fd\u00dd\u017d]|\u00ec(?=\\w)|"
    "(?<=[^\\W\\d_])[\u00a1-\u00a9\u00ab-\u00ac\u00ae-\u00b1\u00b3-\u00b6\u00b8\u00b9\u00bb-\u00bf\u0192\u2020\u2021\u02c6"
    "\u2030](?=[^\\W\\d_])"
)
# What two bytes of UTF-8, of one letter, are when they are read as Windows-1252.
_TWICE_READ = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf\u20ac\u2122\u0192]|"
    "\u00e2(?:\u20ac|\u201a)[\u0080-\u00bf\u0152\u0153\u2013\u2018-\u201d\u2122\u0161\u02dc]?"
)
_MAX_DIFFERENT = 2
_MIN_TWICE_READ = 2
_TAG = re.compile(r"<[^<>]{0,2000}>")


def decode_html(data: bytes, charset: str = "", *, strict: bool = True) -> str:
    """Return the text of a page: by its byte order mark, ``charset``, UTF-8, or its own word.

    UTF-8 comes before what the page declares: text that is valid UTF-8 is hardly ever
    anything else, and declarations are often left over. So is what is UTF-8 but for a few
    bytes, where somebody pasted. What declares nothing is told by its bytes. Mail is read so,
    too. Undecodable bytes become U+FFFD.

    Raises:
        Unreadable: it declares nothing, is not UTF-8, and its bytes fit no language in any
            encoding; never where ``strict`` is false.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.removeprefix(codecs.BOM_UTF8).decode(encoding, "replace")
    if (wide := _without_mark(data)) is not None:
        return data.decode(wide, "replace")
    head = data[:_CHARSET_HEAD]
    found = _CHARSET.search(head) or _DECLARED.match(head)
    named = [codec_of(label) for label in (charset, found[1].decode("ascii") if found else "")]
    if b"\x1b" in data and (shifted := next((n for n in named if n.startswith("iso2022")), "")):
        return data.decode(shifted, "replace")  # in seven bits, and so valid UTF-8 too
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    share = _bad_share(text)
    if share <= _BAD_SHARE or ("utf-8" in named and share <= _BAD_SHARE_DECLARED):
        return text
    other = next((name for name in named if name and name != "utf-8"), "")
    text = data.decode(other or "cp1252", "replace")
    if other and (other != "cp1252" or _is_western(text)):
        return text
    # Nothing is declared, or what programs write that do not know: the bytes tell.
    guess, sure = _guessed(data)
    if sure:
        return data.decode(guess, "replace")
    if strict and not (_is_western(text) and _alike(text, data.decode(guess, "replace"))):
        raise Unreadable(
            "does not say which encoding it is in, and its bytes do not tell; open it in a "
            "browser and save it as UTF-8"
        )
    return text


def _without_mark(data: bytes) -> str | None:
    """Return the form of UTF-16 that bytes without its mark are in, None for anything else."""
    head = data[:_CHARSET_HEAD]
    if b"\0" not in head:
        return None  # blanks have one in UTF-16
    guess = chardet.detect(head, encoding_era=EncodingEra.MODERN_WEB)
    known = guess["encoding"] or ""
    return known if known.startswith("utf-16") and guess["confidence"] >= _SURE_WIDE else None


def _guessed(data: bytes) -> tuple[str, bool]:
    """Return the codec that undeclared bytes are likely in, and whether that is sure."""
    guess = chardet.detect(data[:_SAMPLE], encoding_era=EncodingEra.MODERN_WEB)
    known = codec_of(guess["encoding"] or "")
    if known in ("", "ascii", "utf-8"):
        return "cp1252", False
    return known, guess["confidence"] >= _SURE


def _alike(text: str, other: str) -> bool:
    """Say whether two readings of the same bytes differ in no more than a name's letters."""
    if len(text) != len(other):
        return False
    return sum(a != b for a, b in zip(text, other, strict=True)) <= _MAX_DIFFERENT


def _is_western(text: str) -> bool:
    """Say whether text that was read as Windows-1252 looks like a language written in it."""
    text = _TAG.sub("", text)
    letters = sum(char.isalpha() for char in text)
    beyond = sum(char.isalpha() and char > "\x7f" for char in text)
    return beyond <= _MAX_ACCENTED * letters and _UNLIKELY.search(text) is None


def encoding_notes(text: str) -> tuple[str, ...]:
    """Return what is to be said of a text whose bytes were read wrongly, here or before."""
    notes = []
    if lost := text.count("\ufffd"):
        verb = "character of it is" if lost == 1 else "characters of it are"
        notes.append(f"{lost:,} {verb} lost (\ufffd): its bytes are damaged, or in two encodings")
    if len(found := _TWICE_READ.findall(text)) >= _MIN_TWICE_READ:
        notes.append(
            f"it has {found[0]!r} and the like where letters should be, as UTF-8 that was read as "
            "Windows-1252; get it anew, or save it in its own encoding"
        )
    return tuple(notes)


def codec_of(label: str) -> str:
    """Return the name of Python's codec for a label, "" for none, or one that a page cannot be in.

    UTF-7 can hide markup, and what says in ASCII that it is UTF-16 is not.
    """
    lean = label.strip("\"' ").lower()
    known = webencodings.lookup(lean)
    # The web reads nothing in encodings of seven bits; mail still comes in them.
    wanted = known.codec_info.name if known and known.name != "replacement" else lean
    wanted = _OTHERS.get(wanted, wanted)
    try:
        b"x".decode(wanted)  # fails for UTF-16, and for codecs that are no encodings of text
        name = codecs.lookup(wanted).name
    except (LookupError, ValueError):
        return ""
    return "" if name in _NO_PAGE else name


def _bad_share(text: str) -> float:
    """Return which share of the signs beyond ASCII could not be decoded."""
    beyond = sum(char > "\x7f" for char in text)
    return text.count("\ufffd") / beyond if beyond else 0.0
