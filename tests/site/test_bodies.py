"""Bodies are waited for as long as they come at a pace, however long they are."""

import asyncio
import io
from collections.abc import AsyncIterator

import pytest

from nahbar.site.bodies import LEAST_BYTES, Arriving, ReadByThread, TooSlow, declared_length


async def sent(*parts: bytes, pause: float = 0, then_sleep: bool = False) -> AsyncIterator[bytes]:
    for part in parts:
        await asyncio.sleep(pause)
        yield part
    if then_sleep:
        await asyncio.sleep(3600)


def test_a_body_is_read_whole_and_no_further_than_it_said() -> None:
    arriving = Arriving(sent(b"ab", b"cd", b"ef"), 5)
    assert asyncio.run(arriving.whole()) == b"abcde"


def test_who_falls_asleep_is_not_waited_for() -> None:
    async def read() -> bool:
        arriving = Arriving(sent(b"a", then_sleep=True), 1000, wait=0.05)
        with pytest.raises(TooSlow):
            await arriving.whole()
        return arriving.was_too_slow

    assert asyncio.run(read())


def test_crumbs_do_not_keep_a_line_open() -> None:
    crumbs = sent(*[b"a"] * 100, pause=0.02)
    with pytest.raises(TooSlow):
        asyncio.run(Arriving(crumbs, 1000, wait=0.2).whole())


def test_a_slow_line_at_a_steady_pace_may_take_longer_than_any_wait() -> None:
    parts = [b"x" * LEAST_BYTES] * 6
    arriving = Arriving(sent(*parts, pause=0.1), LEAST_BYTES * 6, wait=0.3)
    assert len(asyncio.run(arriving.whole())) == LEAST_BYTES * 6


def test_a_thread_reads_what_the_loop_waits_for() -> None:
    async def read() -> bytes:
        loop = asyncio.get_running_loop()
        body = io.BufferedReader(ReadByThread(Arriving(sent(b"abc", b"defg"), 7), loop), 4)
        return await loop.run_in_executor(None, body.read)

    assert asyncio.run(read()) == b"abcdefg"


@pytest.mark.parametrize(("told", "length"), [("12", 12), ("", 0), ("x", 0), ("-1", 0), ("²", 0)])
def test_only_a_number_is_a_length(told: str, length: int) -> None:
    assert declared_length({"CONTENT_LENGTH": told}) == length
