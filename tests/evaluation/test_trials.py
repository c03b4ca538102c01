"""Campaigns as experiments: what is known before, what must hold before an effect is told, effects by segment."""

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import experiment_effects, trial_balance, trial_design, trial_people
from analysis.evaluation.trial_effects import OTHERS, gathered

PLAN = {"spring": {"mail": 1.0, "control": 1.0}}


def outcomes(mail: int = 400, control: int = 400, *, rates=(0.30, 0.10), **columns) -> pd.DataFrame:
    """A campaign whose file holds what came of it; every first customers of an arm ordered, for 10 each."""
    arms = np.repeat(["mail", "control"], [mail, control])
    ordered = np.concatenate([np.arange(n) < round(n * rate) for n, rate in zip((mail, control), rates, strict=True)])
    table = pd.DataFrame({"campaign": "spring", "arm": arms, "ordered": ordered.astype(float), "revenue": ordered * 10.0})
    return table.assign(**columns)


def judged(contacts: pd.DataFrame, *, given=(), dimensions=(), **settings) -> tuple[pd.Series, pd.DataFrame]:
    """The design of the one campaign, and its effects."""
    people = trial_people(contacts, days=30, given=(*given, *dimensions))
    design = trial_design(people, given=given, **settings)
    effects = experiment_effects(people, design, days=30, given=given, dimensions={name: name for name in dimensions})
    return design.iloc[0], effects


def one(effects: pd.DataFrame, outcome: str = "ordered", segment: str = "(all)") -> pd.Series:
    found = effects[(effects["arm"] == "mail") & (effects["outcome"] == outcome) & (effects["segment"] == segment)]
    return found.iloc[0]


def test_an_experiment_tells_every_outcome_with_difference_and_ratio(fits_schema):
    design, effects = judged(outcomes(), planned=PLAN)

    fits_schema(effects, "experiment_effects")
    assert design["randomised"]
    assert 1.0 == design["sample_ratio_p"]
    assert (400, 400, 0.30, 0.10) == tuple(one(effects)[["n", "control_n", "value", "control_value"]])
    assert (0.2, 3.0) == pytest.approx(tuple(one(effects)[["difference", "ratio"]]))
    assert 2.0 == pytest.approx(one(effects, "revenue")["difference"])
    assert 2.0 == pytest.approx(one(effects, "revenue")["from_more"])


def test_a_planted_sample_ratio_fault_tells_no_effect(fits_schema):
    """Planned half and half, arrived 400 to 300."""
    people = trial_people(outcomes(control=300), days=30)
    design = trial_design(people, planned=PLAN)
    effects = experiment_effects(people, design, days=30)

    fits_schema(design, "experiment_design")
    assert ("sample_ratio", False) == tuple(design.loc[0, ["reason", "randomised"]])
    assert effects["difference"].isna().all()
    assert {"mail", "control"} == set(effects["arm"])


def test_without_a_plan_sizes_are_no_fault():
    design, _ = judged(outcomes(control=100))

    assert design["randomised"]
    assert np.isnan(design["sample_ratio_p"])
    assert not design["planned"]


@pytest.mark.parametrize(
    ("contacts", "settings", "reason"),
    [
        (outcomes(control=0), {}, "no_control"),
        (outcomes(), {"chosen": ["spring"]}, "chosen"),
    ],
)
def test_observed_contacts_are_described_and_never_judged(contacts, settings, reason):
    design, effects = judged(contacts, **settings)

    assert (reason, False) == (design["reason"], design["randomised"])
    assert effects["difference"].isna().all()
    assert 0.30 == one(effects)["value"]


def test_groups_that_differed_before_are_not_judged(fits_schema):
    """Three in four of the mailed are members, one in four of the others: picked, not drawn."""
    member = np.concatenate([np.arange(400) % 4 < 3, np.arange(400) % 4 < 1])
    contacts = outcomes(member=np.where(member, "yes", "no"))
    design, effects = judged(contacts, given=["member"])
    balance = trial_balance(trial_people(contacts, days=30, given=["member"]), given=["member"])

    fits_schema(balance, "experiment_balance")
    assert "balance" == design["reason"]
    assert effects["difference"].isna().all()
    assert 0.5 / np.sqrt(0.1875) == pytest.approx(balance.loc[0, "difference"].__abs__())


def test_the_joint_check_alarms_no_more_often_than_it_says():
    """Two hundred honest lots with five figures of before: about five in a hundred below .05."""
    random, found = np.random.default_rng(2), []
    from analysis.evaluation.trial_checks import joint_p

    for _ in range(200):
        found.append(joint_p(random.lognormal(size=(300, 5)), random.random(300) < 0.7))

    assert 0.01 < np.mean(np.array(found) < 0.05) < 0.10


def test_a_planted_lot_by_store_is_found_and_counted_in_stores():
    """Ten stores of forty in each arm: every customer of a store in one arm."""
    store = [f"s{place // 40}" for place in range(800)]
    by_store, wide = judged(outcomes(store=store), given=["store"], candidates=["store"])
    by_customer, narrow = judged(outcomes(), candidates=["store"])

    assert ("store", 20, True) == tuple(by_store[["unit", "units", "randomised"]])
    assert "customer" == by_customer["unit"]
    assert (10, 10) == tuple(one(wide)[["units", "control_units"]])
    assert one(wide)["error"] > 3 * one(narrow)["error"]


def test_a_lot_by_customer_is_not_taken_for_one_by_store():
    store = [f"s{place % 20}" for place in range(800)]

    assert "customer" == judged(outcomes(store=store), given=["store"], candidates=["store"])[0]["unit"]


def test_one_store_for_an_arm_tells_nothing():
    store = ["north"] * 400 + ["south"] * 200 + ["west"] * 200
    design, effects = judged(outcomes(store=store), given=["store"], units={"spring": "store"})

    assert "one_unit" == design["reason"]
    assert effects["difference"].isna().all()


def test_several_arms_share_one_control_and_one_level_of_certainty():
    """A third arm like the control: its p-value counts among the four of two arms and two outcomes."""
    third = outcomes(400, 0, rates=(0.11, 0.0)).assign(arm="call")
    _, effects = judged(pd.concat([outcomes(), third]))
    told = effects.dropna(subset="difference")

    assert {("mail", "ordered"), ("mail", "revenue"), ("call", "ordered"), ("call", "revenue")} == set(
        zip(told["arm"], told["outcome"], strict=True)
    )
    assert (told["p_adjusted"] >= told["p"]).all()
    assert 4 * told["p"].min() == pytest.approx(told["p_adjusted"].min())


def test_segments_that_differ_are_told_and_those_that_do_not_are_not():
    """The mail works on a only; by colour nothing differs."""
    place = np.arange(400)
    kind = np.where(place < 200, "a", "b").tolist() * 2
    contacts = outcomes(kind=kind, colour=np.where(np.arange(800) // 10 % 2, "red", "blue"), rates=(0, 0.1))
    contacts["ordered"] = [*(place < 100).astype(float), *(np.arange(400) % 10 == 0).astype(float)]
    _, effects = judged(contacts, dimensions=["kind", "colour"])
    parts = effects[effects["outcome"].eq("ordered")].set_index(["dimension", "segment"])

    assert (0.4, -0.1) == pytest.approx(tuple(parts.loc["kind", "difference"].loc[["a", "b"]]))
    assert parts.loc["kind", "differ_p"].max() < 0.001
    assert parts.loc["colour", "differ_p"].min() > 0.05
    assert parts.loc[("kind", "a"), "drawn"] < 0.4 + 1e-9


def test_small_segments_stand_together_so_that_none_can_be_worked_out():
    """Nine of c would follow from all less a and b: the next smallest joins them."""
    segments = pd.Series(["a"] * 200 + ["b"] * 120 + ["c"] * 9)
    found = gathered(segments, pd.Series(np.arange(329) % 2 == 0))

    assert {"a": 200, OTHERS: 129} == found.value_counts().to_dict()


def test_the_past_makes_the_difference_more_exact(make_orders):
    """Who ordered last year orders again, contacted or not: knowing it takes most of the noise away."""
    people = [f"{arm}{n}" for arm in ("mail", "control") for n in range(200)]
    contacts = pd.DataFrame({"customer_id": people, "campaign": "spring", "arm": [one.rstrip("0123456789") for one in people]})
    contacts["contacted_at"] = pd.Timestamp("2025-03-01")
    loyal = [one for n, one in enumerate(people) if n % 4 == 0]
    orders = make_orders(*((one, "2024-09-01", 10.0) for one in loyal), *((one, "2025-03-05", 10.0) for one in loyal))
    orders = pd.concat([orders, make_orders(("mail1", "2025-03-06", 10.0), ("mail2", "2025-03-06", 10.0))])
    seen = trial_people(contacts, orders, days=30)
    effects = experiment_effects(seen, trial_design(seen), days=30)
    row = one(effects)

    assert (52, 50) == (seen.loc[seen["arm"] == "mail", "ordered"].sum(), seen.loc[seen["arm"] == "control", "ordered"].sum())
    assert (1.0, 10.0) == tuple(seen.loc[0, ["before_orders", "before_revenue"]])
    assert row["noise_cut"] > 0.9
    assert row["adjusted"] == pytest.approx(0.01, abs=1e-9)
    assert row["adjusted_high"] - row["adjusted_low"] < 0.4 * (row["high"] - row["low"])


def test_what_only_the_contacted_can_do_has_no_effect():
    contacts = outcomes().drop(columns=["ordered", "revenue"]).assign(opened=lambda table: (table["arm"] == "mail") * 1.0)
    _, effects = judged(contacts)

    assert effects["difference"].isna().all()
    assert 1.0 == one(effects, "opened")["value"]


def test_visits_count_where_they_are_held(make_orders):
    contacts = pd.DataFrame({"customer_id": ["a", "b"], "arm": ["mail", "control"], "contacted_at": pd.Timestamp("2025-03-01")})
    visits = pd.DataFrame({"customer_id": ["a", "b"], "arrived_at": pd.to_datetime(["2025-03-04", "2025-05-01"])})

    assert [1.0, 0.0] == trial_people(contacts, make_orders(("a", "2025-03-02", 5.0)), days=30, visits=visits)["visit"].tolist()


def test_input_is_left_unchanged():
    contacts = outcomes(kind=["a", "b"] * 400)
    copy = contacts.copy()

    judged(contacts, dimensions=["kind"])

    pd.testing.assert_frame_equal(copy, contacts)


def test_rows_without_an_arm_are_left_out():
    contacts = outcomes()
    contacts.loc[0, "arm"] = None

    assert 799 == len(trial_people(contacts, days=30))
    assert 399 == one(judged(contacts)[1])["n"]


def test_contacts_of_nobody_known_leave_empty_tables(make_orders):
    """Dated contacts whose customer numbers are missing cannot be laid beside orders."""
    contacts = pd.DataFrame({"customer_id": [None], "arm": ["mail"], "contacted_at": pd.Timestamp("2025-03-01")})
    rest = contacts.assign(customer_id="a", campaign="x", arm="mail").iloc[:0]
    people = trial_people(pd.concat([contacts, rest]), make_orders(("a", "2025-03-02", 5.0)), days=30)
    design = trial_design(people)

    assert people.empty
    assert design.empty
    assert experiment_effects(people, design, days=30).empty
    assert trial_balance(people).empty


def test_an_outcome_that_nobody_has_differs_by_nothing():
    row = one(judged(outcomes(rates=(0, 0)))[1])

    assert (0.0, 1.0) == tuple(row[["difference", "p"]])
    assert np.isnan(row["ratio"])
