"""What departments issued is recorded once, with what it took up and what not, and stands with each matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import Cast, at
from tests.documents.conftest import PLAN, recorded
from tests.matters.conftest import Walk
from tests.matters.test_issuing import report
from yidu.common.actors import VISITOR, Actor
from yidu.common.errors import Conflict, Invalid, NotAllowed, Stale
from yidu.documents.actions import correct_document, record_document, withdraw_document
from yidu.documents.models import Document, Uptake
from yidu.documents.queries import one_document, taken_up_in, uptakes_of
from yidu.ledger.audit import audit
from yidu.ledger.figures import Figure, value
from yidu.ledger.models import Step
from yidu.matters.models import Matter
from yidu.people.models import Organisation


def figure(cast: Cast, indicator: str, on: str = "2025-07-31") -> int | None:
    with at(on, 20):
        number = value(Figure(committee=cast.committee, programme="wuqian", indicator=indicator))
    return None if number is None else int(number)


def correct(plan: Document, cast: Cast, *, actor: Actor | None = None, on: str = "2025-06-11", **more: Any) -> Document:
    told = {**PLAN, "issuers": [one.organisation for one in plan.by.all()], "takes": [], "reason": "登记有误"}
    with at(on):
        row = Document.objects.get(pk=plan.pk)
        return correct_document(row, actor=actor or cast.office, **{**told, "version": row.version, **more})


def test_a_plan_of_three_departments_is_one_document_and_three_departments(cast: Cast, plan: Document):
    assert [one.organisation.called for one in plan.by.all()] == ["区经济信息委", "区规资局", "区公安分局"]
    assert figure(cast, "departments-on-joint-action-plans") == 3
    assert figure(cast, "joint-action-plans") == 1
    assert figure(cast, "documents-issued") == 1
    assert audit() == []


def test_a_department_counts_once_however_many_it_issued(cast: Cast, plan: Document):
    recorded(cast, [cast.economy, cast.land], number="渡建委发〔2025〕13号")
    recorded(cast, [cast.economy], number="渡建委发〔2025〕14号", kind="notice")
    assert figure(cast, "documents-issued") == 3
    assert figure(cast, "joint-action-plans") == 2
    assert figure(cast, "departments-on-joint-action-plans") == 3
    assert figure(cast, "departments-on-documents") == 3


def test_the_matter_tells_in_which_document_it_was_taken_up(plan: Document, suggestion: Walk):
    (uptake,) = taken_up_in(suggestion.matter)
    assert (uptake.document, uptake.taken, uptake.left) == (plan, "三部门明确了停车规则。", "充电桩另行研究。")
    (step,) = Step.objects.filter(name="matter.taken-up")
    assert (step.record_id, step.data["title"]) == (str(suggestion.matter.pk), PLAN["title"])


def test_a_form_of_the_matter_that_somebody_has_open_loses_nothing(cast: Cast, suggestion: Walk, police: Organisation):
    seen = Matter.objects.get(pk=suggestion.matter.pk).version
    recorded(cast, [cast.economy, police], suggestion)
    assert Matter.objects.get(pk=suggestion.matter.pk).version == seen
    suggestion.does(cast.office, "take", "2025-06-11")


def test_only_the_office_records_it(cast: Cast, suggestion: Walk):
    for who in (cast.member, cast.leader, cast.secretary, cast.economy_head, VISITOR):
        with at("2025-06-10"), pytest.raises(NotAllowed):
            record_document(committee=cast.committee, edition=cast.edition, issuers=[cast.economy], actor=who, **PLAN)
    assert not Document.objects.exists()
    recorded(cast, [cast.economy])


def test_everything_that_is_wrong_is_said_at_once(cast: Cast, suggestion: Walk):
    lines = [
        {"matter": None, "taken": "有", "left": ""},
        {"matter": suggestion.matter, "taken": " ", "left": ""},
        {"matter": suggestion.matter, "taken": "又一次", "left": ""},
    ]
    with pytest.raises(Invalid) as refused:
        recorded(cast, [], kind="poem", title="", issued_on=date(2025, 6, 11), takes=lines)
    assert set(refused.value.fields) == {
        "kind", "title", "issued_on", "issuers", "takes-0-matter", "takes-1-taken", "takes-2-matter",
    }  # fmt: skip
    assert not Document.objects.exists()


def test_matters_and_departments_of_another_committee_are_not_there(cast: Cast, suggestion: Walk):
    Matter.objects.filter(pk=suggestion.matter.pk).update(committee=cast.city)
    suggestion.matter.committee_id = cast.city.pk
    foreign = Organisation.objects.create(
        committee=cast.city, kind="department", name="市住建委", short_name="市住建委"
    )
    with pytest.raises(Invalid) as refused:
        recorded(cast, [foreign], suggestion)
    assert set(refused.value.fields) == {"issuers", "takes-0-matter"}


def test_the_same_id_is_recorded_once(cast: Cast):
    sent = uuid4()
    first, second = _with_id(cast, sent), _with_id(cast, sent)
    assert first.pk == second.pk == sent
    with pytest.raises(Conflict):
        _with_id(cast, sent, title="另一份")


def _with_id(cast: Cast, sent: Any, **more: Any) -> Document:
    with at("2025-06-10"):
        return record_document(
            committee=cast.committee, edition=cast.edition, issuers=[cast.economy], actor=cast.office, client_id=sent,
            **{**PLAN, **more},
        )  # fmt: skip


def test_what_is_corrected_is_counted_anew_and_the_matters_are_told(cast: Cast, plan: Document, suggestion: Walk):
    other = report(cast, "2025-03-04", title="路内停车位不足", text="建议错时开放。")
    takes = [{"matter": other.matter, "taken": "错时开放。", "left": ""}]
    correct(plan, cast, issuers=[cast.economy, cast.land], takes=takes, reason="公安分局没有署名")
    assert figure(cast, "departments-on-joint-action-plans") == 2
    assert taken_up_in(suggestion.matter) == []
    assert [one.document_id for one in taken_up_in(other.matter)] == [plan.pk]
    told = Step.objects.filter(name="matter.not-taken-up").values_list("record_id", "data__reason")
    assert list(told) == [(str(suggestion.matter.pk), "公安分局没有署名")]
    assert audit() == []


def test_two_who_correct_it_cannot_overwrite_each_other(cast: Cast, plan: Document):
    correct(plan, cast, title="改过的题目")
    with pytest.raises(Stale):
        correct(plan, cast, title="又一个题目", version=1)
    assert Document.objects.get().title == "改过的题目"


def test_a_correction_has_a_reason_and_is_the_offices(cast: Cast, plan: Document):
    with pytest.raises(Invalid) as refused:
        correct(plan, cast, reason=" ")
    assert set(refused.value.fields) == {"reason"}
    with pytest.raises(NotAllowed):
        correct(plan, cast, actor=cast.member)


def test_what_was_withdrawn_counts_no_more_and_its_number_is_free(cast: Cast, plan: Document, suggestion: Walk):
    with at("2025-06-12"):
        withdraw_document(plan, reason="重复登记", actor=cast.office, version=1)
        with pytest.raises(Conflict):
            withdraw_document(plan, reason="再来一次", actor=cast.office, version=2)
    assert figure(cast, "documents-issued") == 0
    assert figure(cast, "departments-on-joint-action-plans") == 0
    assert taken_up_in(suggestion.matter) == []
    recorded(cast, [cast.economy], suggestion, on="2025-06-13")
    assert audit() == []


# Who may read it.


def test_who_reads_a_matter_reads_what_came_of_it_and_nobody_else(cast: Cast, plan: Document, suggestion: Walk):
    with at("2025-06-11"):
        may = {who: one_document(getattr(cast, who), plan.pk) is not None for who in ("office", "member", "land_head")}
        assert may == {"office": True, "member": True, "land_head": True}, "its committee, and who issued it"
        assert one_document(VISITOR, plan.pk) is None
        Matter.objects.filter(pk=suggestion.matter.pk).update(open_to="public")
        assert one_document(VISITOR, plan.pk) is not None


def test_of_a_public_document_a_matter_is_told_only_to_its_own_readers(cast: Cast, plan: Document, suggestion: Walk):
    (uptake,) = Uptake.objects.all()
    correct(plan, cast, is_public=True, takes=[{"matter": suggestion.matter, "taken": uptake.taken, "left": ""}])
    with at("2025-06-12"):
        shown = one_document(VISITOR, plan.pk)
        assert shown
        assert uptakes_of(shown, VISITOR) == []
        assert len(uptakes_of(shown, cast.member)) == 1


def test_a_department_that_did_not_issue_it_and_has_no_part_reads_nothing(cast: Cast, suggestion: Walk):
    one = recorded(cast, [cast.economy], suggestion)
    with at("2025-06-11"):
        assert one_document(cast.land_head, one.pk) is None
        assert one_document(cast.economy_head, one.pk) is not None


# What the tables hold, and the broken twin.


def _says_nothing(plan: Document) -> None:
    Uptake.objects.filter(document=plan).update(taken="", left="")


def _a_number_twice(plan: Document) -> None:
    Document.objects.create(
        committee_id=plan.committee_id, edition_id=plan.edition_id, kind="notice", title="另一份", number=plan.number,
        issued_on=plan.issued_on, recorded_at=plan.recorded_at,
    )  # fmt: skip


def _a_department_twice(plan: Document) -> None:
    first = plan.by.all()[0]
    plan.by.create(organisation_id=first.organisation_id, position=9)


HARMS: dict[str, tuple[Callable[[Document], None], str]] = {
    "what says nothing": (_says_nothing, "ALTER TABLE documents_uptake DROP CONSTRAINT uptake_says_something"),
    "a number twice": (_a_number_twice, "DROP INDEX document_number_once"),
    "a department twice": (_a_department_twice, "ALTER TABLE documents_issuer DROP CONSTRAINT issuer_once"),
}


@pytest.mark.parametrize("without", [False, True], ids=["whole", "broken"])
@pytest.mark.parametrize("harm", HARMS)
def test_the_tables_refuse(plan: Document, harm: str, *, without: bool):
    do, drop = HARMS[harm]
    if without:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(drop)
        do(plan)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        do(plan)
