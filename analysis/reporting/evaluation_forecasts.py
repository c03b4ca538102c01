"""Last period's forecast: what the model of the report before says of this period, from what was known on its eve.

The stored parameters are laid on the histories of the eve, so that the forecast covers as many days as the period has; the
table `lifetime` that the report before wrote looks a year ahead.  Where that report left no model, one is fitted on the
orders before the period: nothing of the period is in it, but nobody acted on it either, so it is called a back-test.
"""

from dataclasses import dataclass

import pandas as pd

from analysis import lifetime
from analysis.config import previous
from analysis.lifetime import holdout
from analysis.lifetime.second_orders import first_gaps_at
from analysis.reporting.evaluation_base import Base
from analysis.reporting.records import gaps_at, histories_at
from analysis.store import Run

STORED, BACK_TEST = "stored", "back_test"


@dataclass(frozen=True)
class Forecast:
    """What was predicted of each customer for the period, what came, and the model behind it.

    predicted    customer_id, orders, value, probability_of_order, past_spend, recency_days; None where no model holds
    source       stored (of the report before) or back_test
    definition, second_orders, histories   the model and what it knew on the eve
    failed       the condition that the model did not pass, else ""
    """

    predicted: pd.DataFrame | None
    happened: pd.DataFrame
    source: str
    definition: pd.DataFrame
    second_orders: pd.DataFrame
    histories: pd.DataFrame
    failed: str = ""


def report_before(run: Run) -> Run:
    """The run of the period before, whether or not it was made."""
    return Run.open(run.client, previous(run.period), data=run.data, reports=run.reports)


def forecast(base: Base) -> Forecast | None:
    """The forecast of a run's period; None where no lifetime model is made, or nobody had ordered before."""
    run = base.run
    if not run.has_table("definition_lifetime"):
        return None
    now, then = histories_at(run, base.dates.as_of), histories_at(run, base.eve)
    if then.empty:
        return None
    before = report_before(run)
    stored = before.has_table("definition_lifetime") and before.has_table("second_order_curve")
    if stored:
        definition, curve = before.read_table("definition_lifetime"), before.read_table("second_order_curve")
    else:
        definition, curve = lifetime.fit_lifetime(then), second_orders(run, then)
    known = {"source": STORED if stored else BACK_TEST, "definition": definition, "second_orders": curve, "histories": then}
    came = holdout.outcomes(then, now)
    failed = _failed(definition, run.read_table("definition_lifetime"))
    if failed:
        return Forecast(None, came, **known, failed=failed)
    days = (base.dates.as_of - base.eve).days
    made = holdout.predictions(then, definition, second_orders=curve, days=days)
    predicted = made["model"].drop(columns="probability_alive").merge(_beside(made["past_spend"], then), on="customer_id")
    return Forecast(predicted, came, **known)


def second_orders(run: Run, then: pd.DataFrame) -> pd.DataFrame:
    """The curve of second orders as it stood on the day of the histories `then`."""
    gaps = gaps_at(run, run.period.end, of="order")
    return lifetime.second_order_curve(first_gaps_at(lifetime.first_gaps(gaps), then))


def _failed(definition: pd.DataFrame, today: pd.DataFrame) -> str:
    """The condition that keeps the model from predicting: its own, or that of today's (contracts, regular cycles)."""
    for one in (definition, today):
        if one["basis"].iloc[0] == "none":
            return str(one["reason"].iloc[0])
    return ""


def _beside(past: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """What a planner knows without a model: past spend going on, and days since the last order."""
    silent = then.assign(recency_days=then["customer_age"] - then["last_order_age"])[["customer_id", "recency_days"]]
    return past[["customer_id", "value"]].rename(columns={"value": "past_spend"}).merge(silent, on="customer_id")
