"""One line of the desk or of a list: what, by when, why it is there, one tap to act. Drawn by `desk/line.html`."""

from __future__ import annotations

from dataclasses import dataclass

from yidu.web.drawn import Drawn

LINES = Drawn("desk/line.html", most=20_000)


@dataclass(frozen=True)
class Line:
    """`act` is what is one tap away; empty where the line is only read."""

    url: str
    title: str
    tag: str
    tone: str
    context: tuple[str, ...]
    reason: str
    act: str = ""
    act_url: str = ""
