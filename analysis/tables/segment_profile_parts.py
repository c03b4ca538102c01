"""The tables of chapter 03 that set the parts of a client side by side."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.profiles.part_sums import APART, OTHERS, REST, SEVERAL, WHOLE
from analysis.tables.html import Cell, Head, Muted, Row, html_table
from analysis.text import Text, count, money_exact, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_evaluation import kpi_value
from analysis.text.names_parts import gap_value

COUNTED = ("lines_read", "lines", "orders", "customers")


def part_name(key: str, labels: Mapping[str, str], text: Text) -> str:
    """A part as readers see it."""
    return labels.get(key) or text.name("part", key)


def figures_table(kpis: pd.DataFrame, labels: Mapping[str, str], *, text: Text) -> str:
    """Every figure of every part with its interval, and what is left of the difference at the same mix."""
    heads = [
        Head(text.name("part", "(part)")), Head(text("Customers"), "num"), Head(text("As found"), "num"), Head(text("95% interval"), "num"),
        Head(text("At the same mix"), "num"), Head(text("95% interval"), "num"), Head(text("Reading")),
    ]  # fmt: skip
    rows = []
    for kpi, own in kpis.groupby("kpi", sort=False):
        whole = text.show(kpi_value(kpi, own["whole"].iloc[0]))
        rows.append(Row([text.name("kpi", kpi), Muted(""), whole, *[Muted("")] * 4], total=True))
        rows += [_figure_row(row, labels, text) for row in own.itertuples()]
    return html_table(heads, rows, label=text("Every figure of every part"))


def _figure_row(row, labels: Mapping[str, str], text: Text) -> Row:
    name = part_name(row.part, labels, text)
    found = text.show(kpi_value(row.kpi, row.value))
    held = _between(kpi_value(row.kpi, row.low), kpi_value(row.kpi, row.high), text, missing=is_missing(row.low))
    if is_missing(row.shrunk):
        return Row([name, text.show(count(row.n)), found, Muted(held), *[Muted(MISSING)] * 2, Muted(text("too few"))])
    ends = (signed(row.kpi, row.shrunk_low, text), signed(row.kpi, row.shrunk_high, text))
    reading = text("above") if row.shrunk_low > 0 else text("below") if row.shrunk_high < 0 else text("cannot be told apart")
    clear = row.shrunk_low > 0 or row.shrunk_high < 0
    return Row(
        [name, text.show(count(row.n)), found, Muted(held), signed(row.kpi, row.shrunk, text),
         Muted(text("{low} to {high}").format(low=ends[0], high=ends[1])), reading if clear else Muted(reading)]
    )  # fmt: skip


def signed(kpi: str, value: float, text: Text) -> str:
    """A difference with its sign."""
    shown = text.show(gap_value(kpi, value))
    return f"+{shown}" if value > 0 and kpi != "retention" else shown


def _between(low, high, text: Text, *, missing: bool) -> str:
    return MISSING if missing else text("{low} to {high}").format(low=text.show(low), high=text.show(high))


def mix_table(mix: pd.DataFrame, labels: Mapping[str, str], *, order: Sequence[str], text: Text) -> str:
    """Share of each part's customers by segment, all parts at the end."""
    held = [segment for segment in order if segment in set(mix["segment"])]
    held += [segment for segment in dict.fromkeys(mix["segment"]) if segment not in held]
    heads = [
        Head(text.name("part", "(part)")),
        Head(text("Customers"), "num"),
        *(Head(_short(segment, text), "num") for segment in held),
    ]
    by_cell = mix.set_index(["part", "segment"])
    rows = []
    for part in dict.fromkeys(mix["part"]):
        cells: list[Cell] = [
            text.show(share(by_cell.loc[(part, one), "share"], 0)) if by_cell.loc[(part, one), "shown"] else Muted(MISSING)
            for one in held
        ]
        rows.append(Row([part_name(part, labels, text), text.show(count(by_cell.loc[(part, held[0]), "n"])), *cells]))
    base = mix.drop_duplicates("segment").set_index("segment")["base_share"]
    everyone = int(mix.drop_duplicates("part")["n"].sum())
    total = Row([text("All parts"), text.show(count(everyone)), *(text.show(share(base[one], 0)) for one in held)], total=True)
    return html_table(heads, [*rows, total], label=text("Segments by part"))


def _short(segment: str, text: Text) -> str:
    short = text.name("segment_short", segment)
    return short if short != segment.replace("_", " ") else text.name("segment", segment)


def sums_table(table: pd.DataFrame, *, minimum: int, text: Text) -> str:
    """The reconciliation of the parts with the whole."""
    heads = [
        Head(text.name("part", "(part)")), Head(text("Lines read"), "num"), Head(text("Lines analysed"), "num"), Head(text("Orders"), "num"),
        Head(text("Customers"), "num"), Head(text("Revenue"), "num"), Head(text("Revenue of the period"), "num"),
    ]  # fmt: skip
    rest = table.loc[table["part"] == REST, "customers"].sum()
    few = (REST, SEVERAL) if 0 < rest < minimum else ()  # one of the two alone would give the other away
    rows = []
    for row in table.itertuples():
        counts: list[Cell] = [text.show(count(getattr(row, name))) for name in COUNTED]
        counts = [*counts[:-1], Muted(MISSING)] if row.part in few else counts
        sums = [text.show(money_exact(value)) for value in (row.revenue, row.period_revenue)]
        name = row.label or text.name("part", row.part)
        if row.part == OTHERS:
            name = text("Others together ({n})").format(n=text.show(count(row.count)))
        quiet = row.part in (REST, SEVERAL, APART)
        rows.append(
            Row(
                [name, *(Muted(one) if quiet and isinstance(one, str) else one for one in [*counts, *sums])],
                total=row.part == WHOLE,
            )
        )
    return html_table(heads, rows, label=text("The parts and the whole"))
