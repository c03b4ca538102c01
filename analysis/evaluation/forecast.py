"""Last period's forecast against what came: totals, tenths, the best fifth, and who came at all.

A forecast that is right for everybody together can be wrong for each, and the other way round; so both are asked.
Every figure has an interval over customers, and beside it stands what a planner knows without a model: the money
spent so far, the days since the last order.
"""

import numpy as np
import pandas as pd

from analysis.evaluation.discrimination import UNKNOWN, Estimate, auc, auc_difference
from analysis.intervals import mean_interval, ratio_interval, skewed_interval

TOP = 0.20  # of customers, by what is predicted of them
BANDS = 10
FEWEST = 30  # customers with an order in the period, below which no forecast is judged
COLUMNS = (
    "model", "measure", "value", "low", "high", "baseline", "baseline_value", "difference", "difference_low", "difference_high", "n", "events",
)  # fmt: skip


def forecast_measures(predicted: pd.DataFrame, happened: pd.DataFrame) -> pd.DataFrame:
    """How a forecast did, from two tables of the same customers: one row per model × measure, columns COLUMNS.

    predicted  customer_id, orders (order days), value (money), probability_of_order, past_spend (money so far at the
               same pace), recency_days (days since the last order)
    happened   customer_id, orders, value

        orders    total    predicted / actual order days; interval by the delta method over customers
        value     total    the same of money
        value     capture  share of the money brought by the fifth predicted highest; baseline: by past spend
        activity  total    customers expected with an order / customers with one
        activity  auc      how well the chance of an order tells who ordered; baseline: days since the last order

    `n` is the customers of whom anything is predicted, `events` those with an order.  Below FEWEST of these the table is
    empty; a figure that cannot be had has no row.
    """
    both = predicted.dropna(subset=["orders", "probability_of_order"])
    both = both.merge(happened, on="customer_id", suffixes=("", "_now"), validate="1:1").sort_values("customer_id")
    ordered = (both["orders_now"] > 0).to_numpy()
    if ordered.sum() < FEWEST:
        return pd.DataFrame(columns=list(COLUMNS))
    counts = {"n": len(both), "events": int(ordered.sum())}
    chance, silent = both["probability_of_order"].to_numpy(dtype=float), -both["recency_days"].to_numpy(dtype=float)
    rows = [
        _total("orders", both["orders"], both["orders_now"]),
        _total("value", both["value"], both["value_now"]),
        _capture(both),
        _total("activity", both["probability_of_order"], both["orders_now"].gt(0).astype(float)),
        measured("activity", "auc", auc(chance, ordered), "recency", auc(silent, ordered).value, auc_difference(chance, silent, ordered)),
    ]  # fmt: skip
    return pd.DataFrame([row | counts for row in rows])[list(COLUMNS)].dropna(subset="value", ignore_index=True)


def measured(
    model: str, measure: str, found: Estimate, baseline: str = "", beside: float = float("nan"), difference: Estimate = UNKNOWN
) -> dict:
    """One row without its counts."""
    values = (model, measure, *found, baseline, beside, *difference)
    return dict(zip(COLUMNS, values, strict=False))


def forecast_bands(predicted: pd.DataFrame, happened: pd.DataFrame, *, minimum: int, bands: int = BANDS) -> pd.DataFrame:
    """Customers in tenths of what was predicted of them, and what came: the table `model_calibration`.

    measure    orders (order days) | value (money); none where it is not predicted of everybody
    band       int, 1 lowest; equal predictions stand together, and a band holds 2 × `minimum` customers or more
    customers, predicted, actual (means of a customer), low, high (95 %; of money after Hall, because it is skewed)
    """
    both = predicted.dropna(subset=["orders"])
    both = both.merge(happened, on="customer_id", suffixes=("", "_now"), validate="1:1").sort_values("customer_id")
    number = max(1, min(bands, len(both) // (2 * max(minimum, 1))))
    held = [measure for measure in ("orders", "value") if both[measure].notna().all()]
    parts = [_banded(both, measure, number, least=minimum) for measure in held]
    return pd.concat(parts, ignore_index=True)


def _total(model: str, predicted: pd.Series, actual: pd.Series) -> dict:
    total = float(actual.sum())
    if total <= 0 or predicted.isna().any():
        return measured(model, "total", UNKNOWN)
    return measured(model, "total", Estimate(float(predicted.sum()) / total, *ratio_interval(predicted, actual)))


def _capture(both: pd.DataFrame) -> dict:
    """The share of the money in the fifth that was predicted highest, beside that by past spend."""
    came, total = both["value_now"], float(both["value_now"].sum())
    if total <= 0 or both["value"].isna().any():
        return measured("value", "capture", UNKNOWN, "past_spend")
    model, past = (pd.Series(in_top(both[column].to_numpy()), index=both.index) for column in ("value", "past_spend"))
    shares = [
        Estimate(float((came * weight).sum()) / total, *ratio_interval(came * weight, came))
        for weight in (model, past, model - past)
    ]
    return measured("value", "capture", shares[0], "past_spend", shares[1].value, shares[2])


def in_top(predicted: np.ndarray, *, top: float = TOP) -> np.ndarray:
    """Whether each row is among the `top` share by `predicted`: 1, 0, and equal ones at the edge by parts."""
    order = pd.Series(-np.asarray(predicted, dtype=float))
    size = order.groupby(order).transform("size").to_numpy()
    before = order.rank(method="min").to_numpy() - 1
    return np.clip((top * len(order) - before) / size, 0.0, 1.0)


def _banded(both: pd.DataFrame, measure: str, bands: int, *, least: int) -> pd.DataFrame:
    place = np.ceil(both[measure].rank(method="average") / len(both) * bands).clip(1, bands).astype(int)
    place = _joined(place, least)
    rows = []
    for number, (_, group) in enumerate(both.groupby(place), 1):
        came = group[f"{measure}_now"].astype(float)
        low, high = mean_interval(came) if measure == "orders" else skewed_interval(came.to_numpy())
        rows.append((measure, number, len(group), float(group[measure].mean()), float(came.mean()), low, high))
    return pd.DataFrame(rows, columns=["measure", "band", "customers", "predicted", "actual", "low", "high"])


def _joined(place: pd.Series, least: int) -> pd.Series:
    """Bands of fewer than `least` customers join the one above, the last the one below."""
    sizes, names, held = place.value_counts().sort_index(), {}, 0
    number = 1
    for band, size in sizes.items():
        names[band], held = number, held + size
        if held >= least:
            number, held = number + 1, 0
    if 0 < held < least and number > 1:
        names = {band: min(own, number - 1) for band, own in names.items()}
    return place.map(names)
