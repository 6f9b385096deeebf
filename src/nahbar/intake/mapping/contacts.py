"""Mail addresses and telephone numbers → lists of normal forms."""

import re

import phonenumbers
import polars as pl

from nahbar.intake.mapping.absence import without_absent

ADDRESS = r"^[^\s@<>(),;:\"\[\]]{1,64}@(?:[\p{L}0-9](?:[\p{L}0-9-]*[\p{L}0-9])?\.)+\p{L}[\p{L}0-9-]{1,62}$"
_PARTED = re.compile(r"\s*[;,|\n]\s*|\s+/\s+|\s{2,}")
_NOISE = r"[\s\u00a0()/.\-–‐‑·]"
_SHORTEST, _LONGEST = 6, 13  # digits of a national number that need no closer look
_PREFIX = {"AT": "43", "DE": "49", "CH": "41", "LI": "423"}


def read_emails(raw: pl.Series) -> pl.DataFrame:
    """Reader: cells → lists of addresses, domain in lower case; `email_unreadable`.

    `Name <mail>`, `mailto:` and several addresses in a cell are taken apart. One bad address
    among good ones makes the cell bad: nobody should believe it was read whole.
    """
    cells = without_absent(raw)
    text = pl.col("raw").str.replace_all(r"(?i)mailto:", "").str.strip_chars(" \t\r\n,;<>'\"")
    single = text.str.contains(ADDRESS)
    local, domain = text.str.extract(r"^(.*)@"), text.str.extract(r"@([^@]*)$").str.to_lowercase()
    frame = cells.to_frame().with_columns(
        pl.when(single).then(pl.concat_list(local + "@" + domain)).alias("value")
    )
    odd = frame.filter(pl.col("raw").is_not_null() & pl.col("value").is_null())["raw"].unique()
    several = {cell: _addresses_in(cell) for cell in odd.to_list()}
    return _completed(frame, several, "email_unreadable")


def _completed(frame: pl.DataFrame, several: dict[str, list[str]], unreadable: str) -> pl.DataFrame:
    """Fill in what was read one by one; what gave nothing is bad."""
    read = pl.DataFrame(
        {"raw": list(several), "late": list(several.values())},
        schema={"raw": pl.String, "late": pl.List(pl.String)},
    )
    joined = frame.join(read, on="raw", how="left", maintain_order="left")
    value = pl.coalesce("value", pl.when(pl.col("late").list.len() > 0).then(pl.col("late")))
    bad = value.is_null() & pl.col("raw").is_not_null()
    return joined.select(value.alias("value"), pl.when(bad).then(pl.lit(unreadable)).alias("code"))


def _addresses_in(cell: str) -> list[str]:
    bracketed = re.findall(r"<([^<>]+@[^<>]+)>", cell)
    parts = bracketed or [part for part in _PARTED.split(cell) if part]
    if not bracketed and len(parts) == 1:
        parts = cell.split()
    checked = pl.Series("raw", [part.strip(" <>'\"") for part in parts], dtype=pl.String)
    if not checked.str.contains(ADDRESS).all():
        return []
    halves = [part.rpartition("@") for part in checked]
    return list(dict.fromkeys(f"{local}@{domain.lower()}" for local, _, domain in halves))


def read_phones(raw: pl.Series, *, country: str = "AT") -> pl.DataFrame:
    """Reader: cells → lists of numbers in E.164; `phone_unreadable`.

    Plain numbers of AT, DE and CH are normalised column-wise; everything else goes through
    `phonenumbers`, once per distinct cell.
    """
    cells = without_absent(raw)
    frame = cells.to_frame().with_columns(_plain_number(country).alias("plain"))
    frame = frame.with_columns(
        pl.when(pl.col("plain").is_not_null()).then(pl.concat_list("plain")).alias("value")
    )
    odd = frame.filter(pl.col("raw").is_not_null() & pl.col("value").is_null())["raw"].unique()
    several = {cell: _numbers_in(cell, country) for cell in odd.to_list()}
    return _completed(frame, several, "phone_unreadable")


def _plain_number(country: str) -> pl.Expr:
    bare = (
        pl.col("raw")
        .str.replace(r"^[’']", "")
        .str.replace(r"\.0$", "")  # a number that went through a column of floats
        .str.replace("(0)", "", literal=True)
        .str.replace_all(_NOISE, "")
        .str.replace(r"^00", "+")
    )
    digits = rf"[1-9][0-9]{{{_SHORTEST - 1},{_LONGEST - 3}}}$"
    abroad = pl.when(bare.str.contains(rf"^\+(?:43|49){digits}|^\+41[1-9][0-9]{{8}}$")).then(bare)
    prefix = _PREFIX.get(country)
    if prefix is None or prefix == "423":  # Liechtenstein dials no leading zero
        return abroad
    domestic = bare.str.contains(rf"^0{digits}" if country != "CH" else r"^0[1-9][0-9]{8}$")
    one = ~pl.col("raw").str.contains(r"[0-9]\s*/\s*\+|[;,]|/.*/.*[0-9]{6}")
    return pl.coalesce(
        pl.when(one).then(abroad),
        pl.when(one & domestic).then(pl.lit(f"+{prefix}") + bare.str.slice(1)),
    )


def _numbers_in(cell: str, country: str) -> list[str]:
    found: list[str] = []
    for part in re.split(r"[;,|\n]|\s+oder\s+|\s+or\s+|:::", cell.strip("'’ ")):
        number = _number(part, country)
        if number is None:
            return [] if re.search(r"[0-9]", part) else found
        found.append(number)
    return list(dict.fromkeys(found))


def _number(text: str, country: str) -> str | None:
    try:
        parsed = phonenumbers.parse(re.sub(r"\.0$", "", text).replace("(0)", ""), country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
