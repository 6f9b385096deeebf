"""The dealership's two branches and the nine people who work there; all invented."""

from datetime import date, timedelta

import polars as pl

FIRM = "Autohaus Amselberger"
BRANCHES = ("Graz", "Leoben")
LEAVES_IN = timedelta(days=45)

# Employee, name, what they do, branch, year of birth. The numbers are the rows' places.
OWNER, SELLER, SECOND_SELLER, ADVISER, RECEPTION = 0, 1, 2, 3, 4
MANAGER, SECOND_ADVISER, FOREMAN, PARTS = 5, 6, 7, 8
PEOPLE = (
    ("Renate Amselberger", "owner", "Graz", 1968),
    ("Peter Wurzinger", "seller", "Graz", 1963),
    ("Selma Kılıç", "seller", "Graz", 1991),
    ("Anna Lindtner", "service adviser", "Graz", 1984),
    ("Miriam Okafor", "receptionist", "Graz", 2000),
    ("Thomas Köfler", "branch manager", "Leoben", 1979),
    ("Jasmin Übelbacher", "service adviser", "Leoben", 1994),
    ("Dragan Petrović", "workshop foreman", "Leoben", 1974),
    ("Lukas Gröbner", "parts", "Leoben", 2002),
)
# Who sells and who advises in each branch, with their shares of its customers.
SELLERS = (((SELLER, SECOND_SELLER), (0.66, 0.34)), ((MANAGER,), (1.0,)))
ADVISERS = (((ADVISER, RECEPTION), (0.85, 0.15)), ((SECOND_ADVISER, FOREMAN), (0.6, 0.4)))


def list_employees(as_of: date) -> pl.DataFrame:
    """Frame `employee, name, job, branch, born, leaves_on`: the old seller goes into retirement."""
    frame = pl.DataFrame(
        [(number, *person) for number, person in enumerate(PEOPLE)],
        schema={
            "employee": pl.Int64,
            "name": pl.String,
            "job": pl.String,
            "branch": pl.String,
            "born": pl.Int64,
        },
        orient="row",
    )
    leaves = pl.when(pl.col("employee") == SELLER).then(pl.lit(as_of + LEAVES_IN, dtype=pl.Date))
    return frame.with_columns(leaves.alias("leaves_on"))
