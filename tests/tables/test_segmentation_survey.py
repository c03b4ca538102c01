"""The tables of survey groups as a reader sees them."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.segmentations import needs, survey_profile
from analysis.segmentations.survey_checks import ITEM_COLUMNS
from analysis.tables import segmentation_survey as tables
from analysis.text import Text

ENGLISH = Text("en", "GBP")


def words(markup):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).replace("&gt;", ">")


@pytest.fixture
def fitted():
    """80 who want price and order once, 80 who want advice and order ten times, and 20 who were not asked."""
    rng = np.random.default_rng(0)
    wants = np.repeat([[5.0, 1.0, 3.0], [1.0, 5.0, 3.0], [np.nan] * 3], [80, 80, 20], axis=0)
    record = pd.DataFrame(wants, columns=["survey.need.price", "survey.need.advice", "survey.need.range"])
    record["survey.need.range"] += rng.integers(-1, 2, 180)
    record = record.assign(
        customer_id=[f"c{i:03d}" for i in range(180)], state="buyer", order_count=np.repeat([1, 10, 1], [80, 80, 20])
    )
    definition = needs.fit(record, segments=2, starts=5, samples=3)
    return definition, survey_profile.placement(record, needs.assign(record, definition), definition, method="needs")


def test_groups_show_what_stands_out_and_who_was_placed(fitted):
    definition, placement = fitted
    shown = words(tables.survey_groups_table(definition, placement, text=ENGLISH, labels={"advice": "Good advice"}))

    assert "Good advice" in shown
    assert re.search(r"Needs group \d (price ↑, Good advice ↓|Good advice ↓, price ↑) 80 20 ", shown)
    assert "price 5.00" in shown


def test_the_rule_is_read_as_questions(fitted):
    shown = words(tables.typing_rule_table(fitted[0], text=ENGLISH, columns={"order_count": "orders"}))

    assert "orders ≤ 5.50 80" in shown
    assert "orders > 5.50 80" in shown


def test_numbers_tried_are_shown_with_what_became_of_them(fitted):
    assert "set by client.yaml" in words(tables.group_choice_table(fitted[0], text=ENGLISH))


def test_items_show_what_is_odd():
    checks = pd.DataFrame([("price", "need", 90, 0.9, 3.5, 1.0, 0.05, 0.2, -0.31, "against"), ("range", "need", 100, 1.0, 4.0, 0.8, 0.0, 0.3, 0.4, "")], columns=ITEM_COLUMNS)  # fmt: skip
    shown = words(tables.item_checks_table(checks, text=ENGLISH, labels={}))

    assert "price 90% 3.50 5.0% 20% −0.31 runs against the others" in shown
    assert "range 100% 4.00 0% 30% 0.40" in shown
