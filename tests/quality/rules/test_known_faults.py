"""Faults that are known to be there: those planted in the demo clients, and those of published files."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.quality import value_maps
from analysis.reporting import compose, overview
from analysis.sources.demo import make_demo
from analysis.store import Run
from tests.conftest import client_folder

pytestmark = pytest.mark.slow
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def looked_at(folder: Path, period: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Checks of a client and of the files behind its tables, and the proposed spellings."""
    run = Run.open(folder.name, period, data=folder.parent, reports=folder.parent / "reports")
    held = compose.hold(run, refunds="net", window_months=24)
    checks = overview.checks(held, refunds="net", run=run)
    maps = value_maps({name: one.path for name, one in held.inputs.items()})
    return checks.set_index(["table", "check", "column"]).sort_index(), maps


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Makes a demo client; returns what the rules find and the ledger of faults by name."""

    def make(name: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
        folder = tmp_path_factory.mktemp("data") / name
        make_demo(name, folder)
        ledger = pd.read_parquet(folder / "truth" / "dirt.parquet").groupby("fault")["lines"].sum()
        return (*looked_at(folder, "2025-Q4"), ledger)

    return make


def test_the_planted_faults_of_the_retailer(demo):
    checks, maps, planted = demo("demo_retail")
    lines = checks.loc["transactions"]["rows"]

    assert planted["no_customer"] == lines["missing_key", "customer_id"]
    assert planted["blank_date"] == lines["unreadable_date", "ordered_at"]
    assert planted["amount_text"] == lines["unreadable_amount", "amount"] == lines["sentinel", "Line Total"]
    assert planted["zero_price"] == lines["zero_amount", "amount"]
    assert planted["duplicate"] + planted["overlap"] == lines["across_files", "*"]
    assert planted["test_customer"] == lines["excluded", "*"]
    assert planted["department_upper"] + planted["department_lower"] == lines["spelling", "category"] == maps["rows"].sum()
    assert planted["city_trailing_blank"] == lines["padded", "City"]
    assert planted["customer_trailing_blank"] == lines["padded", "Customer No"]
    assert planted["decimal_customer"] == lines["decimal_id", "Customer No"]
    assert planted["sentinel_birth_date"] == checks.loc[("customers", "sentinel", "birth_date"), "rows"]
    # And nothing that was not planted: every return is found with its order, no jump, no gap, no service, no test.
    sound = {
        "refund_unmatched",
        "price_jump",
        "amount_jump",
        "gap",
        "shifted_clock",
        "service_line",
        "test_line",
        "exact_duplicate",
    }
    assert not sound & set(lines.index.get_level_values("check"))


def test_the_planted_faults_of_the_clinic(demo):
    checks, maps, planted = demo("demo_clinic")
    lines = checks.loc["transactions"]["rows"]

    assert planted["unknown_date"] == lines["sentinel", "收费时间"]
    assert planted["zero_date"] == lines["impossible_date", "收费时间"]
    assert planted["unknown_date"] + planted["zero_date"] == lines["unreadable_date", "ordered_at"]
    assert planted["amount_text"] == lines["unreadable_amount", "amount"] == lines["mixed_types", "实收金额"]
    assert planted["no_card"] == lines["missing_key", "customer_id"]
    assert planted["paid_from_card"] + planted["test_card"] == lines["excluded", "*"]
    assert planted["wide_blank"] + planted["plain_blank"] == lines["padded", "卡号"]
    assert planted["decimal_card"] == lines["decimal_id", "卡号"]
    # One of the sixty stands on a second card of somebody who is counted once.
    assert planted["sentinel_birth_date"] - 1 <= checks.loc[("customers", "sentinel", "birth_date"), "rows"]
    assert maps.empty


RETAIL = """
files: raw/online_retail.parquet
columns:
  customer_id: {column: CustomerID, normalise: id}
  ordered_at: InvoiceDate
  amount: {multiply: [Quantity, UnitPrice]}
  order_id: InvoiceNo
  product: StockCode
  category: Description
  quantity: Quantity
  country: Country
  status: {starts_with: {column: InvoiceNo, prefix: C}, then: cancelled, otherwise: paid}
"""
CAMPAIGN = """
files: raw/marketing_campaign.csv
columns: {customer_id: ID, birth_year: Year_Birth, marital: Marital_Status, income: Income}
attributes: {birth_year: metric, marital: demographic, income: metric}
"""
MAILING = """
files: raw/hillstrom.csv
columns: {arm: segment, place: zip_code}
attributes: {place: geographic}
"""
TELCO = """
files: raw/WA_Fn-UseC_-Telco-Customer-Churn.csv
columns: {customer_id: customerID, contract: Contract}
attributes: {contract: membership}
"""
STORE = """
files: raw/Sample_-_Superstore.csv
columns: {customer_id: Customer ID, ordered_at: Order Date, amount: Sales, order_id: Order ID, product: Product Name}
"""


def published(tmp_path: Path, file: str, table: str, *, name: str, period: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    if not (DATA / file).is_file():
        pytest.skip(f"{file} is not in ../shared/data")
    folder = client_folder(tmp_path / "client", {}, table, name=name)
    (folder / "raw" / Path(file).name).symlink_to(DATA / file)
    checks, maps = looked_at(folder, period)
    return checks.loc[name], maps


def test_online_retail(tmp_path):
    """The figures that are published with it."""
    checks, _ = published(tmp_path, "online-retail/online_retail.parquet", RETAIL, name="transactions", period="2011-Q4")
    rows = checks["rows"]

    assert 135_080 == rows["missing_key", "customer_id"]
    assert 1_454 == rows["missing_value", "category"]
    assert 5_268 == rows["exact_duplicate", "*"]
    assert 9_288 == rows["refunded", "status"]
    assert 10_624 == rows["negative_quantity", "quantity"]
    assert 2_517 == rows["zero_amount", "amount"] + rows["negative_price", "amount"]
    assert checks.loc[("code_without_digits", "product"), "example"].startswith("POST, DOT, M, ")
    assert "BANK CHARGES, AMAZONFEE" == checks.loc[("service_line", "product"), "example"]


def test_marketing_campaign(tmp_path):
    checks, maps = published(tmp_path, "marketing-campaign/marketing_campaign.csv", CAMPAIGN, name="customers", period="2014")

    assert (1, "666,666") == tuple(checks.loc[("outlier", "income"), ["rows", "example"]])
    assert (3, "1893") == tuple(checks.loc[("impossible_birth", "birth_year"), ["rows", "example"]])
    assert (7, "Absurd, YOLO, Alone") == tuple(checks.loc[("rare_value", "marital"), ["rows", "example"]])
    assert 24 == checks.loc[("missing_value", "income"), "rows"]
    assert {"Z_CostContact", "Z_Revenue"} == set(checks.loc["constant"].index)
    assert maps.empty


@pytest.mark.parametrize(
    ("file", "table", "name", "period", "expected"),
    [
        ("hillstrom/hillstrom.csv", MAILING, "contacts", "2008", {("spelling", "place"): 28_776}),
        ("telco-churn/WA_Fn-UseC_-Telco-Customer-Churn.csv", TELCO, "customers", "2018", {("missing_value", "TotalCharges"): 11}),
        ("superstore-en/Sample_-_Superstore.csv", STORE, "transactions", "2019-Q4", {("missing_value", "Postal Code"): 11, ("exact_duplicate", "*"): 1}),
    ],
)  # fmt: skip
def test_other_published_files(tmp_path, file, table, name, period, expected):
    checks, _ = published(tmp_path, file, table, name=name, period=period)

    assert expected == checks.loc[list(expected), "rows"].to_dict()
