"""Writing: what I write and what waits for my name, one text, how it changed, handing it in."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yidu.activities.queries import one_activity
from yidu.common import clock
from yidu.common.errors import NotAllowed, Refused
from yidu.common.ids import uuid_in
from yidu.matters.queries import one_matter
from yidu.proposals.actions import (
    discard_draft,
    drop_source,
    hand_in_draft,
    quote_source,
    save_draft,
    start_draft,
)
from yidu.proposals.models import Draft, Wording
from yidu.proposals.queries import (
    handed_in,
    invitations,
    kinds_to_write,
    names_of,
    one_draft,
    own_drafts,
    sources_of,
)
from yidu.proposals.rules import is_author
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.alike_hits import alike_hits
from yidu.web.answers import write_into
from yidu.web.asking.fields import VersionForm
from yidu.web.asking.raising import raised_as_choices
from yidu.web.asking.writing import DraftForm, QuoteForm
from yidu.web.draft_page import (
    changes,
    labels_of,
    length_of,
    missing_from,
    names_shown,
    own_signature,
    parts_of,
    saved_words,
)
from yidu.web.draft_story import tell_draft
from yidu.web.quoting import as_source, quoted

SIGNERS = ("record", "sign")
"""Whoever may write, and whoever signs for a body: one has drafts, the other is asked for names."""
NEXT = {"hand-in": "draft-hand-in", "names": "draft-names", "sources": "draft-quote"}
"""Where the buttons of the writing page lead, once what was typed is saved."""


@who(*SIGNERS)
def writing(request: HttpRequest) -> HttpResponse:
    """What I write, and the names that I am asked for."""
    committee, standing = committee_of(request), standing_in(request)
    kinds = kinds_to_write(standing, committee)
    wanted = request.GET.get("from", "")
    context = {
        "kinds": [(one, raised_as_choices(one[2], committee, standing), uuid4()) for one in kinds],
        "source": quoted(request, wanted),
        "from": wanted,
        "waiting": invitations(standing),
        "drafts": own_drafts(standing, committee) if kinds else [],
        "handed_in": handed_in(standing, committee),
    }
    return render(request, "writing/writing.html", context)


@who("record")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a text of a kind, perhaps on what was heard or settled somewhere."""
    actor, committee = actor_of(request), committee_of(request)
    kinds = kinds_to_write(standing_in(request), committee)
    wanted = request.POST.get("kind", "")
    chosen = next((one for one in kinds if f"{one[0].programme}.{one[1]}" == wanted), None)
    client_id = uuid_in(request.POST.get("client_id", ""))
    if chosen is None or client_id is None:
        raise Http404
    row = start_draft(
        committee=committee, edition=chosen[0], kind=chosen[1], raised_as=request.POST.get("raised_as", ""),
        actor=actor, client_id=client_id,
    )  # fmt: skip
    source = quoted(request, request.POST.get("from", ""))
    if source is not None:
        quote_source(row, **as_source(source), actor=actor)
    return redirect("draft", pk=row.pk)


@who(*SIGNERS)
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text: to write for its author, to read and to sign for whoever is asked."""
    actor, standing = actor_of(request), standing_in(request)
    found = _draft_or_404(request, pk)
    if not is_author(standing, found) or not found.is_open:
        if request.method == "POST":
            raise Http404
        return _read(request, found)
    form, status = DraftForm(found, request.POST or None), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                save_draft(found, **form.inputs(), actor=actor)
            except Refused as error:
                status = write_into(form, error)
            else:
                messages.success(request, _("Saved."))
                return redirect(NEXT.get(request.POST.get("then", ""), "draft"), pk=pk)
        else:
            status = 422
    context = {
        "draft": found,
        "form": form,
        "said": saved_words(found),
        "length": length_of(found),
        "names": names_shown([one for one in names_of(found) if one.is_open]),
        "sources": sources_of(found),
        "crumbs": [(_("Write"), reverse("writing"))],
    }
    return render(request, "writing/draft.html", context, status=status)


@who("record")
@require_POST
def autosave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same for the script: saved or why not, and what the form carries next."""
    found = _own_or_404(request, pk)
    form = DraftForm(found, request.POST)
    if not form.is_valid():
        return JsonResponse({"said": _first_said(form)}, status=422)
    try:
        row = save_draft(found, **form.inputs(), actor=actor_of(request))
    except NotAllowed:
        raise
    except Refused as error:
        said = next((str(one) for some in error.fields.values() for one in some), str(error))
        return JsonResponse({"said": said}, status=error.status)
    return JsonResponse({"said": saved_words(row), "version": row.version, "client_id": str(uuid4())})


@who(*SIGNERS)
def wordings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it read, and what changed between any two. Whoever was asked sees it since what they signed."""
    found, standing = _draft_or_404(request, pk), standing_in(request)
    rows = list(found.wordings.order_by("number"))
    if not is_author(standing, found):
        mine = own_signature(standing, list(names_of(found)))
        since = mine.signed if mine and mine.signed else rows[-1].number if rows else 0
        rows = [one for one in rows if one.number >= since]
    after = _chosen(rows, request.GET.get("b", "")) or (rows[-1] if rows else None)
    before = _chosen(rows, request.GET.get("a", ""))
    if before is None and after is not None:
        before = next((one for one in reversed(rows) if one.number < after.number), None)
    context = {
        "draft": found,
        "rows": rows,
        "before": before,
        "after": after,
        "parts": changes(found, before, after) if after else [],
        "story": tell_draft(found) if is_author(standing, found) else [],
        "crumbs": _crumbs(found),
    }
    return render(request, "writing/wordings.html", context)


@who("record")
def hand_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What will be handed in and with which names; then it is a matter."""
    found = _own_or_404(request, pk)
    form, status = VersionForm(request.POST or None, initial={"version": found.version}), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                row = hand_in_draft(found, actor=actor_of(request), **form.cleaned_data)
            except Refused as error:
                labels = labels_of(found)
                error.fields = {
                    "": [f"{labels.get(name, name)}: {one}" for name, said in error.fields.items() for one in said]
                } if error.fields else {}  # fmt: skip
                status = write_into(form, error)
            else:
                assert row.matter is not None
                said = _("Handed in as no. %(number)s. Its page says what becomes of it.")
                messages.success(request, said % {"number": row.matter.number})
                return redirect("matter", pk=row.matter_id)
        else:
            status = 422
    asked = [one for one in names_of(found) if one.is_open]
    parts = parts_of(found)
    words = f"{found.title}\n{found.text}"
    context = {
        "draft": found,
        "form": form,
        "parts": parts,
        "missing": missing_from(found),
        "length": length_of(found),
        "with_you": [one for one in asked if one.stands],
        "left_out": [one for one in asked if not one.stands],
        "hits": alike_hits([found.title, *(said for _label, said in parts)], found.committee, standing_in(request)),
        "elsewhere": [one for one in found.kind_line.divert_words if one in words],
        "where": [str(item.title) for item in found.edition.read.choices("diverted-to", clock.today())],
        "crumbs": _crumbs(found),
    }
    return render(request, "writing/hand_in.html", context, status=status)


@who("record")
def put_aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a text up. What it said is deleted."""
    found = _own_or_404(request, pk)
    return act(
        request,
        VersionForm(request.POST or None, initial={"version": found.version}),
        lambda told: discard_draft(found, actor=actor_of(request), **told),
        page={
            "title": _("Put it aside for good"),
            "lead": _("The text is deleted here, and how it read before. Whoever was asked to sign sees it no more."),
            "button": _("Put it aside for good"),
            "crumbs": _crumbs(found),
        },
        done=_("Put aside. Nothing of it is kept."),
        then=lambda _row: reverse("writing"),
    )


@who("record")
def quote(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From which visits and matters it comes."""
    found = _own_or_404(request, pk)
    form = QuoteForm(found, standing_in(request), request.POST or None)

    def do(told: dict[str, Any]) -> Draft:
        for one in form.found:
            quote_source(found, **as_source(one), actor=actor_of(request))
        return found

    return act(
        request, form, do,
        page={"draft": found, "sources": sources_of(found), "crumbs": _crumbs(found)},
        done=_("Quoted."), then=lambda row: reverse("draft-quote", args=[row.pk]), template="writing/sources.html",
    )  # fmt: skip


@who("record")
@require_POST
def drop(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Quote it no more."""
    found = _own_or_404(request, pk)
    drop_source(found, source=number, actor=actor_of(request))
    return redirect("draft-quote", pk=pk)


def _read(request: HttpRequest, found: Draft) -> HttpResponse:
    """The text to read, with the question whether one signs it."""
    standing = standing_in(request)
    asked = list(names_of(found))
    mine = own_signature(standing, asked) if found.is_open else None
    context = {
        "draft": found,
        "parts": parts_of(found),
        "length": length_of(found),
        "mine": mine,
        "names": names_shown([one for one in asked if one.stands]),
        "sources": [one for one in sources_of(found) if _is_readable(request, one.activity_id, one.matter_id)],
        "crumbs": [(_("Write"), reverse("writing"))],
    }
    return render(request, "writing/read.html", context)


def _is_readable(request: HttpRequest, activity: UUID | None, matter: UUID | None) -> bool:
    """Not everybody who signs may read what the author may."""
    actor = actor_of(request)
    if activity is not None:
        return one_activity(actor, activity) is not None
    return matter is not None and one_matter(actor, matter, standing_in(request)) is not None


def _chosen(rows: list[Wording], number: str) -> Wording | None:
    return next((one for one in rows if str(one.number) == number), None)


def _draft_or_404(request: HttpRequest, pk: UUID) -> Draft:
    found = one_draft(standing_in(request), pk)
    if found is None:
        raise Http404
    return found


def _own_or_404(request: HttpRequest, pk: UUID) -> Draft:
    """One's own, still being written."""
    found = _draft_or_404(request, pk)
    if not is_author(standing_in(request), found) or not found.is_open:
        raise Http404
    return found


def _crumbs(found: Draft) -> list[tuple[str, str]]:
    return [(_("Write"), reverse("writing")), (found.title or _("Untitled"), reverse("draft", args=[found.pk]))]


def _first_said(form: DraftForm) -> str:
    return next((str(one) for some in form.errors.values() for one in some), "")
