"""Spells of customers in segments, from a few days that one can count."""

from datetime import date

import pandas as pd

from analysis.evaluation import Seen, segment_history

Q1, Q2, Q3 = date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)


def seen(day, period, ruler="old", **segments):
    table = pd.DataFrame({"customer_id": list(segments), "method": "value", "segment": list(segments.values())})
    return Seen(day, period, table, {"value": ruler})


def spells(*days):
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in segment_history(days).itertuples(index=False)]


def test_a_spell_lasts_until_the_customer_is_seen_elsewhere(fits_schema):
    days = [
        seen(Q1, "2025-Q1", ana="gold", ben="iron"),
        seen(Q2, "2025-Q2", ana="gold", ben="gold"),
        seen(Q3, "2025-Q3", ana="iron", ben="gold"),
    ]

    fits_schema(segment_history(days), "segment_history")
    assert [
        ("ana", "value", "gold", Q1, "2025-Q1", False, Q3),
        ("ana", "value", "iron", Q3, "2025-Q3", False, None),
        ("ben", "value", "iron", Q1, "2025-Q1", False, Q2),
        ("ben", "value", "gold", Q2, "2025-Q2", False, None),
    ] == spells(*days)


def test_the_order_of_reports_does_not_matter_and_a_new_customer_begins_late():
    late = spells(seen(Q2, "2025-Q2", ana="gold", eve="new"), seen(Q1, "2025-Q1", ana="gold"))

    assert [("ana", "value", "gold", Q1, "2025-Q1", False, None), ("eve", "value", "new", Q2, "2025-Q2", False, None)] == late


def test_who_comes_back_to_a_segment_has_two_spells_there():
    days = [seen(day, "x", ana=segment) for day, segment in ((Q1, "gold"), (Q2, "iron"), (Q3, "gold"))]

    assert [("gold", Q1, Q2), ("iron", Q2, Q3), ("gold", Q3, None)] == [(row[2], row[3], row[6]) for row in spells(*days)]


def test_a_change_under_other_definitions_is_marked():
    days = [seen(Q1, "2025-Q1", ana="gold"), seen(Q2, "2025-Q2", "new", ana="iron"), seen(Q3, "2025-Q3", "new", ana="gold")]

    assert [False, True, False] == [row[5] for row in spells(*days)]


def test_of_two_reports_of_one_day_the_last_is_right():
    assert [("iron", "2025")] == [(row[2], row[4]) for row in spells(seen(Q1, "2025-Q1", ana="gold"), seen(Q1, "2025", ana="iron"))]


def test_no_report_no_history():
    assert [] == spells()
