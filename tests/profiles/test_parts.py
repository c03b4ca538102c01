"""Parts at the same mix of segments, and their sums: answers one can check in one's head."""

import numpy as np
import pandas as pd
import pytest

from analysis.profiles.part_sums import APART, SEVERAL, part_sums, reconciled
from analysis.profiles.parts import part_customers, part_kpis, part_mix

START = pd.Timestamp("2024-10-01")
ORDERS = pd.DataFrame(
    [
        ("n", "ann", "1", "2024-09-01", 10.0, 1, True),
        ("n", "ann", "2", "2024-11-01", 20.0, 2, True),
        ("s", "ann", "3", "2024-11-02", 30.0, 1, True),
        ("s", "bob", "4", "2024-11-03", 40.0, 1, True),
        ("rest", "cy", "5", "2024-11-04", 5.0, 1, True),
    ],
    columns=["part", "customer_id", "order_id", "ordered_at", "amount", "line_count", "is_order"],
).astype({"ordered_at": "datetime64[us]"})


def customers(part: str, segment: str, n: int, revenue: float, *, noise: float = 1.0) -> pd.DataFrame:
    """Customers known before, whose revenue lies around a mean; each ordered once."""
    values = revenue + noise * np.tile([-1.0, 1.0], n // 2)
    return pd.DataFrame({"part": part, "segment": segment, "known": 1.0, "revenue": values, "orders": 1.0, "ordered": 1.0})


def of(table: pd.DataFrame, kpi: str) -> pd.DataFrame:
    return table[table["kpi"] == kpi].set_index("part")


def test_a_difference_that_is_only_mix_is_none():
    """Loyal customers bring 100 and new ones 10 in every part; one part just has more loyal ones."""
    rich, poor = [("loyal", 80), ("new", 20)], [("loyal", 20), ("new", 80)]
    table = pd.concat(
        [customers(part, segment, n, {"loyal": 100, "new": 10}[segment]) for part, mix in (("a", rich), ("b", poor), ("c", poor)) for segment, n in mix]
    )  # fmt: skip
    found = of(part_kpis(table), "revenue_per_customer")

    assert 82.0 == pytest.approx(found.loc["a", "value"])
    assert [0.0] * 3 == pytest.approx(found["difference"].tolist())


def test_a_true_difference_stays_at_the_same_mix():
    """Part a brings 12 more than b and c in both segments: 12 less its third of the whole, 8 above all parts."""
    table = pd.concat([customers(part, segment, 60, 100 + 12 * (part == "a")) for part in "abc" for segment in ("x", "y")])
    found = of(part_kpis(table), "revenue_per_customer")

    assert [8.0, -4.0, -4.0] == pytest.approx(found["difference"].tolist())
    assert found.loc["a", "shrunk_low"] > 0 > found.loc["b", "shrunk_high"]
    assert 104.0 == pytest.approx(found["whole"].iloc[0])


def test_segments_with_too_few_to_compare_are_left_out():
    table = pd.concat(
        [customers("a", "x", 50, 10), customers("a", "y", 2, 500), customers("b", "x", 50, 10), customers("b", "y", 48, 10)]
    )
    found = of(part_kpis(table), "revenue_per_customer")

    assert 100 / 150 == pytest.approx(found.loc["a", "covered"])
    assert 0.0 == pytest.approx(found.loc["a", "difference"])


def test_a_part_that_can_hardly_be_compared_is_not(fits_schema):
    table = pd.concat([customers("a", "x", 50, 10), customers("b", "y", 50, 10), customers("c", "y", 50, 10)])
    found = part_kpis(table)
    fits_schema(found, "part_kpis")

    assert np.isnan(of(found, "revenue_per_customer").loc["a", "shrunk"])


def test_a_customer_is_known_in_a_part_only_by_orders_there():
    """Ann is an old customer of the north and a new one of the south."""
    found = part_customers(ORDERS, pd.Series({"ann": "loyal"}), start=START, end=pd.Timestamp("2024-12-31")).set_index(
        ["part", "customer_id"]
    )

    assert ("loyal", 1.0, 20.0) == tuple(found.loc[("n", "ann"), ["segment", "known", "revenue"]])
    assert ("(new)", 0.0, 30.0) == tuple(found.loc[("s", "ann"), ["segment", "known", "revenue"]])


def test_small_cells_of_the_mix_are_hidden_with_those_that_give_them_away(fits_schema):
    rows = [("a", "x", 30), ("a", "y", 3), ("b", "x", 40), ("b", "y", 25)]
    members = pd.DataFrame(
        [(part, f"{part}{segment}{i}", segment) for part, segment, n in rows for i in range(n)],
        columns=["part", "customer_id", "segment"],
    )
    found = part_mix(members, method="rfm", minimum=10)
    fits_schema(found, "part_mix")
    shown = found.set_index(["part", "segment"])["shown"]

    assert not shown[("a", "y")]
    assert not shown[("a", "x")] or not shown[("b", "y")]


def sums() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sums of the parts as they are written, and the orders of the whole."""
    table = part_sums(ORDERS, lines_read={"n": 3, "s": 2, "rest": 1}, start=START)
    table = table.assign(label=["North", "South", ""], shown_as=["n", "s", "rest"], reported=[True, True, False])
    return table, ORDERS.drop(columns="part")


def test_parts_add_up_with_the_customer_of_two_parts_taken_off_once(fits_schema):
    table, whole = sums()
    fits_schema(table, "part_sums")
    found = reconciled(table, ORDERS, whole, lines_read=6, start=START).set_index("part")

    assert [1, 2, 1, -1, 3, 0] == found["customers"].tolist()
    assert [30.0, 70.0, 5.0, 0.0, 105.0, 0.0] == found["revenue"].tolist()
    assert [20.0, 70.0, 5.0, 0.0, 95.0, 0.0] == found["period_revenue"].tolist()
    assert [3, 2, 1, 0, 6, 0] == found["lines"].tolist()


def test_an_order_with_lines_of_two_parts_is_told():
    """Order 4 has a line in the north as well: one order in each, one in the whole."""
    both = pd.concat([ORDERS, ORDERS[ORDERS["order_id"] == "4"].assign(part="n", amount=2.0)], ignore_index=True)
    whole = ORDERS.drop(columns="part")
    whole = whole.assign(
        amount=whole["amount"].mask(whole["order_id"] == "4", 42.0),
        line_count=whole["line_count"].mask(whole["order_id"] == "4", 2),
    )
    table = part_sums(both, lines_read={"n": 4, "s": 2, "rest": 1}, start=START).assign(
        label="", shown_as=["n", "s", "rest"], reported=True
    )
    found = reconciled(table, both, whole, lines_read=7, start=START).set_index("part")

    assert (-1, -2) == (found.loc[SEVERAL, "orders"], found.loc[SEVERAL, "customers"])
    assert not found.loc[APART, ["lines_read", "lines", "orders", "revenue", "period_revenue", "customers"]].any()


def test_a_lost_line_does_not_hide_behind_those_of_several_parts():
    table, whole = sums()
    found = reconciled(
        table,
        ORDERS,
        pd.concat([whole, whole.tail(1).assign(order_id="9", customer_id="eve", amount=7.0)]),
        lines_read=7,
        start=START,
    )
    left = found.set_index("part").loc[APART]

    assert (1, 1, 1, 7.0, 1) == tuple(left[["lines_read", "lines", "orders", "revenue", "customers"]])


def test_parts_in_one_row_are_counted_together():
    table, whole = sums()
    found = reconciled(table.assign(shown_as=["others", "others", "rest"]), ORDERS, whole, lines_read=6, start=START).set_index(
        "part"
    )

    assert (2, 3) == (found.loc["others", "count"], found.loc["others", "customers"])
