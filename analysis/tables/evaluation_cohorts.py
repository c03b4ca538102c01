"""The tables of chapter 05 on cohorts."""

import pandas as pd

from analysis.tables.html import Cell, Head, Muted, Row, html_table
from analysis.text import Text, count, money, points, share
from analysis.text.formats import MISSING, is_missing

AGES = (1, 3, 6, 12)


def cohort_table(cohorts: pd.DataFrame, *, text: Text) -> str:
    """A row per cohort: customers, share with a further order and revenue per customer after 1, 3, 6 and 12 months."""
    heads = [Head(text("First order in")), Head(text("Customers"), "num")]
    heads += [Head(text("Again by +{n}").format(n=age), "num") for age in AGES]
    heads += [Head(text("Revenue by +{n}").format(n=age), "num") for age in AGES]
    wide = cohorts.pivot(index="cohort", columns="month", values=["again", "revenue"])
    sizes = cohorts.drop_duplicates("cohort").set_index("cohort")[["size", "run_in"]]
    rows = []
    for cohort, size, run_in in sizes.itertuples():
        again = [_cell(wide, cohort, "again", age) for age in AGES]
        spent = [_cell(wide, cohort, "revenue", age) for age in AGES]
        cells: list[Cell] = [
            f"{cohort:%Y-%m}{'*' if run_in else ''}", text.show(count(size)),
            *(MISSING if is_missing(one) else text.show(share(one)) for one in again),
            *(MISSING if is_missing(one) else text.show(money(one)) for one in spent),
        ]  # fmt: skip
        rows.append(Row(cells, muted=bool(run_in)))
    return html_table(heads, rows, label=text("Cohort by cohort: who ordered again, and revenue per customer"))


def _cell(wide: pd.DataFrame, cohort: object, figure: str, age: int) -> float:
    return wide.at[cohort, (figure, age)] if (figure, age) in wide.columns else float("nan")


def compared_table(compared: pd.DataFrame, *, text: Text) -> str:
    """A row per age: customers of both groups, shares with a further order, revenue per customer, with the ranges of the differences."""
    heads = [
        Head(text("Months since"), "num"), Head(text("Newer"), "num"), Head(text("A year before"), "num"), Head(text("Again, newer"), "num"),
        Head(text("Again, before"), "num"), Head(text("Difference"), "num"), Head(text("95% interval"), "num"), Head(text("Revenue, newer"), "num"),
        Head(text("Revenue, before"), "num"), Head(text("95% interval of the difference"), "num"),
    ]  # fmt: skip
    rows = []
    for row in compared.itertuples():
        ends = (text.show(points(end)) for end in (row.again_low, row.again_high))
        sums = (text.show(money(end)) for end in (row.revenue_low, row.revenue_high))
        cells: list[Cell] = [
            text.show(count(row.age)), text.show(count(row.n)), text.show(count(row.n_before)), text.show(share(row.again)),
            Muted(text.show(share(row.again_before))), text.show(points(row.again_change)), Muted(_between(*ends, text=text)),
            text.show(money(row.revenue)), Muted(text.show(money(row.revenue_before))), Muted(_between(*sums, text=text)),
        ]  # fmt: skip
        rows.append(Row(cells))
    return html_table(heads, rows, label=text("Newer new customers and those a year before, age by age"))


def _between(low: str, high: str, *, text: Text) -> str:
    return text("{low} to {high}").format(low=low, high=high)
