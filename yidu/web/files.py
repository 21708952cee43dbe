"""A kept file as it is handed out: never shown in place, never kept by anybody between, never taken for a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse


def attachment(kept: Any, name: str) -> HttpResponse:
    """The file of a record, to be saved under `name`. Whoever asks has made sure that the reader may have it."""
    with kept.open("rb") as file:
        response = HttpResponse(file.read(), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
