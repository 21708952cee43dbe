"""Sending to an address that somebody else named: never into our own network, never further than it says.

The name is resolved once, the address that comes out is looked at, and that same address is connected to: a name that
answers otherwise a moment later gains nothing. Redirects are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

CONNECT_SECONDS, WHOLE_SECONDS = 5.0, 15.0
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotSent(Exception):  # noqa: N818  (what happened, not what is wrong with the program)
    """It did not arrive. The text is a few plain words for whoever looks at the deliveries."""


def check_url(url: str) -> str:
    """What is wrong with an address as it is written; empty when nothing is."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return _("This is not an address.")
    loopback = settings.YIDU_WEBHOOKS_TO_LOOPBACK
    if parts.scheme != "https" and not (loopback and parts.scheme == "http"):
        return _("The address begins with https://.")
    good = parts.hostname and parts.hostname.isascii() and not parts.username and not parts.password
    if not good or port == 0 or any(one.isspace() or ord(one) < 32 for one in url):
        return _("This is not an address.")
    return ""


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer. Raises `NotSent` when there was none."""
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    connection: http.client.HTTPConnection
    try:
        sock = socket.create_connection((_resolved(host, port), port), timeout=CONNECT_SECONDS)
    except OSError as error:
        raise NotSent(type(error).__name__) from None
    # A receiver that sends a byte now and then would hold us for ever: after so long the line is cut.
    cut = threading.Timer(WHOLE_SECONDS, _cut, [sock])
    cut.start()
    try:
        if secure:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        connection = http.client.HTTPConnection(host, port, timeout=WHOLE_SECONDS)
        connection.sock = sock
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {"Content-Type": "application/json", "User-Agent": "Yidu", **headers})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotSent(type(error).__name__) from None
    finally:
        cut.cancel()
        sock.close()


def _resolved(host: str, port: int) -> str:
    """The address of a name, if every one that it has may be asked. Raises `NotSent`."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise NotSent("no such host") from None
    if not found or not all(is_public(one) for one in found):
        raise NotSent("not a public address")
    return found[0]


def is_public(address: str) -> bool:
    """Whether an IP address lies in the open network; with the setting for demonstrations, also our own machine."""
    one: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(one, ipaddress.IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if one in _NAT64:
            inner = ipaddress.IPv4Address(int(one) & 0xFFFFFFFF)
        one = inner or one
    if one.is_loopback and settings.YIDU_WEBHOOKS_TO_LOOPBACK:
        return True
    return one.is_global and not one.is_multicast and not one.is_reserved


def _cut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
