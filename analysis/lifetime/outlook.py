"""What each customer will do and be worth: orders, money and the odds behind them, by a definition that stays.

Repeat buyers follow BG/NBD.  One-time buyers follow the empirical second-order curve as far as it
reaches, and the model's rate after that; the model says only how many orders follow a return.
"""

import numpy as np
import pandas as pd

from analysis.errors import ConfigError
from analysis.lifetime import bg_nbd, gamma_gamma
from analysis.lifetime.model import sorted_histories
from analysis.lifetime.second_orders import still_waiting

STEPS = 4  # quarters in which the money of the horizon is paid, each discounted to its middle
YEAR = 365.0


def lifetime(
    histories: pd.DataFrame,
    definition: pd.DataFrame,
    *,
    second_orders: pd.DataFrame,
    horizon_days: int = 365,
    margin: float | None = None,
    discount_rate: float = 0.10,
    steps: int = STEPS,
) -> pd.DataFrame:
    """What is expected of each customer over the horizon; one row per row of `histories`, in its order.

    definition       from `fit_lifetime`; second_orders from `second_order_curve`
    margin           margin of revenue, 0 to 1; without it `clv` is revenue
    discount_rate    a year

        customer_id           str
        basis                 str    bg_nbd | second_order_curve (one-time buyers within its reach) | none
        probability_alive     float  still a customer; repeat buyers only: of the others the model knows nothing
        probability_of_order  float  at least one order day within the horizon
        curve_days            float  days of the horizon that the second-order curve covers; 0 for repeat buyers
        expected_orders       float  order days within the horizon
        expected_order_value  float  money of such a day, in the client's currency, before the margin
        clv                   float  orders x value x margin, discounted: the value of the next year, not of a life

    Without a model (`basis` none in the definition) one-time buyers keep the probability as far as the curve
    reaches, everything else is missing.  Raises SchemaError for a history that cannot be, ConfigError for a
    setting out of range.
    """
    check_settings(horizon_days=horizon_days, margin=margin, discount_rate=discount_rate)
    people = sorted_histories(histories)
    table = _expected(people, definition, second_orders, horizon_days=float(horizon_days), rate=discount_rate, steps=steps)
    table["expected_order_value"] = order_values(people, definition) if definition["basis"].iloc[0] != "none" else np.nan
    table["clv"] = table.pop("discounted_orders") * table["expected_order_value"] * (1.0 if margin is None else margin)
    return table.set_index("customer_id").reindex(histories["customer_id"]).reset_index()


def worth(
    people: pd.DataFrame,
    definition: pd.DataFrame,
    *,
    second_orders: pd.DataFrame,
    horizon_days: int = 365,
    margin: float | None = None,
    discount_rate: float = 0.10,
    steps: int = STEPS,
) -> tuple[np.ndarray, np.ndarray]:
    """`clv` and `expected_orders` of `lifetime` alone, by row of `people` (`sorted_histories`), for many definitions."""
    factor = _odds(people, definition, second_orders, float(horizon_days))[2]
    orders, discounted = _orders(people, definition, factor, horizon_days=float(horizon_days), rate=discount_rate, steps=steps)
    return discounted * order_values(people, definition) * (1.0 if margin is None else margin), orders


def check_settings(*, horizon_days: int, margin: float | None, discount_rate: float) -> None:
    """Raise ConfigError where a setting is out of range."""
    if not 1 <= horizon_days <= 1826:
        raise ConfigError("'horizon_days' is {given}. Choose from 1 day to 1826 (five years).", given=horizon_days)
    if margin is not None and not 0 < margin <= 1:
        raise ConfigError("'margin' is {given}. Give it as a share of revenue, above 0 and at most 1.", given=margin)
    if not 0 <= discount_rate < 1:
        raise ConfigError("'discount_rate' is {given}. Give it as a share a year, from 0 to below 1.", given=discount_rate)


def order_values(people: pd.DataFrame, definition: pd.DataFrame) -> np.ndarray:
    """Money of an order day of each customer, by Gamma-Gamma, or the mean of all; missing where nothing was paid."""
    one = definition.iloc[0]
    if one["value_basis"] != "gamma_gamma":
        return np.full(len(people), one["mean_value"])
    paid = people.assign(mean_repeat_value=people["mean_repeat_value"].clip(lower=0.0))
    return gamma_gamma.expected_value(paid, definition).to_numpy()


def _expected(
    people: pd.DataFrame, definition: pd.DataFrame, curve: pd.DataFrame, *, horizon_days: float, rate: float, steps: int
) -> pd.DataFrame:
    """Odds and orders by customer, with the orders discounted at `rate` a year in `steps` parts."""
    table = pd.DataFrame({"customer_id": people["customer_id"], "basis": "none", "probability_alive": np.nan})
    if definition["basis"].iloc[0] == "none":
        waiting, covered = _waiting(people, curve, horizon_days)
        table["basis"] = np.where(covered > 0, "second_order_curve", "none")
        table["probability_of_order"] = np.where(covered > 0, 1.0 - waiting, np.nan)
        return table.assign(curve_days=covered, expected_orders=np.nan, discounted_orders=np.nan)
    odds, covered, factor = _odds(people, definition, curve, horizon_days)
    orders, discounted = _orders(people, definition, factor, horizon_days=horizon_days, rate=rate, steps=steps)
    once = people["repeat_count"].to_numpy() == 0
    table["basis"] = np.where(covered > 0, "second_order_curve", "bg_nbd")
    table["probability_alive"] = bg_nbd.probability_alive(people, definition).mask(once).to_numpy()
    return table.assign(probability_of_order=odds, curve_days=covered, expected_orders=orders, discounted_orders=discounted)


def _waiting(people: pd.DataFrame, curve: pd.DataFrame, horizon_days: float) -> tuple[np.ndarray, np.ndarray]:
    """Share still waiting and days that the curve covers; repeat buyers have none of these."""
    waiting, covered = still_waiting(curve, people["customer_age"].to_numpy(), ahead=horizon_days)
    return waiting, np.where(people["repeat_count"].to_numpy() == 0, covered, 0.0)


def _odds(
    people: pd.DataFrame, definition: pd.DataFrame, curve: pd.DataFrame, horizon_days: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probability of an order, days that the curve covers, and by how much the curve moves what the model says."""
    waiting, covered = _waiting(people, curve, horizon_days)
    by_model = bg_nbd.probability_of_purchase(people, definition, ahead=horizon_days).to_numpy()
    by_curve = 1.0 - waiting * _silent_beyond(people, definition, covered, horizon_days)
    odds = np.where(covered > 0, by_curve, by_model)
    return odds, covered, odds / by_model


def _orders(
    people: pd.DataFrame, definition: pd.DataFrame, factor: np.ndarray, *, horizon_days: float, rate: float, steps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Orders within the horizon, and the same discounted to today."""
    ends = horizon_days * np.arange(1, steps + 1) / steps
    until = np.column_stack([bg_nbd.expected_purchases(people, definition, ahead=end) for end in ends])
    discount = (1.0 + rate) ** (-(ends - horizon_days / steps / 2) / YEAR)
    return until[:, -1] * factor, np.diff(until, axis=1, prepend=0.0) @ discount * factor


def _silent_beyond(people: pd.DataFrame, definition: pd.DataFrame, covered: np.ndarray, horizon_days: float) -> np.ndarray:
    """The share of one-time buyers still waiting where the curve ends that stay silent to the end of the horizon."""
    r, alpha, _, _ = bg_nbd.values(definition)
    age = people["customer_age"].to_numpy()
    return ((alpha + age + covered) / (alpha + age + horizon_days)) ** r
