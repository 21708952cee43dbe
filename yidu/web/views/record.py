"""Record what was done, with what it brings back: one short form, and a page that says what happens next."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from yidu.activities.actions import add_photo
from yidu.activities.models import Activity
from yidu.activities.queries import kinds_to_record, last_used_first, one_activity
from yidu.common.errors import NotAllowed, Refused
from yidu.matters.actions import receipt_code
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.asking.record import Raises, RecordForm
from yidu.web.promises import first_promise
from yidu.web.recording import asked_about, hand_in


@who("record")
def record(request: HttpRequest, programme: str = "", kind: str = "") -> HttpResponse:
    """The form of a kind; without one in the address, of the kind that was recorded last."""
    committee = committee_of(request)
    actor, standing = actor_of(request), standing_in(request)
    kinds = kinds_to_record(standing, committee)
    if request.method != "POST" or not kind:
        kinds = last_used_first(kinds, actor, committee)
    chosen = next((one for one in kinds if not kind or (one[0].programme, one[1]) == (programme, kind)), None)
    if chosen is None:
        if kind:
            raise Http404
        return render(request, "record/nothing.html")
    asked = asked_about(standing, committee, chosen)
    form = RecordForm(asked, request.POST or None, request.FILES or None)
    raises = Raises(asked, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and not raises.wants_more(request.POST):
        try:
            activity = hand_in(form, raises, actor)
        except NotAllowed:
            raise
        except Refused as error:
            status = error.status
        else:
            keep_photos(request, activity, form)
            return redirect("recorded", pk=activity.pk)
    promises = {first_promise(chosen[0], one) for one in chosen[2].may_raise} - {""}
    context = {
        "kinds": kinds,
        "chosen": chosen,
        "form": form,
        "raises": raises.formsets,
        "promise": promises.pop() if len(promises) == 1 else "",
    }
    return render(request, "record/record.html", context, status=status)


@who("record")
def recorded(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What happens next, and the receipts to hand over. Only for whoever recorded it."""
    actor = actor_of(request)
    activity = one_activity(actor, pk)
    if activity is None or activity.recorded_by_id != actor.person_id:
        raise Http404
    matters = activity.matters.select_related("edition").order_by("number")
    handed = [(one, receipt_code(one), first_promise(one.edition, one.kind)) for one in matters]
    return render(request, "record/recorded.html", {"activity": activity, "handed": handed})


def keep_photos(request: HttpRequest, activity: Activity, form: RecordForm) -> None:
    """Keep the pictures one by one: one that cannot be read does not cost the record."""
    client_id: UUID = form.cleaned_data["client_id"]
    for number, one in enumerate(form.cleaned_data.get("photos") or []):
        try:
            photo_id = uuid5(client_id, f"photo-{number}")
            add_photo(activity, picture=one.read(), actor=actor_of(request), client_id=photo_id)
        except Refused as error:
            messages.warning(request, f"{one.name}: {error}")
