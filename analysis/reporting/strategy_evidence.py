"""What the client's own campaigns teach about the plays: arms by the segments on the eve, and the plays with their effects."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import evaluation, strategies
from analysis.features import Dates
from analysis.reporting import chosen
from analysis.reporting.campaigns import measured
from analysis.reporting.compose import canonical, features_then, recalled_dates
from analysis.reporting.earlier import earlier_runs
from analysis.segmentations.small_cells import TOGETHER
from analysis.store import Run

DAYS = 30  # after a contact in which an order counts, as in chapter 05
_COUNTS = ("n", "control_n", "value", "control_value")


def learned(run: Run, plays: pd.DataFrame, book: Any, *, sizes: pd.DataFrame, margin: float | None) -> pd.DataFrame:
    """`plays` with the effects of campaigns that client.yaml says were instances of them; also written, with `play_effects`.

    Only campaigns whose days of waiting are over by the day of the report are read.  Segments are those in which
    customers stood on the day before the first contact, by today's limits; lenses that rest on more than orders and
    visits are not known for that day, and take the effect over everybody.
    """
    dates, experiments = recalled_dates(run), run.config.strategy.experiments
    cells = arms_by_segment(run, dates, experiments, methods=list(plays["method"].unique()))
    priors = {play.key: _prior(play.effect) for play in book.plays}
    effects = run.write_table("play_effects", strategies.learned_effects(cells, priors, experiments))
    worth = strategies.extra_order_worth(sizes, margin=margin)
    return run.write_table("plays", strategies.with_effects(plays, effects, worth=worth))


def _prior(effect: Any) -> tuple[float, float, float] | None:
    """What the playbook expects, where it says so with a source."""
    told = (effect.low, effect.base, effect.high)
    return None if None in told or effect.evidence == "to_be_tested" else told


def arms_by_segment(run: Run, dates: Dates, experiments: Mapping[str, Any], *, methods: list[str]) -> pd.DataFrame:
    """Contacted against left alone: over everybody, and by the segments of each of `methods` on the eve."""
    effects = known_effects(run, dates, experiments)
    wanted = effects["dimension"].isin([*methods, evaluation.EVERYBODY]) & effects["campaign"].isin(experiments)
    wanted &= ~effects["segment"].isin([evaluation.OTHERS, TOGETHER])  # several segments as one teach nothing of any
    return strategies.cells_of(effects[wanted])


def known_effects(run: Run, dates: Dates, experiments: Mapping[str, Any]) -> pd.DataFrame:
    """What is known of the client's campaigns: measured from the contacts of today's files, else as stored by earlier reports.

    A campaign of which the files still hold a contact is taken from them alone, and one that several reports stored
    from the latest: nothing counts twice.
    """
    none = pd.DataFrame(columns=["campaign", "dimension", "segment", "outcome", "difference", "unit", "error", *_COUNTS])
    contacts = canonical(run, "contacts") if experiments else None
    orders = run.read_table("orders").astype({"amount": float}) if run.has_table("orders") else None
    own = None if contacts is None else measured(run, dates, days=DAYS, orders=orders)
    held = set() if contacts is None else set(contacts["campaign"].dropna()) if "campaign" in contacts else {evaluation.UNNAMED}
    found = [] if own is None else [own.effects]
    for one in reversed(earlier_runs(run, "experiment_effects")) if experiments else ():
        stored = one.read_table("experiment_effects")
        found.append(stored[~stored["campaign"].isin(held)])
        held |= set(stored["campaign"])
    found = [table for table in found if not table.empty]
    return pd.concat(found, ignore_index=True) if found else none


def segments_then(run: Run, day: Any, dates: Dates, methods: list[str]) -> pd.DataFrame:
    """The segments on a day by the saved limits, of those lenses that orders and visits alone make."""
    features = features_then(run, day, dates)
    known = {
        method: lens
        for method, lens in chosen.every_lens(run).items()
        if method in methods and set(lens.defined_by) <= set(features.columns)
    }
    found = [lens.assign(features).assign(method=method) for method, lens in known.items()]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["customer_id", "segment", "method"])


def waits(run: Run, days: int) -> dict[str, Any]:
    """How long the tests of each segment wait, from when on, and over how many stores: settings of `strategies.test_plans`.

    Written as `purchase_cycles`; without gaps each waits for as many `days` as returns were counted in.
    """
    gaps = run.read_table("gaps") if run.has_table("gaps") else pd.DataFrame({"customer_id": [], "gap_days": [], "closed": []})
    cycles = run.write_table("purchase_cycles", strategies.purchase_cycles(gaps, run.read_table("segments")))
    told = cycles[["method", "segment"]].assign(days=strategies.waiting_days(cycles["median_days"], otherwise=days))
    stores = run.read_table("features")["store"].nunique() if run.has_table("features") else 1
    return {"waits": told, "after": recalled_dates(run).as_of, "stores": stores}
