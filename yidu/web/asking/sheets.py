"""The form with which a list is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.sheets.reading import MOST_BYTES
from yidu.web.asking.fields import ActionForm


class SheetForm(ActionForm):
    file = forms.FileField(
        label=gettext_lazy("The list, as .xlsx or .csv"),
        max_length=200,
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        error_messages={
            "empty": gettext_lazy("This file is empty."),
            "max_length": gettext_lazy("The name of this file is too long."),
            "missing": gettext_lazy("Choose a file."),
            "invalid": gettext_lazy("Choose a file."),
        },
    )

    def __init__(self, *args: Any, takes_papers: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if takes_papers:
            self.fields["file"].label = _("The list, as .xlsx or .csv; or proposals in Word")
            self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv,.docx,.zip"

    def clean_file(self) -> UploadedFile:
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 20 MB. Split it and send the parts one after the other.")
            )
        return sent
