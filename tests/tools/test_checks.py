"""Each check of the repository is given what it must find."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from tools import check_messages
from tools.check_messages import Message, check
from tools.check_sizes import limit

TEMPLATE = """{% load i18n %}
{% translate "One word" %} {% translate "May" context "month" %} {{ name|default:_("nobody") }}
{% blocktranslate count n=people|length trimmed %}
  One person, {{ where }}
{% plural %}
  {{ n }} people, {{ where }}
{% endblocktranslate %}
"""


def said(path: Path, text: str) -> set[Message]:
    path.write_text(text, encoding="utf-8")
    return set(check_messages._messages(path))


def test_messages_of_a_template_are_found(tmp_path: Path):
    assert said(tmp_path / "page.html", TEMPLATE) == {
        Message("", "One word", ""),
        Message("month", "May", ""),
        Message("", "nobody", ""),
        Message("", "One person, %(where)s", "%(n)s people, %(where)s"),
    }


def test_messages_of_a_module_are_found(tmp_path: Path):
    text = '_("One " "word"); ngettext("%(n)d day", "%(n)d days", n); pgettext_lazy("month", "May"); other("not this")'
    assert said(tmp_path / "module.py", text) == {
        Message("", "One word", ""),
        Message("", "%(n)d day", "%(n)d days"),
        Message("month", "May", ""),
    }


@pytest.mark.parametrize(
    ("chinese", "flags", "fault"),
    [
        ("%(n)d 天", [], None),
        ("", [], "no Chinese"),
        ("%(n)d 天", ["fuzzy"], "fuzzy"),
        ("几天", [], "needs the placeholders"),
        ("%(m)d 天", [], "needs the placeholders"),
    ],
)
def test_a_message_without_proper_chinese_is_a_fault(chinese: str, flags: list[str], fault: str | None):
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="%(n)d days", msgstr=chinese, flags=flags))
    faults = list(check(catalogue, {Message("", "%(n)d days", ""): ["a.py"]}))
    assert len(faults) == (fault is not None)
    assert all(str(fault) in found for found in faults)


def test_a_message_that_nobody_wrote_down_is_a_fault():
    assert list(check(polib.POFile(), {Message("", "Hello", ""): ["a.py"]})) == ["a.py: no Chinese for 'Hello'"]


def test_tests_may_be_longer_than_the_code():
    assert limit(Path("tests/a.py")) > limit(Path("yidu/a.py"))
