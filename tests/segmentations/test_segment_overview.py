"""Sizes, returns and the comparison of ways to divide."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.schema import DERIVED
from analysis.segmentations import definition_for, display_order, lifecycle, segments_of
from analysis.segmentations.overview import lens_comparison, segment_returns, segment_sizes

START = pd.Timestamp("2026-03-31")


@pytest.fixture
def six_segments(six_customers, six_gaps) -> pd.DataFrame:
    return segments_of(six_customers, {"lifecycle": lifecycle.fit(six_customers, gaps=six_gaps)})


def test_sizes_of_the_six(six_customers, six_segments):
    sizes = segment_sizes(six_customers, six_segments, method="lifecycle")

    assert list(DERIVED["segment_sizes"].names) == list(sizes.columns)
    assert ["loyal", "new", "won_back", "churned", "refund_only", "prospect"] == list(sizes["segment"])
    loyal = sizes.set_index("segment").loc["loyal"]
    assert (1, 1 / 6, 1200.0, 12, 100.0, 12.0, 30.0) == tuple(
        loyal[["customers", "customer_share", "revenue", "orders", "average_order", "orders_per_customer",
               "median_recency_days"]]
    )  # fmt: skip
    assert np.isnan(sizes.set_index("segment").loc["prospect", "average_order"])


@pytest.mark.parametrize("lens", ["rfm", "lifecycle", "value", "clv", "demographic.sex", "membership", "engagement.state"])
def test_sizes_add_up(lens, crowd, crowd_gaps):
    definition = definition_for(lens, crowd, gaps=crowd_gaps)
    segments = segments_of(crowd, {lens: definition})
    sizes = segment_sizes(crowd, segments, method=lens, order=display_order(lens, definition))

    assert len(crowd) == sizes["customers"].sum()
    assert crowd["revenue"].sum() == pytest.approx(sizes["revenue"].sum())
    assert crowd["order_count"].sum() == sizes["orders"].sum()
    assert 1.0 == pytest.approx(sizes["customer_share"].sum()) == pytest.approx(sizes["revenue_share"].sum())


def test_sizes_need_the_same_customers(six_customers, six_segments):
    with pytest.raises(SchemaError, match="differ in 1 customers"):
        segment_sizes(six_customers.iloc[1:], six_segments, method="lifecycle")


def order(customer, at, amount=10.0, is_order=True) -> tuple:
    return customer, pd.Timestamp(at), amount, is_order


@pytest.fixture
def later_orders() -> pd.DataFrame:
    """Ana orders twice in the 30 days, Ben on the last of them, Cho a day too late; Dia only gets money back."""
    rows = [
        order("ana", "2026-03-31 18:00", 999.0),
        order("ana", "2026-04-01 00:00", 40.0),
        order("ana", "2026-04-20 09:00", 60.0),
        order("ben", "2026-04-30 23:59", 5.0),
        order("cho", "2026-05-01 00:00", 70.0),
        order("dia", "2026-04-10 12:00", -90.0, is_order=False),
        order("gus", "2026-04-10 12:00", 30.0),
    ]
    return pd.DataFrame(rows, columns=["customer_id", "ordered_at", "amount", "is_order"])


@pytest.mark.parametrize("start", [START, START + pd.Timedelta(hours=23, minutes=59)])
def test_only_orders_of_the_days_after_the_start_count(six_segments, later_orders, start):
    """The order on the day of the start belongs to the past that made the segment."""
    table = segment_returns(six_segments, later_orders, method="lifecycle", start=start, days=30)

    assert list(DERIVED["segment_returns"].names) == list(table.columns)
    by_segment = table.set_index("segment")
    assert {"loyal": 1, "new": 1, "won_back": 0, "churned": 0, "refund_only": 0, "prospect": 0} == by_segment["returned"].to_dict()
    assert (100.0, 5.0, -90.0, 0.0) == tuple(by_segment.loc[["loyal", "new", "won_back", "churned"], "revenue"])


def test_wilson_interval_of_five_in_ten():
    """Wilson (1927) gives 23.7 to 76.3 %."""
    segments = pd.DataFrame({"customer_id": [f"c{number}" for number in range(10)], "segment": "loyal"})
    orders = pd.DataFrame([order(f"c{number}", "2026-04-02") for number in range(5)])
    orders.columns = ["customer_id", "ordered_at", "amount", "is_order"]
    row = segment_returns(segments, orders, method="lifecycle", start=START, days=30).iloc[0]

    assert (10, 5, 0.5) == (row["n"], row["returned"], row["share"])
    assert (0.2366, 0.7634) == pytest.approx((row["low"], row["high"]), abs=1e-4)


def test_without_later_orders_nobody_returned(six_segments, later_orders):
    table = segment_returns(six_segments, later_orders.iloc[:0], method="lifecycle", start=START, days=30)

    assert 0 == table["returned"].sum() == table["revenue"].sum()


def test_a_customer_counts_once(six_segments, later_orders):
    with pytest.raises(SchemaError, match="'segments' breaks its key"):
        segment_returns(
            pd.concat([six_segments, six_segments]), later_orders, method="lifecycle", start=START, days=30
        )  # fmt: skip


def lens(method: str, **members: str) -> pd.DataFrame:
    rows = [(customer, method, segment) for segment, listing in members.items() for customer in listing]
    return pd.DataFrame(rows, columns=["customer_id", "method", "segment"])


def test_a_lens_that_knows_everything_separates_fully_and_one_that_knows_nothing_not_at_all():
    sharp, blunt = lens("sharp", high="abc", low="def"), lens("blunt", left="ad", right="be", middle="cf")
    features = pd.DataFrame({"customer_id": list("abcde"), "period_revenue": [9.0, 9.0, 9.0, 0.0, np.nan]})  # f: 0
    both = pd.concat([sharp, blunt])
    table = lens_comparison(both, at_start=both, features=features).set_index("method")

    assert 1.0 == pytest.approx(table.loc["sharp", "separation"])
    assert 0.0 == pytest.approx(table.loc["blunt", "separation"])
    assert (2, 0.5, 1.0, 6) == tuple(table.loc["sharp", ["segments", "smallest_share", "stability", "n"]])


def test_prospects_and_new_customers_are_not_compared():
    before = lens("rfm", loyal="ab", lost="cd", no_order="ef")
    today = lens("rfm", loyal="abe", lost="c", at_risk="d", no_order="f", new="g")
    row = lens_comparison(today, at_start=before).iloc[0]

    assert list(DERIVED["lens_comparison"].names) == list(row.index)
    assert (4, 0.75, 4) == (row["segments"], row["stability"], row["n"])
    assert 1 / 6 == pytest.approx(row["smallest_share"])
    assert np.isnan(row["separation"])


def test_without_an_earlier_date_only_the_sizes_are_known(crowd, crowd_gaps):
    definitions = {lens: definition_for(lens, crowd, gaps=crowd_gaps) for lens in ("rfm", "lifecycle", "demographic.sex")}
    table = lens_comparison(segments_of(crowd, definitions))

    assert list(definitions) == list(table["method"])
    assert table["separation"].isna().all()
    assert table["stability"].isna().all()
    assert {(crowd["state"] == "buyer").sum()} == set(table["n"])


def test_equal_outcomes_cannot_be_separated():
    table = lens_comparison(
        lens("rfm", loyal="ab", lost="cd"), at_start=lens("rfm", loyal="ab", lost="cd"),
        features=pd.DataFrame({"customer_id": list("abcd"), "period_revenue": 0.0}),
    )  # fmt: skip

    assert np.isnan(table.loc[0, "separation"])
