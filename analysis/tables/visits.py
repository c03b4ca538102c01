"""The tables of visits and balances."""

import pandas as pd

from analysis.charts.palette import segment_colour
from analysis.segmentations import small_cells
from analysis.tables.html import Head, Muted, Named, Row, html_table
from analysis.text import Text, change, count, money, points, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_visits import balance_value, visit_value

OTHERS = "(other)"  # segments that are not shown, put together


def visit_table(kpis: pd.DataFrame, *, text: Text) -> str:
    """The figures of the visits with their range, a year before, and the change."""
    compared = bool(kpis["reference"].notna().any())
    heads = [
        Head(text("Figure")), Head(text("This period"), "num"), Head(text("95% interval"), "num"), Head(text("of n"), "num"),
        *([Head(text("A year before"), "num"), Head(text("Change"), "num")] if compared else []),
    ]  # fmt: skip
    rows = []
    for row in kpis[kpis["value"].notna()].itertuples():
        rate = row.kpi.endswith("_rate")
        between = (
            MISSING
            if is_missing(row.low)
            else text("{low} to {high}").format(low=text.show(share(row.low)), high=text.show(share(row.high)))
        )
        cells = [
            text.name("visit_kpi", row.kpi),
            text.show(visit_value(row.kpi, row.value)),
            Muted(between),
            Muted(text.show(count(row.n))),
        ]
        if compared:
            moved = MISSING if is_missing(row.change) else text.show((points if rate else change)(row.change))
            cells += [Muted(text.show(visit_value(row.kpi, row.reference))), moved]
        rows.append(Row(cells))
    return html_table(heads, rows, label=text("Visits of the period"))  # fmt: skip


def balance_table(kinds: pd.DataFrame, *, text: Text) -> str:
    """Balances by kind: holders, amount, what was paid for it, with those who stay away, and what lapses soon."""
    heads = [
        Head(text("Kind of balance")), Head(text("Customers"), "num"), Head(text("Held"), "num"), Head(text("Paid for it"), "num"),
        Head(text("Stay away"), "num"), Head(text("Their balance"), "num"), Head(text("Lapses in 90 days"), "num"),
    ]  # fmt: skip
    rows = []
    for row in kinds.itertuples():
        amounts = [
            text.show(balance_value(row.kind, value)) if value else Muted(MISSING) for value in (row.silent_amount, row.soon_amount)
        ]
        held = text.show(balance_value(row.kind, row.amount))
        rows.append(
            Row(
                [
                    text.name("balance_kind", row.kind),
                    text.show(count(row.customers)),
                    held,
                    text.show(money(row.money)) if row.money else Muted(MISSING),
                    text.show(count(row.silent_customers)),
                    *amounts,
                ],
                total=row.kind == "(paid)",
            )
        )
    return html_table(heads, rows, label=text("Balances by kind"))


def flow_table(changes: pd.DataFrame, *, text: Text) -> str:
    """Receipts, consumption and balance of the period beside those a year before."""
    heads = [Head(text("Sum")), Head(text("This period"), "num"), Head(text("A year before"), "num"), Head(text("Change"), "num")]
    rows = [
        Row(
            [
                text.name("flow", row.flow),
                text.show(money(row.value)),
                Muted(text.show(money(row.reference))),
                MISSING if is_missing(row.change) else text.show(change(row.change)),
            ]
        )
        for row in changes.itertuples()
    ]
    return html_table(heads, rows, label=text("Paid, used, owed"))


def _kept_back(people: pd.Series, minimum: int) -> pd.Series:
    """Where a number of people is not shown: nobody counts as few, too."""
    return (people == 0) | small_cells.few(people, minimum=minimum)


def _segment(key: str, text: Text) -> Named | Muted:
    if key == OTHERS:
        return Muted(text("All other segments"))
    return Named(text.name("segment", key), segment_colour(key))


def segment_balance_table(table: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """Unused balances by segment; a figure of fewer customers than `minimum` is a dash.

    The sums of all segments are on the page, so a dash that stands alone in its column gets a second one.
    """
    heads = [
        Head(text("Segment")), Head(text("Customers"), "num"), Head(text("With a balance"), "num"), Head(text("Share"), "num"),
        Head(text("Unused"), "num"), Head(text("Stay away"), "num"), Head(text("Their balance"), "num"),
    ]  # fmt: skip
    rows = []
    holders, silent = (_kept_back(table[column], minimum) for column in ("holders", "silent_holders"))
    for row, few, few_silent in zip(table.itertuples(), holders, silent, strict=True):
        dash = Muted(MISSING)
        rows.append(
            Row(
                [
                    _segment(row.segment, text),
                    text.show(count(row.customers)),
                    dash if few else text.show(count(row.holders)),
                    dash if few else text.show(share(row.holders / row.customers)),
                    dash if few else text.show(money(row.amount)),
                    dash if few_silent else text.show(count(row.silent_holders)),
                    dash if few_silent else text.show(money(row.silent_amount)),
                ]
            )
        )
    return html_table(heads, rows, label=text("Unused balances by segment"))
