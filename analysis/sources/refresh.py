"""What a later delivery replaces: with `refresh: replace`, a row gives way to its newer version.

Files are deliveries, in the order of their names.  A row of an earlier file is superseded

    by key    where a later file holds a row of the same key: an order of transactions (order_id and
              customer_id), a customer, a balance of a day …; all rows of that key come from the last
              file that holds it
    by days   where the table has no key: on the days that a later file covers, from one of its
              days to the next as long as no more than a week lies between.  So a single stray date
              covers its own day and does not wipe out what earlier files hold before it.

Order lines without an order number are taken by days among themselves.  A delivery must hold its
orders in full: files with refund lines alone are added up (`refresh: append`).
"""

import re
from collections.abc import Sequence

import pandas as pd

from analysis.engine import Column, DataFrame, F, Window, create_frame, named, to_pandas
from analysis.errors import ConfigError, SourceError

LONGEST_GAP = 7  # days without a row that a delivery is still taken to cover

# What tells the rows of a table apart, and the times they are dated by; the first that are held.
_KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "customers": (("customer_id",),),
    "links": (("customer_id",),),
    "summaries": (("customer_id",),),
    "balances": (("customer_id", "kind", "as_of"), ("customer_id", "kind")),
    "rates": (("currency", "date"),),
}
_TIMES: dict[str, tuple[str, ...]] = {
    "transactions": ("ordered_at",),
    "events": ("occurred_at",),
    "visits": ("arrived_at", "booked_at"),
    "contacts": ("contacted_at",),
    "feedback": ("created_at",),
    "responses": ("answered_at",),
    "consents": ("stated_at",),
}
_PERSONS = (("respondent_id",), ("customer_id",))  # where the rows of a table are not dated


def delivery_numbers(files: Sequence[str]) -> list[int]:
    """The place of each file among the deliveries, from 1, for names in the order of their paths.

    Names of one folder go by their numbers (part 9 before part 10); the sheets of a workbook
    ("a.xlsx [June]") are one delivery.
    """
    books = [re.sub(r" \[[^\]]*\]$", "", file) for file in files]
    natural = sorted(set(books), key=_natural) if books == sorted(books) else list(dict.fromkeys(books))
    return [natural.index(book) + 1 for book in books]


def _natural(name: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", name)]


def with_superseded(frame: DataFrame, *, table: str) -> DataFrame:
    """The frame with is_superseded in place of its column `delivery` (1, 2 …).

    Raises ConfigError where neither a key nor a time tells what a later file replaces, and
    SourceError where orders come back with their refunds alone.
    """
    columns = [name for name in frame.columns if name != "delivery"]
    frame = named(frame)
    if table == "transactions" and "order_id" in columns:
        marked = _transactions(frame)
    else:
        times = [name for name in _TIMES.get(table, ()) if name in columns]
        keys = _KEYS.get(table, () if times else _PERSONS)
        key = next((key for key in keys if set(key) <= set(columns)), None)
        if key is None and not times:
            raise ConfigError(
                "client.yaml: source.{table}.refresh is replace, but nothing tells which rows a later file replaces. "
                "Map {wanted}, or write refresh: append.",
                table=table,
                wanted=" or ".join(_TIMES.get(table, ("customer_id",))),
            )
        marked = _by_key(frame, key) if key else _by_days(frame, times)
    return marked.select(*columns, "is_superseded")


def superseded_rows(frame: DataFrame) -> int:
    """How many rows of a frame with is_superseded gave way to a later delivery."""
    return int(to_pandas(frame.where(F.col("is_superseded")).agg(F.count(F.lit(1)).alias("rows")))["rows"][0])


def _transactions(frame: DataFrame) -> DataFrame:
    """Lines with an order number by order, the others by days."""
    marked = named(_by_key(frame, ("order_id", "customer_id")))
    _check_whole_orders(marked)
    bare = to_pandas(
        marked.where(F.col("order_id").isNull()).select("delivery").groupBy("delivery").agg(F.count(F.lit(1)).alias("n"))
    )
    return marked if len(bare) < 2 else _by_days(marked, ("ordered_at",), among=F.col("order_id").isNull())


def _by_key(frame: DataFrame, key: Sequence[str]) -> DataFrame:
    marked = frame.withColumn("last_delivery", F.max("delivery").over(Window.partitionBy(*key)))
    newer = F.col(key[0]).isNotNull() & (F.col("last_delivery") > F.col("delivery"))
    return marked.withColumn("is_superseded", newer)


def _check_whole_orders(marked: DataFrame) -> None:
    """Raise SourceError where the last delivery of an order holds refunds alone and an earlier one its sale."""
    back = (F.col("amount") < F.lit(0)) & ~F.col("is_superseded")
    sale, old_sale = (F.col("amount") > F.lit(0)) & ~F.col("is_superseded"), (F.col("amount") > F.lit(0)) & F.col("is_superseded")
    flags = {"back": back, "sale": sale, "old_sale": old_sale}
    orders = marked.where(F.col("order_id").isNotNull() & F.col("amount").isNotNull() & ~F.col("is_excluded"))
    each = orders.groupBy("order_id", "customer_id").agg(
        *(F.sum(F.when(flag, F.lit(1)).otherwise(F.lit(0))).alias(name) for name, flag in flags.items())
    )
    alone = (F.col("back") > F.lit(0)) & (F.col("sale") == F.lit(0)) & (F.col("old_sale") > F.lit(0))
    lost = int(to_pandas(each.where(alone).agg(F.count(F.lit(1)).alias("orders")))["orders"][0])
    if lost:
        raise SourceError(
            "source.transactions: {orders} orders come back in a later file with their refunds alone, and refresh: replace would "
            "take away their sales. Write refresh: append where later files add lines, or have whole orders exported.",
            orders=lost,
        )


def _by_days(frame: DataFrame, times: Sequence[str], *, among: Column | None = None) -> DataFrame:
    """is_superseded by covered days; rows outside `among` keep what they have."""
    time = F.coalesce(*(F.col(name) for name in times)) if len(times) > 1 else F.col(times[0])
    day = F.when(among, time) if among is not None else time
    day = day.cast("date").cast("string")
    days = frame.select("delivery", day.alias("day")).where(F.col("day").isNotNull())
    held = to_pandas(days.groupBy("delivery", "day").agg(F.count(F.lit(1)).alias("rows")))
    old = covered_days(held.assign(day=pd.to_datetime(held["day"])))
    known = F.col("is_superseded") if "is_superseded" in frame.columns else F.lit(False)
    if old.empty:
        return frame.withColumn("is_superseded", known)
    replaced = old["delivery"].astype(str) + "|" + old["day"].dt.strftime("%Y-%m-%d")
    marks = create_frame(pd.DataFrame({"replaced_day": replaced.astype("str")}))
    joined = frame.withColumn("delivery_day", F.concat(F.col("delivery").cast("string"), F.lit("|"), day)).join(
        marks, F.col("delivery_day") == F.col("replaced_day"), "left"
    )
    return joined.withColumn("is_superseded", known | F.col("replaced_day").isNotNull())


def covered_days(held: pd.DataFrame) -> pd.DataFrame:
    """The rows of `held` (delivery, day: datetime64, each pair once) whose day a later delivery covers."""
    held = held[["delivery", "day"]].sort_values(["delivery", "day"], ignore_index=True)
    starts = held.groupby("delivery")["day"].diff().dt.days.gt(LONGEST_GAP) | ~held.duplicated("delivery")
    runs = held.groupby(starts.cumsum()).agg(delivery=("delivery", "first"), first=("day", "min"), last=("day", "max"))
    newest = pd.Series(0, index=pd.DatetimeIndex(sorted(held["day"].unique())))
    for run in runs.sort_values("delivery").itertuples():
        newest.loc[run.first : run.last] = run.delivery
    return held[newest.reindex(held["day"]).to_numpy() > held["delivery"].to_numpy()].reset_index(drop=True)
