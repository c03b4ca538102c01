"""The tables of loyalty and membership: what earns points, and level against behaviour."""

import pandas as pd

from analysis.tables.html import Cell, Head, Muted, Row, html_table
from analysis.text import Text, count, decimal, money, share
from analysis.text.formats import MISSING as DASH
from analysis.text.formats import is_missing


def points_table(limits: pd.DataFrame, *, text: Text) -> str:
    """The limits of one, two and three points in each part, with the repeat buyers who have so many.

    `limits` as from `loyalty.point_limits`.
    """
    heads = [Head(text("Measure"))]
    for number in (1, 2, 3):
        heads += [Head(text("1 point") if number == 1 else text("{n} points").format(n=number)), Head(text("Buyers"), "num")]
    rows = []
    for part, bands in limits.groupby("component", sort=False):
        cells: list[Cell] = [text.name("loyalty_part", part)]
        for _, band in bands.sort_values("loyalty_points").iterrows():
            cells += [_limits(band, part, text), text.show(count(band["customers"]))]
        rows.append(Row(cells))
    return html_table(heads, rows, label=text("What earns points?"))


def _limits(band: pd.Series, part: str, text: Text) -> str | Muted:
    """A band in figures: ≤ 2, 3–4, 5+; ratios with two decimals."""
    low, high = band["low"], band["high"]
    if low == high:
        return Muted(text("nobody"))
    if part == "regularity":
        shown = [None if is_missing(limit) else text.show(decimal(limit, 2)) for limit in (low, high)]
    else:
        shown = [None if is_missing(low) else text.show(count(low + 1)), None if is_missing(high) else text.show(count(high))]
    if shown[0] is None:
        return text("≤ {high}").format(high=shown[1])
    if shown[1] is None:
        return text("> {low}, or under 3 gaps").format(low=shown[0]) if part == "regularity" else f"{shown[0]}+"
    return shown[0] if shown[0] == shown[1] else f"{shown[0]}–{shown[1]}"


def mismatch_table(mismatch: pd.DataFrame, *, text: Text) -> str:
    """Customers of each level by tier of behaviour, with their share of the level; hidden cells are a dash.

    `mismatch` is the presentable `membership_mismatch`.
    """
    tiers = list(mismatch["tier"].unique())
    heads = [Head(text("Level")), *(Head(text.name("segment", tier), "num") for tier in tiers), Head(text("Revenue shown"), "num")]
    rows = []
    for level, cells in mismatch.groupby("level", sort=False):
        by_tier = cells.set_index("tier")
        shown = [_cell(by_tier.loc[tier], text) for tier in tiers]
        rows.append(Row([text.name("membership_level", level), *shown, Muted(text.show(money(by_tier["revenue"].sum())))]))
    return html_table(heads, rows, label=text("Does the level still fit?"))


def _cell(cell: pd.Series, text: Text) -> str | Muted:
    if is_missing(cell["customers"]):
        return Muted(DASH)
    if not cell["customers"]:
        return Muted(text.show(count(0)))
    words = text("{n} ({part})").format(n=text.show(count(cell["customers"])), part=text.show(share(cell["level_share"])))
    return words if cell["mismatch"] else Muted(words)
