"""The tables of preferences: what customers prefer, lens by lens, and the rule."""

from collections.abc import Mapping

import pandas as pd

from analysis.charts.palette import css_colour, segment_colours
from analysis.tables.html import Head, Muted, Named, Row, html_table
from analysis.text import Text, count, decimal, share
from analysis.text.formats import MISSING, is_missing

REST = ("other_preference", "no_clear_preference", "price_mixed", "too_few_orders")
STATES = ("refund_only", "no_order")
MOST = 6  # values of a lens


def preferred_table(sizes: pd.DataFrame, orders: Mapping[str, tuple[str, ...]], *, text: Text) -> str:
    """Each lens of preference: its commonest values, then the rest; customers, share of customers and of revenue.

    `sizes` are presentable `segment_sizes`, `orders` the display order of the segments by lens.
    """
    heads = [
        Head(text("Preference")), Head(text("Lens")), Head(text("Customers"), "num"), Head(text("Share of customers"), "num"),
        Head(text("Revenue"), "num"),
    ]  # fmt: skip
    rows = []
    for lens, order in orders.items():
        own = sizes[(sizes["method"] == lens) & ~sizes["segment"].isin(STATES)].set_index("segment")
        colours = segment_colours([key for key in order if key not in REST])
        clear = own[~own.index.isin(REST)].sort_values("customers", ascending=False, kind="stable", na_position="last").head(MOST)
        for key in [*clear.index, *(key for key in REST if key in own.index)]:
            row = own.loc[key]
            colour = css_colour(colours[key]) if key in colours else "var(--c-no_order)"
            shown = [
                text.show(count(row["customers"])),
                text.show(share(row["customer_share"])),
                text.show(share(row["revenue_share"])),
            ]
            rows.append(Row([Named(text.name("segment", key), colour), Muted(text.name("lens", lens)), *shown]))
    return html_table(heads, rows, label=text("What do they prefer?"))


def rule_cells(rules: pd.DataFrame, *, text: Text) -> tuple[list[Head], dict[str, list]]:
    """Heads and cells of the rule by segment, for `definition_table`: share in the base, choices, certainty, distance."""
    heads = [Head(text("Share of all choices"), "num"), Head(text("Choices at least"), "num"), Head(text("Certainty"), "num")]
    cells = {
        row.segment: [_cell(row.base_share, share, text), _cell(row.choices, count, text), _cell(row.confidence, share, text)]
        for row in rules.itertuples()
    }
    return heads, cells


def _cell(value: float, form, text: Text) -> str | Muted:
    return Muted(MISSING) if is_missing(value) else text.show(form(value))


def replenishment_cells(rules: pd.DataFrame, *, text: Text) -> tuple[list[Head], dict[str, list]]:
    """Heads and cells of the method replenishment: the phase of the most pressing category."""
    return [Head(text("Phase of the most pressing category"))], {
        row.segment: [_span(row.phase_low, row.phase_high, text)] for row in rules.itertuples()
    }


def _span(low: float, high: float, text: Text) -> str | Muted:
    if is_missing(low):
        return Muted("")
    if is_missing(high):
        return text("{low} and more").format(low=text.show(decimal(low, 0)))
    return text("{low} to under {high}").format(low=text.show(decimal(low, 0)), high=text.show(decimal(high, 0)))


def occasion_cells(rules: pd.DataFrame, *, text: Text) -> tuple[list[Head], dict[str, list]]:
    """Heads and cells of the method occasion: orders needed, share of those that can be told."""
    heads = [Head(text("Orders at least"), "num"), Head(text("Share of orders that can be told"), "num")]
    return heads, {row.segment: [_cell(row.orders, count, text), _cell(row.share_low, share, text)] for row in rules.itertuples()}
