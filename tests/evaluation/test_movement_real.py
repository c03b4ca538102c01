"""Movement on real sets: everybody in one move, every cent in one part, whichever ruler is laid on them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import customer_moves, migration, movement_kinds, net_change, segment_split
from analysis.segmentations import rfm, value

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
STATES = ("no_order", "refund_only")


def online_retail() -> pd.DataFrame:
    """Invoices of known customers, cancellations as sums below nothing."""
    table = pd.read_parquet(SHARED / "online-retail" / "online_retail.parquet")
    table = table.dropna(subset="CustomerID").assign(amount=lambda lines: (lines["Quantity"] * lines["UnitPrice"]).round(2))
    invoices = table.groupby(["CustomerID", "InvoiceNo"]).agg(ordered_at=("InvoiceDate", "min"), amount=("amount", "sum"))
    return orders(invoices.reset_index().rename(columns={"CustomerID": "customer_id"}))


def cdnow() -> pd.DataFrame:
    names = ["customer_id", "ordered_at", "units", "amount"]
    table = pd.read_csv(SHARED / "cdnow" / "CDNOW_master.txt", sep=r"\s+", header=0, names=names)
    return orders(table.assign(ordered_at=pd.to_datetime(table["ordered_at"].astype(str), format="%Y%m%d")))


def superstore() -> pd.DataFrame:
    table = pd.read_csv(SHARED / "superstore-en" / "Sample_-_Superstore.csv", encoding="utf-8-sig")
    table = table.assign(ordered_at=pd.to_datetime(table["Order Date"], format="%m/%d/%Y"))
    placed = table.groupby(["Customer ID", "Order ID"]).agg(ordered_at=("ordered_at", "min"), amount=("Sales", "sum"))
    return orders(placed.reset_index().rename(columns={"Customer ID": "customer_id"}))


def orders(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(customer_id=table["customer_id"].astype(str), ordered_at=pd.to_datetime(table["ordered_at"]))


# set: orders, last day of the first half and of the second, days of the window
SETS = {
    "online-retail": (online_retail, "2011-06-05", "2011-12-09", 365),
    "cdnow": (cdnow, "1997-09-30", "1998-06-30", 273),
    "superstore-en": (superstore, "2017-12-31", "2018-12-31", 365),
}


def features(table: pd.DataFrame, day: str, window: int) -> pd.DataFrame:
    """The customer table as of a day: customer_id, state, recency_days, order_count, lifetime_order_count, revenue."""
    after = pd.Timestamp(day) + pd.Timedelta(days=1)
    past = table[table["ordered_at"] < after]
    bought, recent = past[past["amount"] > 0], past[past["ordered_at"] >= after - pd.Timedelta(days=window)]
    found = pd.DataFrame({"revenue": recent.groupby("customer_id")["amount"].sum()}, index=pd.Index(past["customer_id"].unique()))
    found["lifetime_order_count"] = bought.groupby("customer_id").size()
    found["order_count"] = recent[recent["amount"] > 0].groupby("customer_id").size()
    found["recency_days"] = (pd.Timestamp(day) - bought.groupby("customer_id")["ordered_at"].max().dt.normalize()).dt.days
    found = found.fillna({"revenue": 0.0, "lifetime_order_count": 0, "order_count": 0})
    found["state"] = np.where(found["lifetime_order_count"] > 0, "buyer", "refund_only")
    return found.rename_axis("customer_id").reset_index().astype({"lifetime_order_count": int, "order_count": int})


@pytest.fixture(scope="module", params=SETS)
def held(request):
    read, first, last, window = SETS[request.param]
    if not (SHARED / request.param).is_dir():
        pytest.skip(f"{request.param} is not held here")
    table = read()
    before, after = (features(table, day, window) for day in (first, last))
    during = table[
        (table["ordered_at"] >= pd.Timestamp(first) + pd.Timedelta(days=1))
        & (table["ordered_at"] < pd.Timestamp(last) + pd.Timedelta(days=1))
    ]
    return before, after, during.groupby("customer_id")["amount"].sum(), (pd.Timestamp(last) - pd.Timestamp(first)).days


def cents(money) -> int:
    return round(float(money) * 100)


@pytest.mark.parametrize("method", [rfm, value], ids=lambda module: module.__name__.rpartition(".")[2])
def test_moves_kinds_and_parts_hold_everybody_and_every_cent(held, method):
    before, after, during, days = held
    name = method.__name__.rpartition(".")[2]
    old, new = method.fit(before), method.fit(after)
    labels = [method.assign(table, rule).assign(method=name) for table, rule in ((before, old), (after, old), (after, new))]

    moves = migration(labels[0], labels[1], before, method=name, during=during)
    assert len(after) == moves["customers"].sum()
    assert cents(before["revenue"].sum()) == cents(moves["revenue"].sum())
    assert cents(during.sum()) == cents(moves["during"].sum())

    quiet = [table.loc[table["recency_days"] > 90, "customer_id"] for table in (before, after)]
    given = {"silent_before": quiet[0], "silent_after": quiet[1], "ranks": {}, "days": days, "during": during}
    kinds = movement_kinds(customer_moves(labels[0], labels[1], before, after, method=name, **given))
    assert len(after) == kinds["customers"].sum()
    assert (cents(before["revenue"].sum()), cents(during.sum())) == (cents(kinds["before"].sum()), cents(kinds["during"].sum()))

    worth = [table.set_index("customer_id")["revenue"] for table in (before, after)]
    parts = segment_split(*labels, *worth, method=name, outside=STATES)
    net = net_change(parts).set_index("segment")
    assert (net["start"] + net["moved"] + net["ruler"] + net["mix"] == net["end"]).all()
    sums = net[["start_revenue", "moved_revenue", "spending", "ruler_revenue", "mix_revenue"]].sum(axis=1)
    assert [cents(money) for money in net["end_revenue"]] == [cents(money) for money in sums]
    assert cents(after.loc[after["state"] == "buyer", "revenue"].sum()) == cents(net["end_revenue"].sum())
    assert (0, 0) == (net["moved"].sum(), net["ruler"].sum())
    assert net["ruler"].abs().sum() > 0


def test_frozen_definitions_leave_the_ruler_no_part(held):
    before, after, _, _ = held
    rule = value.fit(before)
    first, last = (value.assign(table, rule).assign(method="value") for table in (before, after))
    worth = [table.set_index("customer_id")["revenue"] for table in (before, after)]
    net = net_change(segment_split(first, last, last, *worth, method="value", outside=STATES))

    assert (net[["ruler", "ruler_revenue"]] == 0).all(axis=None)
    assert (net["moved"].abs() > 0).any()
