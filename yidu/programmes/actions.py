"""Publish a folder: only when clean, with a number and a digest. What is under way keeps its edition."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid
from yidu.people.models import Committee, Role
from yidu.people.rules import require_power
from yidu.programmes.grammar import Programme
from yidu.programmes.loading import Faulty, Problem, Sheet, load
from yidu.programmes.models import Edition


@action("programme.publish")
def publish(
    folder: Path | str | Sheet, *, committee: Committee, actor: Actor, client_id: UUID | None = None
) -> Change[Edition]:
    """Publish a folder (or one that `load` has read) for its committee as the next edition.

    An unchanged programme gives the edition that there is. Raises `NotAllowed`, `Faulty` with every error of the
    folder, or `Invalid` when it belongs to another committee or to none.
    """
    require_power(actor, "programmes", committee_id=committee.pk)
    sheet = folder if isinstance(folder, Sheet) else load(folder)
    programme = sheet.programme
    if sheet.problems or programme is None:
        raise Faulty(sheet.problems)
    if programme.committee != committee.code:
        raise Invalid(
            _("This folder belongs to the committee %(code)s.") % {"code": programme.committee or "–"},
            fields={"committee": [_("Choose the committee that programme.toml names.")]},
        )
    # Two people who publish at once would take the same number. Not FOR UPDATE: whoever enters something checks its
    # foreign key to this row when it commits, while the recount below waits for it.
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
    content = content_of(programme)
    digest = digest_of(content)
    latest = Edition.objects.filter(committee=committee, programme=programme.id).order_by("-number").first()
    if latest is not None and latest.digest == digest:
        return Change(latest, "programme.unchanged", {"programme": programme.id, "number": latest.number})
    _declare_roles(sheet, programme, committee)
    edition = Edition(
        committee=committee,
        programme=programme.id,
        number=latest.number + 1 if latest else 1,
        digest=digest,
        content=content,
        published_at=clock.now(),
        published_by_id=actor.person_id,
    )
    edition.save(force_insert=True)
    said = {"programme": programme.id, "number": edition.number, "digest": digest}
    return Change(edition, "programme.published", said)


def content_of(programme: Programme) -> str:
    """The programme as JSON text, as an edition keeps it: everything in the order of the folder."""
    content = programme.model_dump(mode="json", by_alias=True)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def digest_of(content: str) -> str:
    """SHA-256 (hex) of an edition's content in UTF-8."""
    return hashlib.sha256(content.encode()).hexdigest()


def _declare_roles(sheet: Sheet, programme: Programme, committee: Committee) -> None:
    """Make the roles known to appointments.

    A role is one for all committees. A folder of its own may not change what somebody may do elsewhere: it takes
    another id; the shared folders may.
    """
    known = Role.objects.in_bulk(list(programme.role))
    newest = Edition.objects.exclude(committee=committee).order_by("committee_id", "programme", "-number")
    elsewhere = {id_ for edition in newest.distinct("committee_id", "programme") for id_ in edition.read.role}
    conflicts = []
    for id_, line in programme.role.items():
        role = known.get(id_)
        changes = role is not None and (set(role.powers) != set(line.powers) or role.at != line.at)
        if changes and id_ in elsewhere and ("role", id_) not in sheet.inherited:
            message = _("Another committee has the role “%(id)s” with other powers.") % {"id": id_}
            hint = _("Give yours an id of its own, e.g. “%(new)s”.") % {"new": f"{programme.id}-{id_}"}
            conflicts.append(Problem(sheet.spot("role", id_), message, hint))
    if conflicts:
        raise Faulty(conflicts)
    Role.objects.bulk_create(
        [
            Role(id=id_, title_zh=line.title.zh, title_en=line.title.en, at=line.at, powers=list(line.powers))
            for id_, line in programme.role.items()
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["title_zh", "title_en", "at", "powers"],
    )
