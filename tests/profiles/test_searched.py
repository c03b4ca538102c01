"""Searched and not bought, browsed without an order, asked for, places and bookings: one case per rule."""

from datetime import date

import pandas as pd

from analysis.profiles.searched import hour_demand, looked_for, search_demand
from analysis.profiles.underserved import booking_demand, place_demand, store_cities, waiting_demand
from analysis.profiles.wishes import wish_demand, wished

AS_OF = date(2025, 12, 31)


def browsed(*rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["customer_id", "category", "kind", "first_at"])
    return table.assign(first_at=pd.to_datetime(table["first_at"], format="ISO8601"), n=1)


def bought(*rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["customer_id", "category", "ordered_at"])
    return table.assign(ordered_at=pd.to_datetime(table["ordered_at"], format="ISO8601"))


def test_searches_count_where_there_are_any_and_views_otherwise():
    both = browsed(("ana", "Tea", "view", "2025-01-01"), ("ben", "Tea", "search", "2025-01-02"))

    assert ["ben"] == list(looked_for(both)["customer_id"])
    assert ["ana"] == list(looked_for(both[both["kind"] == "view"])["customer_id"])


def test_an_order_counts_from_the_search_until_the_last_day():
    wanted = looked_for(browsed(*((name, "Tea", "search", "2025-01-10 12:00") for name in ("before", "soon", "late", "other"))))
    orders = bought(
        ("before", "Tea", "2025-01-10 11:00"), ("soon", "TEA ", "2025-03-11 12:00"), ("late", "Tea", "2025-03-11 12:01"), ("other", "Soap", "2025-01-11"),
    )  # fmt: skip
    found = search_demand(wanted, orders, as_of=AS_OF, follow=60).set_index("customer_id")

    assert {"before": 1.0, "soon": 0.0, "late": 1.0, "other": 1.0} == found["part"].to_dict()


def test_a_search_that_had_no_time_to_end_in_an_order_is_not_counted():
    wanted = looked_for(browsed(("in", "Tea", "search", "2025-11-01 23:59"), ("out", "Tea", "search", "2025-11-02")))

    assert ["in"] == list(search_demand(wanted, bought(("x", "Tea", "2025-01-01")), as_of=AS_OF, follow=60)["customer_id"])


def test_what_nobody_ever_bought_is_not_held():
    wanted = looked_for(browsed(("ana", "Kites", "search", "2025-01-01"), ("ana", "tea", "search", "2025-01-01")))
    found = search_demand(wanted, bought(("ben", "Tea", "2023-01-01")), as_of=AS_OF).set_index("subject")

    assert {"Kites": False, "tea": True} == found["held"].to_dict()


def test_days_of_browsing_without_an_order_in_the_week_after():
    days = pd.DataFrame(
        [("ana", "2025-03-01", "evening"), ("ana", "2025-03-10", "evening"), ("ana", "2025-03-01", "midday"), ("ben", "2025-12-30", "evening")],
        columns=["customer_id", "day", "daypart"],
    ).astype({"day": "datetime64[us]"})  # fmt: skip
    orders = bought(("ana", "Tea", "2025-03-08 09:00"))[["customer_id", "ordered_at"]]
    found = hour_demand(days, orders, as_of=AS_OF).set_index(["customer_id", "subject"])

    assert (1.0, 2.0) == tuple(found.loc[("ana", "evening"), ["part", "whole"]])  # the week after the 10th has no order
    assert (0.0, 1.0) == tuple(found.loc[("ana", "midday"), ["part", "whole"]])
    assert "ben" not in found.index.get_level_values(0)  # the week is not over


def test_wishes_are_told_from_praise_in_both_languages():
    assert {"hours"} == wished("Fast delivery. Evening slots would help.") - {"delivery"}
    assert set() == wished("Fast delivery to my door. Great price!")
    assert {"price"} == wished("More offers please.")
    assert {"hours"} == wished("医生很好。希望晚上多开放几个时段。")
    assert set() == wished("预约很准时，隐私保护做得不错。")


def test_only_subjects_that_somebody_asks_for_are_counted():
    rows = wish_demand([("ana", "More offers please."), ("ben", "Fine."), (None, "Lower prices please"), (None, None)])

    assert {"price"} == set(rows["subject"])
    assert (2.0, 3.0) == (rows["part"].sum(), rows["whole"].sum())


def test_a_city_has_a_store_where_most_of_the_stores_orders_are_from():
    orders = pd.DataFrame(
        {
            "customer_id": list("aabcd"),
            "store": ["One", "One", "One", "Two", None],
            "city": ["Leeds", "Leeds", "York", None, "Bath"],
        }
    )

    assert {"Leeds", "Hull"} == store_cities(orders, pd.Series({"c": "Hull"}))


def test_known_customers_without_an_order_by_place():
    home = pd.Series({"ana": "Leeds", "ben": "Bath", "cho": None})
    rows = place_demand(home, {"ana"}, {"Leeds"}).set_index("customer_id")

    assert (0.0, True) == tuple(rows.loc["ana", ["part", "usual"]])
    assert (1.0, False) == tuple(rows.loc["ben", ["part", "usual"]])
    assert "cho" not in rows.index


VISITS = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c", "d", "e"],
        "stage": ["performed", "no_show", "cancelled", "booked", "arrived"],
        "booked_at": pd.to_datetime(["2025-03-01", "2025-03-01", "2025-03-01", "2025-12-31", None]),
        "arrived_at": pd.to_datetime(["2025-03-08", None, None, None, "2025-03-01"]),
        "site": "North",
    }
)


def test_bookings_still_open_are_neither_kept_nor_lost():
    rows = booking_demand(VISITS, "site", start=date(2025, 1, 1), as_of=AS_OF).set_index("customer_id")

    assert {"a": 0.0, "b": 1.0, "c": 1.0} == rows["part"].to_dict()


def test_a_week_from_booking_to_visit_is_a_long_wait():
    rows = waiting_demand(VISITS, "site", start=date(2025, 1, 1), as_of=AS_OF)

    assert [("a", 1.0)] == list(zip(rows["customer_id"], rows["part"], strict=True))  # who walks in does not wait
