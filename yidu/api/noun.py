"""One noun of the API: its operations, each with who may call it and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ninja import Router

from yidu.api.door import Token
from yidu.api.shapes import Problem
from yidu.services.scopes import NOUNS, Way, scope_for

Function = TypeVar("Function", bound=Callable[..., Any])

READING = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
WRITING = {**READING, 400: Problem, 409: Problem, 413: Problem, 415: Problem}


class Noun:
    """`@noun.read("/", "everybody", answers=Shape, says=_("…"))` and `@noun.write(…)` on a function.

    A write names the action that it calls, so that a test can compare what the pages do with what is offered here.
    """

    def __init__(self, name: str) -> None:
        if name not in NOUNS:
            raise ValueError(f"{name} is not one of {', '.join(NOUNS)}")
        self.name, self.router = name, Router(tags=[name])
        self.actions: set[str] = set()

    def read(self, path: str, *who: str, answers: Any, says: Any) -> Callable[[Function], Function]:
        return self._operation("GET", path, who, {200: answers, **READING}, says, scope="read")

    def ask(self, path: str, *who: str, answers: Any, says: Any) -> Callable[[Function], Function]:
        """A reading whose question is too secret for an address: it comes as a body."""
        return self._operation("POST", path, who, {200: answers, **WRITING}, says, scope="read")

    def write(self, path: str, *who: str, does: str, answers: Any, says: Any) -> Callable[[Function], Function]:
        self.actions.add(does)
        return self._operation("POST", path, who, {200: answers, **WRITING}, says, does=does, scope="write")

    def _operation(
        self,
        method: str,
        path: str,
        who: tuple[str, ...],
        answers: dict[int, Any],
        says: Any,
        *,
        scope: Way,
        does: str = "",
    ) -> Callable[[Function], Function]:
        door = Token(who, scope=scope_for(self.name, scope), reads_body=method == "POST")
        extra = {"x-who": list(who), "x-scope": door.scope} | ({"x-action": does} if does else {})

        def decorate(function: Function) -> Function:
            self.router.api_operation(
                [method],
                path,
                auth=door,
                response=answers,
                operation_id=function.__name__,
                summary=says,
                openapi_extra=extra,
            )(function)
            return function

        return decorate
