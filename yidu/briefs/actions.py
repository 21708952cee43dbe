"""Opening somebody else's file."""

from __future__ import annotations

from uuid import UUID

from yidu.briefs.rules import OPENED, may_open_file
from yidu.briefs.years import years_of
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import NotAllowed
from yidu.people.models import Committee, Person
from yidu.people.rules import standing_of


@action("file.open")
def open_file(
    person: Person, *, committee: Committee, year: int, actor: Actor, client_id: UUID | None = None
) -> Change[Person]:
    """Write down that the office opens a year of somebody's file; until the end of the day it may then be read.

    Nothing of the person changes. Raises `NotAllowed`.
    """
    if not may_open_file(standing_of(actor), person, committee) or year not in years_of(person, committee):
        raise NotAllowed("not there")
    return Change(person, OPENED, {"committee": committee.code, "year": year})
