"""Programmes as they were published: what a committee set out to do, in words and drawings."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.people.models import Committee
from yidu.programmes.grammar import Programme
from yidu.programmes.models import Edition
from yidu.programmes.queries import current_editions
from yidu.programmes.words import definition
from yidu.web import outline
from yidu.web.access import who
from yidu.web.actors import committee_of


@dataclass(frozen=True)
class IndicatorLine:
    id: str
    title: str
    unit: str
    definition: str
    about: str
    url: str


@who("everybody")
def programmes(request: HttpRequest, code: str) -> HttpResponse:
    """The committee's programmes with their campaigns."""
    committee = committee_of(request, code)
    return render(
        request,
        "programmes/list.html",
        {
            "committee": committee,
            "editions": [(edition, edition.read) for edition in current_editions(committee.pk)],
            "counties": Committee.objects.filter(parent=committee),
        },
    )


@who("everybody")
def programme(request: HttpRequest, code: str, programme: str) -> HttpResponse:
    """One programme whole; `?edition=2` shows an earlier edition."""
    committee = committee_of(request, code)
    editions = list(Edition.objects.filter(committee=committee, programme=programme).defer("content"))
    wanted = request.GET.get("edition", "")
    shown = next((one for one in editions if not wanted or str(one.number) == wanted), None)
    if shown is None:
        raise Http404
    read, today = shown.read, clock.today()
    lists = {"reply-class", *read.replies.values()}
    return render(
        request,
        "programmes/programme.html",
        {
            "committee": committee,
            "edition": shown,
            "editions": editions,
            "programme": read,
            "activities": outline.kinds(read, is_="activity", on=today),
            "matters": outline.kinds(read, is_="matter", on=today),
            "procedures": [
                (id_, line, outline.stages(line), [read.law[law] for law in line.law if law in read.law])
                for id_, line in read.procedure.items()
            ],
            "indicators": _indicators(committee, read),
            "roles": [
                (
                    role.title,
                    outline.WHERE_HELD[role.at],
                    outline.listed([str(outline.POWERS.get(power, power)) for power in role.powers]),
                )
                for role in read.role.values()
            ],
            "replies": [(name, outline.dated_lists(read, name)) for name in sorted(lists) if name in read.list_],
            "crumbs": [(_("Programmes"), reverse("programmes", args=[committee.code]))],
        },
    )


def _indicators(committee: Committee, read: Programme) -> list[IndicatorLine]:
    return [
        IndicatorLine(
            id=id_,
            title=str(line.title),
            unit=str(line.unit),
            definition=definition(read, id_),
            about=str(line.about or ""),
            url=reverse("figure", args=[committee.code, read.id, id_]),
        )
        for id_, line in read.indicator.items()
        if line.public
    ]
