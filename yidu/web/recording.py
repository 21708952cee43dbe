"""What the form of an activity does, wherever it was filled in: on the page, or on a phone without signal."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.activities.models import Activity
from yidu.common.actors import Actor
from yidu.common.errors import Invalid, NotAllowed, Refused
from yidu.matters.actions import record_and_raise
from yidu.people.models import Committee
from yidu.people.rules import Standing
from yidu.programmes.grammar import Kind
from yidu.programmes.models import Edition
from yidu.web.answers import write_into
from yidu.web.asking.record import Asked, Raises, RecordForm

Chosen = tuple[Edition, str, Kind]


def asked_about(standing: Standing, committee: Committee, chosen: Chosen) -> Asked:
    """What the form of a kind is about, for whoever fills it in."""
    edition, id_, _line = chosen
    return Asked(
        committee=committee,
        edition=edition,
        kind=id_,
        standing=standing,
        hosts_url=reverse("suggest-hosts", args=[edition.programme, id_]),
    )


def hand_in(form: RecordForm, raises: Raises, actor: Actor) -> Activity:
    """Record it with everything that it brings back. Raises `Refused`; what is to be mended then stands in the forms.

    `NotAllowed` is nothing that could be mended and stands nowhere.
    """
    valid = form.is_valid()
    if not raises.is_valid() or not valid:
        raise Invalid(_("Some answers need another look."), fields=form.errors)
    told = form.cleaned_data
    try:
        activity, _matters = record_and_raise(
            raises=raises.inputs(told.get("heard", "")), actor=actor, client_id=told["client_id"], **form.inputs()
        )
    except NotAllowed:
        raise
    except Refused as error:
        placed = raises.write_errors(error)
        rest = {name: said for name, said in error.fields.items() if name not in placed}
        error.message = _("Look at what you bring back.") if placed and not rest else error.message
        error.fields = rest
        write_into(form, error)
        raise
    return activity
