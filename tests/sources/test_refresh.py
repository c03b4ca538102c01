"""Deliveries: what a later file adds, and what it takes the place of."""

import pandas as pd
import pytest

from analysis.config import load_client
from analysis.errors import ConfigError, SourceError
from analysis.sources import read_inputs
from analysis.sources.refresh import covered_days, delivery_numbers
from tests.stories import write_client

ORDERS = """
files: raw/*.csv
refresh: {}
columns:
  customer_id: Customer
  ordered_at: Date
  amount: Total
  order_id: No
"""
# June's order A1 comes again in July's file with its refund; A2 is not in July's file, A3 is new.
TWO = {
    "2024-06.csv": "No,Customer,Date,Total\nA1,ana,2024-06-10,100\nA1,ana,2024-06-10,20\nA2,ben,2024-06-20,50\n",
    "2024-07.csv": "No,Customer,Date,Total\nA1,ana,2024-06-10,100\nA1,ana,2024-07-02,-30\nA3,cho,2024-07-05,70\nA2,eve,2024-07-06,9\n",
}


def fates(read: pd.DataFrame) -> list[tuple]:
    return list(zip(read["source_file"].str.removesuffix(".csv"), read["amount"], read["fate"], strict=True))


def test_files_add_up_unless_the_client_says_otherwise(canonical):
    read = canonical(TWO, ORDERS.format("append"))

    assert {"ok"} == set(read["fate"])
    assert 100 + 20 + 50 + 100 - 30 + 70 + 9 == read["amount"].sum()


def test_an_order_in_a_later_file_takes_the_place_of_its_earlier_lines(canonical):
    """A2 of Eve is another order than A2 of Ben, which no later file holds."""
    read = canonical(TWO, ORDERS.format("replace"))

    assert [
        ("2024-06", 100, "superseded"), ("2024-06", 20, "superseded"), ("2024-06", 50, "ok"),
        ("2024-07", 100, "ok"), ("2024-07", -30, "ok"), ("2024-07", 70, "ok"), ("2024-07", 9, "ok"),
    ] == fates(read)  # fmt: skip
    assert "is_superseded" not in read.columns
    assert "delivery" not in read.columns


def test_the_last_of_three_deliveries_stands_by_number_not_by_letter(canonical):
    """Part 9 comes before part 10, though its name sorts after it."""
    files = {f"part {n}.csv": f"No,Customer,Date,Total\nA1,ana,2024-06-10,{n}\n" for n in (2, 9, 10)}
    read = canonical(files, ORDERS.format("replace"))

    assert {2: "superseded", 9: "superseded", 10: "ok"} == dict(zip(read["amount"], read["fate"], strict=True))


@pytest.mark.parametrize("duplicates", ["all", "across_files"])
def test_a_line_that_came_again_unchanged_is_kept_once(canonical, duplicates):
    """Replaced and repeated at once, it would be left out twice."""
    files = dict.fromkeys(("a.csv", "b.csv"), "No,Customer,Date,Total\nA1,ana,2024-06-10,100\n")
    read = canonical(files, ORDERS.format("replace") + f"duplicates: {duplicates}")

    assert [("a", 100, "superseded"), ("b", 100, "ok")] == fates(read)


def test_refunds_without_their_sale_do_not_replace_it(canonical):
    files = TWO | {"2024-08.csv": "No,Customer,Date,Total\nA3,cho,2024-08-01,-70\nA9,dan,2024-08-01,-5\n"}

    with pytest.raises(SourceError, match=r"source.transactions: 1 orders come back .* Write refresh: append"):
        canonical(files, ORDERS.format("replace"))


NO_NUMBERS = ORDERS.replace("  order_id: No\n", "")


def test_without_order_numbers_a_later_file_replaces_the_days_it_covers(canonical):
    """The second file covers 3 to 8 June, the 5th too, on which it has no line; the stray 1 January covers itself."""
    first = [f"A,ana,2024-06-0{day},{day}" for day in range(1, 9)] + ["A,ana,2024-01-01,11", "A,ana,2024-01-02,12"]
    second = [f"A,ana,2024-06-0{day},{day}" for day in (3, 4, 6, 7, 8)] + ["A,ana,2024-01-01,11"]
    head = "No,Customer,Date,Total\n"
    read = canonical(
        {"a.csv": head + "\n".join(first) + "\n", "b.csv": head + "\n".join(second) + "\n"}, NO_NUMBERS.format("replace")
    )
    kept = read[read["fate"] == "ok"]

    assert [1, 2, 12] == kept.loc[kept["source_file"] == "a.csv", "amount"].tolist()
    assert [3, 4, 6, 7, 8, 11] == kept.loc[kept["source_file"] == "b.csv", "amount"].tolist()
    assert {"ok", "superseded"} == set(read["fate"])


def test_lines_without_a_number_among_numbered_ones_go_by_their_days(canonical):
    """The later file has bare lines on 2 July alone, so those of June stay, and the order's date covers nothing."""
    files = {
        "a.csv": "No,Customer,Date,Total\n,ana,2024-06-10,1\n,ana,2024-07-02,2\nA1,ana,2024-06-10,3\n",
        "b.csv": "No,Customer,Date,Total\n,ana,2024-07-02,4\nA1,ana,2024-06-10,5\n",
    }
    read = canonical(files, ORDERS.format("replace"))

    assert {1: "ok", 2: "superseded", 3: "superseded", 4: "ok", 5: "ok"} == dict(zip(read["amount"], read["fate"], strict=True))


def test_excluded_lines_stay_excluded(canonical):
    read = canonical(TWO, ORDERS.format("replace") + "exclude: {Customer: ana}")

    assert {"ana": {"excluded"}, "ben": {"ok"}, "cho": {"ok"}, "eve": {"ok"}} == read.groupby("customer_id")["fate"].agg(
        set
    ).to_dict()


def test_the_last_file_wins_for_each_customer(canonical):
    read = canonical(
        {"m1.csv": "No,City\n1,Leeds\n2,York\n,Bath\n", "m2.csv": "No,City\n2,Hull\n3,Ely\n,Hove\n"},
        "files: raw/*.csv\nrefresh: replace\ncolumns: {customer_id: No, city: City}\nattributes: {city: geographic}",
        name="customers",
    )

    assert {"1": "Leeds", "2": "Hull", "3": "Ely"} == read.dropna(subset="customer_id").set_index("customer_id")["city"].to_dict()
    assert ["Bath", "Hove"] == read.loc[read["customer_id"].isna(), "city"].tolist()


def test_a_balance_is_replaced_for_its_day_and_kind(canonical):
    read = canonical(
        {
            "b1.csv": "No,Kind,Held,Day\n1,cash,5,2024-06-30\n1,bonus,6,2024-06-30\n",
            "b2.csv": "No,Kind,Held,Day\n1,cash,7,2024-06-30\n1,cash,8,2024-07-31\n",
        },
        "files: raw/*.csv\nrefresh: replace\ncolumns: {customer_id: No, kind: Kind, amount: Held, as_of: Day}",
        name="balances",
    )

    assert [6, 7, 8] == sorted(read["amount"])


@pytest.mark.parametrize(
    ("name", "columns", "kept"),
    [
        ("events", "customer_id: No, occurred_at: Day, kind: Kind", ["view 1", "view 3", "view 4"]),
        ("contacts", "arm: Kind, contacted_at: Day", ["view 1", "view 3", "view 4"]),
        ("feedback", "text: Kind, created_at: Day", ["view 1", "view 3", "view 4"]),
        ("visits", "customer_id: No, booked_at: Day, category: Kind", ["view 1", "view 3", "view 4"]),
        ("responses", "respondent_id: No, answer: Kind", ["view 1", "view 3", "view 4"]),
    ],
)
def test_other_tables_go_by_day_or_by_respondent(canonical, name, columns, kept):
    """Respondent 2 answered again and 1 did not; by days, 20 June came again and 10 June did not."""
    files = {
        "a.csv": "No,Day,Kind\n1,2024-06-10,view 1\n2,2024-06-20,view 2\n",
        "b.csv": "No,Day,Kind\n2,2024-06-20,view 3\n3,2024-07-20,view 4\n",
    }
    table = f"files: raw/*.csv\nrefresh: replace\ncolumns: {{{columns}}}\n"
    if name == "events":
        table += "values: {kind: {view: [view 1, view 2, view 3, view 4]}}\n"
        kept = ["view"] * 3
    read = canonical(files, table, name=name)
    word = next(column for column in ("kind", "arm", "text", "category", "answer") if column in read.columns)

    assert kept == read[word].tolist()


def test_a_table_that_nothing_can_tell_apart_is_refused(canonical):
    with pytest.raises(ConfigError, match=r"source.feedback.refresh is replace, .* Map created_at, or write refresh: append"):
        canonical(
            {"a.csv": "T\nfine\n", "b.csv": "T\nwell\n"}, "files: raw/*.csv\nrefresh: replace\ncolumns: {text: T}", name="feedback"
        )


def test_rows_that_gave_way_are_counted_also_where_they_leave_the_table(tmp_path):
    """Customer 2 of the first file; counted when the table is made and when it is found made."""
    yaml = (
        "name: A\ncurrency: GBP\nsource:\n  customers:\n    files: raw/m*.csv\n    refresh: replace\n"
        "    columns: {customer_id: No, city: City}\n    attributes: {city: geographic}\n"
    )
    folder = write_client(tmp_path / "a", yaml, {"m1.csv": "No,City\n1,Leeds\n2,York\n", "m2.csv": "No,City\n2,Hull\n"})
    source = load_client(folder / "client.yaml").source

    assert [1, 1] == [read_inputs(source, folder=folder, pseudonymise=False)["customers"].superseded for _ in range(2)]


def test_sheets_of_a_workbook_are_one_delivery():
    assert [1, 1, 2] == delivery_numbers(["a.xlsx [May]", "a.xlsx [June]", "b.xlsx"])
    assert [3, 1, 2] == delivery_numbers(["p10.csv", "p8.csv", "p9.csv"])
    assert [1, 2] == delivery_numbers(["orders.csv", "a.csv"])  # of two folders: as their paths stand


def test_a_week_without_rows_is_covered_and_more_is_not():
    def held(delivery: int, *days: str) -> pd.DataFrame:
        return pd.DataFrame({"delivery": delivery, "day": pd.to_datetime(list(days))})

    old = held(1, "2024-06-01", "2024-06-05", "2024-06-12", "2024-06-20")

    assert ["2024-06-05"] == [str(day.date()) for day in covered_days(pd.concat([old, held(2, "2024-06-04", "2024-06-11")]))["day"]]
    assert [] == list(covered_days(pd.concat([old, held(2, "2024-06-04", "2024-06-13")]))["day"].dt.day)
    assert [1] == list(covered_days(pd.concat([held(2, "2024-06-04"), held(1, "2024-06-04")]))["delivery"])
