"""The forms of what comes of a session."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.common import clock
from yidu.consultations.actions.conclusions import CONCLUSION
from yidu.consultations.actions.echoes import TEXT
from yidu.consultations.actions.outcomes import CONFIRMED, ITEMS, LARGEST, REASON, SAYS
from yidu.consultations.models import Echo, Outcome, Session
from yidu.consultations.queries import outcomes_of
from yidu.consultations.rules import may_prepare
from yidu.matters.models import Matter
from yidu.people.rules import Standing
from yidu.web.asking.fields import ActionForm, VersionForm, choice_field, long_text, one_of
from yidu.web.asking.people import a_day
from yidu.web.words import short_day


class ConcludeForm(VersionForm):
    conclusion = long_text(
        rows=5, label=gettext_lazy("What came of it, in a few sentences?"), max_length=CONCLUSION,
        help_text=gettext_lazy("Each agreed point and each recommendation is handed over at once, with its day."),
    )  # fmt: skip


class ReopenForm(VersionForm):
    reason = forms.CharField(
        label=gettext_lazy("Why is it opened again?"), max_length=REASON,
        help_text=gettext_lazy("Everybody who reads the topic reads this."),
    )  # fmt: skip


class OutcomeForm(ActionForm):
    """A quantity of something, since when, and what confirms it."""

    def __init__(self, topic: Matter, standing: Standing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {name: topic.programme.choices(name, clock.today()) for name in (ITEMS, CONFIRMED)}
        titles = {name: [(item.id, str(item.title)) for item in items] for name, items in offered.items()}
        self.fields["item"] = choice_field(titles[ITEMS], label=_("What is there now?"))
        self.fields["quantity"] = forms.IntegerField(
            label=_("How many?"), min_value=1, max_value=LARGEST, widget=forms.NumberInput({"inputmode": "numeric"})
        )
        self.fields["day"] = a_day(label=_("Since which day?"), initial=clock.today)
        self.fields["confirmed_by"] = choice_field(titles[CONFIRMED], label=_("What confirms it?"))
        self.fields["confirmed_says"] = forms.CharField(
            label=_("Who saw it, or which paper says so?"), max_length=SAYS,
            help_text=_("Everybody reads it: write no names of residents."),
        )  # fmt: skip
        sessions = [one for one in _sessions(topic) if may_prepare(standing, one)]
        if sessions:
            self.fields["session"] = one_of(
                sessions, named=_session_label, label=_("Of which session did it come?"), required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip
        if there := outcomes_of(topic.pk):
            told = _(", ").join(_outcome_label(one) for one in there)
            self.fields["besides"] = forms.BooleanField(
                label=_("It comes on top of what is recorded already"), required=False, help_text=told
            )


def _outcome_label(one: Outcome) -> str:
    return f"{one.title} {one.quantity} · {short_day(one.day)}"


def _sessions(topic: Matter) -> list[Session]:
    return list(topic.sessions.filter(called_off_at=None).select_related("committee").order_by("begins_at"))


def _session_label(session: Session) -> str:
    return f"{session.number} · {short_day(clock.local_day(session.begins_at))}"


class WithdrawForm(VersionForm):
    reason = forms.CharField(
        label=gettext_lazy("Why is it wrong?"), max_length=REASON, help_text=gettext_lazy("It counts no more.")
    )


class EchoForm(ActionForm):
    """Of one agreed point: was it kept?"""

    kept = choice_field(Echo.Kept.choices, label=gettext_lazy("Was it kept?"))
    text = long_text(
        rows=2, label=gettext_lazy("What is still missing?"), required=False, max_length=TEXT,
        help_text=gettext_lazy("In a sentence, unless all of it was kept. It is shown without your name."),
    )  # fmt: skip
