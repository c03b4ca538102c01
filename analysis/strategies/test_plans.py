"""How a play is tested, and whether the segment is large enough for the test to tell.

Some customers are held out at random and get nothing; what they do is what would have happened
anyway.  The smallest difference that such a test sees with 80 % power follows from the two arm
sizes and the share that orders anyway.  Where it is larger than the difference that would matter,
the test cannot tell, and the plan says so before any money is spent.

A test is read once, on the day written down before it starts; it stops early only where the guardrail of the play says
that it does harm.  It runs as long as customers usually take to come back (`cycles`), not as long as the period.

Where a contact spills over to whoever stands beside (a shop window, an advertisement), customers cannot be drawn: weeks
of a store are.  Customers of one week of one store are alike, so they count for less: 1 + (m − 1) ρ of them for one.

Cohen (1988), Statistical Power Analysis, ch. 6 (arcsine effect size h).  Donner and Klar (2000), Design and Analysis of
Cluster Randomization Trials, for the design effect.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy import stats

__test__ = False  # a stage of the kit, not a test module, whatever its name

AFTER_LAST = 14  # days that customers have to answer the last contact of a play
POWER = 0.8
SIGNIFICANCE = 0.05
ALIKE = 0.01  # ρ: how much more alike customers of one week of one store are
SPILLS = ("store", "ads")  # channels that reach whoever is there
KEY = ["play", "method", "segment"]


def test_plans(
    plays: pd.DataFrame,
    segment_returns: pd.DataFrame,
    *,
    days: int,
    holdout: float = 0.2,  # noqa: PT028 - a stage, not a test
    minimum_detectable: float = 0.05,  # noqa: PT028
    waits: pd.DataFrame | None = None,  # noqa: PT028
    after: date | None = None,  # noqa: PT028
    stores: int = 1,  # noqa: PT028
    last_touch: Mapping[str, int] | None = None,  # noqa: PT028
) -> pd.DataFrame:
    """Arms, base rate and smallest visible difference of each play: one row per play × method × segment.

    From `plays` and `segment_returns` to the table `test_plans`.  Settings:

        days                the days in which `segment_returns` counted an order; the test waits as long without `waits`
        holdout             share held out at random, above 0 and below 1
        minimum_detectable  the difference in the share ordering that would matter, as a fraction
        waits               method, segment, days: how long each test runs; the base rate is then that of so many days,
                            at an even pace
        last_touch          by play the day of its last contact after the first: no test ends before AFTER_LAST more days
        after               the last day of the period: tests start on the Mondays that follow, those of one segment one
                            after the other by priority, because a customer is in one test at a time
        stores              over which tests of plays that spill over are drawn, by week

    The arms divide the reachable customers, or all where consent is not held.  `base_rate` is the
    segment's observed return rate; where it is not known it is missing and `detectable` is worked out
    at one half, the widest case.  `detectable` is in points above the base rate (1 - base rate where
    not even everyone ordering would be seen).  verdict: testable if it is at most `minimum_detectable`,
    else too_small; `too_small_remedies` says what to do then.  `needed` is how many customers both arms together would
    need at this hold-out share (missing where the base rate leaves no room); `unit` is what is drawn: customer or store_week.

    Raises ValueError if `holdout` is not between 0 and 1.
    """
    if not 0 < holdout < 1:
        raise ValueError(f"holdout must lie between 0 and 1, not {holdout}")
    rates = segment_returns[["method", "segment", "share"]].rename(columns={"share": "base_rate"})
    plans = plays[[*KEY, "customers", "reachable"]].merge(rates, on=["method", "segment"], how="left", validate="m:1")
    waited = pd.Series(days, index=plans.index)
    if waits is not None:
        waited = plans[["method", "segment"]].merge(waits, on=["method", "segment"], how="left")["days"].fillna(days)
    plans["days"] = np.maximum(waited.to_numpy(), _at_least(plans["play"], last_touch or {})).astype("int64")
    plans["base_rate"] = 1 - (1 - plans["base_rate"]) ** (plans["days"] / days)
    plans["unit"] = np.where(plays["channel"].isin(SPILLS), "store_week", "customer") if "channel" in plays else "customer"
    size = plans["reachable"].fillna(plans["customers"]).astype("int64")
    held_out = np.minimum(np.maximum((size * holdout).round().astype("int64"), 1), size)
    plans = plans.assign(treated=size - held_out, held_out=held_out)
    less = _design_effect(plans, size, stores)
    base = plans["base_rate"].fillna(0.5)
    plans["detectable"] = detectable_difference(plans["base_rate"].fillna(0.5), plans["treated"] / less, plans["held_out"] / less)
    plans["verdict"] = np.where(plans["detectable"] <= minimum_detectable, "testable", "too_small")
    plans["needed"] = np.ceil(needed_customers(base, minimum_detectable, holdout) * less)
    plans["starts"] = _starts(plans, plays.get("priority"), after)
    return plans[[*KEY, "treated", "held_out", "base_rate", "detectable", "days", "verdict", "unit", "needed", "starts"]]


def needed_customers(base_rate: pd.Series, difference: float, holdout: float) -> pd.Series:
    """Customers in both arms that show a rise of `difference` with 80 % power; missing where it leads past everybody."""
    z = stats.norm.isf(SIGNIFICANCE / 2) + stats.norm.ppf(POWER)
    reached = (base_rate + difference).where(base_rate + difference <= 1)
    h = 2 * (np.arcsin(np.sqrt(reached)) - np.arcsin(np.sqrt(base_rate)))
    return (z / h) ** 2 * (1 / holdout + 1 / (1 - holdout))


def _at_least(plays: pd.Series, last_touch: Mapping[str, int]) -> np.ndarray:
    """Days before which no test may be read, in whole weeks: the last contact, and the time to answer it."""
    last = plays.map(last_touch).astype(float)
    return (7 * np.ceil((last + AFTER_LAST) / 7)).fillna(0).to_numpy()


def _design_effect(plans: pd.DataFrame, size: pd.Series, stores: int) -> pd.Series:
    """By how much drawing weeks of stores instead of customers shrinks a test; 1 for customers."""
    together = size / (max(stores, 1) * plans["days"] / 7)
    return (1 + (together - 1).clip(lower=0) * ALIKE).where(plans["unit"] == "store_week", 1.0)


def _starts(plans: pd.DataFrame, priority: pd.Series | None, after: date | None) -> pd.Series:
    """The Monday on which each test starts, as a day; missing without `after`."""
    if after is None:
        return pd.Series(pd.NaT, index=plans.index, dtype="datetime64[us]")
    monday = pd.Timestamp(after + timedelta(days=7 - after.weekday()))
    ranked = plans.assign(rank=np.arange(len(plans)) if priority is None else priority.to_numpy()).sort_values("rank")
    before = ranked.groupby(["method", "segment"])["days"].cumsum() - ranked["days"]
    return (monday + pd.to_timedelta(before, unit="D")).astype("datetime64[us]").reindex(plans.index)


def detectable_difference(base_rate: pd.Series, treated: pd.Series, held_out: pd.Series) -> pd.Series:
    """Smallest rise above `base_rate` seen with 80 % power, two-sided 5 %; 1 - base rate if none is, or an arm is empty."""
    z = stats.norm.isf(SIGNIFICANCE / 2) + stats.norm.ppf(POWER)
    spread = np.sqrt(1 / treated.where(treated > 0) + 1 / held_out.where(held_out > 0))
    angle = np.arcsin(np.sqrt(base_rate)) + z * spread / 2
    return (np.sin(angle.clip(upper=np.pi / 2)) ** 2 - base_rate).fillna(1 - base_rate)


def too_small_remedies(plans: pd.DataFrame, *, minimum_detectable: float = 0.05) -> pd.DataFrame:
    """What to do with each play that is too small to test.

    From `test_plans` to one row per plan with verdict too_small: play, method, segment, remedy:

        hold_out_half   half held out instead would show the difference
        pool_segments   tested over all segments of the play in this method, half held out, it would show
        claim_nothing   not even that: run it if it is cheap, report the counts, claim no effect
    """
    size = plans["treated"] + plans["held_out"]
    base = plans["base_rate"].fillna(0.5)
    pooled = size.groupby([plans["play"], plans["method"]]).transform("sum")
    pooled_base = (base * size).groupby([plans["play"], plans["method"]]).transform("sum") / pooled.where(pooled > 0)
    half = detectable_difference(base, size / 2, size / 2) <= minimum_detectable
    together = detectable_difference(pooled_base.fillna(0.5), pooled / 2, pooled / 2) <= minimum_detectable
    remedy = np.select([half, together], ["hold_out_half", "pool_segments"], default="claim_nothing")
    table = plans.assign(remedy=remedy).loc[plans["verdict"].eq("too_small")]
    return table[[*KEY, "remedy"]].reset_index(drop=True)
