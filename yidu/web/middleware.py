"""What holds for every page: how long a session lasts, the second factor, what may be kept, how a refusal looks."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

from yidu.common import clock, known
from yidu.common.errors import NotAllowed, Refused
from yidu.people.rules import STAFF_POWERS, standing_of
from yidu.web.actors import actor_of

Next = Callable[[HttpRequest], HttpResponse]

BEGAN, SEEN = "yidu-began", "yidu-seen"
NOTED_EVERY = 60
"""Seconds. The session is written at most this often only to note that somebody is still there."""
WITHOUT_SECOND_FACTOR = ("/account/", "/static/", "/i18n/", "/elder/", "/healthz")


class SessionLimits:
    """A session ends after half an hour without a request, and after eight hours whatever happens."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._is_over(request):
            logout(request)
            messages.info(request, _("You were signed out because nothing happened for a while. Sign in to go on."))
            if request.method not in ("GET", "HEAD"):
                # What was typed cannot be kept for somebody who may be another person.
                return redirect(settings.LOGIN_URL)
        return self.get_response(request)

    def _is_over(self, request: HttpRequest) -> bool:
        now = int(clock.now().timestamp())
        began = request.session.setdefault(BEGAN, now)
        seen = request.session.get(SEEN, now)
        if now - seen > settings.YIDU_SESSION_IDLE_SECONDS or now - began > settings.YIDU_SESSION_ABSOLUTE_SECONDS:
            return True
        if now - seen >= NOTED_EVERY or SEEN not in request.session:
            request.session[SEEN] = now
        return False


class SecondFactor:
    """Where a site asks for it, nobody uses the powers of staff without a second factor: first it is set up."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.YIDU_STAFF_NEED_MFA and request.user.is_authenticated:
            free = request.path.startswith(WITHOUT_SECOND_FACTOR)
            if not free and standing_of(actor_of(request)).has_any(*STAFF_POWERS) and not is_mfa_enabled(request.user):
                messages.warning(request, _("Your role needs a second factor. Set it up now; it takes two minutes."))
                return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self.get_response(request)


class NotKept:
    """What a signed-in person sees is kept by no cache and shown by no Back button after signing out."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # The header first: who is there cannot be told while the database is away.
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            patch_cache_control(response, no_store=True, private=True)
        return response


class OneReading:
    """Whether something has changed of what is kept is asked once for a page, and only where it matters."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with known.reading():
            return self.get_response(request)


class Refusals:
    """A refusal that no view has put into a form: a page that says what to do."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotAllowed):
            return page_not_found(request, error)
        if isinstance(error, Refused):
            return render(request, "refused.html", {"error": error}, status=error.status)
        return None
