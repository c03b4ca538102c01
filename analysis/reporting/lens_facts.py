"""The tables of chapter 02, lens by lens: what sentences, charts and definitions are made of; all from finished segments."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from analysis import profiles
from analysis.features import Dates
from analysis.findings.segmentation_agreement import second_lens
from analysis.findings.segmentation_choice import recommended
from analysis.lifetime import tiers
from analysis.reporting.contracts import contract_of, retention
from analysis.reporting.divided import Divided
from analysis.reporting.earlier import shown_before
from analysis.reporting.lens_at import At
from analysis.reporting.lens_surveys import survey_facts
from analysis.reporting.main_lens import main_lens
from analysis.segmentations import (
    agreement,
    aipl,
    browsing,
    cluster_tables,
    due,
    group_means,
    lenses,
    lifecycle,
    membership,
    method_of,
    mismatch,
    overview,
    preference,
    rfm,
    risk_value,
    small_cells,
    survey_typing,
)
from analysis.segmentations.record import with_segments
from analysis.store import Run

PEOPLE = ("demographic", "geographic")  # methods whose groups are compared by revenue per head; a level is earned by it
SURVEYS = ("needs", "psychographic")
LENSES_DRAWN = 4  # of people and places, where nothing tells which of them matter
TIERS = ("clv", "value")  # lenses of value, the first that is there carries the tables of predicted value


@dataclass(frozen=True)
class Facts:
    """Tables by their names in schema.py.

    `decided` says what may be shown (`shown_segments`).  `shown` and `rates` are sizes and returns without what may not
    be; `sizes` and `returns`, which sentences are made of, hold it as one segment, so that totals are those of all.
    """

    decided: pd.DataFrame
    sizes: pd.DataFrame
    returns: pd.DataFrame | None
    shown: pd.DataFrame
    rates: pd.DataFrame | None
    sums: pd.DataFrame
    compared: pd.DataFrame
    judged: pd.DataFrame | None
    differences: pd.DataFrame | None
    agreement: pd.DataFrame
    tables: dict[str, Any] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        """A table of one of the sections; None where there is none."""
        return self.tables.get(name)

    def of(self, lens: str) -> pd.DataFrame:
        """The presentable sizes of one lens."""
        return lenses.of(self.shown, lens)

    def rates_of(self, lens: str) -> pd.DataFrame:
        """The presentable returns of one lens; empty without any."""
        return lenses.of(self.rates, lens)


def facts(run: Run, dates: Dates, divided: Divided, *, minimum: int, write: Callable[[str, pd.DataFrame], pd.DataFrame]) -> Facts:
    """Every table of the chapter; those that others read are written."""
    record, orders = divided.records.now, divided.orders
    worth = (_worth(record), _worth(divided.records.start))
    few = {"minimum": minimum, "worth": worth, "earlier": shown_before(run)}
    shown = write("shown_segments", small_cells.shown_segments(divided.segments, divided.before, **few))
    sizes = write("segment_sizes", lenses.by_method(orders, overview.segment_sizes, record, divided.segments))
    bought = run.read_table("orders") if run.has_table("orders") else None
    returns, then = None, divided.before
    if then is not None and bought is not None:
        after = {"start": dates.start - pd.Timedelta(days=1), "days": (dates.as_of - dates.start).days + 1}
        held = {lens: order for lens, order in orders.items() if (then["method"] == lens).any()}
        returns = write(
            "segment_returns", lenses.by_method(held, overview.returns_of, then, overview.orders_after(bought, **after))
        )
    today, at_start = lenses.with_groups(divided.segments), lenses.with_groups(then)
    compared = overview.lens_comparison(today, at_start=at_start, features=record if "period_revenue" in record else None)
    write("lens_comparison", compared[compared["method"].isin(list(divided.rules))])
    judged = lenses.judged(compared, today, at_start, record)
    workable = _workable(judged, divided)
    agreed = write("lens_agreement", agreement.lens_agreement(divided.segments[divided.segments["method"].isin(workable)]))
    differences = None if at_start is None else lenses.separation_differences(at_start, record)
    chosen = {"judged": judged, "differences": differences, "agreement": agreed, "minimum": minimum}
    write("lens_choice", main_lens(divided.segments, record, **chosen))
    tables = _sections(At(run, dates, divided, bought, minimum, shown), write=write)
    tables["judged_shown"] = lenses.smallest_told(judged, today, shown, minimum=minimum)
    cross = _crossed(divided, judged, differences, agreed)
    tables["cross_orders"] = {}
    if cross is not None:
        tables["cross"] = lenses.cross_cells(write("lens_cross", cross), shown, minimum=minimum, hide=profiles.hidden_cells)
        tables["cross_orders"] = {
            "rows": divided.orders[cross["method"].iloc[0]],
            "columns": divided.orders[cross["other"].iloc[0]],
        }
    return Facts(
        decided=shown,
        sizes=small_cells.pooled(sizes, shown),
        returns=None if returns is None else small_cells.pooled(returns, shown, by="shown_then"),
        shown=small_cells.blanked(sizes, shown),
        rates=lenses.presentable_returns(returns, shown),
        sums=lenses.reconciliation(record, sizes),
        compared=compared,
        judged=judged,
        differences=differences,
        agreement=agreed,
        tables=tables,
    )


def _sections(at: At, *, write: Callable[[str, pd.DataFrame], pd.DataFrame]) -> dict[str, Any]:
    """The tables of the sections that stand on tables of their own."""
    found: dict[str, Any] = {"fidelity_limits": {"least": survey_typing.LEAST_FIDELITY, "gain": survey_typing.LEAST_GAIN}}
    for part in (_orders, _lifetimes, _risk, _preferences, _due, _people, _online, survey_facts, _clusters):
        found |= part(at)
    for name in found.keys() & WRITTEN:
        write(name, found[name])
    return found


WRITTEN = {
    "rfm_scores", "recency_frequency_grid", "lifetime_gates",
    "lifetime_segments", "lifetime_risk", "group_means", "group_differences", "membership_mismatch", "replenishment_due",
    "preference_overview", "aipl_moves", "browsing_returns", "retention_curve", "survey_profile",
}  # fmt: skip


def _orders(at: At) -> dict[str, Any]:
    """What stands on recency, frequency and money, on the rhythm of orders, and on revenue alone."""
    record, rules = at.divided.records.now, at.divided.rules
    found: dict[str, Any] = {
        name: at.run.read_table(name) if at.run.has_table(name) else None for name in ("gap_curve", "concentration")
    }
    if "rfm" in rules:
        scores, grid = rfm.rfm_scores(record, rules["rfm"]), rfm.recency_frequency_grid(record, rules["rfm"])
        found |= {"rfm_scores": scores, "recency_frequency_grid": grid}
        few = {"minimum": at.minimum, "hide": profiles.hidden_cells}
        found["cells"] = lenses.grid_cells(grid, scores, at.divided.segments, **few)
        found["bands"] = lenses.band_sizes(rfm.score_bands(rules["rfm"]), scores, minimum=at.minimum)
    if "lifecycle" in rules:
        found |= {"cuts": lifecycle.stage_cuts(record, rules["lifecycle"]), "cut_days": lenses.cuts(rules)}
    if "value" in rules:
        sizes = overview.segment_sizes(record, _ordered(at.divided, "value"), method="value", order=at.divided.orders["value"])
        found["value_sizes"] = sizes.iloc[:0] if at.hides("value") else sizes  # the drawing would tell where tiers end
        if found["concentration"] is None:
            found["concentration"] = profiles.revenue_concentration(record[record["state"] == "buyer"])
    return found


def _clusters(at: At) -> dict[str, Any]:
    if "clusters" not in at.divided.rules:
        return {}
    rule = at.divided.rules["clusters"]
    return {"cluster_choice": cluster_tables.choice_of(rule), "centroids": cluster_tables.centroids_of(rule)}


def _lifetimes(at: At) -> dict[str, Any]:
    made, lens = at.divided.records.lifetimes, next((one for one in TIERS if one in at.divided.rules), None)
    found = _retention(at.run, at.divided, at.minimum)
    if made is None:
        return found
    found |= {"gates": made.gates, "holdout": made.holdout, "calibration": made.calibration}
    if made.usable and lens is not None:
        spent = at.divided.records.now[["customer_id", "revenue"]]
        every = {one: tiers.value_by_segment(made, _ordered(at.divided, one), method=one) for one in at.divided.rules}
        found["lifetime_segments"] = pd.concat(every.values(), ignore_index=True)
        shown = _without(tiers.presentable(every[lens], minimum=at.minimum), segment=at.hidden(lens))
        places = {key: place for place, key in enumerate(at.divided.orders[lens])}
        found["clv_tiers"] = shown.sort_values("segment", key=lambda keys: keys.map(places).fillna(len(places)), ignore_index=True)
        tier = "value" if "value" in at.divided.rules else lens
        found["lifetime_risk"] = tiers.money_at_risk(made.now, spent, at.divided.segments, method=tier)
        risk = tiers.presentable(found["lifetime_risk"], minimum=at.minimum)
        found["clv_risk"] = _without(risk, segment=at.hidden(tier))
    return found


def _without(table: pd.DataFrame, **hidden: list[str]) -> pd.DataFrame:
    """A presentable table without the figures of rows whose key in a column is hidden; `shown`, where it is there, says so."""
    gone = np.logical_or.reduce([table[column].isin(keys) for column, keys in hidden.items()])
    numbers = [column for column in table.columns if pd.api.types.is_float_dtype(table[column])]
    flags = {"shown": table["shown"] & ~gone} if "shown" in table else {}
    return table.assign(**{column: table[column].mask(gone) for column in numbers}, **flags)


def _ordered(divided: Divided, lens: str) -> pd.DataFrame:
    """The segments of one lens."""
    return divided.segments[divided.segments["method"] == lens]


def _retention(run: Run, divided: Divided, minimum: int) -> dict[str, Any]:
    """Retention of customers under contract, where the client says what is their tenure and who has left."""
    said = contract_of(run.config.settings)
    if said is None:
        return {}
    curve, summary = retention(divided.records.now, said, minimum=minimum)
    return {"retention_curve": curve, "retention": summary, "contract_unit": said.unit}


def _risk(at: At) -> dict[str, Any]:
    if not {"risk", "value"} <= set(at.divided.rules):
        return {}
    record = with_segments(at.divided.records.now, at.divided.segments)
    cells = risk_value.risk_by_value(record)
    scores = method_of("risk").risk_scores(at.divided.records.now, at.divided.rules["risk"])
    shown = risk_value.presentable_risk(cells, minimum=at.minimum)
    shown = _without(shown, tier=at.hidden("value"), segment=at.hidden("risk"))
    # Sentences add up cells: from sums with one that is hidden in its lens it could be told.
    told = shown[shown["shown"]] if at.hides("risk") or at.hides("value") else cells
    return {"risk": cells, "risk_told": told, "risk_scores": scores, "risk_shown": shown}


def _preferences(at: At) -> dict[str, Any]:
    rules = {lens: at.divided.rules[lens] for lens in at.divided.variants("preference")}
    found: dict[str, Any] = {"preference_overview": preference.overview(at.divided.records.now, rules)} if rules else {}
    if at.divided.records.occasion_months is not None:
        found["occasion_months"] = at.divided.records.occasion_months
    return found


def _due(at: At) -> dict[str, Any]:
    status, intervals = at.divided.records.due_status, at.divided.records.due_intervals
    if status is None or "replenishment" not in at.divided.rules:
        return {}
    table = due.replenishment_due(status, intervals)
    waiting = status.loc[status["status"].isin(["due", "overdue"]), "customer_id"].nunique()
    shown = due.presentable_due(table, minimum=at.minimum)
    return {"replenishment_due": table, "due_shown": shown, "due_intervals": intervals, "due_customers": int(waiting)}


def _people(at: At) -> dict[str, Any]:
    record, chosen = at.divided.records.now, [lens for method in PEOPLE for lens in at.divided.variants(method)]
    found: dict[str, Any] = {}
    if chosen and "revenue" not in record:
        sizes = lenses.by_method(
            {lens: at.divided.orders[lens] for lens in chosen}, overview.segment_sizes, record, at.divided.segments
        )
        shown = small_cells.blanked(sizes, at.decided)
        found["groups_shown"], found["groups_chart"] = shown, shown[shown["method"].isin(chosen[:LENSES_DRAWN])]
    elif chosen:
        parts = [
            group_means.group_means(record, at.divided.segments, method=lens, order=at.divided.orders[lens]) for lens in chosen
        ]
        found["group_means"] = pd.concat(parts, ignore_index=True)
        found["group_differences"] = group_means.group_differences(record, at.divided.segments, methods=chosen)
        found["groups_shown"] = small_cells.blanked(found["group_means"], at.decided)
        found["mean_revenue"] = group_means.mean_revenue(record)
        drawn = group_means.strongest(found["group_differences"])
        found["groups_chart"] = found["groups_shown"][found["groups_shown"]["method"].isin(drawn)]
    behaviour = next((one for one in ("loyalty", "value") if one in at.divided.rules), None)
    if behaviour is not None and "revenue" in record and membership.ranked(at.divided.rules.get("membership")):
        table = mismatch.membership_mismatch(
            record, at.divided.segments, at.divided.rules["membership"], behaviour=behaviour, minimum=at.minimum
        )
        shown = _without(mismatch.presentable_mismatch(table, minimum=at.minimum), tier=at.hidden(behaviour))
        found |= {"membership_mismatch": table, "mismatch_shown": shown}
    return found


def _online(at: At) -> dict[str, Any]:
    found: dict[str, Any] = {}
    start, days = at.dates.start - pd.Timedelta(days=1), (at.dates.as_of - at.dates.start).days + 1
    then = at.divided.before
    if "engagement.state" in at.divided.rules and at.bought is not None and at.divided.records.start is not None:
        rule = at.divided.rules["engagement.state"]
        if "events.browsing_days_30" in at.divided.records.start:
            found["browsing_returns"] = browsing.browsing_returns(
                at.divided.records.start, rule, at.bought, start=pd.Timestamp(start), days=days
            )
    if "aipl" in at.divided.rules and then is not None and (then["method"] == "aipl").any():
        moves = aipl.stage_moves(then[then["method"] == "aipl"], _ordered(at.divided, "aipl"))
        found["aipl_moves"] = moves[~moves["segment"].isin(small_cells.hidden_of(at.decided, "aipl"))].reset_index(drop=True)
    return found


def _workable(judged: pd.DataFrame | None, divided: Divided) -> list[str]:
    """The lenses that a team can work with; without a comparison all but those of taste, of which most customers have none."""
    if judged is None:
        return [lens for lens in divided.rules if not lens.startswith("preference.")]
    return [lens for lens in judged.loc[judged["able"], "method"] if lens in divided.rules and not lens.startswith("preference.")]


def _crossed(
    divided: Divided, judged: pd.DataFrame | None, differences: pd.DataFrame | None, agreed: pd.DataFrame
) -> pd.DataFrame | None:
    """The recommended lens by the one that adds most to it: the table `lens_cross`; None where there is no second one."""
    if judged is None or differences is None or not judged["separation"].notna().any():
        return None
    main, _ = recommended(judged, differences)
    other = second_lens(agreed, judged, main=main) if main in divided.rules else None
    if other is None or other not in divided.rules:
        return None
    both = divided.segments[~divided.segments["segment"].isin(("refund_only", "no_order", "prospect"))]
    held = both.loc[both["method"] == main, "customer_id"]
    both = both[both["customer_id"].isin(held)]
    return agreement.lens_cross(
        both, divided.records.now, method=main, other=other, orders=(divided.orders[main], divided.orders[other])
    )


def _worth(record: pd.DataFrame | None) -> pd.Series | None:
    """What each customer brought, by customer_id; None where no money is held."""
    return record.set_index("customer_id")["revenue"] if record is not None and "revenue" in record else None
