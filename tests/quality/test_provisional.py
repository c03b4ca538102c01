"""How late refunds come: matched to their orders, estimated as if young sales were old, and carried forward."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.features import analysed_lines
from analysis.quality import provisional_days, refund_days, refund_lags, sales_days
from tests.stories import line

LAST = date(2024, 7, 31)


def days(*rows: tuple) -> pd.DataFrame:
    """Refunds from (sale day of July, lag, number, money); a lag of None is a refund without its order."""
    start = pd.Timestamp("2024-07-01")
    return pd.DataFrame(
        {
            "sale_day": [pd.NaT if lag is None else start + pd.Timedelta(days=sale - 1) for sale, lag, _, _ in rows],
            "refund_day": [start + pd.Timedelta(days=sale - 1 + (lag or 0)) for sale, lag, _, _ in rows],
            "refunds": [number for _, _, number, _ in rows],
            "amount": [float(money) for _, _, _, money in rows],
        }
    )


def test_refunds_find_their_order(make_lines):
    """By the same number, by the number behind a prefix, and not under another customer, later, or without a number."""
    table = refund_days(
        analysed_lines(
            make_lines(
                line("ana", "2024-06-01 10:00", 60, "A1"),
                line("ana", "2024-06-01 11:00", 40, "A1"),
                line("ana", "2024-06-04 09:00", -10, "A1"),
                line("ana", "2024-06-04 19:00", -5, "A1"),  # the same refund
                line("ana", "2024-06-06 09:00", -7, "RA1"),
                line("ben", "2024-06-07", 10, "17"),
                line("ben", "2024-06-07", -3, "C-17"),
                line("cho", "2024-06-08", -4, "A1"),
                line("dan", "2024-06-09", -6, "D1"),
                line("dan", "2024-06-20", 6, "D1"),
                line("eve", "2024-06-21", -8, None),
                line("eve", "2024-06-21", 8, None),
            ),
            as_of=LAST,
            refunds="net",
        )
    )
    matched = table.dropna(subset="sale_day")

    assert [(3, 1, 15.0), (5, 1, 7.0), (0, 1, 3.0)] == [
        ((row.refund_day - row.sale_day).days, row.refunds, row.amount) for row in matched.itertuples()
    ]
    assert {4.0, 6.0, 8.0} == set(table.loc[table["sale_day"].isna(), "amount"])


def test_old_sales_give_the_plain_distribution():
    """A hundred refunds on sales a month old: 60 at once, 30 after ten days, 10 after twenty."""
    table = refund_lags(days((1, 0, 60, 1), (1, 10, 30, 1), (1, 20, 10, 1), (5, None, 9, 1)), last=LAST)

    assert 21 == len(table)
    assert 0.6 == pytest.approx(table.set_index("lag_days").loc[9, "arrived"])
    assert 0.9 == pytest.approx(table.set_index("lag_days").loc[10, "arrived"])
    assert 1.0 == table["arrived"].iloc[-1]
    assert 100 == table["refunds"].sum()


def test_young_sales_do_not_make_refunds_look_quick():
    """Half of all refunds take five days.  Of sales two days old only the quick half is in: 100 of 150 seen are quick."""
    table = refund_lags(days((1, 1, 50, 1), (1, 5, 50, 1), (29, 1, 50, 1)), last=LAST).set_index("lag_days")

    assert 0.5 == pytest.approx(table.loc[1, "arrived"])
    assert 0.5 == pytest.approx(table.loc[4, "arrived"])


def test_the_estimate_finds_the_law_behind_a_stream_that_is_cut_off():
    """Refunds of ninety days of sales, each with a geometric lag of mean four; what falls after the end is not seen."""
    random = np.random.default_rng(3)
    sale = random.integers(0, 90, 20_000)
    lag = random.geometric(0.2, 20_000) - 1
    seen = pd.DataFrame({"sale": sale, "lag": lag})[sale + lag < 90]
    counted = seen.value_counts().reset_index(name="refunds")
    start = pd.Timestamp("2024-05-01")
    table = counted.assign(
        sale_day=start + pd.to_timedelta(counted["sale"], unit="D"),
        refund_day=start + pd.to_timedelta(counted["sale"] + counted["lag"], unit="D"),
    )
    arrived = refund_lags(table, last=date(2024, 7, 29)).set_index("lag_days")["arrived"]

    for days_since in (0, 3, 8, 13):
        assert 1 - 0.8 ** (days_since + 1) == pytest.approx(arrived[days_since], abs=0.012)


def test_under_thirty_matched_refunds_nothing_is_claimed():
    few = days((1, 0, 29, 29), (1, None, 100, 100))
    lags = refund_lags(few, last=LAST)
    sales = pd.DataFrame({"day": [pd.Timestamp("2024-07-30")], "sold": [50.0]})

    assert lags.empty
    assert provisional_days(few, sales, lags, last=LAST).empty
    row = provisional_days(few, sales, lags, last=LAST, declared=2).iloc[0]
    assert (2, True, 29, 129, 50.0) == tuple(row[["days", "declared", "matched", "refunds", "sold"]])
    assert pd.Timestamp("2024-07-30") == row["first_day"]
    assert pd.isna(row["expected"])
    assert pd.isna(row["refund_share"])


def test_what_is_still_to_come():
    """Refunds take 0 or 10 days, half each; 100 went back.  1,000 was sold on 1 July, 400 on the last day.

    In the end r of all sales comes back, of which 1,000 x 1 + 400 x 1/2 has shown itself: r = 100 / 1,200;
    the other half of the last day's is to come: 400 x 1/2 x r = 16.67.
    """
    refunds = days((1, 0, 50, 40), (1, 10, 50, 60))
    sales = pd.DataFrame({"day": pd.to_datetime(["2024-07-01", "2024-07-31"]), "sold": [1000.0, 400.0]})
    lags = refund_lags(refunds, last=LAST)
    row = provisional_days(refunds, sales, lags, last=LAST).iloc[0]

    assert (10, False, 100, 100, 400.0) == tuple(row[["days", "declared", "matched", "refunds", "sold"]])
    assert pd.Timestamp("2024-07-22") == row["first_day"]
    assert 100 / 1200 == pytest.approx(row["refund_share"])
    assert 16.6667 == row["expected"]
    assert 2 == provisional_days(refunds, sales, lags, last=LAST, declared=2)["days"][0]
    assert 16.6667 == provisional_days(refunds, sales, lags, last=LAST, declared=2)["expected"][0]


def test_sales_by_day(make_lines):
    lines = make_lines(
        line("a", "2024-06-01 09:00", 5), line("a", "2024-06-01 10:00", 6), line("a", "2024-06-02", -6), line("b", "2024-06-03", 1)
    )
    table = sales_days(analysed_lines(lines, as_of=LAST, refunds="net"))

    assert [(1, 11.0), (3, 1.0)] == list(zip(table["day"].dt.day, table["sold"], strict=True))
