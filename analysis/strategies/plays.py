"""Which play fits which segment, what it costs and from which lift it pays.

A play is laid beside every segment that it names.  The break-even lift needs no forecast: it is the
lift at which the margin of the extra sales equals the cost of the contact.  Margin at stake is only
given where the effect was sourced or tested; everything else is "to be tested" and outside totals.
Customers stand in one segment of every method, so plays of different methods overlap: costs and
margins may be added up within a method, never over methods.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, SchemaError
from analysis.strategies.conditions import segments_of
from analysis.strategies.play import Play
from analysis.strategies.playbook import Playbook

KEY = ["method", "segment"]
COLUMNS = [
    "play", "method", "segment", "customers", "reachable", "revenue", "lever", "channel", "unit_cost", "cost",
    "effect_low", "effect_base", "effect_high", "evidence", "status", "break_even", "margin_at_stake",
    "margin_low", "margin_high", "priority",
]  # fmt: skip
YES = ("true", "1", "1.0", "yes", "y", "是", "同意")


def matched_plays(
    segment_sizes: pd.DataFrame,
    playbook: Playbook,
    *,
    margin: float | None,
    consent: pd.DataFrame | None = None,
    currency: str | None = None,
    channel_costs: Mapping[str, float] | None = None,
    triggers: pd.DataFrame | None = None,
    lens: str | None = None,
) -> pd.DataFrame:
    """Every play beside every segment that it names: one row per play × method × segment.

    From `segment_sizes` and the playbook to the table `plays`.  Rejected plays and empty segments are
    left out, and so are plays whose `when` does not fit: `few_orders` where the segment's orders per
    customer fall further behind those of all segments with orders than its average order does,
    `small_baskets` otherwise.  Settings:

        margin         contribution margin as a fraction of revenue; None where not known
        consent        method, segment, reachable (customers with consent on record, `consent_counts`); with
                       a column channel also the same by channel ('' for all of them): of the play's
                       channels the one by which most have agreed is then proposed, and counts;
                       None where the client holds no consent: reachable and cost are then missing
        currency       the client's, e.g. GBP; where it is not the playbook's, the playbook's costs are
                       missing rather than wrong
        channel_costs  the client's cost per contact by channel; goes before the playbook's, and the
                       first of the play's channels that it prices is the channel proposed
        triggers       the table `play_triggers`; without it, plays with conditions on segments fit none
        lens           the method whose segments a play for any method is laid beside

    Figures:

        cost             unit_cost × reachable
        break_even       unit_cost / (average order × margin): extra orders per contact, or the relative
                         lift of the next basket; for the lever `margin` unit_cost / average order, in points
                         of margin.  A segment without orders (prospects) takes the method's average order
        margin_at_stake  effect_base × reachable × average order × margin (lever `margin`: without margin),
                         before costs; only where the effect is sourced or tested; margin_low and margin_high
                         are those of effect_low and effect_high
        priority         1 is first: by revenue × margin × reachable share, less cost.  It says where money
                         is within reach, not what a play brings.  An unknown share, cost or margin counts
                         as 1, 0 and 1; ties by play, method, segment

    Raises ConfigError if `margin` is not a fraction between 0 and 1.
    """
    if margin is not None and not 0 < margin <= 1:
        raise ConfigError("strategy.margin is {given}. Give a fraction above 0, up to 1, e.g. 0.45 for 45 %.", given=margin)
    general, by_channel = _of_channels(consent)
    sizes = _with_reach(segment_sizes.loc[segment_sizes["customers"] > 0], general)
    costs = channel_costs or {}
    own_currency = currency in (None, playbook.currency)
    unmet = _unmet(triggers)
    rows = [
        _row(play, segment, by_channel.get((segment["method"], segment["segment"]), {}), costs, own_currency)
        for play in playbook.plays
        if play.status != "rejected"
        for segment in segments_of(play, sizes, lens=lens).to_dict("records")
        if _fits(play, segment) and _conditions_met(play, segment, unmet)
    ]
    table = pd.DataFrame(rows, columns=[*COLUMNS[:-5], "order_value"]).astype({"customers": "int64", "reachable": "Int64"})
    return _with_money(table, np.nan if margin is None else margin)


def consent_counts(segments: pd.DataFrame, customers: pd.DataFrame, *, column: str) -> pd.DataFrame:
    """How many customers of each segment have given consent, for `matched_plays`.

    From `segments` (customer_id, method, segment) and the consent `column` of `customers` to method,
    segment, reachable.  Consent is only what says so: true, 1, yes, 是, 同意; anything else, and
    customers without a row, count as no.  Raises SchemaError without that column.
    """
    if column not in customers:
        raise SchemaError(
            "Table 'customers' has no column '{column}'. Map the consent column under source.customers.columns.", column=column
        )
    given = customers[column].astype(str).str.strip().str.lower().isin(YES)
    agreed = pd.Index(customers.loc[given, "customer_id"].unique())
    reachable = agreed.get_indexer(segments["customer_id"]) >= 0
    counts = segments.assign(reachable=reachable).groupby(KEY)["reachable"].sum()
    return counts.reset_index()


def _of_channels(consent: pd.DataFrame | None) -> tuple[pd.DataFrame | None, dict[tuple[str, str], dict[str, int]]]:
    """The counts over all channels, and those by channel for each segment."""
    if consent is None or "channel" not in consent:
        return consent, {}
    known: dict[tuple[str, str], dict[str, int]] = {}
    for row in consent[consent["channel"] != ""].itertuples():
        known.setdefault((row.method, row.segment), {})[row.channel] = int(row.reachable)
    return consent[consent["channel"] == ""], known


def _with_reach(sizes: pd.DataFrame, consent: pd.DataFrame | None) -> pd.DataFrame:
    """Each segment with its reachable customers, its order value and which of its two levers is short."""
    buying = sizes[["customers", "orders", "revenue"]].where(sizes["orders"] > 0, 0)
    totals = buying.groupby(sizes["method"]).transform("sum")
    base_order = totals["revenue"] / totals["orders"].where(totals["orders"] > 0)
    order = (sizes["revenue"] / sizes["orders"].where(sizes["orders"] > 0)).fillna(base_order)
    orders_short = (sizes["orders"] / sizes["customers"]) / (totals["orders"] / totals["customers"]).where(totals["orders"] > 0)
    sizes = sizes.assign(order_value=order.where(order > 0), few_orders=orders_short.fillna(0) < (order / base_order).fillna(1))
    if consent is None:
        return sizes.assign(reachable=pd.array([pd.NA] * len(sizes), dtype="Int64"))
    known = sizes.merge(consent[[*KEY, "reachable"]], on=KEY, how="left", validate="1:1")
    return known.assign(reachable=known["reachable"].fillna(0).astype("Int64"))


def _fits(play: Play, segment: dict[str, Any]) -> bool:
    return play.when is None or segment["few_orders"] == (play.when == "few_orders")


def _unmet(triggers: pd.DataFrame | None) -> set[tuple[str, str, str]] | None:
    if triggers is None:
        return None
    return set(triggers.loc[~triggers["met"].astype(bool), ["play", *KEY]].itertuples(index=False, name=None))


def _conditions_met(play: Play, segment: dict[str, Any], unmet: set[tuple[str, str, str]] | None) -> bool:
    if not any(condition.of_segments for condition in play.where):
        return True
    return unmet is not None and (play.key, segment["method"], segment["segment"]) not in unmet


def _row(
    play: Play, segment: dict[str, Any], agreed: Mapping[str, int], costs: Mapping[str, float], own_currency: bool
) -> dict[str, Any]:
    channel = next((name for name in play.channels if name in costs), play.channels[0])
    able = [name for name in play.channels if name in agreed]
    if able:  # of those by which as many agreed, the one whose cost the client knows, then the play's first
        channel = max(able, key=lambda name: (agreed[name], name in costs, -play.channels.index(name)))
        segment = segment | {"reachable": agreed[channel]}
    effect = play.effect.model_dump(include={"low", "base", "high"})
    return {
        "play": play.key,
        **{name: segment[name] for name in (*KEY, "customers", "reachable", "revenue", "order_value")},
        "lever": play.lever,
        "channel": channel,
        "unit_cost": costs.get(channel, play.unit_cost if own_currency else np.nan),
        **{f"effect_{name}": np.nan if value is None else value for name, value in effect.items()},
        "evidence": play.effect.evidence,
        "status": play.status,
    }


def _with_money(table: pd.DataFrame, margin: float) -> pd.DataFrame:
    """Cost, break-even, margin at stake and priority."""
    reach = table["reachable"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    earned = (table["order_value"] * margin).mask(table["lever"].eq("margin"), table["order_value"])
    cost = table["unit_cost"] * reach
    proven = table["evidence"].ne("to_be_tested")
    stakes = {
        column: (table[effect] * reach * earned).where(proven)
        for column, effect in {"margin_at_stake": "effect_base", "margin_low": "effect_low", "margin_high": "effect_high"}.items()
    }
    share = np.nan_to_num(reach / table["customers"], nan=1.0)
    within_reach = table["revenue"] * (1.0 if np.isnan(margin) else margin) * share - cost.fillna(0.0)
    table = table.assign(cost=cost, break_even=table["unit_cost"] / earned, **stakes, score=-within_reach)
    table = table.sort_values(["score", "play", "method", "segment"]).reset_index(drop=True)
    return table.assign(priority=np.arange(1.0, len(table) + 1))[COLUMNS]
