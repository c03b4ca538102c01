"""What is counted of tastes, purchases and occasions: figures one can count on one's fingers."""

from datetime import date

import pandas as pd
import pytest

from analysis.engine import create_frame, named, read_parquet, to_pandas
from analysis.errors import ConfigError
from analysis.features.occasions import cycle_orders, occasion_counts, occasion_months, occasion_rule, order_occasions
from analysis.features.orders import analysed_lines, order_category_table, order_table, transactions
from analysis.features.preferences import habit_counts, promoted_orders
from analysis.features.purchases import category_purchases, category_visits
from analysis.features.replenishment import category_gaps, category_rhythm
from analysis.schema import DERIVED
from tests import stories

DAYS = {"as_of": date(2024, 12, 31), "window_start": date(2024, 1, 1)}


def staged(rows, folder):
    """Lines, orders and their categories."""
    lines = named(
        analysed_lines(transactions(stories.write_lines(rows, folder / "lines.parquet")), as_of=DAYS["as_of"], refunds="net")
    )
    return lines, named(order_table(lines)), named(order_category_table(lines))


def counted(rows, folder, **settings) -> pd.DataFrame:
    _, orders, categories = staged(rows, folder)
    return habit_counts(orders, category_purchases(orders, categories), **DAYS, **settings).set_index("customer_id")


@pytest.fixture
def ana() -> list[dict]:
    """Five orders in the window: three on the web, two in the shop; books three times, games twice; one before it."""
    kinds = [
        ("Books", "Web", "09:00"),
        ("Books", "Web", "10:00"),
        ("Games", "Web", "19:00"),
        ("Games", "Shop", "20:00"),
        ("Books", "Shop", "21:00"),
    ]
    rows = [
        stories.line("ana", f"2024-03-{4 + day:02d} {at}", 10, f"A{day}", category=category, channel=channel, list_amount=10)
        for day, (category, channel, at) in enumerate(kinds)  # Monday to Friday
    ]
    return [*rows, stories.line("ana", "2023-12-31 09:00", 10, "A9", category="Music", channel="Phone", list_amount=10)]


def test_orders_on_days_on_which_everything_was_reduced_say_nothing_about_prices(ana, tmp_path):
    row = counted(ana, tmp_path, sales=[(date(2024, 3, 7), date(2024, 3, 8))]).loc["ana"]

    assert (3, 0) == tuple(row[["priced_n", "discount_n"]])
    assert 5 == row["order_n"]


def test_choices_are_counted_in_the_window(ana, tmp_path):
    row = counted(ana, tmp_path).loc["ana"]

    assert (5, "Books", 3, "Games", 2, 9 + 4) == tuple(
        row[[f"category_{x}" for x in ("n", "top", "top_n", "second", "second_n", "squares")]]
    )
    assert (5, "Web", 3, "Shop", 2) == tuple(row[[f"channel_{x}" for x in ("n", "top", "top_n", "second", "second_n")]])
    assert ("evening", 3, "morning", 2) == tuple(row[["daypart_top", "daypart_top_n", "daypart_second", "daypart_second_n"]])
    assert (5, 0, 5, 0) == tuple(row[["order_n", "weekend_n", "priced_n", "discount_n"]])
    assert pd.isna(row["promotion_n"])


def test_of_equals_the_first_by_name_comes_first(tmp_path):
    rows = [stories.line("ben", "2024-05-04 10:00", 5, f"B{i}", category=word) for i, word in enumerate(("Tea", "Cups"))]
    row = counted(rows, tmp_path).loc["ben"]

    assert ("Cups", 1, "Tea", 1) == tuple(row[["category_top", "category_top_n", "category_second", "category_second_n"]])
    assert 2 == row["weekend_n"]  # 4 May 2024 is a Saturday


def test_the_table_is_the_one_declared(ana, tmp_path):
    table = counted(ana, tmp_path).reset_index()

    assert list(DERIVED["habits"].names) == list(table.columns)
    assert {"int64", "float64", "str"} >= {str(kind) for kind in table.dtypes}


def test_a_week_of_nothing_but_discounts_is_no_evidence(tmp_path):
    """Ten orders, all at half price, in one week; two full and one at half price in another."""
    sale = [stories.line(f"c{i}", "2024-06-03 10:00", 5, f"S{i}", list_amount=10) for i in range(10)]
    quiet = [stories.line("c0", "2024-07-01 10:00", amount, f"Q{i}", list_amount=10) for i, amount in enumerate((10, 10, 5))]
    table = counted(sale + quiet, tmp_path)

    assert (3, 1) == tuple(table.loc["c0", ["priced_n", "discount_n"]])
    assert (0, 0) == tuple(table.loc["c5", ["priced_n", "discount_n"]])
    assert 1 == counted(sale + quiet, tmp_path, enough_orders=11).loc["c5", "discount_n"]


def test_promotions_are_counted_where_they_are_held(ana, tmp_path):
    _, orders, categories = staged(ana, tmp_path)
    words = pd.DataFrame({"customer_id": "ana", "order_id": ["A0", "A1", "A1", "A2"], "promotion": ["None", "Sale", None, "无"]})
    promoted = promoted_orders(create_frame(words))
    table = habit_counts(orders, category_purchases(orders, categories), **DAYS, promoted=promoted)

    assert [1.0] == list(table["promotion_n"])


def test_what_was_sent_back_is_no_choice(tmp_path):
    rows = [
        stories.line("dan", "2024-10-10 11:00", 60, "D1", category="Games", channel="Web"),
        stories.line("dan", "2024-10-20 11:00", -60, "D1", category="Games", channel="Web", status="refunded"),
    ]
    assert "dan" not in counted(rows, tmp_path).index


def test_rhythm_and_gaps_of_a_category(tmp_path):
    """Tea on 1, 11 and 31 October (twice that day), the year ends 61 days later."""
    days = ("10-01", "10-11", "10-31", "10-31")
    rows = [stories.line("eve", f"2024-{day} 10:0{i}", 10 + i, f"E{i}", category="Tea") for i, day in enumerate(days)]
    _, orders, categories = staged(rows, tmp_path)
    bought = named(category_purchases(orders, categories))
    rhythm = category_rhythm(bought, as_of=DAYS["as_of"]).iloc[0]
    gaps = category_gaps(bought, as_of=DAYS["as_of"])

    assert ("eve", "Tea", 3, 61.0, 15.0) == tuple(
        rhythm[["customer_id", "category", "purchases", "last_age_days", "mean_gap_days"]]
    )
    assert (10 + 11 + 12 + 13) / 3 == rhythm["purchase_value"]
    assert [(10.0, True, 1), (20.0, True, 1), (61.0, False, 1)] == list(
        gaps[["gap_days", "closed", "n"]].itertuples(index=False, name=None)
    )


def test_visits_that_were_kept_stand_in_for_purchases(tmp_path):
    visits = pd.DataFrame(
        {
            "customer_id": ["a", "a", "b", None],
            "arrived_at": pd.to_datetime(["2024-05-01", None, "2024-05-03", "2024-05-04"]),
            "booked_at": pd.to_datetime(["2024-04-01", "2024-05-02", "2024-05-03", "2024-05-04"]),
            "stage": ["performed", "paid", "no_show", "paid"],
            "category": ["Skin", "Skin", "Skin", "Skin"],
        }
    )
    visits.to_parquet(tmp_path / "visits.parquet")
    table = to_pandas(category_visits(tmp_path / "visits.parquet")).sort_values("ordered_at")

    assert ["a", "a"] == list(table["customer_id"])
    assert [pd.Timestamp("2024-05-01"), pd.Timestamp("2024-05-02")] == list(table["ordered_at"])
    assert table["amount"].isna().all()


FESTIVAL = date(2024, 9, 17)


def occasions_of(units: float | None, at: str, city: str, folder, store: str | None = None, **rule) -> str:
    """The occasion of one order of a customer who lives in Leeds by two earlier orders."""
    home = [stories.line("fay", f"2024-0{month}-01 10:00", 10, f"H{month}", city="Leeds", quantity=1.0) for month in (1, 2, 3)]
    rows = [*home, stories.line("fay", at, 10, "X", city=city, quantity=units, store=store)]
    _, orders, _ = staged(rows, folder)
    limits = occasion_rule(orders, as_of=DAYS["as_of"], **rule)
    table = to_pandas(order_occasions(orders, limits, as_of=DAYS["as_of"], festivals=[FESTIVAL]))
    return table.set_index("order_id").loc["X", "occasion"]


@pytest.mark.parametrize(
    ("units", "at", "city", "told"),
    [
        (1.0, "2024-06-01 10:00", "Leeds", "self_use"),
        (1.0, "2024-09-10 10:00", "York", "gift"),  # a week before the festival, to another place
        (1.0, "2024-09-10 10:00", "Leeds", "unclassified"),  # one sign is not enough
        (1.0, "2024-06-01 10:00", "York", "unclassified"),
        (1.0, "2024-09-18 10:00", "York", "unclassified"),  # the day after the festival is too late
        (1.0, "2024-08-27 00:00", "York", "gift"),  # exactly 21 days before
        (1.0, "2024-08-26 23:59", "York", "unclassified"),
        (12.0, "2024-06-01 10:00", "Leeds", "banquet"),  # two whole cases
        (13.0, "2024-06-01 10:00", "Leeds", "unclassified"),
        (48.0, "2024-06-01 10:00", "Leeds", "bulk"),
        (None, "2024-06-01 10:00", "Leeds", "unclassified"),
    ],
)
def test_the_occasion_of_an_order(units, at, city, told, tmp_path):
    assert told == occasions_of(units, at, city, tmp_path)


def test_a_store_is_nobodys_address(tmp_path):
    assert "unclassified" == occasions_of(1.0, "2024-09-10 10:00", "York", tmp_path, store="North")


def test_limits_grow_with_the_usual_order(tmp_path):
    rows = [stories.line("gil", f"2024-0{i}-01 10:00", 10, f"G{i}", quantity=10.0) for i in range(1, 8)]
    _, orders, _ = staged(rows, tmp_path)

    assert (50.0, 200.0) == (lambda rule: (rule.banquet_units, rule.bulk_units))(occasion_rule(orders, as_of=DAYS["as_of"]))
    with pytest.raises(ConfigError, match=r"'bulk_units' is 20\.0\. Choose a number above banquet_units"):
        occasion_rule(orders, as_of=DAYS["as_of"], bulk_units=20)


def test_counts_months_and_the_orders_that_keep_the_rhythm(tmp_path):
    rows = [
        stories.line("hal", f"2024-0{i}-05 10:00", 10 * i, f"H{i}", quantity=units)
        for i, units in enumerate((1.0, 60.0, 1.0), start=1)
    ]
    _, orders, _ = staged(rows, tmp_path)
    found = named(order_occasions(orders, occasion_rule(orders, as_of=DAYS["as_of"]), as_of=DAYS["as_of"]))
    counts = occasion_counts(found, **DAYS).iloc[0]
    months = occasion_months(found, as_of=DAYS["as_of"])

    assert (3, 2, 1, 0) == tuple(counts[["orders", "self_use", "bulk", "gift"]])
    assert [("self_use", 1, 10.0), ("bulk", 1, 20.0), ("self_use", 1, 30.0)] == list(
        months[["occasion", "orders", "revenue"]].itertuples(index=False, name=None)
    )
    kept = to_pandas(cycle_orders(orders, found))
    assert ["H1", "H3"] == sorted(kept["order_id"])
    assert list(orders.columns) == list(kept.columns)


def test_orders_as_staged_are_understood(tmp_path):
    """From the parquet that notebook 01 leaves, not only from a plan."""
    _, orders, _ = staged([stories.line("ivy", "2024-05-01 10:00", 10, "I1", quantity=1.0)], tmp_path)
    to_pandas(orders).to_parquet(tmp_path / "orders.parquet")
    staged_orders = read_parquet(tmp_path / "orders.parquet")
    found = order_occasions(staged_orders, occasion_rule(staged_orders, as_of=DAYS["as_of"]), as_of=DAYS["as_of"])

    assert list(DERIVED["order_occasions"].names) == list(to_pandas(found).columns)
