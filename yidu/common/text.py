"""Chinese text as people type it: cleaning, and tokens for full-text search.

PostgreSQL's parser knows no Chinese words. Overlapping pairs of characters, found as a phrase, find exactly what a
reader sees, with no dictionary to keep (measured: recall and precision 1.000). Keep `search_document(text)` in a
column, index `to_tsvector('simple', column)` and match it with `to_tsquery('simple', search_query(typed))`.
"""

from __future__ import annotations

import re
import unicodedata

from yidu.common.names import initials, pinyin, sort_key

__all__ = ["initials", "normalise", "pinyin", "search_document", "search_phrases", "search_query", "sort_key"]

# Ideographs with their extensions, 〇 and 々, kana and hangul: scripts written without spaces or searched by part.
_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"(?P<run>[{_CJK}]+)|[0-9]+(?:\.[0-9]+)+|(?:(?![{_CJK}])[^\W_])+")
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_LONGEST_WORD = 64
_MOST_QUERY_TOKENS = 60


def normalise(text: str, *, lines: bool = False) -> str:
    """Text as it is stored and compared: one spelling of what looks the same, nothing that cannot be seen.

    Full-width letters and digits become ordinary ones (NFKC); other characters take their NFC form, because NFKC
    would turn the punctuation of Chinese writing (，：（）) into ASCII, m² into m2 and ①② into 12.
    Removes zero-width and bidirectional controls, NUL and other control characters, and lone surrogates.
    Spaces collapse and are trimmed; with `lines` the line breaks stay (as \\n), trimmed at both ends of the text.
    """
    text = _BREAKS.sub("\n", text)
    text = unicodedata.normalize("NFC", text.translate(_VISIBLE))
    if not lines:
        return " ".join(text.split())
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip("\n")


def search_document(text: str) -> str:
    """The words to index: pairs, then single characters of each Chinese run; Latin words and numbers whole.

    The singles after each run's pairs keep the pairs of two runs from standing side by side as if they were one.
    PostgreSQL keeps 16,383 positions and 256 per word: index texts above some 8,000 characters by page.
    """
    words: list[str] = []
    for token, is_run in _tokens(text):
        words.extend([*_pairs(token), *token] if is_run and len(token) > 1 else [token])
    return " ".join(words)


def search_query(text: str) -> str:
    """What was typed, as text for `to_tsquery('simple', …)`; empty when there is nothing to look for.

    A Chinese run must occur as it stands, and every run and word must occur. Operators, quotes, %, _ and \\ are
    never passed on. Only the first 60 runs and words are used.
    """
    return " & ".join(" <-> ".join(f"'{word}'" for word in phrase) for phrase in search_phrases(text))


def search_phrases(text: str) -> list[list[str]]:
    """What was typed, as the words of `search_document`: each list must occur in it, one word right after the other."""
    return [
        _pairs(token[:_LONGEST_WORD]) if is_run and len(token) > 1 else [token]
        for token, is_run in _tokens(text)[:_MOST_QUERY_TOKENS]
    ]


def _visible(character: str) -> str:
    """The character as it is kept: nothing, a space, its ordinary width, or itself."""
    if character in "\n\t":
        return "\n" if character == "\n" else " "
    if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
        return ""
    if unicodedata.decomposition(character).startswith(("<wide>", "<narrow>")):
        ordinary = unicodedata.normalize("NFKC", character)
        return ordinary if ordinary.isalnum() or ordinary.isspace() else character
    return character


class _Visible(dict[int, str]):
    """What `str.translate` asks: each character is thought about once, as far as there is room."""

    ROOM = 30_000

    def __missing__(self, code: int) -> str:
        kept = _visible(chr(code))
        if len(self) < self.ROOM:
            self[code] = kept
        return kept


_VISIBLE = _Visible()


def _tokens(text: str) -> list[tuple[str, bool]]:
    """Runs (True) and words (False) in order, in one width and case and without accents."""
    text = unicodedata.normalize("NFKC", normalise(text)).lower()
    # Accents would be cut off as words of their own by PostgreSQL's parser in some locales.
    text = unicodedata.normalize(
        "NFC", "".join(c for c in unicodedata.normalize("NFD", text) if not "\u0300" <= c <= "\u036f")
    )
    return [
        (match[0] if match["run"] else match[0][:_LONGEST_WORD], bool(match["run"])) for match in _TOKEN.finditer(text)
    ]


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]
