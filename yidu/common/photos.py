"""Pictures as they are kept: re-encoded, so that they show what was photographed and tell nothing else.

A camera writes the position, the time, the device and an uncropped thumbnail into the file. Only the pixels pass.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Protocol

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from yidu.common.errors import Invalid

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONG_EDGE = 1600
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")

# Pillow knows a format only once its plugin is loaded.
Image.init()


class Upload(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def strip(upload: Upload | bytes) -> bytes:
    """The picture as a JPEG of at most 1,600 pixels on its long edge, upright, without any metadata.

    Raises `Invalid` (field "photo") for more than 15 MB, more than 50 megapixels, and what is no picture.
    """
    content = upload if isinstance(upload, bytes) else upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _refused(_("This picture is larger than 15 MB. Please send a smaller one."))
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a picture between one and two times its own limit.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=_FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise _refused(_TOO_MANY_PIXELS)
                return _encoded(_upright(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refused(_TOO_MANY_PIXELS) from error
    except Invalid:
        raise
    except Exception as error:
        # Pillow's decoders raise almost anything on a damaged or hostile file.
        raise _refused(_("This is not a picture that can be read. Please send a JPEG, PNG or WebP file.")) from error


def _upright(image: Image.Image) -> Image.Image:
    """The first frame, small, turned as the camera held it, on white where it is transparent."""
    image.draft("RGB", (LONG_EDGE, LONG_EDGE))
    image.thumbnail((LONG_EDGE, LONG_EDGE))
    turned = ImageOps.exif_transpose(image)
    if not turned.has_transparency_data:
        return turned.convert("RGB")
    pixels = turned.convert("RGBA")
    paper = Image.new("RGB", pixels.size, "white")
    paper.paste(pixels, mask=pixels.getchannel("A"))
    return paper


def _encoded(image: Image.Image) -> bytes:
    # Pillow writes a comment that it finds in `info` without being asked: a new image has none.
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    out = BytesIO()
    clean.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()


_TOO_MANY_PIXELS = _("This picture has more than 50 million pixels. Please send a smaller one.")


def _refused(message: object) -> Invalid:
    return Invalid(message, fields={"photo": [message]})
