"""What became of something that was raised, a line each: how its parts stand, where it was issued, adopted, instructed
on, taken up. What was issued together with another went out in the other's issue, and was adopted with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yidu.documents.models import Uptake
from yidu.matters.issued_texts import issue_words, went_out_in
from yidu.matters.models import Adoption, IssuedText, Matter


def read_with() -> list[Prefetch | str]:
    """What is to be read with matters, so that `became` asks nothing: a question each, however many matters."""
    issued = IssuedText.objects.filter(issued_at__isnull=False).defer("title", "text")
    uptakes = Uptake.objects.filter(document__withdrawn_at=None).select_related("document")
    adoptions = Adoption.objects.filter(withdrawn_at=None).prefetch_related("instructions")
    under_way = Q(closed_at=None) | Q(answered_at__isnull=False)
    parts = Matter.objects.filter(under_way).select_related("lead", "edition").defer("edition__content")
    own = [Prefetch("issued_texts", issued), Prefetch("adoptions", adoptions), Prefetch("uptakes", uptakes)]
    others = [Prefetch("merged_into__issued_texts", issued), Prefetch("merged_into__adoptions", adoptions)]
    return [*own, *others, Prefetch("parts", parts.order_by("number"))]


def became(matter: Matter) -> Iterator[str]:
    """A line for each. What is answered, solved and satisfied stands beside it, apart."""
    item = matter.programme.item
    for part in matter.parts.all():
        yield "；".join(_part(part))
    main = went_out_in(matter)
    for text in main.issued_texts.all():
        yield issue_words(matter.programme, text.series, text.year, text.number)
    for one in main.adoptions.all():
        words = {"level": item("adoption-level", one.level), "carrier": item("adoption-carrier", one.carrier)}
        yield _("adopted: %(level)s, %(carrier)s, %(day)s") % {**words, "day": _day(one.adopted_on)}
        for each in one.instructions.all():
            words = {"by": each.instructed_by, "words": item("instruction", each.words)}
            yield _("%(by)s, %(day)s: %(words)s") % {**words, "day": _day(each.instructed_on)}
    for uptake in matter.uptakes.all():
        words = {"title": uptake.document.title, "day": _day(uptake.document.issued_on)}
        yield _("taken up in “%(title)s”, %(day)s") % words


def _part(part: Matter) -> Iterator[str]:
    """Which department answers it, where it stands, and what was said of it."""
    yield _("no. %(number)s, %(lead)s") % {"number": part.number, "lead": part.lead.called if part.lead else "–"}
    yield str(part.stage_line.title)
    if part.answer_class:
        yield part.class_title(part.answer_class)
    if part.satisfied is not None:
        yield _("satisfied") if part.satisfied else _("not satisfied")


def _day(day: date) -> str:
    return date_format(day, pgettext("date format", "j F Y"))
