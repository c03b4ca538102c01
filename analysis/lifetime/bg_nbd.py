"""BG/NBD: how often customers buy while they are customers, and when they cease to be.

While alive, a customer buys at random times with a rate of his own (gamma: r, alpha); after each
repeat purchase he leaves with a probability of his own (beta: a, b).  Source: Fader, Hardie and Lee
2005, "Counting your customers the easy way", Marketing Science 24(2); equations by their numbers there.
"""

import numpy as np
import pandas as pd
from scipy.special import betaln, digamma, gammaln, hyp2f1

from analysis.errors import SchemaError
from analysis.lifetime.likelihood import Distinct, distinct, highest_of

HISTORY = ("repeat_count", "last_order_age", "customer_age")
PARAMETERS = ("r", "alpha", "a", "b")
STARTS = ((0.5, 0.5, 0.5, 2.0), (1.0, 1.0, 1.0, 1.0), (5.0, 2.0, 0.1, 1.0))  # alpha as a share of the mean age
AROUND_ONE = 1e-6  # from a = 1, where the formula of expected purchases divides by nothing


def fit(summary: pd.DataFrame, *, times: np.ndarray | None = None, start: pd.DataFrame | None = None) -> pd.DataFrame:
    """Parameters by maximum likelihood, from one row per customer to one row of r, alpha, a, b, log_likelihood.

    summary  repeat_count (whole), last_order_age, customer_age, all in one unit of time; further columns
             (customer_id) are left alone.  A customer whose first day is the last one seen tells nothing
             and counts for nothing.
    times    how often each row counts (a resampled crowd is one in which some count twice); once without
    start    parameters near which to search, from an earlier fit; three far apart without

    alpha is in the unit of the ages, r, a and b have none; the log-likelihood belongs to that unit
    (equation 6, binomial coefficients left out as there).  Rows may stand in any order.  Raises
    SchemaError for a history that cannot be.
    """
    return fit_rows(rows_of(summary), times=times, start=start)


def rows_of(summary: pd.DataFrame) -> Distinct:
    """The different histories of `summary`.  Raises SchemaError for a history that cannot be."""
    return distinct(np.column_stack(checked(summary)))


def fit_rows(known: Distinct, *, times: np.ndarray | None = None, start: pd.DataFrame | None = None) -> pd.DataFrame:
    """As `fit`, of rows found by `rows_of`."""
    rows, weights = known.counted(times)
    unit = float(np.average(rows[:, 2], weights=weights)) or 1.0
    starts = STARTS if start is None else [tuple(np.array(values(start)) / (1.0, unit, 1.0, 1.0))]
    found, mean = highest_of(_mean_log_likelihood, rows / (1.0, unit, unit), weights, starts, model="BG/NBD")
    total = mean * weights.sum() - float((weights * rows[:, 0]).sum()) * np.log(unit)
    r, alpha, a, b = found
    return pd.DataFrame([{"r": r, "alpha": alpha * unit, "a": a, "b": b, "log_likelihood": total}])


def checked(summary: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The three numbers of every history as floats.  Raises SchemaError where one is missing or cannot be."""
    missing = [name for name in HISTORY if name not in summary.columns]
    if missing:
        raise SchemaError("BG/NBD needs the column {column}: repeat_count, last_order_age and customer_age.", column=missing[0])
    x, tx, t = (summary[name].to_numpy(dtype=float) for name in HISTORY)
    whole = (x >= 0) & (x == np.floor(x))
    ordered = (tx >= 0) & (tx <= t) & ((x > 0) | (tx == 0)) & ((x == 0) | (tx > 0))
    wrong = ~(whole & ordered & np.isfinite(t))
    if wrong.any() or not len(x):
        row = int(np.argmax(wrong)) if len(x) else 0
        given = f"{x[row]:g}, {tx[row]:g}, {t[row]:g}" if len(x) else "no customer"
        raise SchemaError(
            "BG/NBD: {rows} of {all} histories cannot be, the first in row {row} (repeat_count, last_order_age, customer_age: "
            "{given}). Wanted: whole counts, 0 <= last_order_age <= customer_age, and an age of 0 exactly where nothing was repeated.",
            rows=int(wrong.sum()),
            all=len(x),
            row=row,
            given=given,
        )
    return x, tx, t


def _mean_log_likelihood(
    parameters: np.ndarray, x: np.ndarray, tx: np.ndarray, t: np.ndarray, share: np.ndarray
) -> tuple[float, np.ndarray]:
    """Equation 6 per customer, and its gradient by r, alpha, a, b."""
    r, alpha, a, b = parameters
    repeated = x > 0
    behind = np.where(repeated, b + x - 1, 1.0)
    known = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
    stayed = -(r + x) * np.log(alpha + t)
    left = np.where(repeated, np.log(a) - np.log(behind) - (r + x) * np.log(alpha + tx), -np.inf)
    either = np.logaddexp(stayed, left)
    gone = np.exp(left - either)
    alive = 1.0 - gone
    by = np.stack(
        [
            digamma(r + x) - digamma(r) + np.log(alpha) - alive * np.log(alpha + t) - gone * np.log(alpha + tx),
            r / alpha - (r + x) * (alive / (alpha + t) + gone / (alpha + tx)),
            digamma(a + b) - digamma(a + b + x) + gone / a,
            digamma(a + b) - digamma(a + b + x) + digamma(b + x) - digamma(b) - gone / behind,
        ]
    )
    return float(share @ (known + either)), by @ share


def probability_alive(summary: pd.DataFrame, parameters: pd.DataFrame) -> pd.Series:
    """The probability that each customer still is one, 0 to 1, by row of `summary`.

    It is 1 for whoever never repeated a purchase, because the model lets customers leave at repeats
    alone: nothing is known of them, and no report may call them certain.
    """
    x, tx, t = checked(summary)
    return pd.Series(1.0 / (1.0 + _odds_gone(parameters, x, tx, t)), index=summary.index, name="probability_alive")


def probability_of_purchase(summary: pd.DataFrame, parameters: pd.DataFrame, *, ahead: float) -> pd.Series:
    """The probability of at least one purchase within `ahead` (unit of the ages), 0 to 1.

    Alive now, and not silent for so long at a rate that is gamma (r + x, alpha + T): equation 7's first term at zero.
    """
    x, _, t = checked(summary)
    r, alpha, _, _ = values(parameters)
    silent = ((alpha + t) / (alpha + t + ahead)) ** (r + x)
    return (probability_alive(summary, parameters) * (1.0 - silent)).rename("probability_of_purchase")


def _odds_gone(parameters: pd.DataFrame, x: np.ndarray, tx: np.ndarray, t: np.ndarray) -> np.ndarray:
    r, alpha, a, b = values(parameters)
    odds = np.exp(np.log(a) - np.log(b + np.maximum(x, 1.0) - 1) + (r + x) * np.log((alpha + t) / (alpha + tx)))
    return np.where(x > 0, odds, 0.0)


def expected_purchases(summary: pd.DataFrame, parameters: pd.DataFrame, *, ahead: float) -> pd.Series:
    """Purchase days that each customer is expected to have within `ahead` (unit of the ages), equation 10."""
    x, tx, t = checked(summary)
    r, alpha, a, b = values(parameters)
    a = a if abs(a - 1) > AROUND_ONE else 1 + AROUND_ONE
    z = ahead / (alpha + t + ahead)
    grown = hyp2f1(r + x, b + x, a + b + x - 1, z) * ((alpha + t) / (alpha + t + ahead)) ** (r + x)
    expected = (a + b + x - 1) / (a - 1) * (1 - grown) / (1 + _odds_gone(parameters, x, tx, t))
    return pd.Series(expected, index=summary.index, name="expected_purchases")


def expected_repeats(parameters: pd.DataFrame, ages: np.ndarray) -> np.ndarray:
    """Repeat purchases of a customer drawn at random, by the time since the first one (unit of the ages), equation 9."""
    r, alpha, a, b = values(parameters)
    a = a if abs(a - 1) > AROUND_ONE else 1 + AROUND_ONE
    ages = np.asarray(ages, dtype=float)
    grown = hyp2f1(r, b, a + b - 1, ages / (alpha + ages)) * (alpha / (alpha + ages)) ** r
    return (a + b - 1) / (a - 1) * (1 - grown)


def values(parameters: pd.DataFrame) -> tuple[float, float, float, float]:
    """r, alpha, a, b of a table as `fit` returns it."""
    return tuple(float(parameters[name].iloc[0]) for name in PARAMETERS)
