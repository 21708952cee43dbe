"""The scripts that need nothing of Yidu, run where nothing of Yidu is; and a witness that is not fooled."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.cast import at
from tests.ledger.conftest import District, build_district, tampering
from yidu.common import clock
from yidu.common.actors import VISITOR
from yidu.common.errors import Invalid
from yidu.ledger import outside, seals
from yidu.ledger.cosign import checkpoint, cosign_seal
from yidu.ledger.export import export
from yidu.ledger.keys import own_key
from yidu.ledger.leaves import leaf_of
from yidu.ledger.models import Cosignature, Entry, Seal, Step
from yidu.ledger.notes import COSIGNS, PrivateKey
from yidu.ledger.outside import verify as script
from yidu.ledger.outside import witness
from yidu.ledger.proofs import consistency, inclusion
from yidu.ledger.seals import seal
from yidu.ledger.verify import Flaw, verify

WITNESS = PrivateKey("witness.example", bytes(range(32)), COSIGNS)


def fill(district: District, sizes: tuple[int, ...] = (1, 2, 5, 3, 7)) -> None:
    """Seals over so many further appointments each, of two entries."""
    with at("2025-03-01"):
        for size in sizes:
            for _number in range(size):
                district.appoint()
            seal()


@pytest.fixture
def filled(district: District) -> District:
    fill(district)
    return district


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A folder with the scripts and nothing else."""
    for name in ("verify", "witness", "ed25519"):
        shutil.copy(Path(outside.__path__[0], f"{name}.py"), tmp_path)
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Python without this environment's packages: -S leaves site-packages out, -E the environment."""
    command = [sys.executable, "-E", "-S", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


def put(folder: Path, name: str, told: Any) -> str:
    (folder / name).write_text(told if isinstance(told, str) else json.dumps(told), encoding="utf-8")
    return name


def key() -> str:
    return str(own_key().public)


def test_the_scripts_find_nothing_of_yidu_where_they_run(alone: Path):
    assert "No module named" in run(alone, "-c", "import yidu").stderr
    assert run(alone, "verify.py").stderr.startswith("Check what a Yidu ledger says")


def test_every_proof_is_checked_by_the_script_alone(filled: District, alone: Path):
    newest = seals.latest_seal()
    for entry in Entry.objects.all():
        for proof in (inclusion(entry), inclusion(entry, newest), inclusion(entry, reveal=False)):
            assert script.check_inclusion(proof, key()) is None
    proof = inclusion(Entry.objects.earliest("pk"), newest)
    assert run(alone, "verify.py", "inclusion", put(alone, "p.json", proof), "--key", key()).returncode == 0
    for wrong in (
        {**proof, "entry": {**proof["entry"], "quantity": "9.00"}},
        {**proof, "position": 1},
        {**proof, "path": proof["path"][1:]},
        {**proof, "checkpoint": Seal.objects.get(number=1).note},
    ):
        assert run(alone, "verify.py", "inclusion", put(alone, "w.json", wrong), "--key", key()).returncode == 1


def test_every_seal_is_shown_to_add_to_every_earlier_one(filled: District, alone: Path):
    made = list(Seal.objects.order_by("number"))
    for number, newer in enumerate(made):
        for older in made[: number + 1]:
            assert script.check_consistency(older.note, newer.note, consistency(older, newer), key()) is None
            if older.number < newer.number:
                wrong = consistency(made[0], newer) if older.number > 1 else consistency(made[-1], made[-1])
                assert script.check_consistency(older.note, newer.note, wrong, key()) is not None
    with pytest.raises(ValueError, match="older"):
        consistency(made[2], made[1])
    files = [put(alone, "old", made[0].note), put(alone, "new", made[-1].note)]
    files.append(put(alone, "c.json", consistency(made[0], made[-1])))
    assert run(alone, "verify.py", "consistency", *files, "--key", key()).returncode == 0
    swapped = run(alone, "verify.py", "consistency", files[0], put(alone, "x", made[2].note), files[2], "--key", key())
    assert (swapped.returncode, "REWRITTEN" in swapped.stdout) == (1, True)


def test_a_proof_over_many_seals_reads_few_of_them(district: District):
    fill(district, (1,) * 40)
    seals_made = list(Seal.objects.order_by("number"))
    with CaptureQueriesContext(connection) as queries:
        consistency(seals_made[2], seals_made[-1])
    assert len(queries) <= 28, "they grow with the square of the logarithm"
    with CaptureQueriesContext(connection) as queries:
        inclusion(Entry.objects.earliest("pk"), seals_made[-1])
    assert len(queries) <= 35


def exported(folder: Path, name: str = "export.jsonl") -> str:
    return put(folder, name, "".join(json.dumps(line) + "\n" for line in export()))


def test_the_whole_ledger_is_checked_by_the_script_alone(filled: District, alone: Path):
    kept = put(alone, "kept", Seal.objects.get(number=3).note)
    whole = run(alone, "verify.py", "ledger", exported(alone), kept, "--key", key())
    assert (whole.returncode, whole.stdout) == (0, "as it should be\n")
    first = Entry.objects.earliest("pk")
    with tampering("ledger_entry") as cursor:
        cursor.execute("UPDATE ledger_entry SET quantity = 9 WHERE id = %s", [first.pk])
    changed = run(alone, "verify.py", "ledger", exported(alone), "--key", key())
    assert (changed.returncode, f"entry {first.pk}" in changed.stdout) == (1, True)


def rewrite(district: District) -> None:
    """All of history anew, by somebody with every right on the database and the site's key."""
    with transaction.atomic(), tampering("ledger_entry", "ledger_seal", "ledger_cosignature") as cursor:
        cursor.execute("DELETE FROM ledger_cosignature")
        cursor.execute("DELETE FROM ledger_seal")
        cursor.execute("UPDATE ledger_entry SET quantity = quantity * 2 WHERE id % 5 = 0")
        for entry in Entry.objects.all():
            cursor.execute("UPDATE ledger_entry SET leaf = %s WHERE id = %s", [leaf_of(entry), entry.pk])
    while seal():
        pass


def test_only_a_kept_checkpoint_shows_that_all_was_rewritten(filled: District, alone: Path):
    kept = put(alone, "kept", Seal.objects.get(number=3).note)
    rewrite(filled)
    assert verify() is None, "a log without a witness is a promise"
    assert run(alone, "verify.py", "ledger", exported(alone), "--key", key()).returncode == 0
    found = run(alone, "verify.py", "ledger", exported(alone), kept, "--key", key())
    assert (found.returncode, "rewritten" in found.stdout) == (1, True)


@pytest.mark.parametrize("change", ["note = ''", "note = replace(note, E'\\n\\n', E'\\n9\\n\\n')"])
def test_a_seal_without_its_signature_is_found(filled: District, change: str):
    with tampering("ledger_seal") as cursor:
        cursor.execute(f"UPDATE ledger_seal SET {change} WHERE number = 3")
    assert verify() == Flaw("signature", seal=3)


def cosigned(made: Seal, key: PrivateKey = WITNESS) -> str:
    return key.cosign(made.note.partition("\n\n")[0] + "\n", time=int(clock.now().timestamp()))


def test_the_signature_of_a_known_witness_is_kept_and_shown(filled: District, settings: Settings):
    settings.YIDU_WITNESSES = [str(WITNESS.public)]
    made = Seal.objects.get(number=2)
    with at("2025-03-02"):
        line = cosigned(made)
        cosign_seal(size=made.size, line=line, actor=VISITOR)
        cosign_seal(size=made.size, line=line, actor=VISITOR)
    assert Cosignature.objects.count() == 1
    assert Step.objects.filter(name="seal.cosigned").exists()
    assert checkpoint(made) == made.note + line
    assert verify() is None
    assert Client().get("/seals/2/checkpoint").content.decode() == made.note + line
    assert "witness.example" in Client().get("/seals/").content.decode()


def test_a_signature_that_does_not_fit_is_refused(filled: District, settings: Settings):
    made, other = Seal.objects.get(number=2), Seal.objects.get(number=3)
    with at("2025-03-02"):
        good = cosigned(made)
        with pytest.raises(Invalid):
            cosign_seal(size=made.size, line=good, actor=VISITOR)  # nobody is known yet
        settings.YIDU_WITNESSES = [str(WITNESS.public)]
        stranger = PrivateKey(WITNESS.name, bytes(32), COSIGNS)
        for size, line in (
            (other.size, good),
            (made.size, cosigned(made, stranger)),
            (made.size, ""),
            (made.size, "— witness.example !!!"),
            (made.size, good * 50),
            (9999, good),
        ):
            with pytest.raises(Invalid):
                cosign_seal(size=size, line=line, actor=VISITOR)
    with at("2025-03-03"), pytest.raises(Invalid):
        cosign_seal(size=made.size, line=good, actor=VISITOR)
    assert not Cosignature.objects.exists()


def test_a_seal_that_a_witness_signed_cannot_be_swapped(filled: District, settings: Settings):
    settings.YIDU_WITNESSES = [str(WITNESS.public)]
    made = Seal.objects.get(number=2)
    with at("2025-03-02"):
        cosign_seal(size=made.size, line=cosigned(made), actor=VISITOR)
    line = Cosignature.objects.get().line.replace("A", "B", 1)
    with tampering("ledger_cosignature") as cursor:
        cursor.execute("UPDATE ledger_cosignature SET line = %s", [line])
    assert verify() == Flaw("signature", seal=2)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/seals/checkpoint", 200),
        ("/seals/1/checkpoint", 200),
        ("/seals/99/checkpoint", 404),
        ("/seals/99999999999999999999999/checkpoint", 404),
        ("/seals/consistency/2/6.json", 200),
        ("/seals/consistency/6/2.json", 404),
        ("/seals/consistency/3/6.json", 404),
        ("/seals/verify.py", 200),
        ("/seals/__init__.py", 404),
        ("/seals/settings.py", 404),
        ("/seals/cosign/", 405),
    ],
)
def test_what_is_served_for_those_who_check(filled: District, address: str, status: int):
    assert Client().get(address).status_code == status


@pytest.mark.parametrize("told", [{}, {"size": "２"}, {"size": "9" * 30}, {"size": "2", "line": "\x00"}, {"size": "2"}])
def test_a_signature_that_makes_no_sense_is_answered_in_words(filled: District, told: dict[str, str]):
    answer = Client(enforce_csrf_checks=True).post("/seals/cosign/", told)
    assert (answer.status_code, len(answer.content) > 10) == (422, True)


@pytest.fixture
def served(live_server: LiveServer, settings: Settings) -> tuple[District, str]:
    settings.YIDU_WITNESSES = [witness.public_key("witness.example", bytes(32))]
    with at("2025-01-01"):
        district = build_district()
        district.publish()
    fill(district, (2, 3))
    return district, live_server.url


def look(folder: Path, url: str) -> subprocess.CompletedProcess[str]:
    put(folder, "witness.key", {"name": "witness.example", "seed": bytes(32).hex()})
    return run(folder, "witness.py", "watch", url, "--key", key(), "--with", "witness.key", "--state", "state")


def test_a_witness_signs_what_grows_and_not_what_was_rewritten(served: tuple[District, str], alone: Path):
    district, url = served
    first = look(alone, url)
    assert first.stdout.startswith("signed 10 entries"), first
    assert look(alone, url).stdout == "unchanged\n"
    fill(district, (4, 1))
    assert look(alone, url).stdout.startswith("signed 20 entries")
    assert Cosignature.objects.count() == 2
    assert verify() is None

    rewrite(district)
    fill(district, (1,))
    assert verify() is None, "the site itself shows nothing"
    caught = look(alone, url)
    assert (caught.returncode, "REWRITTEN" in caught.stderr) == (1, True)
    assert not Cosignature.objects.exists()
    (evidence,) = alone.glob("state.rewritten-*")
    assert evidence.read_text("utf-8").count(f"— {own_key().name} ") == 2, "both checkpoints, each signed by the site"


def test_a_witness_that_forgets_what_it_saw_signs_anything(served: tuple[District, str], alone: Path):
    """The twin: without its state the same rewriting passes."""
    district, url = served
    assert look(alone, url).returncode == 0
    rewrite(district)
    (alone / "state").unlink()
    assert look(alone, url).returncode == 0


def test_a_witness_does_not_take_the_checkpoint_of_another_key(served: tuple[District, str], alone: Path):
    url = served[1]
    put(alone, "witness.key", {"name": "w", "seed": bytes(32).hex()})
    other = str(PrivateKey(own_key().name, bytes(32)).public)
    refused = run(alone, "witness.py", "watch", url, "--key", other, "--with", "witness.key")
    assert (refused.returncode, "not signed by this key" in refused.stderr) == (1, True)
    assert base64.b64decode(other.split("+")[2])[0] == 1


def test_a_witness_makes_its_key(alone: Path):
    made = run(alone, "witness.py", "key", "witness.example")
    told = json.loads(made.stdout)
    assert witness.public_key(told["name"], bytes.fromhex(told["seed"])) == made.stderr.strip()
