"""What is packed is unpacked only as far as an honest table goes, and UTF-32 is told by its name."""

import gzip
import io
import zipfile

import pytest

from nahbar.intake.reading import ReadingError, inspect, limits

ROW = b"1001;A1;2;03.01.2026;4,50;77\n"


def zipped(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("orders.csv", content)
    return packed.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, zipped])
def test_text_that_unpacks_to_far_more_than_tables_do_is_refused(
    pack: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HARMLESS_INFLATED", 1_000_000)
    content = b"a;b\n" + b"1;1\n" * 1_000_000
    packed = pack(content)  # type: ignore[operator]  # one of two functions
    with pytest.raises(ReadingError) as refusal:
        inspect(lambda: io.BytesIO(packed), "orders.csv.gz")
    assert refusal.value.code == "unpacks_to_too_much"


@pytest.mark.parametrize("pack", [gzip.compress, zipped])
def test_a_table_that_packs_well_is_read(pack: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HARMLESS_INFLATED", 100_000)
    rows = b"".join(b"%d;" % number + ROW for number in range(20_000))
    packed = pack(b"n;Invoice;Article;Quantity;Date;Price;Customer\n" + rows)  # type: ignore[operator]  # one of two functions
    assert len(inspect(lambda: io.BytesIO(packed), "orders.csv.gz")) == 1


def test_no_text_unpacks_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_INFLATED_TEXT", 10_000)
    packed = gzip.compress(b"a;b\n" + ROW * 1_000)
    with pytest.raises(ReadingError, match="more than any table"):
        inspect(lambda: io.BytesIO(packed), "orders.csv.gz")


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf_32_is_refused_by_name(encoding: str) -> None:
    content = ("Kundennummer;Name\n" + "77;Jörg Öller\n" * 30).encode(encoding)
    with pytest.raises(ReadingError) as refusal:
        inspect(lambda: io.BytesIO(content), "kunden.csv")
    assert refusal.value.code == "utf_32"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8"])
def test_other_wide_texts_are_read(encoding: str) -> None:
    content = ("Kundennummer;Name\n" + "77;Jörg Öller\n" * 30).encode(encoding)
    [table] = inspect(lambda: io.BytesIO(content), "kunden.csv")
    assert table.header == ("Kundennummer", "Name")
