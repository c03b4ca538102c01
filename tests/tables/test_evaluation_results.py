"""The tables of chapter 05 on figures, cohorts and the change in revenue."""

import re

import pandas as pd

from analysis.evaluation import KPIS
from analysis.findings.evaluation_formulas import FORMULAS, definitions
from analysis.tables import evaluation_change, evaluation_cohorts
from analysis.tables import evaluation_kpis as tables
from analysis.text import Text

ENGLISH = Text("en", "GBP")
NAN = float("nan")


def cells(html):
    """The words of every row, first the head."""
    rows = re.findall(r"<tr.*?</tr>", html, flags=re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)] for row in rows]


def kpi_rows(**targets):
    rows = [("revenue", 900.0, 1000.0, NAN, NAN, 50), ("repeat_rate", 0.3, NAN, 0.2, 0.4, 40)]
    table = pd.DataFrame(rows, columns=["kpi", "value", "reference", "low", "high", "n"])
    target = table["kpi"].map(targets).astype(float)
    return table.assign(target=target, status=target.map(lambda value: "missed" if value == value else "open"))


def test_targets_have_columns_only_where_one_is_stored():
    assert ["Revenue", "£900", "–", "50", "£1,000", "−10.0%"] == cells(tables.kpi_table(kpi_rows(), text=ENGLISH))[1]
    assert ["Revenue", "£900", "–", "50"] == cells(tables.kpi_table(kpi_rows().assign(reference=NAN), text=ENGLISH))[1]
    held = cells(tables.kpi_table(kpi_rows(revenue=950.0), text=ENGLISH))
    assert ["Revenue", "£900", "–", "50", "£1,000", "−10.0%", "£950", "missed"] == held[1]
    assert ["Ordered at least twice", "30%", "20% to 40%", "40", "–", "–", "–", "none stored"] == held[2]


def by_segment(*rows):
    columns = ["segment", "kpi", "value", "low", "high", "n", "reference", "reading", "target"]
    return pd.DataFrame(rows, columns=columns)


def test_every_figure_stands_in_its_unit_with_what_its_change_amounts_to():
    table = by_segment(
        ("cant_lose", "revenue_per_customer", 21.0, -6.0, 48.0, 42, 20.0, "as_chance", NAN),
        ("cant_lose", "retention", 0.07, 0.02, 0.19, 42, 0.27, "lower", 0.1),
        ("cant_lose", "nps", 25.0, -5.0, 55.0, 42, 20.0, "as_chance", NAN),
        ("cant_lose", "clv", 80.0, 60.0, 100.0, 42, NAN, "", NAN),
    )
    held = cells(tables.figures_table(table, text=ENGLISH))

    assert ["Can’t Lose", "7.0%", "2.0% to 19%", "42", "27%", "−20.0 pts", "lower", "10%"] == held[2]
    assert ["Can’t Lose", "£21", "£0 to £48", "42", "£20", "+5.0%", "as chance", "–"] == held[4]  # money ends at zero
    assert ["Can’t Lose", "£80", "£60 to £100", "42", "–", "–", "–", "–"] == held[6]
    assert ["Can’t Lose", "25", "−5 to 55", "42", "20", "+5", "as chance", "–"] == held[8]


def test_the_leading_figures_leave_blank_what_is_not_held():
    table = by_segment(
        ("champions", "retention", 0.5, 0.4, 0.6, 90, NAN, "", NAN),
        ("champions", "orders_per_customer", 1.25, 1.0, 1.5, 90, NAN, "", NAN),
    )

    assert ["Champions", "90", "50%", "1.25", "–", "–", "–", "–"] == cells(tables.leading_table(table, text=ENGLISH))[1]


def test_every_figure_has_its_formula():
    nothing = pd.DataFrame({"kpi": [], "value": []})
    held = cells(tables.definitions_table(definitions(nothing, nothing, days=14), text=ENGLISH))

    assert set(KPIS) == set(FORMULAS)
    assert len(KPIS) + 1 == len(held)
    response = held[1 + KPIS.index("contact_response")]
    assert "customers with an order within 14 days of a contact of the period / customers contacted" == response[1]
    assert "contacts in the period whose days of waiting are over" == response[3]


def test_a_segments_parts_stand_beside_its_change():
    rows = [("size", 10.0, 12.0, 200.0), ("ordering", 0.5, 0.5, 0.0), ("frequency", 1.0, 1.0, 0.0), ("basket", 200.0, 180.0, -120.0), ("total", 1000.0, 1080.0, 80.0)]  # fmt: skip
    one = pd.DataFrame(rows, columns=["part", "before", "after", "effect"])
    table = pd.concat([one.assign(segment="champions"), one.assign(segment="(all)")])

    held = cells(evaluation_change.segment_change_table(table, text=ENGLISH))

    assert ["Champions", "£1,000", "£1,080", "+£80", "+£200", "£0", "£0", "−£120"] == held[1]
    assert "All" == held[2][0]


def test_a_cohort_is_blank_where_its_months_are_not_over():
    months = pd.DataFrame(
        {
            "cohort": pd.Timestamp("2024-01-01"),
            "month": [0, 1, 2],
            "size": 40,
            "again": [0.1, 0.2, 0.3],
            "revenue": [50.0, 60.0, 70.0],
            "run_in": True,
        }
    )

    assert ["2024-01*", "40", "20%", "–", "–", "–", "£60", "–", "–", "–"] == cells(
        evaluation_cohorts.cohort_table(months, text=ENGLISH)
    )[1]
