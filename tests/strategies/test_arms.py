"""Arms drawn by lot: exact counts, alike in the strata, the same again, and kept once they were handed out."""

import numpy as np
import pandas as pd
import pytest

from analysis.strategies.arms import HOLD_OUT, TREATMENT, assign_arms


def crowd(n: int = 1000, *, seed: int = 3) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "customer_id": [f"c{number:05d}" for number in range(n)],
            "method": "lifecycle",
            "segment": np.where(np.arange(n) % 3 == 0, "loyal", "dormant"),
            "revenue": random.gamma(1.5, 200, n),
            "recency_days": random.integers(1, 700, n).astype(float),
        }
    )


def held(table: pd.DataFrame) -> pd.Series:
    return table["arm"].eq(HOLD_OUT)


def test_counts_are_exact_by_segment_and_whole_by_stratum():
    """334 loyal and 666 dormant at a fifth: 67 and 133; no stratum is off by a customer or more."""
    drawn = assign_arms(crowd(), hold_out=0.2, seed="s")

    assert {"loyal": 67, "dormant": 133} == held(drawn).groupby(drawn["segment"]).sum().to_dict()
    by_stratum = held(drawn).groupby([drawn["segment"], drawn["stratum"]]).agg(["sum", "size"])
    assert 8 == len(by_stratum)
    assert (by_stratum["sum"] - by_stratum["size"] * 0.2).abs().max() < 1


def test_arms_are_alike_in_value_and_recency():
    """Standardised differences over thirty draws: as small as chance within strata leaves them, and of no direction."""
    people = crowd()
    found = []
    for seed in range(30):
        drawn = assign_arms(people, hold_out=0.2, seed=str(seed))
        out, rest = drawn[held(drawn)], drawn[~held(drawn)]
        found.append([(out[name].mean() - rest[name].mean()) / people[name].std() for name in ("revenue", "recency_days")])
    differences = np.array(found)
    chance = np.sqrt(1 / 200 + 1 / 800)  # of a draw without strata

    assert np.abs(differences.mean(axis=0)).max() < 3 * chance / np.sqrt(30)
    assert differences.std(axis=0).max() < chance


def test_the_same_seed_draws_the_same_whatever_the_order_and_another_seed_another():
    people = crowd(200)
    again = assign_arms(people.sample(frac=1, random_state=1), hold_out=0.3, seed="s").set_index("customer_id")["arm"]
    first = assign_arms(people, hold_out=0.3, seed="s").set_index("customer_id")["arm"]

    assert first.to_dict() == again.to_dict()
    assert first.to_dict() != assign_arms(people, hold_out=0.3, seed="t").set_index("customer_id")["arm"].to_dict()


def test_who_has_an_arm_keeps_it_and_the_new_make_up_the_share():
    """Of 100 people 20 are held out; 60 stay, 40 are new: the 60 keep their arms and again a fifth is held out."""
    people = crowd(140).assign(segment="loyal")
    first = assign_arms(people[:100], hold_out=0.2, seed="s").set_index("customer_id")["arm"]
    later = assign_arms(people[40:], hold_out=0.2, seed="s", given=first.to_dict()).set_index("customer_id")["arm"]

    stayed = people["customer_id"][40:100]
    assert first[stayed].to_dict() == later[stayed].to_dict()
    assert 20 == pytest.approx(later.eq(HOLD_OUT).sum(), abs=4)  # four strata, each as near as it still can
    free = assign_arms(people[40:], hold_out=0.2, seed="s").set_index("customer_id")["arm"]
    assert 20 == free.eq(HOLD_OUT).sum()


@pytest.mark.parametrize(("n", "out"), [(1, 0), (2, 1), (3, 1), (10, 2)])
def test_of_two_or_more_somebody_is_held_out_and_never_all(n, out):
    drawn = assign_arms(crowd(n).assign(segment="x"), hold_out=0.2, seed="s")

    assert (out, n - out) == (held(drawn).sum(), drawn["arm"].eq(TREATMENT).sum())


def test_customers_without_orders_are_one_stratum():
    people = crowd(50).assign(segment="prospect", revenue=0.0, recency_days=np.nan)

    assert {"low_never"} == set(assign_arms(people, hold_out=0.2, seed="s")["stratum"])


def test_nobody_and_a_share_that_is_none():
    assert assign_arms(crowd(5)[:0], hold_out=0.2, seed="s").empty
    with pytest.raises(ValueError, match="between 0 and 1"):
        assign_arms(crowd(5), hold_out=1.0, seed="s")
