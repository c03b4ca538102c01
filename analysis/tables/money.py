"""The tables of money: its parts, what was restated, the control totals."""

import pandas as pd

from analysis.tables.html import Head, Muted, Row, html_table
from analysis.text import Text, count, money, money_exact, share
from analysis.text.formats import MISSING, is_missing, month
from analysis.text.names_money import control_value

LEVELS = ("sold", "net", "margin")


def parts_table(parts: pd.DataFrame, *, text: Text, without_tax: bool = False) -> str:
    """Each part in the period and over the whole history, with the lines on which it is known."""
    heads = [
        Head(text("Part")), Head(text("In the period"), "num"), Head(text("Lines"), "num"), Head(text("Known for"), "num"),
        Head(text("Since the first order"), "num"),
    ]  # fmt: skip
    by = {scope: table.set_index("part") for scope, table in parts.groupby("scope")}
    rows = []
    for part in dict.fromkeys(parts["part"]):
        known = "tax_out" if part == "tax" and without_tax else part
        period = by["period"].loc[part] if part in by["period"].index else None
        always = part in ("sold", "refunds", "net")
        rows.append(
            Row(
                [
                    text.name("money_part", known),
                    MISSING if period is None else text.show(money(period["amount"])),
                    Muted(MISSING if period is None else text.show(count(period["lines"]))),
                    Muted(MISSING if period is None or always else text.show(share(period["share"]))),
                    Muted(text.show(money(by["history"].loc[part, "amount"]))),
                ],
                total=part in LEVELS,
            )
        )
    return html_table(heads, rows, label=text("What money is made of"))


def restated_table(table: pd.DataFrame, *, text: Text, most: int = 12) -> str:
    """Months that deliveries changed, the latest delivery first."""
    heads = [
        Head(text("Month")), Head(text("Figure")), Head(text("Before"), "num"), Head(text("Now"), "num"),
        Head(text("Change"), "num"), Head(text("Since the delivery")),
    ]  # fmt: skip
    newest = table.sort_values("reading", ascending=False, kind="stable").head(most)
    rows = []
    for row in newest.itertuples():
        values = [text.show(control_value(row.figure, value)) for value in (row.before, row.after, row.change)]
        figure = text.name("control_figure", row.figure)
        rows.append(
            Row([month(row.month, text.locale), Muted(figure), Muted(values[0]), values[1], values[2], Muted(row.delivery)])
        )
    return html_table(heads, rows, label=text("Months restated since they were first read"))


def lags_table(lags: pd.DataFrame, *, text: Text, marks: tuple[int, ...] = (0, 1, 3, 7, 14, 30, 60, 90)) -> str:
    """Share of refunds that have arrived after some numbers of days."""
    arrived = lags.set_index("lag_days")["arrived"]
    shown = [mark for mark in marks if mark in arrived.index]
    heads = [Head(text("Days since the order")), Head(text("Refunds arrived"), "num")]
    rows = [Row([text.show(count(mark)), text.show(share(arrived[mark]))]) for mark in shown]
    return html_table(heads, rows, label=text("How soon refunds arrive"))


def controls_table(table: pd.DataFrame, *, text: Text) -> str:
    """Finance's totals beside those of the order lines."""
    heads = [
        Head(text("Period")), Head(text("Figure")), Head(text("Finance"), "num"), Head(text("Order lines"), "num"),
        Head(text("Difference"), "num"), Head(text("Allowed"), "num"), Head(text("Verdict")), Head(text("Source")),
    ]  # fmt: skip
    rows = []
    for row in table.itertuples():
        values = [text.show(_exact(row.figure, value)) for value in (row.expected, row.found, row.difference)]
        verdict, figure = text.name("control_status", row.status), text.name("control_figure", row.figure)
        source = MISSING if is_missing(row.source) or not row.source else row.source
        rows.append(Row([row.period, figure, *values, Muted(text.show(share(row.tolerance, 2))), verdict, Muted(source)]))
    return html_table(heads, rows, label=text("Control totals"))


def _exact(figure: str, value: float):
    shown = control_value(figure, value)
    return money_exact(value) if shown.kind == "money" else shown
