"""The tables of people, places, loyalty and membership as the reader sees them."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.segmentations import loyalty, membership, risk_level
from analysis.tables import segmentation_loyalty, segmentation_people
from analysis.tables.segmentation import definition_table, plain_cells
from analysis.text import Text

NAN = np.nan
ENGLISH = Text("en", "GBP")


def cells(markup: str) -> list[str]:
    return [re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", markup)]


def test_groups_stand_under_their_lens_and_small_ones_are_dashes():
    rows = [
        ("demographic.age", "18–24", 300.0, 0.3, 50.0, 40.0, 60.0, 50.0),
        ("demographic.age", "(missing)", NAN, NAN, NAN, NAN, NAN, NAN),
    ]
    columns = ["method", "segment", "customers", "customer_share", "revenue_per_customer", "low", "high", "index"]
    found = cells(segmentation_people.groups_table(pd.DataFrame(rows, columns=columns), text=ENGLISH))

    assert ["Age", "", "", "", "", "", "18–24", "300", "30%", "£50", "£40 to £60", "50", "Not known", *["–"] * 5] == found[6:]


def test_the_strongest_lens_stands_first():
    rows = [
        ("demographic.sex", 2, 90, 1.0, 0.0, "chance"),
        ("demographic.age", 6, 90, 0.9, 0.08, "clear"),
        ("geographic.city", 1, 40, 1.0, NAN, "few"),
    ]
    table = pd.DataFrame(rows, columns=["method", "groups", "n", "known_share", "eta_squared", "verdict"])
    found = cells(segmentation_people.differences_table(table, text=ENGLISH))

    assert ["Age", "6", "90%", "8.0%", "yes"] == found[5:10]
    assert ["Place", "1", "100%", "–", "too few to compare"] == found[15:]


def test_points_are_bands_of_whole_orders_and_of_ratios():
    rows = [(i, i, 100.0 * i, 0.0, 0.1 * i if i > 3 else NAN, min(i, 3)) for i in range(2, 8)]
    record = pd.DataFrame(rows, columns=list(loyalty.DEFINED_BY)).assign(customer_id=list("abcdef"), state="buyer")
    found = cells(segmentation_loyalty.points_table(loyalty.point_limits(loyalty.fit(record)), text=ENGLISH))

    assert ["Orders in the window", "≤ 3", "2", "4–5", "2", "6+", "2"] == found[7:14]
    assert ["Irregularity of gaps", "&gt; 0.60, or under 3 gaps", "3", "0.50–0.60", "1", "≤ 0.50", "2"] == found[21:28]


def test_level_by_behaviour_shows_shares_and_dashes():
    rows = [("Gold", "loyalty_high", 60.0, 0.6, 600.0, ""), ("Gold", "loyalty_low", NAN, NAN, NAN, "fading"), ("(missing)", "loyalty_high", 0.0, 0.0, 0.0, "rising"), ("(missing)", "loyalty_low", 25.0, 1.0, 50.0, "")]  # fmt: skip
    table = pd.DataFrame(rows, columns=["level", "tier", "customers", "level_share", "revenue", "mismatch"])
    found = cells(segmentation_loyalty.mismatch_table(table, text=ENGLISH))

    assert ["Gold", "60 (60%)", "–", "£600", "No level", "0", "25 (100%)", "£50"] == found[4:]


@pytest.mark.parametrize(("language", "nobody", "known"), [("en", "No level", "Not known"), ("zh", "无等级", "未知")])
def test_customers_without_a_level_are_called_so_and_have_no_rank(language, nobody, known):
    """Gold is level 1; who has none stands in no rank, and is not "level 0"."""
    record = pd.DataFrame({"customer_id": list("abc"), "attribute.level": ["Gold", "Gold", None]})
    heads, rows = plain_cells(membership.describe(membership.fit(record)), text=Text(language))
    sizes = pd.DataFrame({"method": "membership", "segment": ["Gold", "(missing)"], "customers": [20, 10], "revenue_share": NAN})
    shown = cells(definition_table("membership", heads, rows, sizes, None, Text(language)))

    assert ["Gold", "1", "20", nobody, "", "10"] == shown[3:]
    assert ["1", ""] == [cell if isinstance(cell, str) else cell.text for cell in (rows["Gold"][0], rows["(missing)"][0])]
    risk = pd.DataFrame({"customer_id": list("abc"), "attribute.risk_level": ["R1", "R2", None]})
    heads, rows = plain_cells(risk_level.describe(risk_level.fit(risk)), text=Text(language))
    held = sizes.assign(method="risk_level", segment=["R1", "(missing)"])
    assert ["R1", "1", "20", known, "", "10"] == cells(definition_table("risk_level", heads, rows, held, None, Text(language)))[3:]
