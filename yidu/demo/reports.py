"""Opinion reports: in words, and from the screening to what became of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from yidu.common.workdays import Duration, deadline
from yidu.demo.acts import LAPSE, Act, Doing
from yidu.demo.cast import Case, County
from yidu.demo.chance import weighted
from yidu.demo.days import later, office_hour, workdays_on
from yidu.demo.proposals import Proposal, in_turn, numbered, teller_at, title_of
from yidu.demo.prose import Teller, read
from yidu.matters.models import Matter
from yidu.people.models import Appointment

Fate = Literal["issued", "urgent", "returned", "gathered", "kept"]
FATES: list[tuple[Fate, float]] = [("issued", 90), ("urgent", 3), ("returned", 5), ("gathered", 2)]
"""How it comes to be issued."""


@dataclass
class Report:
    """An opinion report in words, before it is raised."""

    case: Case
    teller: Teller
    author: Appointment
    raises: dict[str, Any]

    @property
    def issued_as(self) -> tuple[str, str]:
        """The title and the text as the office edits them: one paragraph, the advice at its end."""
        template = self.teller.rng.choice(read("reports")["words"]["edited"])
        sector = self.author.sector.name if self.author.sector else "基层"
        title = template.format(title=self.raises["title"], sector=sector)
        points = self.raises["answers"]["advice"].removesuffix("。").split("。\n")
        advice = "；".join(point.replace("、", "是", 1) for point in points)
        return title, f"{self.raises['text']}\n建议：{advice}。"


def entries(county: County, path: str) -> Iterator[dict[str, Any]]:
    """Entries of both prose files in a shuffled order, for ever; all of them before one comes again."""
    yield from in_turn(county, path, [*read("reports")["report"], *read("proposals")["subject"]])


def report(county: County, path: str, entry: Mapping[str, Any], author: Appointment) -> Report:
    """An entry in words. The subject of a proposal is told shorter."""
    teller = teller_at(county, path)
    title = title_of(teller, entry).removeprefix("关于")
    facts, causes = entry.get("fact") or entry["situation"], entry.get("cause") or entry["analysis"]
    heard = teller.one_of(read("reports")["words"]["heard"])
    told = [teller.tell(one) for one in [*teller.rng.sample(facts, min(2, len(facts))), *causes[:2]]]
    text = heard + "".join(told)
    answers = {"advice": numbered(teller, entry["advice"], 3)}
    raises = {"kind": "opinion-report", "title": title, "text": text, "place": county.place, "answers": answers}
    return Report(Case(county, path), teller, author, raises)


def converted(it: Proposal) -> Report:
    """What a proposal becomes that is turned into an opinion report."""
    return Report(Case(it.case.county, f"{it.case.path}/report"), it.teller, it.author, it.raises)


class Issues(Doing):
    """Makes the acts of one opinion report, one after the other."""

    words = read("reports")["words"]

    def __init__(self, it: Report) -> None:
        super().__init__(it.teller)
        self.it = it

    def tell(self, raised: datetime, fate: Fate) -> list[Act]:
        """Every act after it was raised, up to its end."""
        if fate == "kept":
            self.do(later(self.rng, raised, self.rng.randrange(4)), "keep", "office", reason=self.say("kept"))
            return self.acts
        issued = self.urgent(raised) if fate == "urgent" else self.issued(self.taken(raised, fate))
        sent = self.do(later(self.rng, issued, self.rng.choice((0, 0, 1))), "send-up", "office", note=self.say("sent"))
        self.echo(sent, raised)
        return self.acts

    def urgent(self, raised: datetime) -> datetime:
        """At once and as it was written; the secretary-general sees it within two hours."""
        at = raised + timedelta(minutes=self.rng.randrange(12, 50))
        at = self.do(at, "urgent", "office", series="special", reason=self.words["urgent"])
        return self.do(at + timedelta(minutes=self.rng.randrange(10, 90)), "seen", "secretary", note=self.words["seen"])

    def taken(self, raised: datetime, fate: Fate) -> datetime:
        """Screened and taken up, some of them once they were completed, or after others like it came."""
        rng = self.rng
        at = later(rng, raised, rng.randrange(4))
        if fate == "returned":
            at = self.do(at, "return", "office", reason=self.say("returned"))
            at = self.do(later(rng, at, rng.randrange(1, 6)), "complete", "raiser", text=self.say("completed"))
            at = later(rng, at, rng.randrange(1, 3))
        if fate == "gathered":
            at = self.do(at, "merge-later", "office", reason=self.words["waiting"])
            at = later(rng, at, rng.randrange(6, 20))
        return self.do(at, "take", "office", note=self.say("taken"))

    def issued(self, taken: datetime) -> datetime:
        """Edited, signed, issued under the next number of its series."""
        rng, (title, text) = self.rng, self.it.issued_as
        at = self.do(later(rng, taken, rng.choice((0, 1, 1, 2))), "edit", "office", title=title, text=text)
        at = self.do(later(rng, at, rng.choice((0, 0, 1))), "sign", "secretary")
        series = "special" if rng.random() < 0.12 else "opinion"
        return self.do(later(rng, at, rng.choice((0, 0, 1))), "issue", "office", series=series)

    def echo(self, sent: datetime, raised: datetime) -> None:
        """Adopted somewhere, perhaps with a leader's instruction; or not; or nothing is heard of it."""
        rng = self.rng
        became = weighted(rng, [("adopted", 34), ("not adopted", 12), ("silence", 54)])
        at = office_hour(rng, workdays_on(sent.date(), rng.randrange(5, 60)))
        if became == "silence":
            due = deadline(sent, Duration.parse("6 months")).due_at
            self.do(due + timedelta(minutes=rng.randrange(2, 9)), LAPSE, "system")
        elif became == "not adopted":
            self.do(at, "not-adopted", "office", reason=self.say("not_adopted"))
        else:
            level = weighted(rng, [("county", 50), ("city", 42), ("national", 8)])
            self.adopted(at, raised, level)
            if level == "county" and rng.random() < 0.25:
                at = office_hour(rng, workdays_on(at.date(), rng.randrange(8, 40)))
                self.adopted(at, raised, "city")
            if rng.random() < 0.35:
                self.instructed(office_hour(rng, workdays_on(at.date(), rng.randrange(1, 12))), level)

    def adopted(self, at: datetime, raised: datetime, level: str) -> None:
        rng = self.rng
        carrier = rng.choice(("party-committee", "government") if level == "county" else ("single", "combined"))
        day = max(raised.date(), workdays_on(at.date(), -rng.randrange(1, 4)))
        note = self.say("adopted_note")
        self.do(at, "adopt", "office", level=level, carrier=carrier, day=day.isoformat(), note=note)

    def instructed(self, at: datetime, level: str) -> None:
        rng = self.rng
        words = weighted(rng, [("handle", 50), ("study", 35), ("read", 15)])
        self.do(
            at, "instruct", "office", adoption=first_adoption, day=workdays_on(at.date(), -1).isoformat(),
            instructed_by=rng.choice(self.words["instructed_by"][level]), instruction=words,
            note=self.say("instructed_note"),
        )  # fmt: skip

    def say(self, what: str) -> str:
        return self.teller.one_of(self.words[what])


def draw(rng: random.Random) -> Fate:
    return weighted(rng, FATES)


def issued_at(acts: list[Act]) -> datetime | None:
    """When it is issued, with or without a signature."""
    return next((one.at for one in acts if one.action in ("issue", "urgent")), None)


def first_adoption(matter: Matter) -> str:
    """On which adoption a leader writes."""
    return str(matter.adoptions.order_by("recorded_at").values_list("pk", flat=True)[0])
