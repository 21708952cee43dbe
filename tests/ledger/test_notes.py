"""Checkpoints as signed notes, and Ed25519 written twice: with a library, and in the script that needs none."""

from __future__ import annotations

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from yidu.ledger import keys
from yidu.ledger.notes import COSIGNS, Checkpoint, NoteError, PrivateKey, PublicKey, cosigned_at, note, read
from yidu.ledger.outside import ed25519, verify, witness

RFC_8032 = [
    # seed, public key, message, signature: §7.1, tests 1 to 3
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]
KEY = PrivateKey("yidu.500104", bytes(range(32)))
WITNESS = PrivateKey("witness.example", bytes(range(1, 33)), COSIGNS)
POINT = Checkpoint("yidu.500104", 18, bytes(range(32)))


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC_8032)
def test_the_plain_ed25519_is_that_of_the_standard(seed: str, public: str, message: str, signature: str):
    assert ed25519.expanded(bytes.fromhex(seed))[2].hex() == public
    assert ed25519.sign(bytes.fromhex(seed), bytes.fromhex(message)).hex() == signature
    assert ed25519.signed_by(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=99), st.integers(0, 511))
def test_both_ways_of_signing_agree_and_one_wrong_bit_is_seen(seed: bytes, message: bytes, bit: int):
    key = PrivateKey("a", seed)
    signature = ed25519.sign(seed, message)
    assert key.public.check(message, signature)
    assert ed25519.signed_by(key.public.public, message, signature)
    wrong = bytearray(signature)
    wrong[bit // 8] ^= 1 << bit % 8
    assert not ed25519.signed_by(key.public.public, message, bytes(wrong))
    assert not ed25519.signed_by(key.public.public, message + b"!", signature)


def test_a_note_is_read_by_those_who_have_the_key_here_and_outside():
    signed = note(POINT, KEY)
    assert read(signed, KEY.public) == POINT
    assert verify.checkpoint(signed, str(KEY.public)) == (18, POINT.root)
    assert PublicKey.parse(str(KEY.public)) == KEY.public


@pytest.mark.parametrize(
    "wrong",
    [
        note(POINT, KEY).replace("18", "19"),
        note(POINT, PrivateKey("yidu.500104", bytes(32))),
        note(POINT, PrivateKey("yidu.500105", KEY.seed)),
        note(Checkpoint("yidu.500105", 18, POINT.root), KEY),
        POINT.text,
        "",
        "— yidu.500104 !!!\n",
        note(POINT, KEY)[:-10],
        f"yidu.500104\n\n{KEY.sign('yidu.500104' + chr(10))}",
    ],
)
def test_a_note_that_says_something_else_is_refused_here_and_outside(wrong: str):
    with pytest.raises(NoteError):
        read(wrong, KEY.public)
    with pytest.raises(ValueError):  # noqa: PT011  (each says something of its own)
        verify.checkpoint(wrong, str(KEY.public))


def test_a_witness_signs_when_it_saw_the_note_and_what():
    line = WITNESS.cosign(POINT.text, time=1_750_000_000)
    signed = note(POINT, KEY, line)
    assert cosigned_at(signed, WITNESS.public) == 1_750_000_000
    assert read(signed, KEY.public) == POINT
    other = note(Checkpoint("yidu.500104", 19, POINT.root), KEY, line)
    assert cosigned_at(other, WITNESS.public) is None
    late = bytearray(base64.b64decode(line.split(" ")[2]))
    late[11] ^= 1
    assert (
        cosigned_at(f"{note(POINT, KEY)}— witness.example {base64.b64encode(late).decode()}\n", WITNESS.public) is None
    )


def test_the_script_of_a_witness_signs_as_the_library_does():
    script = witness.cosign(note(POINT, KEY), WITNESS.name, WITNESS.seed, 1_750_000_000)
    assert script == WITNESS.cosign(POINT.text, time=1_750_000_000)
    assert witness.public_key(WITNESS.name, WITNESS.seed) == str(WITNESS.public)


@pytest.mark.parametrize(
    "wrong", ["", "a+b", "a+00000000+AQ==", str(KEY.public)[:-4], str(KEY.public).replace("+", "-")]
)
def test_what_is_no_key_is_refused(wrong: str):
    with pytest.raises(NoteError):
        PublicKey.parse(wrong)


def test_a_key_of_the_wrong_sort_stops_the_program(settings: Settings):
    settings.YIDU_WITNESSES = [str(KEY.public)]
    with pytest.raises(ImproperlyConfigured, match="YIDU_WITNESSES"):
        keys.witness_keys()
    settings.YIDU_WITNESSES = ["nonsense"]
    with pytest.raises(ImproperlyConfigured, match="YIDU_WITNESSES"):
        keys.witness_keys()
    settings.YIDU_WITNESSES = [str(WITNESS.public)]
    assert keys.witness_keys() == [WITNESS.public]


def test_another_secret_gives_another_key_and_the_earlier_one_still_reads(settings: Settings):
    earlier = keys.own_key()
    signed = note(Checkpoint(earlier.name, 1, bytes(32)), earlier)
    settings.YIDU_SEAL_SECRET = "another"
    with pytest.raises(NoteError):
        read(signed, *keys.log_keys())
    settings.YIDU_SEAL_KEYS_BEFORE = [str(earlier.public)]
    assert read(signed, *keys.log_keys()).size == 1
