"""Where a server listens, and how that is said."""

from __future__ import annotations

import errno
import socket

from qa.errors import CopydeskError, InputError

LARGEST_PORT = 65_535


def listen(host: str, port: int) -> socket.socket:
    """Bind ``host``:``port`` (0 for any free port) and return the listening socket.

    Raises:
        InputError: ``port`` is out of range, or ``host`` is no address of this machine.
        CopydeskError: The port is taken, or may not be used by this user.
    """
    if not 0 <= port <= LARGEST_PORT:
        raise InputError(f"port {port} is outside 0 to {LARGEST_PORT:,}; choose one with --port")
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(address, family=family)
    except (socket.gaierror, UnicodeError) as error:
        raise InputError(
            f"{host!r} is not a host name or address; use 127.0.0.1 for this machine only"
        ) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CopydeskError(
                f"port {port} on {host} is in use; choose another with --port, or --port 0 for any"
            ) from error
        if error.errno == errno.EADDRNOTAVAIL:
            raise InputError(
                f"{host} is not an address of this machine; use 127.0.0.1 for this machine only"
            ) from error
        raise CopydeskError(
            f"cannot listen on {host} port {port} ({error.strerror}); choose another with --port"
        ) from error


def page_url(host: str, port: int) -> str:
    """Return the URL that opens the pages in a browser on this machine."""
    name = host.strip("[]")
    if name in ("0.0.0.0", "::", ""):
        name = "127.0.0.1"
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"
