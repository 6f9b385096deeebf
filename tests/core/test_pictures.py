"""Pictures are drawn anew: upright, small, with nothing in them but the picture."""

import io
import struct
import time
import zlib
from typing import Any

import pytest
from PIL import Image

from nahbar.core.pictures import MOST_PIXELS, shrink
from nahbar.core.refusals import Refused

RED, BLUE = (200, 30, 30), (30, 30, 200)


def drawn(
    kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: Any
) -> io.BytesIO:
    """A picture, its left half red and its right half blue."""
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0] // 2, size[1]))
    stream = io.BytesIO()
    picture.convert(mode).save(stream, kind, **more)
    stream.seek(0)
    return stream


def seen(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        shrink(io.BytesIO(content), longest=2_000)
    return refusal.value.code


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and holds nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_kind_of_picture_becomes_a_small_webp(kind: str) -> None:
    picture = seen(shrink(drawn(kind, (600, 400)), longest=300))
    assert (picture.format, picture.size) == ("WEBP", (300, 200))
    red, _green, blue = picture.convert("RGB").getpixel((20, 100))  # type: ignore[misc]
    assert red > 150 > 100 > blue


def test_a_small_picture_is_not_made_larger() -> None:
    assert seen(shrink(drawn("PNG"), longest=2_000)).size == (60, 40)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_pictures_of_every_depth_are_read(mode: str) -> None:
    assert seen(shrink(drawn("PNG", mode=mode), longest=50)).size == (50, 33)


def test_a_scan_of_sixteen_bits_stays_visible() -> None:
    stream = io.BytesIO()
    scan = Image.new("I;16", (40, 40), 65_535)
    scan.paste(20_000, (0, 0, 20, 40))
    scan.save(stream, "PNG")
    picture = seen(shrink(stream, longest=40)).convert("L")
    assert picture.getpixel((5, 20)) < 110 < 240 < picture.getpixel((35, 20))  # type: ignore[operator]


def test_what_is_see_through_stays_so() -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(stream, "PNG")
    assert seen(shrink(stream, longest=10)).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_a_picture_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: rotate by 90 degrees to the right
    picture = seen(shrink(drawn("JPEG", (60, 40), exif=exif), longest=100)).convert("RGB")
    assert picture.size == (40, 60)
    top, bottom = picture.getpixel((20, 10)), picture.getpixel((20, 50))
    assert top[0] > top[2]  # type: ignore[index]
    assert bottom[2] > bottom[0]  # type: ignore[index]


def test_where_and_by_what_it_was_taken_is_left_out() -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[2] = (47.0, 4.0, 0.0)
    kept = shrink(drawn("JPEG", exif=exif, comment=b"my house"), longest=100)
    assert dict(seen(kept).getexif()) == {}
    for word in (b"camera", b"my house", b"EXIF", b"ICCP", b"XMP "):
        assert word not in kept


def test_of_what_moves_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), color) for color in (RED, BLUE)]
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    picture = seen(shrink(stream, longest=20))
    assert getattr(picture, "n_frames", 1) == 1
    assert picture.convert("RGB").getpixel((10, 10))[0] > 150  # type: ignore[index]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 200,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7 no picture",
        b"<html><script>alert(1)</script></html>",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n<script>",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert refused(content) == "no_picture"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_that_was_cut_off_is_refused(kind: str) -> None:
    whole = drawn(kind, (300, 300)).getvalue()
    assert refused(whole[: len(whole) // 2]) == "no_picture"


def test_other_formats_are_not_even_tried() -> None:
    for kind in ("BMP", "TIFF", "PPM", "ICO"):
        assert refused(drawn(kind).getvalue()) == "no_picture"


@pytest.mark.parametrize(
    "size", [(50_000, 50_000), (2_000_000_000, 1), (MOST_PIXELS, 2), (7_072, 7_072)]
)
def test_a_huge_picture_is_refused_at_once_by_what_its_header_says(size: tuple[int, int]) -> None:
    begun = time.perf_counter()
    assert refused(png_of_size(*size)) == "picture_too_large"
    assert time.perf_counter() - begun < 0.5


def test_what_hides_behind_a_picture_is_gone() -> None:
    hidden = drawn("JPEG").getvalue() + b"<script>alert(1)</script>PK\x03\x04"
    kept = shrink(io.BytesIO(hidden), longest=100)
    assert b"script" not in kept
    assert b"PK\x03\x04" not in kept
