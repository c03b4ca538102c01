"""The tables of preferences and dues: the numbers stand in their rows, dashes where there is none to show."""

import re

import numpy as np
import pandas as pd

from analysis.tables import segmentation_due, segmentation_preference
from analysis.text import Text

NAN = np.nan
TEXT = Text("en", "GBP")


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    return [[re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows[1:]]


def test_values_come_first_and_the_rest_last():
    sizes = pd.DataFrame(
        [("no_clear_preference", 50, 0.5, 0.4), ("Tea & Co", 20, 0.2, 0.3), ("Cups", 30, 0.3, 0.3), ("no_order", 9, 0.0, 0.0)],
        columns=["segment", "customers", "customer_share", "revenue_share"],
    ).assign(method="preference.category")
    html = segmentation_preference.preferred_table(
        sizes, {"preference.category": ("Tea & Co", "Cups", "no_clear_preference")}, text=TEXT
    )

    assert [
        ["Cups", "Preferred category", "30", "30%", "30%"],
        ["Tea &amp; Co", "Preferred category", "20", "20%", "30%"],
        ["No clear preference", "Preferred category", "50", "50%", "40%"],
    ] == cells(html)


def test_the_ruler_has_one_off_categories_last():
    table = pd.DataFrame(
        {
            "category": ["Bath", "Surgery", "Tea"], "basis": ["one_off", "one_off", "given"], "due_days": [NAN, NAN, 36.0], "overdue_days": [NAN, NAN, 50.0],
            "lapsed_days": [NAN, NAN, 100.0], "repeat_share": [0.02, NAN, 0.95], "purchases": [1600, 300, 100],
        }
    )  # fmt: skip

    assert [
        ["Tea", "set by the client", "36", "50", "100", "95%", "100"],
        ["Bath", "bought once", "–", "–", "–", "2.0%", "1,600"],
        ["Surgery", "bought once", "–", "–", "–", "–", "300"],
    ] == cells(segmentation_due.intervals_table(table, text=TEXT))


def test_what_is_due_with_the_most_money_overdue_first():
    rows = [("Tea", "not_due", 9, 9.0, NAN), ("Tea", "due", 30, 300.0, 0.5), ("Tea", "overdue", 10, 100.0, 0.25), ("Tea", "lapsed", 5, 50.0, NAN),
            ("Cups", "not_due", 9, 9.0, NAN), ("Cups", "due", NAN, NAN, 0.9), ("Cups", "overdue", 20, 600.0, NAN), ("Cups", "lapsed", 7, 70.0, NAN)]  # fmt: skip
    due = pd.DataFrame(rows, columns=["category", "status", "customers", "value", "back_share"])

    assert [["Cups", "–", "–", "90%", "20", "£600", "–", "7"], ["Tea", "30", "£300", "50%", "10", "£100", "25%", "5"]] == cells(
        segmentation_due.due_table(due, text=TEXT)
    )


def test_the_rules_as_cells():
    rules = pd.DataFrame(
        {
            "segment": ["Tea", "too_few_orders"],
            "base_share": [0.4, NAN],
            "choices": [3.0, NAN],
            "confidence": [0.9, NAN],
            "lead": NAN,
        }
    )
    heads, rows = segmentation_preference.rule_cells(rules, text=TEXT)

    assert 3 == len(heads)
    assert ["40%", "3", "90%"] == rows["Tea"]
    phases = pd.DataFrame({"segment": ["a", "b", "c"], "phase_low": [2.0, 3.0, NAN], "phase_high": [3.0, NAN, NAN]})
    found = segmentation_preference.replenishment_cells(phases, text=TEXT)[1]
    assert ("2 to under 3", "3 and more") == (found["a"][0], found["b"][0])
    occasions = pd.DataFrame({"segment": ["a"], "orders": [3.0], "share_low": [0.6]})
    assert ["3", "60%"] == segmentation_preference.occasion_cells(occasions, text=TEXT)[1]["a"]
