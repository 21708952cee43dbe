"""A committee's figures: the list, the proof of one, figure sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.ledger.figures import Figure, Scope, figure_set, history, proof, scope_of, value
from yidu.ledger.seals import latest_seal
from yidu.people.models import Committee
from yidu.people.rules import has_power
from yidu.web import proofs
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of
from yidu.web.figure_lists import campaign_of
from yidu.web.figure_sheet import figure_sheet

PAGE = 25


@dataclass(frozen=True)
class Asked:
    """A figure that somebody asked for by its address."""

    committee: Committee
    actor: Actor
    figure: Figure
    scope: Scope


@who("everybody")
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Every public figure of the committee, campaign by campaign, for a period and as of a day."""
    committee = committee_of(request, code)
    period = Figure.parse(committee, "-", "-", request.GET.dict())
    seal = latest_seal()
    return render(
        request,
        "figures/list.html",
        {
            "committee": committee,
            "period": period,
            "today": clock.today(),
            "programmes": figure_sheet(committee, scope_of(committee), period),
            "seal": seal,
            "latest_seal": seal,
        },
    )


@who("everybody")
def figure(request: HttpRequest, code: str, programme: str, indicator: str) -> HttpResponse:
    """The proof of a figure: the number, what it means, what was said before, and the records behind it."""
    asked = asked_for(request, code, programme, indicator)
    shown, scope = asked.figure, asked.scope
    line, edition = scope.indicator(shown), scope.edition(programme)
    number = request.GET.get("page", "")
    page = proof(shown, asked.actor, page=int(number) if number.isdecimal() else 1, size=PAGE)
    campaign = campaign_of(edition.read, indicator)
    target = campaign.target if campaign else None
    crumbs = [
        (_("Figures"), reverse("figures", args=[code])),
        (str(edition.read.title), reverse("programme", args=[edition.committee.code, programme])),
    ]
    return render(
        request,
        "figures/figure.html",
        {
            "committee": asked.committee,
            "figure": shown,
            "indicator": line,
            "value": value(shown),
            "campaign": campaign,
            "target": target if target and target.indicator == indicator else None,
            "how": proofs.how_it_is_counted(scope, shown),
            "since": proofs.defined_since(shown, edition),
            "as_of": shown.as_of or clock.today(),
            "today": clock.today(),
            "revisions": history(shown, asked.actor),
            "months": proofs.by_month(shown, of_numbers=line.measure == "median"),
            "places": proofs.by_place(scope, shown),
            "sectors": proofs.by_sector(shown),
            "apart": proofs.by_department_and_subject(scope, shown, asked="apart" in request.GET),
            "filters": proofs.filters(scope, shown),
            "years": proofs.years(scope, shown),
            "proof": page,
            "brought": proofs.brought_back(page, asked.actor),
            **_taking_away(request, code, programme, indicator),
            "keep": [(name, chosen) for name, chosen in request.GET.items() if name not in ("as-of", "page")],
            "earlier": page.page - 1,
            "later": page.page + 1,
            "crumbs": crumbs,
        },
    )


@who("everybody")
def sets(request: HttpRequest, code: str, programme: str, name: str) -> HttpResponse:
    """A figure set of a programme as a table to print."""
    committee = committee_of(request, code)
    scope = scope_of(committee)
    edition = scope.editions.get(programme)
    chosen = edition.read.figures.get(name) if edition else None
    if chosen is None or chosen.committee != committee.code:
        raise Http404
    return render(
        request,
        "figures/set.html",
        {
            "committee": committee,
            "set": chosen,
            "rows": [(row, proofs.how_it_is_counted(scope, row.figure)) for row in figure_set(chosen)],
            "seal": latest_seal(),
            "crumbs": [(_("Figures"), reverse("figures", args=[code]))],
        },
    )


def _taking_away(request: HttpRequest, code: str, programme: str, indicator: str) -> dict[str, Any]:
    """The latest seal and the addresses of what one may download, with the same period and filters."""
    seal, query = latest_seal(), f"?{request.GET.urlencode()}" if request.GET else ""
    where = [code, programme, indicator]
    return {
        "seal": seal,
        "root": bytes(seal.root).hex() if seal else "",
        "proof_url": reverse("figure-proofs", args=where) + query,
        "excel_url": reverse("figure-table", args=[*where, "xlsx"]) + query,
        "csv_url": reverse("figure-table", args=[*where, "csv"]) + query,
    }


def asked_for(request: HttpRequest, code: str, programme: str, indicator: str) -> Asked:
    """The figure of an address. 404 when there is none, or when it is not for everybody and not for this reader."""
    committee, actor = committee_of(request, code), actor_of(request)
    shown = Figure.parse(committee, programme, indicator, request.GET.dict())
    scope = scope_of(committee)
    line = scope.indicator(shown)
    if not line.public and not has_power(actor, "read", committee_id=committee.pk):
        raise Http404
    return Asked(committee, actor, shown, scope)
