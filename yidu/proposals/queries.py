"""What is asked of drafts. Each already withholds what the reader may not see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yidu.common import clock
from yidu.people.models import Appointment, Committee
from yidu.people.rules import Standing
from yidu.programmes.grammar import Kind
from yidu.programmes.models import Edition
from yidu.programmes.queries import kinds_of
from yidu.proposals.models import Draft, Signature, Source
from yidu.proposals.rules import asked_to_sign, readable

_OPEN = Q(signatures__declined_at=None, signatures__withdrawn_at=None)


def one_draft(standing: Standing, pk: UUID) -> Draft | None:
    """A draft with what its page shows; None when the actor may not read it."""
    found = readable(standing).filter(pk=pk).select_related("committee__place", "edition", "author", "matter")
    return found.defer("edition__content").first()


def one_signature(standing: Standing, pk: int) -> Signature | None:
    """A name that the actor may give, or that the actor asked for; None for everybody else."""
    related = ("draft__edition", "draft__author", "draft__committee", "draft__matter")
    found = Signature.objects.filter(pk=pk, draft__in=readable(standing).values("pk"))
    return found.select_related(*related, "person", "sector", "organisation").defer("draft__edition__content").first()


def kinds_to_write(standing: Standing, committee: Committee) -> list[tuple[Edition, str, Kind]]:
    """The kinds that the actor may write as first signer: in a role that is held here and may record."""
    roles = {
        one.role_id
        for one in standing.held
        if one.committee_id == committee.pk and {"record", "office"}.intersection(one.role.powers)
    }
    kinds = kinds_of(committee.pk, is_="matter")
    return [one for one in kinds if one[2].writing and roles.intersection(one[2].raised_by)]


def may_write(standing: Standing, committee: Committee) -> bool:
    """Whether there is a kind that the actor writes: nothing is asked of the database."""
    return bool(kinds_to_write(standing, committee))


def own_drafts(standing: Standing, committee: Committee) -> QuerySet[Draft]:
    """What the actor is writing at a committee, the last touched first, with how many names are asked and confirmed."""
    found = readable(standing).filter(author_id=standing.actor.person_id, committee=committee, matter=None)
    return (
        found.annotate(
            asked=Count("signatures", filter=_OPEN),
            confirmed=Count("signatures", filter=_OPEN & Q(signatures__confirmed_at__isnull=False)),
        )
        .select_related("edition")
        .defer("edition__content")
        .order_by("-saved_at")
    )


def handed_in(standing: Standing, committee: Committee, *, most: int = 20) -> list[Draft]:
    """What the actor handed in as first signer, or signed with others, the newest first."""
    found = readable(standing).filter(committee=committee, matter__isnull=False)
    related = ("edition", "matter__edition", "author")
    found = found.select_related(*related).defer("edition__content", "matter__edition__content")
    return list(found.order_by("-handed_in_at")[:most])


def invitations(standing: Standing) -> QuerySet[Signature]:
    """The names that wait for the actor: asked for, of a draft that is still being written, and not confirmed."""
    waiting = asked_to_sign(standing).filter(confirmed_at=None, draft__matter=None, draft__discarded_at=None)
    related = ("draft__author", "draft__edition", "person", "sector", "organisation")
    return waiting.select_related(*related).defer("draft__edition__content").order_by("invited_at", "pk")


_ANY_NAME = """
    SELECT EXISTS (
        SELECT FROM proposals_signature name JOIN proposals_draft draft ON draft.id = name.draft_id
        WHERE name.confirmed_at IS NULL AND name.declined_at IS NULL AND name.withdrawn_at IS NULL
            AND draft.matter_id IS NULL AND draft.discarded_at IS NULL
            AND (name.person_id = %(person)s OR name.sector_id = ANY(%(sectors)s::bigint[])
                OR name.organisation_id = ANY(%(bodies)s::bigint[]))
    )
"""
"""Whether any name waits that might be the actor's: no less than `invitations` finds, and the server knows the text."""


def names_asked(standing: Standing) -> int:
    """How many names wait for the actor. Mostly none, which one cheap question tells."""
    told = {
        "person": standing.actor.person_id,
        "sectors": [one.sector_id for one in standing.held if one.sector_id is not None],
        "bodies": sorted(standing.organisations("sign")),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ANY_NAME, told)
        (is_any,) = cursor.fetchone()
    return invitations(standing).count() if is_any else 0


def may_be_asked(draft: Draft) -> QuerySet[Appointment]:
    """Who can be asked to sign: whoever could raise it themselves, but for the author. Each person once."""
    today = Appointment.objects.in_force(clock.today()).filter(
        committee=draft.committee_id, role__in=draft.kind_line.raised_by
    )
    earlier = today.filter(person=OuterRef("person"), pk__lt=OuterRef("pk"))
    return today.exclude(person=draft.author_id).filter(~Exists(earlier))


def names_of(draft: Draft) -> QuerySet[Signature]:
    """All names that were asked for, with whose they are."""
    return draft.signatures.select_related("person", "sector", "organisation").order_by("invited_at", "pk")


def signers_of(matter_id: UUID) -> list[Signature]:
    """Who signed what became this matter, besides the first signer."""
    found = Signature.objects.filter(draft__matter=matter_id, confirmed_at__isnull=False, withdrawn_at=None)
    return list(found.select_related("person", "sector", "organisation").order_by("invited_at", "pk"))


def signers_of_each(matters: Collection[UUID]) -> dict[UUID, list[Signature]]:
    """The same of several matters, in one question."""
    found: dict[UUID, list[Signature]] = {}
    signed = Signature.objects.filter(draft__matter__any=list(matters), confirmed_at__isnull=False, withdrawn_at=None)
    for one in signed.select_related("draft", "person", "sector", "organisation").order_by("invited_at", "pk"):
        assert one.draft.matter_id is not None
        found.setdefault(one.draft.matter_id, []).append(one)
    return found


def sources_of(draft: Draft) -> list[Source]:
    related = ("activity__edition", "activity__organisation", "activity__project", "activity__station")
    found = draft.sources.select_related(*related, "activity__place", "matter")
    return list(found.defer("activity__edition__content"))


@dataclass(frozen=True)
class Chain:
    """From what a matter came and to what it led, and who signed it: ids and the first signer's name, whoever asks."""

    activities: tuple[UUID, ...] = ()
    matters: tuple[UUID, ...] = ()
    led_to: tuple[UUID, ...] = ()
    signers: int = 0
    first: str = ""

    def __bool__(self) -> bool:
        return bool(self.activities or self.matters or self.led_to or self.signers or self.first)


# One small question for each page of a matter; most have no chain.
_CHAIN = """
    SELECT ARRAY(SELECT source.activity_id FROM proposals_source AS source JOIN proposals_draft AS draft
                 ON draft.id = source.draft_id WHERE draft.matter_id = %(matter)s AND source.activity_id IS NOT NULL
                 UNION SELECT activity_id FROM proposals_source
                 WHERE raised_id = %(matter)s AND activity_id IS NOT NULL),
           ARRAY(SELECT source.matter_id FROM proposals_source AS source JOIN proposals_draft AS draft
                 ON draft.id = source.draft_id WHERE draft.matter_id = %(matter)s AND source.matter_id IS NOT NULL
                 UNION SELECT matter_id FROM proposals_source
                 WHERE raised_id = %(matter)s AND matter_id IS NOT NULL),
           ARRAY(SELECT draft.matter_id FROM proposals_source AS source JOIN proposals_draft AS draft
                 ON draft.id = source.draft_id WHERE source.matter_id = %(matter)s AND draft.matter_id IS NOT NULL
                 UNION SELECT raised_id FROM proposals_source
                 WHERE matter_id = %(matter)s AND raised_id IS NOT NULL),
           (SELECT count(*) FROM proposals_signature AS signature JOIN proposals_draft AS draft
            ON draft.id = signature.draft_id WHERE draft.matter_id = %(matter)s
            AND signature.confirmed_at IS NOT NULL AND signature.withdrawn_at IS NULL),
           (SELECT author.name FROM proposals_draft AS draft JOIN people_person AS author ON author.id = draft.author_id
            WHERE draft.matter_id = %(matter)s)
"""


def chain_of(matter_id: UUID) -> Chain:
    """The chain of a matter. Whether the reader may read each of them is still to be asked."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, {"matter": matter_id})
        activities, matters, led_to, signers, first = cursor.fetchone()
    return Chain(tuple(activities), tuple(matters), tuple(led_to), signers, first or "")


def came_of(activity_id: UUID) -> Q:
    """A condition on matters: what was raised on a visit, on a text that quotes it, or afterwards on what was heard."""
    quoting = Draft.objects.filter(sources__activity=activity_id, matter=OuterRef("pk"))
    raised = Source.objects.filter(activity=activity_id, raised=OuterRef("pk"))
    return Q(activity=activity_id) | Q(Exists(quoting)) | Q(Exists(raised))
