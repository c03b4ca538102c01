"""The tables of chapter 02 that define the bands of risk and the room to grow."""

import pandas as pd

from analysis.tables.html import Cell, Head, Muted
from analysis.tables.segmentation import definition_table
from analysis.text import Text, count, decimal, share
from analysis.text.formats import is_missing


def risk_table(rule: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, *, text: Text) -> str:
    """The chance and the days behind each band, its size and its return rate.  `rule` is `risk.describe`."""
    heads = [Head(text("Chance of another order"), "num"), Head(text("or days without one"), "num")]
    rows = {
        row.segment: [_chance(row.chance_low, row.chance_high, text), _days(row.days_low, row.days_high, text)]
        for row in rule.itertuples()
    }
    return definition_table("risk", heads, rows, sizes, returns, text)


def growth_table(rule: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, *, text: Text) -> str:
    """The orders and categories up to which there is room, over the groups of comparable customers.  `rule` is `growth.describe`."""
    heads = [Head(text("Orders at most"), "num"), Head(text("Categories at most"), "num")]
    rows = {
        row.segment: [_span(row.orders_low, row.orders_high, text), _span(row.categories_low, row.categories_high, text)]
        for row in rule.itertuples()
    }
    return definition_table("growth", heads, rows, sizes, returns, text)


def _chance(low: float, high: float, text: Text) -> Cell:
    if is_missing(low):
        return Muted("") if is_missing(high) else f"< {text.show(share(high, 0))}"
    return f"≥ {text.show(share(low, 0))}" if is_missing(high) else f"{text.show(share(low, 0))}–{text.show(share(high, 0))}"


def _days(low: float, high: float, text: Text) -> Cell:
    if is_missing(low):
        return Muted("") if is_missing(high) else f"≤ {text.show(count(high))}"
    return f"> {text.show(count(low))}" if is_missing(high) else f"{text.show(count(low + 1))}–{text.show(count(high))}"


def _span(low: float, high: float, text: Text) -> Cell:
    """The limit, or the lowest and the highest of the groups'; halves as they are."""
    if is_missing(low):
        return Muted("")
    shown = [text.show(count(limit) if float(limit).is_integer() else decimal(limit, 1)) for limit in (low, high)]
    return shown[0] if low == high else text("{low} to {high}").format(low=shown[0], high=shown[1])
