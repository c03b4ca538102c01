"""How sure a sum of predictions is: the crowd drawn again and the models fitted again, fifty times.

Parameters alone would promise too much: on CDNOW their range misses what came.  So customers are
drawn too, and the range is widened by the error of the back-test, which does not shrink with n.
Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapters 6 and 13.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import AnalysisError
from analysis.lifetime import bg_nbd, gamma_gamma
from analysis.lifetime.model import SAMPLE, sampled, sorted_histories
from analysis.lifetime.outlook import worth
from analysis.lifetime.second_orders import second_order_curve

DRAWS = 50
FOR_CUSTOMERS = 20  # draws behind the range of each customer
QUANTILES = (0.025, 0.975)


@dataclass(frozen=True)
class Draws:
    """The resampled crowds: worth and times of each sampled customer by draw, and how many customers one stands for.

    `definitions` and `curves` hold what was fitted on each; `worth` is clv, `orders` expected orders.
    """

    customers: pd.Index
    worth: np.ndarray
    orders: np.ndarray
    times: np.ndarray
    scale: float
    definitions: list[pd.DataFrame]
    curves: list[pd.DataFrame]


def draws(
    histories: pd.DataFrame,
    definition: pd.DataFrame,
    *,
    first_gaps: pd.DataFrame,
    number: int = DRAWS,
    seed: int = 0,
    sample: int = SAMPLE,
    **settings: object,
) -> Draws:
    """Draw customers with replacement, fit both models and the second-order curve, predict; `number` times.

    first_gaps  one row per customer of `histories` (customer_id, waited, ordered)
    settings    horizon_days, margin, discount_rate, as for `lifetime`
    """
    people = sampled(sorted_histories(histories), size=sample, seed=seed)
    first = people[["customer_id"]].merge(first_gaps, on="customer_id", how="left", validate="1:1")
    first = first.fillna({"waited": 0.0}).assign(ordered=first["ordered"].eq(True))
    found = list(_refits(people, first, definition, number=number, seed=seed, settings=settings))
    times, definitions, curves, worth, orders = zip(*found, strict=True) if found else ((), (), (), (), ())
    return Draws(
        pd.Index(people["customer_id"]),
        np.array(worth),
        np.array(orders),
        np.array(times),
        len(histories) / max(len(people), 1),
        list(definitions),
        list(curves),
    )


def _refits(
    people: pd.DataFrame, first: pd.DataFrame, definition: pd.DataFrame, *, number: int, seed: int, settings: dict
) -> Iterator[tuple]:
    """Each draw: times, definition, curve, clv and orders; a crowd on which nothing can be fitted is left out."""
    random = np.random.default_rng(seed)
    seen = people["customer_age"].to_numpy() > 0
    capped = people.assign(mean_repeat_value=people["mean_repeat_value"].clip(upper=definition["value_cap"].iloc[0]))[seen]
    by_model = definition["value_basis"].iloc[0] == "gamma_gamma"
    try:
        histories, paid = bg_nbd.rows_of(people[seen]), gamma_gamma.rows_of(capped) if by_model else None
    except AnalysisError:
        return
    repeat_count, value = capped["repeat_count"].to_numpy(), capped["mean_repeat_value"].to_numpy()
    for _ in range(number):
        times = np.bincount(random.integers(0, len(people), len(people)), minlength=len(people))
        try:
            parameters = bg_nbd.fit_rows(histories, times=times[seen], start=definition).iloc[0]
            money = gamma_gamma.fit_rows(paid, times=times[seen], start=definition).iloc[0] if by_model else {}
        except AnalysisError:
            continue
        repeats = repeat_count * times[seen]
        mean = np.nansum(value * repeats) / repeats.sum()
        found = {name: parameters[name] for name in bg_nbd.PARAMETERS} | dict(money)
        kept = (*bg_nbd.PARAMETERS, *gamma_gamma.PARAMETERS)
        drawn = definition.assign(mean_value=mean, **{name: one for name, one in found.items() if name in kept})
        curve = second_order_curve(first, times=times)
        clv, orders = worth(people, drawn, second_orders=curve, steps=1, **settings)
        yield times.astype("int16"), drawn, curve, clv.astype("float32"), orders.astype("float32")


def widening(tested: pd.DataFrame | None, *, measure: str) -> float:
    """The factor that the back-test adds at both ends: how far its total was off, at least 1; 1 without one.

    `measure`: orders or value.
    """
    if tested is None or tested.empty:
        return 1.0
    ratio = float(tested.loc[tested["predictor"] == "model", f"{measure}_ratio"].iloc[0])
    return max(ratio, 1.0 / ratio) if ratio > 0 else 1.0


def group_ranges(drawn: Draws, groups: pd.Series, totals: pd.Series, *, widen: float, measure: str = "worth") -> pd.DataFrame:
    """95 % range of the total of each group: low, high, by group.

    groups  key by customer_id; totals  the prediction's total by key; widen  from `widening`

    The drawn totals give the range relative to their own median, so that it lies around the prediction; both ends
    are then moved away from it by `widen`.  Missing where nothing was drawn.
    """
    own = groups.reindex(drawn.customers)
    found = pd.DataFrame(np.nan, index=totals.index, columns=["low", "high"])
    for key in totals.index:
        inside = own.eq(key).to_numpy()
        sums = (getattr(drawn, measure)[:, inside] * drawn.times[:, inside]).sum(axis=1) if len(drawn.times) else np.array([])
        middle = np.median(sums) if len(sums) else 0.0
        if middle > 0:
            low, high = np.quantile(sums / middle, QUANTILES)
            found.loc[key] = totals[key] * low / widen, totals[key] * high * widen
    return found


def customer_ranges(
    histories: pd.DataFrame, expected: pd.DataFrame, drawn: Draws, *, widen: float, **settings: object
) -> pd.DataFrame:
    """`expected` (of `lifetime`) with clv_low and clv_high: the 95 % range of each customer's expectation.

    It says how well the expectation is known, not what one customer will spend: that may be nothing, or ten times as much.
    Logarithms of the predictions under the first twenty refits give its width, `widen` both ends more.
    """
    people, logs, squares, n = sorted_histories(histories), 0.0, 0.0, 0
    for definition, curve in zip(drawn.definitions[:FOR_CUSTOMERS], drawn.curves[:FOR_CUSTOMERS], strict=True):
        clv, _ = worth(people, definition, second_orders=curve, steps=1, **settings)
        log = np.log(np.where(clv > 0, clv, np.nan))
        logs, squares, n = logs + log, squares + log**2, n + 1
    if n < 2:
        return expected.assign(clv_low=np.nan, clv_high=np.nan)
    spread = np.sqrt(np.clip(squares - logs**2 / n, 0.0, None) / (n - 1))
    factor = pd.Series(np.exp(1.96 * spread) * widen, index=people["customer_id"]).reindex(expected["customer_id"]).to_numpy()
    return expected.assign(clv_low=expected["clv"] / factor, clv_high=expected["clv"] * factor)
