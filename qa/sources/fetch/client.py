"""GET with bounds on where, how long and how much; every redirect is checked like the first."""

from __future__ import annotations

import re
import ssl
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from qa.errors import ArticleError, InputError
from qa.sources.fetch.addresses import Resolve, system_addresses
from qa.sources.fetch.limits import FetchLimits
from qa.sources.metadata import escape_surrogates, one_line
from qa.sources.parsers.kinds import declared_kind, suffix_of
from qa.sources.suffixes import SUFFIXES
from qa.version import __version__

if TYPE_CHECKING:
    import httpcore
    import httpx

USER_AGENT = f"copydesk/{__version__}"
_MB = 1_000_000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Longer ones are refused by common servers (8 KB), and none of an article comes near it.
MAX_URL = 4_096
# Only what the standard library undoes in bounded steps is asked for.
_ENCODINGS = {"": None, "identity": None, "gzip": 31, "x-gzip": 31, "deflate": 15}
_STEP = 65_536
_ACCEPT = (
    b"text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, text/plain, "
    b"text/markdown, application/pdf, application/xml;q=0.9, */*;q=0.5"
)


DEFAULT = FetchLimits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: ``content_type`` in full, ``data`` unpacked."""

    url: str
    final_url: str
    content_type: str
    data: bytes


def fetch(
    url: str,
    *,
    limits: FetchLimits = DEFAULT,
    resolve: Resolve = system_addresses,
    context: ssl.SSLContext | None = None,
) -> Fetched:
    """Fetch one http or https address.

    Every host is looked up once, all its addresses are checked, and the connection goes to
    one of these: a name that means another address a moment later (DNS rebinding) changes
    nothing. Proxies, cookies and passwords are not used, whatever the environment says.

    Args:
        url: the address.
        limits: see ``FetchLimits``.
        resolve: looks hosts up; the system's resolver if not given.
        context: checks certificates; the system's trusted ones if not given.

    Raises:
        ArticleError: what is wrong with the address, where it leads or what it gives.
        InputError: a limit is not above 0.
    """
    if not limits.max_mb > 0:
        raise InputError(f"max_mb is {limits.max_mb}; give a number above 0 (--max-mb)")
    import httpcore

    from qa.sources.fetch.network import Backend

    name = _safe(_without_password(url))[:300]
    try:
        backend = Backend(limits, resolve)
        trusted = context if context is not None else _system_trust()
        with httpcore.ConnectionPool(ssl_context=trusted, network_backend=backend) as pool:
            return _followed(pool, url, limits)
    except ArticleError as error:
        raise ArticleError(f"{name}: {error}") from None
    except httpcore.TimeoutException:
        raise ArticleError(
            f"{name}: nothing came for {limits.idle_seconds:g} s, or not all within "
            f"{limits.seconds:g} s; try again later, or save the page and add the file"
        ) from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise ArticleError(f"{name}: {_why(error)}; check the address and the network") from None


@cache
def _system_trust() -> ssl.SSLContext:
    """Return what checks certificates by those the system trusts; to read them takes 20 ms."""
    return ssl.create_default_context()


def _followed(pool: httpcore.ConnectionPool, url: str, limits: FetchLimits) -> Fetched:
    here = checked_url(url)
    for _ in range(limits.redirects + 1):
        with _answer(pool, here) as response:
            headers = _headers(response)
            if response.status in _REDIRECTS and headers.get("location"):
                here = checked_url(headers["location"], here)
                continue
            if response.status != 200:
                raise ArticleError(_refusal(response))
            content_type = _checked_type(headers.get("content-type", ""), here)
            return Fetched(url, str(here), content_type, _body(response, headers, limits))
    raise ArticleError(
        f"redirects more than {limits.redirects} times in a row, now to {_safe(str(here))[:200]}; "
        "give the address it should lead to"
    )


def checked_url(url: str, base: httpx.URL | None = None) -> httpx.URL:
    """Return ``url``, relative to ``base`` if that is given, if it may be fetched at all.

    Raises:
        ArticleError: it is no http or https address, holds a password, or is malformed.
    """
    import httpx

    where = "redirects to an address that" if base is not None else "the address"
    if len(url) > MAX_URL:
        raise ArticleError(
            f"{where} has {len(url):,} characters, over the limit of {MAX_URL:,}; "
            "give a shorter one"
        )
    if re.search(r"[\x00-\x20\x7f\\]", url.strip()):
        raise ArticleError(
            f"{where} holds a blank, a backslash or a control character; encode it, a blank as %20"
        )
    try:
        made = base.join(url.strip()) if base is not None else httpx.URL(url.strip())
        host = made.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError, ValueError, TypeError):
        raise ArticleError(f"{where} cannot be read as one; check its spelling") from None
    if made.scheme not in ("http", "https"):
        scheme = _safe(made.scheme)[:20] or "no scheme"
        raise ArticleError(f"{where} has {scheme} in front; only http and https are fetched")
    if made.port is not None and not 0 < made.port < 65_536:
        raise ArticleError(f"{where} has port {made.port}; ports are 1 to 65535")
    if not host or "%" in host:
        raise ArticleError(f"{where} names no host; write it as https://host/page")
    if made.userinfo:
        raise ArticleError(f"{where} holds a name or password; leave out all before the @")
    return made.copy_with(fragment=None)


@contextmanager
def _answer(pool: httpcore.ConnectionPool, url: httpx.URL) -> Iterator[httpcore.Response]:
    import httpcore

    default = {"http": 80, "https": 443}[url.scheme]
    target = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port or default, target=url.raw_path
    )
    headers = [
        (b"Host", url.netloc),
        (b"User-Agent", USER_AGENT.encode("ascii")),
        (b"Accept", _ACCEPT),
        (b"Accept-Encoding", b"gzip"),
        (b"Connection", b"close"),
    ]
    with pool.stream("GET", target, headers=headers) as response:
        yield response


def _headers(response: httpcore.Response) -> dict[str, str]:
    return {
        key.decode("latin-1").lower(): value.decode("latin-1") for key, value in response.headers
    }


def _checked_type(content_type: str, url: httpx.URL) -> str:
    """Return a content type that a reader knows, or one that says nothing as to the suffix."""
    lean = content_type.partition(";")[0].strip().lower()
    if not lean or declared_kind(lean):
        return content_type
    if lean in ("application/gzip", "application/x-gzip"):
        return ""  # a packed feed, for one: its own bytes and its name tell what is in it
    if lean in ("application/octet-stream", "binary/octet-stream"):
        kind = SUFFIXES.get(suffix_of(str(url)), "")
        # Where the bytes say themselves what they are, a lazy server is no reason to refuse.
        if kind in ("pdf", "docx", "epub", "zip"):
            return ""
    raise ArticleError(
        f"is {_safe(lean)[:60]}, no kind that is read; give the address of a page, a feed, a text "
        "or a PDF"
    )


def _body(response: httpcore.Response, headers: dict[str, str], limits: FetchLimits) -> bytes:
    most = int(limits.max_mb * _MB)
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > most:
        raise _too_large(limits)
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        raise ArticleError(
            f"comes packed as {_safe(encoding)[:40]}, which was not asked for; "
            "save the page and add the file"
        )
    parts, size = [], 0
    for part in _unpacked(response.iter_stream(), _ENCODINGS[encoding]):
        size += len(part)
        if size > most:
            raise _too_large(limits)
        parts.append(part)
    return b"".join(parts)


def _too_large(limits: FetchLimits) -> ArticleError:
    return ArticleError(f"is over the limit of {limits.max_mb:g} MB; raise it with --max-mb")


def _unpacked(chunks: Iterable[bytes], window: int | None) -> Iterator[bytes]:
    """Yield a body in pieces of at most ``_STEP`` bytes: a bomb is met before it is in memory."""
    if window is None:
        yield from chunks
        return
    unpacker, first = zlib.decompressobj(window), True
    for chunk in chunks:
        rest = chunk
        while rest:
            try:
                piece = unpacker.decompress(rest, _STEP)
            except zlib.error as error:
                if not (first and window == 15):
                    raise ArticleError(f"its packed body is damaged ({error}); try again") from None
                # "deflate" is zlib by the standard and bare in practice (RFC 9110, 8.4.1.2).
                unpacker, first = zlib.decompressobj(-15), False
                continue
            first = False
            yield piece
            rest = unpacker.unconsumed_tail
            if unpacker.eof:
                rest = unpacker.unused_data if window == 31 else b""
                unpacker = zlib.decompressobj(window)  # gzip may have several members
    if not unpacker.eof and unpacker.unconsumed_tail:
        yield unpacker.flush()


def _refusal(response: httpcore.Response) -> str:
    reason = response.extensions.get("reason_phrase", b"")
    words = f" ({_safe(reason.decode('latin-1'))[:60]})" if reason else ""
    return f"answered {response.status}{words}; open it in a browser, save it and add the file"


def _why(error: Exception) -> str:
    text = " ".join(str(error).split())[:200]
    return _safe(text) or type(error).__name__


def _without_password(url: str) -> str:
    return re.sub(r"(?<=//)[^/?#@\s]*@", "", url)


def _safe(text: str) -> str:
    """Return what a server or a user wrote as one line without controls."""
    return escape_surrogates(one_line(text))
