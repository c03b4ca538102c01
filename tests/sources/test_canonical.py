"""From a client's files to canonical tables: what is mapped, what is left out and why, what is refused."""

import re

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.errors import ConfigError, SourceError

BASIC = """
files: raw/*.csv
columns:
  customer_id: Customer
  ordered_at: Date
  amount: Total
"""


def test_every_form_of_the_vocabulary_gives_its_column(canonical):
    """Quantity times price is exact to four decimals: 3 x 0.1 is 0.3, and 1000 x 0.12345 is 123.45."""
    read = canonical(
        {
            "orders.csv": "No,Store,Customer,Date,Qty,Price,Sales,Profit,Goods,Freight\n"
            "C17,Leeds,7.0,2024-01-13,3,0.1,10.10,2.20,1.05,0.10\n"
            "18,Leeds,8,2024-01-14,1000,0.12345,20,,2,3\n"
            ",,9,2024-01-15,0.5,0.0003,x,1,,1\n"
        },
        """
files: raw/orders.csv
columns:
  customer_id: {column: Customer, normalise: id}
  ordered_at: Date
  amount: {multiply: [Qty, Price]}
  order_id: {concat: [Store, No], separator: /}
  product: {row_number: true}
  channel: {constant: web}
  cost: {subtract: [Sales, Profit]}
  list_amount: {add: [Goods, Freight]}
  city: {column: Store, normalise: upper}
  status: {starts_with: {column: No, prefix: C}, then: cancelled, otherwise: paid}
""",
    )

    assert ["7", "8", "9"] == read["customer_id"].tolist()
    assert [0.3, 123.45, 0.0002] == read["amount"].tolist()
    assert ["Leeds/C17", "Leeds/18"] == read["order_id"].tolist()[:2]
    assert pd.isna(read["order_id"][2])
    assert ["orders.csv:1", "orders.csv:2", "orders.csv:3"] == read["product"].tolist()
    assert {"web"} == set(read["channel"])
    assert [7.9] == read["cost"].dropna().tolist()
    assert [1.15, 5.0] == read["list_amount"].dropna().tolist()
    assert ["LEEDS", "LEEDS"] == read["city"].dropna().tolist()
    assert ["cancelled", "paid", "paid"] == read["status"].tolist()
    assert {"ok"} == set(read["fate"])


def test_names_of_columns_may_be_anything_a_spreadsheet_allows(canonical):
    read = canonical(
        {"orders.csv": 'Customer No.,下单 时间,"say ""total""",o\'clock,a`b,Kund:in;\n7,2024-01-13,5,6,7,x\n'},
        """
files: raw/orders.csv
columns:
  customer_id: Customer No.
  ordered_at: 下单 时间
  amount: say "total"
  cost: o'clock
  discount: a`b
  category: "Kund:in;"
""",
    )

    assert [["7", 5.0, 6.0, 7.0, "x"]] == read[["customer_id", "amount", "cost", "discount", "category"]].to_numpy().tolist()
    assert pd.Timestamp("2024-01-13") == read["ordered_at"][0]


def test_a_line_that_cannot_be_analysed_stays_and_carries_the_first_reason(canonical):
    read = canonical(
        {
            "orders.csv": "Customer,Date,Total\nana,2024-01-13,5\n,2024-01-13,5\nana,soon,5\nana,2024-01-13,x\n,soon,x\nTEST,soon,x\n"
        },
        BASIC.replace("ordered_at: Date", "ordered_at: {column: Date, format: '%Y-%m-%d'}") + "exclude: {Customer: TEST}",
    )

    assert ["ok", "no_customer", "unreadable_date", "unreadable_amount", "unreadable_amount", "excluded"] == read["fate"].tolist()
    assert [1, 2, 3, 4, 5, 6] == read["source_row"].tolist()


TWICE = {
    "a.csv": "Customer,Date,Total\nana,2024-01-13,5\nana,2024-01-13,5\nben,2024-01-14,7\n",
    "b.csv": "Customer,Date,Total\nben,2024-01-14,7\nben,2024-01-14,7\nben,2024-01-14,8\n",
}


@pytest.mark.parametrize(
    ("duplicates", "left_out"),
    [
        ("keep", []),
        ("across_files", [("b.csv", 1), ("b.csv", 2)]),  # b repeats a line of a; a's own repeat may be two articles
        ("all", [("a.csv", 2), ("b.csv", 1), ("b.csv", 2)]),
    ],
)
def test_repeated_lines_are_left_out_as_declared(canonical, duplicates, left_out):
    read = canonical(TWICE, BASIC + f"duplicates: {duplicates}")
    repeats = read[read["fate"] == "duplicate"]

    assert left_out == list(zip(repeats["source_file"], repeats["source_row"], strict=True))
    assert len(left_out) + (read["fate"] == "ok").sum() == len(read)


STATUS = BASIC + "  status: State\nvalues: {status: {paid: [Done, Sent], refunded: Back}}\n"


def test_mapped_words_become_keys_and_blanks_stay_missing(canonical):
    read = canonical(
        {
            "orders.csv": "Customer,Date,Total,State\nana,2024-01-13,5, Done \nana,2024-01-14,6,Sent\nana,2024-01-15,7,Back\nana,2024-01-16,8,\n"
        },
        STATUS,
    )

    assert ["paid", "paid", "refunded"] == read["status"].tolist()[:3]
    assert pd.isna(read["status"][3])


def test_a_word_that_is_not_mapped_is_an_error_with_its_count(canonical):
    text = "Customer,Date,Total,State\nana,2024-01-13,5,Done\nana,2024-01-14,6,Lost\nana,2024-01-15,6,Lost\n"

    with pytest.raises(
        ConfigError,
        match=re.escape(
            "client.yaml: source.transactions.values.status does not map 'Lost' (2 rows). Put it under one of: paid, refunded, cancelled, pending."
        ),
    ):
        canonical({"orders.csv": text}, STATUS)


def test_excluded_lines_may_hold_any_word(canonical):
    read = canonical({"orders.csv": "Customer,Date,Total,State\nana,2024-01-13,5,Lost\n"}, STATUS + "exclude: {State: [Lost]}\n")

    assert ["excluded"] == read["fate"].tolist()


def test_another_table_may_decide_a_column(canonical):
    """Ana's order 1 is on the list of returns; order 2 is there too, but as a test that is excluded."""
    read = canonical(
        {
            "orders.csv": "No,Customer,Date,Total\n1,ana,2024-01-13,5\n2.0,ana,2024-01-14,6\n,ana,2024-01-15,7\n",
            "returns.csv": "Order,Kind\n1.0,return\n1,return\n2,test\n,return\n",
        },
        """
files: raw/orders.csv
columns:
  customer_id: Customer
  ordered_at: Date
  amount: Total
  order_id: {column: No, normalise: id}
  status: {from_table: returns, on: order_id, then: refunded, otherwise: paid}
""",
        extra="extra:\n  returns:\n    files: raw/returns.csv\n    columns: {order_id: Order}\n    exclude: {Kind: test}",
    )

    assert ["refunded", "paid", "paid"] == read["status"].tolist()


def test_a_join_with_an_extra_table_that_is_not_declared_is_an_error(canonical):
    with pytest.raises(
        ConfigError, match=r"'status' asks from_table 'returns', which source.extra does not declare. Declared: none"
    ):
        canonical(
            {"orders.csv": "Customer,Date,Total\nana,2024-01-13,5\n"},
            BASIC + "  status: {from_table: returns, on: customer_id, then: refunded, otherwise: paid}\n",
        )


def test_a_column_that_is_not_in_the_file_is_told_with_the_likely_one(canonical):
    with pytest.raises(ConfigError) as error:
        canonical({"orders.csv": "Customer,Date,Totals\nana,2024-01-13,5\n"}, BASIC)

    assert (
        "client.yaml, source.transactions: orders.csv has no column 'Total'. Did you mean 'Totals'? Columns found: Customer, Date, Totals."
        == str(error.value)
    )


def test_dates_that_read_both_ways_stop_the_reading_and_name_the_file(canonical):
    with pytest.raises(SourceError, match=r"orders.csv, column 'Date': the dates can be read as %d/%m/%Y or as %m/%d/%Y"):
        canonical({"orders.csv": "Customer,Date,Total\nana,01/02/2024,5\n"}, BASIC)


def test_files_of_one_table_may_differ_in_order_format_and_encoding(canonical):
    read = canonical(
        {
            "2023.csv": "Customer,Date,Total\nJosé,13/01/2023 10:00,5\n".encode("cp1252"),
            "2024.csv": "\ufeffTotal;Date;Customer\n6,50;2024-01-13T10:30:00;José\n",
        },
        BASIC.replace("amount: Total", "amount: {column: Total, decimal: ','}"),
    )

    assert {"José"} == set(read["customer_id"])
    assert [5.0, 6.5] == read["amount"].tolist()
    assert [pd.Timestamp("2023-01-13 10:00"), pd.Timestamp("2024-01-13 10:30")] == read["ordered_at"].tolist()


def test_parquet_files_keep_their_types_and_mean_the_same(canonical, tmp_path):
    """Ids as doubles, times in nanoseconds, days as whole numbers, amounts as doubles: as data frames leave them."""
    table = pa.table(
        {
            "Customer": pa.array([12345678.0, None], pa.float64()),
            "Time": pa.array([1704448800000000001, None], pa.timestamp("ns")),
            "Day": pa.array([20240105, 20240106], pa.int32()),
            "Total": pa.array([0.00015, float("nan")], pa.float64()),
            "Cost": pa.array([None, 3], pa.int64()),
            "Kind": pa.array(["a ", ""]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "made.parquet")
    mapped = "customer_id: Customer\n  ordered_at: {}\n  amount: Total\n  cost: Cost\n  category: Kind\n"
    read = canonical(
        {"orders.parquet": (tmp_path / "made.parquet").read_bytes()}, "files: raw/*.parquet\ncolumns:\n  " + mapped.format("Time")
    )

    assert "12345678" == read["customer_id"][0]
    assert pd.Timestamp("2024-01-05 10:00") == read["ordered_at"][0]
    assert 0.0002 == read["amount"][0]
    assert "a" == read["category"][0]
    assert ["ok", "unreadable_amount"] == read["fate"].tolist()
    assert [3.0] == read["cost"].dropna().tolist()

    days = canonical(
        {"orders.parquet": (tmp_path / "made.parquet").read_bytes()}, "files: raw/*.parquet\ncolumns:\n  " + mapped.format("Day")
    )

    assert [pd.Timestamp("2024-01-05"), pd.Timestamp("2024-01-06")] == days["ordered_at"].tolist()


def test_attributes_are_words_numbers_or_days(canonical):
    read = canonical(
        {"members.csv": 'No,Level,Points,Born,Joined\n7,Gold,"1,200",13/05/1980,2024-01-05\n8,,,,\n'},
        """
files: raw/members.csv
columns: {customer_id: No, level: Level, points: Points, birth_date: Born, joined_at: Joined}
attributes: {level: membership, points: metric, birth_date: demographic}
""",
        name="customers",
    )

    assert ["Gold", 1200.0, pd.Timestamp("1980-05-13"), pd.Timestamp("2024-01-05")] == read.loc[
        0, ["level", "points", "birth_date", "joined_at"]
    ].tolist()
    assert read.loc[1, ["level", "points", "birth_date", "joined_at"]].isna().all()


def test_answers_that_do_not_apply_are_missing_and_free_text_is_masked(canonical):
    read = canonical(
        {"survey.csv": "No,Score,Say\n7,9,mail a@b.org\n8,5,fine\n9,,\n"},
        """
files: raw/survey.csv
columns: {customer_id: No}
items:
  score: {column: Score, role: satisfaction, scale: [1, 5], not_applicable: [9]}
  say: {column: Say, role: free_text}
""",
        name="responses",
    )

    assert [True, False, True] == read["score"].isna().tolist()
    assert ["mail [e-mail]", "fine"] == read["say"].dropna().tolist()


def test_truth_values_are_words_or_1_and_0_and_a_date_is_no_number(canonical, tmp_path):
    table = pa.table(
        {
            "No": ["a", "b", "c"],
            "Agreed": [True, False, None],
            "Day": pa.array([19000, None, 19001], pa.date32()),
        }
    )
    pq.write_table(table, tmp_path / "made.parquet")
    read = canonical(
        {"members.parquet": (tmp_path / "made.parquet").read_bytes()},
        "files: raw/members.parquet\ncolumns: {customer_id: No, agreed: Agreed, yes: Agreed, days: Day, joined_at: Day}\n"
        "attributes: {yes: metric, days: metric}",
        name="customers",
    )

    assert ["true", "false"] == read["agreed"].dropna().tolist()
    assert [1.0, 0.0] == read["yes"].dropna().tolist()
    assert read["days"].isna().all()
    assert 2 == read["joined_at"].notna().sum()
