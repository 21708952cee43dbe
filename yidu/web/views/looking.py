"""What came from a phone and could not be taken as it was: its author looks at it, mends it, or puts it aside."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yidu.common.actors import Actor
from yidu.common.errors import NotAllowed, Refused
from yidu.common.limits import allowed
from yidu.web.access import who
from yidu.web.actors import actor_of, standing_in
from yidu.web.answers import write_into
from yidu.web.asking.receipts import ReceiptForm
from yidu.web.asking.record import Raises, RecordForm
from yidu.web.models import Envelope
from yidu.web.outbox.actions import OPEN, settle_envelope
from yidu.web.outbox.looking import Look, is_about, open_envelopes, opened_again, rated_with, told_by_phone
from yidu.web.outbox.table import written
from yidu.web.recording import asked_about, hand_in
from yidu.web.views.receipts import SECONDS, TRIES, held_by_receipt, hold
from yidu.web.views.record import keep_photos


@who("signed-in")
def looks(request: HttpRequest) -> HttpResponse:
    """One's own that wait for a look, the oldest first."""
    waiting = list(open_envelopes(actor_of(request)))
    return render(request, "outbox/looks.html", {"waiting": waiting})


@who("signed-in")
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """The ordinary form with what the phone wrote, and what is to be mended; handing it in settles the envelope."""
    actor, envelope = actor_of(request), _own(request, pk)
    if envelope.type == Envelope.Type.TABLE:
        return _at_the_table(request, envelope, actor)
    seen = Look.at(envelope, actor, standing_in(request), wanted=request.GET.get("kind", ""))
    if seen.chosen is None or seen.committee is None:
        return render(request, "outbox/words.html", {"envelope": envelope, "seen": seen})
    if request.method == "POST":
        asked = asked_about(standing_in(request), seen.committee, seen.chosen)
        form, raises, status = RecordForm(asked, request.POST, request.FILES), Raises(asked, request.POST), 200
        if not raises.wants_more(request.POST):
            try:
                with transaction.atomic():
                    activity = hand_in(form, raises, actor)
                    settle_envelope(envelope, record=activity, actor=actor)
            except NotAllowed:
                raise
            except Refused as error:
                status = error.status
            else:
                keep_photos(request, activity, form)
                return redirect("recorded", pk=activity.pk)
    else:
        filled = seen.try_out(client_id=_id_for(envelope), actor=actor)
        form, raises, status = filled.form, filled.raises, 200
    context = {
        "envelope": envelope,
        "seen": seen,
        "kinds": seen.kinds,
        "chosen": seen.chosen,
        "form": form,
        "raises": raises.formsets,
        "is_conflict": envelope.state == Envelope.State.CONFLICT,
    }
    return render(request, "outbox/look.html", context, status=status)


@who("signed-in")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not needed: what stands is right."""
    settle_envelope(_own(request, pk), record=None, actor=actor_of(request))
    messages.success(request, _("Put aside."))
    return redirect("outbox-looks")


@who("everybody")
@never_cache
def rated(request: HttpRequest, pk: int) -> HttpResponse:
    """A rating that could not be taken, for whoever has its receipt. Any number answers alike until the code fits."""
    envelope = Envelope.objects.filter(pk=pk, type=Envelope.Type.RATING, state__in=OPEN).first()
    found = held_by_receipt(request) if envelope else None
    actor = found[0] if found and envelope and is_about(envelope, found[1]) else None
    form, status = ReceiptForm(), 200
    if request.method == "POST" and "receipt" in request.POST:
        form = ReceiptForm(request.POST)
        actor, status = _by_code(request, envelope, form), 422
        if actor is not None:
            return redirect("outbox-rated", pk=pk)
    if actor is None or envelope is None:
        return render(request, "outbox/rated_ask.html", {"form": form}, status=status)
    if request.method == "POST":
        settle_envelope(envelope, record=None, actor=actor)
        messages.success(request, _("Put aside."))
        return redirect("receipt")
    context = {"envelope": envelope, "words": told_by_phone(opened_again(envelope)), "receipt": reverse("receipt")}
    return render(request, "outbox/rated.html", context)


def _at_the_table(request: HttpRequest, envelope: Envelope, actor: Actor) -> HttpResponse:
    """The same of what was written at a table."""
    inside, sent, status = opened_again(envelope), request.method == "POST", 200
    data = request.POST.copy() if sent else inside.form()
    data["client_id"] = str(_id_for(envelope))
    found = written(inside, data, actor=actor, standing=standing_in(request))
    words = told_by_phone(inside, found.form if found else None)
    page = {"envelope": envelope, "words": words, "found": found}
    if found is not None and found.form.is_valid():
        try:
            with transaction.atomic():
                settle_envelope(envelope, record=found.keep(found.form.cleaned_data), actor=actor)
                transaction.set_rollback(not sent)
        except Refused as error:
            refused = write_into(found.form, error)
            status = refused if sent else 200
        else:
            if sent:
                messages.success(request, _("Kept."))
                return redirect("session-table", pk=found.session.pk)
    elif sent:
        status = 422
    return render(request, "outbox/table.html", page, status=status)


def _own(request: HttpRequest, pk: int) -> Envelope:
    found = open_envelopes(actor_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _id_for(envelope: Envelope) -> UUID:
    """The id of the record that it becomes: its own, unless that is taken; always the same for the same envelope."""
    first = envelope.state == Envelope.State.LOOK
    return envelope.client_id if first else uuid5(envelope.client_id, envelope.mark)


def _by_code(request: HttpRequest, envelope: Envelope | None, form: ReceiptForm) -> Actor | None:
    if not allowed(request, "receipt", most=TRIES, seconds=SECONDS):
        form.add_error(None, _("Too many tries. Wait five minutes, then look at the code again."))
        return None
    if not form.is_valid():
        return None
    found = rated_with(envelope, form.cleaned_data["receipt"])
    if found is None:
        form.add_error("receipt", _("There is no such receipt. Compare it with your note, group by group."))
        return None
    hold(request, found[1])
    return found[0]
