"""Periods side by side in sentences: seasons, rulers, and what grew."""

from datetime import date

import pandas as pd

from analysis.findings import Basis
from analysis.findings import evaluation_timeline as chapter
from analysis.text import Text

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2025, 12, 31), date(2024, 1, 1), date(2025, 10, 1), date(2023, 1, 1), 300)


def rows(figure: str, values: dict[str, float], *, segment: str = "", rulers: tuple = (), first: str = "2025-01") -> pd.DataFrame:
    starts = pd.date_range(f"{first}-01", periods=len(values), freq="3MS")
    table = pd.DataFrame(
        {"period": list(values), "starts": starts, "figure": figure, "segment": segment, "value": list(values.values())}
    )
    return table.assign(n=100, low=float("nan"), high=float("nan"), ruler=rulers or 1)


def quarters(*values: float) -> dict[str, float]:
    return {f"{2025 + n // 4}-Q{n % 4 + 1}": value for n, value in enumerate(values)}


def said(words) -> tuple[str, str]:
    return ENGLISH.say(words.title), ENGLISH.say_all(words.answer)


def test_highest_and_lowest_are_named_and_seasons_kept_apart():
    title, answer = said(chapter.overall_words(rows("revenue", quarters(100, 400, 200)), basis=BASIS))

    assert title == "Over 3 periods revenue was highest in 2025-Q2 (£400) and lowest in 2025-Q1 (£100)"
    assert answer == "No two of these periods are of the same season, so a rise or a fall may be the season’s."


def test_the_same_season_of_another_year_is_like_for_like():
    _, answer = said(chapter.overall_words(rows("revenue", quarters(100, 400, 200, 300, 150)), basis=BASIS))

    assert answer == "Like for like, 2026-Q1 brought £150 after £100 in 2025-Q1: +50.0%."


def segments(*tables: pd.DataFrame):
    order = ("gold", "iron", "no_order")
    table = chapter.by_segment(pd.concat(tables), order=order)
    return said(chapter.segment_words(table, hidden=False, minimum=10, basis=BASIS))


def test_who_grew_and_who_shrank_most_by_customers():
    gold, iron = rows("size", quarters(100, 110, 120), segment="gold"), rows("size", quarters(20, 15, 5), segment="iron")
    crowd = rows("size", quarters(10, 500, 900), segment="no_order")  # who has not ordered is no success

    title, answer = segments(gold, iron, crowd)

    assert title == "Since 2025-Q1 “gold” grew most, from 100 customers to 120; “iron” shrank most, from 20 to 5"
    assert answer == "All periods are measured by the same limits: customers moved, not the ruler."


def test_sizes_are_compared_only_as_far_as_the_ruler_is_the_same():
    title, answer = segments(rows("size", quarters(100, 300, 310), segment="gold", rulers=(1, 2, 2)))

    assert title == "Since 2025-Q2 “gold” grew most, from 300 customers to 310; none shrank"
    assert answer == "The limits were fitted anew in between; those of now hold since 2025-Q2."


def test_a_new_ruler_makes_every_size_new():
    title, _ = segments(rows("size", quarters(100, 300, 310), segment="gold", rulers=(1, 1, 2)))

    assert title == "The limits are new in this period: no size of a segment is comparable with an earlier one"


def test_what_one_period_alone_showed_is_no_development():
    table = pd.concat([rows("size", quarters(100, 110, 120), segment="gold"), rows("size", {"2025-Q3": 30}, segment="iron")])

    assert set(chapter.by_segment(table, order=("gold", "iron"))["segment"]) == {"gold"}


def test_two_periods_are_no_development():
    assert ENGLISH.say(chapter.too_few(2).reason).endswith("of this length 2 are held, this one included.")
