"""What somebody said, or handed in: kept, and taken off again."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Conflict
from yidu.consultations.actions.invitations import NAME
from yidu.consultations.actions.preparing import FILE_NAME, KINDS_OF_FILE, LARGEST
from yidu.consultations.actions.spot import on_the_list
from yidu.consultations.models import Seat, Session, Words
from yidu.people.checks import Slips, locked

TEXT = 4000
RECORDINGS: dict[str, tuple[int, tuple[bytes, ...]]] = {
    ".mp3": (0, (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    ".m4a": (4, (b"ftyp",)),
    ".mp4": (4, (b"ftyp",)),
    ".aac": (0, (b"\xff\xf1", b"\xff\xf9")),
    ".amr": (0, (b"#!AMR",)),
    ".wav": (0, (b"RIFF",)),
    ".ogg": (0, (b"OggS",)),
    ".webm": (0, (b"\x1aE\xdf\xa3",)),
}
"""Endings that a recording may have, each with what such a file has where."""


@action("words.keep")
def keep_words(
    session: Session,
    *,
    speaker: str = "",
    text: str = "",
    seat: Seat | None = None,
    file: bytes = b"",
    file_name: str = "",
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Words]:
    """Who said what: as text, as a short recording, as a paper handed in before or at it. Its id is `client_id`.

    Raises `NotAllowed`, `Conflict` once it is over, `Invalid` with every slip.
    """
    row = on_the_list(session, actor=actor)
    slips = Slips()
    if seat is not None and (seat.session_id != row.pk or seat.taken_off_at is not None):
        slips.add("seat", _("Choose from the list."))
        seat = None
    said = Words(id=client_id or uuid4(), session=row, seat=seat, kept_by_id=actor.person_id)
    said.speaker = slips.text("speaker", speaker or str(seat or "")[:NAME], most=NAME)
    said.text = slips.text("text", text, most=TEXT, required=not file, lines=True)
    ending = PurePath(file_name).suffix.lower()
    if file:
        _check_file(slips, file, ending)
    slips.raise_any()
    if file:
        said.file_name = PurePath(file_name.replace("\\", "/")).name[-FILE_NAME:]
        said.digest = hashlib.sha256(file).hexdigest()
        said.file.save(f"{said.pk}{ending}", ContentFile(file), save=False)
    said.position, said.kept_at = row.words.count() + 1, clock.now()
    said.before = said.kept_at < row.begins_at
    said.save(force_insert=True)
    return Change(said, "words.kept", {"before": said.before, "file": bool(file)}, new=True)


@action("words.withdraw")
def withdraw_words(words: Words, *, actor: Actor, version: int, client_id: UUID | None = None) -> Change[Words]:
    """Written down by mistake. Raises `NotAllowed`, `Stale`, `Conflict` once it is over or a point has them."""
    session = on_the_list(words.session, actor=actor)
    row = locked(Words, words, version=version)
    row.session = session
    if row.points.filter(withdrawn_at=None).exists():
        raise Conflict(_("A point was put in these words: they stay."))
    row.withdrawn_at = row.withdrawn_at or clock.now()
    row.version += 1
    row.save()
    return Change(row, "words.withdrawn")


def _check_file(slips: Slips, file: bytes, ending: str) -> None:
    """By what is in it, not by what it is called."""
    where, starts = RECORDINGS.get(ending, (0, (KINDS_OF_FILE.get(ending, b"\0none"),)))
    if not file[where:].startswith(starts):
        endings = _(", ").join([*RECORDINGS, *KINDS_OF_FILE])
        slips.add("file", _("A recording or a paper is a file that ends in %(endings)s.") % {"endings": endings})
    if len(file) > LARGEST:
        slips.add("file", _("A recording or a paper has at most %(most)d MB.") % {"most": LARGEST // 1024**2})
