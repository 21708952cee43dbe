"""Every message has its Chinese: `python -m tools.check_messages [--write]`.

Messages are taken from Python (babel) and from templates (Django turns them into something like Python). A message
that is missing, empty, fuzzy, or whose placeholders differ fails. `--write` adds what is missing, empty, for a person
to fill in, and removes what is no longer said anywhere.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from tools.repository import ROOT, tracked

CATALOGUE = ROOT / "yidu" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
ONE, PLURAL, CONTEXT, CONTEXT_PLURAL = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), ONE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), CONTEXT_PLURAL),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}")
# What Django makes of a template is calls among gaps, which no parser of Python takes as a whole.
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({STRING}(?:\s*,\s*{STRING})*)", re.DOTALL)


@dataclass(frozen=True, order=True)
class Message:
    context: str
    singular: str
    plural: str


def main(arguments: Sequence[str]) -> int:
    """Return 0 when the catalogue is complete, else 1 with one line per fault."""
    said = said_in_sources()
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=110) if CATALOGUE.exists() else _new()
    if "--write" in arguments:
        write(catalogue, said)
    faults = list(check(catalogue, said))
    for fault in faults:
        print(fault)
    return int(bool(faults))


def said_in_sources() -> Mapping[Message, list[str]]:
    """Every message and the files that say it."""
    said: dict[Message, set[str]] = {}
    for path in tracked("yidu/*.py", "yidu/*.html", "yidu/*.txt"):
        if "migrations" in path.parts:
            continue
        for message in _messages(path):
            said.setdefault(message, set()).add(str(path.relative_to(ROOT)))
    return {message: sorted(files) for message, files in sorted(said.items())}


def _messages(path: Path) -> Iterator[Message]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = "\n".join(f"{name}({strings})" for name, strings in CALL.findall(templatize(source, origin=str(path))))
    for _line, found, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS, (), {}):
        singular, plural = (found[0], found[1]) if isinstance(found, tuple) else (found, "")
        if singular:
            yield Message(context or "", singular, plural or "")


def check(catalogue: polib.POFile, said: Mapping[Message, list[str]]) -> Iterator[str]:
    """One line per message that a reader of Chinese would miss."""
    entries = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    for message, files in said.items():
        entry = entries.get(message)
        texts = [entry.msgstr, *entry.msgstr_plural.values()] if entry else []
        given = [text for text in texts if text]
        if entry is None or not given:
            yield f"{files[0]}: no Chinese for {message.singular!r}"
        elif entry.fuzzy:
            yield f"{files[0]}: fuzzy Chinese for {message.singular!r}"
        elif (wanted := _placeholders(message)) != set().union(*(PLACEHOLDER.findall(text) for text in given)):
            yield f"{files[0]}: the Chinese for {message.singular!r} needs the placeholders {sorted(wanted)}"


def write(catalogue: polib.POFile, said: Mapping[Message, list[str]]) -> None:
    """Bring the catalogue in line with the sources, sorted by file so that neighbours stay together."""
    known = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    catalogue.clear()
    for message, files in sorted(said.items(), key=lambda item: (item[1][0], item[0])):
        entry = known.get(message) or _entry(message)
        # No line numbers: they would change with every edit.
        entry.occurrences = [(name, "") for name in files]
        catalogue.append(entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))


def _placeholders(message: Message) -> set[str]:
    # One thing may be counted in words: the plural has the number, the singular need not.
    return set(PLACEHOLDER.findall(message.plural or message.singular))


def _key(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _entry(message: Message) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.singular, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: ""}
    return entry


def _new() -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": "Yidu",
        "Language": "zh_Hans",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return catalogue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
