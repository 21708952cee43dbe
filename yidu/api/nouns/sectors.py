"""The sectors of a committee."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from yidu.api import finding
from yidu.api.door import speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.shapes import Code, Out, Page, Write
from yidu.people import actions
from yidu.people.models import Sector

READERS = ("read", "office", "oversee", "people")
noun = Noun("sectors")


class SectorOut(Out):
    id: int
    name: str


class SectorIn(Write):
    committee: Code | None = None
    name: str


class Wanted(Cursor):
    committee: Code | None = None


@noun.read("/", *READERS, answers=Page[SectorOut], says=_("The sectors of a committee."))
def list_sectors(request: HttpRequest, wanted: Query[Wanted]) -> Page[SectorOut]:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, wanted.committee)
    finding.require_any(speaker, committee, *READERS)
    return page(Sector.objects.filter(committee=committee), wanted, order=("pk",), shape=sector_out)


@noun.write("/", "people", does="sector.add", answers=SectorOut, says=_("Add a sector."))
def add_sector(request: HttpRequest, told: SectorIn) -> SectorOut:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, told.committee)
    made = actions.add_sector(committee=committee, name=told.name, actor=speaker.actor, client_id=told.client_id)
    return sector_out(made)


def sector_out(one: Sector) -> SectorOut:
    return SectorOut(id=one.pk, name=one.name)
