"""Texts as members write them, 150 to 1,500 characters long, and what somebody else might write on the same.

Words are drawn from a lexicon of 46,000, frequent ones often and rare ones seldom, those of a subject most; every fourth
clause is one that everybody writes. Fifty texts are on one subject: they share its words, and are not the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from random import Random

from pypinyin.phrases_dict import phrases_dict

from yidu.demo.prose import read

SUBJECTS = 2_000
SHORTEST, LONGEST = 150, 1_500
_FRAMES = (
    "目前{}的{}仍然没有{}", "由于{}与{}不足", "{}之后{}越来越{}", "有的{}只顾{}", "群众反映{}时常{}", "一些{}缺少{}和{}",
    "{}方面的{}还不够{}", "把{}纳入{}", "对{}实行{}", "由{}牵头会同{}解决{}", "加快{}的{}", "每到{}就出现{}", "建立{}{}制度",
    "据调查{}约有{}处", "{}和{}之间互不{}", "不少{}因{}而{}", "应当让{}参与{}", "在{}设置{}", "通过{}带动{}", "{}的{}长期得不到{}",
    "尽快修复{}的{}", "从{}到{}都要{}", "鼓励{}使用{}", "防止{}再次{}", "明确{}的{}责任", "{}多次{}仍未见效", "老人和孩子{}很{}",
    "完善{}，方便{}", "既影响{}又增加{}", "借鉴外地{}的{}",
)  # fmt: skip
_COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
)


@dataclass(frozen=True)
class Written:
    """What one person wrote: a title, and sentences without their full stops."""

    title: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        return "。".join(self.sentences) + "。"


@lru_cache(maxsize=1)
def lexicon() -> tuple[list[str], list[float]]:
    """The words, and how often they are drawn, summed up."""
    rng = Random(7)
    words = sorted(word for word in phrases_dict if 2 <= len(word) <= 4 and "，" not in word)
    # Words of two characters are the frequent ones, proverbs are not.
    words.sort(key=lambda word: rng.random() * (1 if len(word) == 2 else 4))
    return words, list(accumulate(1 / (rank + 20) for rank in range(len(words))))


@lru_cache(maxsize=1)
def stock() -> tuple[list[str], list[float]]:
    """Clauses that everybody writes: those of the demonstration without a gap."""
    said = "，".join(_strings([read(one) for one in ("suggestions", "concerns", "difficulties", "projects", "visits")]))
    clauses = sorted(
        {one for one in re.split("[，。；、！？：\n]", said) if 5 <= len(one) <= 25 and not re.search(r"[{}a-z]", one)}
    )
    Random(8).shuffle(clauses)
    return clauses, list(accumulate(1 / (rank + 10) for rank in range(len(clauses))))


def write(rng: Random, subject: int) -> Written:
    """A text on a subject."""
    least = min(LONGEST - 60, SHORTEST + int(rng.expovariate(1 / 350)))
    sentences: list[str] = []
    while sum(len(one) + 1 for one in sentences) < least:
        sentences.append(sentence(rng, subject))
    own = _of(subject)
    return Written(f"关于{rng.choice(own)}{rng.choice(own)}{_word(rng, subject)}的建议", tuple(sentences))


def sentence(rng: Random, subject: int) -> str:
    return "，".join(_clause(rng, subject) for _ in range(rng.randint(2, 4)))


def _clause(rng: Random, subject: int) -> str:
    if rng.random() < 0.25:
        clauses, often = stock()
        return rng.choices(clauses, cum_weights=often)[0]
    return re.sub(r"\{\}", lambda _gap: _word(rng, subject), rng.choice(_FRAMES))


def _word(rng: Random, subject: int) -> str:
    if rng.random() < 0.55:
        return rng.choice(_of(subject))
    words, often = lexicon()
    return rng.choices(words, cum_weights=often)[0]


@lru_cache(maxsize=SUBJECTS)
def _of(subject: int) -> tuple[str, ...]:
    rng, (words, often) = Random(f"subject {subject}"), lexicon()
    return tuple(rng.sample(words, 50) + rng.choices(words, cum_weights=often, k=30))


def reordered(rng: Random, one: Written, subject: int) -> Written:
    """The same sentences and clauses in another order."""
    mixed = ["，".join(rng.sample(parts, len(parts))) for parts in (said.split("，") for said in one.sentences)]
    return Written(one.title, tuple(rng.sample(mixed, len(mixed))))


def synonyms(rng: Random, one: Written, subject: int) -> Written:
    """Other words in the place of 10 to 40 % of it."""
    return _each(one, lambda said, share: _replaced(rng, said, share, 2), rng.uniform(0.1, 0.4))


def changed(rng: Random, one: Written, subject: int) -> Written:
    """10 to 40 % of the characters are others, are gone, or came."""
    return _each(one, lambda said, share: _replaced(rng, said, share, 1), rng.uniform(0.1, 0.4))


def shortened(rng: Random, one: Written, subject: int) -> Written:
    """A third to two thirds of the sentences."""
    kept = sorted(rng.sample(range(len(one.sentences)), max(1, round(len(one.sentences) * rng.uniform(0.33, 0.67)))))
    return Written(one.title, tuple(one.sentences[n] for n in kept))


def lengthened(rng: Random, one: Written, subject: int) -> Written:
    """Half as much to half again as much as before comes in between."""
    more = [sentence(rng, subject) for _ in range(max(1, round(len(one.sentences) * rng.uniform(0.5, 1.5))))]
    mixed = list(one.sentences)
    for said in more:
        mixed.insert(rng.randint(0, len(mixed)), said)
    return Written(f"关于{_word(rng, subject)}的建议", tuple(mixed))


def retold(rng: Random, one: Written, subject: int) -> Written:
    """Shorter, in another order, with other words: what a colleague makes of it."""
    return synonyms(rng, reordered(rng, shortened(rng, one, subject), subject), subject)


def begun(rng: Random, one: Written, subject: int) -> Written:
    """What is there after the first 60 characters were typed."""
    told = synonyms(rng, one, subject).text[:60].split("。")
    return Written(one.title, tuple(part for part in told if part))


def another(rng: Random, one: Written, subject: int) -> Written:
    """No paraphrase: another text on the same subject, with two clauses and a word of the title in common."""
    made = write(rng, subject)
    shared = rng.sample("，".join(one.sentences).split("，"), 2)
    return Written(made.title, (*made.sentences, "，".join(shared)))


Change = Callable[[Random, Written, int], Written]
PARAPHRASES: dict[str, Change] = {
    one.__name__: one for one in (reordered, synonyms, changed, shortened, lengthened, retold, begun)
}


def _each(one: Written, change: Callable[[str, float], str], share: float) -> Written:
    return Written(change(one.title, share / 2), tuple(change(said, share) for said in one.sentences))


def _replaced(rng: Random, said: str, share: float, length: int) -> str:
    told, n, words = [], 0, lexicon()[0]
    while n < len(said):
        if rng.random() < share / (length - (length - 1) * share):
            told.append(
                rng.choice(words)[:2] if length > 1 else rng.choice(("", rng.choice(_COMMON), rng.choice(_COMMON)))
            )
            n += length
        else:
            told.append(said[n])
            n += 1
    return "".join(told)


def _strings(told: object) -> list[str]:
    if isinstance(told, str):
        return [told]
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return [said for one in inner for said in _strings(one)]
