"""The browser for tests comes out of an npm package, so that no machine needs one installed.

`@sparticuz/chromium` carries a headless Chromium, the libraries that a bare system lacks, and no Chinese font; that is
a package of its own. Everything is unpacked once into var/chromium/<version>/.
"""

from __future__ import annotations

import fcntl
import io
import json
import os
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
FONTS = ROOT / "node_modules" / "@embedpdf" / "fonts-sc" / "fonts"
NODE = ROOT / ".venv" / "bin" / "node"
UNBROTLI = "process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync(process.argv[1])))"
ARGUMENTS = [
    "--no-sandbox",  # as root there is none
    "--disable-dev-shm-usage",  # containers give /dev/shm 64 MB
    "--disable-gpu",
    "--font-render-hinting=none",
]
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
# Only these fonts, so that a page is as wide here as on every other machine.
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{chinese}</dir>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/font-cache</cachedir>
  {aliases}
</fontconfig>
"""
ALIAS = "<alias><family>{}</family><prefer><family>Noto Sans S Chinese</family></prefer></alias>"


@dataclass(frozen=True)
class Chromium:
    executable: Path
    environment: dict[str, str]


def launch() -> dict[str, Any]:
    """How the browser of the tests is started."""
    chromium = unpacked()
    return {"executable_path": chromium.executable, "args": ARGUMENTS, "env": dict(chromium.environment)}


def unpacked() -> Chromium:
    """The browser, unpacked when it is not yet. Raises RuntimeError when the package is missing or broken."""
    if not (PACKAGE / "package.json").exists() or not FONTS.exists():
        raise RuntimeError("the browser for tests is missing: run `make setup-dev`")
    version = json.loads((PACKAGE / "package.json").read_text(encoding="utf-8"))["version"]
    folder = ROOT / "var" / "chromium" / version
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _unpack(folder)
    chromium = Chromium(folder / "chromium", _environment(folder))
    _prove(chromium)
    return chromium


def _unpack(folder: Path) -> None:
    draft = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    (draft / "chromium").write_bytes(_decompress("chromium.br"))
    (draft / "chromium").chmod(0o755)
    for name, target in (("al2023.tar.br", draft), ("fonts.tar.br", draft), ("swiftshader.tar.br", draft)):
        with tarfile.open(fileobj=io.BytesIO(_decompress(name))) as archive:
            archive.extractall(target, filter="data")
    aliases = "".join(ALIAS.format(name) for name in ("sans-serif", "serif", "system-ui", "monospace"))
    conf = FONTS_CONF.format(chinese=FONTS, folder=folder, aliases=aliases)
    (draft / "fonts.conf").write_text(conf, encoding="utf-8")
    draft.rename(folder)


def _decompress(name: str) -> bytes:
    command: list[str | Path] = [NODE, "-e", UNBROTLI, PACKAGE / "bin" / name]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout


def _environment(folder: Path) -> dict[str, str]:
    # Our copies come last: they are for systems that have none, and may be older than the system's.
    paths = [os.environ.get("LD_LIBRARY_PATH", ""), *_system_libraries(), str(folder / "lib")]
    return {
        **os.environ,
        "LD_LIBRARY_PATH": ":".join(filter(None, paths)),
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "HOME": str(folder),
    }


def _system_libraries() -> list[str]:
    return [name for name in ("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu") if Path(name).is_dir()]


def _prove(chromium: Chromium) -> None:
    command: list[str | Path] = [chromium.executable, "--version"]
    done = subprocess.run(command, env=chromium.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the browser for tests does not start: {(done.stderr or done.stdout).strip()[-400:]}")
