"""How wide a text is when the font is not known: by its characters."""

from __future__ import annotations

import unicodedata

_NARROW = 0.58  # the mean width of a Latin letter or digit, on the safe side, in parts of the font size
_ELLIPSIS = "…"


def width(text: str, size: float) -> float:
    """About how many pixels `text` takes at a font size of `size` pixels; rather too many than too few."""
    return sum(size if _is_wide(character) else size * _NARROW for character in text)


def wrap(text: str, size: float, room: float, *, lines: int = 2) -> list[str]:
    """`text` in at most `lines` lines of at most `room` pixels. What does not fit ends in an ellipsis.

    Chinese may break between any two characters, Latin words only at a space unless a word is longer than a line.
    """
    done: list[str] = []
    line = ""
    for piece in _pieces(text):
        if width((line + piece).rstrip(), size) <= room:
            line += piece
            continue
        if line.strip():
            done.append(line.rstrip())
        line = piece.lstrip()
        while width(line, size) > room and len(line) > 1:
            cut = max(1, _fitting(line, size, room))
            done.append(line[:cut])
            line = line[cut:]
    if line.strip():
        done.append(line.rstrip())
    if len(done) > lines:
        last = done[lines - 1]
        while last and width(last + _ELLIPSIS, size) > room:
            last = last[:-1]
        done = [*done[: lines - 1], last.rstrip() + _ELLIPSIS]
    return done


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WFA"


def _fitting(text: str, size: float, room: float) -> int:
    count = 0
    while count < len(text) and width(text[: count + 1], size) <= room:
        count += 1
    return count


def _pieces(text: str) -> list[str]:
    """The smallest parts that a line may not break: a Chinese character, a Latin word with the space after it."""
    pieces: list[str] = []
    word = ""
    for character in text:
        if _is_wide(character):
            if word:
                pieces.append(word)
                word = ""
            # A line never begins with a closing mark.
            if pieces and character in ",。、;:!?)》」』”’,;:!?)":
                pieces[-1] += character
            else:
                pieces.append(character)
        else:
            word += character
            if character == " ":
                pieces.append(word)
                word = ""
    if word:
        pieces.append(word)
    return pieces
