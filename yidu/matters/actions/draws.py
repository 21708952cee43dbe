"""Draw a sample of answered matters to look back on: announced first, drawn by a seed that nobody could choose."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4, uuid5

from django.db.models import Q
from django.utils.translation import gettext as _

from yidu.activities.models import OpenTo
from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import SYSTEM, Actor
from yidu.common.clock import SHANGHAI
from yidu.common.errors import Invalid, NotAllowed
from yidu.common.ids import digest
from yidu.common.text import normalise
from yidu.common.workdays import Duration, deadline
from yidu.ledger.seals import first_seal_after
from yidu.matters.actions.look_backs import ask_look_back
from yidu.matters.looking import CODE, lots_of, may_be_asked
from yidu.matters.models import Draw, LookBack, Matter
from yidu.matters.sampling import digest_of, in_drawn_order, size_of
from yidu.people.models import Committee
from yidu.people.rules import has_power
from yidu.programmes.grammar import LookBackRule
from yidu.programmes.models import Edition

MOST_WORDS = 200


@action("draw.announce")
def announce_draw(
    *,
    committee: Committee,
    edition: Edition,
    procedure: str,
    begins: date,
    ends: date,
    share: int | None = None,
    number: int | None = None,
    after: datetime | None = None,
    source: str = "",
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Draw]:
    """Publish what a sample will be drawn from, how many, and which seed decides: nobody knows it yet.

    Candidates are the matters of the procedure that were answered in the period and stand where it draws from. The
    seed is the root of the first seal after the moment `after` (default: now), or what is published then at `source`.
    Raises `Invalid` with every wrong input; a period is drawn from once.
    """
    _require_office(actor, committee.pk)
    now = clock.now()
    after, source = max(after or now, now), normalise(source)
    rule = _rule(edition, procedure)
    if rule is None or edition.committee_id != committee.pk:
        raise Invalid(_("This procedure has no look-back."), fields={"procedure": [_("Choose from the list.")]})
    _check(begins, ends, share=share, number=number, source=source)
    if Draw.objects.filter(committee=committee, procedure=procedure, begins=begins, ends=ends).exists():
        said = _("A draw for this period was announced already. A period is drawn from once.")
        raise Invalid(said, fields={"begins": [said]})
    draw = Draw(
        id=client_id or uuid4(),
        committee=committee,
        edition=edition,
        procedure=procedure,
        begins=begins,
        ends=ends,
        announced_at=now,
        seed_after=after,
        seed_source=source,
    )
    draw.candidates = {name_of(draw, one): str(one.pk) for one in candidates(draw)}
    if not draw.candidates:
        raise Invalid(_("Nothing was answered in this period that could be looked at again."))
    many = len(draw.candidates)
    draw.size = min(number, many) if number else size_of(many, share or rule.share)
    draw.digest = digest_of(draw.candidates)
    draw.save(force_insert=True)
    told = {"candidates": many, "size": draw.size, "digest": draw.digest, "after": after.isoformat(), "source": source}
    return Change(draw, "draw.announced", told)


@action("draw.make")
def make_draw(draw: Draw, *, seed: str = "", actor: Actor, client_id: UUID | None = None) -> Change[Draw]:
    """Draw: the first of the candidates in the order of the seed, and for each somebody to look, likewise by lot.

    `seed` is given where the announcement named a source of its own. Raises `Invalid` before there is a seed, and
    when it is drawn already.
    """
    row = Draw.objects.select_for_update(of=("self",)).select_related("edition").get(pk=draw.pk)
    _require_office(actor, row.committee_id)
    if row.drawn_at is not None:
        raise Invalid(_("This is drawn already."))
    now = clock.now()
    _take_seed(row, normalise(seed), now=now)
    rule = _rule(row.edition, row.procedure)
    assert rule is not None, "announced under this edition"
    drawn = in_drawn_order(row.candidates, row.seed)[: row.size]
    due_at = deadline(now, Duration.parse(rule.within)).due_at
    found = [_look_back(row, name, at=now, due_at=due_at) for name in drawn]
    row.asked = {one.name: sorted(lots_of(one, may_be_asked(one.matter))) for one in found}
    row.drawn_at = now
    row.version += 1
    row.save()
    LookBack.objects.bulk_create(found)
    for one in found:
        if row.asked[one.name]:
            ask_look_back(one, actor=SYSTEM)
    told = {"seed": row.seed, "seal": row.seal.number if row.seal else None, "size": row.size}
    return Change(row, "draw.made", told)


def _look_back(draw: Draw, name: str, *, at: datetime, due_at: datetime) -> LookBack:
    matter = Matter.objects.select_related("edition").defer("edition__content").get(pk=draw.candidates[name])
    return LookBack(
        id=uuid5(draw.pk, name),
        committee_id=draw.committee_id,
        matter=matter,
        why=LookBack.Why.DRAWN,
        owner_id=matter.lead_id,
        draw=draw,
        name=name,
        asks_at=at,
        due_at=due_at,
    )


def candidates(draw: Draw) -> list[Matter]:
    """What is drawn from: answered in the period, in a stage that its own edition draws from.

    Never what only its parties may read.
    """
    first, last = (datetime.combine(day, time.min, SHANGHAI) for day in (draw.begins, draw.ends + timedelta(days=1)))
    answered = Matter.objects.filter(committee=draw.committee, answered_at__gte=first, answered_at__lt=last)
    drawn_from = Q(pk=None)
    editions = Edition.objects.filter(committee=draw.committee, programme=draw.edition.programme).defer("content")
    for edition in editions:
        if rule := _rule(edition, draw.procedure):
            kinds = [id_ for id_, line in edition.read.kind.items() if line.procedure == draw.procedure]
            drawn_from |= Q(edition=edition, kind__in=kinds, stage__in=rule.drawn_from)
    return list(answered.filter(drawn_from).exclude(open_to=OpenTo.PARTIES).only("number", "open_to"))


def name_of(draw: Draw, matter: Matter) -> str:
    """What the published list calls a matter: its number, or a code where it is not open to everybody."""
    if matter.open_to == OpenTo.PUBLIC:
        return matter.number
    return digest(f"{draw.pk}|{matter.pk}", "look-back")[:CODE]


def _require_office(actor: Actor, committee_id: int) -> None:
    if not any(has_power(actor, power, committee_id=committee_id) for power in ("office", "oversee")):
        raise NotAllowed("not there")


def _rule(edition: Edition, procedure: str) -> LookBackRule | None:
    found = edition.read.procedure.get(procedure)
    return found.look_back if found else None


def _check(begins: date, ends: date, *, share: int | None, number: int | None, source: str) -> None:
    errors: dict[str, list[str]] = {}
    if ends < begins:
        errors["ends"] = [_("The last day lies before the first.")]
    elif ends >= clock.today():
        errors["ends"] = [_("The period must be over before it is drawn from.")]
    if share is not None and not 1 <= share <= 100:
        errors["share"] = [_("A share lies between 1 and 100 per cent.")]
    if number is not None and number < 1:
        errors["number"] = [_("Write a whole number.")]
    if share is not None and number is not None:
        errors["number"] = [_("Give a share or a number, not both.")]
    if len(source) > MOST_WORDS:
        errors["source"] = [_("At most %(most)d characters.") % {"most": MOST_WORDS}]
    if errors:
        raise Invalid(_("Some answers need another look."), fields=errors)


def _take_seed(row: Draw, seed: str, *, now: datetime) -> None:
    """Set the seed: what the announcement said that it would be, and nothing else."""
    if now <= row.seed_after:
        raise Invalid(_("The time for the seed has not come. What is drawn before could have been chosen."))
    if row.seed_source:
        if not seed or len(seed) > MOST_WORDS:
            said = _("Give the seed as it was published: %(source)s") % {"source": row.seed_source}
            raise Invalid(said, fields={"seed": [said]})
        row.seed = seed
        return
    if seed:
        said = _("The root of the first seal was announced as the seed. Another cannot be given.")
        raise Invalid(said, fields={"seed": [said]})
    row.seal = first_seal_after(row.seed_after)
    if row.seal is None:
        raise Invalid(_("Nothing has been sealed since the announcement. Seals are made every minute."))
    row.seed = bytes(row.seal.root).hex()
