"""The address under which one's own phone reads one's own sessions."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from yidu.common.errors import NotAllowed
from yidu.consultations import actions
from yidu.consultations.actions.subscriptions import subscription_secret
from yidu.consultations.models import Subscription
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of

MADE = "calendar-made"


@who("signed-in")
@never_cache
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Make an address, which is shown once, or end it. Nobody makes one for another."""
    actor = actor_of(request)
    if request.method == "POST":
        if request.POST.get("do") == "end":
            with suppress(NotAllowed):  # it was ended already
                actions.end_subscription(actor=actor)
            messages.success(request, _("The address opens nothing any more."))
        else:
            request.session[MADE] = actions.make_subscription(actor=actor).version
        return redirect("my-calendar")
    row = Subscription.objects.filter(person=actor.person_id, ended_at=None).first()
    shown = row if row is not None and request.session.pop(MADE, None) == row.version else None
    address = (
        request.build_absolute_uri(reverse("my-sessions", args=[subscription_secret(shown)]))
        if shown is not None
        else ""
    )
    context = {
        "subscription": row,
        "address": address,
        "public": request.build_absolute_uri(reverse("sessions-feed", args=[committee_of(request).code])),
        "crumbs": [(_("My page"), reverse("me"))],
    }
    return render(request, "me/calendar.html", context)
