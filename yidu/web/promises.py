"""What is promised when something is handed over."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yidu.common.durations import Duration
from yidu.programmes.models import Edition


def first_promise(edition: Edition, kind: str) -> str:
    """By when somebody takes a matter on, in words: from the first stage of its procedure. Empty without one."""
    programme = edition.read
    procedure = programme.procedure.get(programme.kind[kind].procedure or "")
    within = procedure.stage[procedure.begins].within if procedure else None
    if within is None:
        return ""
    return _("Somebody takes it on within %(length)s.") % {"length": Duration.parse(within).words()}
