"""The allocation beside simpler ways to spend, over budgets, and how far it hangs on what was believed before a test.

    proportional   each segment gets a share of the budget as large as its share of revenue
    customers      as large as its share of the customers who can be reached
    top_value      the segment with the highest revenue per customer first, then the next, until the money is gone

All are held to the same response, the same minutes of the staff and one play per segment, the one that brings most per
contact; money that finds nobody left to contact stays unspent.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.strategies.allocation import FIRST_BETTER, Limits, allocated, gains, outcome, stepped

RULES = ("proportional", "customers", "top_value")
SCENARIOS = ("low", "high", "tested_only")


def spent_by_rule(options: pd.DataFrame, limits: Limits, *, rule: str) -> np.ndarray:
    """Contacts by option and step of one of the `RULES`; `options` also has customers and revenue of the segment."""
    mean = gains(options, first_better=0.0)[:, 0]
    best = options.assign(mean=mean, place=np.arange(len(options))).sort_values(["mean", "play"], ascending=[False, True])
    best = best.drop_duplicates("segment").sort_values("place")
    most = best["reach"] * best["unit_cost"]
    budget = float(most.sum()) if limits.budget is None else limits.budget
    if rule == "top_value":
        order = (best["revenue"] / best["customers"]).sort_values(ascending=False, kind="stable").index
        before = most[order].cumsum() - most[order]
        money = (budget - before).clip(lower=0.0).reindex(best.index)
    else:
        size = (best["revenue"] if rule == "proportional" else best["reach"]).clip(lower=0.0).astype(float)
        money = budget * size / (size.sum() or 1.0)
    people = np.zeros(len(options))
    people[best["place"]] = np.minimum(money, most) / best["unit_cost"]
    return stepped(options, _within_minutes(options, people, limits))


def _within_minutes(options: pd.DataFrame, people: np.ndarray, limits: Limits) -> np.ndarray:
    """Contacts cut by the same share for all plays of an owner whose minutes do not suffice."""
    kept = people.copy()
    for owner, minutes in limits.capacity.items():
        own = (options["owner"] == owner).to_numpy()
        need = float((kept * options["minutes"])[own].sum())
        kept[own] *= min(1.0, minutes / need) if need > 0 else 1.0
    return kept


def budget_curve(options: pd.DataFrame, limits: Limits, budgets: np.ndarray, *, first_better: float = FIRST_BETTER) -> pd.DataFrame:
    """The table `budget_curve`: what each budget would bring, allocated and spent by rule.

    budget, spent (of it, by the allocation), margin_low, margin (after cost), margin_high, and the margin by rule.
    Minima are left out: a small budget could not meet them.
    """
    rows = []
    for budget in budgets:
        held = replace(limits, budget=float(budget), minimum={})
        told = outcome(options, allocated(options, held, first_better=first_better), first_better=first_better)
        rules = {
            rule: outcome(options, spent_by_rule(options, held, rule=rule), first_better=first_better)["margin_base"].sum()
            for rule in RULES
        }
        rows.append(
            {
                "budget": float(budget), "spent": told["cost"].sum(), "margin_low": told["margin_low"].sum(),
                "margin": told["margin_base"].sum(), "margin_high": told["margin_high"].sum(), **rules,
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=["budget", "spent", "margin_low", "margin", "margin_high", *RULES], dtype="float64")


def saturation(options: pd.DataFrame, *, first_better: float = FIRST_BETTER) -> float:
    """The money that the allocation would spend if there were no limit on it."""
    free = allocated(options, Limits(None, most_plays=len(options)), first_better=first_better)
    return float((free.sum(axis=1) * options["unit_cost"]).sum())


def hangs_on_beliefs(options: pd.DataFrame, limits: Limits, *, first_better: float = FIRST_BETTER) -> pd.DataFrame:
    """The table `allocation_checks`: solved again at low and high effects, and with tested effects alone.

    scenario, spent, moved: the share of the money that goes elsewhere, or is no longer spent, against the base effects;
    of the larger of the two sums.
    """
    base = _money(options, limits, "base", first_better)
    rows = []
    for scenario in SCENARIOS:
        if scenario == "tested_only":
            proven = (options["evidence"] == "tested").to_numpy()
            money = np.zeros(len(options))
            money[proven] = _money(options[proven], replace(limits, minimum={}), "base", first_better)
        else:
            money = _money(options, limits, scenario, first_better)
        larger = max(base.sum(), money.sum())
        moved = 1 - np.minimum(base, money).sum() / larger if larger > 0 else 0.0
        rows.append({"scenario": scenario, "spent": float(money.sum()), "moved": float(moved)})
    return pd.DataFrame(rows)


def _money(options: pd.DataFrame, limits: Limits, effect: str, first_better: float) -> np.ndarray:
    contacts = allocated(options, limits, effect=effect, first_better=first_better)
    return contacts.sum(axis=1) * options["unit_cost"].to_numpy(float)
