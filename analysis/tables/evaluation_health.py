"""The tables of chapter 05 about the segmentation: bins of drift, limits that a refit moves, how steady segments are."""

import pandas as pd

from analysis.tables.html import Cell, Head, Muted, Named, Row, html_table
from analysis.text import Text, count, decimal, share
from analysis.text.formats import MISSING
from analysis.text.names_evaluation import feature_value, place_value
from analysis.text.names_health import limit_owner, limit_value

MOST = 8  # limits


def bins_table(bins: pd.DataFrame, *, text: Text) -> str:
    """One row per feature and bin: its values, the shares of both dates, and its part of the index."""
    heads = [
        Head(text("Figure")), Head(text("Values")), Head(text("Share then"), "num"), Head(text("Share now"), "num"),
        Head(text("Part of the index"), "num"),
    ]  # fmt: skip
    rows = []
    for feature, own in bins.groupby("feature", sort=False):
        for at, row in enumerate(own.itertuples()):
            named = text.show(feature_value(feature)) if at == 0 else ""
            shares = [text.show(share(row.share_then)), text.show(share(row.share_now))]
            rows.append(Row([named, _values(row, text), *shares, text.show(decimal(row.part, 3))]))
        whole = [text("Together"), text.show(share(own["share_then"].sum())), text.show(share(own["share_now"].sum()))]
        rows.append(Row(["", *whole, text.show(decimal(own["part"].sum(), 3))], total=True))
    return html_table(heads, rows, label=text("Where the index comes from"))


def limits_table(limits: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """Limits before and after, and the customers whom each alone would move; the first MOST."""
    heads = [
        Head(text("Limit")), Head(text("Of")), Head(text("Before"), "num"), Head(text("Learned today"), "num"),
        Head(text("Customers moved"), "num"),
    ]  # fmt: skip
    rows = []
    for row in limits.head(MOST).itertuples():
        owner = limit_owner(row.of, row.key)
        of: Cell = Muted(text("all customers")) if owner is None else text.show(owner)
        moved: Cell = text.show(count(row.moved)) if row.moved >= minimum else Muted(f"< {text.show(count(minimum))}")
        rows.append(
            Row([text.name("limit", row.column), of, text.show(limit_value(row.before)), text.show(limit_value(row.after)), moved])
        )
    return html_table(heads, rows, label=text("Limits that a refit moves"))  # fmt: skip


def stability_table(kept: pd.DataFrame, *, text: Text) -> str:
    """Each segment: the mean share of its customers that redraws leave there, and the lowest; sizes by another ruler are not told."""
    heads = [
        Head(text("Segment")), Head(text("Keep their segment"), "num"), Head(text("In the worst draw"), "num"),
    ]  # fmt: skip
    rows = []
    for row in kept.itertuples():
        named = Named(text.show(place_value(row.segment)), f"var(--c-{row.segment})")
        rows.append(Row([named, text.show(share(row.kept)), Muted(text.show(share(row.kept_low)))]))
    return html_table(heads, rows, label=text("How steady the segments are"))


def _values(row, text: Text) -> str:
    """What a bin holds, in words."""
    if not row.known:
        return text("not known")
    low, high = (MISSING if end != end else text.show(limit_value(end)) for end in (row.low, row.high))
    if row.low != row.low:
        return text("up to {high}").format(high=high) if row.high == row.high else text("all")
    return (
        text("above {low}").format(low=low)
        if row.high != row.high
        else text("above {low}, up to {high}").format(low=low, high=high)
    )
