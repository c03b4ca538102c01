"""From raw lines to analysed lines: every row and every penny is accounted for."""

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal

import pandas as pd
import pytest

from analysis.features import analysed_lines
from analysis.quality import waterfall
from tests import stories
from tests.features.reference import reference_orders

POLICIES = ("net", "gross", "drop")


def fall(lines, refunds: str, rejects: int = 0) -> pd.DataFrame:
    analysed = analysed_lines(lines, as_of=stories.AS_OF, refunds=refunds)
    return waterfall(lines, analysed, rejects=rejects, as_of=stories.AS_OF)


def test_the_steps_of_the_six(story_lines):
    """Of 22 lines one each is unreadable, undated, a test, a repeat, a guest's, later and open; the cancelled sale is no sale."""
    table = fall(story_lines, "net", rejects=2)

    assert [
        ("raw", "level", 24, 597.0),
        ("rejected", "removed", 2, None),
        ("later", "removed", 1, 99.0),
        ("unreadable_amount", "removed", 1, 0.0),
        ("unreadable_date", "removed", 1, 5.0),
        ("excluded", "removed", 1, 1.0),
        ("duplicate", "removed", 1, 90.0),
        ("no_customer", "removed", 1, 7.0),
        ("pending", "removed", 1, 12.0),
        ("refund_policy", "removed", 1, 53.0),
        ("analysed", "level", 14, 330.0),
    ] == [(*row[:3], None if pd.isna(row[3]) else row[3]) for row in table.itertuples(index=False, name=None)]


@pytest.mark.parametrize(("refunds", "rows", "amount"), [("net", 1, 53.0), ("gross", 3, -42.0), ("drop", 5, -22.0)])
def test_what_each_policy_takes_away(story_lines, refunds, rows, amount):
    """383 pounds reach the policy.  net: less the cancelled 33 and the refunded 20; gross: 425 were sold; drop: 405 stand."""
    step = fall(story_lines, refunds).set_index("step").loc["refund_policy"]

    assert (rows, amount) == (step["rows"], step["amount"])


def test_a_step_that_takes_nothing_away_is_not_shown(make_lines):
    assert ["raw", "analysed"] == fall(make_lines(stories.line("ana", "2024-03-01", 5)), "net")["step"].tolist()


@pytest.mark.parametrize("refunds", POLICIES)
@pytest.mark.parametrize("lines", ["story_lines", "crowd"])
def test_it_adds_up_exactly(request, lines, refunds):
    """Raw less all removals is what is analysed, in rows and in pence."""
    table = fall(request.getfixturevalue(lines), refunds, rejects=3)
    rows, amounts = (
        table.set_index("step")["rows"],
        table.set_index("step")["amount"].fillna(0).map(lambda value: Decimal(str(value))),
    )
    removed = table.loc[table["kind"] == "removed", "step"]

    assert rows["raw"] - rows[removed].sum() == rows["analysed"]
    assert amounts["raw"] - amounts[removed].sum() == amounts["analysed"]


def test_what_comes_after_the_period_is_set_aside_before_anything_else(make_lines):
    """A guest's line of next year is next year's business."""
    table = fall(make_lines(stories.line(None, "2025-03-01", 5, fate="no_customer"), stories.line("ana", "2024-03-01", 6)), "net")

    assert {"raw": 11.0, "later": 5.0, "analysed": 6.0} == table.set_index("step")["amount"].to_dict()


@pytest.mark.parametrize("refunds", POLICIES)
def test_each_level_is_what_a_plain_count_finds(crowd, refunds):
    """The figures themselves, from the rows that the crowd was made of."""
    rows = stories.crowd()
    end = datetime.combine(stories.AS_OF + timedelta(days=1), datetime.min.time())
    late = [pd.Timestamp(row["ordered_at"]) >= end for row in rows]
    reasons = [
        "later" if after else "pending" if row["status"] == "pending" else row["fate"]
        for row, after in zip(rows, late, strict=True)
    ]
    fates = Counter(reasons)
    kept = [row for row, reason in zip(rows, reasons, strict=True) if reason == "ok"]
    table = fall(crowd, refunds).set_index("step")

    assert len(rows) == table.loc["raw", "rows"]
    assert round(sum(row["amount"] for row in rows), 2) == table.loc["raw", "amount"]
    for reason in ("later", "pending", "no_customer"):
        assert fates[reason] == table.loc[reason, "rows"]
    assert round(sum(order["net"] for order in reference_orders(kept, refunds)), 2) == table.loc["analysed", "amount"]
