"""How forms look, and the few fields that Django lacks. Set FORM_RENDERER = "yidu.web.forms.FormRenderer".

`{{ form }}` gives the hidden fields, a summary of what to mend, and every field; `{{ form.title.as_field_group }}`
one field. A field's `help_text` is the reason why it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

_OURS = {
    "django/forms/widgets/radio.html": "components/forms/choices.html",
    "django/forms/widgets/checkbox_select.html": "components/forms/choices.html",
    "django/forms/widgets/file.html": "components/forms/file.html",
    "django/forms/widgets/clearable_file_input.html": "components/forms/file.html",
}


class FormRenderer(DjangoTemplates):
    """Django's widgets, with our templates around them and chips in place of round and square buttons."""

    form_template_name = "components/forms/form.html"
    formset_template_name = "components/forms/formset.html"
    field_template_name = "components/field.html"

    def get_template(self, template_name: str) -> Any:
        return super().get_template(_OURS.get(template_name, template_name))


class Form(forms.Form):
    """A form whose errors say what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            choice = isinstance(field, forms.ChoiceField)
            field.error_messages["required"] = _("Please choose.") if choice else _("Please fill this in.")


class DayInput(forms.DateInput):
    """The browser's own way to choose a day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own way to choose a time of the day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


@dataclass(frozen=True)
class Suggested:
    """What was written, and the id of the suggestion that was chosen ("" when none was: then resolve the text).

    Both come from the client: check that the id may be used.
    """

    text: str
    id: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


class Suggest(forms.TextInput):
    """A text with suggestions from `url`, which answers `?q=` with <li role="option" data-value data-label>."""

    template_name = "components/forms/suggest.html"

    def __init__(self, url: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {}), "data-suggest": url})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        chosen = value if isinstance(value, Suggested) else Suggested(value or "")
        context = super().get_context(name, chosen.text, attrs)
        context["widget"]["id_name"], context["widget"]["id_value"] = f"{name}_id", chosen.id
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Suggested:
        return Suggested((data.get(name) or "").strip(), data.get(f"{name}_id") or "")


class SuggestField(forms.Field):
    """A `Suggested`. `SuggestField(url="/suggest/enterprises/", label=…)`."""

    def __init__(self, *, url: str, **kwargs: Any) -> None:
        super().__init__(widget=Suggest(url), **kwargs)

    def clean(self, value: Any) -> Suggested:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return value or Suggested("")


class RepeatFormSet(forms.BaseFormSet):
    """Blocks that one may add: another matter brought back. Made by `repeated`.

    Without JavaScript the button sends `<prefix>-more`: then show the page again with `one_more(request.POST)`.
    """

    item_label: Any = _("One more")
    add_label: Any = _("Add another")

    @classmethod
    def wants_more(cls, data: Mapping[str, Any], prefix: str = "form") -> bool:
        """Whether the button for another block was pressed."""
        return f"{prefix}-more" in data

    @classmethod
    def one_more(cls, data: QueryDict, prefix: str = "form") -> QueryDict:
        """The same answers with room for one more block."""
        copy = data.copy()
        held = copy.get(f"{prefix}-TOTAL_FORMS") or "0"
        copy[f"{prefix}-TOTAL_FORMS"] = str(int(held) + 1 if held.isdecimal() else 1)
        return copy


def repeated(form: type[forms.Form], *, item_label: Any, add_label: Any, extra: int = 1) -> type[RepeatFormSet]:
    """The class of a set of `form`, with a word above each block and one on the button that adds another."""
    made = cast(type[RepeatFormSet], forms.formset_factory(form, formset=RepeatFormSet, extra=extra))
    made.item_label, made.add_label = item_label, add_label
    return made
