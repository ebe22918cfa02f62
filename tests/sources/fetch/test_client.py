"""Fetching: real HTTP on loopback for what works, a made-up resolver for what must not."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from qa.errors import ArticleError, InputError
from qa.sources.fetch import Fetched, FetchLimits, fetch
from qa.sources.fetch.addresses import is_public
from qa.sources.fetch.client import USER_AGENT
from tests.support.site import Handler, Reply, Site

PAGE = b"<!doctype html><html><body><p>The bridge is closed.</p></body></html>"
LOCAL = FetchLimits(allow_private=True, seconds=20, idle_seconds=5)
PUBLIC = "93.184.215.14"


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


def refusal(url: str, limits: FetchLimits = LOCAL, **options: Any) -> str:
    with pytest.raises(ArticleError) as caught:
        fetch(url, limits=limits, **options)
    return str(caught.value)


def resolver(*addresses: str) -> Callable[[str, int], list[str]]:
    return lambda host, port: list(addresses)


def unasked(host: str, port: int) -> NoReturn:
    raise AssertionError(f"{host} need not be looked up")


# What works


def test_a_page_is_fetched_as_it_is(site: Site) -> None:
    url = site.serve("/a?q=1", PAGE, "text/html; charset=utf-8")
    assert fetch(f" {url}#part ", limits=LOCAL) == Fetched(
        f" {url}#part ", url, "text/html; charset=utf-8", PAGE
    )
    [(path, headers)] = site.seen
    assert path == "/a?q=1"
    assert headers["user-agent"] == USER_AGENT
    assert headers["host"] == f"127.0.0.1:{site.port}"
    assert "cookie" not in headers


def test_names_are_looked_up_once_and_kept_in_the_request(site: Site) -> None:
    site.serve("/", PAGE)
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    assert fetch(site.url(host="News.Example"), limits=LOCAL, resolve=resolve).data == PAGE
    assert asked == ["news.example"]
    assert site.seen[0][1]["host"] == f"news.example:{site.port}"


def test_the_next_address_is_tried(site: Site) -> None:
    site.serve("/", PAGE)
    # Nothing listens on the second loopback address.
    url = site.url(host="news.example")
    assert fetch(url, limits=LOCAL, resolve=resolver("127.0.0.2", "127.0.0.1")).data == PAGE


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw", "members"])
def test_packed_bodies_are_unpacked(site: Site, encoding: str) -> None:
    data = PAGE * 5_000
    half = len(data) // 2
    packed = {
        "gzip": gzip.compress(data),
        "deflate": zlib.compress(data),
        "raw": zlib.compress(data)[2:-4],
        "members": gzip.compress(data[:half]) + gzip.compress(data[half:]),
    }[encoding]
    named = {"raw": "deflate", "members": "gzip"}.get(encoding, encoding)
    url = site.serve("/", packed, Content_Encoding=named)
    assert fetch(url, limits=LOCAL).data == data


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, status: int) -> None:
    site.serve("/new/page", PAGE)
    url = site.serve("/old/a", b"", "", status, Location="../new/page#x")
    assert fetch(url, limits=LOCAL).final_url == site.url("/new/page")


def test_chunks_are_joined(site: Site) -> None:
    def chunked(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"3\r\nThe\r\n8\r\n bridge.\r\n0\r\n\r\n")

    site.replies["/"] = chunked
    assert fetch(site.url(), limits=LOCAL) == Fetched(site.url(), site.url(), "", b"The bridge.")


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY"])
def test_proxies_of_the_environment_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch(site.serve("/", PAGE), limits=LOCAL).data == PAGE


# Where it must not go

PRIVATE = [
    *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "169.254.0.1", "0.0.0.0", "100.64.0.1", "100.100.100.200"),
    *("224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1", "192.0.2.1"),
    *("198.18.0.1", "168.63.129.16", "::1", "::", "fd00:ec2::254", "fc00::1", "fe80::1"),
    *("ff02::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
    *("::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1"),
    *("2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:db8::1", "2001::1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    words = refusal("http://news.example/", FetchLimits(), resolve=resolver(address))
    assert "no public address" in words and "--allow-private" in words
    host = f"[{address}]" if ":" in address else address
    assert "no public address" in refusal(f"http://{host}/", FetchLimits(), resolve=unasked)


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "1.1.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"],
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_one_bad_address_among_good_ones_refuses_all() -> None:
    words = refusal("http://news.example/", FetchLimits(), resolve=resolver(PUBLIC, "10.0.0.1"))
    assert "10.0.0.1" in words


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "127.0.0.1.", "0", "1.2.3.4.5",
     "017700000001", "1.2.3.0x4", "256.1.1.1", "[::ffff:127.1]"],
)  # fmt: skip
def test_addresses_in_disguise_are_refused(host: str) -> None:
    words = refusal(f"http://{host}/", LOCAL, resolve=unasked)
    assert "unusual spelling" in words or "cannot be read" in words


def test_a_name_that_changes_its_address_is_not_asked_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when it is checked, loopback when it is connected to."""
    site.serve("/", PAGE)
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    connected: list[str] = []
    connect = socket.create_connection

    def watched(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        connected.append(address[0])
        if not address[0].startswith("127."):
            raise ConnectionRefusedError
        return connect(address, *args, **kwargs)

    monkeypatch.setattr(socket, "create_connection", watched)
    url = site.url(host="rebind.example")
    words = refusal(url, FetchLimits(), resolve=lambda host, port: next(answers))
    assert connected == [PUBLIC]
    assert site.seen == []
    assert "check the address" in words


def test_a_redirect_to_a_private_address_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first host passes for public; what it leads to is checked all the same."""
    inside = site.serve("/inside", PAGE)
    site.serve("/", b"", "", 302, Location=inside)
    site.serve("/by-name", b"", "", 302, Location=site.url("/inside", "intranet.example"))
    connect = socket.create_connection

    def detour(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        return connect(("127.0.0.1", address[1]), *args, **kwargs)

    monkeypatch.setattr(socket, "create_connection", detour)

    def resolve(host: str, port: int) -> list[str]:
        return {"news.example": [PUBLIC], "intranet.example": ["192.168.0.7"]}[host]

    for path in ("/", "/by-name"):
        words = refusal(site.url(path, "news.example"), FetchLimits(), resolve=resolve)
        assert "no public address" in words
    assert [path for path, _ in site.seen] == ["/", "/by-name"]


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://news.example/a", "gopher://127.0.0.1:25/x", "data:text/html,x",
     "javascript:alert(1)", "http://user:pw@news.example/", "//[", "http://a\\b/"],
)  # fmt: skip
def test_redirects_to_other_things_are_refused(site: Site, target: str) -> None:
    url = site.serve("/", b"", "", 302, Location=target)
    assert "redirects to an address that" in refusal(url)
    assert len(site.seen) == 1


def test_redirects_end(site: Site) -> None:
    url = site.serve("/", b"", "", 302, Location="/")
    assert "redirects more than 5 times" in refusal(url)
    assert len(site.seen) == 6


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://news.example/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("news.example/a", "only http and https"),
        ("http:///a", "names no host"),
        ("http://", "names no host"),
        ("http://news.example:99999/", "port 99999"),
        ("http://news.example:x/", "cannot be read"),
        ("http://a b.example/", "a blank"),
        ("http://news.example/a\r\nHost: x", "a blank"),
        ("http://news.example\\@10.0.0.1/", "a backslash"),
        ("http://[fe80::1%25eth0]/", ""),
        ("http://news.example/" + "a" * 5_000, "over the limit of 4,096"),
        ("http://" + "a" * 300 + ".example/", ""),
    ],
)
def test_addresses_that_are_none(url: str, reason: str) -> None:
    assert reason in refusal(url, resolve=resolver())


def test_passwords_are_neither_sent_nor_shown(site: Site) -> None:
    words = refusal(f"http://mara:secret@127.0.0.1:{site.port}/")
    assert "before the @" in words
    assert "secret" not in words
    assert site.seen == []


def test_an_unknown_name(site: Site) -> None:
    def unknown(host: str, port: int) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    assert "no address is known for nowhere.example" in refusal(
        "http://nowhere.example/", resolve=unknown
    )


# How much, how long and what


def test_a_declared_length_over_the_limit_is_not_read(site: Site) -> None:
    url = site.serve("/", b"", "text/html", Content_Length="10000001")
    assert "over the limit of 10 MB; raise it with --max-mb" in refusal(url)


def test_a_body_over_the_limit_ends_there(site: Site) -> None:
    sent = 0

    def endless(handler: Handler) -> None:
        nonlocal sent
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while True:  # until the client closes
            sent += handler.wfile.write(b"a" * 65_536)

    site.replies["/"] = endless
    assert "over the limit of 0.5 MB" in refusal(site.url(), replace(LOCAL, max_mb=0.5))
    # What the sockets' buffers take goes on being sent for a moment.
    assert sent < 50_000_000


def test_a_bomb_is_measured_unpacked(site: Site) -> None:
    packed = gzip.compress(bytes(50_000_000), 9)
    assert len(packed) < 100_000
    url = site.serve("/", packed, Content_Encoding="gzip")
    assert "over the limit of 1 MB" in refusal(url, replace(LOCAL, max_mb=1))


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_other_packings_are_refused(site: Site, encoding: str) -> None:
    url = site.serve("/", PAGE, Content_Encoding=encoding)
    assert "was not asked for" in refusal(url)


def test_a_damaged_packing_is_refused(site: Site) -> None:
    url = site.serve("/", b"\x1f\x8b no gzip", Content_Encoding="gzip")
    assert "packed body is damaged" in refusal(url)


def drip(part: bytes, *, headers: bool) -> Reply:
    def reply(handler: Handler) -> None:
        if headers:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        else:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
        for _ in range(200):
            handler.wfile.write(part)
            handler.wfile.flush()
            threading.Event().wait(0.05)

    return reply


@pytest.mark.parametrize("headers", [True, False], ids=["headers", "body"])
def test_a_trickle_ends_at_the_deadline(site: Site, headers: bool) -> None:
    site.replies["/"] = drip(b"X-A: b\r\n" if headers else b"a", headers=headers)
    words = refusal(site.url(), replace(LOCAL, seconds=0.6, idle_seconds=0.5))
    assert "not all within 0.6 s" in words


def test_silence_ends_at_the_idle_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/"
        assert "nothing came for 0.2 s" in refusal(url, replace(LOCAL, idle_seconds=0.2))


def test_endless_headers_are_refused(site: Site) -> None:
    def reply(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(20_000):
            handler.wfile.write(b"X-%d: %s\r\n" % (number, b"a" * 90))

    site.replies["/"] = reply
    assert "check the address" in refusal(site.url())


@pytest.mark.parametrize(
    "data", [b"\0\1\2\3", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 abc\r\n\r\n", b""]
)
def test_what_is_no_http_is_refused(site: Site, data: bytes) -> None:
    def reply(handler: Handler) -> None:
        handler.wfile.write(data)

    site.replies["/"] = reply
    assert "check the address" in refusal(site.url())


def test_a_body_cut_short_is_refused(site: Site) -> None:
    url = site.serve("/", PAGE, "text/html", Content_Length="5000")
    assert "check the address" in refusal(url)


@pytest.mark.parametrize(
    "kind", ["image/png", "video/mp4", "application/octet-stream", "text/css", "x/\x1b[31m"]
)
def test_other_kinds_are_refused(site: Site, kind: str) -> None:
    words = refusal(site.serve("/file.bin", PAGE, kind))
    assert "no kind that is read" in words
    assert "\x1b" not in words


@pytest.mark.parametrize("kind", ["application/pdf", "application/rss+xml", "text/plain", ""])
def test_kinds_that_are_read(site: Site, kind: str) -> None:
    assert fetch(site.serve("/", PAGE, kind), limits=LOCAL).content_type == kind


def test_a_pdf_from_a_lazy_server_is_taken(site: Site) -> None:
    url = site.serve("/report.pdf", b"%PDF-1.7", "application/octet-stream")
    assert fetch(url, limits=LOCAL).content_type == ""


@pytest.mark.parametrize("status", [204, 206, 304, 401, 404, 418, 500])
def test_other_answers_are_named(site: Site, status: int) -> None:
    url = site.serve("/", b"", "text/html", status)
    assert f"answered {status}" in refusal(url)


def test_a_limit_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="max_mb"):
        fetch("http://news.example/", limits=FetchLimits(max_mb=0))


# Encrypted: the name decides, wherever it leads


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, ssl.SSLContext]]:
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "news.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("news.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder: Path = tmp_path_factory.mktemp("tls")
    pem = made.public_bytes(serialization.Encoding.PEM)
    (folder / "cert.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    trusting = ssl.create_default_context(cadata=pem.decode())
    site = Site(server)
    site.serve("/", PAGE)
    yield site, trusting
    site.close()


def test_the_certificate_is_checked_by_name(certified: tuple[Site, ssl.SSLContext]) -> None:
    site, trusting = certified
    resolve = resolver("127.0.0.1")
    url = site.url(host="news.example", scheme="https")
    assert fetch(url, limits=LOCAL, resolve=resolve, context=trusting).data == PAGE
    other = site.url(host="other.example", scheme="https")
    assert "certificate" in refusal(other, resolve=resolve, context=trusting).lower()
    assert "certificate" in refusal(url, resolve=resolve).lower()
