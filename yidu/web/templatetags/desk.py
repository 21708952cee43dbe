"""`{% load desk %}`: small words for the pages of the desk."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django import template
from django.template.context import Context

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


@register.simple_tag(takes_context=True)
def new_id(context: Context) -> str:
    """An id for a form that is sent once; in a piece that is kept, a hole for one (`yidu.web.drawn`)."""
    return str(context.get("new_id") or uuid4())
