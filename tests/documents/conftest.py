"""The parking plan of three departments, which took up one suggestion in part."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import Cast, at
from tests.matters.conftest import Walk
from tests.matters.test_issuing import report
from tests.web.conftest import SignIn, doors
from yidu.common.actors import SYSTEM
from yidu.documents.actions import record_document
from yidu.documents.models import Document
from yidu.people.actions import add_organisation
from yidu.people.models import Organisation

PLAN: dict[str, Any] = {
    "kind": "action-plan",
    "title": "大渡口区已建未移交道路停车治理联合行动方案",
    "number": "渡建委发〔2025〕12号",
    "issued_on": date(2025, 6, 3),
    "read_at": "https://www.example.cn/parking",
}


@pytest.fixture
def sign_in(cast: Cast) -> SignIn:
    return doors(cast)


@pytest.fixture
def street() -> Client:
    return Client()


@pytest.fixture
def police(cast: Cast) -> Organisation:
    with at("2025-01-03"):
        return add_organisation(
            committee=cast.committee, kind="department", name="大渡口区公安分局", short_name="区公安分局", actor=SYSTEM
        )


@pytest.fixture
def suggestion(cast: Cast) -> Walk:
    """What a member wrote about parking."""
    return report(cast, "2025-03-03", title="已建未移交道路停车乱", text="建议三部门联合明确规则，并装充电桩。")


@pytest.fixture
def plan(cast: Cast, police: Organisation, suggestion: Walk) -> Document:
    return recorded(cast, [cast.economy, cast.land, police], suggestion)


def recorded(cast: Cast, issuers: list[Organisation], *walks: Walk, on: str = "2025-06-10", **more: Any) -> Document:
    takes = [{"matter": one.matter, "taken": "三部门明确了停车规则。", "left": "充电桩另行研究。"} for one in walks]
    with at(on):
        return record_document(
            committee=cast.committee, edition=cast.edition, issuers=issuers, actor=cast.office, client_id=uuid4(),
            **{**PLAN, "takes": takes, **more},
        )  # fmt: skip
