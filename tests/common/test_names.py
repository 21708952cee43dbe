from __future__ import annotations

import pytest

from yidu.common.text import initials, pinyin, sort_key


def test_a_name_is_spelt_in_letters():
    assert pinyin("大渡口区") == "dadukouqu"
    assert initials("大渡口区") == "ddkq"
    assert pinyin("八桥2社区 A股") == "baqiao2shequagu"
    assert initials("八桥2社区") == "bq2sq"
    assert pinyin("吕布") == "lvbu"
    assert pinyin("") == initials("") == sort_key("") == ""


@pytest.mark.parametrize(
    ("name", "letters", "as_a_word"),
    [
        ("单雄信", "shanxiongxin", "danxiongxin"),
        ("区少坤", "oushaokun", "qushaokun"),
        ("曾国藩", "zengguofan", "cengguofan"),
        ("解缙", "xiejin", "jiejin"),
        ("仇英", "qiuying", "chouying"),
        ("任我行", "renwoxing", "renwoxing"),
        ("尉迟恭", "yuchigong", "yuchigong"),
        ("单于", "shanyu", "chanyu"),
    ],
)
def test_the_surname_of_a_person_is_read_as_a_surname_and_only_there(name, letters, as_a_word):
    assert pinyin(name, kind="person") == letters
    assert pinyin(name) == as_a_word


@pytest.mark.parametrize(
    ("name", "letters"), [("丰都县", "fengduxian"), ("长岭镇", "changlingzhen"), ("曾家岩", "zengjiayan")]
)
def test_places_of_chongqing_are_read_as_people_there_say(name, letters):
    assert pinyin(name, kind="place") == letters


def test_names_are_sorted_by_sound_and_then_by_character():
    names = ["张三", "重庆", "阿强", "李四", "欧阳", "李世", "区少坤"]
    assert sorted(names, key=lambda name: sort_key(name, kind="person")) == [
        "阿强", "重庆", "李世", "李四", "区少坤", "欧阳", "张三",
    ]  # fmt: skip


def test_characters_without_a_reading_do_no_harm():
    assert pinyin("大青㭎村", kind="place") == "daqinggangcun"
    assert sort_key("\U00020bb7") == "\U00020bb7"
