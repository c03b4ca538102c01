"""Chapter 05, what calls for attention: the rules of client.yaml held against the figures of the period."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import evaluation
from analysis.config import Alert, ClientConfig
from analysis.errors import ConfigError, listed
from analysis.evaluation.alerts import RULE_COLUMNS
from analysis.findings import evaluation_alerts as findings
from analysis.findings.evaluation_moves import ENOUGH, enough
from analysis.intervals import wilson
from analysis.reporting import overview
from analysis.reporting.chosen import ChosenLens, every_lens
from analysis.reporting.evaluation_base import Base
from analysis.segmentations.settings import known_lens
from analysis.text import Words
from analysis.text.alert_words import SHARES
from analysis.text.names import NAMES

RATES = ("repeat_rate", "return_rate")
Z = 1.959964  # of a 95 % interval
FIGURES = ["kpi", "lens", "segment", "value", "low", "high", "n", "change", "change_low", "change_high"]


@dataclass(frozen=True)
class Alerts:
    """The rules and what became of each, and how segments changed in size; no rules: nothing to show."""

    judged: pd.DataFrame | None
    sizes: pd.DataFrame | None
    story: Mapping[str, Words]


def check_alerts(config: ClientConfig) -> None:
    """Raise ConfigError for a rule about a figure or a lens that the kit does not have, before anything runs."""
    for number, alert in enumerate(config.alerts):
        if alert.kpi not in NAMES["kpi"]:
            raise ConfigError(
                "client.yaml: 'alerts.{number}.kpi' is {given}: there is no such figure. Choose one of: {known}.",
                number=number,
                given=alert.kpi,
                known=listed(sorted(NAMES["kpi"])),
            )
        if alert.lens is not None:
            known_lens(alert.lens, place=f"alerts.{number}.lens")


def alerts(base: Base) -> Alerts:
    """The tables `size_changes` and `alerts`, and their words; figures are those that the report may show.

    Raises ConfigError for a segment that no lens of the report has.
    """
    lenses = {base.lens.lens: base.lens}
    rules = _rules(base, lenses)
    sizes = {key: held for key, lens in lenses.items() if (held := _sizes(base, lens)) is not None}
    own = base.run.write_table("size_changes", sizes[base.lens.lens]) if base.lens.lens in sizes else None
    if rules.empty:
        return Alerts(None, own, {})
    judged = evaluation.judged(rules, _figures(base, lenses, sizes))
    return Alerts(base.run.write_table("alerts", judged), own, {"alerts": findings.alert_words(judged, basis=base.basis)})


def _rules(base: Base, lenses: dict[str, ChosenLens]) -> pd.DataFrame:
    """The rules, each with the lens of its segment, which is opened."""
    rows = []
    for number, alert in enumerate(base.run.config.alerts):
        lens = "" if alert.segment is None else _lens_of(base, number, alert, lenses)
        rows.append((number + 1, alert.kpi, lens, alert.segment or "", alert.bound, float(alert.limit)))
    return pd.DataFrame(rows, columns=RULE_COLUMNS)


def _lens_of(base: Base, number: int, alert: Alert, lenses: dict[str, ChosenLens]) -> str:
    """The lens that a rule names; else the one that the chapter is about, or the first other that has the segment."""
    every = {base.lens.lens: base.lens} | every_lens(base.run)
    asked = {alert.lens: every[alert.lens]} if alert.lens in every else every
    found = next((key for key, lens in asked.items() if alert.segment in lens.order), None)
    if found is None:
        where = alert.lens if alert.lens in every else base.lens.lens
        raise ConfigError(
            "client.yaml: 'alerts.{number}.segment' is {given}: there is no such segment in {lens}. Choose one of: {known}.",
            number=number,
            given=alert.segment,
            lens=where,
            known=listed(every[where].order),
        )
    lenses[found] = every[found]
    return found


def _at(base: Base, lens: ChosenLens, table: str) -> pd.DataFrame | None:
    """The segments of a lens on one of the days; None where too few are known then."""
    if lens.lens == base.lens.lens:
        return base.ended if table == "segments" else base.started
    held = lens.grouped(base.run.read_table(table)) if base.run.has_table(table) else None
    return held if held is not None and enough(held, lens.lens) else None


def _sizes(base: Base, lens: ChosenLens) -> pd.DataFrame | None:
    """How the segments of a lens changed in size, those that may be shown; None where the start cannot be told."""
    started, ended = _at(base, lens, "segments-start"), _at(base, lens, "segments")
    if started is None or ended is None:
        return None
    sizes = evaluation.size_changes(started, ended, method=lens.lens)
    return sizes[sizes["segment"].isin(lens.places)].reset_index(drop=True)


def _figures(base: Base, lenses: Mapping[str, ChosenLens], sizes: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Figures of all customers, of the segments of the start, and the sizes of segments, as far as they may be shown."""
    parts = [_of_all(base), *(_of_sizes(one) for one in sizes.values())]
    parts += [_of_segments(base, lenses[key]) for key in sizes]
    table = pd.concat([part.reindex(columns=FIGURES) for part in parts if len(part)], ignore_index=True)
    return table.drop_duplicates(["kpi", "lens", "segment"])


def _of_all(base: Base) -> pd.DataFrame:
    """The figures of the period; sums with the interval of a sum, shares with Wilson's."""
    kpis = base.run.read_table("kpis")[["kpi", "value", "n", "change"]].assign(segment="", lens="")
    reference = overview.reference(base.run, base.dates.as_of)
    spread = evaluation.period_spread(base.orders, reference=reference.days, **base.span).drop(columns=["value", "change"])
    table = kpis.merge(spread, on="kpi", how="left")
    rates = table["kpi"].isin(RATES) & table["value"].notna() & (table["n"] > 0)
    low, high = wilson((table["value"] * table["n"])[rates], table["n"][rates])
    table.loc[rates, "low"], table.loc[rates, "high"] = low, high
    return table


def _of_sizes(sizes: pd.DataFrame) -> pd.DataFrame:
    """Sizes of segments: as far as those who crossed their border might have done so the other way."""
    wide = Z * (sizes["came"] + sizes["went"]) ** 0.5
    after = sizes["after"].astype(float)
    told = {"value": after, "low": after - wide, "high": after + wide, "n": sizes["after"]}
    ends = {"change_low": sizes["low"], "change_high": sizes["high"]}
    return sizes[["segment", "change"]].assign(kpi="customers", lens=sizes["method"], **told, **ends)


def _of_segments(base: Base, lens: ChosenLens) -> pd.DataFrame:
    """What the customers of each segment did; a change only where the same days of a year before are held."""
    if lens.lens == base.lens.lens:
        held = base.run.read_table("segment_kpis")
        held = held[held["method"] == lens.lens]
    else:
        started = _at(base, lens, "segments-start")
        held = evaluation.segment_kpis(started, base.orders, method=lens.lens, **base.span)
    shown = held[held["segment"].isin(lens.places) & (held["n"] >= ENOUGH)]
    change = shown["value"] / shown["reference"].where(shown["reference"] != 0) - 1
    change = change.mask(shown["kpi"].isin(SHARES), shown["value"] - shown["reference"])
    return shown.assign(lens=lens.lens, change=change)
