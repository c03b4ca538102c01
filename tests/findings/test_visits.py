"""Visits and balances in sentences, charts and tables, in both languages."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.charts import visits as charts
from analysis.charts.svg import figure_svg, strange_colours
from analysis.config import LikeForLike
from analysis.findings import Basis, balances, visits
from analysis.tables import visits as tables
from analysis.text import Text

ENGLISH, CHINESE = Text("en", "CNY", "visit"), Text("zh", "CNY", "visit")
BASIS = Basis(date(2025, 12, 31), date(2024, 1, 1), date(2025, 10, 1), date(2023, 1, 1), 4000)
YEAR = LikeForLike(date(2024, 10, 1), date(2024, 12, 31), "calendar")
FUNNEL = pd.DataFrame(
    [("booked", 200, np.nan), ("arrived", 160, 1.0), ("consulted", 140, 0.9), ("paid", 128, 0.8), ("performed", 110, 0.7), ("no_show", 30, 0.15), ("cancelled", 20, 0.1)],
    columns=["stage", "visits", "share"],
).assign(customers=lambda t: t["visits"] - 5)  # fmt: skip
KPIS = pd.DataFrame(
    [
        ("arrivals", 150.0, np.nan, np.nan, 150, 100.0, 0.5), ("arrival_rate", 0.75, 0.69, 0.8, 200, 0.7, 0.05),
        ("no_show_rate", 0.15, 0.1, 0.2, 200, 0.15, 0.0), ("deal_rate", 0.8, 0.73, 0.86, 150, 0.9, -0.1),
        ("second_visit_rate", 0.4, 0.3, 0.5, 80, np.nan, np.nan), ("consumed", 123456.0, np.nan, np.nan, 110, 100000.0, 0.23456),
    ],
    columns=["kpi", "value", "low", "high", "n", "reference", "change"],
)  # fmt: skip
MONTHS = pd.date_range("2024-01-01", "2025-12-01", freq="MS")
FLOWS = pd.DataFrame(
    {
        "month": MONTHS,
        "receipts": 1000.0,
        "consumed": 800.0,
        "owed": [9000.0 if month.month % 3 == 0 else np.nan for month in MONTHS],
    }
)
KINDS = pd.DataFrame(
    [
        ("(paid)", 110, 1.2e6, 1.2e6, 40, 4e5, 4e5, 10, 1e4, 0, 0.0), ("cash", 100, 1e6, 1e6, 38, 3e5, 3e5, 10, 1e4, 0, 0.0),
        ("course_units", 50, 300.0, 2e5, 5, 20.0, 1e5, 0, 0.0, 2, 3.0),
    ],
    columns=[
        "kind", "customers", "amount", "money", "silent_customers", "silent_amount", "silent_money",
        "soon_customers", "soon_amount", "lapsed_customers", "lapsed_amount",
    ],
)  # fmt: skip
SEGMENTS = pd.DataFrame(
    [("rfm", "champions", 500, 200, 6e5, 4, 9e3), ("rfm", "loyal", 300, 50, 3e5, 20, 1e5), ("rfm", "(other)", 900, 60, 9e5, 30, 2e5)],
    columns=["method", "segment", "customers", "holders", "amount", "silent_holders", "silent_amount"],
)  # fmt: skip
CHANGES = pd.DataFrame(
    [("receipts", 3000.0, 2000.0, 0.5), ("consumed", 2400.0, np.nan, np.nan), ("owed", 9000.0, 9000.0, 0.0)],
    columns=["flow", "value", "reference", "change"],
)


def said(words, text=ENGLISH) -> str:
    return " ".join(
        text.say(message) for message in (*words.answer, words.title, words.subtitle, *words.note, *words.so) if message
    )


def test_the_funnel_says_what_became_of_the_bookings():
    told = said(visits.funnel_words(FUNNEL, KPIS, basis=BASIS))

    assert "Of 200 bookings in the period 75% became a visit, and 80% of the visits led to a payment or a treatment." in told
    assert "30 bookings, 15%, were missed without notice." in told
    assert "Of 80 customers who came for the first time, 40% (30% to 50%) came again within 90 days." in told
    assert "75% of bookings become a visit; 50 do not" in told
    assert "10 visits came without a booking." in told


def test_too_few_bookings_are_no_section():
    assert not visits.held(None)
    assert not visits.held(FUNNEL.assign(visits=FUNNEL["visits"] // 10))
    assert {} == visits.story(None, None, basis=BASIS)


def test_too_few_newcomers_are_not_spoken_of():
    few = KPIS.assign(n=KPIS["n"].where(KPIS["kpi"] != "second_visit_rate", 29))
    words = visits.funnel_words(FUNNEL, few, basis=BASIS)

    assert "first time" not in said(words)
    assert () == words.findings


def test_the_rate_that_moved_most_is_named():
    told = said(visits.kpi_words(KPIS, reference=YEAR))

    assert "Most changed: Visits with a payment or treatment, 80% after 90% (−10.0 pts)" in told
    assert "Visits are +50.0% against the same period a year before." in told


def test_what_is_owed_is_no_income():
    told = said(balances.flows_words(FLOWS, basis=BASIS))

    assert "In the last 12 months customers paid CN¥12.0k and used CN¥9,600" in told
    assert "is paid and not yet used: it is owed to customers and is no income of the period." in told
    assert "more was taken in advance than was performed" in told
    assert "used up" in said(balances.flows_words(FLOWS.assign(consumed=1200.0), basis=BASIS))


def test_holders_who_stay_away_are_asked_not_sold_to():
    words = balances.kinds_words(KINDS, basis=BASIS)

    assert "40 of 110 holders have not come for 180 days" in said(words)
    assert "Ask 40 customers with an unused balance why they stay away" == ENGLISH.say(words.decisions[0].title)
    assert 4e5 == words.decisions[0].weight
    assert () == balances.kinds_words(KINDS.assign(silent_customers=9), basis=BASIS).decisions


def test_the_largest_holders_are_a_segment_that_is_shown():
    """The segments put together hold more than any, but are none."""
    assert "Champions customers hold" in said(balances.segment_words(SEGMENTS, basis=BASIS))


def test_a_missing_year_is_no_change():
    told = said(balances.flow_change_words(CHANGES, basis=BASIS))

    assert "+50.0% on the year before" in told
    assert "Consumption" not in told


def test_small_groups_are_dashes():
    """Four who stay away could be told from the sum of all, so the twenty beside them are a dash, too."""
    html = tables.segment_balance_table(SEGMENTS, text=ENGLISH, minimum=10)

    assert 3 == html.count("</th><td")
    assert "CN¥9,000" not in html
    assert "CN¥100k" not in html
    assert "CN¥200k" in html
    assert "All other segments" in html


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_table_is_written(text):
    for html in (
        tables.visit_table(KPIS, text=text),
        tables.balance_table(KINDS, text=text),
        tables.flow_table(CHANGES, text=text),
        tables.segment_balance_table(SEGMENTS, text=text, minimum=10),
    ):
        assert "nan" not in html.lower().replace("finance", "")


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize(
    ("plot", "table"), [("visit_funnel", FUNNEL), ("money_flows", FLOWS), ("money_flows", FLOWS.assign(owed=np.nan))]
)
def test_a_chart_draws(plot, table, width, text):
    figure = getattr(charts, f"plot_{plot}")(table, text=text, width=width)

    assert set() == strange_colours(figure_svg(figure, figure_id=plot, language=text.language))
