"""What somebody finds who takes the phone: in everything that a browser keeps, not a word of what was typed.

Looked for by its storage interfaces, and in the files of the profile as they lie on the disk; each typed string in
UTF-8, UTF-16 and base64. The twin: with the cipher switched off both looks find it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.cutting import Line
from tests.browser.offline import Carried, signed_up
from tests.cast import Cast

TYPED = {
    "heard": "车间漏雨，张师傅说已经三个月没有人来看",
    "title": "厂房屋顶漏雨",
    "company": "某某精密铸造厂",
    "receipt": "7K3F-9QXN-0T2B-MZ5C",
    "words": "答复里说的屋顶还没有修好",
}
NO_CIPHER = """
Object.defineProperty(SubtleCrypto.prototype, "encrypt", {value: async (_how, _key, words) => words});
"""
EVERYTHING = """async () => {
  const told = [];
  for (const store of [localStorage, sessionStorage]) told.push(JSON.stringify(Object.entries(store)));
  told.push(document.cookie);
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      told.push(request.url, await (await cache.match(request)).text());
    }
  }
  for (const {name} of await indexedDB.databases()) {
    const open = indexedDB.open(name);
    const db = await new Promise(ok => { open.onsuccess = () => ok(open.result); });
    for (const store of db.objectStoreNames) {
      const rows = db.transaction(store).objectStore(store);
      for (const asked of [rows.getAll(), rows.getAllKeys()]) {
        told.push(JSON.stringify(await new Promise(ok => { asked.onsuccess = () => ok(asked.result); })));
      }
    }
    db.close();
  }
  return told.join("\\n");
}"""


def spellings(text: str) -> Iterator[bytes]:
    """The text as it may lie somewhere: by its encodings, in base64 at each of the three places where it may begin."""
    for encoded in (text.encode(), text.encode("utf-16-le")):
        yield encoded
        for before in range(3):
            whole = base64.b64encode(b"\0" * before + encoded)
            # What touches its neighbours is another letter beside others.
            yield whole[4 if before else 0 : len(whole) - 4]


def found_in(content: bytes) -> list[str]:
    return [name for name, text in TYPED.items() if any(one in content for one in spellings(text))]


def on_disk(profile: Path) -> list[str]:
    return sorted({name for file in profile.rglob("*") if file.is_file() for name in found_in(file.read_bytes())})


def used(phone: Carried) -> str:
    """Sign in, lose the signal, type everything, sign out with signal; returns what the storages say."""
    phone.sign_in("member")
    phone.page.goto("/record/wuqian/enterprise-visit/")
    phone.lose_signal()
    phone.record(heard=TYPED["heard"], title=TYPED["title"], company=TYPED["company"])
    phone.page.goto("/c/500104/offline/rating/")
    phone.page.locator("[name=receipt]").fill(TYPED["receipt"])
    phone.page.locator("label:has([name=solved][value=no])").click()
    phone.page.locator("[name=text]").fill(TYPED["words"])
    phone.page.locator(".act-bar button").click()
    phone.page.wait_for_url("**/outbox/")
    assert phone.states() == ["waiting", "waiting"]
    # Out of reach of the site while signing out, so that everything still waits.
    phone.line.cut = lambda: (0, None)
    phone.find_signal()
    phone.sign_out()
    phone.lose_signal()
    phone.page.goto("/outbox/")
    assert len(phone.kept()) == 2
    assert all(one["sealed"] for one in phone.kept())
    told: str = phone.page.evaluate(EVERYTHING)
    assert "没有信号" in told, "the shell is there, so what was looked at is what a browser keeps"
    return told


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    return signed_up(tmp_path)


@pytest.mark.parametrize("broken", ["", NO_CIPHER], ids=["sealed", "twin"])
def test_nothing_typed_stays_readable_after_signing_out(
    browser: Browser,
    line: Line,
    cast: Cast,
    tmp_path: Path,
    broken: str,
):
    phone = Carried(browser, line, cast, broken=broken, profile=tmp_path / "profile")
    try:
        told = used(phone)
    finally:
        phone.context.close()
    in_storage, lying_about = found_in(told.encode()), on_disk(tmp_path / "profile")
    if not broken:
        assert (in_storage, lying_about) == ([], [])
    else:
        assert in_storage == list(TYPED)
        assert lying_about
