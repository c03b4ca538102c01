"""Which other lenses chapter 03 lays beside the chosen one."""

import pandas as pd

from analysis.reporting.profile_facts import other_lenses


def test_lenses_made_of_others_and_customers_of_whom_too_little_is_known_are_left_out():
    """They would repeat the lens, or only say that little is known of the same customers."""
    segments = pd.DataFrame(
        [("a", "rfm", "loyal"), ("a", "groups", "high_value"), ("a", "risk", "risk_low"), ("a", "preference.price", "too_few_orders"),
         ("b", "preference.price", "price_sensitive")],
        columns=["customer_id", "method", "segment"],
    )  # fmt: skip

    kept = other_lenses(segments, {}, "rfm")

    assert [("a", "risk", "risk_low"), ("b", "preference.price", "price_sensitive")] == list(
        kept.itertuples(index=False, name=None)
    )
