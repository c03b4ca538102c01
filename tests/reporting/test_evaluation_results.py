"""Chapter 05: what is made of the inputs that a client holds, and nothing of those it does not."""

from datetime import date

import pandas as pd

from analysis.reporting.evaluation_cohorts import further_order_curve
from analysis.reporting.evaluation_measures import Inputs, further, records

Q4 = {"start": date(2024, 10, 1), "end": date(2024, 12, 31)}
ORDERS = pd.DataFrame({"customer_id": ["ana"], "ordered_at": [pd.Timestamp("2024-10-05")], "amount": [10.0], "is_order": [True]})


def inputs(**held):
    return Inputs(**dict.fromkeys(("events", "visits", "responses", "feedback", "contacts")) | {"items": {}} | held)


def happened(*days):
    return pd.DataFrame({"customer_id": "ana", "occurred_at": pd.to_datetime(list(days)), "kind": "view"})


def made(**held):
    measures, watched = further(inputs(**held), ORDERS, **Q4, days=30, silent=None, clv=None)
    return {one.kpi for one in measures}, watched


def test_orders_alone_make_no_further_figure():
    assert (set(), None) == made()


def test_events_that_end_within_the_period_are_not_told():
    """Activity would fall in December because nobody wrote it down."""
    assert {"activity", "conversion"} == made(events=happened("2024-10-01", "2024-12-31"))[0]
    assert set() == made(events=happened("2024-10-01", "2024-11-30"))[0]


def test_which_records_reach_over_a_period_is_told_so_that_like_is_held_against_like():
    held = inputs(
        events=happened("2024-09-01", "2024-12-31"),
        visits=pd.DataFrame({"customer_id": ["ana"], "arrived_at": [pd.Timestamp("2024-10-01")]}),
    )

    assert ["events"] == list(records(held, **Q4))
    assert [] == list(records(held, start=date(2023, 10, 1), end=date(2023, 12, 31)))


def test_contacts_whose_days_are_not_over_are_left_out():
    contacts = pd.DataFrame(
        {"customer_id": ["ana", "ben"], "arm": "mail", "contacted_at": pd.to_datetime(["2024-10-01", "2024-12-10"])}
    )

    kpis, watched = made(contacts=contacts)

    assert {"contact_response"} == kpis
    assert ["ana"] == watched["customer_id"].tolist()


def test_a_hold_out_that_was_not_drawn_by_lot_is_no_hold_out():
    """Then what came stands beside its cost, and nothing is called an effect."""
    contacts = pd.DataFrame(
        {
            "customer_id": ["ana", "ben"],
            "arm": ["mail", "control"],
            "contacted_at": pd.Timestamp("2024-10-01"),
            "campaign": "spring",
            "cost": 1.0,
        }
    )

    chosen, reached = made(contacts=contacts)
    drawn, both = made(contacts=contacts, drawn=frozenset({"spring"}))

    assert ({"contact_response", "spend_return"}, 1) == (chosen, len(reached))
    assert ({"contact_response"}, 2) == (drawn, len(both))


def test_answers_need_an_item_that_says_what_they_are():
    answers = pd.DataFrame({"customer_id": ["ana"], "answered_at": [pd.Timestamp("2024-11-01")], "joy": [4.0]})

    assert set() == made(responses=answers)[0]
    assert {"satisfaction"} == made(responses=answers, items={"satisfaction": "joy"})[0]


def test_both_curves_end_on_the_day_until_which_thirty_of_each_are_watched():
    """Of 40 newer ones ten order on the first day and the others are watched for a hundred days; of those before for a year."""
    waits = pd.DataFrame(
        {
            "group": ["newer"] * 40 + ["before"] * 40,
            "days": [0.0] * 10 + [100.0] * 30 + [400.0] * 40,
            "ended": [True] * 10 + [False] * 70,
        }
    )

    curve = further_order_curve(waits)

    assert {100} == set(curve.groupby("group")["day"].max())
    assert 0.25 == curve.loc[curve["group"] == "newer", "share"].iloc[-1]
    assert 0.0 == curve.loc[curve["group"] == "before", "share"].iloc[-1]


def test_a_curve_of_days_or_of_one_group_is_none():
    few = pd.DataFrame({"group": ["newer", "before"] * 40, "days": 20.0, "ended": False})

    assert further_order_curve(few).empty
    assert further_order_curve(few.assign(group="newer", days=200.0)).empty


def test_nobody_new_has_no_curve():
    assert further_order_curve(pd.DataFrame({"group": [], "days": [], "ended": []})).empty
