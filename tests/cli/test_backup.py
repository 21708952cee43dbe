"""A real site is backed up, burnt down and made again; and what was tampered with is found before it is used."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import temporary_folder
from tests.cli.processes import yidu
from yidu.cli import archive, postgres
from yidu.cli.archive import BackupError

CANARY = "渝江精密机床有限公司"
FILL = """
import tempfile
from pathlib import Path
from tests.cast import at, build
with at("2025-01-02"):
    build(Path(tempfile.mkdtemp()))
"""
ADD = """
from yidu.common.actors import SYSTEM
from yidu.people.actions import add_organisation
from yidu.people.models import Committee
committee = Committee.objects.get(code="500104")
add_organisation(committee=committee, kind="enterprise", name={name!r}, short_name="", actor=SYSTEM)
"""
TELL = """
from yidu.ledger.models import Entry, Seal
from yidu.people.models import Organisation
root = bytes(Seal.objects.order_by("-number")[0].root).hex()
print(Entry.objects.count(), root, *Organisation.objects.order_by("pk").values_list("name", flat=True))
"""
KEEP_LOG = """
import time
import psycopg
from django.conf import settings
from yidu.cli import wal
host = settings.DATABASES["default"]["HOST"]
with psycopg.connect(host=host, dbname="yidu", user="postgres", autocommit=True) as one:
    told = lambda: one.execute("SELECT last_archived_wal FROM pg_stat_archiver").fetchone()
    before = told()
    one.execute("SELECT pg_switch_wal()")
    for _try in range(200):
        if told() != before:
            break
        time.sleep(0.05)
assert wal.keep_the_log() >= 1
"""


@dataclass
class Site:
    """A site in `home`, whose backups lie in `out`, whose log in `log`, and which `secret` opens."""

    home: Path
    out: Path
    log: Path
    secret: Path
    recipient: str

    def run(self, *words: str, home: Path | None = None, log: bool = True) -> subprocess.CompletedProcess[str]:
        more = {"YIDU_WAL_ARCHIVE": str(self.log)} if log else {}
        return yidu(home or self.home, *words, YIDU_BACKUP_RECIPIENT=self.recipient, **more)

    def python(self, script: str, *, home: Path | None = None) -> str:
        """Run a script while the database is held, as every command does."""
        done = self.run("shell", "--verbosity", "0", "--command", script, home=home, log=home is None)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def backup(self) -> Path:
        made = self.run("backup", "make", str(self.out))
        assert made.returncode == 0, made.stderr
        return Path(made.stdout.split("  ")[0])

    def keep_log(self) -> None:
        """The segment that is being written is handed over, and the worker seals what lies in the spool."""
        self.python(KEEP_LOG)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with temporary_folder() as folder:
        home = folder / "home"
        made = yidu(home, "backup", "key", str(folder / "secret"))
        assert made.returncode == 0, made.stderr
        one = Site(home, folder / "out", folder / "log", folder / "secret", made.stdout.strip())
        assert one.run("prepare").returncode == 0
        one.python(FILL)
        one.python(ADD.format(name=CANARY))
        (home / "media" / "photos").mkdir(parents=True)
        (home / "media" / "photos" / "one.jpg").write_bytes(b"picture")
        yield one


@pytest.fixture(scope="module")
def made(site: Site) -> Path:
    return site.backup()


def test_a_site_made_again_is_the_same_down_to_the_root_of_its_ledger(site: Site, made: Path, folder: Path):
    into = folder / "again"
    done = site.run("restore", str(made), "--identity", str(site.secret), "--into", str(into))
    assert done.returncode == 0, done.stderr
    assert site.python(TELL, home=into) == site.python(TELL)
    assert site.run("ledger", "audit", home=into, log=False).returncode == 0
    assert (into / "media" / "photos" / "one.jpg").read_bytes() == b"picture"
    for key in ("secret.key", "seal.key"):
        assert (into / key).read_bytes() == (site.home / key).read_bytes()
        assert (into / key).stat().st_mode & 0o077 == 0


def test_nothing_in_a_backup_can_be_read_without_its_identity(site: Site, made: Path, folder: Path):
    for sealed in (made, *site.log.glob("*.age")):
        content = sealed.read_bytes()
        assert CANARY.encode() not in content
        assert CANARY.encode("utf-16-le") not in content
    assert CANARY not in archive.facts_of(made).read_text("utf-8")
    other = yidu(site.home, "backup", "key", str(folder / "other"))
    assert other.returncode == 0
    into = folder / "again"
    refused = site.run("restore", str(made), "--identity", str(folder / "other"), "--into", str(into))
    assert (refused.returncode, "identity" in refused.stderr) == (1, True)
    assert not (into / "postgres").exists()


def test_the_twin_that_is_not_sealed_can_be_read(site: Site, made: Path, folder: Path):
    """The same search finds the name in the database's own files."""
    archive.unpack(made, folder, archive.identity(site.secret))
    assert any(CANARY.encode() in file.read_bytes() for file in (folder / "database").rglob("*") if file.is_file())


def test_one_flipped_bit_anywhere_is_found_before_anything_is_used(site: Site, made: Path, folder: Path):
    copy = folder / made.name
    content, chance = bytearray(made.read_bytes()), random.Random(3)
    for place in [0, len(content) - 1, *(chance.randrange(len(content)) for _try in range(10))]:
        content[place] ^= 1 << chance.randrange(8)
        copy.write_bytes(content)
        shutil.copy(archive.facts_of(made), archive.facts_of(copy))
        with pytest.raises(BackupError, match="changed"):
            archive.check(copy)
        # … and by the seal itself, when the facts beside it were made to fit.
        fresh = folder / f"opened-{place}"
        fresh.mkdir()
        with pytest.raises(BackupError, match="cannot be opened"):
            archive.unpack(copy, fresh, archive.identity(site.secret))
        shutil.rmtree(fresh)
        content[place] = made.read_bytes()[place]
    refused = site.run("restore", str(copy), "--identity", str(site.secret), "--into", str(folder / "again"))
    assert refused.returncode == 1
    assert not (folder / "again").exists()


def test_a_database_with_another_ledger_than_its_checkpoint_is_not_taken(site: Site, made: Path, folder: Path):
    """Somebody with the recipient's key packs an older database under the facts of a newer one."""
    opened = folder / "opened"
    opened.mkdir()
    about = archive.unpack(made, opened, archive.identity(site.secret))
    newer = json.loads(archive.facts_of(site.backup()).read_text("utf-8"))["seal"]
    site.python(ADD.format(name="渝江又一家公司"))
    later = json.loads(archive.facts_of(site.backup()).read_text("utf-8"))["seal"]
    parts = {"database": opened / "database", "keys/secret.key": opened / "keys" / "secret.key"}
    parts["keys/seal.key"] = opened / "keys" / "seal.key"
    forged = folder / "forged.tar.age"
    told = {name: about[name] for name in ("yidu", "made-at", "database")}
    seal = {**newer, "checkpoint": later["checkpoint"].replace(str(later["size"]), str(later["size"] + 1), 1)}
    archive.pack(forged, parts, {**told, "seal": seal}, archive.recipient(site.recipient))
    refused = site.run("restore", str(forged), "--identity", str(site.secret), "--into", str(folder / "again"))
    assert refused.returncode == 1, refused.stdout
    assert "ledger" in refused.stderr
    assert not list((folder / "again").iterdir()), "nothing is left that could be taken for a site"


def test_with_the_log_a_site_goes_on_to_any_moment_after_its_backup(site: Site, folder: Path):
    made = site.backup()
    site.python(ADD.format(name="备份之后的公司"))
    site.keep_log()
    between = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S%z")
    site.python("import time; time.sleep(2.1)")
    site.python(ADD.format(name="更晚的公司"))
    site.keep_log()

    def names(into: str, *more: str) -> str:
        words = ["restore", str(made), "--identity", str(site.secret), "--into", str(folder / into), *more]
        done = site.run(*words)
        assert done.returncode == 0, done.stderr
        return site.python(TELL, home=folder / into)

    log = ["--wal", str(site.log)]
    assert "备份之后" not in names("as-it-was")
    early = names("until", *log, "--until", between)
    assert ("备份之后" in early, "更晚" in early) == (True, False)
    late = names("to-the-end", *log)
    assert ("备份之后" in late, "更晚" in late) == (True, True)
    assert late == site.python(TELL)


def test_a_flipped_bit_in_the_log_is_found(site: Site, made: Path, folder: Path):
    site.keep_log()
    log = folder / "log"
    shutil.copytree(site.log, log)
    segment = min(log.glob("*.age"))
    content = bytearray(segment.read_bytes())
    content[len(content) // 2] ^= 1
    segment.write_bytes(content)
    words = ["restore", str(made), "--identity", str(site.secret), "--into", str(folder / "again"), "--wal", str(log)]
    refused = site.run(*words)
    assert (refused.returncode, segment.name in refused.stderr) == (1, True)


RESTORE = ["restore", "{made}", "--identity", "{secret}", "--into"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([*RESTORE, "{home}"], "not empty"),
        (["restore", "{made}", "--identity", "{made}", "--into", "{new}"], "holds no identity"),
        (["restore", "{secret}", "--identity", "{secret}", "--into", "{new}"], "missing or cannot be read"),
        ([*RESTORE, "{new}", "--until", "2025-01-01T00:00:00+0800"], "--wal"),
        (["backup", "key", "{secret}"], "cannot be made"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(site: Site, made: Path, folder: Path, words: list[str], said: str):
    named = {"made": made, "secret": site.secret, "home": site.home, "new": folder / "new"}
    refused = site.run(*(word.format(**named) for word in words))
    assert (refused.returncode, said in refused.stderr) == (1, True), refused.stderr


def test_a_backup_for_nobody_is_not_made(site: Site, folder: Path):
    for recipient in ("", "age1nonsense"):
        refused = yidu(site.home, "backup", "make", str(folder / "out"), YIDU_BACKUP_RECIPIENT=recipient)
        assert (refused.returncode, "yidu backup key" in refused.stderr) == (1, True), refused.stderr
    assert not list(folder.rglob("*.age"))


def test_a_backup_is_proved_by_opening_it(site: Site, made: Path):
    assert site.run("backup", "verify", str(made)).returncode == 0
    assert site.run("backup", "verify", str(made), "--identity", str(site.secret)).returncode == 0


def test_a_database_of_ones_own_is_dumped_and_goes_into_an_empty_one(folder: Path):
    with postgres.lease(folder / "server") as held:
        host = str(held.cluster.socket_folder)
        with psycopg.connect(host=host, dbname="postgres", user="postgres", autocommit=True) as one:
            for name in ("before", "after"):
                one.execute(f"CREATE DATABASE {name} OWNER yidu")
        before, after = (f"postgresql://yidu@/{name}?host={host}" for name in ("before", "after"))
        home, key = folder / "home", str(folder / "secret")
        recipient = yidu(home, "backup", "key", key, DATABASE_URL=before).stdout.strip()
        around = {"DATABASE_URL": before, "YIDU_BACKUP_RECIPIENT": recipient}
        assert yidu(home, "prepare", **around).returncode == 0
        assert yidu(home, "shell", "--verbosity", "0", "--command", FILL, **around).returncode == 0
        made = yidu(home, "backup", "make", str(folder / "out"), **around)
        assert made.returncode == 0, made.stderr
        words = ["restore", made.stdout.split("  ")[0], "--identity", key, "--into", str(folder / "again")]
        assert "set DATABASE_URL" in yidu(home, *words).stderr
        done = yidu(home, *words, DATABASE_URL=after)
        assert done.returncode == 0, done.stderr
        told = [
            yidu(at, "shell", "--verbosity", "0", "--command", TELL, DATABASE_URL=url).stdout
            for at, url in ((home, before), (folder / "again", after))
        ]
        assert told[0] == told[1] != ""
