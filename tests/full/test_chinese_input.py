"""Chinese workbooks and an American file through the whole line; every figure is one that was verified by other means.

From the files to the orders; `test_folders_of_orders.py` makes their reports.
"""

import csv
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from analysis.config import ClientConfig, load_client
from analysis.engine import to_pandas
from analysis.features import analysed_lines, order_table, transactions
from analysis.sources import Input, read_inputs
from analysis.sources.propose import propose_client
from tests.full.conftest import SHARED, Workspace, real_client

SUPERSTORE = SHARED / "cn-superstore" / "示例-超市.xls"
SHOP = SHARED / "cn-ecom-rfm" / "PYTHON-RFM实战数据.xlsx"
AMERICAN = SHARED / "superstore-en" / "Sample_-_Superstore.csv"


@dataclass(frozen=True)
class Held:
    """A client, read: canonical tables, order lines and orders under its refund policy."""

    folder: Path
    config: ClientConfig
    inputs: Mapping[str, Input]
    lines: pd.DataFrame
    orders: pd.DataFrame


def held(folder: Path) -> Held:
    config = load_client(folder / "client.yaml")
    inputs = read_inputs(config.source, folder=folder, pseudonymise=False)
    frame = transactions(inputs["transactions"].path)
    lines = to_pandas(frame)
    last = lines["ordered_at"].max().date()
    return Held(folder, config, inputs, lines, to_pandas(order_table(analysed_lines(frame, as_of=last, refunds=config.refunds))))


def ordered(orders: pd.DataFrame) -> pd.DataFrame:
    return orders[orders["is_order"]]


@pytest.fixture(scope="module")
def superstore(workspace: Workspace) -> Held:
    real_client(workspace, "cn_superstore", SUPERSTORE)
    return held(workspace.data / "cn_superstore")


@pytest.fixture(scope="module")
def shop(workspace: Workspace) -> Held:
    real_client(workspace, "cn_ecom_rfm", SHOP)
    return held(workspace.data / "cn_ecom_rfm")


@pytest.fixture(scope="module")
def american(workspace: Workspace) -> Held:
    real_client(workspace, "superstore_en", AMERICAN)
    return held(workspace.data / "superstore_en")


# -- cn-superstore: a legacy workbook with three sheets ----------------------------------------------


def test_the_superstore_adds_up(superstore):
    """10,000 lines, sales 16,117,548.24, profit 2,156,559.52, 790 customers; each sheet is told apart."""
    lines = superstore.lines
    files = [(file.file, file.rows, file.rejects, file.delimiter) for file in superstore.inputs["transactions"].files]

    assert [("示例-超市.xls [订单]", 10_000, 0, "订单")] == files
    assert 16_117_548.24 == round(lines["amount"].sum(), 2)
    assert 2_156_559.52 == round((lines["amount"] - lines["cost"]).sum(), 2)
    assert (790, {"ok"}) == (lines["customer_id"].nunique(), set(lines["fate"]))
    assert {"办公用品": 4_889_773, "家具": 5_746_822, "技术": 5_480_954} == lines.groupby("category")[
        "amount"
    ].sum().round().to_dict()
    assert (2014, 2017) == (lines["ordered_at"].min().year, lines["ordered_at"].max().year)


def test_an_order_is_a_number_and_a_customer(superstore):
    """2,773 numbers, 1,407 of them shared by several customers: 4,979 orders."""
    shared = superstore.lines.groupby("order_id")["customer_id"].nunique()

    assert (2_773, 1_407) == (len(shared), (shared > 1).sum())
    assert 4_979 == len(ordered(superstore.orders))
    assert 16_117_548.24 == round(ordered(superstore.orders)["amount"].sum(), 2)


def test_the_returns_are_taken_from_their_own_sheet(superstore):
    """296 order numbers are in it, all of them known; as numbers are shared they mark 552 orders of customers."""
    returned = superstore.lines[superstore.lines["status"] == "refunded"]

    assert {"refunded", "paid"} == set(superstore.lines["status"])
    assert (296, 552, 1_163) == (
        returned["order_id"].nunique(),
        len(returned.drop_duplicates(["order_id", "customer_id"])),
        len(returned),
    )


def test_the_order_sheet_as_csv_in_gbk_gives_the_same_table(superstore, tmp_path):
    """Written by hand from the cells: days as 2017/4/27, numbers with all their digits, in another encoding."""
    cells = CalamineWorkbook.from_path(SUPERSTORE).get_sheet_by_name("订单").to_python()
    plain = [
        [f"{cell.year}/{cell.month}/{cell.day}" if isinstance(cell, datetime.date) else str(cell) for cell in row] for row in cells
    ]
    (tmp_path / "raw").mkdir()
    with open(tmp_path / "raw" / "orders.csv", "w", encoding="gbk", newline="") as handle:
        csv.writer(handle).writerows(plain)
    (tmp_path / "raw" / SUPERSTORE.name).symlink_to(SUPERSTORE)
    text = (superstore.folder / "client.yaml").read_text(encoding="utf-8")
    moved = text.replace(f"files: raw/{SUPERSTORE.name}\n    sheet: 订单", "files: raw/orders.csv")
    (tmp_path / "client.yaml").write_text(moved, encoding="utf-8")
    other = held(tmp_path)
    where = ["source_file", "source_row"]

    assert "gb18030" == other.inputs["transactions"].files[0].encoding
    pd.testing.assert_frame_equal(superstore.lines.drop(columns=where), other.lines.drop(columns=where))
    assert (superstore.lines["source_row"] == other.lines["source_row"] + 1).all()  # the sheet counts its header


def test_what_is_proposed_for_the_superstore_reads_as_it_stands(superstore, tmp_path):
    """Nothing has to be mapped by hand: orders, cost from profit, and the sheet of returns."""
    proposal = propose_client("superstore", [SUPERSTORE], tmp_path / "superstore")
    lines = held(tmp_path / "superstore").lines

    assert [] == proposal.missing
    for column in ("customer_id", "ordered_at", "amount", "cost", "order_id", "status", "region"):
        assert superstore.lines[column].equals(lines[column]), column


# -- cn-ecom-rfm: one sheet, nicknames for keys --------------------------------------------------------


def test_the_shop_adds_up(shop):
    """27,793 orders of 25,420 buyers, 3,511,305; 1,040 refunded; 25,949 buyers and 3,640,644 in all."""
    lines, orders = shop.lines, ordered(shop.orders)

    assert [("PYTHON-RFM实战数据.xlsx", "xlsx", "Sheet1")] == [
        (file.file, file.encoding, file.delimiter) for file in shop.inputs["transactions"].files
    ]
    assert {"paid": 27_793, "refunded": 1_040} == lines["status"].value_counts().to_dict()
    assert (25_949, 3_640_644) == (lines["customer_id"].nunique(), lines["amount"].sum())
    assert (27_793, 25_420, 3_511_305) == (len(orders), orders["customer_id"].nunique(), orders["amount"].sum())
    assert {"上海": 5_808, "广东省": 3_825, "北京": 2_772} == lines["region"].value_counts().head(3).to_dict()
    assert 1 == lines["city"].isna().sum()


def test_the_shops_times_keep_their_fractions_and_their_days(shop):
    """Some cells hold milliseconds; 23,669 buyers bought on one day, one on seven."""
    orders = ordered(shop.orders)
    days = orders.assign(day=orders["ordered_at"].dt.date).groupby("customer_id")["day"].nunique()
    first, last = shop.lines["ordered_at"].min(), shop.lines["ordered_at"].max()

    assert ("2019-01-01 00:17:59", "2019-06-30 22:46:22.511000") == (str(first), str(last))
    assert {1: 23_669, 2: 1_559, 3: 169, 4: 19, 5: 3, 7: 1} == days.value_counts().to_dict()


# -- superstore-en: a byte order mark and American dates ----------------------------------------------


def test_the_american_superstore_adds_up(american):
    """9,994 lines, sales 2,297,200.86, profit 286,397.02, 793 customers, 5,009 orders."""
    lines, orders = american.lines, ordered(american.orders)
    (file,) = american.inputs["transactions"].files

    assert ("utf-8-sig", 9_994, 0) == (file.encoding, file.rows, file.rejects)
    assert (2_297_200.86, 286_397.02) == (round(lines["amount"].sum(), 2), round((lines["amount"] - lines["cost"]).sum(), 2))
    assert (793, 5_009) == (orders["customer_id"].nunique(), len(orders))
    assert ("2016-01-03", "2019-12-30") == (str(lines["ordered_at"].min().date()), str(lines["ordered_at"].max().date()))
