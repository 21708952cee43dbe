"""Programmes as everybody reads them: drawn and told from the data."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from yidu.common.actors import SYSTEM
from yidu.programmes.actions import publish
from yidu.programmes.loading import LIBRARY

WUQIAN = reverse("programme", args=["500104", "wuqian"])


def test_the_list_names_the_campaigns(cast: Cast, street: Client):
    page = street.get(reverse("programmes", args=["500104"])).content.decode()
    assert "五千行动" in page
    assert "百名委员助千企" in page


def test_a_procedure_is_drawn_and_told_stage_by_stage(cast: Cast, street: Client):
    page = street.get(WUQIAN)
    by_id = {id_: stages for id_, _line, stages, _laws in page.context["procedures"]}
    registered, handling, signing, *_rest = by_id["linkage"]
    assert (registered.title, registered.holder) == ("待交办", "政协机关")
    assert registered.clock == ("限 2 个工作日。", "逾期 1 个工作日，告知秘书长。")
    assert [act.title for act in registered.acts] == ["交办", "转告"]
    assert [act.to for act in registered.acts] == ["办理中", "已转告"]
    assert "会办部门限 5 个工作日。" in handling.clock
    assert signing.clock == ("沿用上一环节的期限。",)
    assert '<svg viewBox="' in page.content.decode()


def test_a_form_says_why_it_asks(cast: Cast, street: Client):
    page = street.get(WUQIAN)
    (household,) = [kind for kind in page.context["activities"] if kind.id == "household-visit"]
    assert (household.fields[0].ask, household.fields[0].required) == ("走访了多少户", True)
    assert "为什么问：计入联千户的进度，不登记是哪一户" in page.content.decode()


def test_an_indicator_is_told_in_a_sentence_and_leads_to_its_figure(cast: Cast, street: Client):
    lines = {line.id: line for line in street.get(WUQIAN).context["indicators"]}
    assert lines["visits-by-leaders"].definition == "类别为“走访服务企业”、由时任班子成员带队的活动，每次计 1。"
    assert lines["investors-signed"].definition == "类别为“招商线索”的事项，每件计 1，记在首次进入“签约”环节之日。"
    assert lines["enterprises-helped"].definition == "类别为“走访服务企业”的活动中出现的不同企业，每个只计一次。"
    assert street.get(lines["visits"].url).status_code == 200


def test_an_earlier_edition_stays_readable(cast: Cast, street: Client, tmp_path: Path):
    for folder in ("base", "wuqian"):
        shutil.copytree(LIBRARY / folder, tmp_path / folder)
    header = tmp_path / "wuqian" / "programme.toml"
    header.write_text(header.read_text(encoding="utf-8").replace("五千行动", "五千行动二期"), encoding="utf-8")
    with at("2025-03-03"):
        publish(tmp_path / "wuqian", committee=cast.committee, actor=SYSTEM)
        now, before = street.get(WUQIAN), street.get(f"{WUQIAN}?edition=1")
        assert street.get(f"{WUQIAN}?edition=3").status_code == 404
    assert (now.context["edition"].number, str(now.context["programme"].title)) == (2, "五千行动二期")
    assert str(before.context["programme"].title) == "五千行动"
    assert "这是以前的版本，现行的是第 2 版。" in before.content.decode()
    assert cast.edition.digest[:12] in before.content.decode()


def test_a_better_title_is_no_new_definition(cast: Cast, street: Client, tmp_path: Path):
    for folder in ("base", "wuqian"):
        shutil.copytree(LIBRARY / folder, tmp_path / folder)
    rules = tmp_path / "wuqian" / "indicators.toml"
    words = rules.read_text(encoding="utf-8").replace('zh = "走访服务企业", en', 'zh = "到企业走访", en', 1)
    rules.write_text(words.replace('where = { host = "leader" }', 'where = { host = "office" }', 1), encoding="utf-8")
    with at("2025-03-03"):
        publish(tmp_path / "wuqian", committee=cast.committee, actor=SYSTEM)
        visits = street.get(reverse("figure", args=["500104", "wuqian", "visits"])).context
        leaders = street.get(reverse("figure", args=["500104", "wuqian", "visits-by-leaders"])).context
    assert str(visits["indicator"].title) == "到企业走访"
    assert (visits["since"][0], leaders["since"][0]) == (1, 2)


def test_a_programme_that_does_not_exist_is_not_found(cast: Cast, street: Client):
    assert street.get(reverse("programme", args=["500104", "nothing"])).status_code == 404
