"""The sectors of a committee."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.people.checks import Slips
from yidu.people.models import Committee, Sector
from yidu.people.rules import require_power


@action("sector.add")
def add_sector(*, committee: Committee, name: str, actor: Actor, client_id: UUID | None = None) -> Change[Sector]:
    """Add a sector (界别). Raises `NotAllowed` or `Invalid`."""
    require_power(actor, "people", committee_id=committee.pk)
    slips = Slips()
    sector = Sector(committee=committee, name=slips.text("name", name, most=40))
    if Sector.objects.filter(committee=committee, name=sector.name).exists():
        slips.add("name", _("There is one with this name already."))
    slips.raise_any()
    sector.save(force_insert=True)
    return Change(sector, "sector.added", {"name": sector.name})
