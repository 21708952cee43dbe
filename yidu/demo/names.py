"""Names that nobody bears: of people and of enterprises, with codes whose check digits are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yidu.demo.chance import Seed, weighted
from yidu.demo.prose import read

_ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Firm:
    """An invented enterprise."""

    name: str
    short: str
    uscc: str
    trade: str
    line: str
    product: str


class Names:
    """Gives each name once."""

    def __init__(self, seed: Seed, path: str) -> None:
        self._bank = read("names")
        self._people = seed.at(f"{path}/people")
        self._firms = seed.at(f"{path}/firms")
        self._given: set[str] = set()
        self._serial = self._firms.randrange(200, 900)

    def person(self) -> str:
        """A new name of two or three characters."""
        while True:
            name = self._draw()
            if name not in self._given:
                self._given.add(name)
                return name

    def firm(self, region: str, trade: str = "", product: str = "", syllables: str = "") -> Firm:
        """A new enterprise registered in a county (six digits), of a drawn trade unless one is named."""
        rng, trades = self._firms, self._bank["trade"]
        fitting = [one for one in trades if trade in ("", one["id"])]
        line: dict[str, Any] = weighted(rng, [(one, one["weight"]) for one in fitting])
        while True:
            brand = syllables or rng.choice(self._bank["firm_first"]) + rng.choice(self._bank["firm_second"])
            if brand not in self._given:
                break
        self._given.add(brand)
        suffix = rng.choice(line["suffixes"])
        self._serial += 1
        return Firm(
            name=f"重庆{brand}{suffix}",
            short=brand + suffix.removesuffix("有限公司"),
            uscc=credit_code(region, self._serial),
            trade=line["id"],
            line=line["line"],
            product=product or rng.choice(line["products"]),
        )

    def _draw(self) -> str:
        rng, bank = self._people, self._bank
        surname, sex = rng.choice(bank["surnames"]), rng.randrange(2)
        if rng.random() < 0.28:
            return surname + rng.choice(bank["single"][sex])
        first, second = bank[("women", "men")[sex]]
        return surname + rng.choice(first) + rng.choice(second)


def credit_code(region: str, serial: int) -> str:
    """A unified social credit code (GB 32100-2015) with an organisation part that no registry has given out."""
    from stdnum.cn import uscc

    body = f"MAYD{serial:04d}"
    total = sum(weight * _ORG_ALPHABET.index(sign) for weight, sign in zip(_ORG_WEIGHTS, body, strict=True))
    check = "0123456789X"[-total % 11]
    code = f"91{region}{body}{check}"
    return code + uscc.calc_check_digit(code)
