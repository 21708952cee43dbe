"""Documents that took suggestions up: the list, one of them, and recording what departments issued."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.common.errors import Refused
from yidu.documents import actions
from yidu.documents.models import Document
from yidu.documents.queries import documents_of, edition_for, one_document, uptakes_of
from yidu.ledger.models import Step
from yidu.matters.models import Matter
from yidu.people.models import Committee
from yidu.people.rules import has_power
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.asking.documents import DocumentForm, Takes, begins_with_uptakes
from yidu.web.asking.people import WithdrawForm
from yidu.web.story import tell_document

PAGE = 30


@who("everybody")
def documents(request: HttpRequest, code: str) -> HttpResponse:
    """What came of suggestions: the documents of a committee that one may read, the newest first."""
    committee = committee_of(request, code)
    found = documents_of(committee, actor_of(request), standing_in(request))
    context = {
        "committee": committee,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "keeps": _keeps(request, committee) and edition_for(committee) is not None,
        "crumbs": [],
    }
    return render(request, "documents/list.html", context)


@who("everybody")
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One document: who issued it when, where it can be read, what it took up and what not."""
    shown = _document_or_404(request, pk)
    keeps = _keeps(request, shown.committee)
    steps = Step.objects.filter(record_type="document", record_id=str(pk)).select_related("actor").order_by("-pk")
    context = {
        "document": shown,
        "is_address": shown.read_at.startswith(("https://", "http://")) and " " not in shown.read_at,
        "uptakes": uptakes_of(shown, actor_of(request)),
        "keeps": keeps and shown.withdrawn_at is None,
        "story": tell_document(steps, named=keeps),
        "crumbs": [_list_of(shown.committee)],
    }
    return render(request, "documents/document.html", context)


@who("office")
def record_document(request: HttpRequest) -> HttpResponse:
    """`?matter=`: begun from the page of a matter that it took up."""
    committee = committee_of(request)
    edition = edition_for(committee)
    if edition is None:
        raise Http404
    begun = Matter.objects.filter(committee=committee, number=request.GET.get("matter", "")[:20]).first()
    form = DocumentForm(committee, edition, request.POST or None)
    takes = Takes(committee, request, begins=[{"matter": begun.number}] if begun else ())
    page = {"title": _("Record a document that took suggestions up"), "button": _("Record it")}
    common: dict[str, Any] = {"committee": committee, "edition": edition, "actor": actor_of(request)}

    def do(told: dict[str, Any]) -> Document:
        return actions.record_document(**common, **told)

    return _asked(request, committee, form, takes, do, page)


@who("office")
def correct_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same form with what was recorded; everything is said anew, with the reason."""
    shown = _own_or_404(request, pk)
    uptakes = list(shown.uptakes.select_related("matter"))
    form = DocumentForm(shown.committee, shown.edition, request.POST or None, document=shown)
    takes = Takes(shown.committee, request, begins=begins_with_uptakes(uptakes))
    page = {"title": _("Correct what was recorded"), "button": _("Correct it"), "of": shown}

    def do(told: dict[str, Any]) -> Document:
        version = form.cleaned_data["version"]
        return actions.correct_document(shown, **told, actor=actor_of(request), version=version)

    return _asked(request, shown.committee, form, takes, do, page)


@who("office")
def withdraw_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = _own_or_404(request, pk)
    page = {
        "title": _("Withdraw what was recorded by mistake"),
        "lead": shown.title,
        "button": _("Withdraw it"),
        "crumbs": [_list_of(shown.committee), (shown.title, reverse("document", args=[pk]))],
    }
    return act(
        request,
        WithdrawForm(request.POST or None, initial={"version": shown.version}),
        lambda told: actions.withdraw_document(shown, actor=actor_of(request), **told),
        page=page,
        done=_("Withdrawn. It counts no more."),
        then=lambda done: reverse("document", args=[done.pk]),
    )


def _asked(
    request: HttpRequest,
    committee: Committee,
    form: DocumentForm,
    takes: Takes,
    do: Callable[[dict[str, Any]], Document],
    page: dict[str, Any],
) -> HttpResponse:
    """The form with its blocks; sent, the act, or the form again with what was typed and what is wrong."""
    status = 200
    if request.method == "POST" and not takes.wants_more:
        both = form.is_valid(), takes.is_valid()
        status = 200 if all(both) else 422
        if all(both):
            try:
                done = do({**form.inputs(), "takes": takes.lines()})
            except Refused as error:
                status = takes.refuse(form, error)
            else:
                messages.success(request, _("Kept. It stands with each matter that it took up."))
                return redirect("document", pk=done.pk)
    context = {**page, "form": form, "takes": takes.formset, "crumbs": [_list_of(committee)]}
    return render(request, "documents/form.html", context, status=status)


def _document_or_404(request: HttpRequest, pk: UUID) -> Document:
    found = one_document(actor_of(request), pk, standing_in(request))
    if found is None:
        raise Http404
    return found


def _own_or_404(request: HttpRequest, pk: UUID) -> Document:
    found = _document_or_404(request, pk)
    if found.committee_id != committee_of(request).pk:
        raise Http404
    return found


def _keeps(request: HttpRequest, committee: Committee) -> bool:
    return has_power(actor_of(request), "office", committee_id=committee.pk)


def _list_of(committee: Committee) -> tuple[str, str]:
    return _("Documents"), reverse("documents", args=[committee.code])
