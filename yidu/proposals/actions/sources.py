"""Say from what a text came: a visit, or a matter that the author may read."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from yidu.activities.models import Activity
from yidu.activities.rules import readable as readable_activities
from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid
from yidu.matters.models import Matter
from yidu.matters.rules import readable as readable_matters
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


def _reads(actor: Actor, activity: Activity | None, matter: Matter | None) -> bool:
    if activity is not None:
        return readable_activities(actor).filter(pk=activity.pk, withdrawn_at=None).exists()
    return matter is not None and readable_matters(actor).filter(pk=matter.pk).exists()
