"""What people write in a matter, told anew for each: other sentences, other names, other numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from random import Random
from typing import Any

from yidu.common.text import search_document
from yidu.demo.cast import said
from yidu.demo.prose import Teller, read
from yidu.places.models import Place

_RUN = re.compile(r"[㐀-鿿]+|[a-z0-9]+", re.IGNORECASE)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
_WHERE = "{road:road}{house:1..380}号{block:1..28}幢"
_DETAILS = (
    "现场在" + _WHERE + "，{time:time}更明显。",
    "反映人是{surname}师傅，住" + _WHERE + "。",
    "联系人{surname}经理，经营地址在" + _WHERE + "。",
    "附近的{noodle:noodle}店和{surname}家小卖部也受影响。",
    "从{month:month}起已有{times:2..19}次，累计{days:3..90}天。",
    "同行的{city:city}企业也遇到过，做法可以借鉴。",
    "涉及{machine:machine}和{material:material}，金额约{wan:5..480}万元。",
)


@lru_cache(maxsize=1)
def _entries() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The entries of each kind by the department that leads."""
    projects = read("projects")
    banks = {
        "enterprise-difficulty": read("difficulties")["difficulty"],
        "project-problem": [*projects["general"], *(one for type_ in projects["type"] for one in type_["problem"])],
        "resident-concern": read("concerns")["concern"],
        "suggestion": read("suggestions")["suggestion"],
        "investor-lead": _leads(),
    }
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for kind, entries in banks.items():
        by_lead = found[kind] = defaultdict(list)
        for one in entries:
            by_lead[str(one.get("lead", ""))].append(one)
            by_lead["*"].append(one)
    return found


def _leads() -> list[dict[str, Any]]:
    bank = read("leads")
    return [one for key in ("lead", "entry") for one in bank.get(key, [])]


def title_and_text(rng: Random, kind: str, lead: str, place: Place, **known: object) -> tuple[str, str]:
    """A matter of a kind in words, about something that this department answers for where there is such an entry."""
    by_lead = _entries()[kind]
    entry = rng.choice(by_lead.get(lead) or by_lead["*"])
    village = said(place)
    investors = read("leads")["investors"]
    teller = Teller(
        rng, place=village, village=village, township=place.parent.name if place.parent else village,
        surname=rng.choice(_SURNAMES), investor=rng.choice(investors[rng.choice(list(investors))]),
        city=rng.choice(read("slots")["city"]), **known,
    )  # fmt: skip
    title = teller.tell(entry["title"])[:60]
    return title, teller.tell(entry["text"]) + teller.one_of(_DETAILS)  # type: ignore[arg-type]


def heard(rng: Random, kind: str) -> str:
    """What the host of an activity wrote down. Many write nothing."""
    if rng.random() < 0.45:
        return ""
    teller = Teller(rng, surname=rng.choice(_SURNAMES))
    if kind == "household-visit":
        return teller.one_of(read("concerns")["heard"]) + teller.one_of(_DETAILS)  # type: ignore[arg-type]
    if kind == "site-inspection":
        bank = read("visits")["inspections"]
        return teller.one_of(bank["openings"]) + teller.one_of(bank["told"]) + teller.one_of(_DETAILS)  # type: ignore[arg-type]
    bank = read("visits")
    return rng.choice(bank["openings"]) + rng.choice(bank["policies"]) + teller.one_of(_DETAILS)  # type: ignore[arg-type]


def document(text: str) -> str:
    """What `search_document` says of a text without anything unusual in it, told run by run. A test holds this."""
    return " ".join([_run(run) for run in _RUN.findall(text)])


@lru_cache(maxsize=400_000)
def _run(run: str) -> str:
    return search_document(run)
