"""The form of a document: what it is, who issued it, and what it took up of which matters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.common import clock
from yidu.common.errors import Refused
from yidu.common.text import normalise
from yidu.documents.actions import MOST_MATTERS, NUMBER, READ_AT, REASON, TITLE, WORDS
from yidu.documents.models import Document, Uptake
from yidu.documents.queries import KINDS
from yidu.matters.models import Matter
from yidu.people.models import Committee, Organisation
from yidu.programmes.models import Edition
from yidu.web.answers import write_into
from yidu.web.asking.act import SomeOfMany
from yidu.web.asking.fields import VersionForm, choice_field, long_text
from yidu.web.asking.people import a_day
from yidu.web.forms import Form, RepeatFormSet


class DocumentForm(VersionForm):
    """Recorded for the first time, or (of a `document`) corrected, with the reason."""

    def __init__(
        self, committee: Committee, edition: Edition, *args: Any, document: Document | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=_begins_with(document), **kwargs)
        issued = [one.organisation_id for one in document.by.all()] if document else []
        self.bodies = {str(one.pk): one for one in departments(committee, issued)}
        kinds = [(item.id, str(item.title)) for item in edition.read.choices(KINDS, clock.today())]
        self.fields["kind"] = choice_field(kinds, label=_("What is it?"))
        self.fields["title"] = forms.CharField(label=_("Title, as printed"), max_length=TITLE)
        self.fields["number"] = forms.CharField(label=_("Number of the document"), max_length=NUMBER, required=False)
        self.fields["issued_on"] = a_day(label=_("Issued on which day?"))
        self.fields["issuers"] = forms.MultipleChoiceField(
            choices=[(key, one.called) for key, one in self.bodies.items()],
            widget=SomeOfMany,
            label=_("Which departments issued it?"),
        )
        self.fields["read_at"] = forms.CharField(
            label=_("Where can it be read?"),
            max_length=READ_AT,
            required=False,
            help_text=_("An address on the web, or words."),
        )
        self.fields["is_public"] = forms.BooleanField(
            label=_("Everybody may read this page"),
            required=False,
            help_text=_("Otherwise whoever may read one of its matters. Of a matter only its own readers are told."),
        )
        if document:
            self.fields["reason"] = forms.CharField(label=_("Why is it corrected?"), max_length=REASON)

    def inputs(self) -> dict[str, Any]:
        """What the actions take, but for the matters."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {**told, "issuers": [self.bodies[key] for key in told["issuers"]]}


class TakeForm(Form):
    matter = forms.CharField(
        label=gettext_lazy("Number of the matter"), required=False, max_length=40, help_text="2025-0417"
    )
    taken = long_text(rows=3, label=gettext_lazy("What was taken up"), required=False, max_length=WORDS)
    left = long_text(rows=2, label=gettext_lazy("What was not, and why"), required=False, max_length=WORDS)

    def is_left_empty(self) -> bool:
        return not any(normalise(str(value or "")) for value in self.cleaned_data.values())


class Takes:
    """The matters of a document, as many blocks as one likes; an empty one is none."""

    def __init__(self, committee: Committee, request: HttpRequest, *, begins: Sequence[dict[str, str]] = ()) -> None:
        self.committee = committee
        data: QueryDict | None = request.POST if request.method == "POST" else None
        self.wants_more = data is not None and RepeatFormSet.wants_more(data, "takes")
        if data is not None and self.wants_more:
            data = RepeatFormSet.one_more(data, "takes")
        made: Any = forms.formset_factory(
            TakeForm, formset=RepeatFormSet, extra=0 if begins else 1, max_num=MOST_MATTERS
        )
        self.formset: Any = made(data, prefix="takes", initial=list(begins))
        self.formset.item_label = _("A matter that it took up")
        self.formset.add_label = _("One more matter")

    def is_valid(self) -> bool:
        return bool(self.formset.is_valid())

    @property
    def told(self) -> list[TakeForm]:
        return [form for form in self.formset.forms if not form.is_left_empty()]

    def lines(self) -> list[dict[str, Any]]:
        """As the actions take them; the matters are looked up in one question."""
        numbers = [normalise(form.cleaned_data["matter"]) for form in self.told]
        found = Matter.objects.filter(committee=self.committee, number__in=numbers).defer("search_text")
        by_number = {one.number: one for one in found}
        return [
            {**form.cleaned_data, "matter": by_number.get(number)}
            for form, number in zip(self.told, numbers, strict=True)
        ]

    def refuse(self, form: DocumentForm, error: Refused) -> int:
        """Say what is wrong where it stands: at the block, or at the form."""
        at_blocks = {name: said for name, said in error.fields.items() if name.startswith("takes-")}
        for name, said in at_blocks.items():
            _takes, number, field = name.split("-", 2)
            for sentence in said:
                self.told[int(number)].add_error(field, str(sentence))
            error.fields.pop(name)
        return write_into(form, error)


def begins_with_uptakes(uptakes: Sequence[Uptake]) -> list[dict[str, str]]:
    return [{"matter": one.matter.number, "taken": one.taken, "left": one.left} for one in uptakes]


def departments(committee: Committee, issued: Sequence[int]) -> list[Organisation]:
    """The departments of the committee, and whoever issued it although it was closed since."""
    of_here = Organisation.objects.filter(committee=committee, kind=Organisation.Kind.DEPARTMENT)
    return [one for one in of_here.order_by("pinyin", "pk") if one.closed_on is None or one.pk in issued]


def _begins_with(document: Document | None) -> dict[str, Any]:
    if document is None:
        return {"version": 0}
    told = {name: getattr(document, name) for name in ("kind", "title", "number", "read_at", "is_public", "version")}
    day = document.issued_on.isoformat()
    return {**told, "issued_on": day, "issuers": [str(one.organisation_id) for one in document.by.all()]}
