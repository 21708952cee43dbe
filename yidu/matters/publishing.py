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
    shows = matter.programme.shows(reply.publication) or "whole"
    if whole or shows == "whole":
        return Letter(reply.text, reply.measures)
    return Letter(reply.summary if shows == "summary" else "", [])
