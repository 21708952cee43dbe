"""What can be done on the pages can be done by a program: every action is offered, or it is said here why not."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import yidu
from yidu.api import v1
from yidu.common.actions import registered_actions

BY_ITSELF = "the system does this by itself, and refuses everybody else"
PRIVATE = (
    "a draft is read by its author and by whom they ask: it is written and signed on the pages, by whoever is there"
)
PREPARED = "a session is prepared on the pages by whoever convenes it, beside all they look at; programs read sessions"
OWN_WORD = "whoever is asked says themselves whether they come, on a page or by their link, and no program for them"
NO_NAME = "it has no name: it comes from a browser, which keeps a secret for it, and never from a program with a token"
READ_FIRST = (
    "somebody reads what people said before others do: it is looked after on the pages, by whoever answers for it"
)
NOT_OFFERED = {
    **dict.fromkeys(
        ("session.plan", "session.change", "session.call-off", "session.invite", "seat.take-off"), PREPARED
    ),
    **dict.fromkeys(("paper.add", "paper.withdraw", "gathering.add", "gathering.withdraw", "slot.open"), PREPARED),
    "plan-line.write": "the yearly plan is drafted by the office on the page that shows all of it",
    "seat.add": "who is there is said by whoever sits there, on the spot",
    "seat.confirm": "who was there is what its convener says, looking at them",
    "seat.sign-in": "whoever is at the place writes themselves on the list, by the link that hangs there",
    "session.hold": "that it was held is what its convener says, on the spot",
    "words.keep": "what people said is written down at the table",
    "words.withdraw": "what people said is written down at the table",
    "point.put": "what is put to the table is written down at the table",
    "point.withdraw": "what is put to the table is written down at the table",
    "point.settle": "what people agreed on is written down before their eyes",
    "point.unsettle": "what people agreed on is written down before their eyes",
    "stance.say": "people say how they stand by the link that hangs at the place; a program is not there",
    "stance.count": "hands are counted by whoever sees them",
    "session.conclude": "it hands over to departments: whoever convened does it on the page that shows every point",
    "session.reopen": "that a conclusion was a mistake is said by the secretary-general, on the page that shows it",
    **dict.fromkeys(("outcome.record", "outcome.withdraw"), "what confirms an outcome is judged by whoever saw it"),
    "echo.say": "whoever sat there says it themselves, on a page or by the link of their seat",
    **dict.fromkeys(("seat.answer", "slot.book", "slot.give-back", "slot.tie"), OWN_WORD),
    **dict.fromkeys(
        ("subscription.make", "subscription.end"),
        "an address that opens one's own calendar is made on a page, as tokens are",
    ),
    **dict.fromkeys(("draft.start", "draft.save", "draft.discard", "draft.quote", "draft.drop-source"), PRIVATE),
    **dict.fromkeys(("signature.invite", "signature.withdraw", "draft.hand-in"), PRIVATE),
    "signature.confirm": "a name is given by its owner and not by a program that holds their token",
    "signature.decline": "likewise",
    **dict.fromkeys(("opinion.say", "vote.cast"), NO_NAME),
    **dict.fromkeys(("asking.open", "asking.change", "asking.close", "opinion.show", "opinion.refuse"), READ_FIRST),
    "source.quote": "on what a topic was raised is named on the page where it is raised, beside what is quoted",
    "calendar.seed": BY_ITSELF,
    "import.check": BY_ITSELF,
    "import.refuse": BY_ITSELF,
    "import.take-in": BY_ITSELF,
    "look-back.ask": BY_ITSELF,
    "matter.lapse": BY_ITSELF,
    "webhook.switch-off": BY_ITSELF,
    "envelope.keep": "what a phone sends that has no signal; a program has its own queue and its own client ids",
    "envelope.settle": "what becomes of an envelope is decided by who reads it, on the page that shows both versions",
    "file.open": "somebody else's file is opened by a person on its page, each day anew, and by no program",
    "programme.publish": "rules come from a folder of reviewed texts on the server, by a command, never by a page",
    "token.make": "a token that makes tokens would outlive its own end: they are made on a page, by whoever is there",
}


@pytest.fixture(autouse=True, scope="module")
def _everything_is_loaded() -> None:
    """Also what only a command imports."""
    for one in pkgutil.walk_packages(yidu.__path__, "yidu."):
        if not one.name.endswith(("__main__", ".wsgi")) and ".migrations" not in one.name:
            import_module(one.name)


def offered() -> set[str]:
    return set().union(*(noun.actions for noun in v1.NOUNS))


def there_are() -> set[str]:
    """All of ours; other tests make actions of their own."""
    return {name for name, action in registered_actions().items() if action.__module__.startswith("yidu.")}


def missing() -> set[str]:
    return there_are() - offered() - set(NOT_OFFERED)


def test_every_action_is_offered_or_it_is_said_why_not():
    assert missing() == set()


def test_what_is_offered_exists_and_nothing_is_excused_that_is_offered():
    assert offered() <= there_are()
    assert set(NOT_OFFERED) <= there_are() - offered()


def test_an_action_that_nobody_offers_is_found(monkeypatch: pytest.MonkeyPatch):
    """The twin: an operation is taken away."""
    from yidu.api.nouns import seals

    monkeypatch.setattr(seals.noun, "actions", set())
    assert missing() == {"seal.cosign"}


def test_a_write_asks_for_a_client_id_and_for_the_version_where_its_action_does():
    for operation in operations():
        action = operation.openapi_extra.get("x-action")
        if not action:
            continue
        asked = inspect.signature(registered_actions()[action]).parameters
        sent = {name for model in operation.models for name in fields(model)}
        assert "client_id" in sent, action
        assert ("version" in asked) == ("version" in sent), action


def operations() -> Iterator[Any]:
    for bound in v1.api._get_bound_routers():
        for view in bound.path_operations.values():
            yield from view.operations


def fields(model: Any) -> Iterator[str]:
    """The names of what a client sends, through the wrappers of the library."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        yield from getattr(inner, "model_fields", {name: None})
