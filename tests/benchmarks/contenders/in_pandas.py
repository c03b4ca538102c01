"""The customer table in pandas, written for speed: texts as codes, one integer per order, money in doubles."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

TEXTS = ["customer_id", "category", "channel", "store", "city", "status"]
NUMBERS = ["amount", "quantity", "list_amount", "cost"]
HOURS, PARTS = [0, 6, 11, 14, 18], ["night", "morning", "midday", "afternoon", "evening"]


def customer_table(path: Path, *, as_of: date, window_start: date, period_start: date, middle: date) -> pd.DataFrame:
    """The table `features` of order lines, refunds net."""
    lines = read_lines(path, as_of)
    known = (lines["status"] != "pending").groupby(lines["customer"]).any()
    paid = with_money(lines)
    orders = orders_of(paid)
    window, start = orders[orders["at"] >= pd.Timestamp(window_start)], pd.Timestamp(window_start)
    bought = window[window["stands"]]
    parts = [
        history(orders[orders["stands"]], as_of),
        orders.groupby("customer")["amount"].sum().rename("lifetime_revenue"),
        totals(window, bought, start=pd.Timestamp(period_start), middle=pd.Timestamp(middle)),
        gaps(orders[orders["stands"]]),
        categories(paid, orders, start),
        *(favourite(bought["customer"], bought[habit], habit) for habit in ("channel", "store")),
        clock(bought),
        orders[orders["city"].notna()].sort_values(["at", "order_id"], ascending=[False, True]).drop_duplicates("customer").set_index("customer")["city"],
    ]  # fmt: skip
    return finished(pd.concat([known.rename("line"), *(part.reindex(known.index) for part in parts)], axis=1), lines)


def read_lines(path: Path, as_of: date) -> pd.DataFrame:
    """Lines up to the day: texts as categories in alphabetical order, decimals as doubles."""
    columns = ["ordered_at", "order_id", "fate", *TEXTS, *NUMBERS]
    raw = pq.read_table(path, columns=columns, read_dictionary=[*TEXTS, "fate"])
    kinds = [field.with_type(pa.float64()) if field.name in NUMBERS else field for field in raw.schema]
    lines = raw.cast(pa.schema(kinds)).to_pandas()
    lines = lines[(lines["fate"] == "ok") & (lines["ordered_at"] < pd.Timestamp(as_of + timedelta(days=1)))]
    sorted_ = {name: lines[name].cat.reorder_categories(sorted(lines[name].cat.categories), ordered=True) for name in TEXTS}
    return lines.drop(columns="fate").assign(**sorted_, customer=sorted_["customer_id"].cat.codes)


def with_money(lines: pd.DataFrame) -> pd.DataFrame:
    """Paid lines with sold, refunded and net, and the number of their order."""
    amount, status = lines["amount"].to_numpy(), lines["status"]
    lines = lines[((status != "pending") & ~((status == "cancelled") & (amount >= 0))).to_numpy()]
    amount, back = lines["amount"], lines["status"].isin(["refunded", "cancelled"])
    sold = amount.clip(lower=0)
    refunded = (-amount).clip(lower=0).where(~back, amount.abs())
    missing = lines["order_id"].isna()
    if missing.any():
        day = lines["customer_id"].astype("str") + "@" + lines["ordered_at"].dt.date.astype("str")
        lines = lines.assign(order_id=lines["order_id"].where(~missing, day))
    order = lines.groupby(["customer", "order_id"], sort=False).ngroup()
    return lines.assign(sold=sold, refunded=refunded, net=sold - refunded, order=order)


def orders_of(paid: pd.DataFrame) -> pd.DataFrame:
    """One row per order, by its number."""
    sale = paid["sold"] > 0
    lines = pd.DataFrame(
        {
            "order": paid["order"], "amount": paid["net"], "gross": paid["sold"], "refunded": paid["refunded"],
            "listed": paid["list_amount"].where(sale), "units": paid["quantity"].where(sale),
            "cost": paid["cost"].where(~(sale & (paid["net"] == 0))),
        }
    )  # fmt: skip
    grouped = lines.groupby("order")
    first = paid.drop_duplicates("order").set_index("order")[["customer", "order_id"]].sort_index()
    codes = paid[["channel", "store", "city"]].apply(lambda text: text.cat.codes).assign(order=paid["order"])
    most = codes.groupby("order").max()
    orders = first.join(grouped[["amount", "gross", "refunded"]].sum()).join(grouped[["listed", "units", "cost"]].sum(min_count=1))
    for name in most.columns:
        orders[name] = pd.Categorical.from_codes(most[name].to_numpy(), dtype=paid[name].dtype)
    orders["at"] = paid.groupby("order")["ordered_at"].min()
    return orders.assign(
        stands=(orders["amount"] > 1e-9) | ((orders["gross"] == 0) & (orders["refunded"] == 0)),
        discount=(orders["listed"] - orders["gross"]).clip(lower=0),
        margin=orders["amount"] - orders["cost"],
    )


def history(standing: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """First and last order, and their number."""
    table = standing.groupby("customer")["at"].agg(first_order_at="min", last_order_at="max", lifetime_order_count="size")
    ages = pd.Timestamp(as_of) - table[["last_order_at", "first_order_at"]].apply(lambda time: time.dt.normalize())
    return table.assign(recency_days=ages["last_order_at"].dt.days, tenure_days=ages["first_order_at"].dt.days)


def totals(window: pd.DataFrame, bought: pd.DataFrame, *, start: pd.Timestamp, middle: pd.Timestamp) -> pd.DataFrame:
    """Orders and money of the window and of the period."""
    sums = ["amount", "gross", "refunded", "units", "margin", "listed", "discount"]
    names = ["revenue", "gross_revenue", "refund_amount", "unit_count", "margin", "listed", "discount"]
    table = window.groupby("customer")[sums].sum(min_count=1).set_axis(names, axis=1)
    table["order_count"] = bought.groupby("customer").size()
    table["late"] = window[window["at"] >= middle].groupby("customer")["amount"].sum()
    table["period_revenue"] = window[window["at"] >= start].groupby("customer")["amount"].sum()
    table["period_order_count"] = bought[bought["at"] >= start].groupby("customer").size()
    return table


def gaps(standing: pd.DataFrame) -> pd.DataFrame:
    """Gaps between order days."""
    days = pd.DataFrame({"customer": standing["customer"], "day": standing["at"].dt.normalize()})
    days = days.drop_duplicates().sort_values(["customer", "day"])
    gap = days["day"].diff().dt.days.where(days["customer"] == days["customer"].shift())
    table = gap.dropna().groupby(days["customer"]).agg(["size", "mean", "median", "std", "last"])
    table = table.set_axis(["gap_count", "gap_mean_days", "gap_median_days", "spread", "last_gap_days"], axis=1)
    variation = (table["spread"] / table["gap_mean_days"]).where(table["gap_count"] >= 3)
    return table.assign(gap_variation=variation).drop(columns="spread")


def categories(paid: pd.DataFrame, orders: pd.DataFrame, start: pd.Timestamp) -> pd.DataFrame:
    """Favourite category, spread, and how much of it was new."""
    sold = paid.loc[(paid["sold"] > 0) & paid["category"].notna(), ["customer", "order", "category", "ordered_at"]]
    code = sold["category"].cat.codes
    purchases = sold.assign(category=code).sort_values("ordered_at").drop_duplicates(["order", "category"])
    first = purchases.groupby(["customer", "category"])["ordered_at"].min()
    counts = (
        purchases[purchases["ordered_at"] >= start].groupby(["customer", "category"]).size().rename("n").reset_index("category")
    )
    new = first.reindex(pd.MultiIndex.from_frame(counts.reset_index()[["customer", "category"]])).to_numpy() >= start
    by = counts.assign(new=new, logs=counts["n"] * np.log(counts["n"])).groupby("customer")[["n", "new", "logs"]].sum()
    placed = orders.loc[purchases["order"].to_numpy(), ["stands", "at"]]
    voting = purchases[(placed["stands"] & (placed["at"] >= start)).to_numpy()]
    names = pd.Series(pd.Categorical.from_codes(voting["category"], dtype=sold["category"].dtype), index=voting.index)
    shares = {"category_entropy": np.log(by["n"]) - by["logs"] / by["n"], "first_time_share": by["new"] / by["n"]}
    return pd.DataFrame(shares).join(favourite(voting["customer"], names, "category"), how="outer")


def favourite(customer: pd.Series, value: pd.Series, habit: str) -> pd.DataFrame:
    """The value on most orders, its share, and the number of values; ties go to the first in order."""
    code = value.cat.codes.astype("int64")
    votes = (
        pd.DataFrame({"customer": customer, "code": code})[code.to_numpy() >= 0].value_counts(sort=False).rename("n").reset_index()
    )
    by = votes.groupby("customer")["n"].agg(["sum", "max", "size"])
    top = votes.sort_values(["n", "code"], ascending=[False, True]).drop_duplicates("customer").set_index("customer")["code"]
    names = pd.Series(pd.Categorical.from_codes(top, dtype=value.dtype), index=top.index)
    return pd.DataFrame({f"top_{habit}": names, f"top_{habit}_share": by["max"] / by["sum"], f"{habit}_count": by["size"]})


def clock(bought: pd.DataFrame) -> pd.DataFrame:
    """Favourite weekday and part of the day, share of the weekend."""
    weekday = bought["at"].dt.dayofweek + 1
    part = np.array(PARTS)[np.searchsorted(HOURS, bought["at"].dt.hour, side="right") - 1]
    days = favourite(bought["customer"], weekday.astype("category"), "weekday")[["top_weekday"]].astype("float64")
    parts = favourite(bought["customer"], pd.Series(part, index=bought.index).astype("category"), "daypart")
    weekend = (weekday >= 6).groupby(bought["customer"]).mean().rename("weekend_share")
    return days.join(parts[["top_daypart", "top_daypart_share"]]).join(weekend)


def finished(table: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Ratios, states and names."""
    counts = ["lifetime_order_count", "order_count", "gap_count", "category_count", "channel_count", "period_order_count"]
    sums = ["lifetime_revenue", "revenue", "gross_revenue", "refund_amount", "unit_count", "period_revenue", "late"]
    table[counts], table[sums] = table[counts].fillna(0).astype("int64"), table[sums].fillna(0)
    buyer, late, rest = table["lifetime_order_count"] > 0, table["late"], table["revenue"] - table["late"]
    moved = late.abs() + rest.abs()
    return table.assign(
        customer_id=lines["customer_id"].cat.categories[table.index],
        state=np.select([buyer, table["line"]], ["buyer", "refund_only"], default="prospect"),
        order_day_count=(table["gap_count"] + 1).where(buyer, 0),
        average_order=(table["revenue"] / table["order_count"]).where(table["order_count"] > 0),
        discount_share=(table["discount"] / table["listed"]).where(table["listed"] > 0),
        refund_share=(table["refund_amount"] / table["gross_revenue"]).where(table["gross_revenue"] > 0),
        trend=((late - rest) / moved).where(moved > 1e-9),
        store=table["top_store"],
    ).reset_index(drop=True)
