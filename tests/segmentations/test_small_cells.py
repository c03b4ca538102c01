"""Which segments are kept back, and whether what is shown gives them away."""

import itertools

import numpy as np
import pandas as pd
import pytest

from analysis.schema import DERIVED
from analysis.segmentations.small_cells import TOGETHER, blanked, dominated, few, hidden_of, pooled, shown_segments, together


def lens(method: str, **held: int) -> pd.DataFrame:
    """A lens over as many customers as its segments hold, in the order given."""
    segments = [segment for segment, n in held.items() for _ in range(n)]
    ids = [f"c{number:03d}" for number in range(len(segments))]
    return pd.DataFrame({"customer_id": ids, "method": method, "segment": segments})


def sizes(segments: pd.DataFrame) -> pd.DataFrame:
    return segments.groupby(["method", "segment"]).size().rename("customers").reset_index()


def kept_back(*lenses: pd.DataFrame) -> set[tuple[str, str]]:
    shown = shown_segments(pd.concat(lenses), None, minimum=10)
    return set(shown.loc[~shown["shown"], ["method", "segment"]].itertuples(index=False, name=None))


def recovered(segments: pd.DataFrame, hidden: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Hidden segments whose customers are a sum or difference of up to four shown groups, tried one by one."""
    groups = {key: frozenset(own["customer_id"]) for key, own in segments.groupby(["method", "segment"])}
    everybody = frozenset(segments["customer_id"])
    ids = sorted(everybody)
    vectors = {key: np.array([one in own for one in ids], dtype=int) for key, own in groups.items()}
    known = [np.ones(len(ids), dtype=int), *(vectors[key] for key in vectors if key not in hidden)]
    told = set()
    for size in range(1, 5):
        for chosen in itertools.combinations(known, size):
            for signs in itertools.product((1, -1), repeat=size):
                found = sum(sign * one for sign, one in zip(signs, chosen, strict=True))
                told |= {key for key in hidden if np.array_equal(found, vectors[key])}
    return told


def test_nothing_is_kept_back_where_all_are_large():
    held = pd.concat([lens("value", a=20, b=30, c=10), lens("rfm", loyal=40, prospect=20)])
    shown = shown_segments(held, held, minimum=10)

    assert list(DERIVED["shown_segments"].names) == list(shown.columns)
    assert shown["shown"].all()
    assert shown["shown_then"].all()
    pd.testing.assert_frame_equal(
        sizes(held).astype({"customers": float}), blanked(sizes(held), shown).drop(columns="shown"), check_dtype=False
    )
    pd.testing.assert_frame_equal(sizes(held).astype({"customers": float}), pooled(sizes(held), shown), check_dtype=False)
    assert held[held["method"] == "rfm"].equals(together(held[held["method"] == "rfm"], hidden_of(shown, "rfm")))


def test_one_small_segment_takes_the_next_smallest_with_it():
    assert {("value", "b"), ("value", "c")} == kept_back(lens("value", a=60, b=12, c=3))


def test_two_small_ones_hide_one_another():
    assert {("value", "b"), ("value", "c")} == kept_back(lens("value", a=60, b=4, c=3, d=30))


def test_places_do_not_give_away_a_place_of_their_region():
    """York and Ely make up the north, so that York (20) alone is not enough to hide Ely (5)."""
    towns, regions = lens("town", ely=5, york=20, hull=40, bath=30), lens("region", north=25, south=70)

    assert {("town", "ely"), ("town", "york")} == kept_back(towns, regions)
    assert not recovered(pd.concat([towns, regions]), kept_back(towns, regions))
    assert {("town", "ely"), ("town", "york"), ("town", "hull")} == kept_back(
        lens("town", ely=5, hull=40, york=20), lens("region", north=45, south=20)
    )


def test_who_only_has_refunds_is_not_what_buyers_leave_over():
    """Known less buyers less prospects would be four: the prospects are hidden, too, under both lenses."""
    states = {"refund_only": 4, "prospect": 30}

    assert {(method, state) for method in ("rfm", "value") for state in states} == kept_back(
        lens("rfm", loyal=50, lost=20, **states), lens("value", a=30, b=40, **states)
    )


@pytest.mark.parametrize("seed", range(12))
def test_no_small_segment_is_a_sum_or_difference_of_shown_ones(seed):
    """Three lenses of forty customers: one by chance, one that joins its segments, one that parts them."""
    random = np.random.default_rng(seed)
    ids = [f"c{number:02d}" for number in range(40)]
    first = random.choice(["a", "b", "c", "d"], 40, p=[0.4, 0.3, 0.2, 0.1])
    joined = np.where(np.isin(first, ["c", "d"]), "rest", first)
    parted = np.where(random.random(40) < 0.2, np.char.add(first, "1"), first)
    held = pd.concat(
        [pd.DataFrame({"customer_id": ids, "method": m, "segment": s}) for m, s in (("x", first), ("y", joined), ("z", parted))]
    )
    shown = shown_segments(held, None, minimum=6)
    hidden = set(shown.loc[~shown["shown"], ["method", "segment"]].itertuples(index=False, name=None))
    small = {key for key, n in sizes(held).set_index(["method", "segment"])["customers"].items() if n < 6}

    assert small <= hidden
    assert not recovered(held, hidden) & small


def test_rows_in_another_order_give_the_same_answer():
    held = pd.concat([lens("town", ely=5, york=20, hull=40), lens("region", north=25, south=40)])
    mixed = held.sample(frac=1, random_state=3)

    pd.testing.assert_frame_equal(shown_segments(held, None, minimum=10), shown_segments(mixed, None, minimum=10))


def test_totals_hold_everybody_and_no_row_tells_the_hidden():
    held = lens("rfm", loyal=50, lost=12, new=3, refund_only=4, prospect=30)
    told = pooled(sizes(held), shown_segments(held, None, minimum=10)).set_index("segment")["customers"]

    assert 99 == told.sum()
    assert 65 == told.drop(["refund_only", "prospect"]).sum()  # buyers
    assert (50, 15) == (told["loyal"], told[TOGETHER])
    assert told[["lost", "new"]].isna().all()


def test_what_is_hidden_on_one_day_stands_together_on_both():
    then, now = lens("value", a=60, b=12, c=3), lens("value", a=30, b=30, c=15)
    hidden = hidden_of(shown_segments(now, then, minimum=10), "value")

    assert ("b", "c") == hidden
    assert {"a", TOGETHER} == set(together(now, hidden)["segment"])


def test_a_single_small_count_takes_the_next_smallest_with_it():
    counts = pd.Series([0, 4, 25, 11])

    assert [False, True, False, True] == few(counts, minimum=10).tolist()
    assert not few(counts, minimum=3).any()


def money(held: pd.DataFrame, **first: float) -> pd.Series:
    """One pound of every customer, other sums of the first ones of a segment."""
    worth = pd.Series(1.0, held["customer_id"])
    for segment, sums in first.items():
        own = held.loc[held["segment"] == segment, "customer_id"].iloc[: len(sums)]
        worth[own] = sums
    return worth


@pytest.mark.parametrize(
    ("sums", "kept_back"),
    [((1000.0,), True), ((1000.0, 900.0), True), ((1000.0, 900.0, 100.0), False), ((100.0,), False), ((0.0,), False)],
)
def test_a_segment_whose_money_is_one_customers_is_as_a_small_one(sums, kept_back):
    """All but the two largest must bring a tenth of the largest: 19 and 18 pounds are too little beside 1,000."""
    held = lens("rfm", loyal=20, new=30, lost=40)
    worth = money(held, loyal=sums)

    assert kept_back == dominated(held, worth)["rfm", "loyal"]
    shown = shown_segments(held, None, minimum=10, worth=(worth, None)).set_index("segment")["shown"]
    assert {"loyal": not kept_back, "new": not kept_back, "lost": True} == shown.to_dict()


def test_without_money_nobody_dominates():
    held = lens("rfm", loyal=20, new=30)

    assert not dominated(held, None).any()
    assert not dominated(held, pd.Series(-1.0, held["customer_id"])).any()
