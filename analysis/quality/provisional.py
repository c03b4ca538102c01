"""How late refunds come, and which of the last days can therefore still change.

Refunds that are lines of their own are matched to their order: by its number, or by the number
behind a prefix for returns (R, C, RET, RMA, REF, CR, 退), under the same customer.  What has not come
back yet cannot be seen, so young sales would make refunds look quick.  The curve is therefore the
estimate for right-truncated data (Kalbfleisch and Lawless 1989, the chain ladder of insurers): of the
refunds that came within j days, on sales that are at least j days old, the share that took exactly j
days is the reverse hazard.  Refunds to come are the final share of sales, sum of refunds over sum of
sales x arrived share (the Cape Cod method), times what has not arrived.
"""

from datetime import date

import numpy as np
import pandas as pd

from analysis.engine import DataFrame, F, named, to_pandas

ENOUGH = 30  # matched refunds, and refunds behind each step of the curve
ARRIVED = 0.95
PREFIX = "^(RET|RMA|REF|CR|R|C|ret|rma|ref|cr|r|c|\\x{9000})[-_ ]?"
LAG_COLUMNS = ["lag_days", "refunds", "arrived"]
COLUMNS = ["last_day", "first_day", "days", "declared", "matched", "refunds", "refund_share", "sold", "expected"]


def refund_days(lines: DataFrame) -> pd.DataFrame:
    """Refunds by the day of their order and their own: sale_day (missing where no order is found), refund_day, refunds, amount.

    From lines with sold and refunded (policy net).  A refund is what one order gets back on one day.
    """
    day = F.col("ordered_at").cast("date")
    own = lines.where(F.col("amount") < F.lit(0)).select(
        "customer_id",
        "order_id",
        day.alias("refund_day"),
        F.regexp_replace(F.col("order_id"), PREFIX, "").alias("bare_id"),
        "refunded",
    )
    booked = named(own.groupBy("customer_id", "order_id", "bare_id", "refund_day").agg(F.sum("refunded").alias("refunded")))
    sales = lines.where((F.col("sold") > F.lit(0)) & F.col("order_id").isNotNull()).select(
        "customer_id", "order_id", day.alias("day")
    )
    sales = named(sales.groupBy("customer_id", "order_id").agg(F.min("day").alias("same_day")))
    bare = named(sales.select("customer_id", F.col("order_id").alias("bare_id"), F.col("same_day").alias("bare_day")))
    joined = booked.join(sales, ["customer_id", "order_id"], "left").join(bare, ["customer_id", "bare_id"], "left")
    dated = joined.select(F.coalesce(F.col("same_day"), F.col("bare_day")).alias("found_day"), "refund_day", "refunded")
    dated = dated.select(
        F.when(F.col("found_day") <= F.col("refund_day"), F.col("found_day")).alias("sale_day"), "refund_day", "refunded"
    )
    found = to_pandas(
        named(dated)
        .groupBy("sale_day", "refund_day")
        .agg(F.count(F.lit(1)).alias("refunds"), F.sum("refunded").cast("double").alias("amount"))
    )
    return found.sort_values(["refund_day", "sale_day"], ignore_index=True)


def sales_days(lines: DataFrame) -> pd.DataFrame:
    """What was sold on each day, before refunds: day, sold."""
    each = lines.where(F.col("sold") > F.lit(0)).select(F.col("ordered_at").cast("date").alias("day"), "sold")
    found = to_pandas(each.groupBy("day").agg(F.sum("sold").cast("double").alias("sold")))
    return found.sort_values("day", ignore_index=True)


def refund_lags(refunds: pd.DataFrame, *, last: date) -> pd.DataFrame:
    """The table `refund_lags` from `refund_days`; empty under 30 matched refunds.

    It ends at the longest lag that 30 refunds on sales of that age can speak of; longer ones are left out.
    """
    matched = refunds.dropna(subset="sale_day")
    if matched["refunds"].sum() < ENOUGH:
        return pd.DataFrame(columns=LAG_COLUMNS).astype({"lag_days": "int64", "refunds": "int64", "arrived": float})
    lag = (matched["refund_day"] - matched["sale_day"]).dt.days.to_numpy()
    age = (pd.Timestamp(last) - matched["sale_day"]).dt.days.to_numpy()
    counts = matched["refunds"].to_numpy()
    size = int(lag.max()) + 1
    took = np.bincount(lag, counts, size)
    # Of the refunds on sales at least j days old, those that took no longer than j.
    old = np.bincount(np.minimum(age, size - 1), counts, size)[::-1].cumsum()[::-1]
    at_risk = old - (took.sum() - took.cumsum())
    length = int(np.flatnonzero(at_risk >= ENOUGH).max()) + 1
    kept = 1 - took[1:length] / at_risk[1:length].clip(1)
    arrived = np.append(kept[::-1].cumprod()[::-1], 1.0)
    return pd.DataFrame({"lag_days": range(length), "refunds": took[:length].astype("int64"), "arrived": arrived})


def provisional_days(
    refunds: pd.DataFrame, sales: pd.DataFrame, lags: pd.DataFrame, *, last: date, declared: int | None = None
) -> pd.DataFrame:
    """The table `provisional` from the three tables above: one row, or none where nothing can be said.

    `declared` is the number of days that client.yaml gives.
    """
    if declared is None and lags.empty:
        return pd.DataFrame(columns=COLUMNS)
    end = pd.Timestamp(last)
    days = int((lags["arrived"] < ARRIVED).sum()) if declared is None else declared
    share, expected = _to_come(refunds, sales, lags, end) if len(lags) else (float("nan"), float("nan"))
    first = end - pd.Timedelta(days=days - 1)
    row = {
        "last_day": end, "first_day": first, "days": days, "declared": declared is not None,
        "matched": int(refunds.loc[refunds["sale_day"].notna(), "refunds"].sum()), "refunds": int(refunds["refunds"].sum()),
        "refund_share": share, "sold": float(sales.loc[sales["day"] >= first, "sold"].sum()), "expected": expected,
    }  # fmt: skip
    return pd.DataFrame([row])[COLUMNS].astype({"last_day": "datetime64[us]", "first_day": "datetime64[us]"})


def _to_come(refunds: pd.DataFrame, sales: pd.DataFrame, lags: pd.DataFrame, end: pd.Timestamp) -> tuple[float, float]:
    """Refunds in the end per unit sold, and the refunds still to come."""
    age = (end - sales["day"]).dt.days.clip(0, len(lags) - 1).to_numpy()
    arrived = lags["arrived"].to_numpy()[age]
    seen = float((sales["sold"] * arrived).sum())
    share = float(refunds["amount"].sum()) / seen if seen else float("nan")
    return share, round(share * float((sales["sold"] * (1 - arrived)).sum()), 4)
