"""Keeping a list under a name, and giving the name up."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid, NotAllowed
from yidu.common.text import normalise
from yidu.web.models import SavedView

MOST = 20


@action("saved-view.save")
def save_view(*, name: str, query: str, actor: Actor, client_id: UUID | None = None) -> Change[SavedView]:
    """Keep a filter under a name; one of the same name is replaced. Raises `Invalid`."""
    if actor.person_id is None:
        raise NotAllowed("not there")
    name = normalise(name)[:40]
    if not name:
        raise Invalid(_("Give it a name."), fields={"name": [_("Give it a name.")]})
    kept = SavedView.objects.select_for_update().filter(person_id=actor.person_id, removed_at=None)
    view = kept.filter(name=name).first()
    if view is None and kept.count() >= MOST:
        message = _("At most %(most)d views. Remove one first.") % {"most": MOST}
        raise Invalid(message, fields={"name": [message]})
    view = view or SavedView(person_id=actor.person_id, name=name)
    view.query = query[:500]
    view.save()
    return Change(view, "saved-view.saved")


@action("saved-view.remove")
def remove_view(view: SavedView, *, actor: Actor, client_id: UUID | None = None) -> Change[SavedView]:
    """Give the name up. Raises `NotAllowed` for somebody else's."""
    row = SavedView.objects.select_for_update().get(pk=view.pk)
    if row.person_id != actor.person_id:
        raise NotAllowed("not there")
    row.removed_at = row.removed_at or clock.now()
    row.save(update_fields=["removed_at"])
    return Change(row, "saved-view.removed")
