"""Pictures that pages may show, told by their first bytes, never by a name."""

import io
import threading
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from nahbar.core.refusals import Refused

MARKS = {
    b"<svg": "image/svg+xml",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
READ = ("JPEG", "PNG", "WEBP", "GIF")  # what telephones, cameras and scanners give
MOST_PIXELS = 50_000_000
QUALITY = 82

# One picture of 50 megapixels takes 200 MB while it is read; many at once would take the machine.
_one_at_a_time = threading.Lock()


def kind_of_picture(content: bytes) -> str | None:
    """The media type; None where it is no picture that we show."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in MARKS.items() if content.startswith(mark)), None)


def shrink(content: BinaryIO, *, longest: int) -> bytes:
    """The picture as WebP, upright, its longer side at most `longest` pixels, nothing else in it.

    Of what moves the first frame is taken. Raises Refused: `picture_too_large` for more than 50
    megapixels, told by the header before anything is unpacked; `no_picture` for all that cannot be
    read to its end.
    """
    with _one_at_a_time:
        try:
            return _shrunk(content, longest)
        except Refused:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise _too_large() from error
        except Exception as error:  # damaged files fail in many ways
            raise Refused("no_picture", _("This is no picture that can be shown.")) from error


def _shrunk(content: BinaryIO, longest: int) -> bytes:
    content.seek(0)
    with Image.open(content, formats=READ) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise _too_large()
        picture.draft("RGB", (longest, longest))  # a JPEG is unpacked no larger than needed
        shades = _in_256_shades(picture)
        plain = shades.convert("RGBA" if picture.has_transparency_data else "RGB")
        plain.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
        upright = ImageOps.exif_transpose(plain)
        upright.info.clear()
        written = io.BytesIO()
        upright.save(written, "WEBP", quality=QUALITY)
    return written.getvalue()


def _in_256_shades(picture: Image.Image) -> Image.Image:
    """Scans may have 65,536 shades of grey; Pillow alone would make white of most of them."""
    if not picture.mode.startswith("I"):
        return picture
    return picture.point(lambda shade: shade * (1 / 256)).convert("L")


def _too_large() -> Refused:
    return Refused(
        "picture_too_large", _("This picture has more than 50 megapixels. Please make it smaller.")
    )
