"""Arms of a campaign against its hold-out."""

import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.evaluation import experiment_arms
from analysis.intervals import newcombe


def contacts(campaign: str = "spring", day: str | None = "2024-03-01", **arms: int) -> pd.DataFrame:
    rows = [(f"{arm}{i}", arm) for arm, size in arms.items() for i in range(size)]
    table = pd.DataFrame(rows, columns=["customer_id", "arm"])
    return table.assign(campaign=campaign, contacted_at=pd.Timestamp(day) if day else pd.NaT)


@pytest.fixture
def orders(make_orders):
    """In the ten days after 1 March 30 of the e-mail arm order for 20 each, and 10 of the control arm for 40 each."""
    rows = [(f"email{i}", "2024-03-05", 20.0) for i in range(30)] + [(f"control{i}", "2024-03-05", 40.0) for i in range(10)]
    return make_orders(*rows, ("email99", "2024-02-28", 500.0), ("email98", "2024-03-11", 500.0))


def arm(table: pd.DataFrame, name: str) -> pd.Series:
    return table.set_index("arm").loc[name]


def test_the_difference_is_against_those_held_out(orders, fits_schema):
    table = experiment_arms(contacts(email=100, control=100), orders, days=10)

    fits_schema(table, "experiment_arms")
    email = arm(table, "email")
    assert (100, 30, 0.3, 6.0) == tuple(email[["n", "ordered", "rate", "revenue"]])
    assert 0.2 == pytest.approx(email["difference"])
    assert newcombe(30, 100, 10, 100) == (email["low"], email["high"])
    assert email["low"] > 0


def test_only_orders_within_the_days_count(orders):
    """One day before the contact, and ten days after it: both outside."""
    assert 30 == arm(experiment_arms(contacts(email=100, control=100), orders, days=10), "email")["ordered"]
    assert 31 == arm(experiment_arms(contacts(email=100, control=100), orders, days=11), "email")["ordered"]


def test_the_control_arm_has_no_difference_to_itself(orders):
    control = arm(experiment_arms(contacts(email=100, control=100), orders, days=10), "control")

    assert pd.isna(control[["difference", "low", "high"]]).all()
    assert control["randomised"]


def test_without_a_control_arm_nothing_is_said_about_effect(orders):
    table = experiment_arms(contacts(email=100), orders, days=10)

    assert not table["randomised"].any()
    assert table[["difference", "low", "high"]].isna().all(axis=None)
    assert 0.3 == arm(table, "email")["rate"]


def test_one_campaign_has_no_bearing_on_another(orders):
    both = pd.concat([contacts("spring", email=100, control=100), contacts("no test", email=100)])

    table = experiment_arms(both, orders, days=10).set_index(["campaign", "arm"])

    assert table.loc[("spring", "email"), "randomised"]
    assert not table.loc[("no test", "email"), "randomised"]


def test_the_control_arm_can_have_another_name(orders):
    renamed = contacts(email=100, control=100).replace({"arm": {"control": "对照组"}})

    assert 0.2 == pytest.approx(arm(experiment_arms(renamed, orders, days=10, control=("对照组",)), "email")["difference"])


def test_arm_sizes_are_held_against_the_plan(orders):
    """100 to 100 as planned; as one to four it would be alarming."""
    as_planned = experiment_arms(contacts(email=100, control=100), orders, days=10, planned={"email": 1, "control": 1})
    broken = experiment_arms(contacts(email=100, control=100), orders, days=10, planned={"email": 0.8, "control": 0.2})

    assert 1.0 == as_planned["sample_ratio_p"].iloc[0]
    assert broken["sample_ratio_p"].iloc[0] < 0.001


def test_without_a_plan_the_ratio_is_not_checked(orders):
    """A hold-out of a tenth is no fault."""
    assert experiment_arms(contacts(email=900, control=100), orders, days=10)["sample_ratio_p"].isna().all()


def test_a_customer_counts_once_from_the_first_contact(orders):
    again = contacts(day="2024-03-08", email=100)

    table = experiment_arms(pd.concat([again, contacts(email=100, control=100)]), orders, days=10)

    assert (100, 30) == tuple(arm(table, "email")[["n", "ordered"]])


def test_a_customer_in_two_arms_is_left_out(orders):
    mixed = pd.concat([contacts(email=100, control=100), contacts(email=1).assign(arm="control")])

    table = experiment_arms(mixed, orders, days=10)

    assert (99, 29) == tuple(arm(table, "email")[["n", "ordered"]])
    assert 100 == arm(table, "control")["n"]


def test_the_hold_out_needs_no_contact_date(orders):
    """Both arms are then watched from the first contact of the campaign."""
    rows = contacts(email=100, control=100)
    rows["contacted_at"] = rows["contacted_at"].mask(rows["arm"].eq("control"))

    assert 10 == arm(experiment_arms(rows, orders, days=10), "control")["ordered"]


def test_outcomes_can_come_with_the_contacts():
    """No customer numbers, one row each: 3 of 10 against 1 of 10."""
    rows = pd.DataFrame({"arm": ["email"] * 10 + ["control"] * 10, "ordered": [1] * 3 + [0] * 7 + [1] + [0] * 9, "revenue": 2.0})

    table = experiment_arms(rows, days=10)

    assert (0.3, 0.1) == (arm(table, "email")["rate"], arm(table, "control")["rate"])
    assert 2.0 == arm(table, "email")["revenue"]


def test_refunds_within_the_days_are_taken_off(make_orders):
    orders = make_orders(("email0", "2024-03-02", 50.0), ("email0", "2024-03-04", -50.0))

    assert 0.0 == arm(experiment_arms(contacts(email=1), orders, days=10), "email")["revenue"]


def test_without_dates_or_outcomes_the_way_out_is_said(orders):
    with pytest.raises(SchemaError, match="Map customer_id and contacted_at, or ordered and revenue"):
        experiment_arms(contacts(day=None, email=3), orders, days=10)


def test_input_is_left_unchanged(orders):
    rows = contacts(email=5, control=5)
    copies = rows.copy(), orders.copy()

    experiment_arms(rows, orders, days=10)

    pd.testing.assert_frame_equal(rows, copies[0])
    pd.testing.assert_frame_equal(orders, copies[1])
