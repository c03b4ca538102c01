"""From files on disk to what chapter 01 says about money: deliveries, control totals, currencies."""

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.errors import ConfigError, SourceError
from analysis.reporting import compose, money
from analysis.store import Run
from tests.stories import write_client

CLIENT = """\
name: Months
currency: GBP
refunds: net
source:
  transactions:
    files: raw/*.csv
    refresh: {refresh}
    columns: {{customer_id: Customer, ordered_at: Date, amount: Total, order_id: No, status: State}}
    values: {{status: {{paid: Done, refunded: Back}}}}
{more}privacy: {{pseudonymise: false}}
"""
HEAD = "No,Customer,Date,Total,State\n"
JUNE = HEAD + "A1,ana,2024-06-03,100,Done\nA2,ben,2024-06-20,60,Done\nA3,cho,2024-06-28,40,Done\n"
# The refund of A2 reaches June's books with July's file.
ADDED = HEAD + "A2,ben,2024-06-27,-60,Done\nA4,ana,2024-07-04,30,Done\n"
AUGUST = HEAD + "A1,ana,2024-06-05,-10,Done\nA5,ana,2024-08-01,5,Done\n"
WHOLE = HEAD + "A2,ben,2024-06-20,60,Back\nA4,ana,2024-07-04,30,Done\n"
CONTROLS = "control_totals:\n  - {{period: 2024-06, figure: revenue, total: {total}, tolerance: 0.005, source: ledger}}\n"


@pytest.fixture
def months(tmp_path):
    """A client with June's file; writes further files and holds a period."""

    def hold(period: str = "2024-06", *, refresh: str = "append", more: str = "", **files: str) -> tuple[Run, compose.Held]:
        yaml = CLIENT.format(refresh=refresh, more=more)
        write_client(
            tmp_path / "data" / "months", yaml, {f"2024-{name[1:]}.csv": text for name, text in {"m06": JUNE, **files}.items()}
        )
        run = Run.open("months", period, data=tmp_path / "data", reports=tmp_path / "reports")
        return run, compose.hold(run, refunds=run.config.refunds, window_months=12)

    return hold


@pytest.mark.parametrize(("refresh", "july"), [("append", ADDED), ("replace", WHOLE)])
def test_junes_late_refund_arrives_in_julys_file(months, refresh, july):
    """Sold stays 200, 60 go back: June was 200 and is 140, whichever way the client delivers."""
    assert money.restatements(*months(refresh=refresh)).empty
    run, held = months("2024-07", refresh=refresh, m07=july)
    table = money.restatements(run, held).set_index("figure")

    assert (200.0, 140.0, -60.0) == tuple(table.loc["revenue", ["before", "after", "change"]])
    assert (0.0, 60.0) == tuple(table.loc["refunds", ["before", "after"]])
    assert "sold" not in table.index
    assert {pd.Timestamp("2024-06-01")} == set(table["month"])
    assert {(2, "2024-07.csv")} == set(zip(table["reading"], table["delivery"], strict=True))
    again = money.restatements(*months("2024-07", refresh=refresh, m07=july))
    assert table.reset_index()[list(again.columns)].equals(again)


def test_replaced_lines_show_in_the_waterfall_with_their_money(months):
    from analysis.reporting import overview

    months(refresh="replace")
    _, held = months("2024-07", refresh="replace", m07=WHOLE)
    steps = overview.waterfall(held).set_index("step")

    assert (1, 60.0) == tuple(steps.loc["superseded", ["rows", "amount"]])
    assert (5, 290.0) == tuple(steps.loc["raw", ["rows", "amount"]])
    assert (4, 170.0) == tuple(steps.loc["analysed", ["rows", "amount"]])


def test_restatements_of_earlier_deliveries_are_kept(months):
    months()
    months("2024-07", m07=ADDED)
    run, held = months("2024-08", m07=ADDED, m08=AUGUST)
    table = money.restatements(run, held)
    revenue = table[table["figure"] == "revenue"]

    assert [(2, -60.0, "2024-07.csv"), (3, -10.0, "2024-08.csv")] == list(
        revenue[["reading", "change", "delivery"]].itertuples(index=False, name=None)
    )
    assert money.restatements(*months("2024-06", m07=ADDED, m08=AUGUST)).equals(table)


def test_a_restatement_is_the_latest_until_files_are_delivered_again(months):
    """Another way of reading the same files is no delivery; a new file is, though it restates nothing."""
    months()
    months("2024-07", m07=ADDED)
    assert money.restatements(*months("2024-07", m07=ADDED, more="timezone: Europe/London\n"))["latest"].all()
    later = {"m07": ADDED, "m08": HEAD + "A5,ana,2024-08-01,5,Done\n"}
    table = money.restatements(*months("2024-07", **later, more="timezone: Europe/London\n"))

    assert {2} == set(table["reading"])
    assert not table["latest"].any()


def test_a_change_of_client_yaml_is_nobodys_delivery(months):
    """Together with it the file of July restates nothing: nobody could tell the two apart."""
    months()
    run, held = months("2024-07", refresh="replace", m07=WHOLE)

    assert money.restatements(run, held).empty


def test_a_control_total_that_is_met_is_shown(months):
    """199.1 is .45 % below the 200 that June holds."""
    run, _ = months(more=CONTROLS.format(total=199.1))
    table = money.controls(run)

    assert [("2024-06", "revenue", 199.1, 200.0, "met", "ledger")] == list(
        table[["period", "figure", "expected", "found", "status", "source"]].itertuples(index=False, name=None)
    )
    assert money.controls(months()[0]) is None


def test_a_control_total_that_is_missed_stops_everything(months, tmp_path, capsys):
    """198.8 is .6 % below.  `strata check` says so in one sentence, and nothing of the period is written."""
    with pytest.raises(SourceError, match=r"revenue of 2024-06 is missed: ledger has 198.80 GBP, the order lines give 200.00 GBP"):
        months(more=CONTROLS.format(total=198.8))
    with pytest.raises(SystemExit) as left:
        main(["check", "months", "2024-06", "--data", str(tmp_path / "data")])
    told = capsys.readouterr()

    assert 2 == left.value.code
    assert "" == told.out
    assert "Traceback" not in told.err
    sentence = " ".join(told.err.split())
    assert sentence.startswith("Control total revenue of 2024-06 is missed: ledger has 198.80 GBP")
    assert "+1.20 GBP (+0.60%) where 0.50% is allowed" in sentence
    assert not (tmp_path / "data" / "months" / "2024-06").exists()
    assert not (tmp_path / "data" / "months" / "canonical" / "months.json").exists()


def test_control_totals_speak_of_any_period_and_are_held_once_each(months):
    two = "control_totals:\n  - {{period: '{0}', figure: orders, total: 3}}\n  - {{period: '{0}', figure: {1}, total: 3}}\n"
    run, _ = months(more=two.format("2024", "customers"))

    assert ["met", "met"] == money.controls(run)["status"].tolist()
    with pytest.raises(ConfigError, match="control_totals give orders of 2024 twice"):
        months(more=two.format("2024", "orders"))
    with pytest.raises(ConfigError, match="'soon' is not a period"):
        months(more=two.format("soon", "customers"))


def test_control_totals_need_order_lines(tmp_path):
    yaml = "name: A\ncurrency: GBP\ncontrol_totals: [{period: 2024-06, figure: lines, total: 1}]\nsource:\n  feedback: {files: raw/a.csv, columns: {text: T}}\n"
    write_client(tmp_path / "data" / "a", yaml, {"a.csv": "T\nfine\n"})
    run = Run.open("a", "2024-06", data=tmp_path / "data", reports=tmp_path / "reports")

    with pytest.raises(ConfigError, match=r"control_totals are declared, but source\.transactions is not"):
        compose.hold(run, refunds="net", window_months=12)


def test_currency_and_tax_reach_the_run(tmp_path):
    """100 euros at .8 hold 16 of tax: 64 are left, beside 50 pounds with 10; dollars have no rate."""
    yaml = (
        "name: Abroad\ncurrency: GBP\nmoney: {tax: included, figures: without_tax}\nprivacy: {pseudonymise: false}\nsource:\n"
        "  transactions:\n    files: raw/orders.csv\n"
        "    columns: {customer_id: Customer, ordered_at: Date, amount: Total, tax: Tax, currency: Cur}\n"
        "  rates: {files: raw/rates.csv, columns: {date: Day, currency: Code, rate: Rate}}\n"
        "control_totals: [{period: 2024-06, figure: sold, total: 104}]\n"
    )
    orders = "Customer,Date,Total,Tax,Cur\nana,2024-06-01,100,20,EUR\nana,2024-06-02,50,10,GBP\nana,2024-06-03,7,1,USD\n"
    write_client(tmp_path / "data" / "abroad", yaml, {"orders.csv": orders, "rates.csv": "Day,Code,Rate\n2024-01-01,EUR,0.8\n"})
    run = Run.open("abroad", "2024-06", data=tmp_path / "data", reports=tmp_path / "reports")
    held = compose.hold(run, refunds="net", window_months=12)
    parts = money.money_parts(run, held).set_index(["scope", "part"])

    assert (104.0, 2) == tuple(parts.loc[("period", "net"), ["amount", "lines"]])
    assert 26.0 == parts.loc[("period", "tax"), "amount"]
    assert ["met"] == money.controls(run)["status"].tolist()


def test_the_last_days_are_provisional(tmp_path):
    """Forty orders, one a day; every second one goes back, half at once and half after four days."""
    rows = []
    for number in range(40):
        day = pd.Timestamp("2024-06-01") + pd.Timedelta(days=number)
        rows += [f"A{number},c{n}{number},{day:%Y-%m-%d},100,Done" for n in range(4)]
        rows += [
            f"RA{number},c{n}{number},{day + pd.Timedelta(days=4 * n):%Y-%m-%d},-100,Done" for n in range(2) if number + 4 * n < 40
        ]
    write_client(
        tmp_path / "data" / "late", CLIENT.format(refresh="append", more=""), {"orders.csv": HEAD + "\n".join(rows) + "\n"}
    )
    run = Run.open("late", "2024-Q3", data=tmp_path / "data", reports=tmp_path / "reports")
    days, lags = money.provisional(run, compose.hold(run, refunds="net", window_months=12))
    row = days.iloc[0]

    assert (4, 76, 76) == tuple(row[["days", "matched", "refunds"]])
    assert [0.5, 0.5, 0.5, 0.5, 1.0] == lags["arrived"].round(12).tolist()
    assert 0.5 == pytest.approx(row["refund_share"])
    assert 400.0 == row["expected"]  # of four days with 400 sold each, a quarter each is to come
    assert pd.Timestamp("2024-07-07") == row["first_day"]
