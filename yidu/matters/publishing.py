"""What everybody may read of an answer, as it was reviewed with it."""

from __future__ import annotations

from typing import Any, NamedTuple

from yidu.matters.models import Matter, Reply


class Letter(NamedTuple):
    """An answer as one reader may know it. `text` is empty where nothing of it is published."""

    text: str
    measures: list[dict[str, Any]]


def letter_for(reply: Reply, matter: Matter, *, whole: bool) -> Letter:
    """`whole`: for whoever reads all of the matter, or raised it. What was reviewed by nobody is read by everybody, as
    in procedures that do not ask for it."""
    if whole or is_whole(reply, matter):
        return Letter(reply.text, reply.measures)
    shows = matter.programme.shows(reply.publication)
    return Letter(reply.summary if shows == "summary" else "", [])


def is_whole(reply: Reply, matter: Matter) -> bool:
    """Whether everybody may read all of an answer, and with it what it promises."""
    return (matter.programme.shows(reply.publication) or "whole") == "whole"


def tells_promises(matter: Matter) -> bool:
    """Whether everybody may read what the answers promise. One that is not published whole closes all of them: a step
    of the story does not say from which it is."""
    return all(is_whole(reply, matter) for reply in matter.replies.all() if reply.signed_at)
