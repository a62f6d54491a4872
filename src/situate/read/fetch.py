"""A web address the user typed -> bytes, without letting the page choose what we connect to.

The one module that touches the network. Every name is resolved once, every address it has is
checked, and the connection goes to the checked address, on each redirect anew.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import SplitResult, urljoin, urlsplit

from situate.errors import ReadError, TooLarge
from situate.read.source import Source
from situate.settings import Settings

MAX_REDIRECTS = 5
SECONDS = 30  # for all redirects together
CONNECT_SECONDS = 10
PIECE = 65_536
AGENT = "situate (reads news pages named by its user)"
# By name, because is_global alone has let each of these through in some version of Python.
BLOCKED = tuple(
    ipaddress.ip_network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/128", "::1/128", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48",
        "100::/64", "2001::/23",
        "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
NAMES = {
    "text/html": "page.html", "application/xhtml+xml": "page.xhtml", "text/plain": "page.txt",
    "application/pdf": "page.pdf", "application/rss+xml": "feed.rss",
    "application/atom+xml": "feed.atom",
    "application/xml": "feed.xml", "text/xml": "feed.xml",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: `location` is set for a redirect, `data` otherwise."""

    location: str | None
    data: bytes
    kind: str
    charset: str | None


def fetch(url: str, settings: Settings) -> Source:
    """The page at `url`.

    Raises ReadError where it may not or cannot be had, TooLarge over the cap.
    """
    deadline = time.monotonic() + SECONDS
    here = url
    for _ in range(MAX_REDIRECTS + 1):
        reply = _get(here, settings, deadline)
        if reply.location is None:
            name = NAMES.get(reply.kind, urlsplit(here).path.rsplit("/", 1)[-1] or "page")
            return Source(
                url, name, data=reply.data, charset=reply.charset, url=here,
                retrieved=datetime.now(UTC).replace(microsecond=0),
            )  # fmt: skip
        here = urljoin(here, reply.location)
    raise ReadError(f"more than {MAX_REDIRECTS} redirects")


def is_public(address: str, *, allow_loopback: bool = False) -> bool:
    """May we connect there? Only to unicast addresses of the public internet."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if allow_loopback and ip.is_loopback:
        return True
    return ip.is_global and not any(ip in net for net in BLOCKED if net.version == ip.version)


def _get(url: str, settings: Settings, deadline: float) -> Reply:
    parts = _checked(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    address = _address(host, port, settings.allow_loopback)
    left = deadline - time.monotonic()
    connection: http.client.HTTPConnection | None = None
    try:
        sock = socket.create_connection(address, timeout=max(0.1, min(left, CONNECT_SECONDS)))
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = sock
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "Host": parts.netloc.rsplit("@", 1)[-1],
            "User-Agent": AGENT,
            "Accept-Encoding": "gzip",
        }
        connection.request("GET", target, headers=headers)
        return _reply(connection.getresponse(), settings.max_bytes, deadline)
    except (OSError, http.client.HTTPException, ValueError) as wrong:
        raise ReadError(f"{url}: {wrong or type(wrong).__name__}") from wrong
    finally:
        if connection is not None:
            connection.close()


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as wrong:
        raise ReadError(f"no web address: {url}") from wrong
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ReadError(f"only http and https addresses are read, not {url}")
    if any(c <= " " or c == "\x7f" for c in url):
        raise ReadError(f"no web address: {url!r}")
    return parts


def _address(host: str, port: int, allow_loopback: bool) -> tuple[str, int]:
    """The address to connect to; a name with even one address that is not public is refused."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as wrong:
        raise ReadError(f"no such host: {host}") from wrong
    addresses = [str(info[4][0]) for info in found]
    if not addresses or not all(is_public(a, allow_loopback=allow_loopback) for a in addresses):
        raise ReadError(f"{host} is not an address of the public internet")
    return addresses[0], port


def _reply(response: http.client.HTTPResponse, cap: int, deadline: float) -> Reply:
    if response.status in (301, 302, 303, 307, 308) and (where := response.getheader("Location")):
        return Reply(where, b"", "", None)
    if response.status != 200:
        raise ReadError(f"the server answers {response.status} {response.reason}")
    data = bytearray()
    while piece := response.read(PIECE):
        data += piece
        if len(data) > cap:
            raise TooLarge(f"more than {cap:,} bytes")
        if time.monotonic() > deadline:
            raise TooLarge(f"takes over {SECONDS} seconds to fetch")
    kind = response.headers.get_content_type()
    return Reply(None, bytes(data), kind, response.headers.get_content_charset())
