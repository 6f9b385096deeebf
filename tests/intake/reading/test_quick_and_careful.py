"""The quick reading is the careful one, only sooner; and no border between blocks shows."""

from collections.abc import Iterable
from unittest.mock import patch

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nahbar.intake.reading import rows as rows_of_blocks
from nahbar.intake.reading.careful import Shape
from nahbar.intake.reading.chunks import chunked
from nahbar.intake.reading.grammar import SHEET, Grammar
from nahbar.intake.reading.lines import aligned
from nahbar.intake.reading.rows import batches
from nahbar.intake.reading.tables import UnreadableRow

Rows = tuple[pl.DataFrame, list[UnreadableRow]]
HEADER = ("Nummer", "Name", "Ort")
SIGNS = st.sampled_from(['"', '"', '""', ";", ";", "\n", "\n", " ", "a", "ä", "1", "'", "\\", "\0", "\x1f", "\u00a0", "\t"])  # fmt: skip
WILD = st.lists(SIGNS, max_size=60).map("".join)
CELL = st.one_of(
    st.sampled_from(
        ["", "a", " b ", "ü", "1,5", '"a"', '"a;b"', '"a\nb"', '"a""b"', '""', '"\n;\n"']
    ),
    st.text(alphabet='ab"; \n', max_size=6).map(lambda text: '"' + text.replace('"', '""') + '"'),
)
TAME = st.lists(st.lists(CELL, min_size=1, max_size=4).map(";".join), max_size=25).map("\n".join)
SHAPES = st.builds(
    Shape,
    st.sampled_from([Grammar(";", '"'), Grammar(";", '"', "\\"), Grammar(None, '"'), Grammar(";", "'"), SHEET]),
    st.just(HEADER),
    st.sampled_from([(3,), (3, 4), (3, 2)]),
)  # fmt: skip


def blocks(text: str, size: int) -> Iterable[bytes]:
    content = text.encode()
    return aligned(iter([content[at : at + size] for at in range(0, len(content), size)]))


def all_rows(text: str, shape: Shape, size: int, *, quick: bool) -> Rows:
    with patch.object(rows_of_blocks, "PART", 15):
        found = list(batches(blocks(text, size), shape, quick=quick))
    return pl.concat(batch.rows for batch in found), [
        u for batch in found for u in batch.unreadable
    ]


def fitting(shape: Shape) -> Shape:
    return Shape(shape.grammar, HEADER[:1], (1,)) if shape.grammar.delimiter is None else shape


@settings(max_examples=250, deadline=None)
@given(text=st.one_of(TAME, WILD), shape=SHAPES, size=st.sampled_from([3, 7, 31, 1000]))
@example(text='1;"a\n2;b;c\n3;"d";e\n', shape=Shape(Grammar(";", '"'), HEADER, (3,)), size=1000)
@example(
    text='1;" ";\n;;\n""\n;"";\n2;b\n', shape=Shape(Grammar(";", '"'), HEADER, (3,)), size=1000
)
@example(text=';;;"\n;"\n"; "\n;"\n"', shape=Shape(Grammar(";", '"'), HEADER, (3,)), size=3)
def test_quick_and_careful_reading_agree_wherever_blocks_end(text, shape, size):
    shape = fitting(shape)
    careful_rows, careful_unreadable = all_rows(text, shape, 1_000_000, quick=False)
    quick_rows, quick_unreadable = all_rows(text, shape, size, quick=True)
    assert quick_rows.rows() == careful_rows.rows()
    assert quick_rows.schema == careful_rows.schema
    assert quick_unreadable == careful_unreadable


@settings(max_examples=100, deadline=None)
@given(text=st.one_of(TAME, WILD), shape=SHAPES)
def test_every_row_has_a_number_and_none_has_two(text, shape):
    rows, unreadable = all_rows(text, fitting(shape), 20, quick=True)
    numbers = sorted([*rows["row"], *(row.row for row in unreadable)])
    assert numbers == list(range(1, len(numbers) + 1))


@settings(max_examples=80, deadline=None)
@given(text=TAME, shape=SHAPES, rows=st.integers(1, 9), start=st.integers(1, 12))
@example(text="a\na\n;;;a\n", shape=Shape(Grammar(";", '"'), HEADER, (3,)), rows=1, start=3)
def test_chunks_resume_at_any_chunk_and_lose_nothing(text, shape, rows, start):
    shape = fitting(shape)
    whole, unreadable = all_rows(text, shape, 1_000, quick=True)
    chunks = list(chunked(batches(blocks(text, 40), shape), rows=rows, start_row=start))
    got = [row for chunk in chunks for row in chunk.rows.rows()]
    assert got == whole.filter(pl.col("row") >= start).rows()
    assert [u for c in chunks for u in c.unreadable] == [u for u in unreadable if u.row >= start]
    assert [chunk.first_row for chunk in chunks] == [start + rows * n for n in range(len(chunks))]
    assert all(len(chunk.rows) + len(chunk.unreadable) == rows for chunk in chunks[:-1])
