"""Who asks: every role of the folders, whoever has none, other committees, the city, and whoever has no account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.access import folder

DADUKOU, YUNYANG, CITY = "500104", "500235", "500000"


@dataclass(frozen=True)
class Post:
    """A role at a committee; `ended` since yesterday."""

    role: str
    committee: str = DADUKOU
    organisation: str = ""
    ended: bool = False

    @property
    def powers(self) -> set[str]:
        return set() if self.ended else set(folder.every_role()[self.role]["powers"])


@dataclass(frozen=True)
class Reader:
    """A column of the matrix."""

    id: str
    zh: str
    en: str
    post: Post | None = None
    account: bool = True
    token: str = "all"  # a word of TOKENS: for what, and whether it still opens anything
    owner: str = ""  # whose token it is, where it is that of another reader

    @property
    def me(self) -> str:
        """Whose things are one's own."""
        return self.owner or self.id

    def holds(self, power: str, committee: str) -> bool:
        return self.post is not None and self.post.committee == committee and power in self.post.powers

    def acts_for(self, organisation: str, *powers: str) -> bool:
        """Whether the reader has one of the powers for this body today."""
        mine = self.post is not None and bool(organisation) and self.post.organisation == organisation
        return mine and self.post is not None and bool(self.post.powers.intersection(powers))

    @property
    def served(self) -> str:
        """The committee whose pages open: one's own; the site's for whoever serves none."""
        return self.post.committee if self.post and not self.post.ended else DADUKOU

    @property
    def role(self) -> str:
        return self.post.role if self.post and not self.post.ended else ""


def _of(role: str, committee: str = DADUKOU, *, zh: str = "", en: str = "", **more: Any) -> Reader:
    title = folder.every_role()[role]["title"]
    where = {DADUKOU: "", YUNYANG: "other-", CITY: "city-"}[committee]
    return Reader(
        f"{where}{role}{zh and '-joint'}",
        zh or f"{ {'': '', 'other-': '他会', 'city-': '市级'}[where] }{title['zh']}",
        en or f"{ {'': '', 'other-': 'Other committee: ', 'city-': 'City: '}[where] }{title['en']}",
        Post(role, committee, **more),
    )


def _everybody() -> tuple[Reader, ...]:
    found = [
        Reader("visitor", "路人", "Visitor", account=False),
        Reader("receipt", "持回执者", "Receipt holder", account=False),
        Reader("nobody", "有账号无任职", "Account without a role"),
    ]
    everywhere = set(folder.roles("wuqian")) | set(folder.roles("quiet"))
    for role, line in folder.every_role().items():
        if role not in everywhere:
            found.append(_of(role, YUNYANG))
        elif line["at"] == "organisation":
            found.append(_of(role, organisation="economy"))
        else:
            found.append(_of(role))
    found.append(_of("handler", zh="会办承办人", en="Joint handler", organisation="land"))
    found.append(Reader("former-office", "已离任机关人员", "Former staff", Post("office", ended=True)))
    found += [_of(role, YUNYANG) for role in ("member", "office", "secretary-general")]
    found.append(_of("handler", YUNYANG, organisation="water"))
    found += [_of(role, CITY) for role in ("member", "office", "secretary-general")]
    return tuple(found)


TOKENS = ("all", "reads", "elsewhere", "ended", "over")
"""all: for everything · reads: for reading everything · elsewhere: for places alone · ended: taken back ·
over: its last day was yesterday."""


def _programs() -> Iterator[Reader]:
    """Who asks the API: whoever has an account and a token for everything, a service, and lesser tokens of staff."""
    yield from (reader for reader in READERS if reader.id != "receipt")
    yield SERVICE
    for token, zh, en in (
        ("reads", "机关·只读令牌", "Staff, token for reading"),
        ("elsewhere", "机关·他用令牌", "Staff, token for something else"),
        ("ended", "机关·已撤令牌", "Staff, token taken back"),
        ("over", "机关·过期令牌", "Staff, token of yesterday"),
    ):
        yield Reader(f"office-{token}", zh, en, Post("office"), token=token, owner="office")


READERS = _everybody()
SERVICE = Reader("service", "对接服务", "Service of a body", Post("handler", organisation="economy"))
PROGRAMS = tuple(_programs())
