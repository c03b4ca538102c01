"""May the model be believed for this client?  Each condition with its figure, its limit and what is done instead.

A success flag of the optimiser says nothing: a subscription with leavers converges without a warning
and is silently wrong.  So the data, the parameters and the days held out are asked.
"""

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from analysis.lifetime.model import REPEAT_SHARE, REPEATERS, bounded, sorted_histories

CUSTOMERS = 300  # under which a hold-out total is off by a tenth more
REGULAR, REGULAR_CUSTOMERS = 0.20, 30  # median variation of gaps; customers with three gaps to speak of one
DROPOUT = 0.005  # share of customers leaving after a repeat, under which the data do not tell whether anybody does
SAME_RATE = 50.0  # r above which all customers buy at one rate
INDEPENDENT = 0.30  # rank correlation of frequency and value up to which Gamma-Gamma's assumption is taken
RATIO = (0.7, 1.3)  # predicted over actual orders of the days held out
COLUMNS = ("gate", "value", "low", "high", "verdict", "fallback")


def gates(
    histories: pd.DataFrame,
    definition: pd.DataFrame,
    *,
    gap_variation: pd.Series,
    predicted: pd.DataFrame | None = None,
    tested: pd.DataFrame | None = None,
    contract: bool = False,
) -> pd.DataFrame:
    """The table `lifetime_gates`: one row per condition, in the order in which they are asked.

    gap_variation  per customer with three gaps or more, missing elsewhere (features.gap_variation)
    predicted      `lifetime` of these customers; tested: `lifetime_holdout`
    contract       whether the client says that customers subscribe: rhythm alone never proves it

        gate      str    key
        value     float  the client's figure; missing where it could not be had
        low, high float  between these it passes; missing = open
        verdict   str    pass | warn (read with care) | fail (the model is not used) | untested
        fallback  str    what stands in its place, or what to keep in mind: key; empty where it passes
    """
    people = sorted_histories(histories)
    repeaters = int((people["repeat_count"] > 0).sum())
    varied = gap_variation.dropna().astype("float64")
    rows = [
        _row("contract", float(contract), high=0.0, otherwise="fail", fallback="retention_curve"),
        _row("repeaters", float(repeaters), low=REPEATERS, otherwise="fail", fallback="observed_value"),
        _row("repeat_share", repeaters / max(len(people), 1), low=REPEAT_SHARE, otherwise="fail", fallback="observed_value"),
        _row("customers", float(len(people)), low=CUSTOMERS, otherwise="warn", fallback="wide_range"),
        _row(
            "regular_cycle",
            float(varied.median()) if len(varied) >= REGULAR_CUSTOMERS else np.nan,
            low=REGULAR, otherwise="fail", fallback="own_cycle",
        ),
    ]  # fmt: skip
    if not np.isnan(definition["r"].iloc[0]):
        rows += _of_parameters(people, definition, predicted)
    rows.append(
        _row(
            "holdout",
            _ratio(tested),
            low=RATIO[0],
            high=RATIO[1],
            otherwise="fail",
            fallback="observed_value",
            missing="wide_range",
        )
    )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def gated(definition: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The definition with `basis` none and the first failed gate as its `reason`; unchanged where none failed."""
    failed = found.loc[found["verdict"] == "fail", "gate"]
    return definition if failed.empty else definition.assign(basis="none", reason=failed.iloc[0])


def _of_parameters(people: pd.DataFrame, definition: pd.DataFrame, predicted: pd.DataFrame | None) -> list[dict]:
    """Bounds, finite predictions, and the assumptions behind the money."""
    one = definition.iloc[0]
    rate, leaving = sum(name in bounded(definition) for name in ("r", "alpha")), one["a"] / (one["a"] + one["b"])
    rows = [
        _row("rate_bound", float(rate), high=0.0, otherwise="fail", fallback="observed_value"),
        _row("dropout", float(leaving), low=DROPOUT, otherwise="warn", fallback="dropout_unknown"),
        _row("same_rate", float(one["r"]), high=SAME_RATE, otherwise="warn", fallback="same_rate"),
    ]
    if predicted is not None:
        finite = float(np.isfinite(predicted["expected_orders"].to_numpy(dtype=float)).mean())
        rows.append(_row("finite", finite, low=1.0, otherwise="fail", fallback="observed_value"))
    paid = people[(people["repeat_count"] > 0) & (people["mean_repeat_value"] > 0)]
    apart = (
        float(np.corrcoef(rankdata(paid["repeat_count"]), rankdata(paid["mean_repeat_value"]))[0, 1]) if _varied(paid) else np.nan
    )
    return [
        *rows,
        _row("value_model", float(one["value_basis"] == "gamma_gamma"), low=1.0, otherwise="warn", fallback="mean_value"),
        _row("value_tail", float(one["q"]), low=1.0, otherwise="warn", fallback="mean_value"),
        _row("independence", apart, low=-INDEPENDENT, high=INDEPENDENT, otherwise="warn", fallback="value_with_care"),
    ]


def _varied(paid: pd.DataFrame) -> bool:
    return paid["repeat_count"].nunique() > 1 and paid["mean_repeat_value"].nunique() > 1


def _ratio(tested: pd.DataFrame | None) -> float:
    if tested is None or tested.empty:
        return np.nan
    return float(tested.loc[tested["predictor"] == "model", "orders_ratio"].iloc[0])


def _row(
    gate: str, value: float, *, low: float = np.nan, high: float = np.nan, otherwise: str, fallback: str, missing: str = ""
) -> dict:
    """One condition; a figure that could not be had is `untested`, with the fallback `missing`."""
    if np.isnan(value):
        return dict(zip(COLUMNS, (gate, value, low, high, "untested", missing), strict=True))
    passes = not (value < low or value > high)
    return dict(zip(COLUMNS, (gate, value, low, high, "pass" if passes else otherwise, "" if passes else fallback), strict=True))
