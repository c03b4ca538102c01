"""The tables of chapter 03."""

import pandas as pd

from analysis.tables.html import Head, Index, Muted, Named, Row, html_table
from analysis.text import Text, count, decimal, money_exact, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_plain import YES
from analysis.text.names_segment_profile import figure_value, head_value, level_value, segment_value, trait_value


def index_table(rows: pd.DataFrame, sizes: pd.DataFrame, *, text: Text) -> str:
    """The levels that stand out: share among all, and the index of each segment; a bar only beyond chance.

    From cells (trait, level, segment, base_share, index, certain) and `segment_sizes` by segment.
    """
    segments = list(sizes.index)
    heads = [Head(text("Trait")), Head(text("All"), "num"), *(Head(text.show(head_value(key)), "seg") for key in segments)]
    people = [Index(text.show(count(sizes.loc[key, "customers"])), None) for key in segments]
    orders = [Index(text.show(count(sizes.loc[key, "orders"])), None) for key in segments]
    shown = [Row([text("Customers (n)"), "", *people], muted=True)]
    if sizes["orders"].notna().any():
        shown.append(Row([text("Orders (n)"), "", *orders], muted=True))
    for (trait, level), cells in rows.groupby(["trait", "level"], sort=False):
        own = cells.rename(columns={"index": "value"}).set_index("segment").reindex(segments)
        base = text.show(share(cells["base_share"].iloc[0]))
        figures = [_index(row, text) for row in own.itertuples()]
        shown.append(Row([_row_name(trait, level, text), base, *figures]))
    return html_table(heads, shown, label=text("What sets each segment apart?"), classes="ixt")


def _index(row, text: Text) -> Index:
    if is_missing(row.value):
        return Index(MISSING, None)
    return Index(text.show(decimal(row.value, 0)), row.value if row.certain else None)


def _row_name(trait: str, level: str, text: Text) -> str:
    """Trait and level; of a habit the level alone, which names itself."""
    name = text.show(trait_value(trait))
    if trait in ("category", "channel", "daypart", "weekday"):
        return text.show(level_value(trait, level))
    return name if level in YES else text("{trait}: {level}").format(trait=name, level=text.show(level_value(trait, level)))


def differences_table(found: pd.DataFrame, *, text: Text) -> str:
    """One row per trait: how strongly it tells the segments apart, in which one and how."""
    heads = [
        Head(text("Trait")), Head(text("Strength")), Head(text("Most in")), Head(text("How")), Head(text("Effect"), "num"),
        Head(text("Customers"), "num"),
    ]  # fmt: skip
    rows = []
    for row in found.itertuples():
        name = text.show(trait_value(row.trait))
        if is_missing(row.segment):
            rows.append(Row([name, Muted(text("not at all")), Muted(MISSING), Muted(MISSING), Muted(MISSING), Muted(MISSING)]))
            continue
        where = Named(
            "\u2060" + text.show(segment_value(row.segment)), f"var(--c-{'no_order' if row.segment == 'none' else row.segment})"
        )
        effect = text.show(decimal(row.effect, 2))
        rows.append(
            Row(
                [name, text.name("strength", row.strength), where, _how(row, text), effect, text.show(count(row.n))],
                muted=row.earned,
            )
        )
    return html_table(heads, rows, label=text("What tells the segments apart, strongest first"))


def _how(row, text: Text) -> str:
    """“family: 45%, everybody else 36%”, or “higher: 48, all 45”."""
    if row.direction in ("higher", "lower"):
        own, other = text.show(figure_value(row.trait, row.own)), text.show(figure_value(row.trait, row.other))
        if own == other:
            return text("{direction}; the median is {own} in both").format(direction=text.name("direction", row.direction), own=own)
        return text("{direction}: median {own}, all {other}").format(
            direction=text.name("direction", row.direction), own=own, other=other
        )
    if is_missing(row.own):
        return text.show(level_value(row.trait, row.direction))
    own, other = text.show(share(row.own)), text.show(share(row.other))
    return text("{level}: {own}, everybody else {other}").format(
        level=text.show(level_value(row.trait, row.direction)), own=own, other=other
    )


def reconciliation_table(lines: pd.DataFrame, *, text: Text) -> str:
    """Figure, counted twice, and the difference: columns what, unit, files, report."""
    heads = [
        Head(text("Figure")), Head(text("Over all customers"), "num"), Head(text("In this profile"), "num"), Head(text("Difference"), "num"),
    ]  # fmt: skip
    rows = []
    for row in lines.itertuples():
        form = money_exact if row.unit == "money" else count
        difference = text.show(form(round(row.report - row.files, 2)))
        rows.append(Row([text.name("profiled", row.what), text.show(form(row.files)), text.show(form(row.report)), difference]))
    return html_table(heads, rows, label=text("Does it add up?"))
