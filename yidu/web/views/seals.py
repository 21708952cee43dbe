"""The seals: what was written down up to when, in one number that anybody may keep, sign and check."""

from __future__ import annotations

from pathlib import Path

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from yidu.common.actors import VISITOR
from yidu.common.errors import Invalid
from yidu.ledger import outside
from yidu.ledger.cosign import checkpoint, cosign_seal
from yidu.ledger.keys import log_keys, witness_keys
from yidu.ledger.models import Cosignature, Seal
from yidu.ledger.proofs import consistency as consistency_of
from yidu.ledger.seals import latest_seal
from yidu.web.access import who
from yidu.web.limits import allowed

PAGE = 50
SCRIPTS = ("verify", "witness", "ed25519")
PLAIN = "text/plain; charset=utf-8"


@who("everybody")
def seals(request: HttpRequest) -> HttpResponse:
    """Every seal, the newest first."""
    page = Paginator(Seal.objects.defer("peaks", "leaves").order_by("-number"), PAGE).get_page(request.GET.get("page"))
    names = [key.name for key in witness_keys()]
    seen = Cosignature.objects.filter(witness__in=names).order_by("witness", "-seen_at").distinct("witness")
    newest = {one.witness: one for one in seen.select_related("seal").defer("seal__leaves", "seal__peaks")}
    context = {
        "page": page,
        "lines": [(seal, bytes(seal.root).hex()) for seal in page],
        "key": log_keys()[0],
        "witnesses": [(name, newest.get(name)) for name in names],
        "scripts": [f"{name}.py" for name in SCRIPTS],
    }
    return render(request, "seals/list.html", context)


@who("everybody")
@require_safe
def checkpoint_of(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """A seal (without a number the newest) as a signed note, with the signatures of its witnesses."""
    found = latest_seal() if number is None else Seal.objects.defer("leaves").filter(number=number).first()
    if found is None:
        raise Http404
    return HttpResponse(checkpoint(found), content_type=PLAIN, headers={"Cache-Control": "no-cache"})


@who("everybody")
@require_safe
def consistency(request: HttpRequest, older: int, newer: int) -> HttpResponse:
    """The proof that the tree of `newer` entries only adds to that of `older`."""
    if older > newer:
        raise Http404
    if not allowed(request, "consistency", most=120, seconds=60):
        return HttpResponse("too many\n", status=429, content_type=PLAIN)
    seals = Seal.objects.defer("leaves")
    return JsonResponse(consistency_of(get_object_or_404(seals, size=older), get_object_or_404(seals, size=newer)))


@who("everybody")
@csrf_exempt
@require_POST
def cosign(request: HttpRequest) -> HttpResponse:
    """A witness brings its signature. There is no session behind it: what counts is the signature."""
    if not allowed(request, "cosign", most=60, seconds=60):
        return HttpResponse("too many\n", status=429, content_type=PLAIN)
    size = request.POST.get("size", "")
    try:
        if not size.isascii() or not size.isdigit() or len(size) > 18:
            raise Invalid("size must be a number of entries")
        cosign_seal(size=int(size), line=request.POST.get("line", ""), actor=VISITOR)
    except Invalid as error:
        return HttpResponse(f"{error}\n", status=error.status, content_type=PLAIN)
    return HttpResponse("kept\n", content_type=PLAIN)


@who("everybody")
@require_safe
def script(request: HttpRequest, name: str) -> HttpResponse:
    """A script that needs nothing of Yidu: to read, to keep, and to run elsewhere."""
    if name not in SCRIPTS:
        raise Http404
    text = Path(outside.__path__[0], f"{name}.py").read_text(encoding="utf-8")
    return HttpResponse(text, content_type="text/x-python; charset=utf-8")
