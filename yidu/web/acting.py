"""One form, one action: show it, act, and on a refusal show it again with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from yidu.common.errors import NotAllowed, Refused, Stale
from yidu.web.answers import version_seen, write_into
from yidu.web.story import Told


def act(
    request: HttpRequest,
    form: BaseForm,
    do: Callable[[dict[str, Any]], Model],
    *,
    page: Mapping[str, Any],
    done: str,
    then: Callable[[Any], str],
    template: str = "acting/form.html",
    news: Callable[[int], list[Told]] | None = None,
) -> HttpResponse:
    """`do` gets the cleaned data; what it returns is shown at `then(record)` with the message `done`.

    `page` is the template's context: title, button, crumbs, and perhaps lead (a sentence above the form). `news` tells
    what happened since the version that was seen, to whoever comes too late.
    """
    status, told = 200, []
    if request.method == "POST":
        if form.is_valid():
            try:
                record = do(form.cleaned_data)
            except Refused as error:
                told = news(form.cleaned_data["version"]) if news and isinstance(error, Stale) else []
                status = write_into(form, error)
            else:
                messages.success(request, done)
                return redirect(then(record))
        else:
            status = 422
    return render(request, template, {**page, "form": form, "news": told}, status=status)


def press(request: HttpRequest, do: Callable[[int], object], *, done: str = "", then: str) -> HttpResponse:
    """One button: `do` gets the version that its reader saw. What came of it is said on the page at `then`.

    Raises `NotAllowed`, which is answered as an address that does not exist.
    """
    try:
        do(version_seen(request))
    except NotAllowed:
        raise
    except Refused as error:
        messages.error(request, str(error))
    else:
        if done:
            messages.success(request, done)
    return redirect(then)
