"""The form of an activity: what, where, with whom, how many, what was heard, and what is brought back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.activities.rules import hosts_for, own_hosts
from yidu.common import clock
from yidu.common.errors import Refused
from yidu.people.models import Appointment, Committee
from yidu.people.rules import Standing
from yidu.programmes.grammar import Kind
from yidu.programmes.models import Edition
from yidu.web.answers import write_into
from yidu.web.asking import sources
from yidu.web.asking.fields import (
    ANSWER,
    FEW,
    ActionForm,
    answer_fields,
    answers_in,
    choice_field,
    day,
    long_text,
    number,
    one_of,
)
from yidu.web.asking.picking import PickField
from yidu.web.forms import Form, RepeatFormSet, Suggested

COMPANIONS = (
    gettext_lazy("others of my sector"),
    gettext_lazy("a leader of the committee"),
    gettext_lazy("a department"),
    gettext_lazy("the sub-district"),
)
TITLE = 30
_SENTENCE_ENDS = re.compile(r"[。！？；;!?\n]|\.\s")


@dataclass(frozen=True)
class Asked:
    """What a record form is about."""

    committee: Committee
    edition: Edition
    kind: str
    standing: Standing
    hosts_url: str

    @property
    def line(self) -> Kind:
        return self.edition.read.kind[self.kind]


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Any number of pictures. What they are is looked at by the action that keeps them."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        many = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(one, initial) for one in many]


class RecordForm(ActionForm):
    """One activity. Its fields follow from the kind; the day is today and the place that of the enterprise.

    `only_host` is the one host who is not asked for, in words.
    """

    only_host = ""

    def __init__(self, asked: Asked, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, line, committee = asked, asked.line, asked.committee
        match line.about:
            case "enterprise" | "organisation":
                source = (
                    sources.enterprises(committee) if line.about == "enterprise" else sources.organisations(committee)
                )
                self.fields["organisation"] = PickField(source, label=_("Whom did you visit?"))
            case "project":
                self.fields["project"] = PickField(sources.projects(committee), label=_("Which project?"))
            case _:
                source = sources.stations(committee)
                self.fields["station"] = PickField(source, label=_("At which station?"), required=False)
        self.fields["heard"] = long_text(label=_("What did you hear?"), required=False, rows=4)
        together = {"label": _("Who came along?"), "required": False}
        self.fields["with_whom"] = choice_field([(str(one), str(one)) for one in COMPANIONS], many=True, **together)
        self.fields["companions"] = forms.CharField(label=_("Others who came along"), required=False, max_length=160)
        self.fields["headcount"] = number(label=_("How many people took part, you included?"), least=1, initial=1)
        self.fields |= answer_fields(line.field, programme=asked.edition.read, on=clock.today())
        self.fields["host"] = self._host_field()
        self.fields["day"] = day(label=_("On which day?"), initial=clock.today().isoformat())
        where = _("Empty: where the enterprise is.") if line.about != "none" else ""
        needs_place = line.about == "none"
        self.fields["place"] = PickField(
            sources.places(committee), label=_("Where was it?"), help_text=where, required=False
        )
        self.fields["place"].widget.attrs["data-needed"] = "1" if needs_place else ""
        self.fields["photos"] = PhotosField(
            label=_("Photos"), required=False, help_text=_("Not needed. Position and camera data are removed.")
        )
        self.fields["photos"].widget.attrs["accept"] = "image/*"

    @property
    def answers(self) -> list[forms.BoundField]:
        """The kind's own questions."""
        return [self[name] for name in self.fields if name.startswith(ANSWER)]

    @property
    def more_is_open(self) -> bool:
        """Whether something in the part that is folded away is wrong or was written."""
        folded = ("with_whom", "companions", "headcount", "day", "place", "station", "photos")
        return any(name in self.errors or (self.is_bound and name in self.changed_data) for name in folded)

    def _host_field(self) -> forms.Field:
        """The only one who may is not asked for; a few are chips; many are found by typing.

        It begins with oneself, in the role that the kind names first; never with somebody else.
        """
        asked, roles, here = self.asked, self.asked.line.hosts, self.asked.committee.pk
        mine = sorted(own_hosts(asked.standing, roles, committee_id=here), key=self._rank)
        if not asked.standing.has("office", here):
            return self._one_of(mine, mine)
        anybody = hosts_for(asked.standing.actor, roles, committee_id=here)
        known = anybody.select_related("person", "role", "sector").order_by("person__pinyin", "pk")
        hosts = list(known[: FEW + 1])
        if len(hosts) > FEW:
            begins = Suggested(self._named(mine[0]), str(mine[0].pk)) if mine else None
            return PickField(sources.hosts(anybody, url=asked.hosts_url), label=_("Who led it?"), initial=begins)
        return self._one_of(hosts, mine)

    def _one_of(self, hosts: list[Appointment], mine: list[Appointment]) -> forms.Field:
        alone = hosts == mine[:1]
        self.only_host = self._named(hosts[0]) if alone and hosts else ""
        return one_of(
            hosts,
            label=_("Who led it, and as what?"),
            named=self._named,
            widget=forms.HiddenInput if alone else forms.RadioSelect,
            initial=mine[0].pk if mine else None,
        )

    def _named(self, one: Appointment) -> str:
        actor = self.asked.standing.actor
        return sources.host_label(one, actor.name if one.person_id == actor.person_id else "")

    def _rank(self, one: Appointment) -> int:
        return self.asked.line.hosts.index(one.role_id)

    def inputs(self) -> dict[str, Any]:
        """What `record_activity` takes; the day and the headcount as far as they can be read."""
        told = self.cleaned_data
        with_whom = [*told.get("with_whom", []), told.get("companions", "")]
        return {
            "committee": self.asked.committee,
            "edition": self.asked.edition,
            "kind": self.asked.kind,
            "day": told["day"],
            "place": told.get("place"),
            "host": told["host"],
            "organisation": told.get("organisation"),
            "project": told.get("project"),
            "station": told.get("station"),
            "companions": "、".join(one for one in with_whom if one),
            "headcount": told["headcount"],
            "heard": told.get("heard", ""),
            "answers": answers_in(told),
        }

    def clean_day(self) -> Any:
        try:
            return forms.DateField().clean(self.cleaned_data["day"])
        except forms.ValidationError:
            raise forms.ValidationError(_("Write the date like 2025-07-31.")) from None

    def clean_headcount(self) -> int:
        try:
            return int(self.cleaned_data["headcount"])
        except ValueError:
            raise forms.ValidationError(_("Write a whole number.")) from None


class RaiseForm(Form):
    """One matter that is brought back. What is left empty is taken from what was heard."""

    title = forms.CharField(label=gettext_lazy("In a few words"), required=False, max_length=60)
    text = long_text(
        label=gettext_lazy("What exactly"),
        required=False,
        rows=3,
        help_text=gettext_lazy("Empty: what you wrote above as heard."),
    )

    def __init__(self, *args: Any, edition: Edition, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line = edition.read.kind[kind]
        self.fields |= answer_fields(line.field, programme=edition.read, on=clock.today())

    def inputs(self, *, kind: str, heard: str) -> dict[str, Any]:
        """What `raise_matter` takes."""
        text = self.cleaned_data.get("text") or heard
        title = self.cleaned_data.get("title") or first_words(text)
        return {"kind": kind, "title": title, "text": text, "answers": answers_in(self.cleaned_data)}


class RaiseFormSet(RepeatFormSet):
    """Blocks that one may add and leave out again."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Leave this one out")


class Raises:
    """The blocks "bring back a …": one set for each kind of matter that the activity may raise."""

    def __init__(self, asked: Asked, sent: QueryDict | None) -> None:
        self.sets: list[tuple[str, Any]] = []
        for kind in asked.line.may_raise:
            prefix, data = f"raise-{kind}", sent
            if data is not None and RepeatFormSet.wants_more(data, prefix):
                data = RepeatFormSet.one_more(data, prefix)
            made = forms.formset_factory(RaiseForm, formset=RaiseFormSet, extra=0, can_delete=True, max_num=20)
            one: Any = made(data, prefix=prefix, form_kwargs={"edition": asked.edition, "kind": kind})
            title = str(asked.edition.read.kind[kind].title)
            one.item_label = title
            one.add_label = title
            self.sets.append((kind, one))

    @property
    def formsets(self) -> list[Any]:
        return [one for _kind, one in self.sets]

    def wants_more(self, data: Any) -> bool:
        """Whether a button for one more block was pressed, by somebody without a script."""
        return any(RepeatFormSet.wants_more(data, one.prefix) for one in self.formsets)

    def is_valid(self) -> bool:
        # Every block is looked at, so that all errors come at once.
        valid = [one.is_valid() for one in self.formsets]
        return all(valid)

    def _kept(self) -> Iterator[tuple[str, RaiseForm]]:
        for kind, formset in self.sets:
            for form in formset.forms:
                if not form.cleaned_data.get("DELETE"):
                    yield kind, form

    def inputs(self, heard: str) -> list[dict[str, Any]]:
        return [form.inputs(kind=kind, heard=heard) for kind, form in self._kept()]

    def write_errors(self, error: Refused) -> set[str]:
        """Put the errors of the n-th matter into its block; returns the names that were placed."""
        kept, placed = [form for _kind, form in self._kept()], set()
        for name, said in error.fields.items():
            found = re.fullmatch(r"raises-(\d+)-(.+)", name)
            if found and int(found[1]) < len(kept):
                write_into(kept[int(found[1])], Refused(error.message, fields={found[2]: said}))
                placed.add(name)
        return placed


def first_words(text: str) -> str:
    """A title out of what was heard: its first sentence, or as much of it as fits."""
    sentence = _SENTENCE_ENDS.split(text.strip(), maxsplit=1)[0].strip()
    return sentence if len(sentence) <= TITLE else sentence[: TITLE - 1] + "…"
