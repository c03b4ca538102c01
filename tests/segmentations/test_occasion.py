"""What a customer's orders are for: said where most of them can be told."""

import inspect

import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.features.occasions import occasion_rule
from analysis.segmentations import occasion

KINDS = ("self_use", "gift", "banquet", "bulk", "unclassified")


def record(*rows: tuple[int, ...]) -> pd.DataFrame:
    """Buyers from their orders by kind."""
    table = pd.DataFrame(rows, columns=[f"occasion.{kind}" for kind in KINDS])
    return table.assign(**{"occasion.orders": table.sum(axis=1)}, customer_id=[f"c{i}" for i in range(len(table))], state="buyer")


@pytest.mark.parametrize(
    ("orders", "segment"),
    [
        ((5, 0, 0, 0, 0), "occasion_self_use"),
        ((1, 4, 0, 0, 0), "occasion_gift"),
        ((0, 0, 3, 0, 0), "occasion_banquet"),
        ((2, 0, 0, 3, 0), "occasion_bulk"),  # exactly 60 %
        ((2, 2, 1, 0, 0), "occasion_mixed"),
        ((1, 1, 0, 0, 0), "too_few_orders"),
        ((3, 0, 0, 0, 3), "occasion_unclassified"),  # no more than half can be told
        ((4, 0, 0, 0, 3), "occasion_self_use"),
        ((2, 0, 0, 0, 1), "occasion_unclassified"),  # only two can be told
    ],
)
def test_the_dominant_occasion(orders, segment):
    people = record(orders, (9, 1, 0, 0, 0))

    assert segment == occasion.assign(people, occasion.fit(people))["segment"].iloc[0]


def test_a_buyer_without_orders_in_the_window_has_too_few():
    people = record((5, 0, 0, 0, 0)).assign(**{f"occasion.{kind}": float("nan") for kind in (*KINDS, "orders")})

    assert ["too_few_orders"] == list(occasion.assign(people, occasion.fit(people))["segment"])


def test_own_use_alone_is_no_lens():
    assert "no_occasions" == occasion.lacking(record((5, 0, 0, 0, 1)))
    assert "" == occasion.lacking(record((5, 1, 0, 0, 1)))
    assert "no_occasions" == occasion.lacking(pd.DataFrame({"customer_id": ["a"], "state": ["buyer"]}))


def test_settings_out_of_range_are_refused():
    with pytest.raises(ConfigError, match=r"'dominant' is 0\.5\. Choose a share above 0\.5"):
        occasion.fit(record((5, 0, 0, 0, 0)), dominant=0.5)
    with pytest.raises(ConfigError, match="'minimum' is 1"):
        occasion.fit(record((5, 0, 0, 0, 0)), minimum=1)


def test_the_method_names_the_settings_of_its_rule():
    """client.yaml is held against `fit`, and `occasion_rule` is what uses them."""
    known, used = (set(inspect.signature(one).parameters) for one in (occasion.fit, occasion_rule))

    assert used - {"orders", "as_of"} == known - {"features", "gaps", "minimum", "dominant"}
