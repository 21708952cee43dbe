"""Gather what prepares a topic: papers of a session, research visits, and the topic's line on the yearly plan."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from yidu.activities.models import Activity
from yidu.activities.rules import readable as readable_activities
from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, Invalid, NotAllowed, Stale
from yidu.consultations.actions.sessions import FORMS
from yidu.consultations.models import Gathering, Paper, PlanLine, Session
from yidu.consultations.rules import may_convene, require_preparing
from yidu.matters.models import Matter
from yidu.people.checks import Slips, locked
from yidu.people.models import Organisation
from yidu.people.rules import require_power, standing_of

PAPER, FILE_NAME, LARGEST = 80, 120, 10 * 1024 * 1024
KINDS_OF_FILE = {
    ".pdf": b"%PDF-", ".docx": b"PK\x03\x04", ".xlsx": b"PK\x03\x04", ".pptx": b"PK\x03\x04",
    ".jpg": b"\xff\xd8\xff", ".png": b"\x89PNG",
}  # fmt: skip
"""Endings that a paper may have, each with how such a file begins."""


@action("paper.add")
def add_paper(
    session: Session, *, title: str, file: bytes, file_name: str, actor: Actor, client_id: UUID | None = None
) -> Change[Paper]:
    """A file for whoever is asked to the session. Its id is `client_id`. Raises `NotAllowed`, `Invalid`, `Conflict`."""
    row = Session.objects.select_for_update(no_key=True).select_related("committee").get(pk=session.pk)
    require_preparing(actor, row)
    if not row.is_open:
        raise Conflict(_("This session is over. It is not changed any more."))
    slips = Slips()
    ending = PurePath(file_name).suffix.lower()
    paper = Paper(id=client_id or uuid4(), session=row, added_by_id=actor.person_id, added_at=clock.now())
    paper.title = slips.text("title", title, most=PAPER)
    paper.file_name = PurePath(file_name.replace("\\", "/")).name[-FILE_NAME:]
    if not file.startswith(KINDS_OF_FILE.get(ending, b"\0none")):
        slips.add("file", _("A paper is a file that ends in %(endings)s.") % {"endings": _(", ").join(KINDS_OF_FILE)})
    if len(file) > LARGEST:
        slips.add("file", _("A paper has at most %(most)d MB.") % {"most": LARGEST // 1024**2})
    slips.raise_any()
    paper.digest = hashlib.sha256(file).hexdigest()
    paper.file.save(f"{paper.pk}{ending}", ContentFile(file), save=False)
    paper.save(force_insert=True)
    return Change(paper, "paper.added", {"title": paper.title})


@action("paper.withdraw")
def withdraw_paper(paper: Paper, *, actor: Actor, version: int, client_id: UUID | None = None) -> Change[Paper]:
    """It is handed out no more. Raises `NotAllowed`, `Stale`."""
    row = locked(Paper, paper, version=version, related=["session__committee"])
    require_preparing(actor, row.session)
    row.withdrawn_at = row.withdrawn_at or clock.now()
    row.version += 1
    row.save()
    return Change(row, "paper.withdrawn", {"title": row.title})


@action("gathering.add")
def gather(topic: Matter, *, activity: Activity, actor: Actor, client_id: UUID | None = None) -> Change[Gathering]:
    """Name a visit under the topic that it prepares. Raises `NotAllowed`, `Invalid`, `Conflict` where it is named."""
    row = Matter.objects.select_for_update(no_key=True).get(pk=topic.pk)
    if not may_convene(standing_of(actor), row.committee_id, row.kind_line):
        raise NotAllowed("not there")
    said = ""
    if row.kind_line.consulting is None:
        said = _("Nobody sits down about a matter of this kind.")
    elif activity.committee_id != row.committee_id or not readable_activities(actor).filter(pk=activity.pk).exists():
        said = _("Choose one from the list.")
    if said:
        raise Invalid(said, fields={"number": [said]})
    if Gathering.objects.filter(topic=row, activity=activity, withdrawn_at=None).exists():
        raise Conflict(_("This visit is named here already."))
    made = Gathering.objects.create(topic=row, activity=activity, added_by_id=actor.person_id, added_at=clock.now())
    told = Change(row, "matter.visit-gathered", {"activity": str(activity.pk), "number": activity.number})
    return Change(made, "gathering.added", {"number": activity.number}, further=(told,))


@action("gathering.withdraw")
def withdraw_gathering(
    gathering: Gathering, *, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Gathering]:
    """It was named by mistake. Raises `NotAllowed`, `Stale`."""
    row = locked(Gathering, gathering, version=version, related=["topic"])
    if not may_convene(standing_of(actor), row.topic.committee_id, row.topic.kind_line):
        raise NotAllowed("not there")
    row.withdrawn_at = row.withdrawn_at or clock.now()
    row.version += 1
    row.save()
    return Change(row, "gathering.withdrawn")


@action("plan-line.write")
def write_plan_line(
    topic: Matter,
    *,
    year: int,
    form: str,
    lead: Organisation | None = None,
    month: int | None = None,
    actor: Actor,
    version: int,
    client_id: UUID | None = None,
) -> Change[PlanLine]:
    """The office says in which form, led by whom and when a topic of the yearly plan is to be talked over.

    `version` is 0 for the first time. Raises `NotAllowed`, `Stale`, `Invalid` with every slip.
    """
    require_power(actor, "office", committee_id=topic.committee_id)
    matter = Matter.objects.select_for_update(no_key=True).select_related("edition", "committee").get(pk=topic.pk)
    row = PlanLine.objects.filter(topic=matter).first() or PlanLine(topic=matter, version=0)
    if row.version != version:
        raise Stale(
            _("Somebody changed this meanwhile. Look at it again; nothing was overwritten."), current=row.version
        )
    slips = Slips()
    if matter.kind_line.consulting is None:
        slips.add("form", _("Nobody sits down about a matter of this kind."))
    elif form not in {item.id for item in matter.programme.choices(FORMS, clock.today())}:
        slips.add("form", _("Choose from the list."))
    if not clock.today().year - 1 <= year <= clock.today().year + 2:
        slips.add("year", _("Choose from the list."))
    if month is not None and not 1 <= month <= 12:
        slips.add("month", _("Choose from the list."))
    slips.own("lead", lead, matter.committee)
    slips.raise_any()
    row.year, row.form, row.lead, row.month = year, form, lead, month
    row.written_by_id, row.written_at = actor.person_id, clock.now()
    row.version += 1
    row.save()
    return Change(row, "plan-line.written", {"year": year, "form": form, "month": month})
