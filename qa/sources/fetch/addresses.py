"""Which addresses are of the public internet, and which hosts are spelled to hide theirs."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from qa.errors import ArticleError

IPAddress = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]
"""From a host name and a port to the addresses it has now, as text."""

# An IPv6 address that stands for an IPv4 one is judged by that: a translator leads there.
_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052, section 2.1
_LOCAL_NAT64 = ip_network("64:ff9b:1::/48")  # RFC 8215: leads into the own network
_COMPATIBLE = ip_network("::/96")  # RFC 4291, section 2.5.5.1: deprecated
# Answers virtual machines of one cloud with their settings, at an address that looks public.
_AZURE = IPv4Address("168.63.129.16")

# inet_aton's spellings: decimal, octal and hexadecimal numbers, one to four of them. Browsers
# take a host whose last part is a number for an address (WHATWG URL, "ends in a number").
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)


def system_addresses(host: str, port: int) -> list[str]:
    """Return what the system's resolver knows of ``host``, in its order.

    Raises:
        OSError: it knows nothing, or cannot ask.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: IPAddress) -> bool:
    """Say whether an address is one that anybody on the internet could ask.

    Not so are private, loopback, link-local (with the clouds' metadata services), shared
    (RFC 6598), unspecified, multicast, reserved and documentation addresses.
    """
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
        if address in _COMPATIBLE or address in _LOCAL_NAT64:
            return False
        if address.is_site_local or address.scope_id is not None:
            return False
    return address.is_global and not address.is_multicast and address != _AZURE


def is_loopback(host: str) -> bool:
    """Say whether a host's name or address can be reached from this machine only."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def literal_address(host: str) -> IPAddress | None:
    """Return the address that ``host`` spells out, None for a name.

    Raises:
        ArticleError: it is a number in any other form than four decimals between dots.
    """
    bare = host.strip("[]")
    try:
        return ip_address(bare)
    except ValueError:
        last = bare.rstrip(".").rpartition(".")[2]
        if ":" in bare or _NUMBER.fullmatch(last):
            raise ArticleError(
                "its host is an address in an unusual spelling; write it as four numbers, as in "
                "93.184.215.14, or give its name"
            ) from None
    return None


def checked_addresses(
    host: str, port: int, resolve: Resolve, *, allow_private: bool
) -> list[IPAddress]:
    """Return the addresses of ``host``, looked up once; connect to these and to no others.

    One that is not public refuses them all: names that mix both are made to get past a check.

    Raises:
        ArticleError: there are none, or one of them is not public.
    """
    given = literal_address(host)
    if given is not None:
        addresses = [given]
    else:
        try:
            addresses = [ip_address(each) for each in resolve(host, port)]
        except (OSError, UnicodeError, ValueError):
            addresses = []
    if not addresses:
        raise ArticleError(f"no address is known for {host}; check its spelling and the network")
    if not allow_private:
        for address in addresses:
            if not is_public(address):
                raise ArticleError(
                    f"{host} is at {address}, which is no public address; if it is in your own "
                    "network and you trust it, allow it with --allow-private"
                )
    return addresses
