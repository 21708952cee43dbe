"""The description of the API: a change of it is seen, it names each shape once, and people can read it."""

from __future__ import annotations

import difflib
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tools.write_openapi import TARGET, written
from yidu.api import problems, reference, shapes, v1


def differences() -> str:
    kept, now = TARGET.read_text(encoding="utf-8"), written(reference.description())
    lines = difflib.unified_diff(kept.splitlines(), now.splitlines(), "docs/openapi.json", "now", n=2, lineterm="")
    return "\n".join(list(lines)[:80])


def test_what_is_written_down_is_what_is_offered():
    found = differences()
    assert not found, f"{found}\nIf this is meant, run `python -m tools.write_openapi` and say it in the changelog."


def test_a_changed_operation_is_seen(monkeypatch: pytest.MonkeyPatch):
    """The twin: an operation says something else."""
    told = reference.description()
    changed = {**told, "paths": {**told["paths"], "/api/v1/people/": {}}}
    monkeypatch.setattr(reference, "description", lambda: changed)
    assert "list_people" in differences()


def test_the_description_is_served_as_it_is_written(cast: Cast):
    answer = Client().get("/api/v1/openapi.json")
    assert (answer.status_code, written(answer.json())) == (200, TARGET.read_text(encoding="utf-8"))
    assert answer.json()["openapi"].startswith("3.1")


def test_each_operation_has_a_name_of_its_own_and_every_reference_leads_somewhere():
    told = reference.description()
    operations: list[dict[str, str]] = [one for by_method in told["paths"].values() for one in by_method.values()]
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names)) > 90
    leads = set(re.findall(r'"#/components/(\w+)/(\w+)"', written(told)))
    parts = {(part, name) for part in ("schemas", "responses") for name in told["components"][part]}
    assert leads == parts


def every(shape: type) -> list[type]:
    found = [shape]
    below: type
    for below in shape.__subclasses__():
        found += every(below)
    return found


def test_no_two_shapes_have_one_name():
    """Or the description would tell one of them for both. What stands in the address has no name there."""
    told = [one for kind in (shapes.Out, shapes.Write) for one in set(every(kind)) if "[" not in one.__name__]
    names = [one.__name__ for one in told]
    assert sorted(names) == sorted(set(names))


def test_the_page_names_every_operation_shape_and_problem(cast: Cast):
    page = Client().get(reverse("api"), headers={"Accept-Language": "zh"}).content.decode()
    told = reference.description()
    for by_method in told["paths"].values():
        for one in by_method.values():
            assert f'id="{one["operationId"]}"' in page
    for name in told["components"]["schemas"]:
        assert f'id="shape-{name}"' in page
    for word in problems.TITLES:
        assert f'id="problem-{word}"' in page
    assert "页面上能办的" in page
    assert {noun.name for noun in v1.NOUNS} <= set(re.findall(r'<section class="section" id="([\w-]+)"', page))


def test_every_link_within_the_page_leads_somewhere(cast: Cast):
    page = Client().get(reverse("api")).content.decode()
    ids = set(re.findall(r' id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_nothing_on_the_page_comes_from_elsewhere_or_needs_a_script_of_its_own(cast: Cast):
    answer = Client().get(reverse("api"))
    page = answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert not re.findall(r"<script(?![^>]*src=)|<style| style=| on\w+=\"", page)
