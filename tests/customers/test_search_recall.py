"""Of fifty thousand people, those whose names are typed wrongly are found: the share that is promised."""

from datetime import datetime

import numpy as np
import polars as pl
import pytest
from bench.town import settle
from bench.townsfolk import SEED, misspell, people

from nahbar.core.search import search_customers
from nahbar.core.search.indexing import index_due
from nahbar.customers.models import Customer
from nahbar.team.models import Firm

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PEOPLE, ASKED = 50_000, 200


def test_who_is_typed_wrongly_is_found_among_the_first_five(firm: Firm, now: datetime) -> None:
    folk = people(PEOPLE)
    keys = settle(folk, at=now)
    index_due()
    folk = folk.with_columns(pl.Series("id", keys)).filter(pl.col("firm") == "")
    asked = folk.sample(ASKED, seed=SEED)
    dice = np.random.default_rng(SEED)
    for errors, least in ((0, 1.0), (1, 0.97), (2, 0.90)):
        named = with_second = 0
        for one in asked.iter_rows(named=True):
            name = f"{one['given']} {one['family']}"
            typed = misspell(name, errors, dice) if errors else name
            hits = [hit.customer_id for hit in search_customers(typed)[:5]]
            named += name in set(
                Customer.objects.filter(pk__in=hits).values_list("name", flat=True)
            )
            hits = [hit.customer_id for hit in search_customers(f"{typed} {one['phone'][-5:]}")[:5]]
            with_second += one["id"] in hits
        assert named / ASKED >= least, errors
        assert with_second / ASKED >= least, errors
