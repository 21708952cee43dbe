"""How a page answers when an action refuses: the form again, with what was typed and what is to be done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db.models import Model
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from yidu.common.errors import Conflict, NotAllowed, Refused, Stale
from yidu.ledger.models import Step


def write_into(form: BaseForm, error: Refused) -> int:
    """Put a refusal into a bound form and return the HTTP status: 422, or 409.

    After `Stale` the form carries the new version, so that sending it again is a decision and works. After
    `Conflict` it carries a new client id, because the old one belongs to what was sent first. Whoever may not gets
    404, as for an address that does not exist.
    """
    if isinstance(error, NotAllowed):
        raise Http404
    placed = False
    for name, said in error.fields.items():
        if (field := _field_for(form, name)) is not None:
            placed = True
            for sentence in said:
                form.add_error(field, str(sentence))
        else:
            for sentence in said:
                form.add_error(None, str(sentence))
    if not placed or not error.fields:
        form.add_error(None, str(error))
    if isinstance(error, Stale):
        _say(form, "version", str(error.current))
    if isinstance(error, Conflict):
        _say(form, "client_id", str(uuid4()))
    return error.status


def _field_for(form: BaseForm, name: str) -> str | None:
    """The form's own name of an input: the inputs of actions have hyphens where forms may have underscores."""
    return next((one for one in (name, name.replace("-", "_"), f"answer-{name}") if one in form.fields), None)


def _say(form: BaseForm, name: str, value: str) -> None:
    if name in form.fields:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data[form.add_prefix(name)] = value  # type: ignore[index]


def version_seen(request: HttpRequest) -> int:
    """The version on which a button was pressed; 0, which is none, for anything that is no version."""
    seen = request.POST.get("version", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0


def meanwhile(record: Model, *, since: int) -> Iterable[Step]:
    """The steps that a record has taken since the version that somebody saw, the oldest first."""
    return (
        Step.objects.filter(
            record_type=record.record_type,  # type: ignore[attr-defined]
            record_id=str(record.pk),
            version__gt=since,
        )
        .select_related("actor", "organisation")
        .order_by("pk")
    )


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page. A page that it fetched to go back is wanted whole."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx and not htmx.history_restore_request and not htmx.boosted)


def varies(response: HttpResponse) -> HttpResponse:
    """Mark an answer that differs for htmx, so that no cache gives the one for the other."""
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response
