"""Chapter 05, what calls for attention: the rules of client.yaml held against the figures of the period."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import evaluation
from analysis.config import Alert, ClientConfig
from analysis.errors import ConfigError, listed
from analysis.evaluation.alerts import RULE_COLUMNS
from analysis.findings import evaluation_alerts as findings
from analysis.intervals import wilson
from analysis.reporting import overview
from analysis.reporting.evaluation_base import Base
from analysis.segmentations.settings import known_lens
from analysis.text import Words
from analysis.text.names import NAMES

SHARES = ("repeat_rate", "return_rate")
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
    """The tables `size_changes` and `alerts`, and their words; figures are those that the sections show.

    Raises ConfigError for a segment that the lens does not have.
    """
    sizes = None
    if base.known:
        sizes = evaluation.size_changes(base.started, base.ended, method=base.lens.lens)
        sizes = sizes[sizes["segment"].isin(base.lens.places)].reset_index(drop=True)
        base.run.write_table("size_changes", sizes)
    rules = _rules(base)
    if rules.empty:
        return Alerts(None, sizes, {})
    judged = base.run.write_table("alerts", evaluation.judged(rules, _figures(base, sizes)))
    return Alerts(judged, sizes, {"alerts": findings.alert_words(judged, lens=base.lens.lens, basis=base.basis)})


def _rules(base: Base) -> pd.DataFrame:
    rows = []
    for number, alert in enumerate(base.run.config.alerts):
        lens = "" if alert.segment is None else alert.lens or base.lens.lens
        if alert.segment is not None and lens == base.lens.lens and alert.segment not in base.lens.order:
            raise ConfigError(
                "client.yaml: 'alerts.{number}.segment' is {given}: {lens} has no such segment. Choose one of: {known}.",
                number=number,
                given=alert.segment,
                lens=lens,
                known=listed(base.lens.order),
            )
        rows.append(_row(number, alert, lens))
    return pd.DataFrame(rows, columns=RULE_COLUMNS)


def _row(number: int, alert: Alert, lens: str) -> tuple:
    return number + 1, alert.kpi, lens, alert.segment or "", alert.bound, float(alert.limit)


def _figures(base: Base, sizes: pd.DataFrame | None) -> pd.DataFrame:
    """Figures of all customers, of the segments of the start, and the sizes of segments, as far as they may be shown."""
    parts = [_of_all(base)]
    if base.known and base.run.has_table("segment_kpis"):
        parts.append(_of_segments(base))
    if sizes is not None:
        crossed = (sizes["came"] + sizes["went"]) ** 0.5 * 1.96
        parts.append(
            pd.DataFrame(
                {
                    "kpi": "customers", "segment": sizes["segment"], "lens": base.lens.lens, "value": sizes["after"].astype(float),
                    "low": sizes["after"] - crossed, "high": sizes["after"] + crossed, "n": sizes["after"],
                    "change": sizes["change"], "change_low": sizes["low"], "change_high": sizes["high"],
                }
            )
        )  # fmt: skip
    table = pd.concat([part.reindex(columns=FIGURES) for part in parts if len(part)], ignore_index=True)
    return table.drop_duplicates(["kpi", "lens", "segment"])


def _of_all(base: Base) -> pd.DataFrame:
    """The figures of the period; sums with the interval of a sum, shares with Wilson's."""
    kpis = base.run.read_table("kpis")[["kpi", "value", "n", "change"]].assign(segment="", lens="")
    reference = overview.reference(base.run, base.dates.as_of)
    spread = evaluation.period_spread(base.orders, reference=reference.days, **base.span).drop(columns=["value", "change"])
    table = kpis.merge(spread, on="kpi", how="left")
    rates = table["kpi"].isin(SHARES) & table["value"].notna() & (table["n"] > 0)
    low, high = wilson((table["value"] * table["n"])[rates], table["n"][rates])
    table.loc[rates, "low"], table.loc[rates, "high"] = low, high
    return table


def _of_segments(base: Base) -> pd.DataFrame:
    held = base.run.read_table("segment_kpis")
    shown = held[(held["method"] == base.lens.lens) & held["segment"].isin(base.lens.places) & (held["n"] >= findings.ENOUGH)]
    rates = shown["kpi"].isin(findings.SHARES)
    change = (shown["value"] / shown["reference"].where(shown["reference"] != 0) - 1).mask(
        rates, shown["value"] - shown["reference"]
    )
    return shown.assign(lens=base.lens.lens, change=change)
