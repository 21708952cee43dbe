"""What is typed into the pages of writing, and what is read in letters and Word files."""

from __future__ import annotations

from docx.document import Document
from playwright.sync_api import expect

from tests.browser.county import Seat
from tests.notices.conftest import Sink, body


def types(seat: Seat, **told: str) -> None:
    """What is typed is saved by itself: the form carries the next version then."""
    version = seat.page.locator("[name=version]")
    before = version.input_value()
    seat.fill(**told)
    expect(version).not_to_have_value(before)
    expect(seat.page.locator("[data-saved]")).to_contain_text("已保存")


def told(sink: Sink, called: str) -> set[str]:
    """What was told to somebody by mail since the last look: the first line of each thing and where it leads."""
    own = [one for one in sink.letters if one["To"] == f"{called.replace('_', '-')}@example.org"]
    sink.letters[:] = [one for one in sink.letters if one not in own]
    return {part for one in own for part in body(one).strip().split("\n\n")[:-1]}


def address(seat: Seat, page: str = "") -> str:
    """As a letter tells it."""
    path = seat.page.url.removeprefix(seat.county.server.url)
    return f"https://yidu.example{path.removesuffix(page)}"


def lines(document: Document) -> list[str]:
    """What stands on the paper: the paragraphs, and what stands in tables."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [one for one in [*(line.text for line in document.paragraphs), *cells] if one]
