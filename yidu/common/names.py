"""Chinese names in Latin letters: for finding by keyboard and for sorting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from pypinyin import Style, lazy_pinyin

Kind = Literal["word", "person", "place"]

# Surnames that are read otherwise than the word.
_SURNAMES = {
    "单": "shan4", "区": "ou1", "曾": "zeng1", "解": "xie4", "仇": "qiu2", "查": "zha1", "盖": "ge3", "朴": "piao2",
    "任": "ren2", "宁": "ning4", "翟": "zhai2", "覃": "qin2", "乐": "yue4", "员": "yun4", "种": "chong2", "尉": "wei4",
    "缪": "miao4", "冼": "xian3", "华": "hua4", "黑": "he4", "秘": "bi4", "召": "shao4", "折": "she2", "撒": "sa4",
    "繁": "po2", "逄": "pang2", "纪": "ji3", "燕": "yan1", "应": "ying1", "那": "na1", "牟": "mou2", "佴": "nai4",
    "尉迟": "yu4 chi2", "万俟": "mo4 qi2", "长孙": "zhang3 sun1", "单于": "chan2 yu2", "澹台": "tan2 tai2",
    "令狐": "ling2 hu2", "宰父": "zai3 fu3", "鲜于": "xian1 yu2", "夏侯": "xia4 hou2", "尉犁": "wei4 li2",
}  # fmt: skip
# Characters that pypinyin reads otherwise than the names of Chongqing's divisions do (长岭, 丰都, 朝天门, 曾家岩).
_IN_PLACES = {"长": "chang2", "都": "du1", "朝": "chao2", "曾": "zeng1", "柏": "bai3", "查": "zha1"}


_PARTS = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+|[^\\W_]")


class _Reading(NamedTuple):
    character: str
    letters: str
    tone: str


def pinyin(name: str, *, kind: Kind = "word") -> str:
    """The name in lower-case letters and digits without tones or spaces: 大渡口区 is "dadukouqu".

    For `kind="person"` the surname is read as a surname (单雄信 is "shanxiongxin"), for "place" 长 is "chang" and so
    on. Latin letters and digits stay; ü is "v"; everything else, and a character without a reading, is dropped.
    """
    return "".join(reading.letters for reading in _readings(name, kind))


def initials(name: str, *, kind: Kind = "word") -> str:
    """The first letters: 大渡口区 is "ddkq", 八桥2社区 is "bq2sq"."""
    return "".join(reading.letters[:1] for reading in _readings(name, kind))


def sort_key(name: str, *, kind: Kind = "word") -> str:
    """A key that sorts Chinese names by pinyin, then tone, then character, one character after the other.

    At most 9 characters for each of the name's. Compare bytewise: keep it in a column with `db_collation="C"`.
    """
    return " ".join(f"{letters}{tone}{character}" for character, letters, tone in _readings(name, kind))


@lru_cache(maxsize=64)
def _readings(name: str, kind: Kind) -> tuple[_Reading, ...]:
    """The readings in order. Kept for a moment, because pinyin, initials and key of a name are asked for together."""
    return tuple(_read(unicodedata.normalize("NFKC", name).lower().strip(), kind))


def _read(name: str, kind: Kind) -> Iterator[_Reading]:
    if kind == "person":
        surname = _surname(name)
        for character, said in zip(surname, _SURNAMES.get(surname, "").split(), strict=True):
            yield _Reading(character, said[:-1], said[-1])
        name = name.removeprefix(surname)
    for part in _PARTS.findall(name):
        if part.isascii():
            yield _Reading("", part, "")
            continue
        # Characters without a reading come back one by one, so that nothing shifts; pypinyin's stubs know only text.
        one_by_one: Any = list
        said_of_all = lazy_pinyin(part, style=Style.TONE3, neutral_tone_with_five=True, errors=one_by_one)
        for character, usual in zip(part, said_of_all, strict=True):
            said = _IN_PLACES.get(character, usual) if kind == "place" else usual
            yield _Reading(character, said[:-1], said[-1]) if said.isascii() else _Reading(character, "", "")


def _surname(name: str) -> str:
    """The surname at the head of a person's name if its reading is in the list, else "". 单于 alone is 单, not 单于."""
    if name[:2] in _SURNAMES and len(name) > 2:
        return name[:2]
    return name[:1] if name[:1] in _SURNAMES else ""
