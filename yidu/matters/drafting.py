"""A matter as it would be raised: whole and right, and not there yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.activities.forms import LONG, clean_answers, too_long
from yidu.activities.models import Activity
from yidu.common import clock
from yidu.common.errors import Invalid
from yidu.common.ids import digest, receipt_from
from yidu.common.text import normalise, search_document
from yidu.matters.models import Matter
from yidu.matters.moves import enter_stage
from yidu.people.models import Appointment, Committee, Organisation, Project
from yidu.places.models import Place
from yidu.programmes.grammar import Kind
from yidu.programmes.models import Edition

TITLE = 60


def receipt_code(matter: Matter) -> str:
    """The receipt of a matter, e.g. "7K2M-…". Derived from its id and the site's secret, so it is stored nowhere."""
    return receipt_from(str(matter.pk))


def draft_matter(
    *,
    committee: Committee,
    edition: Edition,
    kind: str,
    title: str,
    text: str,
    place: Place | None,
    organisation: Organisation | None,
    project: Project | None,
    activity: Activity | None,
    raised_as: str,
    appointment: Appointment | None,
    contact: str,
    answers: Mapping[str, Any],
    id_: UUID,
    at: datetime,
) -> Matter:
    """A matter as it would be raised at a moment, at the first stage of its procedure: not saved, without its number.

    `appointment` is in which role it is raised, None for those without account: whether they may is not asked.
    Raises `Invalid` with every wrong field at once.
    """
    line = edition.read.kind.get(kind)
    if line is None or line.is_ != "matter" or edition.committee_id != committee.pk:
        raise Invalid(_("Choose what it is about."), fields={"kind": [_("Choose what it is about.")]})
    place = place or next((one.place for one in (organisation, project, activity) if one and one.place_id), None)
    title, text = normalise(title), normalise(text, lines=True)
    _check(line, committee, title=title, text=text, place=place, organisation=organisation, project=project)
    assert place is not None
    matter = Matter(
        id=id_,
        committee=committee,
        edition=edition,
        kind=kind,
        title=title,
        text=text,
        answers=clean_answers(line.field, answers, programme=edition.read, on=clock.local_day(at)),
        place=place,
        organisation=organisation,
        project=project,
        activity=activity,
        raised_by_id=appointment.person_id if appointment else None,
        raised_as=raised_as,
        sector=appointment.sector.name if appointment and appointment.sector else "",
        contact=normalise(contact)[:120],
        open_to=line.open_to,
        raised_at=at,
    )
    matter.receipt = digest(receipt_code(matter), "receipt")
    enter_stage(matter, matter.procedure.begins, at=at)
    matter.search_text = found_by(matter)
    return matter


def found_by(matter: Matter) -> str:
    """The words by which a matter is found."""
    about = [one.name for one in (matter.organisation, matter.project) if one]
    return search_document("\n".join([matter.title, matter.text, *about, matter.place.name]))


def _check(
    line: Kind,
    committee: Committee,
    *,
    title: str,
    text: str,
    place: Place | None,
    organisation: Organisation | None,
    project: Project | None,
) -> None:
    errors: dict[str, list[str]] = {}
    if not title:
        errors["title"] = [_("Say in a few words what it is.")]
    elif len(title) > TITLE:
        errors["title"] = [too_long(title, TITLE)]
    if not text:
        errors["text"] = [_("Say what is the matter.")]
    elif len(text) > LONG:
        errors["text"] = [too_long(text, LONG)]
    if place is None:
        errors["place"] = [_("Say where it is.")]
    elif place.pk != committee.place_id and not place.is_below(committee.place):
        errors["place"] = [_("This place is outside %(place)s.") % {"place": committee.place.name}]
    if line.about == "project" and project is None:
        errors["project"] = [_("Say which project it is about.")]
    if line.about == "enterprise" and organisation is None:
        errors["organisation"] = [_("Say which enterprise it is about.")]
    for name, one in (("organisation", organisation), ("project", project)):
        if one is not None and one.committee_id != committee.pk:
            errors[name] = [_("Choose one from the list.")]
    if errors:
        raise Invalid(_("Some answers need another look."), fields=errors)
