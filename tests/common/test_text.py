from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yidu.common.text import normalise, search_document, search_query


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  大渡口　区 ", "大渡口 区"),
        ("１１０１ＡＢｃ", "1101ABc"),
        ("跃进\u200b村\u200d\ufeff", "跃进村"),
        ("a\u202eb\u2066c\u200f", "abc"),
        ("a\x00b\x07c\x7fd", "abcd"),
        ("a\ud800b", "ab"),
        ("e\u0301", "é"),
        ("\uf9dc", "隆"),  # a compatibility ideograph of the same look
        ("两\n行\t字\u2028", "两 行 字"),
    ],
)
def test_what_looks_the_same_is_stored_the_same(typed, kept):
    assert normalise(typed) == kept


@pytest.mark.parametrize("text", ["法院（少年庭）：好，不好？", "30 m²", "①核实②整改", "……", "阿卜杜拉·买买提", "𠮷㐂"])
def test_what_has_a_meaning_of_its_own_is_kept(text):
    assert normalise(text) == text


def test_plain_nfkc_would_change_what_was_written():
    assert unicodedata.normalize("NFKC", "①核实②整改（10²）") == "1核实2整改(102)"


def test_long_text_keeps_its_lines():
    assert normalise("\r\n 一、 情况 \r\n\r\n　　二、建议\x85完\n", lines=True) == "一、 情况\n\n二、建议\n完"


@settings(derandomize=True, max_examples=500)
@given(st.text(st.characters(), max_size=40), st.booleans())
def test_cleaning_twice_changes_nothing_more_and_the_database_can_keep_it(text, lines):
    once = normalise(text, lines=lines)
    assert normalise(once, lines=lines) == once
    once.encode("utf-8")
    assert "\x00" not in once


def test_a_document_holds_pairs_and_single_characters_and_whole_words():
    assert search_document("大渡口，4号线 A4 Über 3.14") == "大渡 渡口 大 渡 口 4 号线 号 线 a4 uber 3.14"


@pytest.mark.parametrize("text", ["", "   ", "%_\\", "'\"&|!()<->:*", "\x00\u200b", "，。！"])
def test_nothing_to_look_for_is_empty(text):
    assert search_query(text) == ""


def test_a_query_is_a_phrase_in_a_run_and_all_runs():
    assert search_query("基层治理 2025") == "'基层' <-> '层治' <-> '治理' & '2025'"
    assert search_query("渡") == "'渡'"
    assert search_query("a'b & !c:* | d") == "'a' & 'b' & 'c' & 'd'"


def test_an_endless_query_is_cut():
    assert search_query("渡 " * 5000).count("渡") == 60
    assert len(search_query("渡" * 100_000)) < 1000
    assert len(search_query("x" * 100_000)) < 100
