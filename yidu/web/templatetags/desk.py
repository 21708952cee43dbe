"""`{% load desk %}`: small words for the pages of the desk."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django import template

from yidu.web import naming

register = template.Library()
register.filter("role_title", naming.role_title)


@register.filter
def iso_day(value: str) -> date | None:
    """A day that is kept as ISO text; None when it is none."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


@register.simple_tag
def new_id() -> str:
    """An id for a form that is sent once."""
    return str(uuid4())
