"""Add a picture to an activity."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from yidu.activities.models import Activity, Photo
from yidu.activities.rules import require_change
from yidu.common import clock, photos
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid

MOST_PHOTOS = 9


@action("activity.add-photo")
def add_photo(activity: Activity, *, picture: bytes, actor: Actor, client_id: UUID | None = None) -> Change[Photo]:
    """Keep a picture, re-encoded: without position, camera or time. Raises `Invalid` when it is not a picture."""
    row = Activity.objects.select_for_update(of=("self",)).select_related("host").get(pk=activity.pk)
    require_change(actor, row)
    if row.photos.count() >= MOST_PHOTOS:
        raise Invalid(_("Nine pictures are enough."), fields={"photo": [_("Nine pictures are enough.")]})
    clean = photos.strip(picture)
    photo = Photo(id=client_id or uuid4(), activity=row, digest=hashlib.sha256(clean).hexdigest(), added_at=clock.now())
    photo.file.save(f"{photo.id}.jpg", ContentFile(clean), save=False)
    photo.save(force_insert=True)
    return Change(photo, "activity.photo-added", {"activity": str(row.pk)})
