"""Suggestions are graded on what they never saw, and offered only where they beat the simple rules."""

import numpy as np
import pandas as pd
import pytest

from analysis.strategies import next_best_grade
from analysis.strategies.next_best import fitted, holdings
from analysis.strategies.next_best_grade import graded
from analysis.strategies.next_best_offers import customer_offers, segment_offers, tail_by_segment
from analysis.strategies.pair_lift import pair_lift

ITEMS = list("abcdef")
GOES_WITH = {"a": "b", "c": "d", "e": "f"}


def world(n: int, *, follow: float, seed: int = 4, common: bool = False) -> pd.DataFrame:
    """Customers who begin with a, c or e; in each of two later stretches a third of them choose something new.

    With the chance `follow` that is what goes with it, else any other item.  Where they follow the `common` taste, those
    who did not begin with a choose a, and those who did choose b.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(n):
        who, start = f"c{number:05d}", rng.choice(list("ace"), p=[0.6, 0.25, 0.15])
        held = {start, GOES_WITH[start]} if number % 3 == 0 else {start}
        rows += [(who, item, 0, 1) for item in sorted(held)]
        for phase in (1, 2):
            if number % 3 == phase:
                new = GOES_WITH[start] if rng.random() < follow else rng.choice([one for one in ITEMS if one not in held])
                rows.append((who, ("b" if start == "a" else "a") if common else new, phase, 1))
    return pd.DataFrame(rows, columns=["customer_id", "item", "phase", "n"])


def test_what_goes_together_beats_popularity_where_it_does():
    found = graded(world(900, follow=0.8), None, items=ITEMS, segments=(None, None))
    row = found.grade[(found.grade["kind"] == "new") & found.grade["offered"] & (found.grade["at"] == 1)].iloc[0]

    assert found.offered("new") is not None
    assert row["share"] > 0.7
    assert row["difference_low"] > 0
    assert row["hits"] / row["n"] - row["baseline_hits"] / row["n"] == pytest.approx(row["difference"])


def test_nothing_is_offered_where_choice_is_chance():
    """What is chosen next has nothing to do with what is held: no suggestion, whatever the numbers look like."""
    found = graded(world(900, follow=0.0), None, items=ITEMS, segments=(None, None))

    assert found.offered("new") is None
    assert found.offered("new", 3) is None


def test_too_few_in_the_tail_offer_nothing():
    """Sixty customers: twenty choose something in the tail, nearly all what goes with it."""
    found = graded(world(60, follow=1.0), None, items=ITEMS, segments=(None, None))
    new = found.grade[found.grade["kind"] == "new"]

    assert (new["n"] < next_best_grade.ENOUGH).all()
    assert found.offered("new") is None


def test_the_tail_is_never_learned_from():
    """Another tail changes how the suggestion is graded, never what it is: the mix and the model stay."""
    history = world(900, follow=0.8)
    other = history.assign(item=history["item"].where(history["phase"] < 2, "f"))

    assert (
        graded(history, None, items=ITEMS, segments=(None, None)).tried
        == graded(other, None, items=ITEMS, segments=(None, None)).tried
    )


def test_a_habit_is_offered_where_nothing_learned_beats_it():
    """Everybody comes back for what they bought most, which is not what most have."""
    rng = np.random.default_rng(2)
    rows = []
    for number in range(300):
        own, other = rng.permutation(list("bcd"))[:2]
        for phase in range(3):
            rows += [(f"c{number}", own, phase, 3)] + (
                [(f"c{number}", other, 0, 1), (f"c{number}", "a", 0, 1)] if phase == 0 else []
            )
    found = graded(
        pd.DataFrame(rows, columns=["customer_id", "item", "phase", "n"]), None, items=list("abcd"), segments=(None, None)
    )

    assert ("habit", 0.0) == found.offered("repurchase")


def test_the_grade_fits_its_declaration(fits_schema):
    segments = pd.Series({f"c{number:05d}": "even" if number % 2 else "odd" for number in range(900)})
    found = graded(world(900, follow=0.8), None, items=ITEMS, segments=(None, segments))

    fits_schema(found.grade, "next_best_grade")
    assert {"popular_segment"} <= set(found.grade["baseline"])
    assert (found.grade.groupby(["kind", "at"])["offered"].sum() <= 1).all()


@pytest.fixture(scope="module")
def offered():
    """Grade, tail by segment, offers and the segments' table of a world in which `yes` follow pairs, `no` the common taste."""
    yes, no = world(1800, follow=0.9), world(900, follow=0.0, common=True)
    bought = pd.concat([yes, no.assign(customer_id="n" + no["customer_id"])], ignore_index=True)
    segment = pd.Series({who: "no" if who.startswith("n") else "yes" for who in bought["customer_id"].unique()})
    found = graded(bought, None, items=ITEMS, segments=(segment, segment))
    now = holdings(bought, None, items=ITEMS, phases=3, segments=segment)
    tail = tail_by_segment(found, segment)
    offers = customer_offers(now, fitted(now), found, tail)
    counts = pd.DataFrame([("a", "b", 400, 0, 0, 0)], columns=["item", "other", "both", "other_later", "item_later", "baskets"])
    widths = pd.DataFrame([(item, 2, 500) for item in "abcd"], columns=["item", "width", "customers"])
    pairs = pair_lift(counts, widths, level="category", minimum=10)
    return found, tail, offers, segment_offers(offers, now, fitted(now), tail, pairs, method="lifecycle", minimum=10)


def test_a_segment_that_popularity_serves_as_well_is_left_alone(offered):
    found, tail, offers, by_segment = offered
    verdicts = tail[tail["kind"] == "new"].set_index("segment")["verdict"]

    assert found.offered("new") is not None
    assert {"yes": "beats", "no": "not_here"} == verdicts.to_dict()
    assert not offers.loc[offers["kind"] == "new", "customer_id"].str.startswith("n").any()
    assert ["yes"] == list(by_segment.loc[by_segment["kind"] == "new", "segment"])


def test_customers_are_named_as_many_as_were_graded(offered, fits_schema):
    found, _, offers, _ = offered
    most = max(at for at in (1, 3) if found.offered("new", at) == found.offered("new"))

    fits_schema(offers, "next_best_customers")
    assert most == offers.loc[offers["kind"] == "new", "rank"].max()


def test_nobody_is_named_what_they_hold_as_new(offered):
    _, _, offers, _ = offered
    held = world(1800, follow=0.9)[["customer_id", "item"]].rename(columns={"item": "category"})

    assert offers[offers["kind"] == "new"].merge(held, on=["customer_id", "category"]).empty


def test_the_segments_table_says_what_popularity_would_name(offered, fits_schema):
    _, _, _, by_segment = offered
    row = by_segment[by_segment["kind"] == "new"].iloc[0]

    fits_schema(by_segment, "next_best_segments")
    assert 0 < row["differ"] <= row["offered"] <= row["customers"]
    assert row["first"] / row["customers"] == pytest.approx(row["share"])


def test_nothing_offered_leaves_empty_tables(fits_schema):
    bought = world(300, follow=0.0)
    found = graded(bought, None, items=ITEMS, segments=(None, None))
    now = holdings(bought, None, items=ITEMS, phases=3)
    tail = tail_by_segment(found, None)
    offers = customer_offers(now, fitted(now), found, tail)

    assert offers.empty
    fits_schema(offers, "next_best_customers")
    empty = segment_offers(offers, now, fitted(now), tail, pd.DataFrame(), method="rfm", minimum=10)
    fits_schema(empty, "next_best_segments")
