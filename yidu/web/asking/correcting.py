"""Correcting and withdrawing an activity."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from yidu.activities.models import Activity
from yidu.web.asking.fields import VersionForm, day, long_text, number


class WithdrawForm(VersionForm):
    def __init__(self, activity: Activity, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": activity.version}, **kwargs)
        why = _("It stands beside the figure that changes.")
        self.fields["reason"] = forms.CharField(label=_("Why?"), max_length=500, help_text=why)

    def inputs(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("version", "reason", "client_id")}


class CorrectForm(WithdrawForm):
    def __init__(self, activity: Activity, *args: Any, **kwargs: Any) -> None:
        super().__init__(activity, *args, **kwargs)
        reason = self.fields.pop("reason")
        self.fields["day"] = day(label=_("On which day?"), initial=activity.day.isoformat())
        self.fields["headcount"] = number(
            label=_("How many people took part, the host included?"), least=1, initial=activity.headcount
        )
        together = _("Who came along?")
        self.fields["companions"] = forms.CharField(
            label=together, required=False, max_length=200, initial=activity.companions
        )
        self.fields["heard"] = long_text(label=_("What was heard?"), required=False, initial=activity.heard)
        self.fields["reason"] = reason

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

    def inputs(self) -> dict[str, Any]:
        told = self.cleaned_data
        more = {name: told[name] for name in ("day", "headcount", "companions", "heard")}
        return {**super().inputs(), **more}
