"""Full names → their parts; salutations, kinds of person and stages → codes.

The `nameparser` library knows English titles; "Univ.-Prof. Dr. Anna Berger" and "DI (FH) Peter
Gruber" come out wrong there, so these rules are our own: peel salutation and titles off the front,
degrees off the end, look for a legal form, then split at a comma or before the last name's
particles.
"""

from typing import NamedTuple

import polars as pl

from nahbar.intake.mapping.absence import without_absent
from nahbar.intake.mapping.name_words import (
    LEADING_SALUTATIONS,
    LEGAL_FORMS,
    ORGANISATION_ENDINGS,
    ORGANISATION_WORDS,
    PARTICLES,
    PERSON_KIND_CODES,
    SALUTATION_CODES,
    STAGE_CODES,
    SUFFIX,
    TITLE,
    TITLE_TAIL,
    TITLE_WORDS,
    is_organisation,
)
from nahbar.intake.mapping.reading import answer
from nahbar.intake.mapping.texts import read_name


class NameParts(NamedTuple):
    """What a full name holds; `person_kind` is person, household or organisation."""

    salutation: str | None = None
    title: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    name_suffix: str | None = None
    organisation: str | None = None
    person_kind: str | None = None


PARTS = NameParts._fields
_PLAIN = r"^(\p{Lu}[\p{L}'’]+(?:-\p{Lu}[\p{L}'’]+)*) (\p{Lu}[\p{L}'’]{2,}(?:-\p{Lu}[\p{L}'’]+)*)$"


def split_name(name: str, *, family_first: bool = False) -> NameParts:
    """The parts of one full name.

    `family_first`: without a comma, the family name stands in front ("Huber Karl").
    """
    salutation, rest = _peel_salutation(name.strip().strip(","))
    if salutation == "company" or is_organisation(rest):
        return NameParts(
            organisation=rest or None, person_kind="organisation", salutation="company"
        )
    family, comma, given = rest.partition(",")
    if comma and not _is_suffix(given):
        title, given = _peel_titles(given)
        more_title, family = _peel_titles(family)
        given, suffix = _peel_suffixes(given)
        title = " ".join(filter(None, (more_title, title))) or None
        return _person(salutation, title, given, family.strip(), suffix)
    title, rest = _peel_titles(rest.replace(",", " "))
    rest, suffix = _peel_suffixes(rest)
    if salutation == "family":
        return _person(salutation, title, "", rest, suffix)
    given, family = _split_plain(rest.split(), family_first=family_first)
    return _person(salutation, title, given, family, suffix)


def _person(
    salutation: str | None, title: str | None, given: str, family: str, suffix: str | None
) -> NameParts:
    kind = "household" if salutation == "family" else "person"
    named = given.strip() or None, family.strip() or None
    return NameParts(salutation, title, *named, suffix, person_kind=kind if any(named) else None)


def _peel_salutation(name: str) -> tuple[str | None, str]:
    words = name.split()
    for count in (3, 2, 1):
        code = LEADING_SALUTATIONS.get(" ".join(words[:count]).lower())
        if code and len(words) > count:
            # "Verein der Freunde" carries the word as its name, "Firma Berger" in front of it.
            named_so = words[0].lower() in {"verein", "company", "organisation", "unternehmen"}
            return ("company", name) if named_so else (code, " ".join(words[count:]))
    return None, name


def _peel_titles(name: str) -> tuple[str | None, str]:
    words, count = name.split(), 0
    while count < len(words) - 1 and _is_title(words[count], after_title=count > 0):
        count += 1
    return " ".join(words[:count]) or None, " ".join(words[count:])


def _is_title(word: str, *, after_title: bool) -> bool:
    if after_title and TITLE_TAIL.fullmatch(word):
        return True
    if not TITLE.fullmatch(word):
        return False
    # Without its point a title in small print is a name or a word: "Di Maria", "Ing".
    short = word.lower() in {"di", "mr", "kr", "bm", "pd"}
    return word.isupper() if short else True


def _peel_suffixes(name: str) -> tuple[str, str | None]:
    words = name.split()
    keep = len(words)
    while keep > 1 and SUFFIX.fullmatch(words[keep - 1]) and not _is_plain_word(words[keep - 1]):
        keep -= 1
    return " ".join(words[:keep]), " ".join(words[keep:]) or None


def _is_plain_word(word: str) -> bool:
    # "Ma" and "Ba" are family names, "MA" and "BA" are degrees.
    return len(word) <= 3 and word.istitle() and word not in {"Jr", "Sr", "Jun", "Sen"}


def _is_suffix(text: str) -> bool:
    words = text.split()
    return bool(words) and all(SUFFIX.fullmatch(word.strip(",")) for word in words)


def _split_plain(words: list[str], *, family_first: bool) -> tuple[str, str]:
    if len(words) < 2:
        return "", " ".join(words)
    if family_first:
        end = next((i for i, word in enumerate(words) if word.lower() not in PARTICLES), 0)
        return " ".join(words[end + 1 :]), " ".join(words[: end + 1])
    start = len(words) - 1
    particle = next((i for i, word in enumerate(words[1:-1], 1) if word in PARTICLES), None)
    if particle is not None:
        start = particle
    elif words[0].lower() in PARTICLES and words[0].islower():
        start = 0
    return " ".join(words[:start]), " ".join(words[start:])


def read_full_names(raw: pl.Series, *, family_first: bool = False) -> pl.DataFrame:
    """Reader: full names, with the columns of `NameParts` and `marks` beside.

    Names of two plain words are split column-wise, the others one by one. Code: `name_too_long`;
    what holds no letter is `name_unreadable`.
    """
    read = read_name(raw)
    named = read.select(pl.col("value").alias("raw"))
    parts = named.with_columns(
        pl.col("raw").str.extract(_PLAIN, 1).alias("one"),
        pl.col("raw").str.extract(_PLAIN, 2).alias("two"),
    )
    one, two = ("two", "one") if family_first else ("one", "two")
    plain = pl.col("one").is_not_null() & ~_is_special()
    quick = parts.select(
        *(pl.lit(None, dtype=pl.String).alias(part) for part in PARTS[:2]),
        pl.when(plain).then(pl.col(one)).alias("first_name"),
        pl.when(plain).then(pl.col(two)).alias("last_name"),
        *(pl.lit(None, dtype=pl.String).alias(part) for part in PARTS[4:6]),
        pl.when(plain).then(pl.lit("person")).alias("person_kind"),
        pl.col("raw"),
    )
    slow = quick.filter(pl.col("last_name").is_null() & pl.col("raw").is_not_null())["raw"].unique()
    split = [(name, *split_name(name, family_first=family_first)) for name in slow]
    schema = dict.fromkeys(("raw", *PARTS), pl.String)
    table = pl.DataFrame(split, schema=schema, orient="row")
    joined = quick.join(table, on="raw", how="left", maintain_order="left", suffix="_split")
    empty = read["value"].is_not_null() & ~read["value"].str.contains(r"\p{L}")
    unnamed = pl.when(pl.lit(empty)).then(pl.lit("name_unreadable"))
    code = pl.coalesce(pl.lit(read["code"]), unnamed)
    columns = [
        pl.when(code.is_null()).then(pl.coalesce(part, f"{part}_split")).alias(part)
        for part in PARTS
    ]
    return joined.select(
        pl.when(code.is_null()).then(pl.col("raw")).alias("value"),
        code.alias("code"),
        pl.lit(read["marks"]).alias("marks"),
        *columns,
    )


_SPECIAL_WORDS = sorted(
    {*PARTICLES, *LEGAL_FORMS, *ORGANISATION_WORDS, *LEADING_SALUTATIONS, *TITLE_WORDS}
)


def _is_special() -> pl.Expr:
    """Two plain words that may still be more than a given and a family name."""
    one, two = pl.col("one").str.to_lowercase(), pl.col("two").str.to_lowercase()
    ending = pl.any_horizontal(two.str.ends_with(ending) for ending in ORGANISATION_ENDINGS)
    shouted = pl.col("two") == pl.col("two").str.to_uppercase()
    return one.is_in(_SPECIAL_WORDS) | two.is_in(_SPECIAL_WORDS) | ending | shouted


def _read_codes(raw: pl.Series, word: pl.Expr, codes: dict[str, str], code: str) -> pl.DataFrame:
    cells = without_absent(raw)
    value = word.replace_strict(codes, default=None, return_dtype=pl.String)
    unknown = pl.col("raw").is_not_null() & value.is_null()
    return answer(cells, value, pl.when(unknown).then(pl.lit(code)))


def read_salutations(raw: pl.Series) -> pl.DataFrame:
    """Reader: → `mr`, `ms`, `family`, `company`, `neutral`; `salutation_unknown`.

    "Herr Dr." and "Sehr geehrte Frau" are understood, the title is not kept here.
    """
    word = (
        pl.col("raw")
        .str.to_lowercase()
        .str.replace(r"^(?:sehr geehrte[rs]?|liebe[rs]?|dear|an) ", "")
        .str.replace(r"^(herrn?|frau|mr\.?|ms\.?|mrs\.?) (?:und |u\. )?(?:univ|prof|dr|mag|di|dipl|ing|ddr)\b.*$", "$1")
        .str.strip_chars(" ,:")
    )  # fmt: skip
    return _read_codes(raw, word, SALUTATION_CODES, "salutation_unknown")


def read_person_kinds(raw: pl.Series) -> pl.DataFrame:
    """Reader: → `person`, `organisation`, `household`; `person_kind_unknown`."""
    return _read_codes(
        raw, pl.col("raw").str.to_lowercase(), PERSON_KIND_CODES, "person_kind_unknown"
    )


def read_stages(raw: pl.Series) -> pl.DataFrame:
    """Reader: → `prospect`, `customer`, `former`; `stage_unknown`."""
    word = pl.col("raw").str.to_lowercase().str.replace_all("_", " ")
    return _read_codes(raw, word, STAGE_CODES, "stage_unknown")
