"""Public order lines: the change in revenue stands among the segments to the cent, and revenue among the cohorts."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.evaluation import cohort_months, revenue_change, segment_change, segment_kpis, segments_of_period, together_where_few
from analysis.segmentations import value

SHARED_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
CENT = 0.005


def cdnow(folder):
    lines = pd.read_csv(
        folder / "CDNOW_master.txt",
        sep=r"\s+",
        skiprows=1,
        names=["customer_id", "day", "cds", "amount"],
        dtype={"customer_id": str},
    )
    return lines.assign(ordered_at=pd.to_datetime(lines["day"].astype(str), format="%Y%m%d"), order_id=lines.index)


def online_retail(folder):
    columns = ["InvoiceNo", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"]
    lines = pd.read_parquet(folder / "online_retail.parquet", columns=columns).dropna(subset=["CustomerID"])
    amount = lines["Quantity"] * lines["UnitPrice"]
    return pd.DataFrame({"customer_id": lines["CustomerID"].astype("int64").astype(str), "order_id": lines["InvoiceNo"], "ordered_at": lines["InvoiceDate"], "amount": amount})  # fmt: skip


def superstore(folder):
    lines = pd.read_csv(folder / "Sample_-_Superstore.csv", encoding="utf-8-sig")
    days = pd.to_datetime(lines["Order Date"], format="%m/%d/%Y")
    return pd.DataFrame({"customer_id": lines["Customer ID"], "order_id": lines["Order ID"], "ordered_at": days, "amount": lines["Sales"]})  # fmt: skip


SETS = {
    "online-retail": (online_retail, ("2010-12-01", "2011-05-31"), ("2011-06-01", "2011-12-09")),  # two halves
    "cdnow": (cdnow, ("1997-01-01", "1997-09-30"), ("1997-10-01", "1998-06-30")),  # 39 + 39 weeks
    "superstore-en": (superstore, ("2018-01-01", "2018-12-31"), ("2019-01-01", "2019-12-31")),  # year on year
}


@pytest.fixture(scope="module", params=SETS)
def held(request):
    """Orders, and both periods."""
    read, before, now = SETS[request.param]
    folder = SHARED_DATA / request.param
    if not folder.is_dir():
        pytest.skip(f"{request.param} is not held here")
    lines = read(folder)
    orders = lines.groupby(["customer_id", "order_id"], as_index=False).agg(
        ordered_at=("ordered_at", "min"), amount=("amount", "sum")
    )
    return orders.assign(is_order=orders["amount"] > 0), before, now


def segments_before(orders, start, definition=None):
    """ABC classes of revenue on the eve of a day, by the given limits or those of that eve."""
    past = orders[orders["is_order"] & (orders["ordered_at"] < start)]
    spent = past.groupby("customer_id", as_index=False).agg(revenue=("amount", "sum"), order_count=("amount", "size"))
    if spent.empty:
        return pd.DataFrame({"customer_id": [], "segment": []}), definition
    features = spent.assign(state="buyer")
    definition = value.fit(features) if definition is None else definition
    return value.assign(features, definition), definition


def test_the_change_in_revenue_stands_among_the_segments_to_the_cent(held):
    orders, before, now = held
    own, limits = segments_before(orders, now[0])
    then, _ = segments_before(orders, before[0], limits)
    placed = together_where_few(
        segments_of_period(then, orders, start=before[0], end=before[1]),
        segments_of_period(own, orders, start=now[0], end=now[1]),
        minimum=10,
    )

    days = {"start": now[0], "end": now[1], "reference": before}
    table = segment_change(orders, *placed, **days)
    whole = revenue_change(orders, **days).set_index("factor")

    totals, parts = table[table["part"] == "total"], table[table["part"] != "total"]
    for column in ("before", "after", "effect"):
        assert abs(whole.loc["total", column] - totals[column].sum()) < CENT
    assert abs(whole.loc["total", "effect"] - parts["effect"].sum()) < CENT
    assert abs(whole.loc["total", "effect"] - whole["effect"].drop("total").sum()) < CENT


def test_revenue_by_segment_is_that_of_those_who_had_ordered_before(held):
    orders, _, now = held
    own, _ = segments_before(orders, now[0])

    table = segment_kpis(own.assign(method="value"), orders, method="value", start=now[0], end=now[1])

    spent = table[table["kpi"] == "revenue_per_customer"]
    inside = orders[orders["ordered_at"].between(now[0], pd.Timestamp(now[1]) + pd.Timedelta(days=1), inclusive="left")]
    known = inside[inside["customer_id"].isin(own["customer_id"])]
    assert abs(known["amount"].sum() - (spent["value"] * spent["n"]).sum()) < CENT


def test_all_revenue_stands_in_the_cohorts(held):
    """Up to the last month that is over, of those who have ordered by then."""
    orders, _, now = held
    last = pd.Timestamp(now[1]) + pd.Timedelta(days=1)
    end = last.to_period("M").to_timestamp()

    table = cohort_months(orders, as_of=now[1], run_in=3).groupby("cohort").last()

    seen = orders[orders["ordered_at"] < end]
    buyers = seen.loc[seen["is_order"], "customer_id"]
    assert buyers.nunique() == table["size"].sum()
    assert abs(seen.loc[seen["customer_id"].isin(buyers), "amount"].sum() - (table["size"] * table["revenue"]).sum()) < CENT
