"""The code of a receipt."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yidu.web.forms import Form


class ReceiptForm(Form):
    receipt = forms.CharField(
        label=_("Receipt code"),
        max_length=200,
        help_text=_("16 letters and digits, as on your note. Spaces, dashes and small letters do not matter."),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code"}
        ),
    )
