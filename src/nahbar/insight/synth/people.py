"""Three thousand invented people, households and firms, and how they came to the house."""

from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from nahbar.insight.synth import names
from nahbar.insight.synth.team import ADVISERS, BRANCHES, SELLERS

FIRST_NUMBER = 100_001
TWINS = 0.008  # who stands twice in the list, as in every list that people keep
Strings = npt.NDArray[np.str_]


def draw_people(n: int, *, as_of: date, random: np.random.Generator) -> pl.DataFrame:
    """One row a customer: `customer` (0 …), `number`, name, address, numbers, remarks, their people.

    `kind` is person, household or organisation; `same_as` the row of whoever stands twice.
    """
    kind = random.choice(["person", "household", "organisation"], n, p=[0.84, 0.07, 0.09])
    branch = random.choice(len(BRANCHES), n, p=[0.63, 0.37])
    year = random.integers(as_of.year - 84, as_of.year - 23, n)
    woman = random.random(n) < 0.48
    first, last = _given_names(year, woman, random), random.choice(names.FAMILIES, n)
    title = np.where(random.random(n) < 0.05, random.choice(names.TITLES, n), "")
    people = pl.DataFrame(
        {
            "customer": np.arange(n),
            "kind": kind,
            "woman": woman,
            "title": title,
            "first_name": first,
            "last_name": last,
            "trade": random.choice(names.TRADES, n),
            "form": random.choice(names.FORMS, n),
            "branch": branch,
            "seller": _person_of(SELLERS, branch, random),
            "adviser": _person_of(ADVISERS, branch, random),
        }
    )
    people = people.with_columns(_addresses(branch, random), _ways(people, random))
    people = people.with_columns(
        _birthdays(year, random), *_remarks(n, random), number=_numbers(n), same_as=_nobody(n)
    )
    return _by_kind(_with_twins(people, random))


def _given_names(
    year: npt.NDArray[np.int64], woman: npt.NDArray[np.bool_], random: np.random.Generator
) -> Strings:
    cohort = np.digitize(year, [1961, 1986])
    drawn = np.empty(len(year), dtype="U16")
    for age in range(3):
        for is_woman, lists in ((True, names.WOMEN), (False, names.MEN)):
            mine = (cohort == age) & (woman == is_woman)
            drawn[mine] = random.choice(lists[age], int(mine.sum()))
    return drawn


def _person_of(
    shares: tuple[tuple[tuple[int, ...], tuple[float, ...]], ...],
    branch: npt.NDArray[np.int64],
    random: np.random.Generator,
) -> npt.NDArray[np.int64]:
    drawn = np.empty(len(branch), dtype=np.int64)
    for place, (who, weights) in enumerate(shares):
        drawn[branch == place] = random.choice(who, int((branch == place).sum()), p=weights)
    return drawn


def _addresses(branch: npt.NDArray[np.int64], random: np.random.Generator) -> pl.Series:
    n = len(branch)
    places = np.where(branch == 0, random.choice(names.SOUTH, n), random.choice(names.NORTH, n))
    split = pl.Series(places).str.split_exact(" ", 0)
    postcode = split.struct.field("field_0")
    house = pl.Series(random.integers(1, 96, n)).cast(pl.String)
    letter = pl.Series(random.choice(["", "", "", "", "a", "b"], n))
    return pl.DataFrame(
        {
            "street": random.choice(names.streets(), n),
            "house_number": house + letter,
            "postcode": postcode,
            "city": pl.Series(places).str.slice(5),
        }
    ).to_struct("address")


def _ways(people: pl.DataFrame, random: np.random.Generator) -> pl.Series:
    """Phone, mobile and mail; numbers and domains that reach nobody."""
    n = people.height

    def number(codes: Strings) -> pl.Series:
        digits = pl.Series(random.integers(10_000, 99_999, n)).cast(pl.String)
        return pl.Series(codes) + " 0" + digits.str.slice(0, 2) + " " + digits.str.slice(2)

    area = np.array([names.AREAS[name] for name in BRANCHES])[people["branch"].to_numpy()]
    domain = pl.Series(random.choice(["example.at", "example.com", "mail.example.at"], n))
    local = pl.format("{}.{}", "first_name", "last_name").str.to_lowercase()
    plain = people.select(_ascii(local)).to_series()
    mail = plain + pl.Series(random.integers(1, 99, n)).cast(pl.String) + "@" + domain
    shown = random.random((3, n))
    return pl.DataFrame(
        {
            "phone": pl.Series(number(area)).zip_with(pl.Series(shown[0] < 0.4), _nothing(n)),
            "mobile": number(random.choice(names.MOBILES, n)).zip_with(
                pl.Series(shown[1] < 0.8), _nothing(n)
            ),
            "email": mail.zip_with(pl.Series(shown[2] < 0.7), _nothing(n)),
        }
    ).to_struct("ways")


def _ascii(text: pl.Expr) -> pl.Expr:
    plain = text
    for letter, letters in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ł": "l"}.items():
        plain = plain.str.replace_all(letter, letters, literal=True)
    return plain.str.normalize("NFKD").str.replace_all(r"[^a-z.]", "")


def _birthdays(year: npt.NDArray[np.int64], random: np.random.Generator) -> pl.Series:
    n = len(year)
    frame = pl.DataFrame(
        {"y": year, "m": random.integers(1, 13, n), "d": random.integers(1, 29, n)}
    )
    days = frame.select(pl.date("y", "m", "d").alias("born_on")).to_series()
    return days.zip_with(pl.Series(random.random(n) < 0.55), pl.Series([None] * n, dtype=pl.Date))


def _remarks(n: int, random: np.random.Generator) -> list[pl.Series]:
    said = {"likes": names.LIKES, "dislikes": names.DISLIKES, "good_to_know": names.GOOD_TO_KNOW}
    return [
        pl.Series(name, random.choice(lines, n)).zip_with(
            pl.Series(random.random(n) < share), _nothing(n)
        )
        for (name, lines), share in zip(said.items(), (0.12, 0.05, 0.08), strict=True)
    ]


def _numbers(n: int) -> pl.Series:
    return pl.Series(np.arange(FIRST_NUMBER, FIRST_NUMBER + n)).cast(pl.String)


def _nobody(n: int) -> pl.Series:
    return pl.Series([None] * n, dtype=pl.Int64)


def _nothing(n: int) -> pl.Series:
    return pl.Series([None] * n, dtype=pl.String)


def _with_twins(people: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Some of the last rows are somebody from the first half once more, written a little otherwise."""
    people = people.unnest("address", "ways")
    count = int(TWINS * people.height)
    original = random.choice(np.arange(10, max(people.height // 2, 11 + count)), count, False)
    twins = people[original].with_columns(
        same_as=pl.col("customer"),
        last_name=pl.col("last_name").str.replace("ö", "oe").str.replace("ü", "ue"),
        first_name=pl.when(pl.col("customer") % 3 == 0)
        .then(pl.col("first_name").str.slice(0, 1) + ".")
        .otherwise("first_name"),
        email=pl.lit(None, dtype=pl.String),
        born_on=pl.lit(None, dtype=pl.Date),
    )
    kept = people.head(people.height - count)
    own = people.tail(count).select("customer", "number")
    return pl.concat([kept, twins.with_columns(own)])


def _by_kind(people: pl.DataFrame) -> pl.DataFrame:
    """A firm has a name of its own and no birthday; a household is called by its family."""
    firm, family = pl.col("kind") == "organisation", pl.col("kind") == "household"
    organisation = pl.format("{} {} {}", "trade", "last_name", "form")
    salutation = (
        pl.when(firm)
        .then(pl.lit("company"))
        .when(family)
        .then(pl.lit("family"))
        .when(pl.col("woman"))
        .then(pl.lit("ms"))
        .otherwise(pl.lit("mr"))
    )
    return people.with_columns(
        salutation=salutation,
        organisation=pl.when(firm).then(organisation),
        title=pl.when(~firm & ~family & (pl.col("title") != "")).then("title"),
        first_name=pl.when(~family).then("first_name"),
        born_on=pl.when(~firm & ~family).then("born_on"),
    ).drop("trade", "form", "woman")
