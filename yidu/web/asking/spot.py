"""What the convener writes down at the table, and what whoever is there says by the address that hangs at its place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.consultations.actions.invitations import NAME
from yidu.consultations.actions.points import SAYS, TEXT
from yidu.consultations.actions.sessions import REASON
from yidu.consultations.actions.stances import BECAUSE
from yidu.consultations.models import Point, Seat, Session, Stance, Words
from yidu.consultations.stances import hands_of
from yidu.people.models import Organisation
from yidu.web.asking import sources
from yidu.web.asking.act import AnyChoices, SomeOfMany, departments_for
from yidu.web.asking.fields import ActionForm, VersionForm, choice_field, long_text, one_of
from yidu.web.asking.people import a_day
from yidu.web.asking.picking import PickField

PARTS = (Seat.Part.RESIDENT, Seat.Part.MEMBER, Seat.Part.ENTERPRISE, Seat.Part.EXPERT, Seat.Part.GUEST)


class NameForm(ActionForm):
    """Who is there: a name, and as what. Nothing else is asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(part.value, part.label) for part in PARTS]
        self.fields["part"] = choice_field(named, label=_("As what?"), initial=Seat.Part.RESIDENT.value)
        self.fields["name"] = forms.CharField(
            label=_("Name, or a few words"), max_length=NAME, help_text=_("For example: a resident of house 3.")
        )


class HeldForm(VersionForm):
    def __init__(self, session: Session, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": session.version, "headcount": session.headcount}, **kwargs)
        self.fields["headcount"] = forms.IntegerField(
            label=_("How many people took part?"), min_value=1, help_text=_("Everybody, named or not.")
        )
        if session.held_at is not None:
            self.fields["reason"] = forms.CharField(label=_("Why is the number another one?"), max_length=REASON)


class WordsForm(ActionForm):
    """What somebody said, or a recording of it, or a paper that they handed in."""

    def __init__(self, seats: list[Seat], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seats:
            self.fields["seat"] = one_of(seats, named=str, label=_("Who of the list speaks?"), required=False)
        named = _("Somebody else, or as it is to stand in the minutes") if seats else _("Who speaks?")
        self.fields["speaker"] = forms.CharField(label=named, max_length=NAME, required=not seats)
        self.fields["text"] = long_text(rows=4, label=_("What was said"), required=False)
        self.fields["file"] = forms.FileField(
            label=_("A recording or a paper"), required=False, help_text=_("At most 10 MB.")
        )


class PointForm(ActionForm):
    text = forms.CharField(
        label=gettext_lazy("What is put to the table?"), max_length=TEXT, help_text=gettext_lazy("One thing.")
    )


class SettleForm(VersionForm):
    """How a point came out: agreed by whom until when, not agreed and why, or recommended to whom."""

    def __init__(self, point: Point, words: list[Words], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=_as_it_stood(point), **kwargs)
        self.point = point
        kinds = point.session.topic.kind_line.consulting
        offered = [Point.Stands.AGREED, Point.Stands.DISAGREED]
        if kinds is not None and kinds.recommended:
            offered.append(Point.Stands.RECOMMENDED)
        self.fields["stands"] = choice_field(
            [(one.value, one.label) for one in offered], label=_("How did it come out?")
        )
        self.fields["says"] = long_text(
            rows=3, label=_("The measure, what was answered on the spot, or why there is no agreement"),
            max_length=SAYS, required=False,
        )  # fmt: skip
        departments = sources.departments(point.session.committee)
        self.fields["owner"] = PickField(departments, label=_("Who does it?"), required=False)
        self.helpers = {str(one.pk): one for one in departments_for(point.session.topic)}
        choices = [(pk, one.called) for pk, one in self.helpers.items()]
        self.fields["joint"] = AnyChoices(choices=choices, widget=SomeOfMany, label=_("Who helps?"), required=False)
        self.fields["day"] = a_day(
            label=_("By which day?"), required=False, help_text=_("What is agreed has an owner and a day.")
        )
        if words:
            # Nothing is chosen beforehand: what nobody said stands in nobody's words.
            self.fields["words"] = one_of(
                words, named=str, label=_("In whose statement?"), required=False, widget=forms.RadioSelect
            )

    def clean_joint(self) -> list[Organisation]:
        """Departments as they are now: one that closed meanwhile is not among them."""
        told = self.cleaned_data["joint"]
        if any(pk not in self.helpers for pk in told):
            raise forms.ValidationError(_("Choose from the list."))
        return [self.helpers[pk] for pk in told]

    def inputs(self) -> dict[str, Any]:
        """What the action takes."""
        told = self.cleaned_data
        return {**told, "says": told.get("says") or ""}


def _as_it_stood(point: Point) -> dict[str, Any]:
    """What was written before the point was opened again stays as a proposal."""
    return {
        "version": point.version,
        "says": point.says,
        "owner": sources.departments(point.session.committee).held(point.owner),
        "joint": [str(one.pk) for one in point.joint.all()],
        "day": point.day,
        "words": str(point.words_id or ""),
    }


class HandsForm(VersionForm):
    """The hands that were raised."""

    def __init__(self, point: Point, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": point.version}, **kwargs)
        counted = {one.says: one for one in hands_of(point)}
        answers = {"agree": Stance.Says.AGREE, "live_with": Stance.Says.LIVE_WITH, "against": Stance.Says.OBJECT}
        for name, says in answers.items():
            before = counted[says].count if says in counted else 0
            self.fields[name] = forms.IntegerField(label=says.label, min_value=0, initial=before)
        against = counted.get(Stance.Says.OBJECT)
        self.fields["because"] = forms.CharField(
            label=_("What was said against it"), max_length=BECAUSE, required=False,
            initial=against.because if against else "",
        )  # fmt: skip


class StanceForm(ActionForm):
    """How one phone stands to one point."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["says"] = choice_field(
            [(one.value, one.label) for one in Stance.Says], label=_("How do you stand?")
        )
        self.fields["because"] = forms.CharField(label=_("Why? (no name)"), max_length=BECAUSE, required=False)
