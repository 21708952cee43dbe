"""Raise a matter: on a visit, at the desk, or from the street."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.utils.translation import gettext as _

from yidu.activities.actions import record_activity
from yidu.activities.models import Activity
from yidu.common import clock
from yidu.common.actions import Change, action, in_one_go
from yidu.common.actors import Actor
from yidu.common.errors import Invalid, NotAllowed
from yidu.common.in_force import held
from yidu.matters.drafting import draft_matter, receipt_code
from yidu.matters.models import Matter
from yidu.people.models import Appointment, Committee, Organisation, Project
from yidu.people.models.counters import next_number
from yidu.people.rules import appointments_with
from yidu.places.models import Place
from yidu.programmes.grammar import Kind
from yidu.programmes.models import Edition

__all__ = ["WITHOUT_ACCOUNT", "raise_matter", "receipt_code", "record_and_raise"]

WITHOUT_ACCOUNT = ("enterprise", "resident")


@action("matter.raise")
@held()
def raise_matter(
    *,
    committee: Committee,
    edition: Edition,
    kind: str,
    title: str,
    text: str,
    place: Place | None = None,
    organisation: Organisation | None = None,
    project: Project | None = None,
    activity: Activity | None = None,
    raised_as: str = "",
    contact: str = "",
    answers: Mapping[str, Any] | None = None,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Matter]:
    """Raise a matter; it begins its procedure with its first holder and date. Its id is `client_id`.

    `raised_as` is a role that the actor holds (a department's own too, where the kind names it), or "enterprise" or
    "resident" (anybody may, where the kind lets them). Raises `NotAllowed` or `Invalid` with every wrong field at once.
    """
    line = edition.read.kind.get(kind)
    if line is None or line.is_ != "matter" or edition.committee_id != committee.pk:
        raise Invalid(_("Choose what it is about."), fields={"kind": [_("Choose what it is about.")]})
    appointment = _raising_appointment(actor, committee, line, raised_as=raised_as, activity=activity)
    raised_as = appointment.role_id if appointment else raised_as
    matter = draft_matter(
        committee=committee, edition=edition, kind=kind, title=title, text=text, place=place,
        organisation=organisation, project=project, activity=activity, raised_as=raised_as,
        appointment=appointment, contact=contact, answers=answers or {}, id_=client_id or uuid4(), at=clock.now(),
    )  # fmt: skip
    matter.number = next_number(committee.pk, "matter", clock.today().year)
    matter.save(force_insert=True)
    return Change(
        matter,
        "matter.raised",
        {"kind": kind, "number": matter.number, "as": raised_as, "stage": matter.stage},
        new=True,
    )


def record_and_raise(
    *, raises: Sequence[Mapping[str, Any]], actor: Actor, client_id: UUID, **activity: Any
) -> tuple[Activity, list[Matter]]:
    """Record an activity with everything that it brings back: all of it, or nothing.

    `raises` holds the inputs of each matter (kind, title, text …); what is not said is taken from the activity.
    Errors of the n-th come under "raises-n-FIELD".
    """
    ids = [uuid5(client_id, f"matter-{n}") for n in range(len(raises))]

    def do() -> tuple[Activity, list[Matter]]:
        recorded = record_activity(**activity, actor=actor, client_id=client_id)
        told = {"organisation": recorded.organisation, "project": recorded.project, "place": recorded.place}
        matters = []
        for n, one in enumerate(raises):
            try:
                matters.append(
                    raise_matter(
                        committee=recorded.committee,
                        edition=recorded.edition,
                        activity=recorded,
                        actor=actor,
                        client_id=ids[n],
                        **{**told, **one},
                    )
                )
            except Invalid as error:
                fields = {f"raises-{n}-{name}": said for name, said in error.fields.items()}
                raise Invalid(error.message, fields=fields) from error
        return recorded, matters

    return in_one_go([client_id, *ids], do)


def _raising_appointment(
    actor: Actor, committee: Committee, line: Kind, *, raised_as: str, activity: Activity | None
) -> Appointment | None:
    """In which role it is raised: the host's on an activity, else one that the actor holds; None without account."""
    if raised_as in WITHOUT_ACCOUNT:
        if raised_as not in line.raised_by:
            raise NotAllowed(_("This cannot be raised here."))
        return None
    if activity is not None:
        if activity.kind and line.raised_by and activity.host.role_id not in line.raised_by:
            raise NotAllowed(_("This cannot be raised here."))
        return activity.host
    own = appointments_with(actor, "record", "office", "handle").filter(committee=committee, role_id__in=line.raised_by)
    chosen = own.filter(role_id=raised_as).first() if raised_as else own.order_by("starts").first()
    if chosen is None:
        raise NotAllowed(_("This cannot be raised here."))
    return chosen
