"""A backup shows every change: one bit, a cut, a swap, a wrong key."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.site.keeping.frames import (
    FRAME,
    OVERHEAD,
    PREFIX,
    CutShort,
    Damaged,
    FrameReader,
    FrameWriter,
)

KEY, ABOUT = bytes(range(32)), b"header"
SIZES = (0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 2 * FRAME + 7)


def sealed(content: bytes) -> bytes:
    stream = io.BytesIO()
    writer = FrameWriter(stream, KEY, ABOUT)
    for start in range(0, len(content), 70_001):
        writer.write(content[start : start + 70_001])
    writer.close()
    return stream.getvalue()


def opened(data: bytes, *, key: bytes = KEY, about: bytes = ABOUT) -> bytes:
    reader = FrameReader(io.BytesIO(data), key, about)
    parts = []
    while part := reader.read(99_999):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_comes_back(size: int) -> None:
    content = bytes(size // 2) + b"\xff" * (size - size // 2)
    assert opened(sealed(content)) == content


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_flipped_bit_anywhere_is_noticed(data: st.DataObject) -> None:
    whole = bytearray(sealed(b"Anna Berger" * 1000))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Damaged):
        opened(bytes(whole))


def test_an_end_between_two_frames_is_told_from_damage() -> None:
    whole = sealed(b"x" * (2 * FRAME + 5))
    with pytest.raises(CutShort):
        opened(whole[: PREFIX + 2 * (FRAME + OVERHEAD)])
    with pytest.raises(Damaged):
        opened(whole[:-1])


def test_frames_that_changed_places_are_noticed() -> None:
    whole, step = sealed(b"a" * FRAME + b"b" * FRAME + b"c"), FRAME + OVERHEAD
    head, one, two, rest = whole[:PREFIX], whole[PREFIX : PREFIX + step], whole[PREFIX + step : PREFIX + 2 * step], whole[PREFIX + 2 * step :]  # fmt: skip
    assert opened(head + one + two + rest)
    with pytest.raises(Damaged):
        opened(head + two + one + rest)


def test_another_key_or_another_header_opens_nothing() -> None:
    whole = sealed(b"Anna")
    with pytest.raises(Damaged):
        opened(whole, key=bytes(32))
    with pytest.raises(Damaged):
        opened(whole, about=b"Header")
