"""The index of levels against the base."""

import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.profiles import segment_index


def traits(**columns: list) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(n)], **columns})


def cell(table: pd.DataFrame, segment: str, level: str) -> pd.Series:
    return table.set_index(["segment", "level"]).loc[(segment, level)]


@pytest.fixture
def two_channels(make_segments):
    """20 heavy customers, 15 of them online; 60 light ones, 15 of them online; 20 light ones unknown."""
    channel = ["web"] * 15 + ["store"] * 5 + ["web"] * 15 + ["store"] * 45 + ["(missing)"] * 20
    return traits(top_channel=channel), make_segments("value", heavy=20, light=80)


def test_the_index_is_share_over_base_share(two_channels, fits_schema):
    """Online are 15 of 20 heavy customers, 75 %, against 30 of 80 known ones, 37.5 %: index 200."""
    table = segment_index(*two_channels, method="value", minimum=1)

    fits_schema(table, "segment_index")
    web = cell(table, "heavy", "web")
    assert (20, 15, 0.75, 0.375, 200.0) == tuple(web[["n", "count", "share", "base_share", "index"]])


def test_unknown_values_are_not_in_the_shares_but_have_a_row(two_channels):
    """60 of 80 light customers are known; the 20 others are 25 % of the segment."""
    table = segment_index(*two_channels, method="value", minimum=1)

    assert 60 == cell(table, "light", "web")["n"]
    missing = cell(table, "light", "(missing)")
    assert (80, 20, 0.25, 0.2, 125.0) == tuple(missing[["n", "count", "share", "base_share", "index"]])


def test_small_cells_have_no_figures_and_neither_have_those_that_betray_them(two_channels):
    """5 heavy customers in the store: with two levels and two segments everything betrays them."""
    table = segment_index(*two_channels, method="value", minimum=10)

    known = table[table["level"].ne("(missing)")]
    assert not known["shown"].any()
    assert known[["count", "share", "index"]].isna().all(axis=None)
    assert known["base_share"].notna().all()


def test_shares_add_up_to_one_where_all_is_shown(two_channels):
    table = segment_index(*two_channels, method="value", minimum=1)

    known = table[table["level"].ne("(missing)")]
    assert [1.0, 1.0] == known.groupby("segment")["share"].sum().tolist()


def test_a_trait_with_one_level_says_nothing(make_segments):
    table = segment_index(traits(city=["x"] * 40), make_segments("value", a=20, b=20), method="value")

    assert table.empty


def test_customers_of_only_one_table_are_ignored(two_channels, make_segments):
    table = segment_index(two_channels[0], make_segments("value", heavy=20, light=500), method="value", minimum=1)

    assert 80 == cell(table, "light", "(missing)")["n"]


def test_an_unknown_method_is_named(two_channels):
    with pytest.raises(ConfigError, match=r"Unknown method in the table of segments 'rfm'\. Choose one of: value"):
        segment_index(*two_channels, method="rfm")


def test_a_customer_has_one_segment(two_channels):
    columns, segments = two_channels
    with pytest.raises(SchemaError, match="1 customers more than once under method 'value'"):
        segment_index(columns, pd.concat([segments, segments.head(1)]), method="value")


def test_input_is_left_unchanged_and_row_order_does_not_matter(two_channels):
    columns, segments = two_channels
    copies = columns.copy(), segments.copy()

    table = segment_index(columns, segments, method="value")
    turned = segment_index(columns.iloc[::-1], segments.iloc[::-1], method="value")

    pd.testing.assert_frame_equal(table, turned)
    pd.testing.assert_frame_equal(columns, copies[0])
    pd.testing.assert_frame_equal(segments, copies[1])
