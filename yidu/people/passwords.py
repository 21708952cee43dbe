"""What a password must be, said in the reader's language."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Django's own, whose sentence has no Chinese in Django 5.2."""

    def get_error_message(self) -> str:
        return _("Please take at least %(least)d characters.") % {"least": self.min_length}
