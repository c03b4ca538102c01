"""What is named next: the ways to order items, on customers whose next purchase one can guess."""

import numpy as np
import pandas as pd
import pytest

from analysis.strategies.next_best import MODELS, chosen_in, fitted, holdings, in_order, scores

ITEMS = ["bread", "butter", "hose", "pots"]


def rows(held: dict[str, dict[str, int]], phase: int = 0) -> pd.DataFrame:
    return pd.DataFrame(
        [(who, item, phase, n) for who, own in held.items() for item, n in own.items()],
        columns=["customer_id", "item", "phase", "n"],
    )


# Bread goes with butter, a hose with pots; bread is what most have.
HELD = {f"b{k}": {"bread": 1, "butter": 1} for k in range(12)} | {f"g{k}": {"hose": 1, "pots": 1} for k in range(8)}
HELD |= {"ana": {"hose": 3, "bread": 1}, "ben": {"hose": 1}}


def first(held, model: str, who: str, kind: str = "new", **settings) -> str:
    """The item named first to a customer."""
    ((part, found),) = scores(held, fitted(held), model, **settings)
    order, choices = in_order(held, part, found, kind)
    place = held.customers.get_loc(who)
    assert choices[place] > 0
    return held.items[order[place, 0]]


@pytest.fixture
def held():
    return holdings(rows(HELD), None, items=ITEMS, phases=1)


@pytest.mark.parametrize(("model", "expected"), [("popular", "bread"), ("pair_lift", "pots"), ("cosine", "pots")])
def test_who_bought_a_hose_is_named_pots(held, model, expected):
    """Popularity names bread to Ben; what goes with a hose are pots."""
    assert expected == first(held, model, "ben")


def test_nothing_held_is_named_as_new_and_nothing_new_as_bought(held):
    """Ana holds bread and a hose, most often the hose."""
    assert first(held, "popular", "ana") not in ("hose", "bread")
    assert "hose" == first(held, "habit", "ana", "repurchase")
    assert "bread" == first(held, "popular", "ana", "repurchase")


def test_popularity_of_the_segment_names_what_the_segment_has():
    """The gardeners’ segment buys pots; Cem, of no known segment, is named what everybody buys."""
    segments = pd.Series({who: "garden" if who.startswith("g") or who == "ben" else "kitchen" for who in HELD})
    held = holdings(rows(HELD | {"cem": {"hose": 1}}), None, items=ITEMS, phases=1, segments=segments)

    assert "pots" == first(held, "popular_segment", "ben")
    assert "bread" == first(held, "popular_segment", "cem")


def test_what_was_looked_at_speaks_where_it_is_given_weight():
    """Bakers looked at bread and butter; Dee bought a hose and looked at bread."""
    looked = rows({f"b{k}": {"bread": 2, "butter": 2} for k in range(12)} | {"dee": {"butter": 5}})
    held = holdings(rows(HELD | {"dee": {"hose": 1}}), looked, items=ITEMS, phases=1)

    assert "pots" == first(held, "cosine", "dee", weight=0.0)
    assert first(held, "cosine", "dee", weight=1.0) in ("bread", "butter")


def test_only_the_stretches_asked_for_are_held():
    later = pd.concat([rows(HELD), rows({"ben": {"pots": 1}}, phase=1)])
    held = holdings(later, None, items=ITEMS, phases=1)

    assert not held.bought[held.customers.get_loc("ben"), ITEMS.index("pots")]
    assert [("ben", "pots")] == [
        (held.customers[row], ITEMS[column]) for row, column in np.argwhere(chosen_in(later, held, phase=1))
    ]


@pytest.mark.parametrize("model", MODELS)
def test_the_order_of_rows_changes_nothing(model):
    table = rows(HELD)
    one = holdings(table, None, items=ITEMS, phases=1)
    other = holdings(table.sample(frac=1, random_state=3), None, items=ITEMS, phases=1)
    ((_, left),), ((_, right),) = scores(one, fitted(one), model), scores(other, fitted(other), model)

    np.testing.assert_array_equal(left, right)


def test_many_customers_are_scored_in_parts_with_the_same_result(held, monkeypatch):
    ((_, whole),) = scores(held, fitted(held), "cosine")
    monkeypatch.setattr("analysis.strategies.next_best.CHUNK", 5)
    parts = [found for _, found in scores(held, fitted(held), "cosine")]

    assert 5 == len(parts)
    np.testing.assert_allclose(whole, np.vstack(parts))


def test_unknown_names_are_refused(held):
    with pytest.raises(ValueError, match="choose one of popular"):
        list(scores(held, fitted(held), "neural"))
    with pytest.raises(ValueError, match="choose one of new, repurchase"):
        in_order(held, slice(None), held.bought, "both")
