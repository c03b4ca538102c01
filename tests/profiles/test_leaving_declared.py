"""Who left by the client's own word: shares of known size, like tenure, copies of the flag, small cells."""

import numpy as np
import pandas as pd
import pytest

from analysis.profiles.leaving import strata
from analysis.profiles.leaving.declared import flag_of, outcome_shares
from analysis.profiles.leaving.strata import Cells


def people(*groups: tuple[int, int, dict]) -> tuple[pd.DataFrame, pd.Series]:
    """Traits and flag of groups (customers, of whom left, their traits)."""
    rows = [traits | {"left": i < gone} for n, gone, traits in groups for i in range(n)]
    table = pd.DataFrame(rows).rename_axis("customer_id").reset_index().astype({"customer_id": "str"})
    return table.drop(columns="left"), table.set_index("customer_id")["left"]


def compared(*groups: tuple[int, int, dict], **settings):
    return outcome_shares(*people(*groups), **settings)


def by_level(found, trait: str) -> pd.DataFrame:
    return found.shares[found.shares["trait"] == trait].set_index("level")


MONTHLY, YEARLY, TWO = ({"contract": name} for name in ("monthly", "yearly", "two years"))


def test_shares_stand_beside_those_of_all_others(fits_schema):
    """Of 200, 100 and 100 customers 80, 20 and 10 left: 40 %, 20 % and 10 %, of the others 15 %, 30 % and 33 %."""
    found = compared((200, 80, MONTHLY), (100, 20, YEARLY), (100, 10, TWO))
    rows = by_level(found, "contract")

    assert (400, 110, ()) == (found.customers, found.left, found.copies)
    assert ["monthly", "yearly", "two years"] == list(rows.index)
    assert [0.40, 0.20, 0.10] == pytest.approx(list(rows["share"]))
    assert [30 / 200, 90 / 300, 100 / 300] == pytest.approx(list(rows["others_share"]))
    assert list(rows["share"] - rows["others_share"]) == pytest.approx(list(rows["difference"]))
    assert (80 / 120) / (30 / 170) == pytest.approx(rows.loc["monthly", "odds_ratio"])
    assert [120, 80, 90] == list(rows["active"])
    assert ["more", "chance", "less"] == list(rows["verdict"])
    assert not rows["adjusted"].any()
    fits_schema(found.shares, "leaving_outcome")


def test_what_tenure_alone_explains_is_no_sign():
    """Newcomers leave in half of the cases, old customers in a tenth, whatever they pay by; newcomers pay by card."""
    card, cash = {"pays": "card"}, {"pays": "cash"}
    traits, left = people((300, 150, card), (60, 30, cash), (60, 6, card), (300, 30, cash))
    tenure = pd.Series([10.0] * 360 + [900.0] * 360, index=left.index)

    plain = outcome_shares(traits, left).shares.iloc[0]
    like = outcome_shares(traits, left, tenure=tenure).shares.iloc[0]

    assert (156 / 360, 60 / 360) == pytest.approx((plain["share"], plain["others_share"]))
    assert ("more", False) == (plain["verdict"], plain["adjusted"])
    assert ("chance", True) == (like["verdict"], like["adjusted"])
    assert 0.0 == pytest.approx(like["difference"])
    assert 1.0 == pytest.approx(like["odds_ratio"])


def test_tenure_itself_is_compared_as_it_stands_and_comes_last():
    traits, left = people(
        (200, 100, {"tenure_days": "<90", "contract": "a"}), (200, 60, {"tenure_days": "90+", "contract": "b"}),
        (100, 40, {"tenure_days": "90+", "contract": "a"}), (100, 40, {"tenure_days": "<90", "contract": "b"}),
    )  # fmt: skip
    tenure = traits.set_index("customer_id")["tenure_days"].map({"<90": 30.0, "90+": 400.0})
    rows = outcome_shares(traits, left, tenure=tenure, time=("tenure_days",)).shares

    assert [("contract", True), ("tenure_days", False)] == list(zip(rows["trait"], rows["adjusted"], strict=True))
    assert 140 / 300 - 100 / 300 == pytest.approx(rows["difference"].iloc[1])


@pytest.mark.parametrize("level", ["gone", "(missing)"])
def test_a_copy_of_the_flag_is_left_out(level):
    """A reason for leaving that only leavers have; gaps tell as much as words."""
    found = compared(
        (100, 100, {"reason": "price", "sex": "f"}),
        (100, 0, {"reason": level, "sex": "f"}),
        (50, 20, {"reason": level, "sex": "m"}),
    )

    assert ("reason",) == found.copies
    assert {"sex"} == set(found.shares["trait"])


def test_the_very_same_customers_are_compared_once():
    """Who has no net has no backup and no television: one comparison, by the trait that comes first."""
    net, none = {"net": "dsl", "backup": "yes", "tv": "yes"}, {"net": "no", "backup": "no net", "tv": "no net"}
    fibre = {"net": "fibre", "backup": "no", "tv": "yes"}
    found = compared((100, 30, net), (100, 10, none), (100, 60, fibre))

    assert {("net", "no"): 2, ("net", "dsl"): 1, ("net", "fibre"): 1} == found.shares.set_index(["trait", "level"])[
        "same"
    ].to_dict()


def test_of_two_levels_the_one_that_left_more_stands_for_both():
    found = compared((100, 20, {"sex": "f"}), (100, 50, {"sex": "m"}))

    assert [("m", 0.5, 0.2)] == list(found.shares[["level", "share", "others_share"]].itertuples(index=False, name=None))


def test_a_small_cell_shows_nothing_and_neither_does_what_would_tell_it():
    """Three leavers of 40 are hidden; the other level's leavers are all less three."""
    found = compared((40, 3, {"sex": "f"}), (160, 50, {"sex": "m"}))
    row = found.shares.iloc[0]

    assert "too_few" == row["verdict"]
    assert row[["n", "left", "others", "others_left", "share", "difference", "odds_ratio", "p_adjusted", "active"]].isna().all()


def test_customers_of_whom_nothing_is_known_do_not_count():
    traits, left = people((100, 20, {"sex": "f"}), (100, 50, {"sex": "m"}), (50, 50, {"sex": "m"}))
    flag = left.astype("boolean")
    flag.iloc[200:] = pd.NA

    assert (200, 70) == (outcome_shares(traits, flag).customers, outcome_shares(traits, flag).left)


@pytest.mark.parametrize("gone", [0, 100])
def test_without_two_sides_there_is_nothing_to_compare(gone):
    assert compared((100, gone, {"sex": "f"})).shares.empty


def test_the_words_of_the_flag():
    words = pd.Series(["Yes", "no", " 是 ", "未流失", "1", "0", "1.0", "left", "stayed", "perhaps", None])
    said = flag_of(words)

    assert [True, False, True, False, True, False, True, True, False] == list(said[:9])
    assert said[9:].isna().all()


def test_strata_of_equal_odds_give_that_ratio():
    """2 × 2 tables of 10 20 30 40 and twice it: odds of 10 × 40 / (20 × 30) in both."""
    cells = Cells(*(np.array([n, 2.0 * n]) for n in (10.0, 20.0, 30.0, 40.0)))

    assert 400 / 600 == pytest.approx(strata.odds_ratio(cells)[0])
    assert 10 / 40 - 20 / 60 == pytest.approx(strata.share_difference(cells)[0])


def test_one_stratum_is_the_plain_difference_with_the_interval_of_two_shares():
    """30 of 100 against 10 of 100: 20 points, give or take 1.96 × √(.3 × .7 + .1 × .9) / 10."""
    difference, low, high = strata.share_difference(Cells(*(np.array([float(n)]) for n in (30, 10, 70, 90))))

    assert 0.2 == pytest.approx(difference)
    assert 1.96 * np.sqrt(0.21 + 0.09) / 10 == pytest.approx((high - low) / 2, rel=0.02)


def test_chance_is_called_chance():
    """Twenty traits without any bearing: at a false discovery rate of 5 % hardly ever one is named."""
    random = np.random.default_rng(5)
    traits = pd.DataFrame({f"t{i}": random.choice(["a", "b", "c"], 2000) for i in range(20)})
    traits.insert(0, "customer_id", [f"c{i:04d}" for i in range(2000)])
    left = pd.Series(random.random(2000) < 0.3, index=traits["customer_id"])

    assert {"chance"} == set(outcome_shares(traits, left).shares["verdict"])
