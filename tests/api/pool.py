"""What there is for a storm to name, so that it reaches the actions and not only the doors."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import uuid4

from tests.cast import Cast, at
from tests.web.world import investor_lead, solved_difficulty, visit
from yidu.ledger.models import Entry
from yidu.ledger.seals import seal
from yidu.matters.actions import announce_draw, make_draw, raise_matter, receipt_code
from yidu.matters.models import Draw, LookBack, Matter
from yidu.services.actions import add_webhook
from yidu.sheets.actions import SentFile, check_import, send_import
from yidu.sheets.models import Import
from yidu.web.actions import save_view

Pool = dict[tuple[str, str], list[Any]]
"""(noun or "", name of an input) → values."""


def known(cast: Cast) -> Pool:
    """Values that mean something here."""
    return {("", name): values for name, values in _anywhere(cast).items()} | _of_nouns(cast)


def _of_nouns(cast: Cast) -> Pool:
    """The ids of what there is, by noun; and where a name means something else than elsewhere."""
    matter = solved_difficulty(cast)
    lead, activity = investor_lead(cast, "2025-02-03"), visit(cast, "2025-02-05")
    seals = seal()
    draw, sent = drawn(cast), sent_list(cast)
    told = add_webhook(
        committee=cast.committee, owner=cast.people["office"], url="https://example.org/", events=["*"],
        actor=cast.office,
    )  # fmt: skip
    entry = Entry.objects.filter(indicator="visits").latest("pk")
    found: dict[str, list[Any]] = {
        "matters": [str(matter.pk), str(raised(cast).pk), str(lead.pk)],
        "activities": [str(activity.pk)],
        "look-backs": [str(one.pk) for one in LookBack.objects.all()],
        "draws": [str(draw.pk), str(waiting_draw(cast).pk)],
        "sheets": [str(sent.pk)],
        "people": [one.pk for one in cast.people.values()],
        "appointments": [one.pk for one in cast.appointments.values()],
        "organisations": [cast.economy.pk, cast.land.pk, cast.enterprise.pk],
        "stations": [cast.venue.pk],
        "projects": [cast.project.pk],
        "webhooks": [told.pk],
        "figures": [entry.pk],
        "views": [save_view(name="我的清单", query="state=open", actor=cast.office).pk],
    }
    return {(noun, "pk"): ids for noun, ids in found.items()} | {
        ("seals", "number"): [1],
        ("seals", "size"): [seals[-1].size],
        ("sheets", "kind"): ["organisations", "people", "matters"],
        ("sheets", "state"): ["new", "wrong"],
        ("calendar", "day"): ["2031-03-03"],
        ("calendar", "kind"): ["holiday", "ordinary"],
        ("stations", "kind"): ["consultation-venue", "member-studio"],
        ("organisations", "kind"): ["enterprise", "department"],
        ("places", "code"): [cast.place.code],
        ("reminders", "kind"): ["email", "off"],
        ("reminders", "address"): ["wang@example.org"],
        ("people", "email"): ["wang@example.org", ""],
        ("people", "name"): ["冯小雨"],
        ("activities", "kind"): ["enterprise-visit"],
        ("matters", "kind"): ["enterprise-difficulty", "resident-concern"],
        ("receipts", "receipt"): [receipt_code(Matter.objects.get(pk=matter.pk))],
        ("draws", "seed"): ["2025014", ""],
        ("committees", "place"): ["500235000000"],
    }


def _anywhere(cast: Cast) -> dict[str, list[Any]]:
    bodies = [cast.economy.pk, cast.land.pk, cast.enterprise.pk]
    return {
        "code": ["500104", "500000"],
        "number": [1, None],
        "year": [2025, 2031],
        "procedure": ["linkage", "opportunity"],
        "begins": ["2025-01-01", "2025-02-01"],
        "share": [10, None],
        "found": ["unsolved", "solved"],
        "form": ["csv", "xlsx"],
        "zh": ["建区纪念日"],
        "hour": [8, None],
        "line": ["— witness.example AAAA"],
        "committee": ["500104", "500104", "500000"],
        "parent": ["500000", "500104000000"],
        "programme": ["wuqian"],
        "indicator": ["visits", "members", "solved", "coverage"],
        "place": [cast.place.code, "500104000000"],
        "villages": [[cast.place.code]],
        "covers": [[cast.place.code]],
        "host": [cast.appointments["member"].pk],
        "organisation": [*bodies, None],
        "project": [cast.project.pk, None],
        "station": [cast.venue.pk, None],
        "sector": [cast.sector.pk, None],
        "person": [cast.people["member"].pk],
        "role": ["member", "handler", "liaison"],
        "owner": bodies,
        "version": [0, 1, 1, 2, 3],
        "action": ["assign", "accept", "reply", "note", "close", "rate", "divert"],
        "inputs": [{"lead": cast.land.pk}, {"text": "看过了", "class": "A"}, {"note": "请尽快"}, {}],
        "answers": [{}, {}, {"people": 3}],
        "raises": [[{"kind": "enterprise-difficulty", "title": "用地", "text": "厂房不够"}], []],
        "raised_as": ["resident", "enterprise", "member", ""],
        "name": ["某某", "二〇二五年度"],
        "short_name": ["某"],
        "title": ["生产用地不足"],
        "text": ["厂房不够。"],
        "reason": ["记错了"],
        "seen": ["去看过了。"],
        "source": ["国办发明电〔2030〕9号", ""],
        "uscc": ["", "91500104203297316F"],
        "day": ["2025-02-10"],
        "starts": ["2025-02-10"],
        "ends": ["2025-02-12", None],
        "opened": ["2025-02-10"],
        "closed": ["2025-03-10"],
        "on": ["2025-02-20"],
        "from": ["2025-01-01"],
        "as-of": ["2025-02-17"],
        "handling": [None, 1],
        "cursor": [""],
        "limit": [2],
        "client_id": [str(uuid4()) for _number in range(400)],
        "events": [["*"], ["matter.*"]],
        "url": ["https://127.0.0.1/x", "https://example.org/hook"],
        "state": ["open", "all"],
    }


def raised(cast: Cast) -> Matter:
    """A matter that the office has in hand."""
    return raise_matter(
        committee=cast.committee, edition=cast.edition, kind="enterprise-difficulty", title="货款拖欠", text="半年了",
        organisation=cast.enterprise, actor=cast.member, client_id=uuid4(),
    )  # fmt: skip


def waiting_draw(cast: Cast) -> Draw:
    """A draw that waits for its seed, which is named by now."""
    with at("2025-03-02"):
        return announce_draw(
            committee=cast.committee, edition=cast.edition, procedure="linkage", begins=date(2025, 1, 1),
            ends=date(2025, 2, 28), number=1, source="福利彩票", actor=cast.office,
        )  # fmt: skip


def drawn(cast: Cast) -> Draw:
    """A draw with a look-back that somebody is asked for."""
    with at("2025-03-03"):
        draw = announce_draw(
            committee=cast.committee, edition=cast.edition, procedure="linkage", begins=date(2025, 2, 1),
            ends=date(2025, 2, 28), number=1, source="福利彩票", actor=cast.office,
        )  # fmt: skip
    with at("2025-03-04"):
        return make_draw(draw, seed="2025014", actor=cast.office)


def sent_list(cast: Cast) -> Import:
    """A list that waits for a word: two rows are good, one is not."""
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write("单位类型,全称\n企业,甲公司\n部门,乙局\n商铺,丙店\n".encode())
        file.flush()
        sent = send_import(
            committee=cast.committee, sheet="organisations", sent=SentFile(Path(file.name), "名单.csv"),
            actor=cast.office,
        )  # fmt: skip
    return check_import(sent)
