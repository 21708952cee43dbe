"""Pages that a phone keeps in order to work without signal: the same for everybody, without a word about anybody.

The worker keeps them (`yidu/web/assets/ts/worker.ts`); its script names them, so that a new edition, a new key or a
new version of the site makes every phone fetch them anew.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy

from yidu.common import clock
from yidu.common.actors import VISITOR
from yidu.common.sealing import sealing_key
from yidu.people.models import Committee
from yidu.people.rules import standing_of
from yidu.programmes.queries import kinds_of
from yidu.web.access import who
from yidu.web.actors import committee_of
from yidu.web.asking.offline import PutForm, RatingForm, SeatedForm, SpokenForm, VisitForm
from yidu.web.asking.record import Raises
from yidu.web.forms import Form
from yidu.web.recording import Chosen, asked_about

FILES = ("web/main.css", "web/main.js", "web/htmx.js")
AT_THE_TABLE: dict[str, tuple[Any, type[Form]]] = {
    "words": (gettext_lazy("What somebody says"), SpokenForm),
    "here": (gettext_lazy("Somebody else is here"), SeatedForm),
    "point": (gettext_lazy("Put something to the table"), PutForm),
}
SCRIPT = Path(settings.PACKAGE) / "web" / "static" / "web" / "worker.js"


@who("everybody")
def no_signal(request: HttpRequest, code: str) -> HttpResponse:
    """What stands in for a page that cannot be reached, with what can be done all the same."""
    committee = committee_of(request, code)
    return render(request, "offline/no_signal.html", _page(committee, here="record", kinds=_kinds(committee)))


@who("everybody")
def record(request: HttpRequest, code: str, programme: str, kind: str) -> HttpResponse:
    """The form of a kind, for everybody and nobody: who led it and photos are not asked, names are typed."""
    committee = committee_of(request, code)
    kinds = _kinds(committee)
    chosen = next((one for one in kinds if (one[0].programme, one[1]) == (programme, kind)), None)
    if chosen is None:
        raise Http404
    asked = asked_about(standing_of(VISITOR), committee, chosen)
    context = {"kinds": kinds, "chosen": chosen, "form": VisitForm(asked), "raises": Raises(asked, None).formsets}
    return render(request, "offline/record.html", _page(committee, here="record", **context))


@who("everybody")
def rating(request: HttpRequest, code: str) -> HttpResponse:
    """Say by a receipt whether it is solved."""
    committee = committee_of(request, code)
    return render(request, "offline/rating.html", _page(committee, here="rating", form=RatingForm(committee)))


@who("everybody")
def table(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """A form of the table, for every session: which one it is stands in the address that it is shown under."""
    committee = committee_of(request, code)
    if form not in AT_THE_TABLE:
        raise Http404
    title, made = AT_THE_TABLE[form]
    return render(request, "offline/table.html", _page(committee, here="record", title=title, form=made()))


@who("everybody")
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the pages, in front of it what it keeps. From the root, so it may serve all pages."""
    committee = committee_of(request, request.GET.get("c") or settings.YIDU_COMMITTEE)
    kinds, key = _kinds(committee), sealing_key()
    shell = {
        "pages": [
            reverse("no-signal", args=[committee.code]),
            reverse("outbox"),
            reverse("offline-rating", args=[committee.code]),
            *(reverse("offline-table", args=[committee.code, form]) for form in AT_THE_TABLE),
            *(reverse("offline-record", args=[committee.code, one[0].programme, one[1]]) for one in kinds),
        ],
        "files": [static(name) for name in FILES],
        "key": {"id": key.id, "point": b64encode(key.point).decode()},
        "committee": committee.code,
    }
    made_of = [shell, sorted({one[0].digest for one in kinds})]
    shell["version"] = sha256(json.dumps(made_of).encode() + _script()).hexdigest()[:16]
    body = f"const SHELL = {json.dumps(shell)};\n".encode() + _script()
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _kinds(committee: Committee) -> list[Chosen]:
    return list(kinds_of(committee.pk, is_="activity"))


def _page(committee: Committee, **more: Any) -> dict[str, Any]:
    """What every page that is kept knows: for whom, sealed to which key, and when it came from the site."""
    key = sealing_key()
    return {
        "committee": committee,
        "made": clock.now().isoformat(),
        "key_id": key.id,
        "key_point": b64encode(key.point).decode(),
        **more,
    }


@lru_cache(maxsize=1)
def _script() -> bytes:
    return SCRIPT.read_bytes()
