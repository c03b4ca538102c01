"""Would the model have foreseen what came?  Fitted on the past, held against days it has not seen.

Beside it stand what a planner would do without a model (the own rate continues; past spend continues)
and what nobody can beat (the order known afterwards).
"""

from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from analysis.lifetime.model import sorted_histories
from analysis.lifetime.outlook import lifetime

PREDICTORS = ("model", "bg_nbd", "naive", "past_spend", "oracle")
LONGEST, SHORTEST = 365, 60  # days held out
FEWEST = 30  # orders in these days, without which nothing can be compared
TOP = 0.20  # of customers, by predicted value
CLOSE, PASSED = 0.10, 0.30  # errors of the total for grade A and for grade B
SAME_CAPTURE = 0.01  # captures that differ by less are equal
COLUMNS = (
    "predictor", "customers", "days", "predicted_orders", "actual_orders", "orders_ratio", "orders_error",
    "predicted_value", "actual_value", "value_ratio", "value_error", "rank_correlation", "capture", "grade",
)  # fmt: skip


def holdout_days(first: date, as_of: date) -> int:
    """Days to hold out: half of the history, at most a year; 0 where that leaves fewer than 60."""
    half = min((as_of - first).days // 2, LONGEST)
    return half if half >= SHORTEST else 0


def outcomes(at_cut: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """What the customers of `at_cut` did until `now`, sorted: customer_id, orders (days with one), value (their money).

    Money that an earlier order lost to a later refund counts in these days; so a value can be below zero.
    """
    both = sorted_histories(at_cut).merge(sorted_histories(now), on="customer_id", suffixes=("", "_now"), validate="1:1")
    spent, spent_now = (both[f"repeat_count{end}"] * both[f"mean_repeat_value{end}"].fillna(0.0) for end in ("", "_now"))
    orders = both["repeat_count_now"] - both["repeat_count"]
    return pd.DataFrame({"customer_id": both["customer_id"], "orders": orders, "value": (spent_now - spent).where(orders > 0, 0.0)})


def predictions(
    at_cut: pd.DataFrame, definition: pd.DataFrame, *, second_orders: pd.DataFrame, days: int
) -> dict[str, pd.DataFrame]:
    """Orders and value of each customer in the next `days`, by predictor: customer_id, orders, value, and the model's odds.

    model       as `lifetime` predicts
    bg_nbd      the same with BG/NBD for one-time buyers too: what the curve of second orders adds is the difference
    naive       repeats so far per day go on, at the own mean value
    past_spend  money so far, spread over the days since the first order (at least `days`), goes on
    """
    people = sorted_histories(at_cut)
    settings = {"horizon_days": days, "discount_rate": 0.0, "steps": 1}
    model, plain = (lifetime(people, definition, second_orders=curve, **settings) for curve in (second_orders, second_orders[:0]))
    age = people["customer_age"]
    repeats = people["repeat_count"] / age.where(age > 0, np.inf) * days
    money = people["repeat_count"] * people["mean_repeat_value"].fillna(0.0) + people.get("first_value", 0.0)
    own = people["mean_repeat_value"].fillna(0.0)
    by = {
        "model": model.assign(orders=model["expected_orders"], value=model["clv"]),
        "bg_nbd": plain.assign(orders=plain["expected_orders"], value=plain["clv"]),
        "naive": people.assign(orders=repeats, value=repeats * own),
        "past_spend": people.assign(orders=np.nan, value=money * days / age.clip(lower=days)),
    }
    odds = ["probability_alive", "probability_of_order"]
    return {name: table[["customer_id", "orders", "value", *(odds if name == "model" else [])]] for name, table in by.items()}


def compared(predicted: dict[str, pd.DataFrame], happened: pd.DataFrame, *, days: int) -> pd.DataFrame:
    """The table `lifetime_holdout`: one row per predictor, the oracle last; all customers known at the cut.

    orders_ratio, value_ratio  predicted over actual, in total
    orders_error, value_error  mean absolute error of a customer, in order days and in money
    rank_correlation           Spearman, predicted against actual value
    capture                    share of the actual value brought by the fifth of customers predicted highest
    grade                      of the model, empty elsewhere: A: the total of orders within 10 %, a smaller error in
                               money than both baselines, and no less captured than by past spend; B: within 30 %
                               and a smaller error in orders than the own rate; C: otherwise
    """
    actual = {"actual_orders": happened["orders"].sum(), "actual_value": happened["value"].sum()}
    rows = [
        {"predictor": name, "customers": len(happened), "days": days, **actual, **_held_against(table, happened)}
        for name, table in (predicted | {"oracle": happened}).items()
    ]
    table = pd.DataFrame(rows).assign(grade="")
    table.loc[table["predictor"] == "model", "grade"] = grade(table)
    return table[list(COLUMNS)]


def grade(table: pd.DataFrame) -> str:
    """A, B or C by the rule of `compared`."""
    row = table.set_index("predictor")
    model, naive, past = (row.loc[name] for name in ("model", "naive", "past_spend"))
    off = abs(model["orders_ratio"] - 1.0)
    better = model["value_error"] < min(naive["value_error"], past["value_error"])
    if off <= CLOSE and better and model["capture"] >= past["capture"] - SAME_CAPTURE:
        return "A"
    return "B" if off <= PASSED and model["orders_error"] < naive["orders_error"] else "C"


def capture(predicted: np.ndarray, actual: np.ndarray, *, top: float = TOP) -> float:
    """Share of `actual` that the `top` share of rows by `predicted` holds; equal predictions share the last places."""
    wanted, total = top * len(predicted), actual.sum()
    if not total > 0:
        return float("nan")
    groups = pd.DataFrame({"predicted": -predicted, "actual": actual}).groupby("predicted")["actual"].agg(["size", "sum"])
    before = groups["size"].cumsum() - groups["size"]
    taken = ((wanted - before) / groups["size"]).clip(0.0, 1.0)
    return float((taken * groups["sum"]).sum() / total)


def _held_against(table: pd.DataFrame, happened: pd.DataFrame) -> dict[str, float]:
    """The figures of one predictor; rows of both tables are the same customers in the same order."""
    orders, value = table["orders"].to_numpy(dtype=float), table["value"].to_numpy(dtype=float)
    real_orders, real_value = happened["orders"].to_numpy(), happened["value"].to_numpy()
    return {
        "predicted_orders": orders.sum(),
        "orders_ratio": orders.sum() / real_orders.sum() if real_orders.sum() else np.nan,
        "orders_error": np.abs(orders - real_orders).mean(),
        "predicted_value": value.sum(),
        "value_ratio": value.sum() / real_value.sum() if real_value.sum() > 0 else np.nan,
        "value_error": np.abs(value - real_value).mean(),
        "rank_correlation": _spearman(value, real_value),
        "capture": capture(value, real_value),
    }


def _spearman(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation of ranks; missing where one of the two is the same for all."""
    a, b = rankdata(one), rankdata(other)
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])
