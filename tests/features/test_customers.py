"""Who is known, and what the customer table says of the six."""

from datetime import date
from math import log

import pandas as pd
import pytest

from analysis.engine import F, named, read_parquet, to_pandas
from analysis.features import analysed_lines, customer_features, known_customers, order_category_table, order_table
from analysis.schema import DERIVED
from tests.stories import AS_OF, WINDOW_START, line


@pytest.fixture(scope="module")
def six(story, story_lines, features_of) -> pd.DataFrame:
    """Features of everybody the story's client knows, under the policy net."""
    return features_of(story_lines, customers=read_parquet(story.inputs["customers"].path))


def test_everyone_ever_known_is_in_the_table(six):
    """Gil never ordered but joined in May; Hal joined after the end of the period."""
    assert ["ana", "ben", "cho", "dan", "eve", "fay", "gil"] == six.index.tolist()
    assert list(DERIVED["features"].names[1:]) == six.columns.tolist()


def test_states(six):
    """Without an order that stands there is no buyer: Cho and Dan sent everything back."""
    wanted = {
        "ana": "buyer",
        "ben": "buyer",
        "cho": "refund_only",
        "dan": "refund_only",
        "eve": "buyer",
        "fay": "buyer",
        "gil": "prospect",
    }

    assert wanted == six["state"].to_dict()


KNOWN = {
    # Ana: 2 September, 2 October, 1 November, 1 December; the last thirty days before the end.
    "ana": {
        "recency_days": 30, "tenure_days": 120, "lifetime_order_count": 4, "order_day_count": 4, "order_count": 4, "revenue": 100,
        "average_order": 25, "unit_count": 11, "margin": 59, "gap_count": 3, "gap_mean_days": 30, "gap_median_days": 30,
        "gap_variation": 0, "last_gap_days": 30, "category_count": 3, "top_category": "Books", "top_category_share": 0.6,
        "first_time_share": 0.6, "channel_count": 2, "top_channel": "Web", "top_channel_share": 0.75, "top_weekday": 1,
        "weekend_share": 0.25, "top_daypart": "midday", "top_daypart_share": 0.5, "discount_share": 11 / 111, "refund_share": 0,
        "city": "York", "trend": 1, "period_order_count": 3, "period_revenue": 90,
    },
    # Ben: once, ten days before the end; what is open or comes later does not count.
    "ben": {
        "recency_days": 10, "tenure_days": 10, "order_count": 1, "revenue": 50, "gap_count": 0, "gap_mean_days": None,
        "last_gap_days": None, "discount_share": 0, "top_daypart": "morning", "margin": 29,
    },
    # Cho: only a refund of 15 pounds.
    "cho": {
        "recency_days": None, "lifetime_order_count": 0, "lifetime_revenue": -15, "revenue": -15, "gross_revenue": 0,
        "refund_amount": 15, "refund_share": None, "average_order": None, "top_category": None, "trend": -1, "margin": -9,
    },
    # Dan: 60 pounds there and back.
    "dan": {"recency_days": None, "lifetime_revenue": 0, "refund_amount": 60, "gross_revenue": 60, "refund_share": 1, "order_count": 0},
    # Eve: 741 days between her orders; the window sees one of them, and what she sent back.
    "eve": {
        "recency_days": 20, "tenure_days": 761, "lifetime_order_count": 2, "lifetime_revenue": 170, "order_count": 1, "revenue": 90,
        "gross_revenue": 110, "refund_amount": 20, "refund_share": 20 / 110, "gap_count": 1, "gap_median_days": 741,
        "last_gap_days": 741, "gap_variation": None, "period_order_count": 1, "period_revenue": 90, "first_time_share": 0.5,
    },
    "fay": {"recency_days": 90, "order_count": 1, "revenue": 25, "top_weekday": 3, "weekend_share": 0, "top_category_share": 1},
    "gil": {"recency_days": None, "lifetime_order_count": 0, "revenue": 0, "margin": None, "city": None},
}  # fmt: skip


@pytest.mark.parametrize(("customer", "feature", "value"), [(c, f, v) for c, wanted in KNOWN.items() for f, v in wanted.items()])
def test_the_features_of_the_six(six, customer, feature, value):
    found = six.loc[customer, feature]

    assert (value is None and pd.isna(found)) or value == pytest.approx(found) if not isinstance(value, str) else value == found


def test_the_window_limits_behaviour_only(six):
    """Eve's order of 2022 is history: it counts for her life, her tenure and her gap, not for her tastes."""
    eve = six.loc["eve"]

    assert ("Music", 1) == (eve["top_category"], eve["category_count"])
    assert pd.Timestamp("2022-12-01 08:00") == eve["first_order_at"]


def test_a_customer_with_nothing_but_an_open_order_is_a_prospect(make_lines):
    """What is not yet paid makes somebody known, not a buyer and not one who sent things back."""
    lines = make_lines(
        line("ana", "2024-03-01", 5, status="pending"),
        line("ben", "2024-03-01", 5),
        line(None, "2024-03-01", 5),
        line("cho", "2025-01-01", 5),
    )
    known = to_pandas(known_customers(lines, None, as_of=AS_OF)).sort_values("customer_id")

    assert [("ana", 0), ("ben", 1)] == list(known.itertuples(index=False, name=None))


def test_customers_without_a_joining_date_are_known_from_the_start(story, make_lines):
    customers = read_parquet(story.inputs["customers"].path)
    lines = make_lines(line("zoe", "2024-03-01", 5))

    assert {"zoe", "ana", "gil"} == set(to_pandas(known_customers(lines, customers, as_of=date(2024, 12, 20)))["customer_id"])
    undated = customers.select("customer_id")
    assert {"zoe", "ana", "ben", "gil", "hal"} == set(to_pandas(known_customers(lines, undated, as_of=AS_OF))["customer_id"])


def test_at_an_earlier_day_what_came_later_is_not_yet_there(make_lines):
    """Orders are staged once; the table of a day in June is that of the lines up to June, column by column."""
    day = date(2024, 6, 30)
    before = [
        line("ana", "2023-05-01 09:00", 5, "1", category="Books", channel="Web", city="York"),
        line("ana", "2024-05-01 09:00", 5, "2", category="Games", channel="Web"),
        line("ana", "2024-06-30 23:59", 7, "3", category="Games", channel="App", store="North", quantity=2),
        line("ben", "2024-06-01 12:00", 9, "4", category="Music", status="refunded"),
    ]
    after = [
        line("ana", "2024-07-01 00:00", 50, "5", category="Music", channel="App", city="Hull", cost=4),
        line("ana", "2024-07-08 00:00", 50, "6", category="Music", channel="App", store="South", list_amount=60),
        line("ben", "2024-08-01 12:00", 9, "7", category="Books", channel="Web"),
        line("cho", "2024-08-01 12:00", 9, "8"),
    ]
    tables = []
    for rows in (before, before + after):
        lines = make_lines(*rows)
        analysed = named(analysed_lines(lines, as_of=AS_OF, refunds="net"))
        known = named(known_customers(lines.where(F.col("fate") == F.lit("ok")), None, as_of=day))
        orders, categories = named(order_table(analysed)), named(order_category_table(analysed))
        days = {"as_of": day, "window_start": WINDOW_START, "period_start": date(2024, 6, 1)}
        tables.append(customer_features(orders, categories, known, **days))

    assert ["ana", "ben"] == tables[0]["customer_id"].tolist()
    pd.testing.assert_frame_equal(*tables)


def test_an_order_sent_back_has_no_vote_but_its_category_was_tried(make_lines, features_of):
    """Of two purchases in the window one stands: Music is the favourite, though both count for the spread."""
    table = features_of(
        make_lines(
            line("ana", "2024-03-01", 5, "1", category="Books", status="refunded"),
            line("ana", "2024-03-02", 5, "2", category="Music"),
        )
    ).loc["ana"]

    assert ("Music", 1.0, 1) == (table["top_category"], table["top_category_share"], table["category_count"])
    assert pytest.approx(log(2)) == table["category_entropy"]
    assert 1.0 == table["first_time_share"]
