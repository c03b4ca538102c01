"""The effects planted in the demo clients' campaigns against what chapter 04 learned, and spending under the planted truth."""

import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import strategies
from analysis.reporting.compose import canonical, recalled_dates
from analysis.reporting.strategy_evidence import arms_by_segment, segments_then
from analysis.store import Run
from analysis.strategies import allocation, spending
from analysis.strategies.allocation import Limits

LENS = "lifecycle"
NUMBER = {"demo_retail": "customer_no", "demo_clinic": "card_no"}


def planted(run: Run) -> tuple[pd.DataFrame, float]:
    """The first planted campaign: by segment on its eve customers and mean true effect; and the effect over everybody.

    A customer's is the chance of one more order of the planted type, for those who had not left by then; over everybody
    it is given, less those who would have ordered anyway.
    """
    truth = json.loads((run.client_folder / "truth" / "parameters.json").read_text(encoding="utf-8"))
    campaign = truth["campaign"] if "campaign" in truth else truth["campaigns"][0]
    by_type = pd.DataFrame(campaign["by_type"])
    people = pd.read_parquet(run.client_folder / "truth" / "customers.parquet")
    ids = pd.read_parquet(run.client_folder / "pseudonyms.parquet").set_index("client_id")["customer_id"]
    people = people.assign(customer_id=people[NUMBER[run.client]].astype(str).map(ids)).dropna(subset="customer_id")
    sent = pd.Timestamp(campaign["sent"])
    there = people["alive_until"].isna() | (pd.to_datetime(people["alive_until"]) >= sent)
    effect = people["type"].map(by_type.set_index("type")["chance"]) * there
    contacts = canonical(run, "contacts")
    contacted = set(contacts.loc[contacts["campaign"] == campaign["name"], "customer_id"])
    eve = segments_then(run, sent.date() - timedelta(days=1), recalled_dates(run), [LENS])
    placed = eve.merge(people.assign(effect=effect)[["customer_id", "effect"]], on="customer_id")
    table = placed[placed["customer_id"].isin(contacted)].groupby("segment")["effect"].agg(["size", "mean"])
    overall = float((by_type["eligible"] * by_type["true_effect"]).sum() / by_type["eligible"].sum())
    return table.rename(columns={"size": "customers", "mean": "effect"}), overall


def learned(run: Run) -> pd.DataFrame:
    """What was learned of the play of the first mapped campaign, by segment of the life cycle and over everybody."""
    effects = run.read_table("play_effects")
    first = next(iter(run.config.strategy.experiments.values()))[0]
    return effects[(effects["play"] == first) & effects["method"].isin([LENS, "(all)"])].set_index("segment")


def spent(run: Run, *, times: int = 30) -> pd.DataFrame:
    """The planted campaign run again and again: each time learned from anew, its lesson spent, the result counted under the truth.

    One row per budget: mean margin by way to spend.  A segment keeps its customers and the share who order anyway; a
    contacted customer orders besides with the planted chance.  Gains are counted in customers who would not have come.
    """
    truth, own, random = planted(run)[0], learned(run), np.random.default_rng(11)
    cells, sizes = _arms(run), run.read_table("segment_sizes")
    anyway = cells["control_ordered"] / cells["control_n"]
    effect = truth["effect"].reindex(cells["segment"]).to_numpy() * (1 - anyway.to_numpy())
    worth = strategies.extra_order_worth(sizes, margin=run.config.strategy.margin)
    held = sizes[sizes["method"] == LENS].set_index("segment").loc[cells["segment"], ["customers", "revenue"]].reset_index()
    options = held.assign(
        method=LENS, play="campaign", reach=held["customers"].astype(float), unit_cost=1.5, minutes=0.0, owner="marketing", touches=1,
        evidence="tested", worth=worth.loc[[(LENS, one) for one in held["segment"]]].to_numpy(), low=effect, base=effect, high=effect,
    )  # fmt: skip
    assert set(own.index) >= set(held["segment"])
    total = []
    for _ in range(times):
        drawn = cells.assign(
            ordered=random.binomial(cells["n"], np.clip(anyway + effect, 0, 1)),
            control_ordered=random.binomial(cells["control_n"], anyway),
        )
        found = strategies.learned_effects(drawn, {}, {cells["campaign"].iloc[0]: ("campaign",)}).set_index("segment")
        believed = options.assign(**{name: found.loc[held["segment"], name].to_numpy() for name in ("low", "base", "high")})
        total.append([_margins(believed, options, budget) for budget in _budgets(options)])
    mean = np.mean(total, axis=0)
    return pd.DataFrame(mean, columns=["allocated", *spending.RULES]).assign(budget=_budgets(options))


def _budgets(options: pd.DataFrame) -> np.ndarray:
    """A tenth to nine tenths of what it costs to contact everybody."""
    return np.array([0.1, 0.3, 0.6, 0.9]) * float((options["reach"] * options["unit_cost"]).sum())


def _margins(believed: pd.DataFrame, real: pd.DataFrame, budget: float) -> list[float]:
    """What a budget brings in truth, spent on what is believed."""
    limits = Limits(float(budget))
    ways = [
        allocation.allocated(believed, limits),
        *(spending.spent_by_rule(believed, limits, rule=rule) for rule in spending.RULES),
    ]
    return [float(allocation.outcome(real, contacts)["margin_base"].sum()) for contacts in ways]


def _arms(run: Run) -> pd.DataFrame:
    """Contacted and left alone of the first campaign by segment of the life cycle on its eve, as they were read."""
    campaign = next(iter(run.config.strategy.experiments))
    cells = arms_by_segment(run, recalled_dates(run), run.config.strategy.experiments, methods=[LENS])
    return cells[(cells["campaign"] == campaign) & (cells["method"] == LENS) & (cells["control_n"] >= 30)].reset_index(drop=True)


def run_of(folder: Path, period: str = "2025-Q4") -> Run:
    return Run.open(folder.name, period, data=folder.parent)
