"""Gamma-Gamma: what a customer spends on a purchase in the long run, from the few purchases that were seen.

Single purchases vary around each customer's mean (gamma: p), these means around the client's (q, gamma).
Source: Fader and Hardie 2013, "The Gamma-Gamma model of monetary value".  The model supposes that how
often somebody buys says nothing about how much; the data should be asked whether that holds.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import digamma, gammaln

from analysis.errors import SchemaError
from analysis.lifetime.likelihood import Distinct, distinct, highest_of

PARAMETERS = ("p", "q", "gamma")
STARTS = ((5.0, 3.0, 1.0), (1.0, 2.0, 1.0), (20.0, 10.0, 0.5))  # gamma as a share of the mean value


def fit(summary: pd.DataFrame, *, times: np.ndarray | None = None, start: pd.DataFrame | None = None) -> pd.DataFrame:
    """Parameters by maximum likelihood, from one row per customer to one row of p, q, gamma, log_likelihood.

    summary  repeat_count: purchases behind the mean; mean_repeat_value: money of one of them.  Only
             customers with a repeat purchase and a mean above zero count; others tell nothing.
    times    how often each row counts; once without
    start    parameters near which to search, from an earlier fit; three far apart without

    gamma is in the unit of the money, p and q have none.  The mean of all customers' means exists for
    q > 1 only (see `population_mean`).  Raises SchemaError where no customer is left.
    """
    return fit_rows(rows_of(summary), times=times, start=start)


@dataclass(frozen=True)
class Paid:
    """The different numbers of repeats and mean values (in parts of `unit`, the mean of all), and which rows told them."""

    known: Distinct
    usable: np.ndarray
    unit: float


def rows_of(summary: pd.DataFrame) -> Paid:
    """What `summary` tells of money.  Raises SchemaError where no customer is left."""
    x, m, usable = _repeated(summary)
    unit = float(np.average(m, weights=x))
    return Paid(distinct(np.column_stack([x, m / unit])), usable, unit)


def fit_rows(paid: Paid, *, times: np.ndarray | None = None, start: pd.DataFrame | None = None) -> pd.DataFrame:
    """As `fit`, of rows found by `rows_of`; `times` of all rows given there."""
    unit = paid.unit
    rows, weights = paid.known.counted(None if times is None else np.asarray(times)[paid.usable])
    starts = STARTS if start is None else [tuple(np.array(values(start)) / (1.0, 1.0, unit))]
    found, per_customer = highest_of(_mean_log_likelihood, rows, weights, starts, model="Gamma-Gamma")
    total = (per_customer - np.log(unit)) * weights.sum()
    p, q, gamma = found
    return pd.DataFrame([{"p": p, "q": q, "gamma": gamma * unit, "log_likelihood": total}])


def _repeated(summary: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Repeats and mean value of the rows that tell something, and which rows these are."""
    missing = [name for name in ("repeat_count", "mean_repeat_value") if name not in summary.columns]
    if missing:
        raise SchemaError("Gamma-Gamma needs the column {column}: repeat_count and mean_repeat_value.", column=missing[0])
    x, m = (summary[name].to_numpy(dtype=float) for name in ("repeat_count", "mean_repeat_value"))
    usable = (x > 0) & (m > 0) & np.isfinite(m)
    if not usable.any():
        raise SchemaError("Gamma-Gamma: no customer has a repeat purchase worth more than nothing.")
    return x[usable], m[usable], usable


def _mean_log_likelihood(parameters: np.ndarray, x: np.ndarray, m: np.ndarray, share: np.ndarray) -> tuple[float, np.ndarray]:
    """The log-likelihood of customers' means, per customer, and its gradient by p, q, gamma."""
    p, q, gamma = parameters
    seen = gamma + m * x
    value = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(gamma)
    value += (p * x - 1) * np.log(m) + p * x * np.log(x) - (p * x + q) * np.log(seen)
    both = digamma(p * x + q)
    by = np.stack(
        [
            x * (both - digamma(p * x) + np.log(m * x) - np.log(seen)),
            both - digamma(q) + np.log(gamma) - np.log(seen),
            q / gamma - (p * x + q) / seen,
        ]
    )
    return float(share @ value), by @ share


def expected_value(summary: pd.DataFrame, parameters: pd.DataFrame) -> pd.Series:
    """Money of a customer's purchase in the long run: his own mean drawn towards everybody's the fewer he made.

    Customers without a repeat purchase have the mean of all; missing where q <= 1, where there is none.
    """
    p, q, gamma = values(parameters)
    x = summary["repeat_count"].to_numpy(dtype=float)
    m = np.where(x > 0, summary["mean_repeat_value"].to_numpy(dtype=float), 0.0)
    weight = p * x + q - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = p * (gamma + m * x) / weight
    return pd.Series(np.where(weight > 0, expected, np.nan), index=summary.index, name="expected_value")


def population_mean(parameters: pd.DataFrame) -> float:
    """The mean of all customers' means, p gamma / (q - 1); not a number for q <= 1."""
    p, q, gamma = values(parameters)
    return p * gamma / (q - 1) if q > 1 else float("nan")


def values(parameters: pd.DataFrame) -> tuple[float, float, float]:
    """p, q, gamma of a table as `fit` returns it."""
    return tuple(float(parameters[name].iloc[0]) for name in PARAMETERS)
