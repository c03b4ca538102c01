"""`strata new` on whole folders of real data, each given as it lies there: what is proposed is read without a hand's touch."""

import datetime
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from analysis.config import ClientConfig, load_client
from analysis.sources import read_inputs
from analysis.sources.demo import make_demo
from analysis.sources.propose import Proposal, propose_client
from tests.full.conftest import SHARED


@dataclass(frozen=True)
class New:
    """A proposed client, read."""

    proposal: Proposal
    config: ClientConfig
    tables: dict

    def columns(self, table: str) -> dict:
        return getattr(self.config.source, table).columns

    def said(self, *parts: str) -> bool:
        return any(all(part in str(remark) for part in parts) for remark in self.proposal.remarks)


def made(files: list[Path], folder: Path) -> New:
    proposal = propose_client(folder.name, files, folder)
    config = load_client(proposal.path)
    read = read_inputs(config.source, folder=folder)
    return New(proposal, config, {name: pq.read_table(one.path) for name, one in read.items()})


@pytest.fixture(scope="module")
def new(tmp_path_factory):
    held: dict[str, New] = {}

    def of(name: str) -> New:
        if not (SHARED / name).is_dir():
            pytest.skip(f"{name} is not held here")
        if name not in held:
            held[name] = made(sorted((SHARED / name).iterdir()), tmp_path_factory.mktemp("new") / name)
        return held[name]

    return of


def plain(columns: dict) -> dict:
    return {name: how.column for name, how in columns.items() if hasattr(how, "column")}


def total(column) -> float:
    return round(float(pc.sum(column).as_py()), 2)


def test_online_retail(new):
    """541,909 rows; 9,288 cancelled; net of all rows 9,747,747.93."""
    it = new("online-retail")
    columns, lines = it.columns("transactions"), it.tables["transactions"]
    assert ("Quantity", "UnitPrice") == columns["amount"].multiply
    assert ("CustomerID", "id") == (columns["customer_id"].column, columns["customer_id"].normalise)
    assert ("InvoiceNo", "C", "cancelled") == (
        columns["status"].starts_with.column,
        columns["status"].starts_with.prefix,
        columns["status"].then,
    )
    assert {"order_id": "InvoiceNo", "country": "Country", "product": "Description", "ordered_at": "InvoiceDate"}.items() <= plain(
        columns
    ).items()
    assert ("GBP", "Europe/London") == (it.config.currency, it.config.timezone)
    assert (541_909, 9_747_747.93) == (len(lines), total(lines["amount"]))
    assert {"cancelled": 9_288} == {
        row["values"]: row["counts"] for row in pc.value_counts(lines["status"]).to_pylist() if row["values"] == "cancelled"
    }


def test_cdnow(new):
    """69,659 rows, 2,500,315.63; the sample without a header and the summaries are left out, and it is said why."""
    it = new("cdnow")
    columns, lines = it.columns("transactions"), it.tables["transactions"]
    assert {"transactions"} == set(it.tables)
    assert ("date", "%Y%m%d") == (columns["ordered_at"].column, columns["ordered_at"].format)
    assert {"customer_id": "customer_id", "amount": "dollar_value", "quantity": "number_of_cds"}.items() <= plain(columns).items()
    assert (69_659, 2_500_315.63) == (len(lines), total(lines["amount"]))
    assert it.said("CDNOW_sample.txt", "no header")
    assert it.said("cdnow_customers_summary.csv", "computed from the order lines")


def test_the_chinese_superstore(new):
    """The sheet of returns marks orders; the CSV beside the workbook is another edition and is not added up."""
    it = new("cn-superstore")
    assert {"transactions": ["示例-超市.xls [订单]"]} == it.proposal.tables
    assert "returns" == it.columns("transactions")["status"].from_table
    assert ("销售额", "利润") == it.columns("transactions")["cost"].subtract
    assert (10_000, 16_117_548.24) == (len(it.tables["transactions"]), round(total(it.tables["transactions"]["amount"]), 2))
    assert it.said("superMarket.csv is another edition of 示例-超市.xls [订单]")
    assert it.said("153 of its order numbers belong to several customers")
    assert "客户名称" in it.config.privacy.drop


@pytest.mark.parametrize(("name", "amount"), [("cn-ecom-rfm", 3_640_644.00), ("cn-ecom-tgi", None)])
def test_shops_whose_orders_have_no_number(new, name, amount):
    it = new(name)
    columns = it.columns("transactions")
    assert columns["order_id"].row_number
    assert {
        "customer_id": "买家昵称", "ordered_at": "付款日期", "amount": "实付金额", "freight": "邮费", "brand": "品牌名称", "city": "城市",
        "region": "省份", "quantity": "购买数量", "status": "订单状态",
    } == plain(columns)  # fmt: skip
    wanted = {"交易成功": "paid", "付款以后用户退款成功，交易自动关闭": "refunded"}
    assert wanted == it.config.source.transactions.values["status"].wanted
    assert amount in (None, total(it.tables["transactions"]["amount"]))
    assert ("zh", "CNY", "Asia/Shanghai") == (it.config.language, it.config.currency, it.config.timezone)


def test_the_american_superstore(new):
    """Month first, told by days above twelve; sales 2,297,200.86."""
    it = new("superstore-en")
    columns, lines = it.columns("transactions"), it.tables["transactions"]
    assert "%m/%d/%Y" == columns["ordered_at"].format
    assert it.said("Order Date: month first (%m/%d/%Y)")
    assert (9_994, 2_297_200.86) == (len(lines), total(lines["amount"]))
    assert datetime.date(2019, 12, 30) == pc.max(lines["ordered_at"]).as_py().date()
    assert ("Customer Name",) == it.config.privacy.drop


def test_hillstrom(new):
    """21,306 were left alone; visits 18.28, 15.14, 10.62 %."""
    it = new("hillstrom")
    contacts, table = it.config.source.contacts, it.tables["contacts"]
    assert {"No E-Mail": "control"} == contacts.values["arm"].wanted
    assert {
        "arm": "segment",
        "visit": "visit",
        "ordered": "conversion",
        "revenue": "spend",
        "recency": "recency",
        "history": "history",
    }.items() <= plain(contacts.columns).items()
    assert {"visit", "ordered", "revenue", "recency", "history", "mens", "womens", "newbie"} == {
        name for name, kind in contacts.attributes.items() if kind == "metric"
    }
    assert "geographic" == contacts.attributes["area_type"]
    frame = table.to_pandas()
    assert 21_306 == (frame["arm"] == "control").sum()
    assert {"Mens E-Mail": 18.28, "Womens E-Mail": 15.14, "control": 10.62} == (100 * frame.groupby("arm")["visit"].mean()).round(
        2
    ).to_dict()


def test_two_editions_of_a_campaign(new):
    """Wines 680,816; purchases in store, web and catalogue 12,970 + 9,150 + 5,963."""
    it = new("marketing-campaign")
    people, sums = it.config.source.customers, it.config.source.summaries
    assert ["marketing_campaign.csv"] == it.proposal.tables["customers"] == it.proposal.tables["summaries"]
    assert it.said("marketing_campaign_semicolon_bom_iso.csv is another edition")
    assert ("%d-%m-%Y", "Year_Birth") == (people.columns["joined_at"].format, people.columns["birth_year"].column)
    assert {
        "Education",
        "Marital_Status",
        "Income",
        "Kidhome",
        "Teenhome",
        "Response",
        "Complain",
        "MntWines",
        "AcceptedCmp1",
    } <= set(plain(people.columns).values())
    assert it.said("Z_CostContact, Z_Revenue hold one and the same value")
    assert 6 == len(sums.columns["revenue"].add)
    assert ("NumWebPurchases", "NumCatalogPurchases", "NumStorePurchases") == sums.columns["orders"].add
    assert 680_816 == total(it.tables["customers"]["mnt_wines"])
    assert 12_970 + 9_150 + 5_963 == total(it.tables["summaries"]["orders"])


def test_customers_totals_and_answers_in_one_file(new):
    """Satisfied 125, unsatisfied 116, neutral 107."""
    it = new("ecommerce-customer-behavior")
    sums, items = it.columns("summaries"), it.config.source.responses.items
    assert ("Days Since Last Purchase", "Total Spend") == (sums["recency"].column, sums["revenue"].column)
    assert {"Unsatisfied": 1, "Neutral": 2, "Satisfied": 3} == items["satisfaction_level"].values
    assert ("satisfaction", (1, 5)) == (items["average_rating"].role, items["average_rating"].scale)
    assert {"sex", "age", "city", "level", "items_purchased", "discount_applied"} == set(it.config.source.customers.attributes)
    counted = {row["values"]: row["counts"] for row in pc.value_counts(it.tables["responses"]["satisfaction_level"]).to_pylist()}
    assert {3.0: 125, 2.0: 107, 1.0: 116} == {score: count for score, count in counted.items() if score is not None}


def test_mall_customers(new):
    it = new("mall-customers")
    assert {
        "customer_id": "CustomerID", "sex": "Genre", "age": "Age", "income": "Annual Income (k$)", "spending_score": "Spending Score (1-100)",
    } == plain(it.columns("customers"))  # fmt: skip
    assert "metric" == it.config.source.customers.attributes["spending_score"]


def test_telco(new):
    """1,869 of 7,043 left; tenure is in months because the file bills by the month."""
    it = new("telco-churn")
    sums = it.columns("summaries")
    assert ("TotalCharges", "tenure", "months") == (sums["revenue"].column, sums["tenure"].column, sums["tenure"].unit)
    churn = it.tables["customers"]["churn"]
    assert 1_869 == pc.sum(pc.equal(churn, "Yes")).as_py()
    assert "outcome" == it.config.source.customers.attributes["churn"]
    assert 19 == len(it.columns("customers"))
    assert {"tenure": "tenure_days", "left": "churn", "gone": ["Yes"], "group": "contract"} == it.config.settings["lifetime"][
        "contract"
    ]


def test_wholesale(new):
    """No id: each row a customer; channels 298 and 142; Fresh 5,280,131."""
    it = new("wholesale-customers")
    people = it.config.source.customers
    assert people.columns["customer_id"].row_number
    assert {"channel": "demographic", "region": "geographic"} | dict.fromkeys(
        ("fresh", "milk", "grocery", "frozen", "detergents_paper", "delicassen"), "metric"
    ) == people.attributes
    counted = {row["values"]: row["counts"] for row in pc.value_counts(it.tables["customers"]["channel"]).to_pylist()}
    assert ({"1": 298, "2": 142}, 5_280_131) == (counted, total(it.tables["customers"]["fresh"]))
    assert 440 == pc.count_distinct(it.tables["customers"]["customer_id"]).as_py()


def test_mcdonalds(new):
    """Yummy .5526, disgusting .2429; 788 women."""
    it = new("mcdonalds-survey")
    responses = it.config.source.responses
    assert responses.columns["respondent_id"].row_number
    assert 12 == len(responses.items)
    assert ({"I love it!+5": 5, "I hate it!-5": -5}, (-5, 5), "satisfaction") == (
        responses.items["like_score"].values,
        responses.items["like_score"].scale,
        responses.items["like_score"].role,
    )
    assert {"age": "metric", "sex": "demographic", "visit_frequency": "membership"} == responses.attributes
    table = it.tables["responses"].to_pandas()
    assert (0.5526, 0.2429) == (round(table["yummy"].mean(), 4), round(table["disgusting"].mean(), 4))
    assert (-5, 5, 0) == (table["like_score"].min(), table["like_score"].max(), table["like_score"].isna().sum())


def test_airline(new):
    """14 ratings from 1 to 5, where 0 is no answer; 11,403 of 25,976 satisfied."""
    it = new("airline-satisfaction")
    responses = it.config.source.responses
    assert "id" == responses.columns["respondent_id"].column
    assert 15 == len(responses.items)
    assert {(1, 5)} == {item.scale for key, item in responses.items.items() if key != "satisfaction"}
    assert {(), (0,)} == {item.not_applicable for item in responses.items.values()}
    table = it.tables["responses"].to_pandas()
    assert (11_403, 1.0) == (table["satisfaction"].sum(), table["inflight_wifi_service"].min())
    assert ("column_1", None, "index") in [(one.column, one.role, one.why) for one in it.proposal.guesses]


EVERY_KIND = {
    "demo_retail": {"transactions", "customers", "events", "responses", "contacts", "feedback"},
    "demo_clinic": {"transactions", "customers", "links", "events", "responses", "contacts", "feedback", "visits", "balances"},
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    held: dict[str, New] = {}

    def of(name: str) -> New:
        if name not in held:
            folder = tmp_path_factory.mktemp("demo")
            make_demo(name, folder / name)
            files = sorted(path for path in (folder / name / "raw").iterdir() if not path.name.startswith("."))
            held[name] = made(files, folder / "new" / name)
        return held[name]

    return of


@pytest.mark.parametrize("name", EVERY_KIND)
def test_every_kind_of_table_of_the_demos_is_found(demo, name):
    it = demo(name)
    assert EVERY_KIND[name] == set(it.tables)
    assert [] == it.proposal.missing
    assert "across_files" == it.config.source.transactions.duplicates


def test_the_clinics_files_are_understood(demo):
    """Two editions of Excel and CSV as one table; summaries left out; refunds by their list; payment from a balance excluded."""
    it = demo("demo_clinic")
    lines = it.config.source.transactions
    assert "收费明细" == lines.sheet
    assert ("returns", {"支付方式": ("储值卡",)}) == (lines.columns["status"].from_table, lines.exclude)
    assert it.said("会员汇总.csv", "computed from the order lines")
    assert it.said("促销日历.csv is the client's own calendar")
    assert {"普通客户": "consumer", "员工": "staff", "企业团购": "company", "测试": "test"} == it.config.source.customers.values[
        "role"
    ].wanted
    assert {"姓名", "手机号", "介绍人卡号"} == set(it.config.privacy.drop)


def test_the_command_shows_a_table_and_what_was_decided(workspace):
    """No raw name, e-mail or number reaches the screen; a second run does not write over the first."""
    if not (SHARED / "superstore-en").is_dir():
        pytest.skip("superstore-en is not held here")
    files = [str(path) for path in sorted((SHARED / "superstore-en").iterdir())]
    done = workspace.strata("new", "superstore", *files)
    assert (0, "") == (done.returncode, done.stderr)
    for words in ("transactions.ordered_at", "by its name and values", "month first", "To ask the client for", "Wrote"):
        assert words in done.stdout
    assert not [secret for secret in ("Claire", "Gute", "CG-12520", "152156") if secret in done.stdout]
    again = workspace.strata("new", "superstore", *files)
    assert 2 == again.returncode
    assert "is there already" in again.stderr
    checked = workspace.strata("check", "superstore", "2019-Q4")
    assert checked.returncode in (0, 1), checked.stdout + checked.stderr
