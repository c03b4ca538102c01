"""Unmet needs on one scale: known answers, what is usual, chance, and which segment stands out."""

import numpy as np
import pandas as pd
import pytest

from analysis.profiles.demand import demand_rows, product_ideas, standing_out, unmet_needs
from analysis.schema import DERIVED, check_columns


def wanted(**subjects: tuple[int, int]) -> pd.DataFrame:
    """A customer of its own per want: {"tea": (unmet, met)}."""
    rows = [
        (f"{name}{place}", name, float(place < unmet), 1.0)
        for name, (unmet, met) in subjects.items()
        for place in range(unmet + met)
    ]
    return pd.DataFrame(rows, columns=["customer_id", "subject", "part", "whole"])


def needs_of(rows: pd.DataFrame, **settings) -> pd.DataFrame:
    return unmet_needs(rows, **settings).set_index(["evidence", "subject"])


def test_a_subject_is_held_against_the_others():
    row = needs_of(demand_rows(wanted(tea=(30, 10), soap=(20, 60), salt=(20, 60)), "search")).loc[("search", "tea")]

    assert (40, 30, 200) == (row["customers"], row["unmet"], row["base"])
    assert (0.75, 0.25, 0.5) == (row["share"], row["usual"], row["difference"])
    assert row["low"] < 0.5 < row["high"]
    assert 0.5 * 40 / 200 == pytest.approx(row["reach"])


def test_the_interval_is_that_of_two_independent_shares():
    """Every customer wants one thing, so the spread is the textbook one."""
    row = needs_of(demand_rows(wanted(tea=(30, 10), soap=(40, 120)), "search")).loc[("search", "tea")]
    spread = np.sqrt(0.75 * 0.25 / 40 + 0.25 * 0.75 / 160)

    assert 1.96 * spread == pytest.approx((row["high"] - row["low"]) / 2, rel=0.01)


def test_wants_of_one_customer_are_no_independent_evidence():
    alone = wanted(tea=(30, 10), soap=(40, 120))
    together = alone.assign(customer_id=alone["customer_id"].str[-1])  # ten customers with all of it
    spread = [
        float(needs_of(demand_rows(rows, "search"), minimum=1)["high"].iloc[0] - needs_of(demand_rows(rows, "search"), minimum=1)["low"].iloc[0])
        for rows in (alone, together)
    ]  # fmt: skip

    assert spread[0] != pytest.approx(spread[1], rel=0.05)


def test_what_is_not_held_is_compared_with_what_is_but_lists_itself_alone():
    rows = wanted(kites=(50, 0), soap=(60, 40))
    found = unmet_needs(demand_rows(rows, "not_held", usual=rows["subject"] == "soap"))

    assert ["kites"] == list(found["subject"])
    assert (0.6, 50 / 150) == (found["usual"][0], found["reach"][0])


def test_small_subjects_are_left_out_before_anything_is_tested():
    found = unmet_needs(demand_rows(wanted(tea=(9, 0), soap=(50, 50), salt=(50, 50)), "search"), minimum=10)

    assert {"soap", "salt"} == set(found["subject"])


def test_nothing_unusual_gives_no_idea():
    assert product_ideas(unmet_needs(demand_rows(wanted(tea=(50, 50), soap=(51, 49)), "search"))).empty


def test_what_is_asked_for_comes_before_what_is_inferred():
    """Even where the inferred need reaches further."""
    said = demand_rows(wanted(tea=(60, 40), soap=(60, 340)), "survey")
    seen = demand_rows(wanted(north=(300, 100), south=(100, 300)), "place", usual=False)
    seen = pd.concat([seen, demand_rows(wanted(east=(100, 900)), "place")])
    ideas = product_ideas(unmet_needs(pd.concat([said, seen])))

    assert ["tea", "north"] == list(ideas["subject"])[:2]
    assert [1, 2] == list(ideas["rank"])[:2]


def test_many_comparisons_of_nothing_list_nothing():
    """Forty subjects, all met equally often: with the false discovery rate at 5 % hardly a draw lists one."""
    listed = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        rows = pd.DataFrame({"customer_id": [f"c{i}" for i in range(4000)], "subject": rng.integers(0, 40, 4000).astype(str)})
        rows = rows.assign(part=(rng.random(4000) < 0.5).astype(float), whole=1.0)
        listed += len(product_ideas(unmet_needs(demand_rows(rows, "search")))) > 0

    assert listed <= 3


def test_the_segment_with_the_need_most_is_named_where_it_stands_out():
    rows = demand_rows(wanted(tea=(60, 40), soap=(40, 160)), "search")
    ideas = product_ideas(unmet_needs(rows))
    unmet = set(rows.loc[(rows["subject"] == "tea") & (rows["part"] > 0), "customer_id"])
    people = pd.Series(rows["customer_id"].unique())
    own = pd.Series(["loyal" if name in unmet and i % 6 else "lost" for i, name in enumerate(people)], index=people)
    row = standing_out(ideas, rows, own).iloc[0]

    assert ("loyal", 1.0) == (row["segment"], row["segment_share"])
    assert row["rest_share"] < 0.1


def test_no_segment_is_named_where_all_are_alike_or_the_rest_is_too_small():
    rows = demand_rows(wanted(tea=(60, 40), soap=(40, 160)), "search")
    ideas, people = product_ideas(unmet_needs(rows)), rows["customer_id"].unique()
    alike = pd.Series(np.where(np.arange(len(people)) % 2, "loyal", "lost"), index=people)

    for segment in (alike, pd.Series("loyal", index=people)):
        assert standing_out(ideas, rows, segment)["segment"].isna().all()


def test_the_tables_are_those_declared():
    rows = demand_rows(wanted(tea=(60, 40), soap=(40, 160)), "search")
    needs = unmet_needs(rows)
    ideas = standing_out(product_ideas(needs), rows, pd.Series(dtype=object))

    check_columns(DERIVED["unmet_needs"], needs.columns)
    check_columns(DERIVED["product_ideas"], ideas.columns)
    check_columns(DERIVED["unmet_needs"], unmet_needs(rows.iloc[:0]).columns)
