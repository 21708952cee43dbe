"""The form of an action: made from what the procedure says that it asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.common import clock
from yidu.common.text import normalise
from yidu.matters.inputs import MAY_BE_EMPTY, NAME, TITLE, choices_for
from yidu.matters.issued_texts import latest, own_text
from yidu.matters.models import Matter
from yidu.people.models import Organisation
from yidu.programmes.grammar import Action
from yidu.web.asking.fields import ANSWER, FEW, VersionForm, answer_fields, answers_in, day, long_text, number
from yidu.web.forms import Form, RepeatFormSet

MOST_OFFERED = 500
FIRST = 8
"""So many departments are seen at once; the others are one tap away."""


class AnyChoice(forms.ChoiceField):
    """A list to choose from; whether the choice holds is asked of the action, also when a form comes late."""

    def valid_value(self, value: Any) -> bool:
        return True


class AnyChoices(forms.MultipleChoiceField):
    def valid_value(self, value: Any) -> bool:
        return True


class _FewFirst(forms.RadioSelect):
    """Chips of which only the first are seen until one asks for more."""

    template_name = "asking/few_first.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _group, some, _index in context["widget"]["optgroups"] for option in some]
        context["widget"] |= {"first": options[:FIRST], "others": options[FIRST:]}
        context["widget"]["open"] = any(option["selected"] for option in options[FIRST:])
        return context


class OneOfMany(_FewFirst):
    """One department."""


class OneOfThese(forms.TextInput):
    """A line of text beside which the browser offers what may be meant."""

    template_name = "asking/one_of_these.html"

    def __init__(self, offered: list[str]) -> None:
        super().__init__({"autocomplete": "off"})
        self.offered = offered

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = listed
        context["widget"] |= {"offered": self.offered, "listed": listed}
        return context


class SomeOfMany(_FewFirst):
    """Any of them."""

    allow_multiple_selected = True
    input_type = "checkbox"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)


class MeasureForm(Form):
    text = forms.CharField(label=gettext_lazy("What will be done"), required=False, max_length=500)
    day = day(label=gettext_lazy("By which day"), required=False)

    def clean(self) -> dict[str, Any]:
        """The action would say it of all lines together; whoever wrote twenty wants to know which."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if normalise(told.get("text") or ""):
            try:
                clock.read_day(normalise(told.get("day") or ""))
            except ValueError:
                self.add_error("day", _("Write the date like 2025-07-31."))
        return told


class ActForm(VersionForm):
    """What an action asks, in its order; what it may be given as well comes after."""

    def __init__(self, matter: Matter, line: Action, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matter, self.line = matter, line
        for ask in (*line.asks, *line.optional):
            if ask == "answers":
                self.fields |= _answers(matter)
            elif ask != "measures":
                self.fields[ask] = self._field(ask, required=ask in line.asks and ask not in MAY_BE_EMPTY)

    def _field(self, ask: str, *, required: bool) -> forms.Field:
        label: dict[str, Any] = {"label": self._label(ask), "required": required}
        if ask in ("lead", "joint", "departments"):
            return self._departments(ask, label)
        if (words := self._words(ask, label)) is not None:
            return words
        choices = choices_for(ask, self.matter, self.line)
        if choices and len(choices) > FEW:
            return AnyChoice(choices=[("", "—"), *choices], **label)
        if choices:
            return AnyChoice(choices=choices, widget=forms.RadioSelect, **label)
        if ask == "grant":
            yes_or_no = [("yes", _("Yes, agreed")), ("no", _("No"))]
            return AnyChoice(choices=yes_or_no, widget=forms.RadioSelect, **label)
        make = {"days": number, "quantity": number, "day": day}
        return make.get(ask, long_text)(**label)

    def _words(self, ask: str, label: dict[str, Any]) -> forms.Field | None:
        """What it says now, to be changed; another matter, by its number. None for every other question."""
        match ask:
            case "title":
                return forms.CharField(max_length=TITLE, initial=self._says()[0], **label)
            case "text" if self.line.effect in ("amend", "edit"):
                return long_text(rows=8 if self.line.effect == "amend" else 14, initial=self._says()[1], **label)
            case "instructed-by":
                return forms.CharField(max_length=NAME, **label)
            case "into":
                return forms.CharField(widget=OneOfThese(_alike(self.matter)), max_length=200, **label)
        return None

    def _says(self) -> tuple[str, str]:
        """Title and text as they stand: of a matter, or of the latest words in which it is to be issued."""
        if self.line.effect != "edit":
            return self.matter.title, self.matter.text
        words = latest(self.matter)
        return (words.title, words.text) if words else (self.matter.title, own_text(self.matter))

    def _departments(self, ask: str, label: dict[str, Any]) -> forms.Field:
        choices = [(str(one.pk), one.called) for one in departments_for(self.matter)]
        if ask == "lead":
            return AnyChoice(choices=choices, widget=OneOfMany, **label)
        return AnyChoices(choices=choices, widget=SomeOfMany, **label)

    def _label(self, ask: str) -> str:
        """The question, by what the step does."""
        by_effect = {
            ("reopen", "what-is-missing"): _("What is still missing?"),
            ("contest", "reason"): _("Why is it not yours, and whose is it?"),
            ("extend", "reason"): _("Why does it take longer?"),
            ("pause", "reason"): _("What is waited for?"),
            ("opinion", "text"): _("What do you think, and what will you do?"),
            ("reply", "text"): _("The answer, as whoever raised it will read it"),
            ("divert", "reason"): _("What whoever raised it should know"),
            ("decide", "grant"): _("Do you agree?"),
            ("edit", "title"): _("The title, as it is to be issued"),
            ("edit", "text"): _("The text, as it is to be issued"),
            ("issue", "reason"): _("Why can it not wait?"),
            ("record-adoption", "day"): _("Adopted on which day?"),
            ("record-instruction", "day"): _("Written on which day?"),
            ("redo", "what-is-missing"): _("What is still missing?"),
            ("convert", "reason"): _("Why? Whoever raised it reads it."),
            ("close", "note"): _("What whoever raised it should know"),
            ("amend", "text"): _("Tell it as it is"),
            ("feature", "text"): _("The plan: who meets whom, and when?"),
            ("divide", "note"): _("Whose part is what? All of them read it."),
            ("feature", "day"): _("On which day was it decided?"),
        }
        return by_effect.get((self.line.effect, ask)) or {
            "lead": _("Who takes the lead?"),
            "joint": _("Who helps?"),
            "departments": _("Who answers, each its own part?"),
            "note": _("A note"),
            "reason": _("Why?"),
            "where": _("Where does it belong?"),
            "days": _("How many working days more?"),
            "text": _("Text"),
            "class": _("Class of the answer"),
            "attitude": _("How were you treated?"),
            "satisfaction": _("Are you satisfied with the result?"),
            "what-is-missing": _("What is missing?"),
            "grant": _("Do you agree?"),
            "quantity": _("How much?"),
            "day": _("On which day?"),
            "supervisor": _("Which leader supervises it?"),
            "series": _("In which series?"),
            "level": _("At which level?"),
            "carrier": _("In what?"),
            "adoption": _("Which adoption?"),
            "instructed-by": _("Who wrote on it? Name and office"),
            "instruction": _("What do the words come to?"),
            "title": _("In a few words, what is it?"),
            "into": _("Into which one?"),
            "period": _("Of which period is it?"),
            "subject": _("On which subject is it?"),
            "publication": _("What may everybody read of it?"),
            "summary": _("The summary that everybody may read"),
        }.get(ask, ask)


class Measures:
    """The promises of an answer: lines of what and by when, as many as one likes."""

    def __init__(self, line: Action, request: HttpRequest) -> None:
        self.asked = "measures" in (*line.asks, *line.optional)
        data: QueryDict | None = request.POST if request.method == "POST" else None
        if data is not None and RepeatFormSet.wants_more(data, "measures"):
            data = RepeatFormSet.one_more(data, "measures")
        made: Any = forms.formset_factory(MeasureForm, formset=RepeatFormSet, extra=1, max_num=20)
        self.formset: Any = made(data, prefix="measures") if self.asked else None
        if self.formset is not None:
            self.formset.item_label = _("A measure with its date")
            self.formset.add_label = _("One more measure")

    def is_valid(self) -> bool:
        return self.formset is None or bool(self.formset.is_valid())

    def lines(self) -> list[dict[str, str]]:
        told = [form.cleaned_data for form in self.formset.forms] if self.formset is not None else []
        return [{"text": one.get("text", ""), "day": one.get("day", "")} for one in told if one.get("text")]


def inputs_of(form: ActForm, measures: Measures) -> dict[str, Any]:
    """What `take` is given: the answers that were given, by their words."""
    asked = (*form.line.asks, *form.line.optional)
    told: dict[str, Any] = {ask: form.cleaned_data.get(ask) for ask in asked if ask not in ("measures", "answers")}
    if "answers" in asked:
        told["answers"] = answers_in(form.cleaned_data)
    if measures.asked:
        told["measures"] = measures.lines()
    return {ask: value for ask, value in told.items() if value not in (None, "", [])}


def _answers(matter: Matter) -> dict[str, forms.Field]:
    """The kind's own questions with what was answered."""
    on = clock.local_day(matter.raised_at)
    fields = answer_fields(matter.kind_line.field, programme=matter.programme, on=on)
    for name, field in fields.items():
        field.initial = matter.answers.get(name.removeprefix(ANSWER))
    return fields


def _alike(matter: Matter) -> list[str]:
    """Others of its kind that are under way, the newest first, as one may write them down."""
    others = Matter.objects.filter(
        committee_id=matter.committee_id, kind=matter.kind, edition__programme=matter.edition.programme,
        closed_at=None, merged_into=None, answered_at=None, divided_into=0,
    ).exclude(Q(pk=matter.pk) | Q(issued_texts__issued_at__isnull=False))  # fmt: skip
    return [f"{number} {title}" for number, title in others.values_list("number", "title")[:MOST_OFFERED]]


def departments_for(matter: Matter) -> Iterable[Organisation]:
    """The departments of the committee: those that handled most of this kind first, the others by name."""
    return (
        Organisation.objects.filter(committee_id=matter.committee_id, closed_on=None, kind=Organisation.Kind.DEPARTMENT)
        .annotate(handled=Count("handlings", filter=Q(handlings__matter__kind=matter.kind)))
        .order_by("-handled", "pinyin", "pk")
    )
