"""The first version of the API, as addresses. Each view carries `who`, as the pages do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.operation import PathView

from yidu.api import problems
from yidu.api.bodies import JsonParser
from yidu.api.noun import Noun
from yidu.api.nouns import (
    activities,
    appointments,
    askings,
    calendar,
    committees,
    documents,
    draws,
    figures,
    look_backs,
    matters,
    organisations,
    people,
    places,
    programmes,
    projects,
    receipts,
    reminders,
    seals,
    sectors,
    sessions,
    sheets,
    stations,
    tokens,
    views,
    webhooks,
)

NOUNS: tuple[Noun, ...] = (
    matters.noun,
    documents.noun,
    sessions.noun,
    askings.noun,
    activities.noun,
    receipts.noun,
    people.noun,
    appointments.noun,
    organisations.noun,
    stations.noun,
    projects.noun,
    sectors.noun,
    committees.noun,
    places.noun,
    programmes.noun,
    figures.noun,
    seals.noun,
    calendar.noun,
    draws.noun,
    look_backs.noun,
    sheets.noun,
    views.noun,
    reminders.noun,
    webhooks.noun,
    tokens.noun,
)

api = NinjaAPI(title="Yidu", version="1", urls_namespace="api-v1", docs_url=None, openapi_url=None, parser=JsonParser())
problems.handle(api)
for noun in NOUNS:
    api.add_router(f"/{noun.name}", noun.router)


def urls() -> Iterator[URLPattern]:
    """One address for each path, with the words of all its operations, and by method in `who_by_method`."""
    for bound in api._get_bound_routers():
        views = [view for view in bound.path_operations.values() for _operation in view.operations]
        for pattern, view in zip(bound.urls_paths(bound.prefix), views, strict=True):
            name = f"api-{pattern.name}".replace("_", "-")
            # The library's own converter gives a text; Django's refuses what is no id in one place for all routes.
            route = str(pattern.pattern).replace("<uuidstr:", "<uuid:")
            yield path(route, declared(pattern.callback, view), name=name)


def declared(callback: Callable[..., Any], view: PathView) -> Callable[..., HttpResponse]:
    """The view of a path, with its declaration, and a problem for a method that it does not know."""
    by_method = {method: _words(one) for one in view.operations for method in one.methods}

    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in by_method:
            response = problems.answer("method")
            response["Allow"] = ", ".join(sorted(by_method))
            return response
        answer: HttpResponse = callback(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        return answer

    run.csrf_exempt = True  # type: ignore[attr-defined]
    run.who = tuple(dict.fromkeys(word for words in by_method.values() for word in words))  # type: ignore[attr-defined]
    run.who_by_method = by_method  # type: ignore[attr-defined]
    return run


def _words(operation: Any) -> tuple[str, ...]:
    words: tuple[str, ...] = operation.auth_callbacks[0].words
    return words
