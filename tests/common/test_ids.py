from __future__ import annotations

import re

import pytest

from yidu.common.errors import Invalid
from yidu.common.ids import clean_receipt, digest, digests, new_receipt


def test_a_receipt_is_four_groups_of_four_without_letters_that_are_misread():
    receipts = {new_receipt() for _ in range(500)}
    assert len(receipts) == 500
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", receipt) for receipt in receipts)


@pytest.mark.parametrize(
    "typed",
    [
        "7k3f-9qxn-012b-mz51",
        "7K3F9QXN012BMZ51",
        " 7K3F 9QXN O12B MZ5L ",
        "7K3F—9QXN－0i2B·MZ5I",
        "７Ｋ３Ｆ－９ＱＸＮ－０１２Ｂ－ＭＺ５１",
        "7K3F\u200b-9QXN\n-012B-MZ51",
    ],
)
def test_a_receipt_is_understood_however_it_is_typed(typed):
    assert clean_receipt(typed) == "7K3F-9QXN-012B-MZ51"


@pytest.mark.parametrize(
    "typed", ["", "7K3F-9QXN-012B-MZ5", "7K3F-9QXN-012B-MZ511", "UUUU-UUUU-UUUU-UUUU", "7" * 10**6]
)
def test_what_cannot_be_a_receipt_is_refused(typed):
    with pytest.raises(Invalid) as refusal:
        clean_receipt(typed)
    assert "receipt" in refusal.value.fields


def test_a_digest_hides_the_secret_and_differs_by_purpose_and_by_site(settings):
    first = digest("7K3F-9QXN-012B-MZ51", "receipt")
    assert re.fullmatch("[0-9a-f]{64}", first)
    assert first == digest("7K3F-9QXN-012B-MZ51", "receipt")
    assert first != digest("7K3F-9QXN-012B-MZ51", "link")
    assert first != digest("7K3F-9QXN-012B-MZ52", "receipt")
    settings.SECRET_KEY = "another site"
    assert first != digest("7K3F-9QXN-012B-MZ51", "receipt")


def test_a_receipt_is_still_found_after_the_key_was_changed(settings):
    stored = digest("7K3F-9QXN-012B-MZ51", "receipt")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the new key"
    assert digest("7K3F-9QXN-012B-MZ51", "receipt") != stored
    assert stored in digests("7K3F-9QXN-012B-MZ51", "receipt")


def test_an_empty_secret_has_no_digest():
    with pytest.raises(ValueError, match="secret"):
        digest("", "receipt")
