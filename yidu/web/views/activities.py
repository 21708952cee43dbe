"""What was done: the list, one activity, its correction, its pictures."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.activities.actions import correct_activity, withdraw_activity
from yidu.activities.models import Activity, Photo
from yidu.activities.queries import activities_like, one_activity
from yidu.activities.rules import may_change, reads_inside
from yidu.common.actors import Actor
from yidu.common.errors import Refused
from yidu.ledger.models import Step
from yidu.matters.queries import listed
from yidu.matters.rules import readable as readable_matters
from yidu.proposals.queries import came_of, may_write
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of, is_of, standing_in
from yidu.web.answers import meanwhile, write_into
from yidu.web.asking.correcting import CorrectForm, WithdrawForm
from yidu.web.asking.filters import ActivityFilter
from yidu.web.asking.raising import topic_to_propose
from yidu.web.matter_page import answers_of
from yidu.web.paging import BoundedPaginator
from yidu.web.story import tell_activity

PAGE = 30


@who("signed-in")
def activities(request: HttpRequest) -> HttpResponse:
    """The activities of the committee, the newest first."""
    committee = committee_of(request)
    wanted = ActivityFilter(committee, request.GET)
    found = activities_like(actor_of(request), committee, **wanted.words())
    page = BoundedPaginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "activities/activities.html", {"page": page, "form": wanted, "crumbs": []})


@who("everybody")
def activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What, where, who by role, what was heard, what came of it."""
    actor = actor_of(request)
    found = _activity_or_404(actor, pk)
    is_of(request, found.committee_id)
    inside = reads_inside(standing_in(request), found)
    steps = Step.objects.filter(record_type="activity", record_id=str(pk)).select_related("actor").order_by("-pk")
    context = {
        "activity": found,
        "inside": inside,
        "answers": answers_of(found) if inside else [],
        "may_write": inside and may_write(standing_in(request), committee_of(request)),
        "proposes": inside and topic_to_propose(committee_of(request), standing_in(request)),
        "may_change": found.withdrawn_at is None and may_change(actor, found),
        "matters": listed(readable_matters(actor).filter(came_of(found.pk))).order_by("number"),
        "photos": found.photos.all() if inside else [],
        "steps": tell_activity(steps, named=standing_in(request).has("office", found.committee_id)),
    }
    return render(request, "activities/activity.html", context)


@who("everybody")
def photo(request: HttpRequest, pk: UUID, photo_pk: UUID) -> HttpResponse:
    """A picture, for those who may read the activity. It is never served by its path."""
    found = _activity_or_404(actor_of(request), pk)
    kept = Photo.objects.filter(pk=photo_pk, activity=found).first()
    if kept is None or not reads_inside(standing_in(request), found):
        raise Http404
    with kept.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@who("record", "office")
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct the day, the number of people or the words, and say why."""
    found = _to_change(request, pk)
    form = CorrectForm(found, request.POST or None)
    done = _("Corrected. Every figure follows.")
    return _change(request, found, form, template="activities/correct.html", done=done)


@who("record", "office")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw what was recorded by mistake, and say why."""
    found = _to_change(request, pk)
    form = WithdrawForm(found, request.POST or None)
    done = _("Withdrawn. It counts nowhere now.")
    return _change(request, found, form, template="activities/withdraw.html", done=done)


def _change(
    request: HttpRequest, found: Activity, form: CorrectForm | WithdrawForm, *, template: str, done: str
) -> HttpResponse:
    status, news = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                action = correct_activity if isinstance(form, CorrectForm) else withdraw_activity
                action(found, actor=actor_of(request), **form.inputs())
            except Refused as error:
                seen = form.cleaned_data["version"]
                status = write_into(form, error)
                news = tell_activity(meanwhile(found, since=seen), named=False)
            else:
                messages.success(request, done)
                return redirect("activity", pk=found.pk)
    context = {"activity": found, "form": form, "news": news, "crumbs": [(found.title, _url(found))]}
    return render(request, template, context, status=status)


def _to_change(request: HttpRequest, pk: UUID) -> Activity:
    """The activity, if the person may change it; else it is not there."""
    actor = actor_of(request)
    found = _activity_or_404(actor, pk)
    if not may_change(actor, found):
        raise Http404
    return found


def _activity_or_404(actor: Actor, pk: UUID) -> Activity:
    found = one_activity(actor, pk)
    if found is None:
        raise Http404
    return found


def _url(found: Activity) -> str:
    return reverse("activity", args=[found.pk])
