"""A visit out of an envelope: the ordinary form, filled in by a phone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from yidu.activities.models import Activity
from yidu.activities.queries import kinds_to_record
from yidu.common.actors import Actor
from yidu.common.errors import Invalid
from yidu.people.models import Committee
from yidu.people.rules import Standing, standing_of
from yidu.web.asking.record import Raises, RecordForm
from yidu.web.forms import Suggested
from yidu.web.outbox.envelope import Inside
from yidu.web.recording import Chosen, asked_about, hand_in

_PICKS = ("", "_id", "_ticked", "_for")
_OF_THE_PAGE = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class FilledIn:
    """The forms of a kind with what came from the phone. `unknown` are answers to questions that are asked no more."""

    form: RecordForm
    raises: Raises
    unknown: tuple[tuple[str, str], ...]


def kinds_for(inside: Inside, standing: Standing) -> tuple[Committee | None, list[Chosen]]:
    """For which committee it was recorded, and what the author may record there today."""
    committee = Committee.objects.select_related("place", "parent").filter(code=inside.committee).first()
    return committee, kinds_to_record(standing, committee) if committee else []


def kind_of(inside: Inside, kinds: list[Chosen]) -> Chosen | None:
    """The kind as it is today; None when there is no such kind any more, or not for this author."""
    return next((one for one in kinds if (one[0].programme, one[1]) == (inside.programme, inside.kind)), None)


def take_visit(inside: Inside, *, client_id: str, day: str, actor: Actor, standing: Standing) -> Activity:
    """Record it as the ordinary form would have. Raises `Refused`."""
    committee, kinds = kinds_for(inside, standing)
    chosen = kind_of(inside, kinds)
    if committee is None or chosen is None:
        raise Invalid(_("Choose what it was."), fields={"kind": [_("Choose what it was.")]})
    filled = fill_in(inside.form(), client_id=client_id, day=day, actor=actor, committee=committee, chosen=chosen)
    if filled.unknown:
        raise Invalid(_("The form has changed since. Look at what you wrote."))
    return hand_in(filled.form, filled.raises, actor)


def fill_in(
    data: QueryDict, *, client_id: str, day: str, actor: Actor, committee: Committee, chosen: Chosen
) -> FilledIn:
    """The forms with what the phone wrote. What no phone knows is added: the author led it, in their own role."""
    asked = asked_about(standing_of(actor), committee, chosen)
    for kind in asked.line.may_raise:
        for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
            if f"raise-{kind}-{name}" not in data:
                data[f"raise-{kind}-{name}"] = "0"
    data["client_id"] = client_id
    if not data.get("day"):
        data["day"] = day
    form, raises = RecordForm(asked, data), Raises(asked, data)
    if not data.get("host"):
        _add_host(data, form.fields["host"].initial)
    return FilledIn(form, raises, _unknown(data, form, raises))


def _add_host(data: QueryDict, initial: Any) -> None:
    if isinstance(initial, Suggested):
        data["host"], data["host_id"] = initial.text, initial.id
    elif initial is not None:
        data["host"] = str(initial)


def _unknown(data: QueryDict, form: RecordForm, raises: Raises) -> tuple[tuple[str, str], ...]:
    """What was written and is not asked for: nothing is thrown away silently."""
    known = {f"{name}{end}" for name in form.fields for end in _PICKS} | set(_OF_THE_PAGE)
    for formset in raises.formsets:
        known |= {f"{formset.prefix}-{name}" for name in formset.management_form.fields}
        known |= {one.add_prefix(name) for one in formset.forms for name in one.fields}
    return tuple(
        (name, value)
        for name, values in data.lists()
        for value in values
        if name not in known and value.strip() and not re.search(r"-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$", name)
    )
