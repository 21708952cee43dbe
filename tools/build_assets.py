"""Bundle styles and scripts into yidu/web/static/web/: `python -m tools.build_assets`.

`main.css`, `main.ts` and `worker.ts` are the inputs; htmx is copied beside them as it was published. The names carry
no hash: the static files storage adds one. The output is built, never committed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "yidu" / "web" / "assets"
OUT = ROOT / "yidu" / "web" / "static" / "web"
ESBUILD = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
HTMX = ROOT / "node_modules" / "htmx.org" / "dist" / "htmx.min.js"
# Cheap phones keep their first browser for years.
TARGET = "chrome80,safari13.1,firefox78"
INPUTS = {
    "main.css": ASSETS / "css" / "main.css",
    "main.js": ASSETS / "ts" / "main.ts",
    "worker.js": ASSETS / "ts" / "worker.ts",
}


def main() -> int:
    """Return the exit code: 0, or 1 with one line on stderr."""
    if not ESBUILD.exists():
        print("build_assets: esbuild is missing: run `make setup`", file=sys.stderr)
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    for name, source in INPUTS.items():
        if source.exists() and not bundle(source, OUT / name):
            print(f"build_assets: {source.relative_to(ROOT)} does not build, see above", file=sys.stderr)
            return 1
    shutil.copyfile(HTMX, OUT / "htmx.js")
    return 0


def bundle(source: Path, target: Path) -> bool:
    """Whether esbuild made `target` (one minified file; fonts and pictures beside it) out of `source`."""
    node = ROOT / ".venv" / "bin" / "node"
    loaders = [f"--loader:.{kind}=file" for kind in ("woff2", "svg", "png", "webp")]
    command: list[str | Path] = [
        *(node, ESBUILD, source, "--bundle", "--minify", "--legal-comments=none", "--log-level=warning"),
        # Safari 13 has it, but for a corner that nobody writes; esbuild counts it as missing.
        *(f"--target={TARGET}", "--supported:destructuring=true", f"--outfile={target}", *loaders),
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
