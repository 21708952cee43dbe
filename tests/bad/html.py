"""A page as a browser reads it: where it leads, what its forms ask, and what of it would run or come from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

FREE = ("text", "search", "textarea", "email", "url", "tel", "password", "number", "date", "datetime-local", "time")
"""Kinds of fields into which somebody can write whatever they like; a browser's own checks are no checks."""
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcset", "hx-get", "hx-post"}
"""Attributes that are followed."""
LOADS = {
    "script": "src",
    "img": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "form": "action",
    "use": "href",
}


@dataclass
class Field:
    """`values` are those to choose from. `said` are the sentences beside the field."""

    name: str
    kind: str
    value: str = ""
    values: list[str] = field(default_factory=list)
    suggests: str = ""
    id: str = ""
    least: str = ""
    said: list[str] = field(default_factory=list)


@dataclass
class Form:
    method: str
    action: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def free(self) -> list[Field]:
        return [one for one in self.fields.values() if one.kind in FREE]


@dataclass
class Page:
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def read(text: str) -> Page:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    for form in reader.page.forms:
        for one in form.fields.values():
            one.said = reader.errors.get(f"{one.id}_error", [])
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.errors: dict[str, list[str]] = {}
        self._form: Form | None = None
        self._area: Field | None = None
        self._choice: Field | None = None
        self._list: list[str] | None = None
        self._script = False
        self._templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._look(tag, told)
        if tag == "template":
            self._templates += 1
        if tag == "form" and "hidden" not in told:  # what waits for a script to show it is sent by the script
            self._form = Form(told.get("method", "get").lower(), told.get("action", ""))
            self.page.forms.append(self._form)
        if tag == "a" and "href" in told:
            self.page.links.append(told["href"])
        if tag == "ul" and "errorlist" in told.get("class", ""):
            self._list = self.errors.setdefault(told.get("id", ""), [])
        if self._form is not None and not self._templates:
            self._field(tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._templates -= 1
        if tag == "form":
            self._form = None
        if tag == "textarea" and self._area is not None:
            self._area.value = self._area.value.removeprefix("\n")
        if tag in ("textarea", "select"):
            self._area = self._choice = None
        if tag == "ul":
            self._list = None
        if tag == "script":
            self._script = False

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data
        if self._list is not None and data.strip():
            self._list.append(data.strip())
            self.page.said.append(data.strip())
        if self._script and data.strip():
            self.page.inline.append(f"<script> {data.strip()[:80]}")

    def _field(self, tag: str, told: dict[str, str]) -> None:
        assert self._form is not None
        name, kind = told.get("name", ""), told.get("type", "text") if tag == "input" else tag
        if tag == "option" and self._choice is not None:
            self._choice.values.append(told.get("value", ""))
            if "selected" in told:
                self._choice.value = told.get("value", "")
        if not name or tag not in ("input", "textarea", "select") or kind in ("submit", "button"):
            return
        found = self._form.fields.setdefault(name, Field(name, kind, id=told.get("id", "")))
        if kind in ("radio", "checkbox"):
            found.values.append(told.get("value", "on"))
            if "checked" in told:
                found.value = told.get("value", "on")
            return
        found.value, found.suggests, found.least = (
            told.get("value", ""),
            told.get("data-suggest", ""),
            told.get("min", ""),
        )
        self._area = found if tag == "textarea" else None
        self._choice = found if tag == "select" else None

    def _look(self, tag: str, told: dict[str, str]) -> None:
        """What a strict policy forbids, and from where the page takes what it shows."""
        self.page.inline += [f"<{tag} {name}>" for name in told if name.startswith("on") or name == "style"]
        self.page.inline += [
            f"<{tag} {value[:40]}>"
            for name, value in told.items()
            if name in ADDRESSES and value.lower().startswith("javascript:")
        ]
        if tag == "style":
            self.page.inline.append("<style>")
        if tag == "script":
            self._script = "src" not in told and told.get("type") != "application/json"
        if told.get(LOADS.get(tag, "")) and not (tag == "link" and told.get("rel") in ("canonical", "alternate")):
            self.page.loads.append(told[LOADS[tag]])
