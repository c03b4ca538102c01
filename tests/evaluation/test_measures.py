"""What each figure of a segment counts, from customers one can name."""

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import (
    active,
    answer_measures,
    contact_measures,
    covers,
    event_measures,
    expected_value,
    incremental_return,
    kpi_intervals,
    rated,
    segment_kpis,
    watched_contacts,
    won_back,
)

Q4 = {"start": pd.Timestamp("2024-10-01"), "end": pd.Timestamp("2024-12-31")}


def value(measure):
    return measure.rows["part"].sum() / measure.rows["whole"].sum(), len(measure.rows)


def happened(*rows):
    table = pd.DataFrame(rows, columns=["customer_id", "occurred_at", "kind"])
    return table.assign(occurred_at=pd.to_datetime(table["occurred_at"], format="ISO8601"))


def contacted(*rows):
    table = pd.DataFrame(rows, columns=["customer_id", "arm", "contacted_at", "cost"])
    return table.assign(contacted_at=pd.to_datetime(table["contacted_at"]), campaign="spring")


def test_clicks_count_after_the_view(make_orders):
    """Ana clicks after looking, ben before; cho looks on only."""
    events = happened(
        ("ana", "2024-10-02 10:00", "view"), ("ana", "2024-10-02 10:05", "click"),
        ("ben", "2024-10-03 10:05", "view"), ("ben", "2024-10-03 10:00", "click"), ("cho", "2024-12-31 23:00", "view"),
        ("dia", "2025-01-01", "view"),
    )  # fmt: skip
    measures = {one.kpi: one for one in event_measures(events, make_orders(), **Q4)}

    assert (1 / 3, 3) == value(measures["click_rate"])
    assert "referral" not in measures  # nobody has ever passed anything on: not held


def test_conversion_is_an_order_on_the_day_of_the_first_look_or_later(make_orders):
    events = happened(("ana", "2024-10-02 22:00", "search"), ("ben", "2024-10-03", "view"), ("cho", "2024-10-04", "login"))
    orders = make_orders(
        ("ana", "2024-10-02 09:00", 10), ("ben", "2024-10-01", 10), ("ben", "2024-10-09", -10), ("cho", "2024-10-05", 10)
    )

    measures = {one.kpi: one for one in event_measures(events, orders, **Q4)}

    assert (1 / 2, 2) == value(measures["conversion"])


def test_passing_on_is_counted_over_the_whole_segment(make_orders, make_segments):
    events = happened(("ana", "2024-10-02", "share"), ("ana", "2024-10-03", "share"))
    at_start = make_segments(ana="gold", ben="gold", cho="gold", dia="gold")

    table = segment_kpis(
        at_start, make_orders(("ana", "2024-10-05", 1)), method="value", **Q4, further=event_measures(events, make_orders(), **Q4)
    )

    assert (1 / 4, 4) == tuple(table.set_index("kpi").loc["referral", ["value", "n"]])


@pytest.mark.parametrize(("first", "last", "held"), [("2024-10-08", "2024-12-25", True), ("2024-10-09", "2024-12-31", False), ("2024-01-01", "2024-12-24", False)])  # fmt: skip
def test_a_record_must_reach_over_the_period(first, last, held):
    assert held == covers(pd.Series(pd.to_datetime([first, last, None])), **Q4)


def test_activity_is_anything_done():
    assert (1.0, 3) == value(active([pd.Index(["ana", "ben"]), pd.Index(["ben", "cho"])]))


def test_nps_is_promoters_less_detractors_and_the_latest_answer_counts():
    """Two promoters, a passive, a detractor, who had been a promoter before: (2 - 1) / 4 of 100."""
    answers = pd.DataFrame(
        {
            "customer_id": ["ana", "ben", "cho", "dia", "dia", None],
            "answered_at": pd.to_datetime(["2024-10-05"] * 3 + ["2024-10-09", "2024-10-02", "2024-10-02"]),
            "recommend": [10, 9, 8, 0, 10, 10], "joy": [5.0, 4.0, 3.0, np.nan, 1.0, 1.0],
        }
    )  # fmt: skip
    measures = {one.kpi: one for one in answer_measures(answers, satisfaction="joy", recommendation="recommend")}

    assert (25.0, 4) == value(measures["nps"])
    assert (4.0, 3) == value(measures["satisfaction"])


def test_stars_are_averaged_over_comments():
    feedback = pd.DataFrame(
        {"customer_id": ["ana", "ana", "ben", None], "created_at": pd.to_datetime(["2024-10-05"] * 4), "rating": [1, 2, 5, 5]}
    )

    assert (8 / 3, 2) == value(rated(feedback, **Q4))


def test_win_back_asks_the_silent_alone(make_orders):
    orders = make_orders(("ana", "2024-10-05", 1), ("cho", "2024-10-05", 1))

    assert (1 / 2, 2) == value(won_back(orders, pd.Index(["ana", "ben"]), **Q4))


def test_clv_is_a_mean_of_those_for_whom_it_is_held():
    assert (15.0, 2) == value(expected_value(pd.Series({"ana": 10.0, "ben": 20.0, "cho": np.nan})))


@pytest.fixture
def mailed(make_orders):
    """Ana was mailed for 2 and ordered for 30 within the days; ben was mailed and ordered too late; cho was held out."""
    contacts = contacted(
        ("ana", "mail", "2024-10-10", 2.0),
        ("ben", "mail", "2024-10-10", 2.0),
        ("cho", "control", "2024-10-10", 0.0),
        ("dia", "mail", "2024-12-20", 2.0),
    )
    return watched_contacts(contacts, make_orders(("ana", "2024-10-10 10:00", 30), ("ben", "2024-11-09", 30)), **Q4, days=30)


def test_contacts_count_once_their_days_are_over(mailed):
    assert {"ana", "ben", "cho"} == set(mailed["customer_id"])  # dia's days run into January
    assert [1.0, 0.0, 0.0] == mailed.sort_values("customer_id")["ordered"].tolist()


def test_money_beside_cost_is_no_effect_and_has_its_own_name(mailed):
    """With customers held out the plain ratio is not told; without, it is 30 / 4."""
    assert ["contact_response"] == [one.kpi for one in contact_measures(mailed)]

    measures = {one.kpi: one for one in contact_measures(mailed[~mailed["held_out"]])}
    assert (1 / 2, 2) == value(measures["contact_response"])
    assert (30 / 4, 2) == value(measures["spend_return"])


def test_return_beyond_those_held_out(make_orders):
    """40 mailed for 1 each bring 10 each, 40 held out 4 each: 6 back for every 1, give or take nothing."""
    contacts = contacted(
        *((f"m{i}", "mail", "2024-10-10", 1.0) for i in range(40)), *((f"c{i}", "control", "2024-10-10", 0.0) for i in range(40))
    )
    orders = make_orders(*((f"m{i}", "2024-10-12", 10) for i in range(40)), *((f"c{i}", "2024-10-12", 4) for i in range(40)))
    watched = watched_contacts(contacts, orders, **Q4, days=30)
    segment = pd.Series("gold", index=watched["customer_id"])

    row = incremental_return(watched, segment).iloc[0]

    assert ("gold", 40) == (row["segment"], row["n"])
    assert [6.0] * 3 == pytest.approx([row["value"], row["low"], row["high"]])
    assert incremental_return(watched[watched.index % 2 == 0], segment).empty  # twenty in each arm tell nothing


def test_the_change_like_for_like_has_a_range(make_orders, make_segments):
    """80 of 100 ordered a year before, 60 of 100 now: 20 points less, and not by chance."""
    names = {f"c{i}": "gold" for i in range(100)}
    orders = make_orders(*((f"c{i}", "2023-10-05", 1) for i in range(80)), *((f"c{i}", "2024-10-05", 1) for i in range(60)))
    before = segment_kpis(
        make_segments(**names), orders, method="value", start=pd.Timestamp("2023-10-01"), end=pd.Timestamp("2023-12-31")
    )

    row = segment_kpis(make_segments(**names), orders, method="value", **Q4, reference=before).set_index("kpi").loc["retention"]

    assert (0.8, 100, pytest.approx(-0.2)) == tuple(row[["reference", "reference_n", "change"]])
    assert -0.33 < row["change_low"] < -0.2 < row["change_high"] < -0.06


def test_what_is_counted_in_full_has_no_interval(make_orders):
    orders = make_orders(*((f"c{i}", "2024-10-05", 10 + i) for i in range(20)), *((f"c{i}", "2024-11-05", 10) for i in range(5)))

    table = kpi_intervals(orders, **Q4).set_index("kpi")

    assert {"average_order", "repeat_rate", "return_rate", "refund_share"} == set(table.index)
    assert table.loc["repeat_rate", "low"] < 5 / 20 < table.loc["repeat_rate", "high"]
