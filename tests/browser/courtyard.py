"""A courtyard with one phone, and the phones of those who come: what the walk of the lifts does again and again."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.request import urlopen

import docx
import zxingcpp
from icalendar import Calendar
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.county import Seat

RECORDING = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 64
"""How a recording of a phone begins."""


def paper_of(*lines: str) -> bytes:
    """A Word file as a department hands it in."""
    document, kept = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(kept)
    return kept.getvalue()


def attaches(seat: Seat, name: str, content: bytes) -> Seat:
    kind = "audio/mpeg" if name.endswith("mp3") else "application/octet-stream"
    seat.page.locator("main [name=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    return seat


def events(address: str) -> list:
    """What a phone's calendar reads at an address: over the network, without a cookie."""
    with urlopen(address) as answer:
        assert answer.headers["Content-Type"].startswith("text/calendar")
        return list(Calendar.from_ical(answer.read()).walk("VEVENT"))


def is_here(seat: Seat, name: str) -> Seat:
    """The convener looks up and taps the button beside this name."""
    line = seat.page.locator("section[aria-labelledby=here] li", has_text=name)
    line.get_by_role("button", name="确认到场").click()
    expect(line).to_contain_text("已到场")
    expect(line.get_by_role("button", name="点错了")).to_be_visible()
    return seat.look()


def speaks(seat: Seat, speaker: str, text: str = "", file: tuple[str, bytes] | None = None) -> Seat:
    seat.follow("有人发言").fill(speaker=speaker, text=text)
    if file:
        attaches(seat, *file)
    return seat.press("保存").reads(speaker)


def point_card(seat: Seat, text: str):
    return seat.page.locator("section[aria-labelledby=put] article", has_text=text)


def hangs_up_the_picture(seat: Seat) -> str:
    """The address that the picture on the wall leads to, as the camera of a phone reads it there."""
    seat.follow("现场二维码")
    read = read_off(seat.page)
    assert read, "no camera reads the picture"
    assert read == seat.page.locator("main .address").inner_text()
    return read


def read_off(page: Page) -> str:
    """What a camera reads of the picture that the page shows: "" where it sees none."""
    wall = page.locator("main .qr")
    expect(wall).to_be_visible()
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(wall.screenshot())))
    return found[0].text if found else ""


def downloads(seat: Seat, text: str, into: Path) -> bytes:
    with seat.page.expect_download() as download:
        seat.page.locator("main").get_by_role("link", name=text).first.click()
    path = into / download.value.suggested_filename
    download.value.save_as(path)
    return path.read_bytes()


def link_for(seat: Seat, name: str) -> str:
    """What the convener copies for somebody without an account."""
    return seat.page.get_by_label(name).input_value()
