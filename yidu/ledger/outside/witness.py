#!/usr/bin/env python3
"""Witness a Yidu ledger, without Yidu: only Python 3.9 or newer, with verify.py and ed25519.py beside this file.

  witness.py key NAME > witness.key      make a key; its public part, for the site, goes to the screen
  witness.py watch URL --key KEY --with witness.key [--state FILE]

Run `watch` every minute (cron, systemd). It fetches the newest checkpoint, checks that it is signed by KEY and only
adds to the last one it saw, writes that down, then signs it and sends the signature back. If the ledger was rewritten
it signs nothing, keeps both checkpoints as evidence beside the state, and ends with exit code 1.
Format: c2sp.org/tlog-cosignature.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import secrets
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

try:
    from yidu.ledger.outside import ed25519, verify  # read inside Yidu, by its tests
except ImportError:
    import ed25519  # type: ignore[no-redef, import-not-found]
    import verify  # type: ignore[no-redef, import-not-found]

AGAIN = 15 * 60
"""Seconds after which an unchanged checkpoint is signed again: it says that it is still the newest."""


def key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n\x04" + public).digest()[:4]


def public_key(name: str, seed: bytes) -> str:
    """NAME+ID+KEY, to be given to the site (YIDU_WITNESSES) and printed where people trust it."""
    public = ed25519.expanded(seed)[2]
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(bytes([4]) + public).decode()}"


def cosign(note: str, name: str, seed: bytes, now: int) -> str:
    """The signature line of this witness under a checkpoint."""
    text = note.partition("\n\n")[0] + "\n"
    signature = ed25519.sign(seed, f"cosignature/v1\ntime {now}\n{text}".encode())
    raw = key_id(name, ed25519.expanded(seed)[2]) + now.to_bytes(8, "big") + signature
    return f"— {name} {base64.b64encode(raw).decode()}\n"


def watch(url: str, key: str, name: str, seed: bytes, state_file: Path) -> str:
    """One look. Returns what was done, in a word. Raises SystemExit when history was rewritten."""
    with state_file.with_name(f"{state_file.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        state = json.loads(state_file.read_text("utf-8")) if state_file.exists() else {}
        new, now = fetch(f"{url}/seals/checkpoint"), int(time.time())
        size, root = verify.checkpoint(new, key)
        if state:
            compare(url, key, state["checkpoint"], new, state_file)
            if verify.checkpoint(state["checkpoint"], key)[0] == size and now - state["signed"] < AGAIN:
                return "unchanged"
        # Written down before it is signed: a witness that forgets could be made to sign two histories.
        keep(state_file, {"checkpoint": own_part(new, key), "signed": 0})
        told = {"size": size, "line": cosign(new, name, seed, now)}
        fetch(f"{url}/seals/cosign/", urllib.parse.urlencode(told).encode())
        keep(state_file, {"checkpoint": own_part(new, key), "signed": now})
    return f"signed {size} entries, root {root.hex()}"


def compare(url: str, key: str, old: str, new: str, state_file: Path) -> None:
    """Raises SystemExit, and keeps the evidence, unless the new checkpoint only adds to the old one."""
    (old_size, old_root), (size, root) = verify.checkpoint(old, key), verify.checkpoint(new, key)
    path = []
    if size > old_size:
        proof = json.loads(fetch(f"{url}/seals/consistency/{old_size}/{size}.json"))
        path = [bytes.fromhex(one) for one in proof["path"]]
    if size < old_size or not verify.consistent(old_size, old_root, size, root, path):
        evidence = state_file.with_name(f"{state_file.name}.rewritten-{int(time.time())}")
        evidence.write_text(f"{old}\n{new}", encoding="utf-8")
        sys.exit(f"HISTORY WAS REWRITTEN: {old_size} entries were seen before. Both checkpoints are in {evidence}")


def keep(state_file: Path, state: dict) -> None:
    draft = state_file.with_name(f"{state_file.name}.new")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(state, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(state_file)


def own_part(note: str, key: str) -> str:
    """The checkpoint with the signature of the ledger alone."""
    text, _gap, signed = note.partition("\n\n")
    lines = signed.splitlines(keepends=True)
    return f"{text}\n\n" + "".join(line for line in lines if line.startswith(f"— {key.partition('+')[0]} "))


def fetch(url: str, data: bytes | None = None) -> str:
    with urllib.request.urlopen(urllib.request.Request(url, data=data), timeout=60) as answer:
        return answer.read(4_000_000).decode("utf-8")


def main(words: list[str]) -> int:
    """The command line: see above."""
    if words[0] == "key" and len(words) == 2:
        seed = secrets.token_bytes(32)
        print(json.dumps({"name": words[1], "seed": seed.hex()}))
        print(public_key(words[1], seed), file=sys.stderr)
        return 0
    told = dict(zip(words[2::2], words[3::2]))
    key_file = json.loads(Path(told["--with"]).read_text("utf-8"))
    state = Path(told.get("--state", "witness.state"))
    print(watch(words[1].rstrip("/"), told["--key"], key_file["name"], bytes.fromhex(key_file["seed"]), state))
    return 0


if __name__ == "__main__":
    sys.exit(__doc__ if len(sys.argv) < 3 else main(sys.argv[1:]))
