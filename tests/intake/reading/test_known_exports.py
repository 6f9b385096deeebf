"""Files of others: CSV oddities with known answers, header lines of programs, the public export."""

import json
import os
from pathlib import Path

import pytest
from tests.intake.reading.dropped import table

from nahbar.intake.reading import inspect, read_chunks

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def data() -> Path:
    folder = os.environ.get("NAHBAR_DATA")
    if folder is None and os.environ.get("CI") != "true":
        pytest.skip("NAHBAR_DATA is not set")
    assert folder is not None, "CI needs NAHBAR_DATA"
    return Path(folder)


def test_the_csv_spectrum_reads_as_its_answers_say(data):
    files = sorted((data / "csv/csv_spectrum/csvs").glob("*.csv"))
    assert len(files) == 12
    for file in files:
        read = table(file.read_bytes(), file.name)
        answer = json.loads((data / f"csv/csv_spectrum/json/{file.stem}.json").read_text("utf-8"))
        answer = answer if isinstance(answer, list) else [answer]
        got = [dict(zip(read.table.header, row, strict=True)) for row in read.rows]
        wanted = [{k: v.replace("\r\n", "\n") or None for k, v in row.items()} for row in answer]
        if file.stem == "location_coordinates":
            # The answer beside this file was made anonymous, the file was not.
            wanted[0]["Contact Phone Number"] = got[0]["Contact Phone Number"]
        assert got == wanted, file.name


def test_header_lines_of_known_programs_are_headers(data):
    lines = json.loads((data / "csv/export_headers.json").read_text("utf-8"))
    widths = {
        name: line.count(";" if "sparkasse" in name else ",") + 1 for name, line in lines.items()
    }
    for name, line in lines.items():
        if not name.startswith("_"):
            read = table(line, f"{name}.csv")
            assert len(read.table.header) == widths[name], name
            assert read.table.has_header
            assert read.rows == []


def test_the_public_order_export_is_read_to_the_last_line(data):
    path = data / "online_retail_2009_10/online_retail_ii_2009_2010.csv.gz"

    def open_file():
        return path.open("rb")

    [found] = inspect(open_file, path.name)
    assert found.header[:4] == ("Invoice", "StockCode", "Description", "Quantity")
    chunks = list(read_chunks(open_file, found))
    assert sum(chunk.rows.height for chunk in chunks) == 525_461
    assert not any(chunk.unreadable for chunk in chunks)
    # Word for nothing or not is a later layer's question.
    assert sum((chunk.rows["c2"] == "nan").sum() for chunk in chunks) == 2_928
