"""Signing in, as people do: the form of the page, a cookie, and requests that carry it."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class SignedIn:
    """Somebody's session."""

    username: str
    port: int
    cookies: str
    token: str

    def get(self, path: str) -> bytes:
        """A whole GET request."""
        return (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookies}\r\n"
            "Accept-Language: zh-CN\r\nAccept-Encoding: gzip, br\r\nAccept: text/html\r\n\r\n"
        ).encode()

    def post(self, path: str, told: Mapping[str, str]) -> bytes:
        """A whole POST request with a form."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **told}).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookies}\r\n"
            "Accept-Language: zh-CN\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def page(self, path: str) -> tuple[int, str]:
        """A page, read once."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", path, headers={"Cookie": self.cookies, "Accept-Language": "zh-CN"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def sign_in(port: int, username: str, password: str) -> SignedIn:
    """Sign in by the form. Raises RuntimeError when the site says no."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/account/login/")
    answer = connection.getresponse()
    found = _TOKEN.search(answer.read().decode())
    assert found is not None, "the page to sign in has a token"
    jar = _cookies(answer)
    body = urlencode({"csrfmiddlewaretoken": found[1], "login": username, "password": password})
    headers = {"Cookie": _spelt(jar), "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/account/login/", body, headers)
    answer = connection.getresponse()
    answer.read()
    jar |= _cookies(answer)
    if answer.status != 302 or "sessionid" not in jar:
        raise RuntimeError(f"{username} could not sign in ({answer.status})")
    signed = SignedIn(username, port, _spelt(jar), "")
    _status, page = signed.page("/desk/")
    token = re.search(r'"X-CSRFToken": "([^"]+)"', page)
    return SignedIn(username, port, _spelt(jar), token[1] if token else "")


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    pairs = (line.split(";", 1)[0].partition("=") for line in answer.headers.get_all("Set-Cookie") or [])
    return {name: value for name, _, value in pairs}


def _spelt(jar: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in jar.items())
