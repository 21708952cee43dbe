"""A Word file to take away."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from yidu.briefs.paper import DOCX

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


def word(body: bytes, name: str) -> HttpResponse:
    """A download; the name without what a file's name cannot hold."""
    response = HttpResponse(body, content_type=DOCX)
    called = _NOT_IN_NAMES.sub("-", name).strip("-.")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{called}.docx")
    response["X-Content-Type-Options"] = "nosniff"
    return response
