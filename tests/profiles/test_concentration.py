"""The curve of revenue over buyers, with answers that can be checked in the head."""

import pandas as pd
import pytest

from analysis.profiles import revenue_concentration, top_share


def buyers(*revenue: float) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(len(revenue))], "state": "buyer", "revenue": revenue})


def test_the_best_of_five_buyers_brings_half(fits_schema):
    """50 of 100 come from one of five: the top 20 %."""
    concentration = revenue_concentration(buyers(5.0, 15.0, 50.0, 10.0, 20.0))

    fits_schema(concentration, "concentration")
    assert 101 == len(concentration)
    assert 0.5 == top_share(concentration, 0.2)
    assert 0.7 == pytest.approx(top_share(concentration, 0.4))
    assert (0.0, 1.0) == (top_share(concentration, 0), top_share(concentration, 1))


def test_within_one_customer_the_curve_is_linear():
    """Half of the best customer, the top 10 %, counts with half of the 50."""
    assert 0.25 == top_share(revenue_concentration(buyers(5.0, 15.0, 50.0, 10.0, 20.0)), 0.1)


def test_customers_are_counted_whole():
    concentration = revenue_concentration(buyers(*[1.0] * 250)).set_index("customer_share")

    assert [0, 3, 5, 250] == concentration.loc[[0.0, 0.01, 0.02, 1.0], "customers"].tolist()


def test_returns_stand_at_the_end():
    """100 bought, 20 given back: the first of two brings 125 % of the 80 that remain."""
    concentration = revenue_concentration(buyers(-20.0, 100.0))

    assert 1.25 == top_share(concentration, 0.5)
    assert 1.0 == top_share(concentration, 1)


def test_only_buyers_count():
    features = pd.concat([buyers(10.0, 10.0), buyers(0.0, 0.0, -5.0).assign(state=["prospect", "prospect", "refund_only"])])

    assert 2 == revenue_concentration(features)["customers"].max()


def test_a_buyer_without_revenue_in_the_window_counts():
    assert 1.0 == top_share(revenue_concentration(buyers(10.0, 0.0)), 0.5)


def test_without_buyers_there_is_no_curve(fits_schema):
    concentration = revenue_concentration(buyers().astype({"revenue": float}))

    fits_schema(concentration, "concentration")
    assert concentration.empty
    assert pd.isna(top_share(concentration, 0.1))


def test_without_revenue_the_shares_are_missing():
    assert revenue_concentration(buyers(0.0, 0.0))["revenue_share"].isna().all()


def test_a_share_is_a_fraction():
    with pytest.raises(ValueError, match="between 0 and 1, not 20"):
        top_share(revenue_concentration(buyers(1.0)), 20)


def test_row_order_and_input_do_not_matter():
    features = buyers(5.0, 15.0, 50.0)
    copy = features.copy()

    assert revenue_concentration(features).equals(revenue_concentration(features.iloc[::-1]))
    pd.testing.assert_frame_equal(copy, features)
