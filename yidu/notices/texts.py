"""What a message says: number, kind, stage, date and a link. Never what somebody wrote, and never a name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yidu.common import clock
from yidu.consultations.models import Session
from yidu.notices.due import Due
from yidu.proposals.models import Draft

MOST = 50


@dataclass(frozen=True)
class Text:
    subject: str
    body: str


def text_of(due: Collection[Due], *, language: str) -> Text:
    """The message about what is due, the earliest date first; each date once, however many moments have come."""
    with translation.override(language):
        # What the person holds is told before what they only watch: one date is told once.
        order = sorted(due, key=lambda one: (one.due_at, one.why == "late", _number(one)))
        once = list({(one.about.pk, one.what): one for one in order}.values())
        lines = [_line(one) for one in once[:MOST]]
        if len(once) > MOST:
            lines.append(_("There is more on your desk: %(url)s") % {"url": address(reverse("desk"))})
        foot = _("Change or end these reminders: %(url)s") % {"url": address(reverse("reminders"))}
        subject = _("Yidu: what is due, %(day)s") % {"day": date_format(clock.today(), pgettext("date format", "j F"))}
        return Text(subject, "\n\n".join([*lines, foot]))


def address(path: str) -> str:
    """The whole address of a page of this site."""
    return f"{settings.YIDU_URL.rstrip('/')}{path}"


def _number(one: Due) -> str:
    return one.matter.number if one.matter else ""


def _line(one: Due) -> str:
    if one.draft is not None:
        return _name_line(one, one.draft)
    matter = one.matter
    assert matter is not None
    if one.session is not None:
        return _line_of_session(one.why, one.session)
    words = {
        "number": matter.number,
        "kind": matter.kind_line.title,
        "stage": matter.stage_line.title,
        "when": _when(one),
    }
    match one.why:
        case "opinion":
            said = _("%(number)s %(kind)s: your opinion, %(when)s") % words
        case "decision":
            said = _("%(number)s %(kind)s: a request for you to decide, %(when)s") % words
        case "look-back":
            said = _("%(number)s %(kind)s: a look-back that you are asked for, %(when)s") % words
        case "here":
            said = _("%(number)s %(kind)s is now here: %(stage)s. The reason is on its page.") % words
        case "late":
            said = _("%(number)s %(kind)s, %(stage)s: late in other hands, %(when)s") % words
        case _:
            said = _("%(number)s %(kind)s, %(stage)s: %(when)s") % words
    return f"{said}\n{address(reverse('matter', args=[matter.pk]))}"


def _line_of_session(why: str, session: Session) -> str:
    """Number, form and time: what it is about stands behind the link."""
    begins = session.begins_at.astimezone(clock.SHANGHAI)
    day = date_format(begins.date(), pgettext("date format", "j F"))
    words = {"number": session.number, "form": session.form_line.title, "when": f"{day} {begins:%H:%M}"}
    match why:
        case "asked":
            said = _("%(form)s %(number)s, %(when)s: you are asked to come. Please say whether you do.") % words
        case "moved":
            said = _("%(form)s %(number)s has another time or place: %(when)s") % words
        case "called-off":
            said = _("%(form)s %(number)s, %(when)s, is called off. The reason is on its page.") % words
        case "concluded":
            said = _("%(form)s %(number)s is concluded. What came of it is on its page.") % words
        case "kept":
            said = _("%(form)s %(number)s: what was agreed is reported done. Was it kept?") % words
        case "closed":
            said = (
                _("%(form)s %(number)s: the topic that was talked over there is closed. See what came of it.") % words
            )
            return f"{said}\n{address(reverse('matter', args=[session.topic_id]))}"
        case _:
            said = _("%(form)s %(number)s takes place: %(when)s") % words
    page = "session-echo" if why == "kept" else "session"
    return f"{said}\n{address(reverse(page, args=[session.pk]))}"


def _name_line(one: Due, draft: Draft) -> str:
    """Of a text that is private: its kind alone. Its author is sent to the names, whoever is asked to the text."""
    words = {
        "kind": draft.kind_line.title,
        "day": date_format(one.due_at.astimezone(clock.SHANGHAI), pgettext("date format", "j F")),
    }
    page = "draft"
    match one.why:
        case "asked-again":
            said = _("%(kind)s: the text that you signed was changed; you are asked again") % words
        case "declined":
            said, page = _("%(kind)s that you write: somebody whom you asked does not sign it") % words, "draft-names"
        case "confirmed":
            said, page = _("%(kind)s that you write: everybody whom you asked has confirmed") % words, "draft-names"
        case _:
            said = _("%(kind)s: your name has been asked for since %(day)s") % words
    return f"{said}\n{address(reverse(page, args=[draft.pk]))}"


def _when(one: Due) -> str:
    due = one.due_at.astimezone(clock.SHANGHAI)
    day = date_format(due.date(), pgettext("date format", "j F"))
    if due.strftime("%H:%M:%S") != "23:59:59":
        day = f"{day} {due:%H:%M}"
    if one.due_at < clock.now():
        return _("was due on %(day)s") % {"day": day}
    return _("due today") if due.date() == clock.today() else _("due on %(day)s") % {"day": day}
