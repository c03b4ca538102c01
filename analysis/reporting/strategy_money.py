"""Two questions of chapter 04: where the budget should go, and how it will be known whether it worked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis import strategies
from analysis.findings import strategy_allocation as words
from analysis.findings import strategy_targets
from analysis.findings.strategy_figures import ENOUGH
from analysis.findings.strategy_money import budget_beside
from analysis.findings.strategy_settings import Terms
from analysis.reporting.page import Page
from analysis.reporting.strategy_plan import Plan
from analysis.schema import DERIVED
from analysis.segmentations.small_cells import seen
from analysis.store import Run
from analysis.strategies import allocation, spending
from analysis.strategies.allocation import Limits
from analysis.strategies.targets import ALL
from analysis.text import Skip, Words

STEPS = 12  # budgets on the curve
BEYOND = 1.25  # of the money that can be used, where the curve ends


@dataclass(frozen=True)
class Money:
    """What the two sections show, and their words: allocation, curve, allocation_table, effects, break-even as `budget`, targets."""

    allocation: pd.DataFrame
    curve: pd.DataFrame
    effects: pd.DataFrame
    targets: pd.DataFrame
    story: Mapping[str, Words | Skip | None]


def money(page: Page, plan: Plan) -> Money:
    """Allocation, budgets, learned effects and targets; all written.  The plan's words of break-even stand beside them."""
    run, strategy, terms, plays = page.run, page.run.config.strategy, plan.terms, plan.plays
    sizes, story, book = plan.inputs.sizes, plan.story, plan.book
    returns = plan.inputs.returns[plan.inputs.returns["n"] >= ENOUGH]
    options = _options(page, plays, book, sizes, returns, terms)
    limits = _limits(strategy, terms, options)
    better = {"first_better": strategy.first_better}
    contacts = allocation.allocated(options, limits, **better)
    spent = run.write_table("allocation", allocation.outcome(options, contacts, **better)[list(DERIVED["allocation"].names)])
    curve, checks = _beside(page, options, limits)
    effects = _shown_effects(page, plays, lens=options["method"].iloc[0] if len(options) else terms.lens)
    targets = run.write_table("kpi_targets", _targets(run, returns, sizes, spent))
    targets = targets[targets["method"].isin([terms.lens, ALL])].reset_index(drop=True)
    told = {"budget": story["budget"], "allocation": None, "curve": None, "allocation_table": None}
    if len(options):
        step = words.step_of(terms.budget, float(curve["budget"].max()))
        prices = allocation.price(options, limits, contacts, step=step, **better)
        told |= words.allocation(
            spent, curve, checks, prices, terms=terms, step=step, limits=limits, first_better=strategy.first_better
        )
        told["budget"] = budget_beside(story["budget"]) if isinstance(story["budget"], Words) else story["budget"]
    told["effects"] = words.effects(effects, terms) if len(effects) else None
    told["targets"] = strategy_targets.targets(targets, terms) if len(targets) else None
    return Money(spent, curve, effects, targets, told)


def _targets(run: Run, returns: pd.DataFrame, sizes: pd.DataFrame, spent: pd.DataFrame) -> pd.DataFrame:
    """The targets of every lens, because the next report may lead with another; those of all customers once."""
    held, given = _kpis(run), run.config.strategy.targets
    methods = list(returns["method"].unique()) or [ALL]
    parts = [strategies.kpi_targets(returns, sizes, spent, held, given, method=method) for method in methods]
    return pd.concat(parts, ignore_index=True).drop_duplicates(["method", "segment", "kpi"], ignore_index=True)


def _kpis(run: Run) -> pd.DataFrame:
    """The figures of the period; none where there are no orders."""
    return run.read_table("kpis") if run.has_table("kpis") else pd.DataFrame({"kpi": [], "value": [], "n": []})


def _options(page: Page, plays: pd.DataFrame, book: Any, sizes: pd.DataFrame, returns: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    details = pd.DataFrame(
        [(play.key, play.minutes, play.owner, len(play.touches)) for play in book.plays],
        columns=["play", "minutes", "owner", "touches"],
    )
    worth = strategies.extra_order_worth(sizes, margin=terms.margin)
    held = {"margin": terms.margin, "hold_out": terms.hold_out, "minimum": page.minimum_cell, "lens": terms.lens}
    return strategies.allocation_options(plays, details, worth, returns, **held)


def _limits(strategy: Any, terms: Terms, options: pd.DataFrame) -> Limits:
    """The client's limits, those of the lens that is allotted."""
    lens = options["method"].iloc[0] if len(options) else ""
    least = {
        key.removeprefix(f"{lens}."): value
        for key, value in strategy.minimum.items()
        if key.removeprefix(f"{lens}.") in set(options["segment"])
    }
    return Limits(terms.budget, strategy.capacity, strategy.most_plays, strategy.touches, least)


def _beside(page: Page, options: pd.DataFrame, limits: Limits) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same over budgets, and under other beliefs about the effects; both written."""
    run, better = page.run, {"first_better": page.run.config.strategy.first_better}
    most = spending.saturation(options, **better) * BEYOND
    if limits.budget is not None:
        most = max(min(most, 2 * limits.budget), min(limits.budget, most))
    budgets = np.linspace(0.0, most, STEPS + 1) if len(options) else np.array([])
    curve = run.write_table("budget_curve", spending.budget_curve(options, limits, budgets, **better))
    free = replace(limits, minimum={})
    return curve, run.write_table("allocation_checks", spending.hangs_on_beliefs(options, free, **better))


def _shown_effects(page: Page, plays: pd.DataFrame, *, lens: str) -> pd.DataFrame:
    """What was learned of the plays proposed, over everybody and by segment of one lens; small segments left out."""
    effects = page.run.read_table("play_effects")
    proposed = plays.loc[plays["method"] == lens, ["play", "method", "segment"]]
    own = seen(effects, page.run.read_table("shown_segments"), by="shown_then").merge(proposed, how="inner")
    overall = effects[(effects["method"] == "(all)") & effects["play"].isin(plays["play"])]
    return pd.concat([overall, own], ignore_index=True).sort_values(["play", "method", "segment"], ignore_index=True)
