"""The tables of movement: what became of customers, and the change of each segment part by part."""

from collections.abc import Callable, Mapping

import pandas as pd

from analysis.tables.html import Cell, Head, Muted, Named, Row, html_table
from analysis.text import Text, count, money, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_evaluation import place_value

GROUPS = ("at_risk", "won")
MONEY = {"at_risk": "before", "won": "during"}  # which of the two sums a group is about


def kinds_table(kinds: pd.DataFrame, *, text: Text) -> str:
    """A row per kind; those at risk and those won under a row of their own with their sum."""
    heads = [
        Head(text("What became of them")), Head(text("Customers"), "num"), Head(text("Share"), "num"),
        Head(text("Revenue before"), "num"), Head(text("Share"), "num"), Head(text("Revenue since"), "num"), Head(text("Share"), "num"),
    ]  # fmt: skip
    rows = []
    for group in (*GROUPS, ""):
        own = kinds[kinds["group"] == group]
        if group and len(own):
            rows.append(_group(group, own, text))
        rows += [_kind(row, text) for row in own.itertuples()]
    return html_table(heads, rows, label=text("What became of customers"))


def _group(group: str, own: pd.DataFrame, text: Text) -> Row:
    """The sum of a group: customers, and the money that it is about."""
    sums = own[["customers", "customers_share", "before", "before_share", "during", "during_share"]].sum()
    cells: list[Cell] = [
        text.name("kind_group", group),
        text.show(count(sums["customers"])),
        text.show(share(sums["customers_share"])),
    ]
    for column in ("before", "during"):
        about = MONEY[group] == column
        cells += [text.show(money(sums[column])), text.show(share(sums[f"{column}_share"]))] if about else [Muted(MISSING)] * 2
    return Row(cells, total=True)


def _kind(row, text: Text) -> Row:
    name = text.name("movement_kind", row.kind)
    cells: list[Cell] = [name, text.show(count(row.customers)), Muted(text.show(share(row.customers_share)))]
    for total, part in ((row.before, row.before_share), (row.during, row.during_share)):
        cells += [text.show(money(total)), Muted(MISSING if is_missing(part) else text.show(share(part)))]
    return Row(cells)


def change_table(shown: pd.DataFrame, *, text: Text) -> str:
    """Customers of each segment at the start, what was added and taken away, customers at the end."""
    parts = {part: part for part in ("moved", "ruler", "mix", "rest")}
    return _change(shown, parts, "", count, text("The change of each segment, part by part"), text)


def change_money_table(shown: pd.DataFrame, *, text: Text) -> str:
    """The same in money."""
    parts = {
        part: "spending" if part == "spending" else f"{part}_revenue" for part in ("moved", "spending", "ruler", "mix", "rest")
    }
    return _change(shown, parts, "_revenue", money, text("The same in money"), text)


def _change(shown: pd.DataFrame, parts: Mapping[str, str], suffix: str, form: Callable, label: str, text: Text) -> str:
    """A row per segment from its start to its end; a part that is nothing everywhere has no column."""
    held = {part: column for part, column in parts.items() if part == "moved" or shown[column].ne(0).any()}
    heads = [
        Head(text("Segment")), Head(text("At the start"), "num"),
        *(Head(text.name("split_part", part), "num") for part in held), Head(text("At the end"), "num"),
    ]  # fmt: skip
    rows = []
    for _, row in shown.iterrows():
        ends = [text.show(form(row[f"{end}{suffix}"])) for end in ("start", "end")]
        rows.append(
            Row([_segment(row["segment"], text), ends[0], *(_signed(row[column], text, form) for column in held.values()), ends[1]])
        )
    return html_table(heads, rows, label=label)


def _signed(value: float, text: Text, form: Callable) -> Cell:
    if is_missing(value) or value == 0:
        return Muted(MISSING if is_missing(value) else "0")
    return ("+" if value > 0 else "") + text.show(form(value))


def _segment(key: str, text: Text) -> Cell:
    return Named(text.show(place_value(key)), f"var(--c-{'no_order' if key == 'none' else key})")
