"""Departments, enterprises and other bodies."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from stdnum.cn import uscc as credit_code
from stdnum.exceptions import ValidationError

from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.text import normalise
from yidu.people.checks import Slips, locked, spell
from yidu.people.models import Committee, Organisation
from yidu.people.rules import require_power
from yidu.places.models import Place


@action("organisation.add")
def add_organisation(
    *,
    committee: Committee,
    kind: str,
    name: str,
    short_name: str = "",
    uscc: str = "",
    place: Place | None = None,
    line: str = "",
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Organisation]:
    """Add a department, an enterprise or another body; `uscc` is checked by GB 32100-2015.

    Raises `NotAllowed` or `Invalid` with every wrong field at once.
    """
    require_power(actor, "people", committee_id=committee.pk)
    organisation = draft_organisation(
        committee=committee, kind=kind, name=name, short_name=short_name, uscc=uscc, place=place, line=line
    )
    slips = Slips()
    _check_once(slips, organisation)
    slips.raise_any()
    organisation.save(force_insert=True)
    return Change(organisation, "organisation.added", {"kind": kind, "name": organisation.name})


@action("organisation.rename")
def rename_organisation(
    organisation: Organisation,
    *,
    name: str,
    short_name: str = "",
    actor: Actor,
    version: int,
    client_id: UUID | None = None,
) -> Change[Organisation]:
    """Give it another name; what was recorded under the old one stays. Raises also `Stale`."""
    require_power(actor, "people", committee_id=organisation.committee_id)
    row = locked(Organisation, organisation, version=version)
    slips, before = Slips(), row.name
    row.name = slips.text("name", name, most=120)
    row.short_name = slips.text("short_name", short_name, most=40, required=False)
    _check_once(slips, row)
    slips.raise_any()
    _spell(row)
    row.version += 1
    row.save()
    return Change(row, "organisation.renamed", {"from": before, "name": row.name})


@action("organisation.correct")
def correct_organisation(
    organisation: Organisation,
    *,
    name: str,
    short_name: str = "",
    uscc: str = "",
    place: Place | None = None,
    line: str = "",
    actor: Actor,
    version: int,
    client_id: UUID | None = None,
) -> Change[Organisation]:
    """Correct what is known of it; what was recorded about it stays. Raises also `Stale`."""
    require_power(actor, "people", committee_id=organisation.committee_id)
    row = locked(Organisation, organisation, version=version, related=("committee__place",))
    before = row.name
    amend_organisation(row, name=name, short_name=short_name, uscc=uscc, place=place, line=line)
    slips = Slips()
    _check_once(slips, row)
    slips.raise_any()
    row.save()
    return Change(row, "organisation.corrected", {"from": before, "name": row.name})


@action("organisation.close")
def close_organisation(
    organisation: Organisation, *, on: date, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Organisation]:
    """It ends on a day: nothing new is handed to it. What it holds stays with it until it is handed over again."""
    require_power(actor, "people", committee_id=organisation.committee_id)
    row = locked(Organisation, organisation, version=version)
    slips = Slips()
    if row.closed_on is not None:
        slips.add("on", _("It has ended already."))
    slips.raise_any()
    row.closed_on = on
    row.version += 1
    row.save()
    return Change(row, "organisation.closed", {"on": on.isoformat()})


def draft_organisation(
    *, committee: Committee, kind: str, name: str, short_name: str, uscc: str, place: Place | None, line: str
) -> Organisation:
    """An organisation as it would be added, not saved. Whether there is one already is not asked. Raises `Invalid`."""
    slips = Slips()
    organisation = Organisation(committee=committee, kind=kind)
    if kind not in Organisation.Kind.values:
        slips.add("kind", _("Choose one from the list."))
    _set(slips, organisation, name=name, short_name=short_name, uscc=uscc, place=place, line=line)
    slips.raise_any()
    return organisation


def amend_organisation(
    organisation: Organisation, *, name: str, short_name: str, uscc: str, place: Place | None, line: str
) -> None:
    """Set what can be corrected, without saving. Raises `Invalid`."""
    slips = Slips()
    _set(slips, organisation, name=name, short_name=short_name, uscc=uscc, place=place, line=line)
    slips.raise_any()
    organisation.version += 1


def _set(
    slips: Slips,
    organisation: Organisation,
    *,
    name: str,
    short_name: str,
    uscc: str,
    place: Place | None,
    line: str,
) -> None:
    organisation.name = slips.text("name", name, most=120)
    organisation.short_name = slips.text("short_name", short_name, most=40, required=False)
    organisation.uscc = _clean_code(slips, uscc)
    organisation.line = slips.text("line", line, most=60, required=False)
    slips.place("place", place, organisation.committee)
    organisation.place = place
    _spell(organisation)


def spelled_code(typed: str) -> str:
    """A credit code as it is kept, whatever stood between its signs."""
    return normalise(typed).replace(" ", "").replace("-", "").upper()


def _clean_code(slips: Slips, typed: str) -> str:
    code = spelled_code(typed)
    if not code:
        return ""
    try:
        return str(credit_code.validate(code))
    except ValidationError:
        slips.add("uscc", _("This is not a unified social credit code: 18 signs, the last checks the others."))
        return ""


def _check_once(slips: Slips, organisation: Organisation) -> None:
    others = Organisation.objects.filter(committee_id=organisation.committee_id).exclude(pk=organisation.pk)
    if others.filter(kind=organisation.kind, name=organisation.name).exists():
        slips.add("name", _("There is one with this name already."))
    if organisation.uscc and (same := others.filter(uscc=organisation.uscc).first()):
        slips.add("uscc", _("%(name)s has this code.") % {"name": same.name})


def _spell(organisation: Organisation) -> None:
    for column, value in spell(organisation.name).items():
        setattr(organisation, column, value)
