"""From a request to who acts and for which committee. Read anew with each request: a right that ends is gone."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest

from yidu.common import clock
from yidu.common.actors import VISITOR, Actor
from yidu.people.models import Appointment, Committee


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person, or a visitor."""
    user = request.user
    if not user.is_authenticated:
        return VISITOR
    return Actor(kind="person", person_id=user.pk, name=user.get_full_name())


def committee_of(request: HttpRequest, code: str | None = None) -> Committee:
    """The committee of the address; else the one the person serves (or chose); else the site's. 404 when unknown."""
    if code is not None:
        return _or_404(code)
    user = request.user
    if user.is_authenticated:
        serves = Appointment.objects.in_force(clock.today()).filter(person_id=user.pk)
        codes = list(serves.order_by("starts", "pk").values_list("committee__code", flat=True))
        if codes:
            chosen = request.session.get("committee")
            return _or_404(chosen if chosen in codes else codes[0])
    return _or_404(settings.YIDU_COMMITTEE)


def _or_404(code: str) -> Committee:
    committee = Committee.objects.select_related("place", "parent").filter(code=code).first()
    if committee is None:
        raise Http404
    return committee
