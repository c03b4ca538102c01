"""One client, many files: each table from its own place, in its own encoding, under Chinese headers."""

from datetime import date, datetime

import pyarrow.parquet as pq
import pytest

from analysis.config import load_client
from analysis.errors import ConfigError
from analysis.sources import read_inputs
from tests.sources.test_files_workbooks import workbook
from tests.stories import write_client

ORDERS = (
    "订单号,客户编号,下单时间,实付金额,门店,状态\n"
    "A1,C1,2024-01-05 10:00,12.50,北京路店,交易成功\n"
    "A2,C2,2024-01-06 11:30,30.00,人民广场店,退款成功\n"
    "A3,C1,2024-01-07 12:00,8.00,北京路店,交易关闭\n"
)
MEMBERS = "客戶編號,性別,城市\nC1,女,臺北市\nC2,男,高雄市\n"
COMMENTS = "Client,Comment\nC1,Très bien, merci – à bientôt\nC2,Größe passt nicht\n".replace("bien,", "bien")
CLIENT = """\
name: 某某
language: zh
currency: CNY
timezone: Asia/Shanghai
source:
  transactions:
    files: raw/orders.*
    columns: {customer_id: 客户编号, ordered_at: 下单时间, amount: 实付金额, order_id: 订单号, store: 门店, status: 状态}
    values: {status: {paid: 交易成功, refunded: [退款成功], cancelled: [交易关闭]}}
  customers:
    files: raw/members.csv
    columns: {customer_id: 客戶編號, sex: 性別, city: 城市}
    values: {sex: {female: 女, male: 男}}
    attributes: {sex: demographic, city: geographic}
  feedback:
    files: raw/comments.csv
    columns: {customer_id: Client, text: Comment}
privacy: {pseudonymise: false}
"""


def tables(folder, **files):
    """The canonical tables of a client whose files hold these bytes."""
    write_client(folder, CLIENT, {f"{name}.csv": content for name, content in files.items()})
    read = read_inputs(load_client(folder / "client.yaml").source, folder=folder, pseudonymise=False)
    return read, {name: pq.read_table(one.path).to_pylist() for name, one in read.items()}


@pytest.mark.parametrize(
    ("encoding", "mark", "found"),
    [
        ("gbk", b"", "gb18030"),
        ("gb18030", b"", "gb18030"),
        ("utf-8", b"", "utf-8"),
        ("utf-8-sig", b"", "utf-8-sig"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
    ],
)
def test_tables_in_three_encodings_at_once(tmp_path, encoding, mark, found):
    """Order lines from the mainland, members from Taiwan in Big5, comments from a Western machine."""
    read, held = tables(
        tmp_path, orders=mark + ORDERS.encode(encoding), members=MEMBERS.encode("big5"), comments=COMMENTS.encode("cp1252")
    )

    assert (found, "big5", "cp1252") == tuple(read[name].files[0].encoding for name in ("transactions", "customers", "feedback"))
    assert [("C1", "北京路店", "paid"), ("C2", "人民广场店", "refunded"), ("C1", "北京路店", "cancelled")] == [
        (row["customer_id"], row["store"], row["status"]) for row in held["transactions"]
    ]
    assert datetime(2024, 1, 5, 10) == held["transactions"][0]["ordered_at"]
    assert [("female", "臺北市"), ("male", "高雄市")] == [(row["sex"], row["city"]) for row in held["customers"]]
    assert ["Très bien merci – à bientôt", "Größe passt nicht"] == [row["text"] for row in held["feedback"]]


def test_a_status_that_is_not_mapped_is_named_in_its_own_script(tmp_path):
    strange = ORDERS.replace("交易关闭", "待评价").encode("gbk")
    with pytest.raises(ConfigError, match=r"source.transactions.values.status does not map '待评价' \(1 rows\)"):
        tables(tmp_path, orders=strange, members=MEMBERS.encode("big5"), comments=COMMENTS.encode("cp1252"))


def test_a_workbook_and_text_files_make_one_table(tmp_path):
    """The pattern means a GBK file and a workbook with typed times, numbers for ids, and one serial date."""
    header, *_ = (line.split(",") for line in ORDERS.splitlines())
    (tmp_path / "raw").mkdir()
    rows = [
        ["A4", 17850.0, datetime(2024, 1, 8, 9, 15), 5.0, "北京路店", "交易成功"],
        ["A5", 17850.0, datetime(2024, 1, 9), 6.0, "北京路店", "交易成功"],
        ["A6", 17850.0, 45_301.5, 7.0, "北京路店", "交易成功"],
    ]
    workbook(tmp_path / "raw" / "orders.xlsx", {"订单": [["订单明细"], [], header, *rows], "退货": [["订单号"], ["A5"]]})
    read, held = tables(
        tmp_path, orders=ORDERS.encode("gbk"), members=MEMBERS.encode("utf-16"), comments=COMMENTS.encode("utf-8-sig")
    )
    files = [(file.file, file.rows, file.encoding, file.delimiter) for file in read["transactions"].files]
    last = held["transactions"][3:]

    assert [("orders.csv", 3, "gb18030", ","), ("orders.xlsx [订单]", 3, "xlsx", "订单")] == files
    assert {("17850", "orders.xlsx [订单]")} == {(row["customer_id"], row["source_file"]) for row in last}
    assert [4, 5, 6] == [row["source_row"] for row in last]
    assert [datetime(2024, 1, 8, 9, 15), datetime(2024, 1, 9), datetime(2024, 1, 10, 12)] == [row["ordered_at"] for row in last]


def test_a_declared_format_is_for_texts_and_typed_dates_fit_in(tmp_path):
    (tmp_path / "raw").mkdir()
    header = ["订单号", "客户编号", "下单时间", "实付金额", "门店", "状态"]
    workbook(tmp_path / "raw" / "orders.xlsx", {"S": [header, ["A9", "C9", date(2024, 2, 1), 5, "x", "交易成功"]]})
    text = "\n".join([",".join(header), "A1,C1,03/02/2024,5,x,交易成功", "A2,C1,04/02/2024,5,x,交易成功"])
    write_client(tmp_path, CLIENT.replace("下单时间,", '{column: 下单时间, format: "%d/%m/%Y"},'), {"orders.csv": text})
    (tmp_path / "raw" / "members.csv").write_text(MEMBERS, encoding="utf-8")
    (tmp_path / "raw" / "comments.csv").write_text(COMMENTS, encoding="utf-8")
    read = read_inputs(load_client(tmp_path / "client.yaml").source, folder=tmp_path, pseudonymise=False)
    at = pq.read_table(read["transactions"].path)["ordered_at"].to_pylist()

    assert [datetime(2024, 2, 3), datetime(2024, 2, 4), datetime(2024, 2, 1)] == at


def test_another_sheet_is_another_table(tmp_path):
    """The sheet is part of what the tables on disk are kept by."""
    (tmp_path / "raw").mkdir()
    header = ["订单号", "客户编号", "下单时间", "实付金额", "门店", "状态"]
    sheets = {name: [header, [name, "C9", date(2024, 2, 1), 5, "x", "交易成功"]] for name in ("一月", "二月")}
    workbook(tmp_path / "raw" / "orders.xlsx", sheets)
    found = []
    for sheet in ("一月", "2", "'*'"):
        write_client(tmp_path, CLIENT.replace("orders.*", f"orders.*\n    sheet: {sheet}").split("  customers:")[0], {})
        read = read_inputs(load_client(tmp_path / "client.yaml").source, folder=tmp_path, pseudonymise=False)
        found.append(pq.read_table(read["transactions"].path)["order_id"].to_pylist())

    assert [["一月"], ["二月"], ["一月", "二月"]] == found
