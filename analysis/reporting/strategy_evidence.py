"""What the client's own campaigns teach about the plays: arms by the segments on the eve, and the plays with their effects."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pandas as pd

from analysis import evaluation, strategies
from analysis.features import Dates
from analysis.findings.evaluation_contacts import CONTROL, watched
from analysis.reporting import chosen
from analysis.reporting.compose import canonical, features_then, recalled_dates
from analysis.store import Run

DAYS = 30  # after a contact in which an order counts, as in chapter 05


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
    none = strategies.against_control(pd.DataFrame(columns=["campaign", "arm", "n", "ordered"]))
    contacts = canonical(run, "contacts")
    held = contacts is not None and bool(experiments) and "campaign" in contacts and run.has_table("features")
    contacts = None if not held else contacts[contacts["campaign"].isin(experiments)]
    contacts = None if contacts is None else watched(contacts, first=dates.first, as_of=dates.as_of, days=DAYS)
    if contacts is None or not contacts["arm"].eq(CONTROL).any():
        return none
    orders = run.read_table("orders").astype({"amount": float})
    parts = [strategies.against_control(evaluation.experiment_arms(contacts, orders, days=DAYS))]
    for campaign, part in contacts.groupby("campaign"):
        if part["contacted_at"].isna().all() or part["customer_id"].isna().all():
            continue
        eve = part["contacted_at"].min().date() - timedelta(days=1)
        segments = segments_then(run, eve, dates, methods)
        parts += [_by_segment(part, own, orders, str(campaign), method) for method, own in segments.groupby("method")]
    return pd.concat(parts, ignore_index=True)


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


def _by_segment(contacts: pd.DataFrame, segments: pd.DataFrame, orders: pd.DataFrame, campaign: str, method: str) -> pd.DataFrame:
    """One campaign's arms within each segment of a lens: each segment is evaluated as a campaign of its own."""
    placed = contacts.drop(columns="campaign").merge(segments[["customer_id", "segment"]], on="customer_id", how="inner")
    arms = evaluation.experiment_arms(placed.rename(columns={"segment": "campaign"}), orders, days=DAYS)
    told = arms.rename(columns={"campaign": "segment"}).assign(campaign=campaign)
    return strategies.against_control(told, method=method)


def waits(run: Run, days: int) -> dict[str, Any]:
    """How long the tests of each segment wait, from when on, and over how many stores: settings of `strategies.test_plans`.

    Written as `purchase_cycles`; without gaps each waits for as many `days` as returns were counted in.
    """
    gaps = run.read_table("gaps") if run.has_table("gaps") else pd.DataFrame({"customer_id": [], "gap_days": [], "closed": []})
    cycles = run.write_table("purchase_cycles", strategies.purchase_cycles(gaps, run.read_table("segments")))
    told = cycles[["method", "segment"]].assign(days=strategies.waiting_days(cycles["median_days"], otherwise=days))
    stores = run.read_table("features")["store"].nunique() if run.has_table("features") else 1
    return {"waits": told, "after": recalled_dates(run).as_of, "stores": stores}
