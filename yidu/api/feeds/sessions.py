"""Sessions as a calendar that phones subscribe to: one's own by a secret address, announced ones for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from yidu.api.access import for_everybody
from yidu.api.feeds.views import answer, begun, committee_of, may_ask, too_many
from yidu.common import clock
from yidu.common.actors import Actor
from yidu.consultations.actions.subscriptions import person_by_calendar
from yidu.consultations.models import Session
from yidu.consultations.prepared import announced, sessions_for
from yidu.people.rules import standing_of

BEHIND = timedelta(days=90)
MOST = 500


@for_everybody
def announced_ics(request: HttpRequest, code: str) -> HttpResponse:
    """The announced sessions of a committee and those below it."""
    if not may_ask(request):
        return too_many()
    committee = committee_of(code)
    book = begun(_("%(committee)s: sessions") % {"committee": committee.short_name})
    _fill(book, announced(committee.family(), since=clock.now() - BEHIND), request)
    return answer(book.to_ical(), "text/calendar; charset=utf-8")


@for_everybody
def my_ics(request: HttpRequest, secret: str) -> HttpResponse:
    """The sessions that one person is asked to or convenes. Whoever has the address reads them, and nothing else."""
    if not may_ask(request):
        return too_many()
    person = person_by_calendar(secret)
    if person is None:
        raise Http404
    standing = standing_of(Actor(kind="person", person_id=person.pk))
    book = begun(_("My sessions"))
    _fill(book, sessions_for(standing, since=clock.now() - BEHIND), request)
    response = HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")
    patch_cache_control(response, private=True, no_store=True)
    return response


def _fill(book: Calendar, sessions: Iterable[Session], request: HttpRequest) -> None:
    for session in list(sessions)[:MOST]:
        book.add_component(_event(session, request.build_absolute_uri(reverse("session", args=[session.pk]))))


def _event(session: Session, address: str) -> Event:
    """Moved or called off, it is the same event with a higher number: phones follow that (RFC 5545, 3.8.7.4)."""
    event = Event()
    event.add("uid", f"session-{session.pk}")
    event.add("dtstamp", clock.now())
    event.add("sequence", session.version)
    event.add("status", "CANCELLED" if session.called_off_at else "CONFIRMED")
    event.add("dtstart", session.begins_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", session.called)
    where = session.station.name if session.station else session.place.name
    event.add("location", " · ".join(one for one in (where, session.room) if one))
    told = [str(session.form_line.title), session.agenda]
    if session.called_off_at:
        told.insert(0, _("Called off: %(because)s") % {"because": session.called_off_because})
    event.add("description", "\n".join(one for one in told if one))
    event.add("url", address)
    return event
