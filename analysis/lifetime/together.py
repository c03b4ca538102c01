"""Everything about lifetimes from three histories: what a report needs, in one call."""

from dataclasses import dataclass

import pandas as pd

from analysis.lifetime import resampled
from analysis.lifetime.calibration import calibration
from analysis.lifetime.conditions import gated, gates
from analysis.lifetime.holdout import FEWEST, compared, outcomes, predictions
from analysis.lifetime.model import fit_lifetime
from analysis.lifetime.outlook import lifetime
from analysis.lifetime.second_orders import first_gaps, first_gaps_at, second_order_curve


@dataclass(frozen=True)
class Lifetimes:
    """The tables of one client and period; `start` and the tables of the hold-out are None where there was no such day."""

    definition: pd.DataFrame
    second_orders: pd.DataFrame
    gates: pd.DataFrame
    now: pd.DataFrame
    start: pd.DataFrame | None
    holdout: pd.DataFrame | None
    calibration: pd.DataFrame | None
    draws: resampled.Draws | None
    widening: dict[str, float]
    settings: dict

    @property
    def usable(self) -> bool:
        """Whether the model predicts for this client."""
        return self.definition["basis"].iloc[0] != "none"

    @property
    def money(self) -> str:
        """What `clv` is: margin or revenue."""
        return "revenue" if self.settings["margin"] is None else "margin"

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables to be written, by name."""
        every = {
            "definition_lifetime": self.definition,
            "second_order_curve": self.second_orders,
            "lifetime_gates": self.gates,
            "lifetime": self.now,
            "lifetime-start": self.start,
            "lifetime_holdout": self.holdout,
            "lifetime_calibration": self.calibration,
        }
        return {name: table for name, table in every.items() if table is not None}


def summary(
    now: pd.DataFrame,
    *,
    gaps: pd.DataFrame,
    gap_variation: pd.Series,
    at_cut: pd.DataFrame | None = None,
    held_out_days: int = 0,
    at_start: pd.DataFrame | None = None,
    frozen: pd.DataFrame | None = None,
    contract: bool = False,
    horizon_days: int = 365,
    margin: float | None = None,
    discount_rate: float = 0.10,
    draws: int = resampled.DRAWS,
    seed: int = 0,
) -> Lifetimes:
    """Fit, test on days held out, ask the gates, predict, and say how sure it is.

    now, at_cut, at_start  purchase histories (features.purchase_histories) on the as-of day, `held_out_days` before it
                           (see `holdout_days`), and on the day before the period
    gaps                   the table of that name on the as-of day: times to the second order come from it
    gap_variation          features.gap_variation
    frozen                 a definition of an earlier period, used instead of a fit; the gates are asked all the same

    The curve of second orders is always the present one.  Customers at the start are valued with the same
    definition and curve: the ruler stays.  Raises SchemaError for a history that cannot be, ConfigError for a
    setting out of range.
    """
    settings = {"horizon_days": horizon_days, "margin": margin, "discount_rate": discount_rate}
    first = first_gaps(gaps)
    curve = second_order_curve(first)
    tested, odds = _tested(at_cut, now, first, held_out_days, seed)
    definition = fit_lifetime(now, seed=seed) if frozen is None else frozen
    expected = lifetime(now, definition, second_orders=curve, **settings)
    found = gates(
        now,
        definition,
        gap_variation=gap_variation,
        predicted=expected if definition["basis"].iloc[0] != "none" else None,
        tested=tested,
        contract=contract,
    )
    definition = gated(definition, found)
    usable = definition["basis"].iloc[0] != "none"
    widen = {measure: resampled.widening(tested, measure=measure) for measure in ("orders", "value")}
    drawn = resampled.draws(now, definition, first_gaps=first, number=draws, seed=seed, **settings) if usable and draws else None
    expected = lifetime(now, definition, second_orders=curve, **settings)
    if drawn is None:
        expected = expected.assign(clv_low=float("nan"), clv_high=float("nan"))
    else:
        expected = resampled.customer_ranges(now, expected, drawn, widen=widen["value"], **settings)
    start = None if at_start is None else lifetime(at_start, definition, second_orders=curve, **settings)
    return Lifetimes(definition, curve, found, expected, start, tested, odds, drawn, widen, settings)


def _tested(
    at_cut: pd.DataFrame | None, now: pd.DataFrame, first: pd.DataFrame, days: int, seed: int
) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """The hold-out and the calibration; None where too little was known at the cut, or too little came after it."""
    if at_cut is None or not days or at_cut.empty:
        return None, None
    known = fit_lifetime(at_cut, seed=seed)
    happened = outcomes(at_cut, now)
    if known["basis"].iloc[0] == "none" or happened["orders"].sum() < FEWEST:
        return None, None
    curve = second_order_curve(first_gaps_at(first, at_cut))
    predicted = predictions(at_cut, known, second_orders=curve, days=days)
    return compared(predicted, happened, days=days), calibration(predicted["model"], happened)
