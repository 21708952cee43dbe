"""As whom the embedded PostgreSQL runs: as ourselves, or, because it refuses root, as a system user of its own."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yidu.cli.postgres import PostgresError

NAME = "yidu"


@dataclass(frozen=True)
class Identity:
    uid: int
    gid: int

    @property
    def other(self) -> bool:
        return self.uid != os.geteuid()

    def for_subprocess(self) -> dict[str, Any]:
        """Keyword arguments that let `subprocess` start a child under this identity."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}


def identity() -> Identity:
    """Ourselves, or for root the system user `yidu`, made when missing. Raises PostgresError."""
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        make = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
        try:
            subprocess.run(make, check=True, capture_output=True)
            entry = pwd.getpwnam(NAME)
        except (OSError, subprocess.CalledProcessError, KeyError) as error:
            raise PostgresError(f"PostgreSQL does not run as root: run yidu as an ordinary user ({error})") from None
    if entry.pw_uid == 0:
        raise PostgresError(f"the user {NAME} is root under another name: PostgreSQL does not run as root")
    return Identity(entry.pw_uid, entry.pw_gid)


def open_to(who: Identity, folder: Path) -> None:
    """Let another identity walk to `folder` (search only, no listing). Does nothing for ourselves."""
    if not who.other:
        return
    for step in (folder, *folder.parents):
        mode = step.stat().st_mode
        if not mode & stat.S_IXOTH:
            step.chmod(mode | stat.S_IXOTH)
