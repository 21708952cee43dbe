"""What an action asks for, cleaned. The same for the page, the link, the importer and the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.activities.forms import clean_answers, too_long
from yidu.common import clock
from yidu.common.errors import Invalid
from yidu.common.text import normalise
from yidu.matters.models import Matter
from yidu.matters.searching import is_number
from yidu.people.models import Appointment, Organisation
from yidu.programmes.grammar import Action
from yidu.programmes.grammar.procedures import CHOSEN_FROM, Ask

LONG = 5000
TITLE = 60
NAME = 60
MOST_DAYS = 90
MOST_MEASURES = 20

Cleaner = Callable[[Any, Matter, Action], Any]


def clean_inputs(line: Action, given: Mapping[str, Any], *, matter: Matter) -> dict[str, Any]:
    """The inputs by their word. Raises `Invalid` with every error at once.

    What the action does not ask for is an error: nothing is thrown away silently.
    """
    errors: dict[str, list[str]] = {}
    cleaned: dict[str, Any] = {}
    for ask in (*line.asks, *line.optional):
        value = given.get(ask)
        if value in (None, "", [], ()):
            if ask in line.asks and ask not in MAY_BE_EMPTY:
                errors[ask] = [_("Please fill this in.")]
            continue
        try:
            cleaned[ask] = CLEANERS[ask](value, matter, line)
        except ValueError as error:
            errors[ask] = [str(error)]
        except Invalid as error:
            errors |= error.fields
    for unknown in set(given) - {*line.asks, *line.optional}:
        errors[unknown] = [_("This step does not ask for that.")]
    if errors:
        raise Invalid(_("Some answers need another look."), fields=errors)
    return cleaned


def _text(value: Any, _matter: Matter, _line: Action) -> str:
    text = normalise(str(value), lines=True)
    if len(text) > LONG:
        raise ValueError(too_long(text, LONG))
    if not text:
        raise ValueError(_("Please fill this in."))
    return text


def _line_of(most: int) -> Cleaner:
    def clean(value: Any, _matter: Matter, _line: Action) -> str:
        line = normalise(str(value))
        if len(line) > most:
            raise ValueError(too_long(line, most))
        if not line:
            raise ValueError(_("Please fill this in."))
        return line

    return clean


def _answers(value: Any, matter: Matter, _line: Action) -> dict[str, Any]:
    """Answers to the kind's own questions, by the ids of their fields; raises `Invalid` with every wrong one."""
    if not isinstance(value, Mapping):
        raise ValueError(_("Give each answer under the id of its question."))
    on = clock.local_day(matter.raised_at)
    return clean_answers(matter.kind_line.field, value, programme=matter.programme, on=on)


def matter_named(value: Any, matter: Matter) -> Matter:
    """Another matter of the same committee, programme and kind, by its number or its id."""
    if isinstance(value, Matter):
        return value
    told = normalise(str(value)).split(" ")[0]
    alike = Matter.objects.filter(
        committee_id=matter.committee_id, kind=matter.kind, edition__programme=matter.edition.programme
    )
    asked = {"number": told} if is_number(told) else {"pk": told} if _is_id(told) else None
    found = alike.filter(**asked).first() if asked else None
    if found is None or found.pk == matter.pk:
        raise ValueError(_("Give the number of another one of the same kind."))
    return found


def _is_id(told: str) -> bool:
    try:
        UUID(told)
    except ValueError:
        return False
    return True


def supervisors(matter: Matter, line: Action) -> list[tuple[str, str]]:
    """Those of the committee who are in one of the action's roles today, as (id, name)."""
    held = Appointment.objects.in_force(clock.today()).filter(committee_id=matter.committee_id, role__in=line.roles)
    people = held.filter(person__is_active=True).order_by("person__name", "person_id")
    return [(str(pk), name) for pk, name in people.values_list("person_id", "person__name").distinct()]


def _supervisor(value: Any, matter: Matter, line: Action) -> int:
    if str(value) not in {pk for pk, _name in supervisors(matter, line)}:
        raise ValueError(_("Choose one from the list."))
    return int(value)


def _into(value: Any, matter: Matter, _line: Action) -> Matter:
    return matter_named(value, matter)


def _organisation(value: Any, matter: Matter, _line: Action) -> Organisation:
    if isinstance(value, Organisation):
        return value
    found = None
    if str(value).isdecimal():
        found = Organisation.objects.filter(pk=int(value), committee_id=matter.committee_id, closed_on=None).first()
    if found is None:
        raise ValueError(_("Choose one from the list."))
    return found


def _organisations(value: Any, matter: Matter, line: Action) -> list[Organisation]:
    many = value if isinstance(value, list | tuple) else [value]
    return [_organisation(one, matter, line) for one in many if one not in ("", None)]


def _days(value: Any, _matter: Matter, _line: Action) -> int:
    try:
        days = int(normalise(str(value)))
    except ValueError:
        raise ValueError(_("Write a whole number.")) from None
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(_("Between 1 and %(most)d working days.") % {"most": MOST_DAYS})
    return days


def _quantity(value: Any, _matter: Matter, _line: Action) -> int:
    try:
        number = int(normalise(str(value)))
    except ValueError:
        raise ValueError(_("Write a whole number.")) from None
    if not 0 <= number < 10**9:
        raise ValueError(_("Write a whole number."))
    return number


def _grant(value: Any, _matter: Matter, _line: Action) -> bool:
    if value in (True, "yes", "true"):
        return True
    if value in (False, "no", "false"):
        return False
    raise ValueError(_("Say yes or no."))


def _day(value: Any, _matter: Matter, _line: Action) -> str:
    try:
        return clock.read_day(normalise(str(value))).isoformat()
    except ValueError:
        raise ValueError(_("Write the date like 2025-07-31.")) from None


def _measures(value: Any, matter: Matter, line: Action) -> list[dict[str, str]]:
    """Lines of text and day, as a list of {"text", "day"}; empty lines are left out."""
    if not isinstance(value, list):
        raise ValueError(_("Write each measure with its date."))
    measures = []
    for one in value:
        text = normalise(str(one.get("text", "")) if isinstance(one, Mapping) else "")
        if not text:
            continue
        if len(text) > LONG // 10:
            raise ValueError(too_long(text, LONG // 10))
        measures.append({"text": text, "day": _day(one.get("day", ""), matter, line)})
    if len(measures) > MOST_MEASURES:
        raise ValueError(_("At most %(most)d measures.") % {"most": MOST_MEASURES})
    return measures


def choices_for(ask: str, matter: Matter, line: Action) -> list[tuple[str, str]]:
    """The list that an input chooses from, as (id, title); empty when it is not a choice."""
    if ask == "supervisor":
        return supervisors(matter, line)
    if ask == "adoption":
        return adoptions_of(matter)
    programme, on = matter.programme, clock.today()
    name = _list_of(ask, matter, line)
    if ask == "period":
        on = clock.local_day(matter.raised_at)
    items = programme.choices(name, on) if name else ()
    if ask == "satisfaction" and line.effect == "appraise" and _may_be_redone(matter):
        items = tuple(item for item in items if item.counts_as != "unsatisfied")
    return [(item.id, str(item.title)) for item in items]


def _may_be_redone(matter: Matter) -> bool:
    """Whoever is not satisfied says so by having it taken up again, where the stage lets them."""
    return any(line.effect == "redo" for line in matter.stage_line.action.values())


def adoptions_of(matter: Matter) -> list[tuple[str, str]]:
    """What was recorded of it and holds, as (id, words)."""
    item = matter.programme.item
    return [
        (
            str(one.pk),
            f"{item('adoption-level', one.level)} · {item('adoption-carrier', one.carrier)} · {one.adopted_on}",
        )
        for one in matter.adoptions.filter(withdrawn_at=None)
    ]


def _list_of(ask: str, matter: Matter, line: Action) -> str | None:
    match ask:
        case "class":
            return matter.programme.replies.get(matter.kind_line.procedure or "", "reply-class")
        case "reason":
            return matter.stage_line.pausable if line.effect == "pause" else line.reasons
        case _:
            return CHOSEN_FROM.get(ask)


def _choice_of(ask: Ask) -> Cleaner:
    def clean(value: Any, matter: Matter, line: Action) -> str:
        if str(value) not in {id_ for id_, _title in choices_for(ask, matter, line)}:
            raise ValueError(_("Choose from the list."))
        return str(value)

    return clean


def _reason(value: Any, matter: Matter, line: Action) -> str:
    chosen = line.effect == "pause" or line.reasons
    return _choice_of("reason")(value, matter, line) if chosen else _text(value, matter, line)


CLEANERS: dict[str, Cleaner] = {
    "lead": _organisation,
    "joint": _organisations,
    "departments": _organisations,
    "note": _text,
    "reason": _reason,
    "where": _choice_of("where"),
    "days": _days,
    "text": _text,
    "class": _choice_of("class"),
    "measures": _measures,
    "attitude": _choice_of("attitude"),
    "satisfaction": _choice_of("satisfaction"),
    "what-is-missing": _text,
    "grant": _grant,
    "quantity": _quantity,
    "day": _day,
    "title": _line_of(TITLE),
    "series": _choice_of("series"),
    "level": _choice_of("level"),
    "carrier": _choice_of("carrier"),
    "adoption": _choice_of("adoption"),
    "instructed-by": _line_of(NAME),
    "instruction": _choice_of("instruction"),
    "answers": _answers,
    "into": _into,
    "period": _choice_of("period"),
    "subject": _choice_of("subject"),
    "publication": _choice_of("publication"),
    "summary": _text,
    "supervisor": _supervisor,
}

MAY_BE_EMPTY = ("joint", "note", "measures")
"""Asked for, but an empty answer is an answer."""
