"""The product-limit curve and what rests on it: second orders, and customers under contract."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.lifetime import contracts, first_gaps, retention_curve, retention_summary, second_order_curve
from analysis.lifetime.product_limit import survival
from analysis.lifetime.second_orders import first_gaps_at, reach, still_waiting
from tests.full.conftest import SHARED


def test_five_customers_in_the_head():
    """Ends at 1 and 2, lost from sight at 2 and 3, end at 3: S = 4/5, then 3/4 of it, then 1/2 of it."""
    found = survival(np.array([1, 2, 2, 3, 3]), np.array([True, True, False, True, False]))

    assert [5, 5, 4, 2] == found["at_risk"].tolist()
    assert [1.0, 0.8, 0.6, 0.3] == pytest.approx(found["survived"].tolist())


def test_the_interval_is_that_of_the_textbook():
    """Leukaemia, 6-MP arm (Freireich 1963; Kalbfleisch and Prentice): S(10) = .753; Greenwood's error .0963; log-log 95 %: .503 to .889."""
    weeks = np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35])
    relapse = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], dtype=bool)
    at_ten = survival(weeks, relapse).iloc[10]

    assert [0.753, 0.503, 0.889] == [round(at_ten[name], 3) for name in ("survived", "low", "high")]


def test_counting_twice_is_the_same_as_standing_twice():
    length, ended = np.array([3.0, 5.0, 8.0]), np.array([True, False, True])
    twice = survival(np.repeat(length, [1, 2, 3]), np.repeat(ended, [1, 2, 3]))

    pd.testing.assert_frame_equal(twice, survival(length, ended, np.array([1, 2, 3])), check_dtype=False)


GAPS = pd.DataFrame(
    [("b", 1, 4.0, True), ("b", 2, 9.0, False), ("a", 1, 7.0, False), ("c", 1, 2.0, True)],
    columns=["customer_id", "gap_number", "gap_days", "closed"],
)


def test_first_gaps_now_and_earlier():
    """b ordered again on day 4: three days after the first order that was not known yet."""
    now = first_gaps(GAPS)
    then = first_gaps_at(now, pd.DataFrame({"customer_id": ["b", "c"], "customer_age": [3.0, 3.0]}))

    assert [("a", 7.0, False), ("b", 4.0, True), ("c", 2.0, True)] == list(now.itertuples(index=False, name=None))
    assert [("b", 3.0, False), ("c", 2.0, True)] == list(then.itertuples(index=False, name=None))
    with pytest.raises(SchemaError, match="gap_number"):
        first_gaps(GAPS.drop(columns="gap_number"))


def test_of_those_who_have_waited():
    """A quarter order on day 10, a quarter on day 20, half still wait on day 40: there the curve ends."""
    first = pd.DataFrame({"waited": [10.0] * 40 + [20.0] * 40 + [40.0] * 80, "ordered": [True] * 80 + [False] * 80})
    curve = second_order_curve(first)
    waiting, covered = still_waiting(curve, np.array([0, 10, 30, 40]), ahead=20)

    assert 40 == reach(curve)
    assert [0.25, 0.5, 0.5] == pytest.approx(curve["ordered"].iloc[[10, 20, 40]].tolist())
    assert [0.5, 2 / 3, 1.0, 1.0] == pytest.approx(waiting.tolist())
    assert [20, 20, 10, 0] == covered.tolist()


def test_nobody_gives_no_curve():
    curve = second_order_curve(first_gaps(GAPS.iloc[:0]))
    waiting, covered = still_waiting(curve, np.array([5.0]), ahead=10)

    assert (0, [1.0], [0.0]) == (len(curve), waiting.tolist(), covered.tolist())


def held(**groups: list[tuple[float, bool]]) -> pd.DataFrame:
    rows = [(group, *row) for group, people in groups.items() for row in people]
    return pd.DataFrame(rows, columns=["group", "tenure", "left"])


def test_retention_in_the_head():
    """Of a hundred, half leave in month 1, half of the rest in month 2; twenty-five stay three months."""
    curve = retention_curve(held(x=[(1, True)] * 50 + [(2, True)] * 25 + [(3, False)] * 25))
    summary = retention_summary(curve).iloc[0]

    assert ["(all)"] == list(curve["group"].unique())
    assert [1.0, 0.5, 0.25, 0.25] == pytest.approx(curve["retained"].tolist())
    assert (100, 75, 1.0, 2) == (summary["customers"], summary["left"], summary["median"], summary["reach"])
    assert 1.5 == pytest.approx(summary["remaining"])  # month 1 is lived by all, month 2 by half; month 3 by too few to read


def test_a_median_that_is_not_reached_is_missing():
    summary = retention_summary(retention_curve(held(x=[(5, False)] * 80 + [(2, True)] * 20, y=[(5, False)] * 40)))

    assert summary["median"].isna().all()
    assert ["(all)", "x", "y"] == list(summary["group"])
    assert [20, 20, 0] == list(summary["left"])


def test_telco_by_contract():
    """7,043 customers, 1,869 have left; those bound for two years stay, those by the month go."""
    file = SHARED / "telco-churn" / "WA_Fn-UseC_-Telco-Customer-Churn.csv"
    if not file.is_file():
        pytest.skip("the telco set is not held here")
    record = pd.read_csv(file).rename(columns={"customerID": "customer_id"})
    summary = retention_summary(retention_curve(contracts(record, tenure="tenure", left="Churn", gone=("yes",), group="Contract")))
    by = summary.set_index("group")

    assert [7043, 1869] == by.loc["(all)", ["customers", "left"]].astype(int).tolist()
    assert 35 == by.loc["Month-to-month", "median"]
    assert by.loc[["(all)", "Two year"], "median"].isna().all()
    assert by.loc["Two year", "low"] > by.loc["One year", "high"] > by.loc["One year", "low"] > by.loc["Month-to-month", "high"]


def test_contracts_are_read_by_the_clients_words():
    record = pd.DataFrame({"customer_id": ["a", "b", "c"], "months": ["3", None, "x"], "left": [" Yes", "No", "No"]})
    found = contracts(record, tenure="months", left="left", gone=("yes",))

    assert [("a", 3.0, True, "(all)")] == list(found.itertuples(index=False, name=None))
    with pytest.raises(SchemaError, match="'tenure'"):
        contracts(record, tenure="tenure", left="left", gone=("yes",))
    with pytest.raises(SchemaError, match="1 tenures"):
        retention_curve(held(x=[(-1, True)]))
