"""Which input table a file is taken for, and how its columns are mapped: one small file for each kind."""

import pytest

from analysis.config import load_client
from analysis.errors import SourceError
from analysis.sources import read_inputs
from analysis.sources.propose import propose_client
from tests.sources.test_files_workbooks import workbook


def proposed(tmp_path, **files):
    tmp_path.mkdir(exist_ok=True)
    paths = []
    for name, rows in files.items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text("".join(",".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
    proposal = propose_client("acme", paths, tmp_path / "acme")
    config = load_client(proposal.path)
    read_inputs(config.source, folder=proposal.path.parent)
    return proposal, config.source


def said(proposal, kind=None):
    return [str(remark) for remark in proposal.remarks if kind in (None, remark.kind)]


def names(table):
    return {column: getattr(how, "column", None) for column, how in table.columns.items()}


ORDERS = [
    ["Order No", "Customer No", "Order Date", "Amount"],
    *([f"A{i}", 100 + i % 30, f"2024-01-{1 + i % 28:02d}", 5 + i] for i in range(60)),
]
KINDS = {
    "events": [["User ID", "Time", "Event"], *([100 + i % 30, f"2024-01-02 10:{i:02d}:00", ["View", "加购", "login"][i % 3]] for i in range(60))],
    "visits": [
        ["卡号", "到院时间", "主诊医生", "状态", "消耗金额"],
        *([100 + i % 30, f"2024-01-02 10:{i:02d}", f"医生{i % 4}", ["已治疗", "爽约"][i % 2], 90] for i in range(60)),
    ],
    "balances": [["会员号", "账户类型", "余额", "截止日期"], *([100 + i, ["储值本金", "积分"][i % 2], 10 + i, "2024-06-30"] for i in range(60))],
    "feedback": [["Created", "Comment", "Stars"], *([f"2024-02-{1 + i % 28:02d}", f"Number {i} was good", 1 + i % 5] for i in range(60))],
    "consents": [["Member ID", "Channel", "Status", "Date"], *([100 + i, "sms", ["granted", "withdrawn"][i % 2], "2024-01-05"] for i in range(60))],
    "links": [["Customer No", "Household ID"], *([100 + i, 500 + i // 2] for i in range(60))],
    "contacts": [["Customer No", "Campaign", "Sent", "Group"], *([100 + i, "Spring", "2024-03-01", ["mail", "hold-out"][i % 2]] for i in range(60))],
    "summaries": [["Customer ID", "Recency", "Frequency", "Monetary"], *([100 + i, i, 1 + i % 4, 9.5 * i] for i in range(60))],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_is_known_by_its_columns_and_values(kind, tmp_path):
    """Each is read by the kit as it is proposed."""
    _proposal, source = proposed(tmp_path, some_name=KINDS[kind])
    assert [kind] == list(source.tables())


def test_words_of_a_fixed_vocabulary_are_mapped(tmp_path):
    source = proposed(tmp_path, a=KINDS["events"], b=KINDS["visits"], c=KINDS["balances"], d=KINDS["consents"])[1]
    assert {"View": "view", "加购": "cart", "login": "login"} == source.events.values["kind"].wanted
    assert {"已治疗": "performed", "爽约": "no_show"} == source.visits.values["stage"].wanted
    assert {"储值本金": "cash", "积分": "points"} == source.balances.values["kind"].wanted
    assert {"granted": "given", "withdrawn": "withdrawn"} == source.consents.values["state"].wanted


def test_the_arm_that_was_left_alone_is_the_control(tmp_path):
    source = proposed(tmp_path, a=KINDS["contacts"])[1]
    assert {"hold-out": "control"} == source.contacts.values["arm"].wanted


def test_files_of_the_same_columns_are_parts_of_one_table(tmp_path):
    later = [ORDERS[0], *([f"B{i}", 100 + i, f"2024-02-{1 + i % 28:02d}", 5] for i in range(30))]
    proposal, source = proposed(tmp_path, jan=ORDERS, feb=later)
    assert ["jan.csv", "feb.csv"] == proposal.tables["transactions"]
    assert 2 == len(source.transactions.files)
    assert "keep" == source.transactions.duplicates


def test_exports_that_repeat_each_others_last_days_are_joined_once(tmp_path):
    """Ten of sixty orders stand in both files."""
    later = [ORDERS[0], *ORDERS[-10:], *([f"B{i}", 100, f"2024-02-{1 + i % 28:02d}", 5] for i in range(50))]
    proposal, source = proposed(tmp_path, jan=ORDERS, feb=later)
    assert "across_files" == source.transactions.duplicates
    assert any("10 order numbers stand in two of them" in one for one in said(proposal))


def test_another_edition_is_left_out(tmp_path):
    """The fuller file is taken, wherever it stands."""
    proposal, _source = proposed(tmp_path, part=ORDERS[:41], whole=ORDERS)
    assert ["whole.csv"] == proposal.tables["transactions"]
    assert any(one.startswith("part.csv is another edition of whole.csv (100 %") for one in said(proposal, "left"))


def test_editions_without_common_keys_are_known_by_their_rows(tmp_path):
    """The same sales under other numbers and other years: customer, product and town tell."""
    head = ["Order ID", "Customer ID", "Customer Name", "Product", "City", "Order Date", "Sales"]
    rows = [
        [
            f"US-2017-{i}",
            f"c{i % 40}",
            f"Ann Lee{chr(97 + i % 20)}",
            f"Item {i % 17}",
            f"Town {i % 9}",
            f"2017-0{1 + i % 9}-05",
            3.5,
        ]
        for i in range(200)
    ]
    other = [
        [f"US-2016-{i}", name, product, town, f"2017-0{1 + i % 9}-05", 4]
        for i, (_, _, name, product, town, _, _) in enumerate(rows)
    ]
    proposal, _ = proposed(tmp_path, a=[[*head[:1], *head[2:]], *other], b=[head, *rows])
    assert ["b.csv"] == proposal.tables["transactions"]
    assert any("a.csv is another edition of b.csv" in one for one in said(proposal, "left"))


def test_summaries_beside_order_lines_are_left_out(tmp_path):
    proposal, source = proposed(
        tmp_path, orders=ORDERS, sums=[["Customer No", *KINDS["summaries"][0][1:]], *KINDS["summaries"][1:]]
    )
    assert ["transactions"] == list(source.tables())
    assert any(one.startswith("sums.csv: what customers came to") and "50 %" in one for one in said(proposal, "left"))


def test_keys_between_files_are_counted(tmp_path):
    """Orders know customers 100 to 129; the file of customers holds 100 to 114."""
    people = [["Customer No", "Sex", "City"], *([100 + i, "FM"[i % 2], f"Town {i % 3}"] for i in range(15))]
    proposal, _ = proposed(tmp_path, orders=ORDERS, people=people)
    assert "Keys: 50 % of the 30 customers in transactions are found in customers." in said(proposal)


def test_an_unnamed_key_is_found_by_its_values(tmp_path):
    """'Ref' says nothing, but all its values are customers of the orders."""
    events = [["Ref", "Time", "Event"], *KINDS["events"][1:]]
    people = [["Ref", "Sex", "Age"], *([100 + i, "FM"[i % 2], 20 + i] for i in range(30))]
    source = proposed(tmp_path, orders=ORDERS, people=people)[1]
    assert "Ref" == names(source.customers)["customer_id"]
    assert events[0][0] == "Ref"


def test_quantity_times_price_and_letters_of_cancellations(tmp_path):
    """Six of sixty invoices begin with C and are negative; the ids are written 17850.0."""
    rows = [
        [
            ("C" if i % 10 == 9 else "") + str(536000 + i),
            "x",
            -1 if i % 10 == 9 else 2,
            f"2024-01-{1 + i % 28:02d} 08:{i:02d}",
            2.5,
            f"{17850 + i % 9}.0",
        ]
        for i in range(60)
    ]
    _proposal, source = proposed(
        tmp_path, a=[["InvoiceNo", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"], *rows]
    )
    columns = source.transactions.columns
    assert ("Quantity", "UnitPrice") == columns["amount"].multiply
    assert ("InvoiceNo", "C", "cancelled") == (
        columns["status"].starts_with.column,
        columns["status"].starts_with.prefix,
        columns["status"].then,
    )
    assert "id" == columns["customer_id"].normalise


def test_letters_of_a_shop_are_no_cancellation(tmp_path):
    """Two shops number their orders with letters of their own; nothing is negative."""
    rows = [[("L" if i % 3 else "M") + str(1000 + i), i % 9, f"2024-01-{1 + i % 28:02d}", 2.5] for i in range(60)]
    assert (
        "status" not in proposed(tmp_path, a=[["Order No", "Customer No", "Order Date", "Amount"], *rows])[1].transactions.columns
    )


def test_rows_are_orders_where_the_time_tells_them_apart(tmp_path):
    """With hours each row is an order; with days alone a customer's day is."""
    head = ["买家昵称", "付款日期", "实付金额"]
    timed = [[f"昵称{i % 50}", f"2024-01-{1 + i % 28:02d} 08:{i % 60:02d}:{i % 59:02d}", 5] for i in range(100)]
    assert proposed(tmp_path / "timed", a=[head, *timed])[1].transactions.columns["order_id"].row_number
    days = [[who, when[:10], money] for who, when, money in timed]
    assert "order_id" not in proposed(tmp_path / "days", a=[head, *days])[1].transactions.columns


def test_a_decimal_comma_is_kept(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(
        "Kunde;Customer ID;Date;Amount\n" + "".join(f"x;{i};2024-01-{i + 10};1.234,50\n" for i in range(9)), encoding="utf-8"
    )
    config = load_client(propose_client("acme", [file], tmp_path / "acme").path)
    assert "," == config.source.transactions.columns["amount"].decimal


def test_a_header_below_notes_and_every_sheet_is_read(tmp_path):
    sheets = {
        "说明": [["销售报表 2024"], ["制表：财务"]],
        "明细": [
            ["导出时间：2024-02-01"],
            ["单号", "会员号", "下单时间", "实付金额"],
            *([f"A{i}", i % 5, f"2024-01-{10 + i}", 9] for i in range(9)),
        ],
    }
    proposal = propose_client("acme", [workbook(tmp_path / "a.xlsx", sheets)], tmp_path / "acme")
    assert {"transactions": ["a.xlsx [明细]"]} == proposal.tables
    assert "header_row 2" in proposal.path.read_text(encoding="utf-8")


def test_a_file_without_a_header_is_left_out_and_said_so(tmp_path):
    proposal, _ = proposed(tmp_path, orders=ORDERS, bare=[[i, 20240100 + i, 2, 3.5] for i in range(10, 30)])
    assert any(one.startswith("bare.csv: no header") for one in said(proposal, "left"))


def test_one_unreadable_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "orders.csv").write_text("".join(",".join(map(str, row)) + "\n" for row in ORDERS), encoding="utf-8")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "README.md").write_text("notes", encoding="utf-8")
    proposal = propose_client("acme", sorted(tmp_path.glob("*.*")), tmp_path / "acme")
    assert ["orders.csv"] == proposal.tables["transactions"]
    assert {"broken.xlsx could not be read", "README.md is no table"} == {one.split(":")[0] for one in said(proposal, "left")}


def test_files_without_a_row_are_no_client(tmp_path):
    """Nothing is written: a client.yaml without an input could not be loaded."""
    file = tmp_path / "empty.csv"
    file.write_text("customer_id,order_date,amount\n", encoding="utf-8")

    with pytest.raises(SourceError, match=r"None of these files holds a row below its header: empty\.csv\."):
        propose_client("acme", [file], tmp_path / "acme")
    assert not (tmp_path / "acme").exists()
