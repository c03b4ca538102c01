"""Why customers left: moments, signs, matches and effects with answers that one can check in one's head."""

import numpy as np
import pandas as pd
import pytest

from analysis.profiles import leaving
from analysis.profiles.leaving import effects, matching, signs
from analysis.profiles.leaving.moments import moments, order_days, settling_days, visit_days
from analysis.profiles.leaving.windows import happened, usual_is_missing
from tests.profiles.shop import AS_OF, START, shop

NO_CATEGORIES = pd.DataFrame({"customer_id": [], "day": [], "category": [], "amount": []})


def days_of(customer: str, *dates: str, **columns: object) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": customer, "day": pd.to_datetime(list(dates)), "spent": 10.0, **columns})


def order(customer: str, at: str, gross: float, **columns: object) -> dict:
    blank = {"refunded": 0.0, "list_amount": gross, "discount": 0.0, "unit_count": 1.0}
    return {"customer_id": customer, "ordered_at": pd.Timestamp(at), "gross": gross, **blank, **columns}


def pairs_of(*matches: tuple[int, list[int]], sign: str = "refund") -> pd.DataFrame:
    """(sign of the leaver, signs of the controls) for each match."""
    rows = [
        {"match": number, "left": place == 0, sign: float(value)}
        for number, (own, others) in enumerate(matches)
        for place, value in enumerate([own, *others])
    ]
    return pd.DataFrame(rows)


def test_an_order_that_was_paid_back_was_an_order_and_the_refund_was_none():
    orders = pd.DataFrame(
        [
            order("ana", "2025-01-01 09:00", 50.0, refunded=50.0),
            order("ana", "2025-01-01 17:00", 30.0, list_amount=40.0),
            order("ana", "2025-01-20 12:00", 0.0, refunded=30.0),
        ]
    )

    found = order_days(orders)

    assert [("ana", pd.Timestamp("2025-01-01"), 80.0, 90.0, 2.0)] == list(found.itertuples(index=False, name=None))


def test_a_moment_knows_what_led_to_it():
    """Ana was there on day 0, 10, 40 and 50: before the last gap of 10 days her gaps were 10 and 30, 20 on average."""
    days = days_of("ana", "2025-01-01", "2025-01-11", "2025-02-10", "2025-02-20")

    found = moments(days, NO_CATEGORIES)

    assert [1, 2, 3, 4] == found["position"].tolist()
    assert [0, 10, 40, 50] == found["tenure_days"].tolist()
    assert [10, 20, 30, 40] == found["spent_before"].tolist()
    assert [10, 30, 10] == found["next_days"].dropna().tolist()
    assert 10 == found["gap_days"].iloc[3]
    assert [10, 20] == found["usual_days"].dropna().tolist()


def test_days_of_visits_are_those_that_took_place_and_carry_what_was_paid_since():
    visits = pd.DataFrame(
        {
            "customer_id": "ana", "stage": ["performed", "no_show", "consulted"], "adviser": ["one", "one", "two"],
            "arrived_at": pd.to_datetime(["2025-01-10 10:00", None, "2025-03-10 10:00"]),
            "booked_at": pd.to_datetime(["2025-01-05", "2025-02-01", None]),
        }
    )  # fmt: skip
    orders = pd.DataFrame([order("ana", "2025-01-08", 100.0), order("ana", "2025-02-08", 50.0), order("ana", "2025-04-01", 9.0)])

    found = visit_days(visits, orders)

    assert ["2025-01-10", "2025-03-10"] == found["day"].dt.strftime("%Y-%m-%d").tolist()
    assert [100.0, 50.0] == found["spent"].tolist()
    assert ["one", "two"] == found["adviser"].tolist()


@pytest.mark.parametrize(("gap", "expected"), [(4, 7), (40, 20), (200, 30)])
def test_signs_have_half_the_usual_gap_to_appear(gap, expected):
    assert expected == settling_days(pd.DataFrame({"gap_days": [gap, gap, gap]}))


def test_what_happened_is_looked_for_around_the_day_of_the_same_customer():
    asked = pd.concat([days_of("ana", "2025-03-01", "2025-03-12", "2025-06-01"), days_of("ben", "2025-03-01")], ignore_index=True)
    events = pd.DataFrame({"customer_id": ["ana", "cy"], "day": pd.to_datetime(["2025-03-10", "2025-03-01"])})

    assert [1.0, 1.0, 0.0, 0.0] == happened(asked, events, before=5, after=9).tolist()
    assert [0.0, 1.0, 0.0, 0.0] == happened(asked, events, before=5, after=8).tolist()


def test_the_usual_category_is_missing_only_where_there_was_a_usual_one():
    days = days_of("ana", "2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01")
    levels = days.assign(level=["garden", "garden", "kitchen", "garden"])[["customer_id", "day", "level"]]

    found = usual_is_missing(days, levels)

    assert found.isna().tolist() == [True, True, False, False]
    assert [1.0, 0.0] == found.dropna().tolist()


def test_a_customer_is_held_against_the_own_past():
    days = days_of("ana", "2025-01-01", "2025-01-11", "2025-01-21", "2025-03-21", listed=[10, 20, 10, 10], units=[1, 1, 1, 4])
    days["spent"] = [10.0, 10.0, 10.0, 4.0]

    found = signs.with_signs(moments(days, NO_CATEGORIES), {}, settling=20).iloc[3]

    assert {"gap_growth": 1.0, "basket_fell": 1.0, "price_rose": 0.0, "discount_fell": 0.0} == {
        sign: found[sign] for sign in ("gap_growth", "basket_fell", "price_rose", "discount_fell")
    }


def test_a_discount_that_is_gone_is_seen():
    """Half the list price so far, now all of it."""
    days = days_of("ana", "2025-01-01", "2025-02-01", listed=[20.0, 10.0], units=1.0)

    assert 1.0 == signs.with_signs(moments(days, NO_CATEGORIES), {}, settling=20)["discount_fell"].iloc[1]


def test_another_adviser_than_the_time_before_and_a_missed_booking_before_the_day():
    days = days_of("ana", "2025-01-10", "2025-03-10", adviser=["one", "two"], booked_at=pd.NaT)
    visits = pd.DataFrame(
        {"customer_id": "ana", "stage": "no_show", "booked_at": pd.to_datetime(["2025-03-05", "2025-03-12"])}
    ).iloc[:1]

    found = signs.with_signs(moments(days, NO_CATEGORIES), {"visits": visits}, settling=20)

    assert pd.isna(found["adviser_changed"].iloc[0])
    assert 1.0 == found["adviser_changed"].iloc[1]
    assert [0.0, 1.0] == found["missed_booking"].tolist()
    later = visits.assign(booked_at=pd.Timestamp("2025-03-12"))
    assert 0.0 == signs.with_signs(moments(days, NO_CATEGORIES), {"visits": later}, settling=20)["missed_booking"].iloc[1]


def test_ratings_are_low_by_their_place_on_the_scale_and_complaints_by_where_they_were_taken():
    days = pd.concat([days_of(name, "2025-03-01") for name in ("ana", "ben", "cy")], ignore_index=True)
    said = pd.DataFrame(
        {
            "customer_id": ["ana", "ben", "cy"], "created_at": pd.Timestamp("2025-03-04 10:00"), "rating": [2.0, 3.0, 5.0],
            "source": ["web", "投诉登记", "web"],
        }
    )  # fmt: skip

    found = signs.with_signs(moments(days, NO_CATEGORIES), {"feedback": said}, settling=10)

    assert [1.0, 0.0, 0.0] == found["low_rating"].tolist()
    assert [0.0, 1.0, 0.0] == found["complaint"].tolist()


def test_a_balance_counts_by_the_last_record_and_an_old_record_says_nothing():
    days = pd.concat([days_of("ana", "2025-03-20", "2025-12-20"), days_of("ben", "2025-03-20")], ignore_index=True)
    held = pd.DataFrame(
        {
            "customer_id": "ana", "kind": ["cash", "points"], "amount": 5.0, "as_of": pd.Timestamp("2025-03-31"),
            "expires_at": pd.Timestamp("2025-03-01"),
        }
    )  # fmt: skip

    found = signs.with_signs(moments(days, NO_CATEGORIES), {"balances": held}, settling=20)

    for sign in ("unused_balance", "balance_lapsed"):
        assert [1.0, 0.0] == found.loc[[0, 2], sign].tolist()
        assert pd.isna(found.loc[1, sign])


def test_only_who_came_back_after_the_settling_time_and_in_good_time_is_compared():
    table = moments(days_of("ana", "2025-01-01", "2025-01-05", "2025-03-01", "2025-09-01"), NO_CATEGORIES)
    within = {"settling": 20, "start": pd.Timestamp("2025-01-01"), "as_of": pd.Timestamp("2025-12-31")}

    found = matching.candidates(table, pd.Index(["ana"]), longest=pd.Series({"ana": 90.0}), **within)
    stayed = matching.candidates(table, pd.Index([]), **within)

    assert [2, 4] == found["position"].tolist()
    assert [False, True] == found["left"].tolist()
    assert [2, 3] == stayed["position"].tolist()


def test_silence_after_a_category_bought_once_means_nothing():
    table = moments(days_of("ana", "2025-01-01"), NO_CATEGORIES).assign(category="surgery")
    within = {"settling": 20, "start": pd.Timestamp("2025-01-01"), "as_of": pd.Timestamp("2025-12-31")}

    assert matching.candidates(table, pd.Index(["ana"]), one_off=["surgery"], **within).empty
    assert 1 == len(matching.candidates(table, pd.Index(["ana"]), **within))


def test_a_match_agrees_in_all_that_it_was_matched_on_and_serves_once():
    found = leaving.matching.matched(_candidates(), seed=3)

    assert not found.duplicated(["customer_id", "day"]).any()
    each = found.groupby("match")
    assert (each["left"].sum() == 1).all()
    leaver = found["match"].map(found[found["left"]].set_index("match")["customer_id"])
    assert not (found["customer_id"].eq(leaver) & ~found["left"]).any()
    assert (each["left"].size() <= 5).all()
    quarter = found["day"].dt.to_period("Q")
    assert (quarter.groupby(found["match"]).nunique() == 1).all()
    place = pd.Series(np.searchsorted(matching.POSITIONS, found["position"]))
    assert (place.groupby(found["match"]).nunique() == 1).all()
    assert len(found) > 300
    assert {0} == set(found["step"])
    assert (each["category"].nunique() == 1).all()


def test_where_too_few_find_a_match_less_must_agree_for_all():
    """Every leaver bought something else than everybody who came back."""
    rows = _candidates()
    apart = rows.assign(category=rows["category"].where(~rows["left"], "other"))

    assert {1} == set(matching.matched(apart)["step"])


def test_matching_makes_the_two_sides_alike_and_the_same_seed_the_same_matches():
    rows = _candidates()
    found = matching.matched(rows, seed=3)

    after = matching.balance(rows, found)

    pd.testing.assert_frame_equal(found, matching.matched(rows, seed=3))
    assert after["difference_before"].abs().max() > 0.3
    assert after["difference_after"].abs().max() < 0.1


def _candidates() -> pd.DataFrame:
    days, tables, gone = shop(seed=1, odds=1.0)
    categories = tables["categories"].rename(columns={"level": "category"})
    table = moments(days, categories)
    return matching.candidates(table, gone, settling=20, start=START, as_of=AS_OF)


def test_pairs_give_the_difference_the_odds_and_the_test_of_mcnemar():
    """40 pairs: 20 where only the leaver has the sign, 5 where only the other has, 10 both, 5 neither."""
    matches = [(1, [0])] * 20 + [(0, [1])] * 5 + [(1, [1])] * 10 + [(0, [0])] * 5

    found = effects.compared(pairs_of(*matches), ["refund"]).iloc[0]

    assert (40, 40, 30, 15) == tuple(found[["leavers", "controls", "leavers_with", "controls_with"]])
    assert 0.375 == pytest.approx(found["difference"])
    assert 4.0 == pytest.approx(found["odds_ratio"])
    assert 0.0027 == pytest.approx(found["p"], abs=0.0001)  # z = 15 / √25 = 3
    assert np.exp(1.96 * np.sqrt(1 / 20 + 1 / 5)) == pytest.approx(found["odds_high"] / found["odds_ratio"], rel=1e-3)
    assert "more" == found["verdict"]


def test_the_controls_of_one_leaver_count_as_one():
    """Half the leavers have three controls with the sign, half have one without it: a share of one half, not three quarters."""
    matches = [(1, [1, 1, 1])] * 30 + [(1, [0])] * 15 + [(0, [0])] * 15

    found = effects.compared(pairs_of(*matches), ["refund"]).iloc[0]

    assert 0.5 == found["controls_share"]
    assert 0.25 == found["difference"]


def test_a_sign_that_cannot_be_told_of_a_leaver_takes_its_match_out():
    table = pairs_of(*[(1, [0])] * 20, *[(0, [0])] * 20, *[(0, [1])] * 10, *[(1, [1])] * 10)
    table.loc[table["match"] < 5, "refund"] = np.nan

    assert 55 == effects.compared(table, ["refund"])["leavers"].iloc[0]


@pytest.mark.parametrize(
    ("matches", "minimum"),
    [
        ([(1, [0])] * 9 + [(0, [0])] * 60, 10),  # nine leavers with the sign
        ([(1, [1])] * 60 + [(1, [0])] * 4, 10),  # four others without it
        ([(1, [0])] * 12 + [(0, [1])] * 12, 10),  # 24 leavers in all
    ],
)
def test_small_cells_give_no_figure(matches, minimum):
    found = effects.compared(pairs_of(*matches), ["refund"], minimum=minimum).iloc[0]

    assert "too_few" == found["verdict"]
    assert found[["leavers_with", "controls_with", "leavers_share", "difference", "odds_ratio", "p_adjusted"]].isna().all()


def test_what_is_beyond_chance_and_larger_comes_first():
    small = pairs_of(*[(1, [0])] * 60, *[(0, [1])] * 20, *[(1, [1])] * 40, *[(0, [0])] * 80, sign="small")
    table = small.assign(
        large=pairs_of(*[(1, [0])] * 140, *[(0, [1])] * 20, *[(1, [1])] * 20, *[(0, [0])] * 20)["refund"],
        nothing=pairs_of(*[(1, [0])] * 50, *[(0, [1])] * 50, *[(1, [1])] * 50, *[(0, [0])] * 50)["refund"],
        rare=pairs_of(*[(0, [1])] * 60, *[(1, [0])] * 20, *[(1, [1])] * 60, *[(0, [0])] * 60)["refund"],
    )

    found = effects.compared(table, ["nothing", "rare", "small", "large"])

    assert ["large", "small", "rare", "nothing"] == found["sign"].tolist()
    assert ["more", "more", "less", "chance"] == found["verdict"].tolist()
    assert (found["p_adjusted"] >= found["p"]).all()


def test_a_planted_sign_is_found_first_and_its_odds_are_recovered(fits_schema):
    """Odds of 4 were planted; everything else was drawn without regard to leaving."""
    days, tables, gone = shop(seed=5, odds=4.0)

    found = leaving.leaving(days, tables, gone, start=START, as_of=AS_OF)

    first = found.signs.iloc[0]
    assert ("refund", "more") == tuple(first[["sign", "verdict"]])
    assert first["odds_low"] < 4.0 < first["odds_high"]
    assert ["more"] + ["chance"] * (len(found.signs) - 1) == found.signs["verdict"].tolist()
    fits_schema(found.signs, "leaving_signs")
    fits_schema(found.balance, "leaving_balance")


def test_without_a_planted_sign_nothing_is_found_in_nearly_all_shops():
    """At a false discovery rate of 5 % one shop in twenty may show something; three of eight has a chance of 0.6 %."""
    shown = 0
    for seed in range(8):
        days, tables, gone = shop(seed=100 + seed, odds=1.0, customers=600)
        found = leaving.leaving(days, tables, gone, start=START, as_of=AS_OF).signs
        shown += bool(found["verdict"].isin(["more", "less"]).any())
        assert found["verdict"].ne("too_few").sum() >= 5

    assert shown <= 2


def test_who_left_is_told_by_the_life_cycle_else_by_recency():
    segments = pd.DataFrame({"customer_id": ["a", "b", "c"], "method": "lifecycle", "segment": ["churned", "loyal", "dormant"]})
    features = pd.DataFrame({"customer_id": ["a", "b"], "state": "buyer", "recency_days": [500.0, 20.0]})
    gaps = pd.DataFrame({"gap_days": [10.0, 20.0, 30.0, 900.0], "closed": [True, True, True, False]})

    gone, rule = leaving.silent_customers(segments, features, gaps)
    assert (["a", "c"], "lifecycle") == (sorted(gone), rule)
    gone, rule = leaving.silent_customers(segments.assign(method="rfm"), features, gaps)
    assert (["a"], "recency") == (sorted(gone), rule)
    assert leaving.silent_customers(segments.assign(method="rfm"), features, None)[0].empty


def test_reasons_of_those_who_left_stand_beside_all_others(fits_schema):
    answers = pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(60)],
            "why_price": [1.0] * 20 + [0.0] * 20 + [1.0] * 5 + [0.0] * 15,
            "why_moved": [1.0] * 3 + [0.0] * 57,
        }
    )
    gone = pd.Index([f"c{i}" for i in range(40)])

    found = leaving.survey_reasons(answers, {"why_price": "Too dear", "why_moved": "I moved", "absent": "x"}, gone)

    fits_schema(found, "leaving_reasons")
    first, second = found.iloc[0], found.iloc[1]
    assert ("Too dear", 40, 0.5, 20, 0.25) == tuple(first[["reason", "leavers", "share", "others", "others_share"]])
    assert first["low"] < 0.5 < first["high"]
    assert pd.isna(second["share"])
    assert leaving.survey_reasons(None, {"why": "x"}, gone).empty
