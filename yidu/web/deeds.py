"""Taking an action of a matter on a page: the same for accounts, links and receipts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yidu.common.actors import Actor
from yidu.common.errors import Refused, Stale
from yidu.matters.engine import open_actions, take
from yidu.matters.models import Matter
from yidu.matters.routing import Route, routes_before
from yidu.people.rules import standing_of
from yidu.programmes.grammar import Action
from yidu.web.answers import meanwhile, write_into
from yidu.web.asking.act import ActForm, Measures, inputs_of
from yidu.web.matter_page import MatterPage, matter_page
from yidu.web.naming import holder_name
from yidu.web.story import Told, tell


@dataclass(frozen=True)
class Deed:
    """Who acts on what, and where the pages around it are."""

    matter: Matter
    actor: Actor
    action: str
    back: str
    public: bool = False
    base: str = "base.html"


def deed_page(request: HttpRequest, deed: Deed) -> HttpResponse:
    """The form of the action, or (on POST) the act itself and then the matter's page.

    Raises Http404 when the procedure has no such action. One that is over leads back to the matter.
    """
    line = _line(deed)
    if request.method != "POST" and not _is_open(deed):
        messages.info(request, _("This step is not open to you now. Here is where it stands."))
        return redirect(deed.back)
    measures = Measures(line, request)
    form = ActForm(deed.matter, line, request.POST or None, initial={"version": deed.matter.version})
    news: list[Told] = []
    status = 200
    if request.method == "POST" and "measures-more" not in request.POST:
        try:
            if form.is_valid() and measures.is_valid():
                return _done(request, deed, _take(deed, form, measures))
            status = 422
        except Refused as error:
            status = write_into(form, error)
            if isinstance(error, Stale):
                news = _news(deed, request.POST.get("version"))
    return render(request, "acts/act.html", _context(deed, line, form, measures, news), status=status)


def _line(deed: Deed) -> Action:
    """The action of the stage; else of another one, for a form that was sent twice or comes late."""
    stages = [deed.matter.stage_line, *deed.matter.procedure.stage.values()]
    found = next((stage.action[deed.action] for stage in stages if deed.action in stage.action), None)
    if found is None:
        raise Http404
    return found


def _is_open(deed: Deed) -> bool:
    return any(one.id == deed.action for one in open_actions(deed.matter, deed.actor))


def _take(deed: Deed, form: ActForm, measures: Measures) -> Matter:
    told = form.cleaned_data
    return take(
        deed.matter,
        deed.action,
        actor=deed.actor,
        version=told["version"],
        inputs=inputs_of(form, measures),
        client_id=told["client_id"],
    )


def _done(request: HttpRequest, deed: Deed, matter: Matter) -> HttpResponse:
    """Back to the matter, with what happens next."""
    after = Matter.objects.select_related("edition", "lead").get(pk=matter.pk)
    if after.is_open:
        messages.success(request, _("Done. It is now in the hands of: %(holder)s.") % {"holder": holder_name(after)})
    else:
        messages.success(request, _("Done. %(stage)s.") % {"stage": after.stage_line.title})
    return redirect(deed.back)


def _news(deed: Deed, seen: Any) -> list[Told]:
    """What happened since the version that the actor saw."""
    since = int(seen) if str(seen).isdecimal() else deed.matter.version
    fresh = Matter.objects.select_related("edition", "lead", "activity").get(pk=deed.matter.pk)
    page = _page(deed)
    told = tell(fresh, meanwhile(fresh, since=since), full=page.full)
    return [one for one in told if not one.is_now]


def _page(deed: Deed) -> MatterPage:
    standing = standing_of(deed.actor)
    return matter_page(deed.matter, deed.actor, standing, address=lambda _action: "", public=deed.public)


def _routes(deed: Deed, line: Action) -> list[Route]:
    """Who had such matters before, for whoever chooses a department now. Nothing of it is chosen by itself."""
    chooses = {"lead", "departments"} & {*line.asks, *line.optional} and _is_open(deed)
    return routes_before(deed.matter, standing_of(deed.actor)) if chooses else []


def _context(deed: Deed, line: Action, form: ActForm, measures: Measures, news: list[Told]) -> dict[str, Any]:
    return {
        "base": deed.base,
        "page": _page(deed),
        "matter": deed.matter,
        "line": line,
        "form": form,
        "measures": measures.formset,
        "news": news,
        "routes": _routes(deed, line),
        "still_open": _is_open(deed),
        "back": deed.back,
        "crumbs": [(deed.matter.title, deed.back)],
    }
