"""What the command line says, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.cli.processes import yidu

HELP = "import sys; from yidu.cli import main; main(['--help']); sys.exit('django' in sys.modules)"


def test_help_is_told_without_waking_django():
    done = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "serve" in done.stdout


def test_a_misspelt_command_is_answered_with_the_nearest_and_starts_nothing(folder: Path):
    done = yidu(folder, "servr")
    assert done.returncode == 2
    assert "did you mean 'serve'?" in done.stderr
    assert not (folder / "postgres").exists()


def test_a_command_of_django_passes_through_with_its_exit_code(folder: Path):
    assert yidu(folder, "diffsettings", "--help").returncode == 0
    assert yidu(folder, "diffsettings", "--output", "poem").returncode == 2


def test_a_setting_that_makes_no_sense_is_one_line(folder: Path):
    done = yidu(folder, "check", YIDU_DEBUG="perhaps")
    assert done.returncode == 1
    assert done.stderr.startswith("yidu: ")
    assert done.stderr.count("\n") == 1


def test_production_without_the_name_of_a_host_is_refused(folder: Path):
    done = yidu(folder, "check", YIDU_PRODUCTION="1")
    assert done.returncode == 1
    assert "YIDU_HOSTS" in done.stderr


def test_a_demonstration_is_refused_where_real_people_are(folder: Path):
    done = yidu(folder, "demo", YIDU_PRODUCTION="1", YIDU_HOSTS="example.org")
    assert done.returncode == 1
    assert "production" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_database_that_is_not_there_is_one_line_without_its_password(folder: Path):
    done = yidu(folder, "prepare", DATABASE_URL="postgresql://somebody:secret@127.0.0.1:9/yidu")
    assert done.returncode == 1
    assert "yidu: the database in DATABASE_URL cannot be reached" in done.stderr
    assert "secret" not in done.stderr
