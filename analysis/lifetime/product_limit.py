"""How many are left after so much time, those included of whom it is not known yet (Kaplan and Meier).

Kaplan and Meier (1958), Journal of the American Statistical Association 53, 457-481; variance by
Greenwood (1926); interval of the logarithm of -log S, which stays within 0 to 1 (Kalbfleisch and
Prentice 1980, The Statistical Analysis of Failure Time Data, 1.4).
"""

import numpy as np
import pandas as pd
from scipy.stats import norm


def survival(length: np.ndarray, ended: np.ndarray, times: np.ndarray | None = None, *, level: float = 0.95) -> pd.DataFrame:
    """One row per unit of time from 0 to the longest: time, at_risk, events, survived, low, high.

    length  time each was seen, not negative; parts of a unit are cut off
    ended   whether the event came then; otherwise it had not come when looking stopped
    times   how often each counts; once without

    Whoever was seen for 30 units without the event is at risk on unit 30 and gone on 31.  Low and high are
    missing before the first event and where nobody is left.
    """
    unit = np.floor(np.asarray(length, dtype=float)).astype("int64")
    often = np.ones(unit.size) if times is None else np.asarray(times, dtype=float)
    span = int(unit.max(initial=-1)) + 1
    events = np.bincount(unit, weights=often * np.asarray(ended, dtype=bool), minlength=span)
    at_risk = np.bincount(unit, weights=often, minlength=span)[::-1].cumsum()[::-1]
    held = at_risk > 0
    survived = np.cumprod(1.0 - np.divide(events, at_risk, out=np.zeros(span), where=held))
    left = at_risk - events
    spread = np.cumsum(np.divide(events, at_risk * left, out=np.zeros(span), where=held & (left > 0)))
    low, high = _interval(survived, spread, norm.isf((1 - level) / 2))
    return pd.DataFrame(
        {"time": np.arange(span), "at_risk": at_risk, "events": events, "survived": survived, "low": low, "high": high}
    )


def _interval(survived: np.ndarray, spread: np.ndarray, z: float) -> tuple[np.ndarray, np.ndarray]:
    """The interval of S from Greenwood's sum, through the logarithm of -log S."""
    inside = (survived > 0) & (survived < 1)
    logs = np.log(np.where(inside, survived, 0.5))
    half = z * np.sqrt(spread) / np.abs(logs)
    with np.errstate(over="ignore"):
        ends = [np.where(inside, np.exp(logs * np.exp(sign * half)), np.nan) for sign in (1, -1)]
    return ends[0], ends[1]
