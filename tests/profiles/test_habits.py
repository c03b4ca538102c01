"""Shares of orders by segment, against everybody else in the same months."""

import pandas as pd
import pytest

from analysis.profiles import segment_index
from analysis.profiles.habits import against_rest, order_habits, with_habits
from analysis.profiles.levels import broad_levels, span, without_habits
from analysis.profiles.within import segment_concentration

WINDOW = {"window_start": pd.Timestamp("2025-01-01"), "as_of": pd.Timestamp("2025-12-31")}
NO_CATEGORIES = pd.DataFrame({"customer_id": [], "order_id": [], "category": []}, dtype=str)


def orders(rows: list[tuple]) -> pd.DataFrame:
    """(customer, day, channel) -> orders of 10 each, all in the morning."""
    table = pd.DataFrame(rows, columns=["customer_id", "day", "channel"])
    return table.assign(
        order_id=[f"o{i}" for i in range(len(table))], ordered_at=pd.to_datetime(table["day"] + " 09:00"), is_order=True,
        gross=10.0, refunded=0.0, list_amount=None, discount=None,
    )  # fmt: skip


def habits(table: pd.DataFrame, segments: pd.DataFrame, categories: pd.DataFrame = NO_CATEGORIES, **settings) -> pd.DataFrame:
    found = order_habits(table, categories, segments, method="rfm", **(WINDOW | settings))
    return found.set_index(["trait", "level", "segment"])


def test_orders_are_counted_not_customers(make_segments):
    """One loyal customer orders 9 times on the web, nine order once in the store: half of 18 orders."""
    rows = [("c0", "2025-03-03", "web")] * 9 + [(f"c{i}", "2025-03-03", "store") for i in range(1, 10)]
    rows += [(f"c{i}", "2025-03-03", "store") for i in range(10, 40)]

    web = habits(orders(rows), make_segments("rfm", loyal=10, new=30), minimum=1).loc[("channel", "web", "loyal")]

    assert (18, 0.5, 9 / 48, 0.0) == tuple(web[["n", "share", "base_share", "rest_share"]])
    assert 0.5 / (9 / 48) * 100 == pytest.approx(web["index"])


def test_the_season_is_no_taste(make_segments):
    """Everyone buys boots in December and none in June: new customers, all of December, are like the others then."""
    rows = [(f"c{i}", "2025-12-01", "x") for i in range(20)]
    rows += [(f"c{i}", day, "x") for i in range(20, 60) for day in ("2025-06-02", "2025-12-01")]
    table = orders(rows)
    bought = table.assign(category=["boots" if day == "2025-12-01" else "hats" for day in table["day"]])

    boots = habits(table, make_segments("rfm", new=20, loyal=40), bought, minimum=1).loc["category"].loc["boots"].loc["new"]

    assert (1.0, 0.6, 1.0, 100.0) == tuple(boots[["share", "base_share", "rest_share", "index"]])


def test_orders_of_one_customer_are_no_crowd(make_segments):
    """Thirty web orders of one customer prove less than thirty customers with one."""
    rest = [(f"c{i}", "2025-03-03", "store" if i % 2 else "web") for i in range(30, 90)]
    one = [("c0", "2025-03-03", "web")] * 30 + [(f"c{i}", "2025-03-03", "store") for i in range(1, 30)]
    many = [(f"c{i}", "2025-03-03", "web") for i in range(30)]

    segments = make_segments("rfm", loyal=30, new=60)
    of_one = habits(orders(one + rest), segments, minimum=1).loc[("channel", "web", "loyal")]
    of_many = habits(orders(many + rest), segments, minimum=1).loc[("channel", "web", "loyal")]

    assert of_many["p_adjusted"] < 0.001 < 0.05 < of_one["p_adjusted"]


def test_few_customers_hide_a_cell_however_many_orders(make_segments):
    rows = [("c0", "2025-03-03", "web")] * 50 + [(f"c{i}", "2025-03-03", "store") for i in range(1, 40)]
    rows += [(f"c{i}", "2025-03-03", "web") for i in range(40, 60)]

    cells = habits(orders(rows), make_segments("rfm", loyal=40, new=20), minimum=10)

    assert not cells.loc[("channel", "web", "loyal"), "shown"]
    assert cells.loc[("channel", "web", "loyal"), ["customers", "share", "index", "p_adjusted"]].isna().all()


def test_orders_outside_the_window_and_refunds_do_not_count(make_segments):
    table = orders(
        [("c0", "2024-12-31", "web"), ("c0", "2025-12-31", "web"), ("c1", "2025-03-03", "store"), ("c1", "2025-03-04", "web")]
    )
    table.loc[3, "is_order"] = False

    cells = habits(table, make_segments("rfm", loyal=1, new=1), minimum=1)

    assert (1, 1.0) == tuple(cells.loc[("channel", "web", "loyal"), ["n", "share"]])
    assert (1, 0.0) == tuple(cells.loc[("channel", "web", "new"), ["n", "share"]])


def test_one_hour_for_all_is_no_time_of_day(make_segments):
    rows = [(f"c{i}", f"2025-03-0{1 + i % 5}", "web") for i in range(20)]

    assert {"weekday"} == set(habits(orders(rows), make_segments("rfm", loyal=20), minimum=1).index.get_level_values("trait"))


def test_money_sent_back_is_a_share_of_sales(make_segments):
    table = orders([(f"c{i}", "2025-03-03", "web") for i in range(4)]).assign(refunded=[5.0, 5.0, 0.0, 0.0])

    back = habits(table, make_segments("rfm", loyal=2, new=2), minimum=1).loc[("returned", "yes")]

    assert [0.5, 0.0] == back["share"].tolist()
    assert [0.25, 0.25] == back["base_share"].tolist()


def test_habits_join_the_differentiators_in_their_form(make_segments, fits_schema):
    rows = [(f"c{i}", "2025-03-03", "web" if i < 20 else "store") for i in range(40)]
    segments = make_segments("rfm", loyal=20, new=20)
    found = order_habits(orders(rows), NO_CATEGORIES, segments, method="rfm", minimum=1, **WINDOW)

    table = with_habits(pd.DataFrame(), found)

    fits_schema(table, "differentiators")
    loyal = table.set_index(["segment", "trait"]).loc[("loyal", "channel")]
    assert (1.0, "large", 40) == tuple(loyal[["effect", "strength", "n"]])


def test_an_index_is_held_against_the_others(make_segments):
    """15 of 20 heavy customers online, 15 of 60 light ones; heavy ones against the others: 75 % and 25 %."""
    traits = pd.DataFrame({"customer_id": [f"c{i}" for i in range(80)], "sex": ["f"] * 15 + ["m"] * 5 + ["f"] * 15 + ["m"] * 45})

    table = against_rest(segment_index(traits, make_segments("value", heavy=20, light=60), method="value", minimum=1))

    heavy = table.set_index(["segment", "level"]).loc[("heavy", "f")]
    assert (0.75, 0.25) == tuple(heavy[["share", "rest_share"]])
    assert heavy["p_adjusted"] < 0.001


def test_rare_levels_are_put_together_until_none_is_too_small(make_segments):
    """Two small towns are no cell to show: they are “others”; bands join their neighbour."""
    traits = pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(60)],
            "city": (["York"] * 20 + ["Ely"] * 6 + ["Bath"] * 4) * 2,
            "age": (["18–24"] * 4 + ["25–34"] * 12 + ["35–44"] * 13 + ["(missing)"]) * 2,
        }
    )

    broad = broad_levels(traits, make_segments("rfm", loyal=30, new=30), method="rfm", minimum=10)

    assert {"York": 40, "(other)": 20} == broad["city"].value_counts().to_dict()
    assert {"18–34": 32, "35–44": 26, "(missing)": 2} == broad["age"].value_counts().to_dict()


def test_opposite_ends_of_an_order_never_meet(make_segments):
    """Never (3) and daily (4) are both rare: each joins its neighbour.  Mood has no order but that of client.yaml."""
    often = ["Never"] * 3 + ["Once a year"] * 11 + ["Once a month"] * 12 + ["Daily"] * 4
    mood = ["grim"] * 3 + ["calm"] * 11 + ["fine"] * 12 + ["merry"] * 4
    traits = pd.DataFrame({"customer_id": [f"c{i}" for i in range(60)], "often": often * 2, "mood": mood * 2})
    held = {"method": "rfm", "minimum": 10}

    plain = broad_levels(traits, make_segments("rfm", loyal=30, new=30), **held)
    told = broad_levels(traits, make_segments("rfm", loyal=30, new=30), orders={"mood": ("grim", "calm", "fine", "merry")}, **held)

    assert {"Never + Once a year": 28, "Once a month + Daily": 32} == plain["often"].value_counts().to_dict()
    assert {"fine": 24, "(other)": 36} == plain["mood"].value_counts().to_dict()
    assert {"grim + calm": 28, "fine + merry": 32} == told["mood"].value_counts().to_dict()


def test_a_level_outside_the_given_order_is_an_other(make_segments):
    """No answer stands on no rung: alone it is too small, and nothing in the order is joined to it."""
    traits = pd.DataFrame(
        {"customer_id": [f"c{i}" for i in range(60)], "mood": (["calm"] * 13 + ["fine"] * 14 + ["no answer"] * 3) * 2}
    )

    broad = broad_levels(
        traits, make_segments("rfm", loyal=30, new=30), method="rfm", minimum=10, orders={"mood": ("calm", "fine")}
    )

    assert {"calm": 26, "fine": 28, "(other)": 6} == broad["mood"].value_counts().to_dict()


def test_many_levels_in_a_row_are_named_by_their_ends():
    assert ["a", "a + b + c", "a – d", "18–44", "65+"] == [
        span(levels) for levels in (("a",), tuple("abc"), tuple("abcd"), ("18–24", "25–34", "35–44"), ("65–74", "75+"))
    ]


def test_a_joined_band_holds_its_last_number():
    """Nobody with no deal and those with one are “at most one”; of rounded limits the upper one lies outside."""
    assert ["≤1", "≤6", "<850", "0–24"] == [
        span(levels) for levels in (("<1", "1"), ("<3", "3–6"), ("<410", "410–850"), ("0–17", "18–24"))
    ]


def test_the_weekday_of_a_rush_is_no_habit(make_segments):
    """Forty new ones bought on one Friday, the loyal two a day: Friday would set the new apart, and is that day's alone."""
    quiet = [(f"c{i}", f"2025-03-{1 + i % 28:02d}", "web" if i % 2 else "store") for i in range(40, 96)]
    rush = [(f"c{i}", "2025-03-14", "store") for i in range(40)]

    segments = make_segments("rfm", new=40, loyal=56)
    found = habits(orders(rush + quiet), segments, minimum=1)
    ranked = with_habits(pd.DataFrame(), found.reset_index())

    assert 1.0 == found["share"].to_dict()["weekday", "5", "new"]
    known = found["p_adjusted"].notna().groupby("trait").all()
    assert {"channel": True, "weekday": False} == known.to_dict()
    assert {"channel"} == set(ranked["trait"])


def test_figures_that_are_put_together_are_written_as_a_span(make_segments):
    """Children 1 and 2 become 1–2; a band of one number, 2, joins its neighbour 3+."""
    traits = pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(60)],
            "children": (["0"] * 20 + ["1"] * 6 + ["2"] * 4) * 2,
            "deals": (["<2"] * 14 + ["2"] * 4 + ["3+"] * 12) * 2,
        }
    )

    broad = broad_levels(traits, make_segments("rfm", loyal=30, new=30), method="rfm", minimum=10)

    assert {"0": 40, "1–2": 20} == broad["children"].value_counts().to_dict()
    assert {"<2": 28, "2+": 32} == broad["deals"].value_counts().to_dict()


def test_habits_of_customers_are_left_out_unless_declared():
    traits = pd.DataFrame({"customer_id": ["a"], "top_channel": ["web"], "store": ["x"], "age": ["18–24"]})

    assert ["customer_id", "age"] == list(without_habits(traits))
    assert ["customer_id", "store", "age"] == list(without_habits(traits, declared=["store"]))


def test_the_top_tenth_of_a_segment(make_segments):
    """100 customers, ten with 90 and ninety with 10: half of the revenue."""
    features = pd.DataFrame(
        {"customer_id": [f"c{i}" for i in range(120)], "state": "buyer", "revenue": [90.0] * 10 + [10.0] * 90 + [1.0] * 20}
    )

    table = segment_concentration(features, make_segments("rfm", loyal=100, new=20), method="rfm")

    assert [("rfm", "loyal", 0.1, 10, 0.5)] == list(table.itertuples(index=False, name=None))
