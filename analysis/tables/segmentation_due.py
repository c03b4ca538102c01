"""The tables of replenishment: the limits by category, and what is due."""

import pandas as pd

from analysis.tables.html import Head, Muted, Row, html_table
from analysis.text import Text, count, days, money, share


def intervals_table(intervals: pd.DataFrame, *, text: Text) -> str:
    """The ruler: days from which the next time is due, overdue, lapsed, and what they rest on.  One-off categories last."""
    heads = [
        Head(text("Category")), Head(text("Interval")), Head(text("Due from day"), "num"), Head(text("Overdue from"), "num"),
        Head(text("Lapsed from"), "num"), Head(text("Repeated"), "num"), Head(text("of n"), "num"),
    ]  # fmt: skip
    order = {"given": 0, "measured": 0, "one_off": 1, "too_few": 2}
    table = intervals.assign(last=intervals["basis"].map(order)).sort_values(["last", "due_days", "category"])
    rows = [
        Row(
            [
                row.category,
                Muted(text.name("interval_basis", row.basis)),
                *(text.show(days(limit)) for limit in (row.due_days, row.overdue_days, row.lapsed_days)),
                text.show(share(row.repeat_share)),
                Muted(text.show(count(row.purchases))),
            ],
            muted=row.last > 0,
        )
        for row in table.itertuples()
    ]
    return html_table(heads, rows, label=text("When is the next time due?"))


def due_table(due: pd.DataFrame, *, text: Text) -> str:
    """Customers and money due and overdue by category, with the share that comes by itself; most money overdue first."""
    heads = [
        Head(text("Category")),
        Head(text("Due"), "num"), Head(text("Money"), "num"), Head(text("By itself"), "num"),
        Head(text("Overdue"), "num"), Head(text("Money"), "num"), Head(text("By itself"), "num"),
        Head(text("Lapsed"), "num"),
    ]  # fmt: skip
    table = due.pivot(index="category", columns="status")
    order = table["value"]["overdue"].fillna(-1.0).sort_values(ascending=False, kind="stable").index
    rows = []
    for category in order:
        row = table.loc[category]
        cells: list = [category]
        for status in ("due", "overdue"):
            cells += [text.show(count(row["customers", status])), text.show(money(row["value", status]))]
            cells.append(Muted(text.show(share(row["back_share", status]))))
        rows.append(Row([*cells, Muted(text.show(count(row["customers", "lapsed"])))]))
    return html_table(heads, rows, label=text("What is due?"))
