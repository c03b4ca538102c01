"""The days on which a customer was there, each with the history that led up to it.

A moment is a day with an order (or a visit, where customers come without paying each time).  Everybody who
left has a last one; whoever came back has many after which he or she did.  Both kinds stand in one table, so that
what is asked of a last moment is asked in the same way of one that was not the last.
"""

import pandas as pd

KEY = ["customer_id", "day"]
KEPT = ("arrived", "consulted", "paid", "performed")  # stages of a visit that took place
FEW_GAPS = 3  # gaps from which the median says how long the settling time may be


def order_days(orders: pd.DataFrame) -> pd.DataFrame:
    """One row per customer and day with a sale, from `orders`: customer_id, day, spent, listed, units.

    An order that was paid back later counts: its customer was there.  Money is as paid, before refunds; `listed`, the money
    before discount, and units are missing where an order of the day lacks them.
    """
    sold = orders[orders["gross"].astype(float) > 0]
    rows = sold.assign(day=sold["ordered_at"].dt.normalize(), **{name: sold[name].astype(float) for name in _MONEY})
    rows["listed"] = rows["list_amount"].fillna(rows["gross"] + rows["discount"])
    by = rows.groupby(KEY)[["gross", "listed", "unit_count"]]
    sums = by.sum().where(by.count().eq(by.size(), axis=0)).reset_index()
    return sums.rename(columns={"gross": "spent", "unit_count": "units"})


_MONEY = ("gross", "list_amount", "discount", "unit_count")


def visit_days(visits: pd.DataFrame, orders: pd.DataFrame | None) -> pd.DataFrame:
    """One row per customer and day with a visit that took place: customer_id, day, spent, adviser, doctor, booked_at.

    Of several visits on one day the first tells adviser, doctor and booking.  `spent` is what was paid since the visit before, up to
    and including the day.
    """
    held = visits.dropna(subset="customer_id")
    if "stage" in held:
        held = held[held["stage"].isin(KEPT)]
    day = visit_day(held)
    days = held.assign(day=day)[day.notna()].sort_values([*KEY], kind="stable").drop_duplicates(KEY)
    days = days.reindex(columns=[*KEY, "adviser", "doctor", "booked_at"]).reset_index(drop=True)
    return days.assign(spent=_paid_until(days, orders))


def visit_day(visits: pd.DataFrame) -> pd.Series:
    """The day of the arrival, else of the booking."""
    times = [pd.to_datetime(visits[name]) for name in ("arrived_at", "booked_at") if name in visits]
    return (times[0].fillna(times[1]) if len(times) > 1 else times[0]).dt.normalize()


def _paid_until(days: pd.DataFrame, orders: pd.DataFrame | None) -> pd.Series:
    """What each customer paid after the day before in `days`, up to the day itself."""
    if orders is None or days.empty:
        return pd.Series(0.0, index=days.index)
    paid = orders.assign(day=orders["ordered_at"].dt.normalize(), spent=orders["gross"].astype(float))
    sums = paid.groupby(KEY)["spent"].sum().reset_index().sort_values("day", kind="stable")
    total = sums.assign(total=sums.groupby("customer_id")["spent"].cumsum()).drop(columns="spent")
    asked = days[KEY].assign(row=days.index).sort_values("day", kind="stable")
    unit = asked["day"].dtype
    until = pd.merge_asof(asked, total.astype({"day": unit}), on="day", by="customer_id").set_index("row")["total"].fillna(0.0)
    until = until.reindex(days.index)
    return until - until.groupby(days["customer_id"]).shift(fill_value=0.0)


def moments(days: pd.DataFrame, categories: pd.DataFrame) -> pd.DataFrame:
    """`days` in order of customer and time, each with its history:

        position     int    1 for the first day
        gap_days     float  since the day before; missing for the first
        usual_days   float  mean of the gaps before that one; missing without one
        next_days    float  until the day after; missing where none came
        tenure_days  float  since the first day
        spent_before float  money up to and including the day
        category     str    category of the day with most money; missing where none is told

    `categories`: customer_id, day, category, amount.
    """
    table = days.sort_values(KEY, kind="stable", ignore_index=True)
    by = table.groupby("customer_id", sort=False)
    position = by.cumcount() + 1
    gap = by["day"].diff().dt.days
    tenure = (table["day"] - by["day"].transform("first")).dt.days.astype(float)
    usual = ((tenure - gap) / (position - 2)).where(position > 2)
    told = categories.dropna(subset="category").sort_values([*KEY, "amount", "category"], ascending=[True, True, False, True])
    told = told.drop_duplicates(KEY)[[*KEY, "category"]]
    return table.assign(
        position=position,
        gap_days=gap,
        usual_days=usual,
        next_days=-by["day"].diff(-1).dt.days,
        tenure_days=tenure,
        spent_before=by["spent"].cumsum(),
    ).merge(told, on=KEY, how="left", validate="1:1")


def settling_days(table: pd.DataFrame, *, most: int = 30, least: int = 7) -> int:
    """Days after a moment in which returns, ratings and complaints may still come: half the median gap, 7 to 30.

    Whoever came back sooner is not compared, so that on both sides the same time passed without an order.
    """
    gaps = table["gap_days"].dropna()
    return int(min(max(gaps.median() // 2, least), most)) if len(gaps) >= FEW_GAPS else most
