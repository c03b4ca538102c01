"""What became of each customer, from seven with a story each."""

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import KINDS, customer_moves, movement_kinds

RANKS = {"gold": 0, "iron": 1}
NAN = float("nan")
# customer: state, days since the last order and segment before; the same after; spent in the window before, spent since.
STORY = {
    "ana stayed": ("buyer", 10.0, "gold", "buyer", 5.0, "gold", 100.0, 20.0),
    "ben fell": ("buyer", 20.0, "gold", "buyer", 110.0, "iron", 300.0, 0.0),
    "cho rose": ("buyer", 30.0, "iron", "buyer", 1.0, "gold", 50.0, 400.0),
    "dia fell silent": ("buyer", 150.0, "gold", "buyer", 240.0, "iron", 70.0, 0.0),
    "eve returned": ("buyer", 300.0, "iron", "buyer", 2.0, "iron", 5.0, 60.0),
    "fay is quiet": ("buyer", 300.0, "iron", "buyer", 390.0, "iron", 1.0, 0.0),
    "gil is new": ("prospect", NAN, "no_order", "buyer", 3.0, "iron", 0.0, 30.0),
    "hal took it all back": ("buyer", 60.0, "gold", "refund_only", NAN, "refund_only", 9.0, -9.0),
    "ida never ordered": ("prospect", NAN, "no_order", "prospect", NAN, "no_order", 0.0, 0.0),
}
EXPECTED = ("stayed", "down", "up", "silent", "returned", "quiet", "new", "left", "outside")


@pytest.fixture
def tables():
    names = ["state_then", "recency_then", "segment_then", "state", "recency_days", "segment", "revenue", "during"]
    return pd.DataFrame.from_dict(STORY, orient="index", columns=names).rename_axis("customer_id").reset_index()


def told(table, **changed):
    then = table.rename(columns={"state_then": "x", "segment_then": "y"})
    before = pd.DataFrame(
        {
            "customer_id": table["customer_id"],
            "state": then["x"],
            "recency_days": table["recency_then"],
            "revenue": table["revenue"],
        }
    )
    started = pd.DataFrame({"customer_id": table["customer_id"], "method": "value", "segment": then["y"]})
    given = {
        "method": "value", "days": 90, "during": table.set_index("customer_id")["during"], "ranks": RANKS,
        "silent_before": set(table.loc[table["recency_then"] > 200, "customer_id"]),
        "silent_after": set(table.loc[table["recency_days"] > 200, "customer_id"]),
    } | changed  # fmt: skip
    after = table[["customer_id", "state", "recency_days"]]
    return customer_moves(started, table[["customer_id", "segment"]].assign(method="value"), before, after, **given)


def test_each_story_has_its_kind(tables):
    assert list(EXPECTED) == told(tables)["kind"].tolist()


def test_without_an_order_of_segments_nobody_rises_or_falls(tables):
    kinds = told(tables, ranks={})["kind"].tolist()

    assert ["stayed", "moved", "moved"] == kinds[:3]
    assert list(EXPECTED[3:]) == kinds[3:]


def test_segments_of_one_rank_are_neither_better_nor_worse(tables):
    assert ["stayed", "moved", "moved"] == told(tables, ranks={"gold": 0, "iron": 0})["kind"].tolist()[:3]


def test_who_was_not_known_before_and_ordered_is_new(tables):
    held = tables[tables["customer_id"] != "gil is new"]
    then = pd.DataFrame({"customer_id": held["customer_id"], "state": held["state_then"], "revenue": held["revenue"]})

    moved = customer_moves(
        held[["customer_id"]].assign(method="value", segment=held["segment_then"]),
        tables[["customer_id", "segment"]].assign(method="value"),
        then,
        tables[["customer_id", "state", "recency_days"]],
        method="value", days=90, during=pd.Series(dtype=float), silent_before=(), silent_after=(), ranks=RANKS,
    ).set_index("customer_id")  # fmt: skip
    assert "new" == moved.loc["gil is new", "kind"]
    assert moved["from_segment"].isna().loc["gil is new"]


def test_the_sums_hold_everybody_and_all_money_once(tables, fits_schema):
    kinds = movement_kinds(told(tables))

    fits_schema(kinds, "movement_kinds")
    assert [kind for kind in KINDS if kind != "moved"] == kinds["kind"].tolist()
    assert (9, 535.0, 501.0) == tuple(kinds[["customers", "before", "during"]].sum())
    assert 370.0 == kinds.set_index("kind").loc[["silent", "down"], "before"].sum()
    assert 490.0 == kinds.set_index("kind").loc[["new", "returned", "up"], "during"].sum()


def test_input_is_left_unchanged(tables):
    copy = tables.copy()
    told(tables)

    pd.testing.assert_frame_equal(copy, tables)
    assert np.isnan(tables.loc[6, "recency_then"])
