"""Faults of the tables beside the order lines, and values that cannot be meant."""

import pandas as pd
import pytest

from analysis.quality import quality_checks
from tests.quality.rules.conftest import canonical

NAMES = [f"c{i}" for i in range(200)]


def days(*given: str) -> list:
    usual = list(pd.date_range("1970-02-01", periods=200 - len(given), freq="37D"))
    return [*(pd.Timestamp(day).date() for day in given), *(day.date() for day in usual)]


def numbers(*given: float) -> list[float]:
    return [*map(float, given), *(20.0 + i % 60 for i in range(200 - len(given)))]


def test_a_sound_customer_file_has_no_row(found_in):
    columns = {"customer_id": NAMES, "birth_date": days(), "age": numbers(), "level": ["gold", "silver"] * 100}

    assert found_in("customers", columns).empty


# Customer files of which every column but one has a fault: (column, values, check, rows, example).
FILES = [
    [
        ("birth_date", days("1900-01-01", "1900-01-01"), "sentinel", 2, "1900-01-01"),
        ("birth_year", [1893.0, 2031.0, *(1950.0 + i % 50 for i in range(198))], "impossible_birth", 2, "1893"),
        ("income", numbers(-1, -1), "sentinel", 2, "-1"),
        ("occupation", ["unknown"] * 5 + ["clerk", "nurse"] * 97 + ["N/A"], "sentinel", 6, "n/a"),
        ("customer_id", ["c1", *NAMES[1:]], "repeated_key", 1, ""),
    ],
    [
        ("birth_date", days("1893-05-02"), "early_date", 1, "1893-05-02"),
        ("income", numbers(999, 999, 999), "sentinel", 3, "999"),
        ("occupation", ["不详"] * 5 + ["职员", "教师", "医生"] * 65, "sentinel", 5, "不详"),
        ("customer_id", [None, *NAMES[1:]], "missing_key", 1, ""),
    ],
    [
        ("birth_date", days("2031-05-02"), "future_date", 1, "2031-05-02"),
        ("income", numbers(666_666), "outlier", 1, "666,666"),
        ("level", [None] * 3 + ["gold"] * 197, "missing_value", 3, ""),
    ],
    [("birth_date", days(*["1970-01-01"] * 3), "sentinel", 3, "1970-01-01")],
]


@pytest.mark.parametrize("faults", FILES, ids=lambda faults: "-".join(check for _, _, check, _, _ in faults))
def test_the_faults_of_a_customer_file_and_no_others(found_in, faults):
    table = found_in("customers", {"customer_id": NAMES} | {column: values for column, values, *_ in faults})

    assert sorted((check, column) for column, _, check, _, _ in faults) == table.index.tolist()
    for column, _, check, rows, example in faults:
        assert (rows, rows / 200, example) == tuple(table.loc[(check, column), ["rows", "share", "example"]]), column


def test_no_false_alarm(found_in):
    columns = {
        "price": [*(900.0 + i for i in range(197)), 999.0, 999.0, 999.0],  # a price like others
        "balance": numbers(-1, -2, -3),  # below zero is usual here
        "score": [float(1 + i % 5) for i in range(200)],
        "complaint": ["无", "有"] * 100,  # none is an answer
        "spent": [float(2 ** (i % 12)) for i in range(200)],  # a long tail is no outlier
        "expires_on": days("2031-05-02"),  # may lie ahead
    }

    assert {} == found_in("customers", {"customer_id": NAMES} | columns)["example"].to_dict()


def test_a_balance_may_have_several_kinds_of_a_customer(found_in):
    day = pd.Timestamp("2024-01-31").date()
    columns = {"customer_id": ["a", "a", "a"], "kind": ["cash", "points", "cash"], "amount": [1.0, 2.0, 1.0], "as_of": [day] * 3}

    assert 1 == found_in("balances", columns).loc[("repeated_key", "customer_id"), "rows"]


def test_events_after_today(found_in):
    at = pd.to_datetime(["2024-03-01 10:00"] * 199 + ["2042-03-01 10:00"])
    table = found_in("events", {"customer_id": NAMES, "occurred_at": list(at), "kind": ["view"] * 200})

    assert [("future_date", "occurred_at")] == table.index.tolist()


def test_births_are_judged_without_any_day(tmp_path):
    """A file that holds no day at all: 1893 is too early, 1990 is not, and nothing says what is too late."""
    path = canonical(tmp_path, "customers", {"customer_id": ["a", "b", "c"], "birth_year": [1893.0, 1990.0, 2031.0]})
    table = quality_checks(None, rejects=0, refunds="net", tables={"customers": path})

    assert [("impossible_birth", 1, "1893")] == list(table[["check", "rows", "example"]].itertuples(index=False, name=None))
