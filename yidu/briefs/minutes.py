"""The minutes of a session (纪要), in the form that official documents give to them (GB/T 9704-2012): no seal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Length, Mm, Pt

from yidu.briefs import paper
from yidu.consultations.models import Outcome, Point, Seat, Session

MARK = Pt(36)
MARK_FROM_TOP = Mm(35)
SHORT = 300
"""Of a long statement so many characters: the whole of it stays in its place."""
Stands = Point.Stands


@dataclass(frozen=True)
class Agreed:
    """What is done, by whom together with whom, and by when."""

    text: str
    measure: str
    owner: str
    joint: tuple[str, ...]
    day: date


@dataclass(frozen=True)
class Minutes:
    """What the minutes say. For the public: without `statements`, and nobody who took part is named."""

    sender: str
    title: str
    number: str
    form: str
    begins_at: datetime
    ends_at: datetime
    place: str
    convener: str
    headcount: int
    took_part: tuple[tuple[str, tuple[str, ...]], ...]
    """By part: what they are, and what they are called (for the public: how many)."""
    agenda: tuple[str, ...]
    statements: tuple[tuple[str, str], ...]
    agreed: tuple[Agreed, ...]
    disagreed: tuple[tuple[str, str], ...]
    recommended: tuple[tuple[str, str, str], ...]
    outcomes: tuple[tuple[str, int, date, str], ...]
    conclusion: str


def minutes_of(session: Session, *, inside: bool) -> Minutes:
    """The minutes of a session that was held. In Chinese, whatever language the reader has chosen.

    `inside`: with who took part by name and what each of them said; else as everybody may read them.
    """
    assert session.held_at is not None, "there are minutes of what was held"
    points = list(session.points.filter(withdrawn_at=None).select_related("owner", "words").prefetch_related("joint"))
    with translation.override("zh-hans"):
        return Minutes(
            sender=session.committee.name,
            title=_("Minutes of the session on “%(topic)s”") % {"topic": session.called},
            number=session.number,
            form=session.programme.item("consultation-form", session.form),
            begins_at=localtime(session.begins_at),
            ends_at=localtime(session.ends_at),
            place=" ".join(one for one in (str(session.station or session.place.name), session.room) if one),
            convener=session.convener.person.name,
            headcount=session.headcount or 0,
            took_part=tuple(_took_part(session, inside=inside)),
            agenda=tuple(paper.lines_of(session.agenda)),
            statements=tuple(_statements(session)) if inside else (),
            agreed=tuple(_agreed(point) for point in points if point.stands == Stands.AGREED),
            disagreed=tuple((point.text, point.says) for point in points if point.stands == Stands.DISAGREED),
            recommended=tuple(
                (point.text, point.words.speaker if inside and point.words else "", _called(point))
                for point in points
                if point.stands == Stands.RECOMMENDED
            ),
            outcomes=tuple(_outcomes(session)),
            conclusion=session.conclusion,
        )


def _took_part(session: Session, *, inside: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Confirmed seats by part. Bodies are named to everybody, people only inside."""
    by_part: dict[str, list[Seat]] = defaultdict(list)
    seats = session.seats.filter(confirmed_at__isnull=False, taken_off_at=None)
    for seat in seats.select_related("person", "organisation"):
        by_part[seat.part].append(seat)
    for part in Seat.Part:
        if seats_here := by_part.get(part):
            yield str(part.label), tuple(_names(seats_here, inside=inside))


def _names(seats: Sequence[Seat], *, inside: bool) -> Iterator[str]:
    people = 0
    for seat in seats:
        if seat.organisation is not None:
            name = f"（{seat.name}）" if inside and seat.name else ""
            yield f"{seat.organisation.called}{name}"
        elif inside:
            yield str(seat)
        else:
            people += 1
    if people:
        yield _("%(count)d people") % {"count": people}


def _statements(session: Session) -> Iterator[tuple[str, str]]:
    for words in session.words.filter(withdrawn_at=None):
        said = " ".join(paper.lines_of(words.text)) or _("(kept as a file: %(name)s)") % {"name": words.file_name}
        yield words.speaker, said if len(said) <= SHORT else said[: SHORT - 1] + "…"


def _agreed(point: Point) -> Agreed:
    assert point.day is not None, "the table holds that what is agreed has a day"
    return Agreed(point.text, point.says, _called(point), tuple(one.called for one in point.joint.all()), point.day)


def _called(point: Point) -> str:
    return point.owner.called if point.owner else ""


def _outcomes(session: Session) -> Iterator[tuple[str, int, date, str]]:
    for one in Outcome.objects.filter(session=session, withdrawn_at=None).select_related("topic__edition"):
        yield one.title, one.quantity, one.day, one.confirmed_says


# --- on paper ---------------------------------------------------------------------------------------------------------


def minutes_file(minutes: Minutes) -> bytes:
    """The minutes as a Word file."""
    document = paper.sheet(minutes.title, at=minutes.ends_at)
    paper.number_pages(document)
    with translation.override("zh-hans"):
        _head(document, minutes)
        _facts(document, minutes)
        _body(document, minutes)
    return paper.bytes_of(document)


def _head(document: Document, minutes: Minutes) -> None:
    """The red mark, 35 mm below the edge of the text, its number, the red line, and the title."""
    mark = paper.write(
        document, _("Minutes of a consultation"), font=paper.SONG, size=MARK, align=paper.CENTRE,
        pitch=Length(int(MARK * 1.2)), colour=paper.RED,
    )  # fmt: skip
    mark.paragraph_format.space_before = Length(MARK_FROM_TOP - Mm(10))
    paper.write(document, "")
    number = paper.write(document, _("No. %(number)s") % {"number": minutes.number}, align=paper.CENTRE)
    number.paragraph_format.space_after = Mm(4)
    under = paper.write(document, minutes.sender, align=paper.LEFTWARD)
    under.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    paper.add(under, f"\t{_numerals(minutes.begins_at.date())}")
    paper.rule(under, "bottom", "single", space=4)
    paper.write(document, "")
    paper.title(document, minutes.title)
    paper.write(document, "")


def _facts(document: Document, minutes: Minutes) -> None:
    time = f"{_numerals(minutes.begins_at.date())}{minutes.begins_at:%H:%M}—{minutes.ends_at:%H:%M}"
    for name, said in (
        (_("Form"), minutes.form),
        (_("Time"), time),
        (_("Place"), minutes.place),
        (_("Convener"), minutes.convener),
        (_("Took part"), _("%(count)d people") % {"count": minutes.headcount}),
        *((part, _(", ").join(names)) for part, names in minutes.took_part),
    ):
        line = paper.write(document, "", first=2)
        paper.add(line, f"{name}：", font=paper.HEI)
        paper.add(line, paper.readable(said))


def _body(document: Document, minutes: Minutes) -> None:
    """The parts that say something, numbered in their order."""
    parts: list[tuple[str, list[str]]] = [
        (_("Agenda"), _numbered(minutes.agenda)),
        (_("Statements in short"), [f"{speaker}：{said}" for speaker, said in minutes.statements]),
        (_("What was agreed"), _numbered(_agreement(one) for one in minutes.agreed)),
        (_("What was not agreed, and why"), _numbered(_joined(one) for one in minutes.disagreed)),
        (_("Recommendations"), _numbered(_recommendation(*one) for one in minutes.recommended)),
        (_("What came of it in numbers"), _numbered(_outcome(*one) for one in minutes.outcomes)),
        (_("Conclusion"), paper.lines_of(minutes.conclusion)),
    ]
    number = 0
    for title, lines in parts:
        if not lines:
            continue
        heading = paper.write(document, f"{_NUMERALS[number]}、{title}", font=paper.HEI, first=2)
        heading.paragraph_format.keep_with_next = True
        number += 1
        for line in lines:
            paper.write(document, line, first=2)


_NUMERALS = "一二三四五六七"


def _numbered(lines: Iterator[str] | Sequence[str]) -> list[str]:
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)]


def _joined(one: tuple[str, str]) -> str:
    return "：".join(part for part in one if part)


def _agreement(one: Agreed) -> str:
    words = {"owner": one.owner, "day": _numerals(one.day)}
    said = _("%(owner)s, by %(day)s") % words
    if one.joint:
        said += _(", together with %(others)s") % {"others": _(", ").join(one.joint)}
    return f"{_joined((one.text, one.measure)).rstrip('。；')}（{said}）。"


def _recommendation(text: str, speaker: str, owner: str) -> str:
    told = [one for one in (speaker, _("to %(owner)s") % {"owner": owner} if owner else "") if one]
    return f"{text}（{_('; ').join(told)}）" if told else text


def _outcome(title: str, quantity: int, day: date, confirmed: str) -> str:
    return _("%(what)s: %(quantity)d, since %(day)s (%(confirmed)s)") % {
        "what": title, "quantity": quantity, "day": _numerals(day), "confirmed": confirmed,
    }  # fmt: skip


def _numerals(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
