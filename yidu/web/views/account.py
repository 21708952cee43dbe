"""My page, large print, which committee."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from yidu.notices.queries import channel_of
from yidu.people.rules import STAFF_POWERS
from yidu.web.access import who
from yidu.web.actors import committee_of, standing_in
from yidu.web.context import ELDER
from yidu.web.naming import appointment_title
from yidu.web.views.files import SERVES

YEAR = 365 * 24 * 60 * 60


@who("signed-in")
def me(request: HttpRequest) -> HttpResponse:
    """What I am today, how I sign in, how pages look to me."""
    standing = standing_in(request)
    committees = list({one.committee_id: one.committee for one in standing.held}.values())
    context = {
        "appointments": [(one, appointment_title(one)) for one in standing.held],
        "committees": committees if len(committees) > 1 else [],
        "chosen": committee_of(request),
        "has_file": any(standing.has(power, committee_of(request).pk) for power in SERVES),
        "reminded_by": channel_of(request.user.pk).get_kind_display(),
        "second_factor": is_mfa_enabled(request.user),
        "needs_second_factor": settings.YIDU_STAFF_NEED_MFA and standing.has_any(*STAFF_POWERS),
    }
    return render(request, "me/me.html", context)


@who("signed-in")
@require_POST
def choose_committee(request: HttpRequest) -> HttpResponse:
    """For which of one's committees the pages are."""
    code = request.POST.get("committee", "")
    if code not in {one.committee.code for one in standing_in(request).held}:
        raise Http404
    request.session["committee"] = code
    return redirect("me")


@who("everybody")
@require_POST
def elder(request: HttpRequest) -> HttpResponse:
    """Large print on or off, remembered in this browser for a year."""
    response = HttpResponseRedirect(_back(request))
    if request.POST.get("elder") == "1":
        response.set_cookie(
            ELDER, "1", max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(ELDER, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    """Where the button was pressed, if that is a page of this site."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"
