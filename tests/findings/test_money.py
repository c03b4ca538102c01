"""Money and deliveries in sentences and tables, from figures one can check in one's head."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.findings import Basis, deliveries, money
from analysis.tables import money as tables
from analysis.text import Text

ENGLISH, CHINESE = Text("en", "GBP"), Text("zh", "CNY")
BASIS = Basis(date(2024, 12, 31), date(2024, 1, 1), date(2024, 10, 1), date(2023, 1, 1), 40)
PARTS = pd.DataFrame(
    [
        ("sold", 1000.0, 20, 1000.0, 1.0), ("refunds", 100.0, 2, -50.0, 1.0), ("net", 900.0, 22, 900.0, 1.0),
        ("discount", 200.0, 10, 600.0, 0.6), ("tax", 90.0, 22, 900.0, 1.0), ("points", 30.0, 3, 60.0, 0.07),
        ("freight", 40.0, 8, 400.0, 0.44), ("gift_card", 20.0, 1, 20.0, 0.02), ("cost", 405.0, 20, 810.0, 0.9),
        ("margin", 405.0, 20, 810.0, 0.9),
    ],
    columns=["part", "amount", "lines", "money", "share"],
)  # fmt: skip
BOTH = pd.concat([PARTS.assign(scope="period"), PARTS.assign(scope="history", amount=PARTS["amount"] * 3)], ignore_index=True)
RESTATED = pd.DataFrame(
    [
        (2, pd.Timestamp("2024-05-01"), "revenue", 500.0, 495.0, -5.0, "2024-07.csv", False),
        (3, pd.Timestamp("2024-06-01"), "lines", 10.0, 11.0, 1.0, "2024-08.csv", True),
        (3, pd.Timestamp("2024-06-01"), "revenue", 5000.0, 3766.0, -1234.0, "2024-08.csv", True),
        (3, pd.Timestamp("2024-07-01"), "revenue", 800.0, 850.0, 50.0, "2024-08.csv", True),
    ],
    columns=["reading", "month", "figure", "before", "after", "change", "delivery", "latest"],
)
LATE = pd.DataFrame(
    [(pd.Timestamp("2024-12-31"), pd.Timestamp("2024-12-12"), 20, False, 80, 100, 0.1, 4000.0, 150.0)],
    columns=["last_day", "first_day", "days", "declared", "matched", "refunds", "refund_share", "sold", "expected"],
)
CONTROLS = pd.DataFrame(
    [
        ("2024", "revenue", 1000.0, 1003.0, 3.0, 0.005, "met", "ledger"),
        ("2024", "orders", 50.0, 50.0, 0.0, 0.0, "met", ""),
        ("2024", "refunds", 0.0, 0.0, 0.0, 0.005, "met", ""),
    ],
    columns=["period", "figure", "expected", "found", "difference", "tolerance", "status", "source"],
)


def said(words, text=ENGLISH) -> str:
    return " ".join(text.say(message) for message in (*words.answer, words.title, words.subtitle, *words.note) if message)


def test_the_parts_are_told_apart():
    told = said(money.parts_words(BOTH, basis=BASIS))

    assert "In the period £1,000 was sold and £100 went back; revenue is £900 after the refund policy." in told
    assert "Discounts took £200 off list prices, 25% of them, on the 60% of sales where both are known." in told
    assert "Revenue holds £90 of tax. Freight of £40 was charged beside it." in told
    assert "£30 of revenue was paid with points. £20 of revenue was paid with gift cards." in told
    assert "The margin is £405, 50% of revenue, on the 90% of it whose cost is known." in told
    assert "Margin of 50% on the 90% of revenue whose cost is known" in told


def test_tax_that_is_taken_out_is_not_told_as_held():
    told = said(money.parts_words(BOTH, basis=BASIS, without_tax=True))

    assert "Tax of £90 is left out of every figure of this report." in told
    assert "Revenue holds" not in told
    assert "Tax, left out of every figure" in tables.parts_table(BOTH, text=ENGLISH, without_tax=True)


def test_a_margin_of_little_money_is_cautioned_and_no_finding():
    known = BOTH.assign(share=BOTH["share"].where(BOTH["part"] != "margin", 0.3))
    words = money.parts_words(known, basis=BASIS)

    assert "but the cost is known for only 30% of revenue: it says nothing about the rest." in said(words)
    assert () == words.findings
    assert 405.0 == money.parts_words(BOTH, basis=BASIS).findings[0].money


def test_without_costs_the_title_is_about_refunds():
    bare = BOTH[BOTH["part"].isin(["sold", "refunds", "net"])]

    assert "10% of what was sold went back" == ENGLISH.say(money.parts_words(bare, basis=BASIS).title)


def test_june_was_restated():
    words = deliveries.restated_words(RESTATED, basis=BASIS)

    assert "June 2024 was restated by −£1,234 since the last delivery: revenue is £3,766, not £5,000." == ENGLISH.say(
        words.answer[0]
    )
    assert "July 2024 was restated by +£50 since the last delivery: revenue is £850, not £800." == ENGLISH.say(words.answer[1])
    assert "Months restated by the last delivery: 2, −£1,184 in all" == ENGLISH.say(words.title)
    assert "2024-08.csv" in said(words)
    assert 1234.0 == words.findings[0].money


def test_a_trifle_is_restated_and_no_finding():
    small = RESTATED.iloc[[2]].assign(after=4990.0, change=-10.0)

    assert () == deliveries.restated_words(small, basis=BASIS).findings


def test_a_delivery_that_moved_lines_alone_says_so():
    told = said(deliveries.restated_words(RESTATED.iloc[[1]], basis=BASIS))

    assert "Months delivered again with other lines and the same revenue: 1." in told


def test_an_older_restatement_is_not_told_as_new():
    words = deliveries.restated_words(RESTATED.iloc[[0]], basis=BASIS)

    assert "The last delivery restated nothing. Months that the one before it with changes (2024-07.csv) restated: 1." in said(
        words
    )
    assert () == words.findings


def test_the_last_days_are_provisional():
    words = deliveries.provisional_words(LATE, basis=BASIS)

    assert "The last 20 days, 12 Dec 2024 to 31 Dec 2024, are provisional" in said(words)
    assert "About £150 of refunds is still to be expected on sales up to 31 Dec 2024." in said(words)
    assert "n = 80 of 100 refunds" in said(words)
    assert 150.0 == words.findings[0].money


def test_a_period_that_ended_before_is_not_called_provisional():
    words = deliveries.provisional_words(
        LATE, basis=Basis(date(2024, 9, 30), date(2024, 1, 1), date(2024, 7, 1), date(2023, 1, 1), 40)
    )

    assert "the period ended before them" in said(words)
    assert () == words.findings


def test_declared_days_without_an_estimate_claim_no_sum():
    words = deliveries.provisional_words(LATE.assign(declared=True, expected=np.nan, refund_share=np.nan, matched=3), basis=BASIS)

    assert "Too few refunds are matched to an order to say how much is still to come." in said(words)
    assert "The number of days is that of client.yaml." in said(words)
    assert "95%" not in said(words)
    assert () == words.findings
    assert "No day is provisional" in said(deliveries.provisional_words(LATE.assign(days=0), basis=BASIS))


def test_control_totals_that_hold():
    told = said(deliveries.controls_words(CONTROLS, basis=BASIS))

    assert "All 3 control totals of the client’s finance hold; the largest difference is 0.30%." in told
    assert "The control total of the client’s finance holds" in said(deliveries.controls_words(CONTROLS.head(1), basis=BASIS))


def test_the_story_has_a_key_for_what_there_is_to_say():
    assert ["money_parts", "restated", "provisional", "controls"] == list(money.story(BOTH, RESTATED, LATE, CONTROLS, basis=BASIS))
    assert {} == money.story(None, RESTATED.iloc[:0], LATE.iloc[:0], None, basis=BASIS)


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_table_is_written(text):
    lags = pd.DataFrame({"lag_days": range(5), "refunds": 10, "arrived": [0.5, 0.6, 0.7, 0.9, 1.0]})
    for html in (
        tables.parts_table(BOTH, text=text),
        tables.parts_table(BOTH[(BOTH["scope"] == "history") | (BOTH["part"] != "freight")], text=text),
        tables.restated_table(RESTATED, text=text),
        tables.lags_table(lags, text=text),
        tables.controls_table(CONTROLS, text=text),
    ):
        assert "nan" not in html.lower().replace("finance", "")
        assert "</td></tr>" in html


def test_counts_are_counts_and_money_is_exact_where_it_is_reconciled():
    html = tables.controls_table(CONTROLS, text=ENGLISH)

    assert "£1,003.00" in html
    assert ">50<" in html
    assert "0.50%" in html
    restated = tables.restated_table(RESTATED, text=ENGLISH)
    assert "Jun 2024" in restated
    assert "−£1,234" in restated
    assert restated.index("Jun 2024") < restated.index("May 2024")
