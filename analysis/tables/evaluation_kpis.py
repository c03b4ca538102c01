"""The tables of chapter 05 on figures: of the period, by segment, and how each is counted."""

import pandas as pd

from analysis.evaluation import KPIS
from analysis.tables.html import Cell, Head, Muted, Named, Row, html_table
from analysis.text import Text, count, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_evaluation import kpi_change, kpi_value, place_value

LEADING = ("orders_per_customer", "average_order", "revenue_per_customer", "repeat_rate", "return_rate")


def kpi_table(kpis: pd.DataFrame, *, text: Text) -> str:
    """The figures of the period with n and interval, a year before, the change; target and whether it is reached where one is stored."""
    aimed, compared = bool(kpis["target"].notna().any()), bool(kpis["reference"].notna().any())
    heads = [
        Head(text("Figure")), Head(text("This period"), "num"), Head(text("95% interval"), "num"), Head(text("n"), "num"),
        *([Head(text("A year before"), "num"), Head(text("Change"), "num")] if compared else []),
        *([Head(text("Target"), "num"), Head(text("On target"))] if aimed else []),
    ]  # fmt: skip
    rows = []
    for row in kpis.itertuples():
        status = text.name("target_status", row.status)
        before = [Muted(text.show(kpi_value(row.kpi, row.reference))), _change(row, text)]
        target = [Muted(text.show(kpi_value(row.kpi, row.target))), Muted(status) if row.status == "open" else status]
        figures = [text.show(kpi_value(row.kpi, row.value)), Muted(_range(row, text)), Muted(text.show(count(row.n)))]
        rows.append(Row([text.name("kpi", row.kpi), *figures, *(before if compared else []), *(target if aimed else [])]))
    return html_table(heads, rows, label=text("Are we on target?"))


def leading_table(by_segment: pd.DataFrame, *, text: Text) -> str:
    """One row per segment: who ordered, against a year before where it is held, and what orders tell."""
    wide = by_segment.pivot(index="segment", columns="kpi", values=["value", "n", "reference"])
    before = bool(wide["reference"].get("retention", pd.Series(dtype=float)).notna().any())
    heads = [
        Head(text("Segment at the start")), Head(text("Customers"), "num"), Head(text("Ordered"), "num"),
        *([Head(text("A year before"), "num")] if before else []), *(Head(text.name("kpi_short", kpi), "num") for kpi in LEADING),
    ]  # fmt: skip
    rows = []
    for segment in dict.fromkeys(by_segment["segment"]):
        row = wide.loc[segment]
        told = [Muted(text.show(share(row.get(("reference", "retention")))))] if before else []
        figures = [_shown(kpi, row.get(("value", kpi), float("nan")), text) for kpi in LEADING]
        cells = [
            _segment(segment, text),
            text.show(count(row["n", "retention"])),
            text.show(share(row["value", "retention"])),
            *told,
            *figures,
        ]
        rows.append(Row(cells))
    return html_table(heads, rows, label=text("What each segment did in the period"))


def figures_table(by_segment: pd.DataFrame, *, text: Text) -> str:
    """Every figure of every segment, figure by figure."""
    heads = [
        Head(text("Segment at the start")), Head(text("This period"), "num"), Head(text("95% interval"), "num"), Head(text("n"), "num"),
        Head(text("A year before"), "num"), Head(text("Change"), "num"), Head(text("Reading")), Head(text("Target"), "num"),
    ]  # fmt: skip
    rows = []
    for kpi in dict.fromkeys(by_segment.sort_values("kpi", key=_rank, kind="stable")["kpi"]):
        rows.append(Row([text.name("kpi", kpi), *[""] * (len(heads) - 1)], total=True))
        for row in by_segment[by_segment["kpi"] == kpi].itertuples():
            said = text.name("kpi_reading", row.reading) if row.reading else MISSING
            cells: list[Cell] = [
                _segment(row.segment, text), _shown(kpi, row.value, text), Muted(_range(row, text)), Muted(text.show(count(row.n))),
                Muted(_shown(kpi, row.reference, text)), _change(row, text), Muted(said) if row.reading in ("", "as_chance") else said,
                Muted(_shown(kpi, row.target, text)),
            ]  # fmt: skip
            rows.append(Row(cells))
    return html_table(heads, rows, label=text("Every figure by segment, with its interval, the year before and the target"))


def definitions_table(defined: pd.DataFrame, *, text: Text) -> str:
    """Each figure: how it is counted, whether it is shown, and what it would need."""
    heads = [Head(text("Figure")), Head(text("How it is counted")), Head(text("In this report")), Head(text("It needs"))]
    rows = []
    for row in defined.itertuples():
        needs = text.say(row.needs) if row.needs else MISSING
        state = text.name("kpi_state", row.state)
        cells = [
            text.name("kpi", row.kpi),
            text.say(row.formula),
            Muted(state) if row.state == "shown" else state,
            Muted(needs),
        ]
        rows.append(Row(cells))
    return html_table(heads, rows, label=text("How each figure is counted, and which are left out"))


def _rank(keys: pd.Series) -> pd.Series:
    return keys.map({kpi: place for place, kpi in enumerate(KPIS)})


def _change(row, text: Text) -> str:
    if is_missing(row.reference) or is_missing(row.value):
        return MISSING
    told = kpi_change(row.kpi, row.value, row.reference)
    return ("+" if told.kind == "decimal" and told.value > 0 else "") + text.show(told)


def _shown(kpi: str, value: float, text: Text) -> str:
    return MISSING if is_missing(value) else text.show(kpi_value(kpi, value))


def _range(row, text: Text) -> str:
    if is_missing(row.low) or is_missing(row.high):
        return MISSING
    low = row.low if row.kpi in ("nps", "incremental_return") else max(row.low, 0.0)
    return text("{low} to {high}").format(low=_shown(row.kpi, low, text), high=_shown(row.kpi, row.high, text))


def _segment(key: str, text: Text) -> Cell:
    return Named(text.show(place_value(key)), f"var(--c-{key})")
