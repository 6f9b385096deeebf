"""Who came, stayed and went: cohorts and the flows between years or quarters."""

from datetime import timedelta

import polars as pl

from nahbar.insight.cohorts import flows, retention
from nahbar.steering.analysis.measuring import FEWEST, Found, share
from nahbar.steering.frames import Read
from nahbar.steering.knowledge_frames import Recorded

LONG = timedelta(days=3 * 365)  # from so long a time on, years are compared, else quarters
SHOWN = 12
ENOUGH = 30  # customers of a branch, to be compared with others


def describe_staying(read: Read, recorded: Recorded) -> Found | None:
    """Flows by period, how many of each cohort came again later, and how many were kept last.

    `unit` is year or quarter. `kept` is the share of the customers of one period who came in the
    next, for the last that is over; `earlier` the same for those before, `branches` for each branch.
    """
    bought = read.ours.filter(pl.col("customer").is_not_null()).select(
        "customer", "day", (pl.col("amount") / 1e6).alias("amount")
    )
    if bought.is_empty():
        return None
    first = bought["day"].min()
    unit = "year" if read.as_of - first >= LONG else "quarter"  # type: ignore[operator]  # dates
    told = {"customer": "customer", "occurred_on": "day", "amount": "amount"}
    flow = flows(bought, **told, as_of=read.as_of, unit=unit)  # type: ignore[arg-type]  # Literal
    if flow.frame.is_empty():
        return None
    came = retention(bought, **told, as_of=read.as_of, unit=unit)  # type: ignore[arg-type]
    shares = _kept(flow.frame)
    return {
        "unit": unit,
        "customers": flow.n,
        "flows": [_flow(row) for row in flow.frame.tail(SHOWN).iter_rows(named=True)],
        "cohorts": _cohorts(came.frame),
        "kept": shares[-1] if shares else None,
        "earlier": [one["value"] for one in shares[:-1]],
        "again": _again(came.frame),
        "branches": _by_branch(read, recorded, flow.frame) if shares else [],
    }


def _flow(row: Found) -> Found:
    """One period; counts of fewer than five people are None, and then all but the active ones."""
    parts = [row[name] for name in ("new", "kept", "returned", "lost")]
    is_safe = all(count == 0 or count >= FEWEST for count in parts)
    return {
        "from": row["starts_on"].isoformat(),
        "active": row["active"] if row["active"] >= FEWEST or not row["active"] else None,
        **{
            name: count if is_safe else None
            for name, count in zip(("new", "kept", "returned", "lost"), parts, strict=True)
        },
        "is_finished": row["is_finished"],
    }


def _kept(frame: pl.DataFrame) -> list[Found]:
    """Of each period that is over: the share of those active before who came again."""
    found = []
    for before, now in zip(
        frame.iter_rows(named=True), frame[1:].iter_rows(named=True), strict=False
    ):
        kept = share(now["kept"], before["active"])
        if now["is_finished"] and kept:
            starts = {"before": before["starts_on"], "from": now["starts_on"]}
            found.append(kept | {name: day.isoformat() for name, day in starts.items()})
    return found


def _cohorts(frame: pl.DataFrame) -> list[Found]:
    """The last cohorts: `from, size` and the shares of the periods since; null where it is running."""
    found = []
    for (cohort,), rows in frame.partition_by("cohort", as_dict=True, maintain_order=True).items():
        size = rows["size"][0]
        if size < FEWEST:
            continue
        shares = [
            round(row["share"], 6) if row["is_finished"] and row["share"] is not None else None
            for row in rows.sort("period").iter_rows(named=True)
        ]
        found.append({"from": cohort.isoformat(), "size": size, "shares": shares})
    return found[-SHOWN:]


def _again(frame: pl.DataFrame) -> Found | None:
    """Of all cohorts whose second period is over: the share who came in it.

    The first cohort holds everybody who was there when the records began, and is left out where
    there are others.
    """
    second = frame.filter((pl.col("period") == 1) & pl.col("is_finished"))
    second = second[1:] if second.height > 1 else second
    return share(int(second["active"].sum()), int(second["size"].sum()))


def _by_branch(read: Read, recorded: Recorded, frame: pl.DataFrame) -> list[Found]:
    """The last finished comparison of two periods, by the branch of the last purchase in the first."""
    starts, over = frame["starts_on"], frame["is_finished"]
    at = int(over.sum()) - 1
    end = starts[at + 1] if at + 1 < starts.len() else read.as_of + timedelta(days=1)
    bought = read.ours.filter((pl.col("amount") > 0) & pl.col("customer").is_not_null())
    then = bought.filter(pl.col("day").is_between(starts[at - 1], starts[at], closed="left"))
    now = bought.filter(pl.col("day").is_between(starts[at], end, closed="left"))
    last = then.sort("day", "order").group_by("customer").agg(pl.col("branch").last())
    counts = (
        last.filter(pl.col("branch").is_not_null())
        .with_columns(pl.col("customer").is_in(now["customer"].unique().implode()).alias("kept"))
        .group_by("branch")
        .agg(pl.len().alias("size"), pl.col("kept").sum())
        .filter(pl.col("size") >= ENOUGH)
        .sort("branch")
    )
    return [
        {"name": recorded.branches.get(branch, ""), **(share(kept, size) or {})}
        for branch, size, kept in counts.iter_rows()
    ]
