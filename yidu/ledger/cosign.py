"""Witnesses: what somebody outside signs, kept beside the seal that it is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid
from yidu.ledger.keys import witness_keys
from yidu.ledger.models import Cosignature, Seal
from yidu.ledger.notes import NoteError, cosigned_at

SKEW = timedelta(minutes=10)
"""How far the witness's clock may be from ours."""
NOT_SOONER = timedelta(minutes=10)
"""Between two cosignatures of one witness under one seal: the second only says that it is still the newest."""
LONGEST = 1000


@action("seal.cosign")
def cosign_seal(*, size: int, line: str, actor: Actor, client_id: UUID | None = None) -> Change[Cosignature]:
    """Keep the signature line of a witness under the seal of `size` entries.

    Anybody may bring it: it is the signature that counts, and only those of the keys in YIDU_WITNESSES do.
    Raises `Invalid` for a signature that does not fit, and for one that is not of now.
    """
    seal = Seal.objects.select_for_update(of=("self",), no_key=True).defer("leaves").filter(size=size).first()
    line = f"{line.strip()}\n"
    if seal is None:
        raise _refused(_("There is no checkpoint of this size."))
    if len(line) > LONGEST:
        raise _refused(_("This is not the signature of a witness that is known here."))
    for key in witness_keys():
        try:
            seen = cosigned_at(f"{seal.note}{line}", key)
        except NoteError:
            break
        if seen is not None:
            return Change(_kept(seal, key.name, line, seen), "seal.cosigned", {"seal": seal.number})
    raise _refused(_("This is not the signature of a witness that is known here."))


def checkpoint(seal: Seal) -> str:
    """The signed note of a seal with the newest signature of each witness."""
    newest = seal.cosignatures.order_by("witness", "-seen_at").distinct("witness")
    return seal.note + "".join(one.line for one in newest)


def _kept(seal: Seal, witness: str, line: str, seen: int) -> Cosignature:
    if abs(seen - clock.now().timestamp()) > SKEW.total_seconds():
        raise _refused(_("The witness signed at another time than now. Set its clock."))
    seen_at = datetime.fromtimestamp(seen, UTC)
    last = seal.cosignatures.filter(witness=witness).order_by("-seen_at").first()
    if last and seen_at - last.seen_at < NOT_SOONER:
        return last
    return Cosignature.objects.create(seal=seal, witness=witness, line=line, seen_at=seen_at)


def _refused(message: str) -> Invalid:
    return Invalid(message, fields={"line": [message]})
