"""The form of a look-back: three answers and a sentence, or somebody else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from yidu.matters.models import LookBack
from yidu.web.asking.fields import VersionForm, long_text
from yidu.web.forms import Form

HAND_BACK = "hand-back"


class LookBackForm(Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput)
    found = forms.ChoiceField(label=_("What did you find?"), widget=forms.RadioSelect)
    seen = forms.CharField(
        label=_("What did you see?"),
        help_text=_("One sentence is enough. If it is solved you may leave it empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def choose_from(self, look_back: LookBack) -> LookBackForm:
        """Kept or not for a promise, solved or not for what was drawn; whoever is asked may hand it back."""
        field = self.fields["found"]
        assert isinstance(field, forms.ChoiceField)
        words = {word: label for word, label in LookBack.Found.choices if word != LookBack.Found.WITHDRAWN}
        if look_back.why == LookBack.Why.PROMISED:
            words |= {"solved": _("It is kept"), "unsolved": _("It is not kept")}
        if look_back.asked_id is not None:
            words[HAND_BACK] = _("I have to do with it, or cannot go: ask somebody else")
        field.choices = list(words.items())
        return self


class WithdrawForm(VersionForm):
    """Why a promise is held to no more."""

    def __init__(self, look_back: LookBack, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": look_back.version}, **kwargs)
        self.fields["reason"] = long_text(
            label=_("Why is it withdrawn?"), help_text=_("Everybody who reads the matter reads it.")
        )

    def inputs(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("version", "reason", "client_id")}
