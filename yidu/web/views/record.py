"""Record what was done, with what it brings back: one short form, and a page that says what happens next."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.activities.actions import add_photo
from yidu.activities.models import Activity
from yidu.activities.queries import kinds_to_record, one_activity
from yidu.activities.rules import hosts_for
from yidu.common.errors import Refused
from yidu.matters.actions import receipt_code, record_and_raise
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.answers import write_into
from yidu.web.asking.record import Asked, Raises, RecordForm
from yidu.web.promises import first_promise


@who("record")
def record(request: HttpRequest, programme: str = "", kind: str = "") -> HttpResponse:
    """The form of a kind; without one in the address, of the kind that was recorded last."""
    committee, actor = committee_of(request), actor_of(request)
    kinds = kinds_to_record(standing_in(request), committee)
    chosen = next((one for one in kinds if not kind or (one[0].programme, one[1]) == (programme, kind)), None)
    if chosen is None:
        if kind:
            raise Http404
        return render(request, "record/nothing.html")
    edition, id_, line = chosen
    asked = Asked(
        committee=committee,
        edition=edition,
        kind=id_,
        hosts=hosts_for(actor, line.hosts, committee_id=committee.pk),
        hosts_url=reverse("suggest-hosts", args=[edition.programme, id_]),
        person_id=actor.person_id,
    )
    form = RecordForm(asked, request.POST or None, request.FILES or None)
    raises = Raises(asked, request)
    status = 200
    if request.method == "POST" and not raises.wants_more(request.POST):
        activity, status = _send(request, form, raises)
        if activity is not None:
            return redirect("recorded", pk=activity.pk)
    promises = {first_promise(edition, one) for one in line.may_raise} - {""}
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


def _send(request: HttpRequest, form: RecordForm, raises: Raises) -> tuple[Activity | None, int]:
    """The activity that was recorded, or the status of the refusal that is now in the forms."""
    valid = form.is_valid()
    if not raises.is_valid() or not valid:
        return None, 422
    told, actor = form.cleaned_data, actor_of(request)
    try:
        activity, _matters = record_and_raise(
            raises=raises.inputs(told.get("heard", "")), actor=actor, client_id=told["client_id"], **form.inputs()
        )
    except Refused as error:
        placed = raises.write_errors(error)
        rest = {name: said for name, said in error.fields.items() if name not in placed}
        message = _("Look at what you bring back.") if placed and not rest else error.message
        error.message, error.fields = message, rest
        return None, write_into(form, error)
    _keep_photos(request, activity, told.get("photos") or [], client_id=told["client_id"])
    return activity, 200


def _keep_photos(request: HttpRequest, activity: Activity, photos: list[Any], *, client_id: UUID) -> None:
    """Keep the pictures one by one: one that cannot be read does not cost the record."""
    for number, one in enumerate(photos):
        try:
            photo_id = uuid5(client_id, f"photo-{number}")
            add_photo(activity, picture=one.read(), actor=actor_of(request), client_id=photo_id)
        except Refused as error:
            messages.warning(request, f"{one.name}: {error}")
