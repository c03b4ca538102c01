"""`strata new`: what headers are taken for, and that nothing is written over."""

import pyarrow.parquet as pq
import pytest

from analysis.config import load_client
from analysis.errors import ConfigError, SourceError
from analysis.sources import read_inputs
from analysis.sources.propose import propose_client
from analysis.sources.propose.headers import plain_header, role_of, slug
from analysis.sources.propose.words_orders import TRANSACTIONS, status_of
from analysis.sources.propose.words_people import names_a_person
from tests.sources.test_files_workbooks import workbook

ORDERS = "Invoice No,Invoice Date,Customer ID,Qty,Unit Price,E-mail\n1,2024-01-02,a,2,3.50,x@example.org\n"


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Customer ID", "customer_id"),
        ("customer_id", "customer_id"),
        ("客户 ID", "customer_id"),
        ("Order Date", "ordered_at"),
        ("付款日期", "ordered_at"),
        ("Line Total", "amount"),
        ("实付金额", "amount"),
        ("Annual Income (k$)", None),
        *zip(["客户编号", "会员号", "卡号", "买家会员名"], ["customer_id"] * 4, strict=True),
        *zip(["下单时间", "付款时间", "支付时间", "日期", "消费日期"], ["ordered_at"] * 5, strict=True),
        *zip(["金额", "实付金额", "销售额", "实收金额（元）", "买家实际支付金额"], ["amount"] * 5, strict=True),
        *zip(["订单号", "单号", "订单编号", "小票号"], ["order_id"] * 4, strict=True),
        *zip(["商品", "产品", "数量", "类别", "品类"], ["product", "product", "quantity", "category", "category"], strict=True),
        *zip(
            ["渠道", "门店", "城市", "省份", "地区", "状态", "订单状态"],
            ["channel", "store", "city", "region", "region", "status", "status"],
            strict=True,
        ),
        ("订单备注", None),
    ],
)
def test_headers_are_recognised_in_both_languages(header, role):
    assert role == role_of(header, TRANSACTIONS)


def test_words_of_a_status_are_recognised():
    """The marketplace's own words, with and without its commas."""
    assert ["paid", "refunded", "cancelled", "pending", None] == [
        status_of(word) for word in ("交易成功", "付款以后用户退款成功，交易自动关闭", "已取消", "等待买家付款", "待评价")
    ]


def test_signs_and_units_in_a_header_do_not_matter():
    assert "orderno" == plain_header(" Order-No. (internal) ")
    assert "订单编号" == plain_header("訂單編號")


def test_columns_of_our_own_are_named_after_their_header():
    assert ["annual_income", "year_birth", "accepted_cmp3", "态度_我信任医生"] == [
        slug(header) for header in ("Annual Income (k$)", "YearBirth", "AcceptedCmp3", "态度：我信任医生")
    ]


def test_columns_that_name_a_person_are_left_at_the_door():
    assert all(names_a_person(header) for header in ("Full Name", "E-mail", "手机号", "客户名称"))


def test_the_proposal_is_a_configuration_that_loads(tmp_path):
    """Quantity and price become an amount; the e-mail column goes to privacy.drop."""
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    proposal = propose_client("acme", [file], tmp_path / "acme")
    config = load_client(proposal.path)

    assert [] == proposal.missing
    assert ("Qty", "Unit Price") == config.source.transactions.columns["amount"].multiply
    assert ("E-mail",) == config.privacy.drop


def test_an_existing_configuration_is_never_written_over(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "client.yaml").write_text("name: mine\n", encoding="utf-8")

    with pytest.raises(ConfigError, match="is there already"):
        propose_client("acme", [file], tmp_path / "acme")
    assert "name: mine\n" == (tmp_path / "acme" / "client.yaml").read_text(encoding="utf-8")


def test_what_is_missing_is_said(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("Customer ID,Sex\n1,F\n", encoding="utf-8")
    proposal = propose_client("acme", [file], tmp_path / "acme")

    assert ["customer_id", "ordered_at", "amount"] == proposal.missing


MEMBERS = [["会员号", "性别", "城市", "会员等级", "手机号"], ["1", "女", "上海", "金卡", "13800000000"]]
SALES = [
    [
        "单号",
        "会员号",
        "下单时间",
        "付款时间",
        "订单金额",
        "实付金额",
        "商品名称",
        "品类",
        "渠道",
        "门店",
        "省份",
        "订单状态",
        "备注",
    ],
    ["A1", "1", "2024-01-05", "2024-01-05", 20, 18, "面霜", "护肤", "线上", "一店", "上海", "交易成功", ""],
    ["A2", "1", "2024-01-06", "2024-01-06", 30, 30, "面霜", "护肤", "线上", "一店", "上海", "退款成功", ""],
    ["A3", "1", "2024-01-07", "2024-01-07", 30, 30, "面霜", "护肤", "线上", "一店", "上海", "待评价", ""],
]


def proposed(tmp_path, *files):
    proposal = propose_client("acme", list(files), tmp_path / "acme")
    return proposal, load_client(proposal.path)


def test_each_sheet_of_a_workbook_is_looked_at(tmp_path):
    """Order lines, members and a page of remarks; what was paid is the amount, and a status word remains to be mapped."""
    remarks = [["说明", "内容"], ["口径", "含税"]]
    path = workbook(tmp_path / "数据.xlsx", {"说明": remarks, "销售": SALES, "会员": MEMBERS})
    proposal, config = proposed(tmp_path, path)
    lines, people = config.source.transactions, config.source.customers
    columns = {role: how.column for role, how in lines.columns.items()}

    assert [] == proposal.missing
    assert ("zh", "CNY", "Asia/Shanghai") == (config.language, config.currency, config.timezone)
    assert ("销售", "会员", str(path)) == (lines.sheet, people.sheet, people.files)
    assert {
        "order_id": "单号", "customer_id": "会员号", "ordered_at": "下单时间", "amount": "实付金额", "product": "商品名称",
        "category": "品类", "channel": "渠道", "store": "门店", "region": "省份", "status": "订单状态",
    } == columns  # fmt: skip
    assert {"交易成功": "paid", "退款成功": "refunded"} == lines.values["status"].wanted
    assert {"sex": "demographic", "city": "geographic", "level": "membership"} == people.attributes
    assert ("手机号",) == config.privacy.drop
    text = proposal.path.read_text(encoding="utf-8")
    assert "# Words of the status column to map under values: 待评价" in text
    assert "#   数据.xlsx [说明]: 说明, 内容" in text
    told = {(guess.file, guess.column): (guess.role, guess.why) for guess in proposal.guesses}
    assert (None, "detail") == told["数据.xlsx [销售]", "订单金额"]
    assert ("transactions.amount", "both") == told["数据.xlsx [销售]", "实付金额"]
    assert (None, "person") == told["数据.xlsx [会员]", "手机号"]


def test_a_list_of_returns_marks_the_orders_in_it(tmp_path):
    """The proposal reads as it stands: A2 came back."""
    sheets = {"订单": [row[:-2] for row in SALES], "退货": [["单号", "退回"], ["A2", "是"]]}
    proposal, config = proposed(tmp_path, workbook(tmp_path / "a.xlsx", sheets))
    read = read_inputs(config.source, folder=proposal.path.parent)["transactions"]

    assert ["paid", "refunded", "paid"] == pq.read_table(read.path)["status"].to_pylist()
    assert ["2024-01-05 00:00:00"] == [str(pq.read_table(read.path)["ordered_at"][0].as_py())]


def test_sheets_of_the_same_kind_are_named_by_a_pattern_where_one_fits(tmp_path):
    months = {"2024-01": SALES[:2], "2024-02": [SALES[0], *SALES[2:3]]}
    fits = workbook(tmp_path / "a.xlsx", months | {"会员": MEMBERS})
    assert "2024-0*" == proposed(tmp_path / "one", fits)[1].source.transactions.sheet

    other = workbook(tmp_path / "b.xlsx", months | {"2024-0 封面": [["目录"]]})
    proposal, config = proposed(tmp_path / "two", other)
    assert "2024-01" == config.source.transactions.sheet
    assert "#   b.xlsx [2024-02]: 单号" in proposal.path.read_text(encoding="utf-8")


def test_files_with_other_columns_are_left_aside(tmp_path):
    for name, header in (("a", "客户编号,日期,金额"), ("b", "客户编号,日期,金额"), ("c", "客户编号,日期,销售额")):
        (tmp_path / f"{name}.csv").write_bytes(f"{header}\n1,2024-01-05,5\n".encode("gb18030"))
    _, config = proposed(tmp_path, *(tmp_path / f"{name}.csv" for name in "abc"))

    assert (str(tmp_path / "a.csv"), str(tmp_path / "b.csv")) == config.source.transactions.files


def test_a_telephone_number_is_the_customer_where_there_is_no_other_key(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("手机号,姓名,日期,金额\n13800000000,某,2024-01-05,5\n", encoding="utf-8")
    _, config = proposed(tmp_path, file)

    assert "手机号" == config.source.transactions.columns["customer_id"].column
    assert ("姓名",) == config.privacy.drop


def test_cost_is_what_profit_leaves_of_sales(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("Customer ID,Order Date,Sales,Profit\na,2024-01-15,5,1\n", encoding="utf-8")

    assert ("Sales", "Profit") == proposed(tmp_path, file)[1].source.transactions.columns["cost"].subtract


def test_a_damaged_workbook_is_not_proposed_from(tmp_path):
    file = tmp_path / "orders.xlsx"
    file.write_bytes(b"PK\x03\x04")

    with pytest.raises(SourceError, match="not a complete workbook"):
        propose_client("acme", [file], tmp_path / "acme")
    assert not (tmp_path / "acme").exists()
