"""The forms of those who keep the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.matters.actions.calendar import ORDINARY
from yidu.web.asking.fields import VersionForm, choice_field


class DayForm(VersionForm):
    """What a day is. A weekday cannot be made up for."""

    def __init__(self, day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("holiday", _("Holiday")), (ORDINARY, _("As its weekday says"))]
        if day.weekday() >= 5:
            choices.insert(1, ("work", _("Make-up working day")))
        self.fields["kind"] = choice_field(choices, label=_("What is it?"))
        self.fields["zh"] = forms.CharField(
            label=_("Name of the holiday in Chinese"),
            max_length=40,
            required=False,
            help_text=_("It stands in each deadline as the reason why the day is not counted."),
        )
        self.fields["en"] = forms.CharField(label=_("In English"), max_length=60, required=False)


class AnnounceForm(VersionForm):
    announced = forms.ChoiceField(
        label=gettext_lazy("The State Council's notice"),
        choices=[("yes", gettext_lazy("is out")), ("no", gettext_lazy("is not out yet"))],
        widget=forms.RadioSelect,
    )
    source = forms.CharField(
        label=gettext_lazy("Number of the notice"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("So that everybody can look it up, e.g. 国办发明电〔2025〕7号."),
    )
