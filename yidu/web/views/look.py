"""The page of all pieces, and five sample pages made of them. Mounted at `look/`; it shows invented text only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yidu.web import forms as ours
from yidu.web import look as invented

PAGES = {
    "gallery": "portal",
    "portal": "portal",
    "proof": "portal",
    "today": "desk",
    "record": "desk",
    "matter": "desk",
}
_NAV = {
    "portal": ["portal", "proof", "matter", "gallery"],
    "desk": ["today", "record", "matter", "proof", "gallery"],
}


def look(request: HttpRequest, page: str = "gallery") -> HttpResponse:
    """One sample page, as a visitor or as somebody at the desk sees it. 404 for any other name."""
    if page not in PAGES:
        raise Http404
    sample = invented.samples()
    shapes, values = invented.a_map(sample.map)
    context = {
        "sample": sample,
        "variant": PAGES[page],
        "nav": [(key, getattr(sample.nav, key), _address(key), key == page) for key in _NAV[PAGES[page]]],
        "committee": sample.committee,
        "latest_seal": sample.latest_seal,
        "tagline": sample.tagline,
        "deadline": invented.a_deadline(),
        "long_deadline": invented.a_long_deadline(),
        "shapes": shapes,
        "values": values,
        "form": _visit(sample.form, request),
        "matters": _matters(sample.form, request),
    }
    return render(request, f"look/{page}.html", context)


def suggestions(request: HttpRequest) -> HttpResponse:
    """What a page of suggestions answers."""
    names = [item.title for item in invented.samples().today.items if request.GET.get("q", "") in item.title]
    return render(request, "look/suggestions.html", {"names": names})


def _address(page: str) -> str:
    return reverse("look") if page == "gallery" else reverse("look-page", args=[page])


def _visit(words: Any, request: HttpRequest) -> ours.Form:
    fields: dict[str, Any] = {
        "visited": ours.SuggestField(url=reverse("look-suggestions"), label=words.visited, help_text=words.visited_why),
        "together": forms.MultipleChoiceField(
            label=words.together, choices=words.choices, widget=forms.CheckboxSelectMultiple, initial=["me"]
        ),
        "on": forms.DateField(label=words.on, widget=ours.DayInput),
        "heard": forms.CharField(label=words.heard, help_text=words.heard_why, widget=forms.Textarea({"rows": 4})),
        "photo": forms.FileField(label=words.photo, help_text=words.photo_why, required=False),
        "public": forms.BooleanField(label=words.public, required=False),
    }
    form = type("Visit", (ours.Form,), fields)
    return form(request.POST, request.FILES) if request.method == "POST" else form()


def _matters(words: Any, request: HttpRequest) -> ours.RepeatFormSet:
    one = type("Matter", (ours.Form,), {"text": forms.CharField(label=words.matter_text, required=False)})
    several = ours.repeated(one, item_label=words.matter, add_label=words.add)
    if request.method != "POST":
        return several(prefix="matter")
    wants_more = several.wants_more(request.POST, "matter")
    return several(several.one_more(request.POST, "matter") if wants_more else request.POST, prefix="matter")
