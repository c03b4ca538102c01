"""Level against behaviour: who buys above the level, who below, and no small cell told."""

import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.segmentations import membership
from analysis.segmentations.mismatch import membership_mismatch, mismatch_totals, presentable_mismatch

HIGH, MIDDLE, LOW, ONCE = "loyalty_high", "loyalty_middle", "loyalty_low", "loyalty_one_time"
CELLS = {
    ("Gold", HIGH): 60, ("Gold", MIDDLE): 25, ("Gold", LOW): 30, ("Gold", ONCE): 12,
    ("Silver", HIGH): 20, ("Silver", MIDDLE): 50, ("Silver", LOW): 40, ("Silver", ONCE): 15,
    ("Blue", HIGH): 14, ("Blue", MIDDLE): 30, ("Blue", LOW): 90, ("Blue", "no_order"): 11, ("Blue", "refund_only"): 1,
    (None, HIGH): 16,
}  # fmt: skip
MONEY = {HIGH: 100.0, MIDDLE: 40.0, LOW: 10.0, ONCE: 5.0}


def tables(cells=CELLS):
    """The record, the segments of membership and loyalty, the membership definition: so many customers per cell."""
    rows = [(level, tier) for (level, tier), n in cells.items() for _ in range(n)]
    ids = [f"p{i:04d}" for i in range(len(rows))]
    levels, tiers = [row[0] for row in rows], [row[1] for row in rows]
    record = pd.DataFrame(
        {"customer_id": ids, "state": "buyer", "attribute.level": levels, "revenue": [MONEY.get(tier, 0.0) for tier in tiers]}
    )
    definition = membership.fit(record, order=["Black", "Gold", "Silver", "Blue"])
    own = membership.assign(record, definition).assign(method="membership")
    loyal = pd.DataFrame({"customer_id": ids, "segment": tiers, "method": "loyalty"})
    return record, pd.concat([own, loyal]), definition


def test_low_levels_that_behave_like_the_best_and_top_levels_that_do_not():
    """Rising: Blue 14 and none 16, 3,000 in money.  Fading: Gold low 30 and one order 12, 360 in money."""
    totals = mismatch_totals(membership_mismatch(*tables()), minimum=10).set_index("mismatch")

    assert [30, 3000.0, 16] == totals.loc["rising"].tolist()
    assert [42, 360.0, 0] == totals.loc["fading"].tolist()


def test_every_customer_stands_once_and_a_level_adds_up():
    record, segments, definition = tables()
    table = membership_mismatch(record, segments, definition)

    assert len(record) == table["customers"].sum()
    assert record["revenue"].sum() == pytest.approx(table["revenue"].sum())
    assert [1.0] * 4 == pytest.approx(table.groupby("level")["level_share"].sum().tolist())
    assert "refund_only" not in set(table["tier"])


def test_a_tiny_level_stands_with_its_neighbour():
    table = membership_mismatch(*tables(CELLS | {("Black", HIGH): 4}))

    assert ["Black + Gold", "Silver", "Blue", "(missing)"] == list(table["level"].unique())
    assert ["upper", "between", "lower", "without"] == list(table.drop_duplicates("level")["position"])


def test_no_row_and_no_column_hides_a_single_cell():
    shown = presentable_mismatch(membership_mismatch(*tables(CELLS | {("Gold", ONCE): 3})), minimum=10)
    hidden = ~shown.pivot(index="level", columns="tier", values="shown")

    assert hidden.loc["Gold", ONCE]
    assert not (hidden.sum(axis="columns") == 1).any()
    open_cells = shown.pivot(index="level", columns="tier", values="customers") > 0
    assert not ((hidden.sum() == 1) & open_cells.any()).any()
    assert shown.loc[~shown["shown"], ["customers", "level_share", "revenue"]].isna().all(axis=None)


def test_a_sum_does_not_tell_the_one_hidden_part_of_it():
    """Of the three fading cells of Gold one is hidden: 30 are told, not 33."""
    cells = {("Gold", HIGH): 4, ("Gold", MIDDLE): 40, ("Gold", LOW): 30, ("Gold", ONCE): 3, ("Blue", HIGH): 4, ("Blue", ONCE): 50, ("Blue", LOW): 20, ("Blue", MIDDLE): 20}  # fmt: skip
    table = membership_mismatch(*tables(cells))
    shown = presentable_mismatch(table, minimum=10).set_index(["level", "tier"])["shown"]

    assert not shown["Gold", ONCE]
    assert 30 == mismatch_totals(table, minimum=10).set_index("mismatch").loc["fading", "customers"]


def test_another_behaviour_names_the_choices():
    with pytest.raises(ConfigError, match="Choose one of: loyalty, value"):
        membership_mismatch(*tables(), behaviour="mood")
