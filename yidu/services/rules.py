"""Who may make tokens and webhooks for whom."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.people.models import Appointment, Committee, Person
from yidu.people.rules import appointments_with


def keeps(actor: Actor, person: Person) -> bool:
    """Oneself; or a service, for whoever keeps the people of every committee that has appointed it.

    Of every one, or the staff of one county would act through a service in another.
    """
    if actor.person_id is None:
        return False
    if not person.is_service:
        return actor.person_id == person.pk
    serves = set(_appointed(person).values_list("committee_id", flat=True))
    kept = set(appointments_with(actor, "people").values_list("committee_id", flat=True))
    return bool(serves) and serves <= kept


def services_of(committee: Committee) -> QuerySet[Person]:
    """The services that a committee has appointed, today or for later."""
    today = clock.today()
    theirs = Appointment.objects.filter(Q(ends=None) | Q(ends__gte=today), committee=committee, withdrawn=False)
    return Person.objects.filter(is_service=True, pk__in=theirs.values("person_id")).order_by("pinyin", "pk")


def _appointed(person: Person) -> QuerySet[Appointment]:
    today = clock.today()
    return Appointment.objects.filter(Q(ends=None) | Q(ends__gte=today), person=person, withdrawn=False)
