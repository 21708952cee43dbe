"""What an activity states to the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse

from yidu.activities.models import Activity
from yidu.activities.rules import readable
from yidu.common.actors import Actor
from yidu.ledger.statements import Source, Statement


def statements(activity: Activity) -> Iterator[Statement]:
    """One statement, "recorded", unless it was withdrawn. Pure: it reads the record and what it names."""
    if activity.withdrawn_at:
        return
    host = activity.host
    dims = {"host": host.role_id, "kind": activity.kind}
    if host.sector_id and host.sector:
        dims["sector"] = host.sector.name
    if activity.organisation_id:
        dims["enterprise"] = dims["organisation"] = str(activity.organisation_id)
    if activity.project_id:
        dims["project"] = str(activity.project_id)
    if activity.station_id and activity.station:
        dims |= {"station": str(activity.station_id), "station-kind": activity.station.kind}
    quantities = {"headcount": Decimal(activity.headcount)}
    for field in activity.kind_line.field:
        if field.type == "number" and field.id in activity.answers:
            quantities[field.id] = Decimal(activity.answers[field.id])
    yield Statement(
        counts=activity.kind,
        moment="recorded",
        day=activity.day,
        place_id=activity.place_id,
        dims=dims,
        quantities=quantities,
    )


def _all() -> QuerySet[Activity]:
    related = ("edition", "host__sector", "organisation", "project", "station", "place")
    # An edition's content is long and read once per process, not once per row.
    return Activity.objects.select_related(*related).defer("edition__content").order_by("pk")


def _readable(actor: Actor, ids: list[str]) -> set[str]:
    return {str(pk) for pk in readable(actor).filter(pk__in=ids).values_list("pk", flat=True)}


SOURCE = Source(
    record_type="activity",
    model=Activity,
    statements=statements,
    all=_all,
    title=lambda activity: activity.title,
    url=lambda activity: reverse("activity", args=[activity.pk]),
    readable=_readable,
    touched_by={
        "appointment": lambda appointments: Activity.objects.filter(host__in=appointments),
        "sector": lambda sectors: Activity.objects.filter(host__sector__in=sectors),
        "station": lambda stations: Activity.objects.filter(station__in=stations),
    },
)
