"""The reply letter of a signed answer, in the letter form of official documents (GB/T 9704-2012, 信函格式)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _
from docx.document import Document
from docx.shared import Length, Mm, Pt

from yidu.briefs import paper
from yidu.common.clock import local_day
from yidu.matters.models import Handling, Matter, Reply
from yidu.matters.publishing import letter_for
from yidu.people.models import Role
from yidu.proposals.queries import signers_of

MARK_FROM_TOP, RULE_FROM_BOTTOM, CLASS_LINE = Mm(30), Mm(20), Mm(10)
BEYOND = 7 / 156 * 28
"""Characters by which the red lines (170 mm) reach beyond the text (156 mm) on either side."""
LARGEST_MARK, SMALLEST_MARK = Pt(42), Pt(22)
NARROWEST = 66
BELOW_MARK = Mm(4)
"""From the foot of the mark's characters, which end a sixth of their size above the end of their line."""
SEVEN_EIGHTHS = Pt(14)
"""Of the height of a character of 三号: what lies between the line and the number."""
WITHOUT_ACCOUNT = ("enterprise", "resident")


@dataclass(frozen=True)
class Letter:
    """What the letter says. `contact` is empty for readers who are told no names."""

    sender: str
    class_mark: str
    number: str
    title: str
    addressees: tuple[str, ...]
    opening: str
    text: str
    measures: tuple[tuple[str, date], ...]
    contact: str
    signed_at: datetime
    copies: tuple[str, ...]

    @property
    def day(self) -> date:
        return local_day(self.signed_at)


def letter_of(matter: Matter, reply: Reply, *, named: bool, whole: bool = True) -> Letter:
    """The letter of an answer that was signed. In Chinese, whatever language the reader has chosen.

    `whole`: all that was answered; else what of it is published, which may be nothing.

    `named`: whoever raised it is addressed by name, and whoever wrote the answer is named for questions; else by what
    they are. The letter on a part names the whole by its number, and says that it is answered in parts.
    """
    assert reply.signed_at is not None, "a draft is no letter"
    with translation.override("zh-hans"):
        raised = matter.whole
        told = letter_for(reply, matter, whole=whole)
        words = {"title": raised.title, "number": raised.number, "kind": str(raised.kind_line.title)}
        return Letter(
            sender=reply.handling.organisation.name,
            class_mark=_class_mark(matter, reply.class_id),
            number=_("No. %(number)s") % {"number": _numbered(matter, reply)},
            title=_("Reply to %(kind)s no. %(number)s") % words,
            addressees=tuple(_addressees(matter, named=named)),
            opening=_opening(matter, reply, words),
            text=told.text,
            measures=tuple((one["text"], date.fromisoformat(one["day"])) for one in told.measures),
            contact=_contact(reply) if named else "",
            signed_at=reply.signed_at,
            copies=(matter.committee.name, *(one.organisation.name for one in _joint(matter, reply))),
        )


def _numbered(matter: Matter, reply: Reply) -> str:
    """The matter's number; of a later answer with which one it is."""
    signed = sorted((one for one in matter.replies.all() if one.signed_at), key=lambda one: (one.signed_at, one.pk))
    place = [one.pk for one in signed].index(reply.pk) + 1
    return matter.number if place == 1 else f"{matter.number}-{place}"


def _class_mark(matter: Matter, id_: str) -> str:
    """ "A" as "class A"; a class that is called otherwise by its title."""
    return _("class %(letter)s") % {"letter": id_} if len(id_) == 1 else matter.class_title(id_)


def _addressees(matter: Matter, *, named: bool) -> Iterator[str]:
    """Each who raised it: the first signer, and whoever confirmed to sign with them."""
    if matter.raised_as == "enterprise" and matter.organisation and named:
        yield matter.organisation.name
    elif matter.raised_as in WITHOUT_ACCOUNT:
        yield _("an enterprise") if matter.raised_as == "enterprise" else _("a resident")
    elif named and matter.raised_by is not None:
        yield _addressed(matter.raised_by.name, matter.raised_as)
        for one in signers_of(matter.whole.pk):
            yield _addressed(one.person.name, matter.raised_as) if one.person else str(one)
    else:
        title = _role(matter.raised_as)
        yield f"{title}（{matter.sector}）" if matter.sector else title


def _addressed(name: str, role: str) -> str:
    """A member as "Wang Xiaolan, member"; others by the word that everybody is addressed by."""
    return _("%(name)s, member") % {"name": name} if role == "member" else _("Comrade %(name)s") % {"name": name}


def _role(id_: str) -> str:
    role = Role.objects.filter(pk=id_).first()
    return role.title_zh if role else id_


def _opening(matter: Matter, reply: Reply, words: dict[str, str]) -> str:
    asked = [one.organisation.called for one in _joint(matter, reply) if _had_said(one, reply)]
    received = _("Your %(kind)s “%(title)s” (no. %(number)s) was received.") % words
    if matter.part_of_id and asked:
        answered = _(" It is answered in parts, apart by each department. Together with %(others)s we answer ours:")
    elif matter.part_of_id:
        answered = _(" It is answered in parts, apart by each department. We answer ours as follows:")
    elif asked:
        answered = _(" Together with %(others)s we answer as follows:")
    else:
        answered = _(" We answer as follows:")
    return received + answered % {**words, "others": _(", ").join(asked)}


def _had_said(share: Handling, reply: Reply) -> bool:
    """Whether a joint organisation gave its opinion before the answer was signed."""
    assert reply.signed_at is not None
    return share.done_at is not None and share.done_at <= reply.signed_at


def _joint(matter: Matter, reply: Reply) -> list[Handling]:
    main = _answered_in(matter, reply)
    shares = [one for one in main.handlings.all() if one.part == Handling.Part.JOINT and not one.ended_at]
    return sorted(shares, key=lambda one: one.pk)


def _answered_in(matter: Matter, reply: Reply) -> Matter:
    """Where the departments were at work: what is merged is answered with the letter of the one it was merged into."""
    main = matter.merged_into
    return main if main is not None and main.replies.filter(signed_at=reply.signed_at).exists() else matter


def _contact(reply: Reply) -> str:
    body = reply.handling.organisation.called
    if reply.written_by is None:
        return _("Contact: %(body)s") % {"body": body}
    return _("Contact: %(body)s, %(name)s") % {"body": body, "name": reply.written_by.name}


# --- on paper ---------------------------------------------------------------------------------------------------------


def letter_file(letter: Letter) -> bytes:
    """The letter as a Word file."""
    document = paper.sheet(letter.title, at=letter.signed_at)
    _head(document, letter)
    _foot(document)
    with translation.override("zh-hans"):
        _body(document, letter)
    return paper.bytes_of(document)


def mark_size(sender: str) -> Length:
    """As large as one line lets the name be, within what looks well."""
    room = Mm(156) // max(len(sender), 1)
    return Length(max(SMALLEST_MARK, min(LARGEST_MARK, room)))


def mark_scale(sender: str) -> int:
    """How narrow, in hundredths, the smallest mark stands so that a long name still is one line; two from there on."""
    needed = int(100 * Mm(170) / (SMALLEST_MARK * max(len(sender), 1)))
    return 100 if needed >= 100 or needed < NARROWEST else needed


def _head(document: Document, letter: Letter) -> None:
    """On the first page only: the class at the top right, the red mark of the sender, the first double line."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = Length(MARK_FROM_TOP - CLASS_LINE)
    head = section.first_page_header
    head.is_linked_to_previous = False
    paper.empty(head)
    paper.write(head, letter.class_mark, font=paper.HEI, align=paper.RIGHTWARD, pitch=CLASS_LINE)
    size = mark_size(letter.sender)
    mark = paper.write(
        head, letter.sender, font=paper.SONG, size=size, align=paper.CENTRE, left=-BEYOND, right=-BEYOND,
        pitch=Length(int(size * 1.2)), colour=paper.RED,
    )  # fmt: skip
    paper.squeeze(mark, mark_scale(letter.sender))
    mark.paragraph_format.space_after = SEVEN_EIGHTHS
    paper.rule(mark, "bottom", "thickThinSmallGap", space=round((BELOW_MARK - size // 6) / Pt(1)))


def _foot(document: Document) -> None:
    """The second double line, 20 mm above the edge of the first page, which has no number; the others have one."""
    section = document.sections[0]
    section.footer_distance = RULE_FROM_BOTTOM
    foot = section.first_page_footer
    foot.is_linked_to_previous = False
    paper.empty(foot)
    line = paper.write(foot, "", left=-BEYOND, right=-BEYOND, pitch=Pt(1))
    paper.rule(line, "bottom", "thinThickSmallGap")
    paper.number_pages(document)


def _body(document: Document, letter: Letter) -> None:
    paper.write(document, letter.number, align=paper.RIGHTWARD)
    for _line in range(2):
        paper.write(document, "")
    paper.title(document, letter.title)
    paper.write(document, "")
    paper.write(document, _(", ").join(letter.addressees) + "：", align=paper.LEFTWARD)
    paper.write(document, letter.opening, first=2)
    paper.prose(document, letter.text)
    if letter.measures:
        promise = paper.write(document, _("We promise, by these days:"), font=paper.HEI, first=2)
        promise.paragraph_format.keep_with_next = True
        for number, (text, day) in enumerate(letter.measures, 1):
            words = {"text": " ".join(paper.lines_of(text)).rstrip("。；"), "day": _numerals(day)}
            paper.write(document, f"{number}. " + _("%(text)s (by %(day)s).") % words, first=2)
    _signature(document, letter)
    if letter.contact:
        paper.write(document, f"（{letter.contact}）", first=2).paragraph_format.keep_with_next = True
    _copies(document, _("Copies to: %(copies)s.") % {"copies": _(", ").join(letter.copies)})


def _copies(document: Document, words: str) -> None:
    """At the foot of the last page, a character from either side, whole; its later lines begin below the first name."""
    hang = 3 * paper.SIZE_4 / paper.CHARACTER
    sent = paper.write(document, words, size=paper.SIZE_4, left=1 + hang, right=1, first=-hang)
    sent.paragraph_format.keep_together = sent.paragraph_format.keep_with_next = True
    paper.at_the_foot(sent)
    paper.write(document, "", pitch=Pt(1))


def _signature(document: Document, letter: Letter) -> None:
    """The sender's name over the day, which ends four characters before the edge; never alone on a page."""
    day = _numerals(letter.day)
    over = 4 + (paper.width_of(day) - paper.width_of(letter.sender)) / 2
    before = document.paragraphs[-1]
    before.paragraph_format.keep_with_next = True
    for _line in range(2):
        paper.write(document, "").paragraph_format.keep_with_next = True
    name = paper.write(document, letter.sender, align=paper.RIGHTWARD, right=max(over, 0))
    name.paragraph_format.keep_with_next = True
    paper.write(document, day, align=paper.RIGHTWARD, right=4).paragraph_format.keep_with_next = True


def _numerals(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
