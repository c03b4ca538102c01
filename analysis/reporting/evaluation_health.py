"""Chapter 05, does the segmentation still hold: drift, mix, new limits, redraws, and what the segments told."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import evaluation
from analysis.config import previous
from analysis.findings import evaluation as findings
from analysis.findings import evaluation_refit as refit_words
from analysis.reporting import compose
from analysis.reporting.evaluation_base import Base
from analysis.reporting.evaluation_refits import Refits, refits
from analysis.text import Skip, Words


@dataclass(frozen=True)
class Health:
    """Tables as they are shown; None where the start of the period, or new limits, cannot be told."""

    drift: pd.DataFrame | None
    bins: pd.DataFrame | None
    mix: pd.DataFrame | None
    refits: Refits | None
    kept: pd.DataFrame | None
    separation: pd.DataFrame | None
    story: Mapping[str, Words | Skip | None]

    @property
    def limits(self) -> pd.DataFrame | None:
        return None if self.refits is None else self.refits.limits

    @property
    def limited(self) -> bool:
        """Whether any limit differs, so that there is a table of them."""
        return self.limits is not None and len(self.limits) > 0


def health(base: Base) -> Health:
    """The tables `drift`, `drift_bins`, `segment_mix`, `cut_points`, `refit_stability` and `separation`, and their words."""
    if not base.known:
        return Health(None, None, None, None, None, None, {})
    watched = findings.watched_features(evaluation.DRIFT_FEATURES, base.lens.defined_by)
    drift = base.run.write_table("drift", evaluation.drift(base.then, base.features, features=watched))
    marked = findings.marked(drift, base.lens.defined_by)
    moved = marked["feature"].head(refit_words.MOST_BINS).tolist()
    bins = evaluation.drift_bins(base.then, base.features, features=moved, minimum=base.minimum)
    base.run.write_table("drift_bins", bins)
    mix = _mix(base)
    made, told = _refits(base), _separation(base)
    shown = None if made is None or made.kept is None else _open(base, made.kept)
    words = _words(base, marked, bins, mix, made, told)
    return Health(marked, bins, _open(base, mix), made, shown, told, words)


def _mix(base: Base) -> pd.DataFrame:
    """The table `segment_mix` in the order of the lens."""
    table = base.run.write_table("segment_mix", evaluation.segment_mix(base.started, base.ended, **base.of))
    rank = {key: place for place, key in enumerate(base.lens.order)}
    return table.sort_values("segment", key=lambda keys: keys.map(rank).fillna(len(rank)), kind="stable", ignore_index=True)


def _open(base: Base, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of segments that may be shown, of the minimum of customers and more."""
    sizes = table[[name for name in ("customers", "customers_then", "customers_now") if name in table]].min(axis="columns")
    return table[table["segment"].isin(base.lens.places) & (sizes >= base.minimum)].reset_index(drop=True)


def _refits(base: Base) -> Refits | None:
    made = refits(base)
    if made is None:
        return None
    if made.limits is not None:
        base.run.write_table("cut_points", made.limits)
    if made.kept is not None:
        base.run.write_table("refit_stability", made.kept.assign(method=base.lens.lens))
    return made


def _separation(base: Base) -> pd.DataFrame:
    """The table `separation`: the segments of the start, tenths of recency, and the segments a period earlier."""
    buyers = base.then.loc[base.then["state"] == "buyer"].set_index("customer_id")
    own = base.started.set_index("customer_id")["segment"]
    groups = {"segments": own[own.index.isin(buyers.index)], "recency": evaluation.tenths(buyers["recency_days"])}
    table = evaluation.separation(groups, _outcome(base, base.dates.start, base.dates.as_of), against="recency", seed=1)
    run, before = base.run, previous(base.run.period)
    earlier = run.read_table("segments-earlier") if run.has_table("segments-earlier") else None
    if earlier is not None and base.lens.held_in(earlier):
        known = run.read_table("features-earlier")
        buyers = known.loc[known["state"] == "buyer", "customer_id"]
        own = base.lens.grouped(earlier).set_index("customer_id")["segment"]
        then = {"before": own[own.index.isin(buyers)]}
        again = evaluation.separation(then, _outcome(base, before.start, base.eve), against="before", seed=1)
        missing = ["difference", "difference_low", "difference_high"]
        table = pd.concat([table, again.assign(**dict.fromkeys(missing, float("nan")))], ignore_index=True)
    return run.write_table("separation", table)


def _outcome(base: Base, start: object, end: object) -> pd.DataFrame:
    """Who ordered in some days, and for how much: indexed by customer_id."""
    day = base.orders["ordered_at"].dt.normalize()
    inside = base.orders[(day >= pd.Timestamp(start)) & (day <= pd.Timestamp(end))]
    by = inside.groupby("customer_id").agg(ordered=("is_order", "any"), revenue=("amount", "sum"))
    return by.astype({"ordered": bool})


def _words(
    base: Base, drift: pd.DataFrame, bins: pd.DataFrame, mix: pd.DataFrame, made: Refits | None, told: pd.DataFrame
) -> dict[str, Words | Skip | None]:
    definitions = compose.told_definitions(base.run)
    frozen = {"frozen_from": "" if definitions == "refit" else definitions, "label": base.run.period.label}
    found = evaluation.verdict(
        drift, moved=None if made is None else 1 - made.share, draws=None if made is None else made.draws, separation=told
    )
    remade = None if made is None else _remade(made)
    redrawn = refit_words.redrawn_before(base.lens.rules[base.lens.lens])
    shown = pd.DataFrame() if made is None or made.kept is None else _open(base, made.kept)
    return {
        "drift": refit_words.recommended(findings.holds(drift, **frozen, basis=base.basis), found, remade, told),
        "bins": refit_words.bins(bins, drift),
        "mix": refit_words.mix(mix, _open(base, mix), evaluation.mix_verdict(mix), start=base.eve, basis=base.basis),
        "refit": refit_words.NO_REFIT if made is None else refit_words.limits(remade, made.limits, minimum=base.minimum),
        "stability": refit_words.stability(shown, made.draws) if len(shown) else None,
        "redrawn": None if redrawn is None else Words(answer=(redrawn,)),
        "separation": refit_words.separates(told),
    }


def _remade(made: Refits) -> refit_words.Remade:
    draws = made.draws
    luck = None if draws is None else evaluation.by_luck(draws)
    steady = None if draws is None else float(draws["share"].median())
    return refit_words.Remade(made.share, made.rand, made.n, made.basis, made.label, luck, steady)
