"""What was written before and is like what somebody writes now: beside the form, or as a page without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from yidu.common.text import normalise
from yidu.matters.alike import Alike, alike
from yidu.web.access import who
from yidu.web.actors import committee_of, standing_in
from yidu.web.answers import is_fragment, varies
from yidu.web.asking.fields import ANSWER
from yidu.web.matter_page import reply_class

LEAST = 20
"""Characters of an answer that are worth comparing: shorter ones are choices and numbers."""


@dataclass(frozen=True)
class Hit:
    """A matter like it, with the class of its answer in words."""

    alike: Alike
    class_title: str


@who("signed-in")
@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Takes the form as it stands (title, text, answers) and keeps nothing of it."""
    found = alike(_written(request), committee_of(request), standing_in(request))
    template = "alike/alike.html#hits" if is_fragment(request) else "alike/alike.html"
    return varies(render(request, template, {"hits": [_hit(one) for one in found]}))


def _written(request: HttpRequest) -> Iterator[str]:
    for name, value in request.POST.items():
        told = str(value)
        if name in ("title", "text") or (name.startswith(ANSWER) and len(told) >= LEAST):
            yield normalise(told, lines=True)


def _hit(one: Alike) -> Hit:
    matter = one.matter
    return Hit(one, reply_class(matter, matter.answer_class) if matter.answer_class else "")
