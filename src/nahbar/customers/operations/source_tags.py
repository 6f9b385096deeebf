"""Words that sources hang on customers, many at once, and that go when the batch is taken back."""

import polars as pl
from django.db import transaction

from nahbar.core.bulk import Ids, allocate_ids, delete_ids, read_matching, slices
from nahbar.core.models import Batch
from nahbar.core.search import changed
from nahbar.core.undo import Effect, release_created, remember
from nahbar.customers.models import Tag
from nahbar.customers.typed import on_one_line, word_key

HUNG = Tag.customers.through
LONGEST = 60


def hang_tags(told: pl.DataFrame, batch: Batch) -> None:
    """Hang the words of each row (`customer_id, tags`) beside those that hang already.

    A list that leaves one out does not take it down.
    """
    said = _said(told)
    made = (Tag(key=key, name=name) for key, name in said.unique("key").select("key", "tag").rows())
    Tag.objects.bulk_create(made, batch_size=1_000, ignore_conflicts=True)
    wanted = _with_ids(said)
    new = wanted.filter(pl.col("id").is_null())
    ids = allocate_ids(HUNG, new.height)
    HUNG.objects.bulk_create(
        (
            HUNG(id=key, customer_id=customer, tag_id=tag)
            for key, (customer, tag) in zip(
                ids.tolist(), new.select("customer_id", "tag_id").rows(), strict=True
            )
        ),
        batch_size=1_000,
        ignore_conflicts=True,  # somebody may hang the same word by hand meanwhile
    )
    remember(batch, HUNG, Effect.CREATED, ids)
    remember(batch, HUNG, Effect.CONFIRMED, wanted["id"].drop_nulls().to_numpy())


def confirm_tags(told: pl.DataFrame, batch: Batch) -> None:
    """Note that the batch says the words of rows already known; what was taken down stays down."""
    hanging = _with_ids(_said(told))["id"].drop_nulls()
    remember(batch, HUNG, Effect.CONFIRMED, hanging.to_numpy())


def take_tags_down(batch: Batch) -> None:
    """Take down the words that the batch hung and no other batch says."""
    with transaction.atomic():
        mine: Ids = release_created(batch, HUNG)
    for part in slices(mine):
        with transaction.atomic():
            changed(_who_has(part))
            delete_ids(HUNG, part)


def _who_has(hung: Ids) -> Ids:
    found: Ids = read_matching(
        "SELECT customer_id FROM customers_tagging WHERE id IN {keys}",
        hung.tolist(),
        schema={"customer_id": pl.Int64},
    )["customer_id"].to_numpy()
    return found


def _said(told: pl.DataFrame) -> pl.DataFrame:
    """Each word once for its customer, as it would be stored if typed: `customer_id, key, tag`."""
    if "tags" not in told.columns:
        return pl.DataFrame(schema={"customer_id": pl.Int64, "key": pl.String, "tag": pl.String})
    raw = told.select("customer_id", pl.col("tags").cast(pl.List(pl.String)).alias("raw"))
    raw = raw.explode("raw").drop_nulls()
    spelled = [(text, on_one_line(text)[:LONGEST].strip()) for text in raw["raw"].unique()]
    words = pl.DataFrame(
        [(text, word_key(word), word) for text, word in spelled if word],
        schema={"raw": pl.String, "key": pl.String, "tag": pl.String},
        orient="row",
    )
    said = raw.join(words, on="raw", maintain_order="left").select("customer_id", "key", "tag")
    return said.unique(["customer_id", "key"], keep="first", maintain_order=True)


def _with_ids(said: pl.DataFrame) -> pl.DataFrame:
    """`customer_id, tag_id` of words that there are, and `id` where they hang already."""
    tags = read_matching(
        "SELECT key, COALESCE(merged_into_id, id) FROM customers_tag WHERE key IN {keys}",
        said["key"].unique(),
        schema={"key": pl.String, "tag_id": pl.Int64},
    )
    hanging = read_matching(
        "SELECT id, customer_id, tag_id FROM customers_tagging WHERE customer_id IN {keys}",
        said["customer_id"].unique(),
        schema={"id": pl.Int64, "customer_id": pl.Int64, "tag_id": pl.Int64},
    )
    wanted = said.join(tags, on="key", maintain_order="left")
    wanted = wanted.unique(["customer_id", "tag_id"], keep="first", maintain_order=True)
    return wanted.join(hanging, on=["customer_id", "tag_id"], how="left", maintain_order="left")
