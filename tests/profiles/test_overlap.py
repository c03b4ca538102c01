"""Where the customers of a segment stand in other lenses."""

import numpy as np
import pandas as pd
import pytest

from analysis.profiles.overlap import lens_overlap


def lenses(**columns: list[str]) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"customer_id": [f"c{i:03}" for i in range(len(keys))], "method": method, "segment": keys})
        for method, keys in columns.items()
    ]
    return pd.concat(parts, ignore_index=True)


MADE = {"rfm": ("revenue",), "value": ("revenue",), "sex": ("attribute.sex",), "copy": ("revenue",), "noise": ("x",)}


def of(table: pd.DataFrame, segment: str, other_segment: str) -> pd.Series:
    return table.set_index(["segment", "other_segment"]).loc[(segment, other_segment)]


def test_shares_and_index_of_a_table_in_ones_head(fits_schema):
    """Of 40 loyal 30 are women, of 60 lost 20: 75 % against 50 % of all is 150."""
    table = lens_overlap(
        lenses(rfm=["loyal"] * 40 + ["lost"] * 60, sex=["f"] * 30 + ["m"] * 10 + ["f"] * 20 + ["m"] * 40),
        method="rfm",
        made_of=MADE,
    )

    fits_schema(table, "segment_overlap")
    cell = of(table, "loyal", "f")
    assert (40, 30, 0.75, 0.5, pytest.approx(150)) == tuple(cell[["n", "customers", "share", "base_share", "index"]])
    assert not cell["same_figures"]
    assert cell["p_adjusted"] < 0.001


def test_a_lens_of_the_same_figures_is_said_to_be_one_and_one_of_others_is_kept_beside():
    half = ["a"] * 50 + ["b"] * 50
    mixed = ["a"] * 40 + ["b"] * 10 + ["a"] * 10 + ["b"] * 40
    table = lens_overlap(
        lenses(rfm=["loyal"] * 50 + ["lost"] * 50, value=half, copy=mixed, sex=["f"] * 35 + ["m"] * 15 + ["f"] * 15 + ["m"] * 35),
        method="rfm", made_of=MADE,
    )  # fmt: skip

    assert ["value", "copy", "sex"] == table["other"].drop_duplicates().tolist()
    assert [True, True, False] == table.drop_duplicates("other")["same_figures"].tolist()


def test_a_lens_that_repeats_one_already_taken_is_passed_over():
    half = ["a"] * 50 + ["b"] * 50
    table = lens_overlap(lenses(rfm=["loyal"] * 50 + ["lost"] * 50, value=half, copy=half), method="rfm", made_of=MADE)

    assert ["copy"] == table["other"].drop_duplicates().tolist()


def test_lenses_that_have_nothing_to_do_with_it_are_left_out():
    alternating = ["a", "b"] * 50
    assert lens_overlap(lenses(rfm=["loyal"] * 50 + ["lost"] * 50, noise=alternating), method="rfm", made_of=MADE).empty


def test_a_lens_of_which_too_little_could_be_shown_is_passed_over():
    """3 of the 53 loyal are men: the totals would tell any one hidden cell of a 2 × 2 table, so all four are hidden."""
    small = lenses(rfm=["loyal"] * 53 + ["lost"] * 47, sex=["f"] * 50 + ["m"] * 3 + ["f"] * 10 + ["m"] * 37)

    assert lens_overlap(small, method="rfm", made_of=MADE).empty


def test_rare_segments_of_the_other_lens_are_put_together():
    """4 in c and 16 in b stand together as all others: 20."""
    table = lens_overlap(
        lenses(rfm=["loyal"] * 40 + ["lost"] * 60, sex=["a"] * 20 + ["b"] * 16 + ["c"] * 4 + ["a"] * 60), method="rfm", made_of=MADE
    )

    assert {"a", "(other)"} == set(table["other_segment"])
    assert (20, 0.5) == tuple(of(table, "loyal", "(other)")[["customers", "share"]])
    assert table["shown"].all()


def test_customers_whom_the_other_lens_does_not_place_are_not_counted():
    table = lens_overlap(
        lenses(rfm=["loyal"] * 40 + ["lost"] * 60, sex=["f"] * 20 + ["(missing)"] * 20 + ["m"] * 60), method="rfm", made_of=MADE
    )

    assert (20, 1.0) == tuple(of(table, "loyal", "f")[["n", "share"]])
    assert np.isclose(0.25, of(table, "loyal", "f")["base_share"])
