#!/usr/bin/env python3
"""Check what a Yidu ledger says, without Yidu: only Python 3.9 or newer, and ed25519.py beside this file.

  verify.py inclusion PROOF.json [--key KEY]               an entry lies under a seal
  verify.py consistency OLD.txt NEW.txt PROOF.json --key KEY   a checkpoint only adds to an older one
  verify.py ledger EXPORT.jsonl --key KEY [OLD.txt …]       all entries and seals, and checkpoints that you kept

KEY is the public key of the ledger, NAME+ID+KEY, as printed where you trust it. Exit code 0: as it should be; 1: not.
Formats: RFC 6962 (tree), RFC 9162 §2.1.3.2 and §2.1.4.2 (proofs), c2sp.org/signed-note (checkpoints).
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

try:
    from yidu.ledger.outside.ed25519 import signed_by  # read inside Yidu, by its tests
except ImportError:
    from ed25519 import signed_by  # type: ignore[no-redef, import-not-found]


def checkpoint(note: str, key: str) -> tuple[int, bytes]:
    """(size, root) of a signed note. Raises ValueError unless `key` (NAME+ID+KEY) signed it."""
    name, _id, encoded = key.split("+", 2)
    public, body = base64.b64decode(encoded), note.partition("\n\n")[0] + "\n"
    id_ = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    for line in note.partition("\n\n")[2].splitlines():
        if line.startswith(f"— {name} "):
            raw = base64.b64decode(line.split(" ")[2])
            if raw[:4] == id_ and signed_by(public[1:], body.encode(), raw[4:]):
                origin, size, root = body.split("\n")[:3]
                if origin == name:
                    return int(size), base64.b64decode(root)
    raise ValueError("the checkpoint is not signed by this key")


def leaf_hash(entry: dict) -> bytes:
    text = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"\0" + text.encode()).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root_from(leaf: bytes, position: int, size: int, path: list[bytes]) -> bytes:
    """The root that the path of an inclusion proof leads to."""
    first, last, root = position, size - 1, leaf
    for step in path:
        if last == 0:
            raise ValueError("the proof is too long")
        if first & 1 or first == last:
            root = node(step, root)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            root = node(root, step)
        first, last = first >> 1, last >> 1
    if last or not 0 <= position < size:
        raise ValueError("the proof is too short")
    return root


def consistent(old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: list[bytes]) -> bool:
    """Whether the newer tree only adds leaves to the older one."""
    if old_size in (0, new_size):
        return not path and (old_size == 0 or old_root == new_root)
    path = list(path) if old_size & (old_size - 1) else [old_root, *path]
    first, last = old_size - 1, new_size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    if old_size > new_size or not path:
        return False
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            old, new = node(step, old), node(step, new)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            new = node(new, step)
        first, last = first >> 1, last >> 1
    return last == 0 and (old, new) == (old_root, new_root)


def check_inclusion(proof: dict, key: str | None = None) -> str | None:
    """None, or what is wrong."""
    leaf, seal = bytes.fromhex(proof["leaf"]), proof["seal"]
    if proof["entry"] is not None and leaf_hash(proof["entry"]) != leaf:
        return "the entry is not what was sealed"
    root = root_from(leaf, proof["position"], seal["size"], [bytes.fromhex(one) for one in proof["path"]])
    if root.hex() != seal["root"]:
        return "the entry does not lie under this seal"
    if key and checkpoint(proof["checkpoint"], key) != (seal["size"], root):
        return "the seal is not the signed one"
    return None


def check_consistency(old: str, new: str, proof: dict, key: str) -> str | None:
    """None, or what is wrong. `old` and `new` are checkpoints, `proof` leads from one to the other."""
    path = [bytes.fromhex(one) for one in proof["path"]]
    if consistent(*checkpoint(old, key), *checkpoint(new, key), path):
        return None
    return "HISTORY WAS REWRITTEN: the new checkpoint does not add to the old one"


def check_ledger(lines: Iterable[str], key: str, kept: Iterable[str] = ()) -> str | None:
    """None, or the first thing that is wrong, of an export: each seal's line, then the lines of its entries."""
    wanted = dict(checkpoint(note, key) for note in kept)
    peaks: list[bytes] = []
    queue: list[tuple[int, str]] = []
    size = 0
    for told in map(json.loads, lines):
        if "entry" in told:
            expected = queue.pop(0) if queue else None
            if expected != (told["id"], leaf_hash(told["entry"]).hex()):
                what = f"instead of entry {expected[0]}" if expected else "which no seal covers"
                return f"entry {told['id']}, {what}: changed, removed, inserted or reordered"
            continue
        if queue:
            return f"entry {queue[0][0]} was removed"
        queue = [(one[0], one[1]) for one in told["leaves"]]
        for _id, leaf in queue:
            hash_, count = bytes.fromhex(leaf), size
            while count & 1:
                hash_, count = node(peaks.pop(), hash_), count >> 1
            peaks, size = [*peaks, hash_], size + 1
        root = peaks[-1] if peaks else b""
        for peak in peaks[-2::-1]:
            root = node(peak, root)
        fits = (told["size"], told["root"], told["peaks"]) == (size, root.hex(), b"".join(peaks).hex())
        if not fits or checkpoint(told["checkpoint"], key) != (size, root):
            return f"seal {told['number']} does not follow from its entries, or is not the signed one"
        if wanted.pop(size, root) != root:
            return f"seal {told['number']} is not the one that was kept: history was rewritten"
    if queue:
        return f"entry {queue[0][0]} was removed"
    return f"what was kept of {min(wanted)} entries is gone: history was rewritten" if wanted else None


def main(words: list[str]) -> int:
    """The command line: see above."""
    key = words.pop(words.index("--key") + 1) if "--key" in words else ""
    what, files = words[0], [Path(one).open(encoding="utf-8") for one in words[1:] if one != "--key"]
    try:
        if what == "inclusion":
            told = json.load(files[0])
            wrong = next(filter(None, (check_inclusion(one, key) for one in told.get("entries", [told]))), None)
        elif what == "consistency":
            wrong = check_consistency(files[0].read(), files[1].read(), json.load(files[2]), key)
        else:
            wrong = check_ledger(files[0], key, [one.read() for one in files[1:]])
    except (ValueError, KeyError, IndexError) as error:
        wrong = f"cannot be read as a proof: {error}"
    print(wrong or "as it should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(__doc__ if len(sys.argv) < 3 else main(sys.argv[1:]))
