"""Projects whose building the members follow."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.people.checks import Slips, locked, spell
from yidu.people.models import Committee, Organisation, Project
from yidu.people.rules import require_power
from yidu.places.models import Place


@action("project.add")
def add_project(
    *,
    committee: Committee,
    name: str,
    place: Place,
    starts: date,
    owner: Organisation | None = None,
    about: str = "",
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Project]:
    """Put a project under supervision. Raises `NotAllowed` or `Invalid` with every wrong field at once."""
    require_power(actor, "people", committee_id=committee.pk)
    slips = Slips()
    project = Project(
        committee=committee,
        name=slips.text("name", name, most=120),
        place=place,
        owner=owner,
        about=slips.text("about", about, most=2000, required=False, lines=True),
        starts=starts,
    )
    slips.place("place", place, committee)
    slips.own("owner", owner, committee)
    if Project.objects.filter(committee=committee, name=project.name).exists():
        slips.add("name", _("There is one with this name already."))
    slips.raise_any()
    for column, value in spell(project.name).items():
        setattr(project, column, value)
    project.save(force_insert=True)
    return Change(project, "project.added", {"name": project.name})


@action("project.end")
def end_project(
    project: Project, *, ends: date, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Project]:
    """Set its last day (inclusive). Raises also `Stale`."""
    require_power(actor, "people", committee_id=project.committee_id)
    row = locked(Project, project, version=version)
    slips = Slips()
    if ends < row.starts:
        slips.add("ends", _("The last day lies before the first."))
    slips.raise_any()
    row.ends = ends
    row.version += 1
    row.save()
    return Change(row, "project.ended", {"ends": ends.isoformat()})
