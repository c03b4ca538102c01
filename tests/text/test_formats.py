"""Numbers, money and dates as readers of English and Chinese expect them."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from babel.core import Locale

from analysis.text import formats

EN, ZH = Locale.parse("en_GB"), Locale.parse("zh_Hans_CN")


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (0.47, "47%", "47.0%"),
        (0.4062, "41%", "40.6%"),
        (0.0994, "9.9%", "9.9%"),  # one decimal below ten per cent, none above
        (0.0995, "10%", "10.0%"),
        (0.0005, "0.1%", "0.1%"),
        (0.000499, "<0.1%", "<0.1%"),  # 0.0499 % is not nothing
        (0.0, "0%", "0.0%"),
        (1.0, "100%", "100.0%"),
        (-0.02, "−2.0%", "−2.0%"),
    ],
)
def test_shares(value, english, chinese):
    assert (english, chinese) == (formats.percent(value, None, EN), formats.percent(value, None, ZH))


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (8_911_407.9, "£8.91m", "891万元"),
        (754_321, "£754k", "75.4万元"),
        (9_999.4, "£9,999", "9,999元"),  # to the pound below ten thousand
        (9_999.7, "£10.0k", "10,000元"),
        (99_949, "£99.9k", "99,949元"),
        (99_951, "£100k", "99,951元"),
        (999_951, "£1.00m", "100万元"),
        (1_234_567_890, "£1.23bn", "12.3亿元"),
        (5, "£5", "5元"),
        (5.5, "£5.50", "5.50元"),
        (10.4, "£10", "10元"),
        (0, "£0", "0元"),
        (-0.0, "£0", "0元"),
        (-8_911_407.9, "−£8.91m", "−891万元"),
    ],
)
def test_money_in_three_figures(value, english, chinese):
    assert (english, chinese) == (formats.money(value, "GBP", EN), formats.money(value, "CNY", ZH))


@pytest.mark.parametrize(
    ("value", "currency", "locale", "shown"),
    [
        (8_911_407.904, "GBP", EN, "£8,911,407.90"),
        (16_117_548.24, "CNY", ZH, "¥16,117,548.24"),
        (16_056_168.45, "USD", ZH, "16,056,168.45美元"),
        (-2.0, "GBP", ZH, "−2.00英镑"),
        (0.005, "EUR", EN, "€0.01"),
        (-0.004, "GBP", EN, "£0.00"),
        (-1.5, "GBP", EN, "−£1.50"),
    ],
)
def test_money_to_the_penny(value, currency, locale, shown):
    assert shown == formats.money_exact(value, currency, locale)


@pytest.mark.parametrize(
    ("value", "points", "change"),
    [
        (0.0772, "+7.7 pts", "+7.7%"),
        (-0.022, "−2.2 pts", "−2.2%"),
        (0.0005, "+0.1 pts", "+0.1%"),
        (0.0004, "0.0 pts", "0.0%"),  # what is shown as nothing has no sign
        (-0.0004, "0.0 pts", "0.0%"),
        (0.0, "0.0 pts", "0.0%"),
    ],
)
def test_differences_carry_their_sign(value, points, change):
    assert (points, change) == (formats.points(value, EN), formats.change(value, EN))


def test_chinese_counts_percentage_points_in_its_own_word():
    assert "−2.2个百分点" == formats.points(-0.022, ZH)


@pytest.mark.parametrize(
    ("value", "digits", "shown"), [(0.125, 2, "0.13"), (2.675, 2, "2.68"), (1234.5, 0, "1,235"), (-1.25, 1, "−1.3"), (3, 1, "3.0")]
)
def test_decimals_are_rounded_as_with_a_calculator(value, digits, shown):
    """Half goes up, also where the double lies a hair below (2.675)."""
    assert shown == formats.fixed(value, digits, EN)


def test_whole_numbers_have_thousands_and_a_true_minus():
    assert ["4,338", "−4,338", "0", "0"] == [formats.whole(value, EN) for value in (4338, -4338, 0, -0.4)]


@pytest.mark.parametrize("day", [date(2011, 12, 9), datetime(2011, 12, 9, 12, 50), pd.Timestamp("2011-12-09 12:50")])
def test_days_and_months(day):
    assert ("9 Dec 2011", "2011年12月9日") == (formats.day(day, EN), formats.day(day, ZH))
    assert ("Dec 2011", "2011-12") == (formats.month(day, EN), formats.month(day, ZH))


@pytest.mark.parametrize("value", [None, float("nan"), np.float64("nan"), pd.NaT])
def test_what_is_missing(value):
    assert formats.is_missing(value)


@pytest.mark.parametrize("value", [0, 0.0, "", False, pd.Timestamp("2024-01-01")])
def test_what_is_there(value):
    assert not formats.is_missing(value)


# Faults that are known and not yet mended; each mark goes with its fault (strict: a mended one fails here).
EDGES = [
    ("a figure of nothing has no sign", lambda: formats.fixed(-0.04, 1, EN), "0.0"),
    ("a share of nothing has no sign", lambda: formats.percent(-0.0, None, EN), "0%"),
    ("money of nothing has no sign", lambda: formats.money(-0.001, "GBP", EN), "£0.00"),
    ("999,500 rounds to a million, not to a thousand thousand", lambda: formats.money(999_500, "GBP", EN), "£1.00m"),
    ("999.6 million rounds to a billion", lambda: formats.money(999_600_000, "GBP", EN), "£1.00bn"),
    ("half a customer goes up, as everywhere else", lambda: formats.whole(2.5, EN), "3"),
    ("less than a tenth of a per cent below zero is no gain", lambda: formats.percent(-0.0004, None, EN), "−<0.1%"),
    ("pandas' NA is missing, as the docstring says", lambda: formats.is_missing(pd.NA), True),
]


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [pytest.param(make, wanted, id=what) for what, make, wanted in EDGES],
)
def test_edges(shown, wanted):
    assert wanted == shown()
