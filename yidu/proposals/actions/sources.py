"""Say from what a text or a topic came: a visit, or a matter that the author may read."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from yidu.activities.models import Activity
from yidu.activities.rules import readable as readable_activities
from yidu.common import clock
from yidu.common.actions import Change, action, in_one_go
from yidu.common.actors import Actor
from yidu.common.errors import Invalid, NotAllowed
from yidu.matters.actions import raise_matter
from yidu.matters.models import Matter
from yidu.matters.rules import readable as readable_matters
from yidu.people.rules import has_power
from yidu.proposals.actions.drafts import locked_draft
from yidu.proposals.models import Draft, Source

MOST = 20


@action("draft.quote")
def quote_source(
    draft: Draft,
    *,
    activity: Activity | None = None,
    matter: Matter | None = None,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Draft]:
    """Quote a visit or a matter as the source. What is quoted already stays as it is."""
    row = locked_draft(draft, version=None, actor=actor)
    if (activity is None) == (matter is None) or not _reads(actor, activity, matter):
        raise Invalid(_("Choose one from the list."), fields={"source": [_("Choose one from the list.")]})
    if row.sources.count() >= MOST:
        raise Invalid(_("At most %(most)d sources.") % {"most": MOST})
    Source.objects.get_or_create(draft=row, activity=activity, matter=matter, defaults={"quoted_at": clock.now()})
    return Change(row, "draft.source-quoted", {"what": "matter" if matter else "activity"})


@action("draft.drop-source")
def drop_source(draft: Draft, *, source: int, actor: Actor, client_id: UUID | None = None) -> Change[Draft]:
    """Do not quote it any more. `source` is the number of its row."""
    row = locked_draft(draft, version=None, actor=actor)
    row.sources.filter(pk=source).delete()
    return Change(row, "draft.source-dropped")


@action("source.quote")
def quote_for_matter(
    raised: Matter,
    *,
    activity: Activity | None = None,
    matter: Matter | None = None,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Matter]:
    """Name the visit or the matter on which somebody raised another: whoever raised it, and the office.

    Raises `NotAllowed`, `Invalid` for what the actor may not read or what is of another committee.
    """
    row = Matter.objects.select_for_update(no_key=True).get(pk=raised.pk)
    mine = actor.person_id is not None and row.raised_by_id == actor.person_id
    if not mine and not has_power(actor, "office", committee_id=row.committee_id):
        raise NotAllowed("not there")
    source = activity or matter
    if source is None or (activity and matter) or source.pk == row.pk or not _reads(actor, activity, matter):
        raise Invalid(_("Choose one from the list."), fields={"source": [_("Choose one from the list.")]})
    if source.committee_id != row.committee_id or row.raised_on.count() >= MOST:
        raise Invalid(_("Choose one from the list."), fields={"source": [_("Choose one from the list.")]})
    Source.objects.get_or_create(raised=row, activity=activity, matter=matter, defaults={"quoted_at": clock.now()})
    return Change(row, "matter.source-quoted", {"what": "matter" if matter else "activity"})


def raise_quoting(source: Activity | Matter, *, actor: Actor, client_id: UUID, **inputs: Any) -> Matter:
    """Raise a matter on what was heard on a visit, or on what is written in another matter: both, or nothing."""
    named = {"matter": source} if isinstance(source, Matter) else {"activity": source}
    quoting = uuid5(client_id, "source")

    def do() -> Matter:
        raised = raise_matter(**inputs, actor=actor, client_id=client_id)
        return quote_for_matter(raised, **named, actor=actor, client_id=quoting)

    return in_one_go([client_id, quoting], do)


def _reads(actor: Actor, activity: Activity | None, matter: Matter | None) -> bool:
    if activity is not None:
        return readable_activities(actor).filter(pk=activity.pk, withdrawn_at=None).exists()
    return matter is not None and readable_matters(actor).filter(pk=matter.pk).exists()
