"""The tables of people and places: what each group brings, and which lenses tell customers apart."""

import pandas as pd

from analysis.tables.html import Cell, Head, Muted, Row, html_table
from analysis.text import Text, count, money, share
from analysis.text.formats import MISSING as DASH
from analysis.text.formats import is_missing


def groups_table(groups: pd.DataFrame, *, text: Text) -> str:
    """Customers, revenue per customer with its range, and index of each group, lens after lens.

    `groups` is the presentable `group_means`; what is too small to show is a dash.
    """
    heads = [
        Head(text("Group")), Head(text("Customers"), "num"), Head(text("Share"), "num"),
        Head(text("Revenue per customer"), "num"), Head(text("95% range"), "num"), Head(text("Index"), "num"),
    ]  # fmt: skip
    rows = []
    for lens, part in groups.groupby("method", sort=False):
        rows.append(Row([text.name("lens", lens), *[Muted("")] * 5], total=True))
        rows += [Row(_group(row, text), muted=row.segment.startswith("(")) for row in part.itertuples()]
    return html_table(heads, rows, label=text("What does each group bring?"))


def _group(row, text: Text) -> list[Cell]:
    between = text("{low} to {high}").format(low=text.show(money(row.low)), high=text.show(money(row.high)))
    return [
        text.name("segment", row.segment),
        text.show(count(row.customers)),
        Muted(text.show(share(row.customer_share))),
        text.show(money(row.revenue_per_customer)),
        Muted(DASH if is_missing(row.low) else between),
        text.show(count(row.index)) if not is_missing(row.index) else Muted(DASH),
    ]


def differences_table(differences: pd.DataFrame, *, text: Text) -> str:
    """Each lens: groups compared, how many told, how much of the differences lies between the groups, and the verdict."""
    heads = [
        Head(text("Lens")), Head(text("Groups"), "num"), Head(text("Known"), "num"), Head(text("Explains"), "num"), Head(text("Do they differ?")),
    ]  # fmt: skip
    ranked = differences.sort_values(["eta_squared", "method"], ascending=[False, True], na_position="last")
    rows = [
        Row(
            [
                text.name("lens", row.method),
                text.show(count(row.groups)),
                text.show(share(row.known_share)),
                text.show(share(row.eta_squared, 1)),
                text.name("verdict", row.verdict),
            ],
            muted=row.verdict != "clear",
        )
        for row in ranked.itertuples()
    ]
    return html_table(heads, rows, label=text("Which groups differ in what they bring?"))
