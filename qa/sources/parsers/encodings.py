"""Bytes of pages and mail to text: what they say of their encoding is believed with care."""

from __future__ import annotations

import codecs
import re

import chardet
import webencodings
from chardet import EncodingEra

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


def decode_html(data: bytes, charset: str = "") -> str:
    """Return the text of a page: by its byte order mark, ``charset``, UTF-8, or its own word.

    UTF-8 comes before what the page declares: text that is valid UTF-8 is hardly ever
    anything else, and declarations are often left over. So is what is UTF-8 but for a few
    bytes, where somebody pasted. What declares nothing is told by its bytes. Mail is read so,
    too. Undecodable bytes become U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.removeprefix(codecs.BOM_UTF8).decode(encoding, "replace")
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
    return data.decode(other or _guessed(data), "replace")


def _guessed(data: bytes) -> str:
    """Return the codec that undeclared bytes are likely in, Windows-1252 where unsure."""
    guess = chardet.detect(data[:_SAMPLE], encoding_era=EncodingEra.MODERN_WEB)
    known = codec_of(guess["encoding"] or "") if guess["confidence"] >= _SURE else ""
    return known if known and known not in ("ascii", "utf-8") else "cp1252"


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
