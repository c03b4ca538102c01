"""How tables meet: counted on rows that can be counted by hand."""

import pandas as pd
import pytest

from analysis.quality import answer_quality, join_overview
from analysis.schema.derived import DERIVED
from analysis.schema.model import check_columns


@pytest.fixture
def tables(tmp_path):
    """Writes canonical tables and returns their paths."""

    def write(**held: dict) -> dict:
        paths = {}
        for name, columns in held.items():
            paths[name] = tmp_path / f"{name}.parquet"
            pd.DataFrame(columns).to_parquet(paths[name])
        return paths

    return write


def orders(customers: str, amounts: list[float], fates: list[str] | None = None) -> dict:
    return {
        "customer_id": [None if one == "-" else one for one in customers],
        "amount": amounts,
        "fate": fates or ["ok"] * len(amounts),
    }


def row(table: pd.DataFrame, name: str, other: str) -> pd.Series:
    return table.set_index(["table", "other"]).loc[(name, other)]


def test_orders_of_unknown_customers_are_counted_with_their_money(tables):
    """a and b are known, c (7.50 in two lines) is not; the guest and the excluded line count nowhere."""
    paths = tables(
        transactions=orders("aabccc-", [1, 2, 3, 4, 3.5, 100, 9], ["ok"] * 5 + ["excluded", "ok"]),
        customers={"customer_id": ["a", "b", "d"]},
    )
    found = join_overview(paths)
    lines = row(found, "transactions", "customers")

    assert (5, 3, 2, 1, 2, 7.5) == tuple(lines[["rows", "keys", "matched_keys", "orphan_keys", "orphan_rows", "orphan_amount"]])
    assert ("n:1", "n:1", "warn", 0) == tuple(lines[["expected", "found", "status", "repeated_keys"]])
    people = row(found, "customers", "transactions")
    assert (3, 2, 1, "1:n", "1:n", "pass") == tuple(people[["keys", "matched_keys", "orphan_keys", "expected", "found", "status"]])
    assert pd.isna(people["orphan_amount"])
    check_columns(DERIVED["joins"], found.columns)


def test_a_customer_file_with_an_id_in_two_rows_is_a_warning(tables):
    paths = tables(transactions=orders("ab", [1, 2]), customers={"customer_id": ["a", "a", "b"]})
    found = join_overview(paths)

    assert (3, 2, 1, "n:1", "1:1", "warn") == tuple(
        row(found, "customers", "customers")[["rows", "keys", "repeated_keys", "found", "expected", "status"]]
    )
    assert (1, "1:n", "warn") == tuple(row(found, "transactions", "customers")[["repeated_keys", "found", "status"]])


def test_ids_of_two_systems_that_never_meet_fail(tables):
    paths = tables(transactions=orders("ab", [1, 2]), events={"customer_id": ["W1", "W2", "W2"]})
    found = join_overview(paths)

    assert ("", "n:1", "fail", 2, 3) == tuple(
        row(found, "events", "transactions")[["expected", "found", "status", "orphan_keys", "orphan_rows"]]
    )


def test_a_declared_relation_takes_the_place_of_the_usual_one(tables):
    paths = tables(visits={"customer_id": ["a", "a"]}, customers={"customer_id": ["a"]})

    assert "pass" == row(join_overview(paths), "visits", "customers")["status"]
    declared = row(join_overview(paths, declared={"visits": {"customers": "1:1"}}), "visits", "customers")
    assert ("1:1", "n:1", 1, "warn") == tuple(declared[["expected", "found", "repeated_keys", "status"]])


def test_tables_without_customers_and_lists_of_keys(tables):
    paths = tables(feedback={"text": ["x"]}, links={"customer_id": ["a"]}, rates={"rate": [1.0]})
    returns = {"table": "transactions", "extra": "returns", "on": "order_id", "rows": 30, "keys": 20, "found_rows": 27, "found": 18}
    found = join_overview(paths, lists=[returns])

    assert [("extra.returns", "transactions", "order_id")] == list(
        found[["table", "other", "key"]].itertuples(index=False, name=None)
    )
    assert (20, 18, 2, 3, "warn") == tuple(found.loc[0, ["keys", "matched_keys", "orphan_keys", "orphan_rows", "status"]])
    assert "pass" == join_overview({}, lists=[returns], tolerated=0.1)["status"][0]
    assert "fail" == join_overview({}, lists=[returns | {"found": 0, "found_rows": 0}])["status"][0]


def test_a_table_without_any_row_says_nothing_of_itself(tables):
    paths = tables(customers={"customer_id": pd.Series([], dtype="string")}, transactions=orders("a", [1]))
    found = join_overview(paths)

    assert (0, 0, "pass") == tuple(row(found, "customers", "transactions")[["rows", "keys", "status"]])
    assert "warn" == row(found, "transactions", "customers")["status"]  # nobody is known


def test_the_share_of_answers_is_that_of_all_respondents():
    one = {"item": "happy", "rows": 8, "answered": 6, "not_applicable": 1, "outside_scale": 1, "unreadable": 0}
    table = answer_quality([one, one | {"item": "none", "rows": 0, "answered": 0}])

    assert 0.75 == table["share"][0]
    assert pd.isna(table["share"][1])
    check_columns(DERIVED["answer_quality"], table.columns)
    assert answer_quality([]).empty
