from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast, actor_of
from yidu.common.actors import SYSTEM
from yidu.common.errors import Invalid, NotAllowed
from yidu.people.actions import add_person, add_project, add_sector, end_project, open_committee, rename_person
from yidu.people.queries import search_projects
from yidu.places.queries import place_of


def test_the_city_is_the_family_of_its_counties(cast: Cast):
    assert cast.city.family() == [cast.city.pk, cast.committee.pk]


def test_a_place_has_one_committee_and_it_lies_below_its_parents(cast: Cast):
    for code, parent, field in (("500104", cast.city, "place"), ("500235", cast.committee, "parent")):
        with pytest.raises(Invalid) as refused:
            open_committee(place=place_of(code), name="又一个", short_name="又", parent=parent, actor=SYSTEM)
        assert field in refused.value.fields


def test_a_county_opens_no_committee(cast: Cast):
    with pytest.raises(NotAllowed):
        open_committee(place=place_of("500235"), name="云阳", short_name="云阳", parent=cast.city, actor=cast.office)


def test_sectors_have_names_of_their_own(cast: Cast):
    with pytest.raises(Invalid):
        add_sector(committee=cast.committee, name=" 经济界 ", actor=cast.office)


def test_user_names_are_plain_and_used_once(cast: Cast):
    for username in ("office", "张三", "a b", "1abc"):
        with pytest.raises(Invalid) as refused:
            add_person(committee=cast.committee, name="张三", username=username, actor=cast.office)
        assert "username" in refused.value.fields, username
    added = add_person(committee=cast.committee, name="张三", username="Zhang.San", actor=cast.office)
    assert added.username == "zhang.san"
    assert not added.has_usable_password()


def test_a_wrong_name_is_corrected_by_those_who_keep_the_people(cast: Cast):
    renamed = rename_person(
        cast.people["member"], committee=cast.committee, name="王小岚", actor=cast.office, version=1
    )
    assert (renamed.name, renamed.initials) == ("王小岚", "wxl")
    with pytest.raises(NotAllowed):
        rename_person(renamed, committee=cast.committee, name="王大岚", actor=actor_of(renamed), version=2)


def test_a_project_is_found_while_it_is_followed(cast: Cast):
    added = add_project(
        committee=cast.committee, name="桥下小微停车场", place=cast.place, starts=date(2025, 1, 10), actor=cast.office
    )
    assert search_projects(cast.committee, "qxxwtcc") == [added]
    end_project(added, ends=date(2025, 2, 16), actor=cast.office, version=1)
    assert search_projects(cast.committee, "停车场") == []
    with pytest.raises(Invalid):
        end_project(added, ends=date(2025, 1, 1), actor=cast.office, version=2)
