"""Who acts. Always passed by name (`actor=`), never taken from the surroundings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Kind = Literal["person", "link", "receipt", "visitor", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with an account, the holder of a link or a receipt for one matter, a visitor, or the system.

    A link or a receipt speaks for one matter (and a link of a department for one handling), for one seat at a
    session, or for whoever is at the place of one session, and nothing else.
    What a person may do follows from the appointments in force today: see `yidu.people.rules`.
    """

    kind: Kind
    name: str = ""
    person_id: int | None = None
    organisation_id: int | None = None
    matter_id: UUID | None = None
    handling_id: int | None = None
    seat_id: int | None = None
    session_id: UUID | None = None


SYSTEM = Actor(kind="system", name="system")
VISITOR = Actor(kind="visitor")
