"""Chapter 01 in sentences, from tables one can check in one's head."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.findings import Basis, data_profile
from analysis.text import Text

ENGLISH, CHINESE = Text("en", "GBP"), Text("zh", "CNY")
BASIS = Basis(date(2024, 12, 31), date(2023, 1, 1), date(2024, 10, 1), date(2022, 5, 1), 40)


def steps(*rows):
    return pd.DataFrame(rows, columns=["step", "kind", "rows", "amount"])


def test_lines_without_a_customer_are_said_with_their_money():
    """10 of 100 lines and 300 of 1,000 pounds carry no number: a finding of 300 and a decision."""
    words = data_profile.soundness(
        steps(("raw", "level", 100, 1000.0), ("no_customer", "removed", 10, 300.0), ("analysed", "level", 90, 700.0))
    )

    assert "90 of the 100 lines up to the end of the period can be analysed (90%)" in ENGLISH.say_all(words.answer)
    assert "30% of all money stands on lines without a customer number" in ENGLISH.say_all(words.answer)
    assert 300.0 == words.findings[0].money
    assert "截至期末的100行中有90行可以分析（90.0%）；其余每一行的去向见下表。" in CHINESE.say_all(words.answer)
    assert 1 == len(words.decisions)


def test_a_trifle_is_no_finding():
    words = data_profile.soundness(
        steps(("raw", "level", 1000, 1000.0), ("no_customer", "removed", 2, 1.0), ("analysed", "level", 998, 999.0))
    )

    assert () == words.findings


def test_silent_weeks_are_counted():
    weeks = pd.date_range("2024-01-01", periods=4, freq="W-MON")
    weekly = pd.DataFrame(
        {
            "week": weeks,
            "orders": [1, 0, 2, 1],
            "revenue": [10.0, 0.0, 40.0, 10.0],
            "refunds": 0.0,
            "days_with_orders": [1, 0, 2, 1],
        }
    )
    words = data_profile.weekly_words(weekly)

    assert "1 of 4 weeks hold no order at all." in ENGLISH.say_all(words.answer)
    assert "The best week brings 4.0 times a usual one" == ENGLISH.say(words.title)


def test_the_top_tenth():
    """Ten customers, one brings half."""
    shares = np.linspace(0, 1, 11)
    table = pd.DataFrame({"customer_share": shares, "revenue_share": [0, 0.5, *np.linspace(0.55, 1, 9)], "customers": range(11)})
    features = pd.DataFrame({"revenue": [100.0] + [100 / 9] * 9})
    words = data_profile.concentration_words(table, features, BASIS)

    assert "The top tenth of customers bring 50% of revenue; the top fifth 55%." == ENGLISH.say_all(words.answer)
    assert "1 customers bring 50% of revenue" == ENGLISH.say(words.findings[0].headline)
    assert pytest.approx(100.0) == words.findings[0].money


def test_a_difference_is_never_called_yes():
    def said(*rows) -> str:
        return ENGLISH.say_all(data_profile.adds_up(pd.DataFrame(rows, columns=["what", "unit", "files", "report"])).answer)

    assert said(("lines", "count", 3, 3), ("money", "money", 10.0, 10.004)).startswith("Yes.")
    assert said(("lines", "count", 3, 3), ("money", "money", 22.5, 10.0)).startswith("No: £12.50 is unexplained.")
    assert said(("responses", "count", 3, 3)).startswith("Yes. Every row")
    assert said(("responses", "count", 3, 2)).startswith("1 rows of the files")


def test_every_sentence_of_the_small_print_names_its_days():
    for note in (BASIS.window(), BASIS.history(), BASIS.period()):
        assert "31 Dec 2024" in ENGLISH.say_all(note)
        assert "2024年12月31日" in CHINESE.say_all(note)
