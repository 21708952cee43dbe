"""Files that come as photos and are something else, or more than they look like. All are made here, none is kept."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

from tests.common.test_photos import a_photo, bomb

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def _saved(image: Image.Image, kind: str, **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def _png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of 8 × 8 with more in it than pixels."""
    head = (b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
    data = (b"IDAT", zlib.compress((b"\0" + b"\x80" * 24) * 8))
    every = (head, *chunks, data, (b"IEND", b""))
    parts = (struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c)) for n, c in every)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/cron.d/x", "script")
    return out.getvalue()


_SMALL = Image.new("RGB", (8, 8), "teal")
_BLOWN = zlib.compress(b"x" * 60_000_000, 9)

REFUSED: dict[str, tuple[str, bytes]] = {
    "a bomb of pixels": ("a.png", bomb(50_000, 50_000)),
    "half a photo": ("a.jpg", a_photo()[:3000]),
    "a drawing with a script": ("a.svg", SVG),
    "a drawing called photo": ("a.jpg", SVG),
    "a page called photo": ("a.jpg", b"<!doctype html><script>alert(1)</script>"),
    "a program called photo": ("a.jpg", b"MZ\x90\x00" + b"\0" * 300),
    "a virus scanner's test": ("a.jpg", EICAR),
    "a script that begins like a GIF": ("a.gif", b"GIF89a/*\0\0\0*/=1;alert(1)//"),
    "an archive": ("a.jpg", _zip()),
    "a document": ("a.jpg", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"),
    "TIFF": ("a.tif", _saved(_SMALL, "TIFF")),
    "HEIC": ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200),
    "PostScript": ("a.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\n"),
    "a head and nothing more": ("a.png", _png()[:40]),
    "a text that blows up": ("a.png", _png((b"zTXt", b"a\0\0" + _BLOWN))),
}
NEUTRALISED: dict[str, tuple[str, bytes]] = {
    "a photo that tells where it was taken": ("a.jpg", a_photo()),
    "a script behind the photo": ("a.jpg", a_photo((40, 30)) + b"<script>alert(1)</script>"),
    "an archive behind the photo": ("a.jpg", a_photo((40, 30)) + _zip()),
    "a script as comment": ("a.gif", _saved(_SMALL, "GIF", comment=b"<script>alert(1)</script>")),
    "the wrong extension": ("a.exe", _saved(_SMALL, "PNG")),
    "a name that climbs": ("../../../../etc/passwd.jpg", a_photo((40, 30))),
    "as long a name as there is": ("长" * 84 + ".jpg", a_photo((40, 30))),
    "a name that turns around": ("photo\u202egpj.exe", a_photo((40, 30))),
    "many frames": ("a.gif", _saved(_SMALL, "GIF", save_all=True, append_images=[_SMALL] * 500)),
}
