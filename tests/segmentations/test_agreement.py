"""Whether two ways of dividing say the same."""

import pandas as pd

from analysis.schema import DERIVED
from analysis.segmentations.agreement import lens_agreement, lens_cross


def lens(method: str, **members: str) -> pd.DataFrame:
    rows = [(customer, method, segment) for segment, customers in members.items() for customer in customers]
    return pd.DataFrame(rows, columns=["customer_id", "method", "segment"])


def test_the_same_groups_under_other_names_agree_fully():
    table = lens_agreement(pd.concat([lens("one", a="abcd", b="efgh"), lens("other", x="efgh", y="abcd")]))

    assert list(DERIVED["lens_agreement"].names) == list(table.columns)
    assert (1.0, 8) == (table.loc[0, "rand"], table.loc[0, "n"])


def test_crossed_halves_agree_no_more_than_lot():
    """Of every group of the one, half is in each group of the other: the index lies at or below nothing."""
    table = lens_agreement(pd.concat([lens("one", a="abcd", b="efgh"), lens("other", x="abef", y="cdgh")]))

    assert table.loc[0, "rand"] <= 0
    assert 0.0 == table.loc[0, "cramers_v"]


def test_customers_without_an_order_do_not_count():
    one, other = lens("rfm", loyal="abcd", lost="efgh", no_order="ij"), lens("sex", f="abcdi", m="efghj")

    assert 8 == lens_agreement(pd.concat([one, other])).loc[0, "n"]


def test_a_cross_table_adds_up_and_stands_in_display_order():
    both = pd.concat([lens("value", b="ab", a="cdef"), lens("stage", loyal="acd", new="bef")])
    features = pd.DataFrame({"customer_id": list("abcdef"), "revenue": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]})
    table = lens_cross(both, features, method="value", other="stage", orders=(("a", "b"), ("new", "loyal")))

    assert list(DERIVED["lens_cross"].names) == list(table.columns)
    assert [("a", "new", 2, 11.0), ("a", "loyal", 2, 7.0), ("b", "new", 1, 2.0), ("b", "loyal", 1, 1.0)] == list(
        table[["segment", "other_segment", "customers", "revenue"]].itertuples(index=False, name=None)
    )
    assert [0.5] * 4 == list(table["share"])


def test_a_cross_table_without_order_lines_has_no_money():
    both = pd.concat([lens("value", b="ab"), lens("stage", loyal="ab")])
    table = lens_cross(both, pd.DataFrame({"customer_id": ["a", "b"]}), method="value", other="stage", orders=((), ()))

    assert table["revenue"].isna().all()
