"""Programmes as they were published: what a committee set out to do, its kinds, procedures and indicators."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from yidu.api import finding
from yidu.api.door import speaker_of
from yidu.api.noun import Noun
from yidu.api.problems import ApiProblem
from yidu.api.shapes import Code, In, Out
from yidu.people.models import Committee
from yidu.programmes.models import Edition
from yidu.programmes.queries import current_editions

noun = Noun("programmes")


class EditionOut(Out):
    committee: str
    programme: str
    number: int
    digest: str
    title: str
    published_at: datetime


class WholeEdition(EditionOut):
    """`content` is the programme in the words of docs/programme.md; its SHA-256 is `digest`."""

    content: dict[str, Any]


class Where(In):
    committee: Code | None = None


class Which(Where):
    edition: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


@noun.read("/", "everybody", answers=list[EditionOut], says=_("The newest edition of each programme of a committee."))
def list_programmes(request: HttpRequest, wanted: Query[Where]) -> list[EditionOut]:
    committee = finding.committee_of(speaker_of(request), wanted.committee)
    return [EditionOut(**_edition(one, committee)) for one in current_editions(committee.pk)]


@noun.read("/{slug:programme}", "everybody", answers=WholeEdition, says=_("One programme whole."))
def read_programme(request: HttpRequest, programme: str, wanted: Query[Which]) -> WholeEdition:
    committee = finding.committee_of(speaker_of(request), wanted.committee)
    found: QuerySet[Edition] = Edition.objects.filter(committee=committee, programme=programme)
    if wanted.edition:
        found = found.filter(number=wanted.edition)
    one = found.order_by("-number").first()
    if one is None:
        raise ApiProblem("not-found")
    return WholeEdition(**_edition(one, committee), content=json.loads(one.content))


def _edition(one: Edition, committee: Committee) -> dict[str, Any]:
    return {
        "committee": committee.code,
        "programme": one.programme,
        "number": one.number,
        "digest": one.digest,
        "title": str(one.read.title),
        "published_at": one.published_at,
    }
