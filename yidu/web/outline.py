"""A programme as one reads it: stages, forms, indicators and lists in words. Pure: from the folder's data alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.common.durations import Duration
from yidu.common.reminding import Reminding
from yidu.programmes.grammar import Field, Kind, ListItem, Procedure, Programme
from yidu.programmes.grammar.procedures import Action, Stage

PARTIES: Mapping[str, str | Promise] = {
    "office": gettext_lazy("the committee's office"),
    "secretary-general": gettext_lazy("the secretary-general"),
    "lead": gettext_lazy("the lead department"),
    "lead-head": gettext_lazy("the head of the lead department"),
    "joint": gettext_lazy("a joint department"),
    "raiser": gettext_lazy("whoever raised it"),
    "recorder": gettext_lazy("whoever recorded it"),
    "member": gettext_lazy("a member"),
    "enterprise": gettext_lazy("the enterprise"),
    "resident": gettext_lazy("a resident"),
    "nobody": gettext_lazy("nobody"),
}

ASKS: Mapping[str, str | Promise] = {
    "lead": gettext_lazy("the lead department"),
    "joint": gettext_lazy("joint departments"),
    "departments": gettext_lazy("the departments, each for its part"),
    "note": gettext_lazy("a note"),
    "reason": gettext_lazy("a reason"),
    "where": gettext_lazy("where it belongs"),
    "days": gettext_lazy("how many days"),
    "text": gettext_lazy("the text"),
    "class": gettext_lazy("the class of the answer"),
    "measures": gettext_lazy("measures with dates"),
    "attitude": gettext_lazy("satisfaction with the way it was handled"),
    "satisfaction": gettext_lazy("satisfaction with the result"),
    "what-is-missing": gettext_lazy("what is missing"),
    "grant": gettext_lazy("yes or no"),
    "quantity": gettext_lazy("an amount"),
    "day": gettext_lazy("a day"),
    "title": gettext_lazy("the title"),
    "answers": gettext_lazy("answers to the questions of the form"),
    "into": gettext_lazy("with which one it is handled together"),
    "period": gettext_lazy("the period"),
    "subject": gettext_lazy("the class by subject"),
    "publication": gettext_lazy("what everybody may read of it"),
    "summary": gettext_lazy("a summary for everybody"),
    "supervisor": gettext_lazy("the leader who supervises it"),
    "series": gettext_lazy("the series"),
    "level": gettext_lazy("the level"),
    "carrier": gettext_lazy("the carrier"),
    "adoption": gettext_lazy("which adoption"),
    "instructed-by": gettext_lazy("who wrote on it"),
    "instruction": gettext_lazy("the class of the words"),
}

FIELD_TYPES: Mapping[str, str | Promise] = {
    "text": gettext_lazy("a line of text"),
    "long-text": gettext_lazy("text"),
    "number": gettext_lazy("a number"),
    "choice": gettext_lazy("one of a list"),
    "choices": gettext_lazy("any of a list"),
    "date": gettext_lazy("a day"),
    "yes-no": gettext_lazy("yes or no"),
}

OPEN_TO: Mapping[str, str | Promise] = {
    "public": gettext_lazy("Everybody may read it"),
    "committee": gettext_lazy("Open to the committee"),
    "parties": gettext_lazy("Only for those who have to do with it"),
}

ABOUT: Mapping[str, str | Promise] = {
    "enterprise": gettext_lazy("an enterprise"),
    "project": gettext_lazy("a project"),
    "organisation": gettext_lazy("an organisation"),
}

WHERE_HELD: Mapping[str, str | Promise] = {
    "committee": gettext_lazy("at the committee"),
    "organisation": gettext_lazy("at an organisation"),
    "station": gettext_lazy("at a station"),
    "project": gettext_lazy("at a project"),
    "place": gettext_lazy("at a place"),
}

POWERS: Mapping[str, str | Promise] = {
    "record": gettext_lazy("record what was done and raise matters"),
    "read": gettext_lazy("read what is open to the committee"),
    "office": gettext_lazy("examine, hand over, decide on requests, close"),
    "oversee": gettext_lazy("read everything of the committee and chase what is late"),
    "handle": gettext_lazy("act for one's organisation on what was handed to it"),
    "sign": gettext_lazy("sign the replies of one's organisation"),
    "people": gettext_lazy("keep people, organisations, stations, projects and appointments"),
    "programmes": gettext_lazy("check and publish programme folders"),
}


@dataclass(frozen=True)
class ActWords:
    title: str
    who: str
    asks: str
    to: str
    until: str
    help: str


@dataclass(frozen=True)
class StageWords:
    title: str
    holder: str
    clock: tuple[str, ...]
    final: bool
    acts: tuple[ActWords, ...]


@dataclass(frozen=True)
class FieldWords:
    ask: str
    why: str
    type: str
    required: bool
    options: tuple[str, ...]


@dataclass(frozen=True)
class KindWords:
    id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    fields: tuple[FieldWords, ...]
    procedure: str


@dataclass(frozen=True)
class ListWords:
    """One dated version of a list; `until` is the day on which the next begins."""

    since: date
    until: date | None
    law: str
    items: tuple[ListItem, ...]


def stages(procedure: Procedure) -> list[StageWords]:
    """The stages of a procedure in the order of the folder: in whose hands, by when, what can be done."""
    titles = {id_: str(stage.title) for id_, stage in procedure.stage.items()}
    return [
        StageWords(
            title=titles[id_],
            holder=str(PARTIES[stage.holder]) if stage.holder else "",
            clock=tuple(_clock(stage, titles)),
            final=stage.final,
            acts=tuple(_act(line, stage, titles) for line in stage.action.values()),
        )
        for id_, stage in procedure.stage.items()
    ]


def kinds(programme: Programme, *, is_: str, on: date) -> list[KindWords]:
    """The kinds of activity or of matter, with a preview of their forms as of a day."""
    return [
        KindWords(
            id=id_,
            title=str(kind.title),
            facts=tuple(_facts(programme, kind)),
            fields=tuple(_field(programme, field, on) for field in kind.field),
            procedure=kind.procedure or "",
        )
        for id_, kind in programme.kind.items()
        if kind.is_ == is_
    ]


def dated_lists(programme: Programme, name: str) -> list[ListWords]:
    """Every version of a list, the newest first."""
    versions = sorted(programme.list_.get(name, ()), key=lambda version: version.from_)
    ends = [version.from_ for version in versions[1:]]
    told = [
        ListWords(
            since=version.from_,
            until=end,
            law=str(programme.law[version.law].title) if version.law and version.law in programme.law else "",
            items=version.item,
        )
        for version, end in zip(versions, [*ends, None], strict=True)
    ]
    return told[::-1]


def role_title(programme: Programme, id_: str) -> str:
    """What a role is called; also the words for those who have no account."""
    return str(programme.role[id_].title) if id_ in programme.role else str(PARTIES.get(id_, id_))


def listed(words: list[str]) -> str:
    """Words one after the other: "a, b, c"."""
    return _(", ").join(words)


def _clock(stage: Stage, titles: Mapping[str, str]) -> list[str]:
    said = []
    if stage.clock == "continues":
        said.append(_("The date of the stage before stays."))
    if stage.within:
        said.append(_("Within %(length)s.") % {"length": Duration.parse(stage.within).words()})
    if stage.joint_within:
        said.append(_("Joint departments within %(length)s.") % {"length": Duration.parse(stage.joint_within).words()})
    if stage.remind:
        moments = listed([Reminding.parse(moment).words() for moment in stage.remind])
        said.append(_("Reminds %(moments)s.") % {"moments": moments})
    if stage.late and stage.late.then:
        words = {"who": PARTIES[stage.late.then], "after": Duration.parse(stage.late.after).words()}
        said.append(_("When it is late by %(after)s, %(who)s is told.") % words)
    if stage.lapse:
        said.append(_("If the date passes in silence: “%(stage)s”.") % {"stage": titles[stage.lapse.to]})
    if stage.together:
        said.append(
            _("When the other one is answered or issued, or the last part answered: “%(stage)s”.")
            % {"stage": titles[stage.together]}
        )
    if stage.tell:
        said.append(_("Told at once: %(who)s.") % {"who": listed([str(PARTIES[one]) for one in stage.tell])})
    if stage.pausable:
        said.append(_("The clock may be stopped for a listed reason."))
    return said


def _act(line: Action, stage: Stage, titles: Mapping[str, str]) -> ActWords:
    who = line.by or ((stage.holder,) if stage.holder else ())
    asked = [str(ASKS[ask]) for ask in line.asks]
    asked += [_("%(ask)s (optional)") % {"ask": ASKS[ask]} for ask in line.optional]
    return ActWords(
        title=str(line.title),
        who=listed([str(PARTIES[party]) for party in who]),
        asks=listed(asked),
        to=titles.get(line.to or "", ""),
        until=Duration.parse(line.until).words() if line.until else "",
        help=str(line.help) if line.help else "",
    )


def _facts(programme: Programme, kind: Kind) -> list[tuple[str, str]]:
    rows = []
    if kind.about in ABOUT:
        rows.append((_("About"), str(ABOUT[kind.about])))
    if kind.hosts:
        rows.append((_("Led by"), listed([role_title(programme, role) for role in kind.hosts])))
    if kind.may_raise:
        raised = [str(programme.kind[other].title) for other in kind.may_raise if other in programme.kind]
        rows.append((_("May bring back"), listed(raised)))
    if kind.is_ == "matter":
        who = listed([role_title(programme, role) for role in kind.raised_by])
        rows.append((_("Raised by"), who or _("nobody: it comes of a division")))
        rows.append((_("Rated by"), str(PARTIES[kind.rated_by])))
    rows.append((_("Who may read it"), str(OPEN_TO[kind.open_to])))
    return rows


def _field(programme: Programme, field: Field, on: date) -> FieldWords:
    return FieldWords(
        ask=str(field.ask),
        why=str(field.why),
        type=str(FIELD_TYPES[field.type]),
        required=field.required,
        options=tuple(str(item.title) for item in programme.choices(field.options or "", on)),
    )
