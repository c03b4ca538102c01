"""Money in the client's currency: dated rates, what has none, and tax taken out."""

import re

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.config import load_client
from analysis.engine import read_parquet, to_pandas
from analysis.errors import ConfigError, SourceError
from analysis.sources import read_inputs
from tests.stories import write_client

CLIENT = """\
name: Abroad
currency: GBP
source:
  transactions:
    files: raw/orders.csv
    columns: {customer_id: Customer, ordered_at: Date, amount: Total, cost: Cost, currency: Cur}
"""
RATES = """\
  rates:
    files: raw/rates*.csv
    columns: {date: Day, currency: Code, rate: Rate}
"""
ORDERS = "Customer,Date,Total,Cost,Cur\n"
LINES = (
    "ana,2024-06-01 10:00,100.05,40,GBP\n"
    "ana,2024-06-01 10:00,100,40,EUR\n"  # on the day of the rate: 0.80
    "ana,2024-06-09 23:59,-50,,eur\n"  # still 0.80, which holds until the tenth
    "ana,2024-06-10 00:00,100,40,EUR\n"  # 0.90
    "ana,2024-06-11 09:00,10,,\n"  # blank: the client's own
    "ana,2024-05-31 09:00,7,3,EUR\n"  # before the first rate
    ",2024-06-11 09:00,8,3,USD\n"  # no rate at all
)
QUOTES = "Day,Code,Rate\n2024-06-01,EUR,0.80\n2024-06-10,eur,0.90\n2024-06-12,EUR,\n"


@pytest.fixture
def read(tmp_path):
    """Reads order lines (and rates) as the client's canonical transactions in pounds."""

    def table(lines: str = LINES, rates: str | dict | None = QUOTES, yaml: str = CLIENT, **settings) -> pd.DataFrame:
        quotes = rates if isinstance(rates, dict) else {"rates.csv": rates} if rates else {}
        folder = write_client(tmp_path / "abroad", yaml + (RATES if rates else ""), {"orders.csv": ORDERS + lines, **quotes})
        config = load_client(folder / "client.yaml")
        held = read_inputs(
            config.source, folder=folder, pseudonymise=False, currency=config.currency, money=config.money, **settings
        )
        table.path = held["transactions"].path
        return to_pandas(read_parquet(table.path)).sort_values("source_row", ignore_index=True)

    return table


def test_the_latest_rate_on_or_before_the_day_holds(read):
    lines = read()

    assert [100.05, 80.0, -40.0, 90.0, 10.0] == lines["amount"].tolist()[:5]
    assert [40.0, 32.0, 36.0] == lines["cost"].dropna().tolist()
    assert ["GBP", "EUR", "EUR", "EUR"] == lines["currency"].tolist()[:4]
    assert pd.isna(lines["currency"][4])
    assert {"decimal128(18, 4)"} == {str(pq.read_schema(read.path).field(name).type) for name in ("amount", "cost")}


def test_a_line_without_a_rate_has_no_money_and_says_why(read):
    """Neither the euros before the first rate nor the dollars are in any sum; a missing customer comes after a missing rate."""
    lines = read()

    assert ["ok"] * 5 + ["no_rate"] * 2 == lines["fate"].tolist()
    assert lines.loc[5:, ["amount", "cost"]].isna().all(axis=None)
    assert 240.05 == round(lines["amount"].sum(), 4)


def test_lines_that_are_left_out_anyway_keep_their_reason(read):
    """Unreadable euros are not half converted, and excluded dollars need no rate."""
    yaml = CLIENT + "    exclude: {Customer: test}\n"
    lines = read(
        "ana,,5,,EUR\nana,2024-06-02,x,,EUR\ntest,2024-06-02,9,,USD\ntest,2024-06-02,10,,EUR\nana,2024-06-02,1,,EUR\n", yaml=yaml
    )

    assert ["unreadable_date", "unreadable_amount", "excluded", "excluded", "ok"] == lines["fate"].tolist()
    assert [8.0, 0.8] == lines["amount"].dropna().tolist()


def test_several_currencies_without_rates_are_an_error_that_names_them(read):
    with pytest.raises(
        ConfigError,
        match=re.escape(
            "client.yaml: currency is GBP, but order lines are in EUR, USD. Declare source.rates (date, currency, rate), "
            "or map other spellings of GBP under source.transactions.values.currency."
        ),
    ):
        read(rates=None)


def test_the_clients_own_currency_needs_no_rate(read):
    lines = read("ana,2024-06-01,5,,gbp\nana,2024-06-02,6,,\n", rates=None)

    assert [5.0, 6.0] == lines["amount"].tolist()


def test_a_column_of_something_else_is_not_quoted(read):
    """A mapping by mistake may put names there."""
    with pytest.raises(ConfigError, match=r"order lines are in 1 others\."):
        read("ana,2024-06-01,5,,Anastasia Robertson\n", rates=None)


def test_other_spellings_are_mapped(read):
    yaml = CLIENT + "    values: {currency: {GBP: [Pound], EUR: [Euro]}}\n"

    assert [5.0, 4.8] == read("ana,2024-06-01,5,,Pound\nana,2024-06-02,6,,Euro\n", yaml=yaml)["amount"].tolist()


@pytest.mark.parametrize(
    ("quotes", "message"),
    [
        ("2024-06-01,EUR,0\n2024-06-02,EUR,-1\n", "rates.csv holds 2 rates that are not above zero, the first for EUR"),
        ("2024-06-01,EUR,0.8\n2024-06-01,eur,0.9\n", "EUR has two rates for 2024-06-01 (rates.csv). Keep one"),
    ],
)
def test_rates_that_cannot_be_used_are_refused(read, quotes, message):
    with pytest.raises(SourceError, match=re.escape(message)):
        read(rates="Day,Code,Rate\n" + quotes)


def test_a_later_file_of_rates_may_correct_an_earlier_one(read, monkeypatch):
    rates = {"rates1.csv": QUOTES, "rates2.csv": "Day,Code,Rate\n2024-06-01,EUR,0.5\n"}
    monkeypatch.setattr("tests.sources.test_currencies.RATES", RATES + "    refresh: replace\n")

    assert [50.0, -25.0, 90.0] == read(rates=rates)["amount"].tolist()[1:4]


def test_new_rates_build_the_lines_again(read):
    read()
    again = read(rates=QUOTES.replace("0.80", "0.70"))

    assert 70.0 == again["amount"][1]


TAXED = """\
name: Taxed
currency: GBP
money: {tax: included, figures: without_tax}
source:
  transactions:
    files: raw/orders.csv
    columns: {customer_id: Customer, ordered_at: Date, amount: Total, tax: Tax, list_amount: List, discount: Off, cost: Cost}
"""


def test_tax_is_taken_out_of_amount_list_price_and_discount(tmp_path):
    """120 holds 20: a sixth goes from the list price of 150 and from the discount of 30 as well.

    A refund gives its tax back, whichever sign the file writes; a line without tax, or with more
    tax than money, stays.
    """
    rows = "Customer,Date,Total,Tax,List,Off,Cost\na,2024-06-01,120,20,150,30,60\na,2024-06-02,-120,-20,,,\na,2024-06-03,-120,20,,,\na,2024-06-04,50,,60,10,\na,2024-06-05,5,6,,,\na,2024-06-06,0,0,9,9,\n"
    folder = write_client(tmp_path / "taxed", TAXED, {"orders.csv": rows})
    config = load_client(folder / "client.yaml")

    def read(money) -> pd.DataFrame:
        held = read_inputs(config.source, folder=folder, pseudonymise=False, currency="GBP", money=money)
        return to_pandas(read_parquet(held["transactions"].path)).sort_values("source_row")

    lines = read(config.money)
    assert [100.0, -100.0, -100.0, 50.0, 5.0, 0.0] == lines["amount"].tolist()
    assert [125.0, 60.0, 9.0] == lines["list_amount"].dropna().tolist()
    assert [25.0, 10.0, 9.0] == lines["discount"].dropna().tolist()
    assert [60.0] == lines["cost"].dropna().tolist()
    for tax, figures in (("excluded", "without_tax"), ("included", "as_given")):
        untouched = read(config.money.model_copy(update={"tax": tax, "figures": figures}))
        assert [120.0, -120.0, -120.0, 50.0, 5.0, 0.0] == untouched["amount"].tolist()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ((" tax: Tax,", ""), "source.transactions.columns maps no tax"),
        (("tax: included, ", ""), "money.tax does not say whether the amounts hold it"),
    ],
)
def test_figures_without_tax_need_to_know_the_tax(tmp_path, change, message):
    folder = write_client(tmp_path / "taxed", TAXED.replace(*change), {"orders.csv": "Customer,Date,Total,Tax,List,Off,Cost\n"})
    config = load_client(folder / "client.yaml")

    with pytest.raises(ConfigError, match=message):
        read_inputs(config.source, folder=folder, currency="GBP", money=config.money)
