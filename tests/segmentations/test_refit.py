"""A refitted ruler takes over the keys of the one before, and says what changed."""

import pandas as pd
import pandas.testing as pdt
import pytest

from analysis.errors import SchemaError
from analysis.segmentations import clusters, value
from analysis.segmentations.refit import agreement, matched, refitted, renamed


def segments(**counts) -> pd.DataFrame:
    keys = [key for key, n in counts.items() for _ in range(n)]
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(len(keys))], "segment": pd.Series(keys, dtype="str")})


def test_the_same_groups_under_other_numbers_are_the_same():
    """60 and 40 customers, numbered the other way round."""
    match = matched(segments(cluster_1=60, cluster_2=40), segments(cluster_2=60, cluster_1=40)).set_index("segment")

    assert {"cluster_1": "cluster_2", "cluster_2": "cluster_1"} == match["key"].to_dict()
    assert {"cluster_1": 40, "cluster_2": 60} == match["shared"].to_dict()


def test_pairs_are_chosen_together():
    """The first new group shares 50 with the first and 45 with the second old one; the second shares 40 with the first alone.

    Greedy pairing would keep 50; 45 and 40 together keep 85.
    """
    before = segments(cluster_1=50, cluster_2=45, cluster_9=0)
    before = pd.concat([before, segments(cluster_1=40).assign(customer_id=[f"d{i}" for i in range(40)])], ignore_index=True)
    after = before.assign(segment=["cluster_1"] * 95 + ["cluster_2"] * 40)
    match = matched(before, after).set_index("segment")

    assert {"cluster_1": "cluster_2", "cluster_2": "cluster_1"} == match["previous"].to_dict()
    assert 85 == match["shared"].sum()


def test_a_group_without_a_forerunner_gets_a_number_never_used():
    match = matched(segments(cluster_1=90), segments(cluster_1=60, cluster_2=30)).set_index("segment")

    assert {"cluster_1": "cluster_1", "cluster_2": "cluster_3"} == match["key"].to_dict()
    assert "" == match.loc["cluster_2", "previous"]


def test_agreement_is_counted_beside_chance():
    """Eight of ten keep their segment; halves dealt out by lot would agree for every second customer."""
    one = segments(a=5, b=5)
    other = one.assign(segment=["a"] * 4 + ["b"] + ["b"] * 4 + ["a"])
    row = agreement(one, other).iloc[0]

    assert [10, 0.8, 0.5] == pytest.approx([row["n"], row["share"], row["chance"]])
    assert 1.0 == agreement(one, one)["rand"].iloc[0]


def test_customers_without_an_order_do_not_count():
    one = segments(cluster_1=5, refund_only=3, no_order=2)

    assert 5 == agreement(one, one)["n"].iloc[0]
    assert ["cluster_1"] == list(matched(one, one)["segment"])


def test_different_customers_are_refused():
    with pytest.raises(SchemaError, match="differ in 1 customers"):
        matched(segments(a=3), segments(a=4))


def test_a_refit_of_the_same_customers_changes_nothing(crowd):
    before = clusters.fit(crowd, k=3)
    swapped = renamed(before, {"cluster_1": "cluster_3", "cluster_3": "cluster_1"})
    found = refitted("clusters", crowd, before=before, after=swapped)

    assert 1.0 == found.agreement["share"].iloc[0]
    pdt.assert_frame_equal(before, found.definition)
    pdt.assert_frame_equal(clusters.assign(crowd, before), clusters.assign(crowd, found.definition))


def test_fixed_keys_keep_their_meaning(crowd):
    """Twice the revenue moves the limits of a, b and c; nobody is renamed for it."""
    before, after = value.fit(crowd), value.fit(crowd.assign(revenue=crowd["revenue"] * 2))
    found = refitted("value", crowd, before=before, after=after)

    pdt.assert_frame_equal(after, found.definition)
    assert list(found.match["segment"]) == list(found.match["key"])
    assert found.agreement["share"].iloc[0] < 1
