"""A picture is kept without what the camera wrote into it. The twin keeps it, and is caught by the same look."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from yidu.common.errors import Invalid
from yidu.common.photos import MOST_BYTES, strip

XMP = b"<x:xmpmeta>GPSLatitude=29,29.0N</x:xmpmeta>"


def a_photo(size: tuple[int, int] = (2400, 1200), orientation: int = 6) -> bytes:
    """A JPEG as a phone makes it: position, device, comment, XMP; red at the left, blue at the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "MAKER", "MODEL-SERIAL-4711", orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 29.0, 0.0), 3: "E", 4: (106.0, 29.0, 0.0)})
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"taken at home", xmp=XMP, icc_profile=b"profile of a display")
    return out.getvalue()


def told(jpeg: bytes) -> list[str]:
    """The segments of a JPEG that can say something besides the picture: APP1 to APP15 and comments."""
    position, names = 2, []
    while jpeg[position + 1] != 0xDA:
        marker = jpeg[position + 1]
        if 0xE1 <= marker <= 0xEF:
            names.append(f"APP{marker - 0xE0}")
        elif marker == 0xFE:
            names.append("COM")
        position += 2 + int.from_bytes(jpeg[position + 2 : position + 4], "big")
    return names


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def colour(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    pixel = image.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return pixel


def test_a_stripped_photo_tells_nothing_but_the_picture():
    photo = a_photo()
    assert {"APP1", "APP2", "COM"} <= set(told(photo)), "the photo must have something to lose"
    clean = strip(photo)
    assert told(clean) == []
    for secret in (b"MAKER", b"4711", b"GPS", b"taken at home", b"Exif"):
        assert secret not in clean
    assert not opened(clean).getexif()


def test_a_twin_that_only_makes_the_photo_smaller_is_caught():
    image = opened(a_photo())
    image.thumbnail((1600, 1600))
    out = BytesIO()
    image.save(out, "JPEG", exif=image.info["exif"])
    assert "APP1" in told(out.getvalue())
    assert b"4711" in out.getvalue()
    # Even without being asked, Pillow passes the comment on.
    forgetful = BytesIO()
    opened(a_photo()).save(forgetful, "JPEG")
    assert b"taken at home" in forgetful.getvalue()


def test_a_photo_is_turned_as_the_camera_was_held_and_made_small():
    clean = opened(strip(a_photo((2400, 1200), orientation=6)))
    assert (clean.format, clean.size) == ("JPEG", (800, 1600))
    red, _, blue = colour(clean, 400, 100)
    assert red > 200, "left becomes top when the camera was turned clockwise"
    assert blue < 50


def test_a_small_photo_is_not_made_larger():
    assert opened(strip(a_photo((300, 200), orientation=1))).size == (300, 200)


@pytest.mark.parametrize(
    ("format_", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "I;16"),
        ("WEBP", "RGBA"),
        ("GIF", "P"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("BMP", "RGB"),
    ],
)
def test_pictures_of_other_kinds_become_jpegs(format_, mode):
    out = BytesIO()
    Image.new(mode, (40, 30)).save(out, format_)
    clean = opened(strip(SimpleUploadedFile("photo", out.getvalue())))
    assert (clean.format, clean.mode, clean.size) == ("JPEG", "RGB", (40, 30))


def test_the_first_picture_of_a_pair_is_taken():
    out = BytesIO()
    opened(a_photo((40, 30), orientation=1)).save(
        out, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30), "blue")]
    )
    clean = strip(out.getvalue())
    assert told(clean) == []
    assert opened(clean).size == (40, 30)


def test_what_is_transparent_becomes_white():
    out = BytesIO()
    Image.new("RGBA", (40, 30), (255, 0, 0, 0)).save(out, "PNG")
    assert min(colour(opened(strip(out.getvalue())), 20, 15)) > 250


def test_whatever_is_hidden_behind_the_picture_is_gone():
    assert b"<script>" not in strip(a_photo() + b"<script>alert(1)</script>")


def bomb(width: int, height: int) -> bytes:
    """The head of a PNG that claims a size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 1000)
    chunks = [struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (head, data, b"IEND")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(("width", "height"), [(7072, 7072), (10_000, 10_000), (50_000, 50_000)])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(width, height):
    with pytest.raises(Invalid, match="50"):
        strip(bomb(width, height))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        bomb(10, 10_000),
        a_photo()[:3000],
        b"\xff\xd8\xff\xe1\xff\xff" + b"\0" * 500,
    ],
)
def test_what_is_no_whole_picture_is_refused_with_a_reason(content):
    with pytest.raises(Invalid) as refusal:
        strip(content)
    assert refusal.value.fields["photo"]


def test_a_file_above_15_mb_is_refused_without_reading_on():
    class Endless:
        asked = 0

        def read(self, size: int = -1, /) -> bytes:
            assert 0 < size <= MOST_BYTES + 1
            Endless.asked += size
            return b"\xff" * size

    with pytest.raises(Invalid, match="15"):
        strip(Endless())
    assert Endless.asked == MOST_BYTES + 1
