"""What each customer does on website and app, from events: how lately, how often, and what for.

Ages are whole days from the event to `as_of`, 0 on the day itself.  Ages and the number of events
look at everything held; counts by kind, and what was browsed, at the window, as present behaviour
does elsewhere.  An event that names a customer is taken as proof that the customer was there.
"""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from analysis.engine import Column, DataFrame, F, column_names, named, read_parquet, side_by_side, to_pandas
from analysis.features.habits import favourite
from analysis.features.window import day_literal
from analysis.schema import DERIVED
from analysis.schema.canonical import EVENT_KINDS
from analysis.schema.model import ENGINE_TYPES

BROWSING = ("view", "click", "search", "save", "cart")  # looking at what there is to buy
SHORT, LONG = 30, 90  # days behind browsing_days_30 and active_days_90
POSITIVE = 4.0  # least rating, of five stars, of a positive review

_OPTIONAL = {
    "events": {"category": "string", "device": "string", "context": "string"},
    "feedback": {"created_at": "timestamp", "rating": "float"},
}
_WHOLE = tuple(column.name for column in DERIVED["engagement"].columns if column.type == "int")


def event_lines(path: Path) -> DataFrame:
    """The canonical events with category, device and context, missing where not held."""
    return _with_optional(path, "events")


def reviews(path: Path) -> DataFrame | None:
    """The canonical feedback with its time and rating, missing where not held; None where it names no customer."""
    return _with_optional(path, "feedback") if "customer_id" in column_names(path) else None


def engagement(
    events: DataFrame,
    feedback: DataFrame | None = None,
    *,
    as_of: date,
    window_start: date,
    recent_days: int = SHORT,
    positive_rating: float = POSITIVE,
) -> pd.DataFrame:
    """One row per customer with an event or a dated review up to `as_of`: the table `engagement`, by customer_id.

    From `events` (customer_id, occurred_at, kind, category, device) and `feedback` (customer_id, created_at, rating).
    Events after `as_of`, and those without a customer, are ignored; prospects have events too.
    """
    seen = named(_seen(events, "occurred_at", ("kind", "category", "device"), as_of=as_of, window_start=window_start))
    ids = seen.select("customer_id")
    parts = [seen.groupBy("customer_id").agg(*(measure.alias(name) for name, measure in _measures(recent_days).items()))]
    present = named(seen.where(F.col("inside")))
    browsing = F.col("kind").isin(*BROWSING)
    parts += [favourite(present.where(browsing), "category"), favourite(present, "device")]
    if feedback is not None:
        written = named(_seen(feedback, "created_at", ("rating",), as_of=as_of, window_start=window_start))
        ids = ids.unionByName(written.select("customer_id"))
        parts.append(_reviewed(written, positive_rating))
    known = ids.groupBy("customer_id").agg(F.count(F.lit(1)).alias("rows"))
    return _finished(to_pandas(side_by_side(named(known), *parts, on="customer_id")))


def _with_optional(path: Path, table: str) -> DataFrame:
    held, frame = column_names(path), read_parquet(path)
    for name, type_ in _OPTIONAL[table].items():
        if name not in held:
            frame = frame.withColumn(name, F.lit(None).cast(ENGINE_TYPES[type_]))
    return frame


def _seen(frame: DataFrame, time: str, columns: tuple[str, ...], *, as_of: date, window_start: date) -> DataFrame:
    """Rows of a customer up to `as_of` with their age in days, and whether they lie in the window."""
    at = F.col(time)
    held = frame.where(F.col("customer_id").isNotNull() & (at < day_literal(as_of + timedelta(days=1))))
    return held.select(
        "customer_id",
        *columns,
        F.datediff(F.lit(str(as_of)).cast("date"), at.cast("date")).alias("age"),
        (at >= day_literal(window_start)).alias("inside"),
    )


def _measures(recent_days: int) -> dict[str, Column]:
    """Aggregates of a customer's events."""
    age, kind, one = F.col("age"), F.col("kind"), F.lit(1)
    browses = kind.isin(*BROWSING)
    counts = {f"{name}_count": F.count(F.when((kind == F.lit(name)) & F.col("inside"), one)) for name in EVENT_KINDS}
    ages = {f"last_{name}_age": F.min(F.when(kind == F.lit(name), age)).cast("double") for name in EVENT_KINDS}
    return {
        "event_count": F.count(one),
        "recent_event_count": F.count(F.when(age < F.lit(recent_days), one)),
        "active_days_90": F.countDistinct(F.when(age < F.lit(LONG), age)),
        "browsing_days_30": F.countDistinct(F.when(browses & (age < F.lit(SHORT)), age)),
        "first_event_age": F.max("age").cast("double"),
        "last_event_age": F.min("age").cast("double"),
        **ages,
        **counts,
    }


def _reviewed(written: DataFrame, positive_rating: float) -> DataFrame:
    """Reviews of each customer, and the positive ones among them."""
    positive = F.col("rating") >= F.lit(positive_rating)
    return written.groupBy("customer_id").agg(
        F.count(F.when(F.col("inside"), F.lit(1))).alias("review_count"),
        F.count(F.when(positive & F.col("inside"), F.lit(1))).alias("positive_review_count"),
        F.min(F.when(positive, F.col("age"))).cast("double").alias("last_positive_review_age"),
    )


def _finished(table: pd.DataFrame) -> pd.DataFrame:
    """Names and types, in the order of the declaration."""
    table = table.rename(
        columns={
            "top_category": "browsed_category",
            "top_category_share": "browsed_category_share",
            "category_count": "browsed_category_count",
        }
    )
    without_reviews = {"review_count": 0, "positive_review_count": 0, "last_positive_review_age": float("nan")}
    table = table.assign(**{name: value for name, value in without_reviews.items() if name not in table})
    table = table.assign(**{name: table[name].fillna(0).astype("int64") for name in _WHOLE})
    return table[list(DERIVED["engagement"].names)].sort_values("customer_id", ignore_index=True)
