"""Committees: who runs a site, and who stands above whom."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from yidu.api import finding
from yidu.api.door import speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.refs import place_ref
from yidu.api.shapes import Code, Out, Page, PlaceCode, PlaceRef, Write
from yidu.people.actions import open_committee as open_one
from yidu.people.models import Committee

noun = Noun("committees")


class CommitteeOut(Out):
    code: str
    name: str
    name_en: str
    short_name: str
    place: PlaceRef | None
    parent: str | None


class CommitteeIn(Write):
    place: PlaceCode
    name: str
    short_name: str
    name_en: str = ""
    parent: Code


@noun.read("/", "everybody", answers=Page[CommitteeOut], says=_("All committees, by their codes."))
def list_committees(request: HttpRequest, wanted: Query[Cursor]) -> Page[CommitteeOut]:
    return page(_all(), wanted, order=("code",), shape=committee_out)


@noun.read("/{slug:code}", "everybody", answers=CommitteeOut, says=_("One committee."))
def read_committee(request: HttpRequest, code: str) -> CommitteeOut:
    return committee_out(finding.committee_of(speaker_of(request), code))


@noun.write("/", "people", does="committee.open", answers=CommitteeOut, says=_("Open a committee below one's own."))
def open_committee(request: HttpRequest, told: CommitteeIn) -> CommitteeOut:
    speaker = speaker_of(request)
    parent = finding.needed(_all().filter(code=told.parent).first(), "parent")
    finding.require_any(speaker, parent, "people")
    made = open_one(
        place=finding.needed(finding.place_named(told.place), "place"),
        name=told.name,
        short_name=told.short_name,
        name_en=told.name_en,
        parent=parent,
        actor=speaker.actor,
        client_id=told.client_id,
    )
    return committee_out(made)


def committee_out(one: Committee) -> CommitteeOut:
    return CommitteeOut(
        code=one.code,
        name=one.name,
        name_en=one.name_en,
        short_name=one.short_name,
        place=place_ref(one.place),
        parent=one.parent.code if one.parent else None,
    )


def _all() -> QuerySet[Committee]:
    return Committee.objects.select_related("place", "parent")
