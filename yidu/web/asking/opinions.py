"""The forms of opinions: what is asked and until when, a statement, and reading it before it is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.common import clock
from yidu.consultations.actions.opinions import QUESTION, REASONS, TEXT
from yidu.consultations.models import Asking
from yidu.matters.models import Matter
from yidu.web.asking.fields import ActionForm, VersionForm, choice_field, long_text, one_of
from yidu.web.asking.people import a_day
from yidu.web.words import short_day

USUALLY = timedelta(days=14)


class AskingForm(VersionForm):
    """What is asked for the first time, or (of an `asking`) said anew."""

    def __init__(self, topic: Matter, *args: Any, asking: Asking | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_begins_with(topic, asking), **kwargs)
        self.fields["question"] = forms.CharField(
            label=_("What do you ask?"),
            max_length=QUESTION,
            help_text=_("One question that people answer in a sentence: “How should the cost of the lifts be shared?”"),
        )
        self.fields["when"] = choice_field(Asking.When.choices, label=_("Before or after people sit down?"))
        sessions = list(topic.sessions.order_by("begins_at").only("number", "title", "begins_at", "topic_id"))
        if sessions:
            self.fields["session"] = one_of(
                sessions,
                named=lambda one: f"{one.number} · {short_day(clock.local_day(one.begins_at))}",
                label=_("Which session?"),
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["opens_on"] = a_day(label=_("Open from"))
        self.fields["closes_on"] = a_day(
            label=_("To, and on this day still"),
            help_text=_("Afterwards everybody reads the result, and nobody votes any more."),
        )
        self.fields["is_public"] = forms.BooleanField(
            label=_("Everybody answers"),
            required=False,
            help_text=_("Without an account. Else only who serves the committee and reads the topic."),
        )

    def inputs(self) -> dict[str, Any]:
        """What the actions take, but for version and client id."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "client_id")}


class OpinionForm(ActionForm):
    text = long_text(
        rows=2,
        label=gettext_lazy("What do you think yourself?"),
        max_length=TEXT,
        help_text=gettext_lazy(
            "One thing in a sentence, without names and numbers of people. Somebody reads it before it is shown."
        ),
    )


class ReadForm(VersionForm):
    """Show a statement, or say why it is not shown."""

    SHOW = "show"

    def __init__(self, asking: Asking, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decisions = [(self.SHOW, _("Show it")), *reasons_of(asking)]
        self.fields["decided"] = forms.ChoiceField(choices=decisions, label=_("Show it, or why not?"))


def reasons_of(asking: Asking) -> list[tuple[str, str]]:
    """Why a statement may not be shown, as the list has it today."""
    return [(item.id, str(item.title)) for item in asking.programme.choices(REASONS, clock.today())]


class CloseForm(VersionForm):
    pass


def _begins_with(topic: Matter, asking: Asking | None) -> dict[str, Any]:
    if asking is None:
        today = clock.today()
        return {
            "version": 0,
            "when": Asking.When.BEFORE,
            "opens_on": today.isoformat(),
            "closes_on": (today + USUALLY).isoformat(),
            "is_public": True,
        }
    told = {name: getattr(asking, name) for name in ("question", "when", "is_public", "version")}
    days = {"opens_on": asking.opens_on.isoformat(), "closes_on": asking.closes_on.isoformat()}
    return {**told, **days, "session": str(asking.session_id) if asking.session_id else None}
