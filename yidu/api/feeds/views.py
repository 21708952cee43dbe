"""The addresses of the feeds."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from icalendar import Calendar, Event

from yidu.api.access import for_everybody
from yidu.api.feeds import public
from yidu.common import clock
from yidu.common.limits import allowed
from yidu.people.models import Committee

MOST, SECONDS = 60, 60
FRESH = 300
"""Seconds for which anybody on the way may keep an answer. A reader that asks each minute costs nothing then."""


class _Atom(Atom1Feed):
    """The library's feed, by our clock where it holds nothing."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=clock.now())

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("generator", "Yidu")


@for_everybody
def atom(request: HttpRequest, code: str) -> HttpResponse:
    """What happened lately at a committee."""
    if not may_ask(request):
        return too_many()
    committee = committee_of(code)
    home = request.build_absolute_uri(reverse("committee", args=[code]))
    feed = _Atom(
        title=committee.name,
        subtitle=_("What was done, raised, answered and solved, as far as it is open to everybody"),
        link=home,
        feed_url=request.build_absolute_uri(),
        feed_guid=home,
        author_name=committee.name,
        language=get_language(),
        description="",
    )
    for one in public.news(committee):
        feed.add_item(
            title=one.title,
            link=request.build_absolute_uri(one.path),
            description=one.summary,
            unique_id=one.id.urn,
            pubdate=one.at,
            updateddate=one.at,
        )
    return answer(feed.writeString("utf-8"), "application/atom+xml; charset=utf-8")


@for_everybody
def ics(request: HttpRequest, code: str) -> HttpResponse:
    """The dates of a committee that everybody may know."""
    if not may_ask(request):
        return too_many()
    committee = committee_of(code)
    book = begun(committee.name)
    for one in public.dates(committee):
        event = Event()
        event.add("uid", str(one.id))
        event.add("dtstamp", clock.now())
        event.add("dtstart", one.on)
        event.add("summary", one.title)
        event.add("description", one.summary)
        event.add("url", request.build_absolute_uri(one.path))
        event.add("transp", "TRANSPARENT")
        book.add_component(event)
    return answer(book.to_ical(), "text/calendar; charset=utf-8")


def begun(name: str) -> Calendar:
    """A calendar of this name, with nothing in it."""
    book = Calendar()
    book.add("prodid", "-//Yidu//zh")
    book.add("version", "2.0")
    book.add("x-wr-calname", name)
    book.add("x-wr-timezone", settings.TIME_ZONE)
    return book


def may_ask(request: HttpRequest) -> bool:
    return allowed(request, "feed", most=MOST, seconds=SECONDS)


def too_many() -> HttpResponse:
    text = _("Too many requests. Wait a minute.")
    return HttpResponse(
        text, status=429, headers={"Retry-After": str(SECONDS)}, content_type="text/plain; charset=utf-8"
    )


def committee_of(code: str) -> Committee:
    found = Committee.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def answer(content: str | bytes, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    patch_cache_control(answer, public=True, max_age=FRESH)
    return answer
