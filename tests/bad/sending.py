"""A form is filled in as a page asks, one field with something bad; and what the answer owes to whoever sent it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.bad.html import Field, Form, read
from tests.bad.walk import Visited, kind_of
from tests.bad.world import TODAY, World
from tests.cast import Cast
from yidu.common.text import normalise
from yidu.web.asking.sources import host_label

URLENCODED = "application/x-www-form-urlencoded"
_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Door:
    """A form as somebody found it."""

    called: str
    at: str
    address: str
    form: Form

    def __str__(self) -> str:
        return f"{self.form.method.upper()} {self.address} ({self.called})"


@dataclass
class Found:
    """What was sent and how it was answered; `wrong` tells each answer that owes something."""

    sent: int = 0
    taken: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


def doors(visited: Iterable[Visited]) -> list[Door]:
    """Each form once, by what it asks. One that signs out asks nothing."""
    found: dict[str, Door] = {}
    for page in visited:
        for form in page.page.forms:
            address = page.address(form)
            key = f"{form.method} {' '.join(kind_of(address)[0].split()[:2])} {' '.join(sorted(form.fields))}"
            found.setdefault(key, Door(page.called, page.url, address, form))
    return [one for one in found.values() if one.form.free]


def filled(form: Form, cast: Cast) -> dict[str, str]:
    """What somebody would send who answers everything that is asked."""
    return {name: value for name, one in form.fields.items() if (value := _answer(one, cast)) is not None}


def _answer(one: Field, cast: Cast) -> str | None:
    if one.kind == "file" or (one.kind == "checkbox" and not one.value and one.name not in _TICKED):
        return None
    if one.kind in ("radio", "select", "checkbox"):
        return one.value or next((value for value in one.values if value), "")
    if one.value or one.kind == "hidden":
        return one.value
    if "conveners" in one.suggests:
        return host_label(cast.appointments["liaison"])
    for word, value in _SUGGESTED.items():
        if word in one.suggests:
            return str(getattr(cast, value).name)
    by_kind = {"date": TODAY, "number": "2", "time": "21:00" if one.name == "ends" else "19:00"}
    return _BY_NAME.get(one.name, by_kind.get(one.kind, "写一句"))


_SUGGESTED = {
    "kind=department": "economy",
    "organisations": "enterprise",
    "places": "place",
    "projects": "project",
    "stations": "venue",
    "signers": "leader",
}
_TICKED = ("reads", "issuers")
_BY_NAME = {
    "url": "https://203.0.114.7/hook",
    "uscc": "",
    "members": "",
    "bodies": "",
    "number": "2025-0001",
    "takes-0-matter": "2025-0001",
    "username": "newcomer",
    "email": "newcomer@example.org",
}


def send(client: Client, door: Door, told: Mapping[str, Any]) -> Any:
    body = urlencode(told, errors="surrogatepass")
    if door.form.method == "get":
        return client.get(door.address.split("?")[0], QUERY_STRING=body)
    return client.post(door.address, body, content_type=URLENCODED)


def not_taken(world: World, found: Iterable[Door]) -> list[str]:
    """Forms that are not taken although every question is answered: bad input would not get far there."""
    names = []
    for door in found:
        with undone(world.clients[door.called]):
            response = send(world.clients[door.called], door, filled(door.form, world.cast))
        if response.status_code != (302 if door.form.method == "post" else 200):
            names.append(resolve(urlsplit(door.address).path).url_name or "")
    return sorted(set(names))


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Whatever is changed is undone: in the database, and in the browser."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
            client.cookies = cookies


def attack(world: World, door: Door, strings: Callable[[], Mapping[str, str]], found: Found) -> None:
    """In each field into which one can write each of `strings()`; whatever it changes is undone."""
    client, right = world.clients[door.called], filled(door.form, world.cast)
    for one in door.form.free:
        for called, string in strings().items():
            with undone(client):
                response = send(client, door, {**right, one.name: string})
                fault = _fault(client, door, one, string, response)
            found.sent += 1
            found.taken += response.status_code in (200, 302) and not fault
            found.refused += response.status_code in (409, 422)
            if fault:
                found.wrong.append(f"{door} [{one.name}] {called}: {response.status_code} {fault}")


def _fault(client: Client, door: Door, one: Field, string: str, response: Any) -> str:
    """What the answer owes; empty when it owes nothing."""
    if response.status_code == 302:
        signed_out = "/account/login/" in response["Location"]
        return "whoever sent it was signed out" if signed_out else _fault_of_page(client.get(response["Location"]))
    if response.status_code not in (200, 409, 422):
        return "is no answer to a form"
    shown_again = door.form.method == "post" and response.status_code != 200
    return _fault_of_page(response) or (_fault_of_form(one, string, response) if shown_again else "")


def _fault_of_form(one: Field, string: str, response: Any) -> str:
    page = read(response.content.decode())
    again = [form.fields[one.name] for form in page.forms if one.name in form.fields]
    if one.kind != "password" and not any(_same(held.value, string) for held in again):
        return f"what was typed is lost: {again[0].value[:40]!r}" if again else "the field is gone"
    # Without the file that a form asks for, everything else may be right.
    told = [*again, *(held for form in page.forms for held in form.fields.values() if held.kind == "file")]
    if not any(_CHINESE.search(sentence) for held in told for sentence in held.said):
        return f"no reason at the field, but {page.said}"
    return ""


def _fault_of_page(response: Any) -> str:
    if response.status_code >= 500:
        return "the page is broken"
    if response.headers.get("Content-Type", "").startswith("text/html"):
        return "; ".join(read(response.content.decode()).inline)
    return ""


def _same(held: str, sent: str) -> bool:
    """As it arrived (what is no text was replaced), but for kinds of line breaks; or cleaned as it would be kept."""
    arrived = sent.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return _one_kind(held) == _one_kind(arrived) or held == normalise(arrived)


def _one_kind(text: str) -> str:
    return re.sub("\r\n|\r|\n", "\n", text).strip()
