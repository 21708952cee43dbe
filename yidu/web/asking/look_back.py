"""The form of a look-back: three answers and a sentence, or somebody else."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from yidu.matters.models import LookBack
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
        words = dict(LookBack.Found.choices)
        if look_back.why == LookBack.Why.PROMISED:
            words |= {"solved": _("It is kept"), "unsolved": _("It is not kept")}
        if look_back.asked_id is not None:
            words[HAND_BACK] = _("I have to do with it, or cannot go: ask somebody else")
        field.choices = list(words.items())
        return self
