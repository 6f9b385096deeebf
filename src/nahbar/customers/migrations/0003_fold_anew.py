"""Rows written before keep up with how names and words are folded now.

Names in other scripts than the Latin one had no key at all; words that differed in letter case
alone were two.
"""

from typing import Any

import polars as pl
from django.db import migrations
from django.db.models import Max, Min

from nahbar.core.bulk import read_frame, update_frame
from nahbar.customers.projection import sort_key
from nahbar.customers.typed import word_key

RANGE = 50_000
FILED_BY = ("kind", "given_name", "family_name", "organisation", "sort_key")


def file_anew(apps: Any, _schema_editor: Any) -> None:
    """Work out under which letters each customer is filed."""
    customers = apps.get_model("customers", "Customer")
    ends = customers.objects.aggregate(first=Min("id"), last=Max("id"))
    for first in range(ends["first"] or 0, (ends["last"] or -1) + 1, RANGE):
        rows = read_frame(
            f"SELECT id, {', '.join(FILED_BY)} FROM customers_customer WHERE id BETWEEN %s AND %s",
            (first, first + RANGE - 1),
            schema={"id": pl.Int64, **dict.fromkeys(FILED_BY, pl.String)},
        )
        filed = rows.select("id", sort_key(), pl.col("sort_key").alias("before"))
        moved = filed.filter(pl.col("sort_key") != pl.col("before")).drop("before")
        update_frame(customers, moved)


def one_word_once(apps: Any, _schema_editor: Any) -> None:
    """Words that are the same now become one, the oldest of them."""
    tags = apps.get_model("customers", "Tag")
    hung = tags.customers.through
    kept: dict[str, int] = {}
    for tag in tags.objects.order_by("pk"):
        key = word_key(tag.name)
        if key in kept:
            there = list(hung.objects.filter(tag_id=kept[key]).values_list("customer_id", flat=True))
            mine = hung.objects.filter(tag_id=tag.pk)
            mine.filter(customer__in=there).delete()
            mine.update(tag_id=kept[key])
            tag.delete()
        else:
            kept[key] = tag.pk
            tags.objects.filter(pk=tag.pk).update(key=key)


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_words_and_unread_columns")]

    operations = [
        migrations.RunPython(file_anew, migrations.RunPython.noop),
        migrations.RunPython(one_word_once, migrations.RunPython.noop),
    ]
