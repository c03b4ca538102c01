"""What is wrong with the lines: how many, how much, and what was done about it."""

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import quality
from analysis.quality import RawFile, RawTable, column_profile, quality_checks
from analysis.schema import DERIVED, check_columns
from analysis.text.names import NAMES
from tests.stories import line


@pytest.fixture(scope="module")
def lines(make_lines):
    """Ten lines with one fault each, or so."""
    return make_lines(
        line("ana", "2024-03-01", 10, "1", category="Books"),
        line("ana", "2024-03-01", 10, "1", category="Books"),  # repeats the line before
        line("ana", "2024-03-02", 0, "2", category="Books"),
        line("ana", "2024-03-03", -4, "3"),  # negative without being marked; no category
        line("ben", "2024-03-03", 5, "3", category="Games"),  # a number that Ana has too
        line("ben", "2024-03-04", -5, "4", status="refunded", category="Games"),
        line("ben", "2024-03-05", 7, "5", status="cancelled", category="Games"),
        line(None, "2024-03-06", 100, "6", category="Games", fate="no_customer"),
        line("cho", None, 20, "7", category="Games", fate="unreadable_date"),
        line("cho", "2024-03-07", None, "8", category="Games", fate="unreadable_amount"),
    )


@pytest.fixture(scope="module")
def checks(lines):
    """What is found under a refund policy, beside so many lines that were not read; each looked for once."""

    @cache
    def look(refunds: str = "net", rejects: int = 0) -> pd.DataFrame:
        return quality_checks(lines, rejects=rejects, refunds=refunds).set_index("check", drop=False)

    return look


def test_each_fault_is_counted_with_its_money(checks):
    table = checks()

    assert {
        "missing_key": (1, 100.0), "unreadable_date": (1, 20.0), "exact_duplicate": (1, 10.0), "negative_amount": (1, -4.0),
        "refunded": (2, 2.0), "shared_order_number": (2, 1.0), "missing_value": (1, -4.0), "zero_amount": (1, 0.0), "unreadable_amount": (1, 0.0),
        "refund_matched": (2, -9.0),
    } == {check: (row["rows"], row["amount"]) for check, row in table.iterrows()}  # fmt: skip
    assert "category" == table.loc["missing_value", "column"]


def test_the_dearest_fault_comes_first(checks):
    assert ["missing_key", "unreadable_date", "exact_duplicate"] == checks().index[:3].tolist()


def test_shares_are_of_all_rows_in_the_files(checks):
    """Ten lines that were read and ten that were not."""
    table = checks(rejects=10)

    assert (10, 0.5, "left_out") == tuple(table.loc["rejected", ["rows", "share", "action"]])
    assert 0.05 == table.loc["missing_key", "share"]
    assert pd.isna(table.loc["rejected", "amount"])


@pytest.mark.parametrize(
    ("refunds", "negative", "refunded", "zero"),
    [("net", "kept", "kept", "kept"), ("gross", "left_out", "kept", "kept"), ("drop", "left_out", "left_out", "left_out")],
)
def test_what_was_done_depends_on_the_refund_policy(checks, refunds, negative, refunded, zero):
    table = checks(refunds)["action"]

    assert (negative, refunded, zero) == (table["negative_amount"], table["refunded"], table["zero_amount"])
    assert ("left_out", "kept", "kept", "reported") == (
        table["missing_key"], table["exact_duplicate"], table["shared_order_number"], table["missing_value"],
    )  # fmt: skip


def test_what_is_only_worth_knowing_comes_last(checks):
    """Blanks and matched refunds stand behind every fault, whatever their money."""
    assert {"missing_value", "refund_matched"} == set(checks().index[-2:])


def test_sound_lines_have_no_checks(make_lines):
    assert quality_checks(make_lines(line("ana", "2024-03-01", 10, "1")), rejects=0, refunds="net").empty


def test_columns_are_profiled(lines):
    """Of ten lines one has no customer; four customers' names are three; a column that is not held misses all."""
    table = column_profile(lines).set_index("column")

    assert (1, 0.1, 3) == tuple(table.loc["customer_id", ["missing", "missing_share", "distinct"]])
    assert (10, 1.0, 0) == tuple(table.loc["store", ["missing", "missing_share", "distinct"]])
    assert {"transactions"} == set(table["table"])
    assert not {"source_file", "source_row", "fate"} & set(table.index)


def test_the_declared_columns_are_there(checks):
    table = checks(rejects=10)

    check_columns(DERIVED["quality_checks"], table.columns)
    assert set(table["action"]) <= set(DERIVED["quality_checks"].column("action").values)
    assert not table.duplicated(["table", "check", "column"]).any()
    assert ["int64", "float64", "float64"] == [str(table[name].dtype) for name in ("rows", "share", "amount")]


def test_every_check_and_action_has_a_name_and_a_meaning(lines):
    """Names that the modules of the rules write down, found in their text."""
    folder = Path(quality.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((folder / "rules").glob("*.py")))
    written = set(re.findall(r"(?:Fault|Found)\(\s*\"(\w+)\"", text)) | set(re.findall(r"check = \"(\w+)\" if", text))

    assert 35 <= len(written)
    assert set() == written - NAMES["check"].keys()
    assert set() == written - NAMES["check_meaning"].keys()
    assert set(DERIVED["quality_checks"].column("action").values) == NAMES["action_meaning"].keys()


def test_other_tables_and_files_stand_beside_the_lines(lines, tmp_path):
    """A customer file with one stand-in among 30, and the file behind it with a constant column."""
    pq.write_table(
        pa.table({"customer_id": [f"c{i}" for i in range(30)], "job": ["unknown"] + ["clerk"] * 29, "source_row": range(1, 31)}),
        tmp_path / "customers.parquet",
    )
    pq.write_table(
        pa.table({"Id": [f"c{i}" for i in range(30)], "Z": ["3"] * 30, "source_row": range(1, 31), "source_file": ["a"] * 30}),
        tmp_path / "a.parquet",
    )
    raw = {"customers": RawTable((RawFile(tmp_path / "a.parquet", "a.csv", 30),), {"Id": "customer_id"})}
    table = quality_checks(lines, rejects=0, refunds="net", tables={"customers": tmp_path / "customers.parquet"}, raw=raw)
    beside = table[table["table"] == "customers"]

    assert [("sentinel", "job", 1), ("constant", "Z", 30)] == list(
        beside[["check", "column", "rows"]].itertuples(index=False, name=None)
    )
