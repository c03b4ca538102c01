"""Customers moved, or the ruler: planted apart, and adding up on any table."""

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import net_change, segment_split
from analysis.evaluation.ruler import UNIT

STATES = ("no_order",)


def labels(**segments: str) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": list(segments), "method": "value", "segment": list(segments.values())})


def by_limit(spent: dict[str, float], limit: float) -> pd.DataFrame:
    """Gold from `limit` on, iron below, no_order without anything."""
    return labels(**{who: "no_order" if money == 0 else "gold" if money >= limit else "iron" for who, money in spent.items()})


def change(before: dict[str, float], after: dict[str, float], old: float, new: float) -> pd.DataFrame:
    """The change of customers who spent `before` and then `after`, when the limit goes from `old` to `new`."""
    worth = [pd.Series(spent, dtype=float) for spent in (before, after)]
    tables = (by_limit(before, old), by_limit(after, old), by_limit(after, new))
    return segment_split(*tables, *worth, method="value", outside=STATES)


def net(parts: pd.DataFrame, segment: str) -> dict[str, int]:
    return net_change(parts).set_index("segment").loc[segment, ["moved", "ruler", "mix"]].to_dict()


def test_a_planted_ruler_change_is_no_move(fits_schema):
    """Nobody spends a penny more; the limit falls from 100 to 50, and ben becomes gold."""
    parts = change({"ana": 120, "ben": 60, "cho": 10}, {"ana": 120, "ben": 60, "cho": 10}, 100, 50)

    fits_schema(parts, "segment_split")
    assert {"moved": 0, "ruler": 1, "mix": 0} == net(parts, "gold")
    assert {"moved": 0, "ruler": -1, "mix": 0} == net(parts, "iron")
    assert 60.0 == net_change(parts).set_index("segment").loc["gold", "ruler_revenue"]


def test_a_planted_move_is_no_ruler_change():
    """The limit stays; ben spends 140 and becomes gold."""
    parts = change({"ana": 120, "ben": 60, "cho": 10}, {"ana": 120, "ben": 140, "cho": 10}, 100, 100)

    assert {"moved": 1, "ruler": 0, "mix": 0} == net(parts, "gold")
    assert {"moved": -1, "ruler": 0, "mix": 0} == net(parts, "iron")
    wide = net_change(parts).set_index("segment")
    assert (120.0, 60.0, 80.0, 260.0) == tuple(wide.loc["gold", ["start_revenue", "moved_revenue", "spending", "end_revenue"]])


def test_both_planted_at_once_are_told_apart():
    """Ben rises by what he spends, cho by the limit; dia orders for the first time, eve took everything back."""
    before = {"ana": 120, "ben": 60, "cho": 60, "dia": 0, "eve": 150}
    after = {"ana": 120, "ben": 130, "cho": 60, "dia": 200, "eve": 0}
    parts = change(before, after, 100, 50)
    gold = parts[parts["segment"] == "gold"].set_index("part")["customers"]

    assert {"moved": 1, "ruler": 1, "mix": 0} == net(parts, "gold")
    assert (1, -1, 1, 0) == tuple(gold[["entered", "left", "moved_in", "moved_out"]])
    assert (2, 4) == tuple(gold[["start", "end"]])


def test_a_ruler_that_undoes_a_move_shows_as_both():
    """Ben really spent more; the limit rose with him."""
    assert {"moved": 1, "ruler": -1, "mix": 0} == net(change({"ben": 60, "ana": 9}, {"ben": 120, "ana": 9}, 100, 200), "gold")


def random_tables(seed: int):
    """Three labels of up to 60 customers, some missing from some, and money with four decimals, below 0 as well."""
    random = np.random.default_rng(seed)
    ids = np.array([f"c{n}" for n in range(random.integers(1, 60))])
    keys = np.array(["a", "b", "c", "no_order", "refund_only"])[: random.integers(1, 6)]

    def drawn() -> pd.DataFrame:
        held = ids[(random.random(len(ids)) < 0.85) | (ids == "c0")]
        return pd.DataFrame({"customer_id": held, "method": "value", "segment": random.choice(keys, len(held))})

    worth = [pd.Series(random.normal(50, 80, len(ids)).round(4), ids)[random.random(len(ids)) < 0.9] for _ in range(2)]
    return drawn(), drawn(), drawn(), *worth


@pytest.mark.parametrize("seed", range(40))
def test_parts_add_up_exactly_whatever_the_tables(seed):
    started, old, ended, before, after = random_tables(seed)
    outside = ("no_order", "refund_only")
    parts = segment_split(started, old, ended, before, after, method="value", outside=outside)
    units = parts.assign(revenue=(parts["revenue"] * UNIT).round().astype("int64"))
    for value in ("customers", "revenue"):
        wide = units.pivot(index="segment", columns="part", values=value)
        assert (wide.drop(columns="end").sum(axis=1) == wide["end"]).all()
    assert 0 == parts.loc[parts["part"].isin(["moved_in", "moved_out"]), "customers"].sum()
    sizes = ended[~ended["segment"].isin(outside)]["segment"].value_counts()
    assert sizes.to_dict() == {row.segment: row.customers for row in parts[parts["part"] == "end"].itertuples() if row.customers}
    wide = net_change(parts)
    assert (wide["start"] + wide["moved"] + wide["ruler"] + wide["mix"] == wide["end"]).all()
    added = wide[["start_revenue", "moved_revenue", "ruler_revenue", "mix_revenue", "spending"]].sum(axis=1)
    assert np.abs(added - wide["end_revenue"]).sum() < 1e-6


def test_input_is_left_unchanged():
    given = random_tables(1)
    copies = [table.copy() for table in given]
    segment_split(*given, method="value")

    for table, copy in zip(given, copies, strict=True):
        (pd.testing.assert_frame_equal if isinstance(table, pd.DataFrame) else pd.testing.assert_series_equal)(table, copy)
