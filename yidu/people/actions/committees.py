"""Open a committee."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import NotAllowed
from yidu.people.checks import Slips
from yidu.people.models import Committee
from yidu.people.rules import has_power
from yidu.places.models import Level, Place


@action("committee.open")
def open_committee(
    *,
    place: Place,
    name: str,
    short_name: str,
    name_en: str = "",
    parent: Committee | None = None,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Committee]:
    """Open the committee of a place; its code is the first six digits of the place's.

    The system may, and whoever keeps the people of the committee above. Raises `NotAllowed` or `Invalid`.
    """
    may = actor.kind == "system" or (parent is not None and has_power(actor, "people", committee_id=parent.pk))
    if not may:
        raise NotAllowed("not there")
    slips = Slips()
    code = place.code[:6]
    committee = Committee(
        code=code,
        name=slips.text("name", name, most=60),
        short_name=slips.text("short_name", short_name, most=30),
        name_en=slips.text("name_en", name_en, most=120, required=False),
        place=place,
        parent=parent,
    )
    if place.level not in (Level.PROVINCE, Level.CITY, Level.COUNTY):
        slips.add("place", _("A committee belongs to a city, a district or a county."))
    if Committee.objects.filter(code=code).exists():
        slips.add("place", _("This place has a committee already."))
    if parent is not None and parent.parent_id is not None:
        slips.add("parent", _("There are two levels: a city and its counties."))
    elif parent is not None and not place.is_below(parent.place):
        slips.add("place", _("This place is outside %(place)s.") % {"place": parent.place.name})
    slips.raise_any()
    committee.save(force_insert=True)
    return Change(committee, "committee.opened", {"code": code, "name": committee.name})
