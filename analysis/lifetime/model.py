"""The two lifetime models fitted together: one row that can be kept, and predicts without being fitted again."""

import numpy as np
import pandas as pd

from analysis.errors import SchemaError
from analysis.lifetime import bg_nbd, gamma_gamma
from analysis.lifetime.likelihood import at_bound

SAMPLE = 100_000  # customers to fit on: more move the parameters by less than half a per cent
CAP = 0.995  # of customers' mean values: a few mistyped amounts would make the tail of the Gamma-Gamma
REPEATERS, REPEAT_SHARE = 100, 0.05  # under which the likelihood is flat or runs to its bounds
GIVEN = ("customer_id", *bg_nbd.HISTORY, "mean_repeat_value")


def fit_lifetime(histories: pd.DataFrame, *, seed: int = 0, cap: float = CAP, sample: int = SAMPLE) -> pd.DataFrame:
    """The definition: parameters of BG/NBD and Gamma-Gamma in one row, from one row per customer.

    histories   customer_id, repeat_count, last_order_age, customer_age (days), mean_repeat_value (money);
                customers whose first day is the last one seen are left out of the fit, and predicted as drawn at random

        basis            str    bg_nbd, or none: nothing can be predicted, for `reason` (key of a gate)
        reason           str    empty where it can
        r, alpha, a, b   float  BG/NBD; alpha in days.  log_likelihood as in `bg_nbd.fit`
        value_basis      str    gamma_gamma, mean (one value for all, where the model does not hold) or none
        p, q, gamma      float  Gamma-Gamma; gamma in money.  value_log_likelihood as in `gamma_gamma.fit`
        mean_value       float  money of a repeat purchase, over all of them
        value_cap        float  amounts above were taken for this in the fit (99.5 % of customers' means)
        customers, repeaters, fitted   int   in all; with a repeat; in the (drawn) sample that was fitted
        mean_age         float  days, of those fitted: the unit of the search

    Whether the model may be believed is asked by `gates`.  Raises SchemaError for a history that cannot be.
    """
    people = sorted_histories(histories)
    repeated = people["repeat_count"] > 0
    facts = {"customers": len(people), "repeaters": int(repeated.sum())}
    fitted = sampled(people[people["customer_age"] > 0], size=sample, seed=seed)
    facts |= {"fitted": len(fitted), "mean_age": float(fitted["customer_age"].mean()) if len(fitted) else np.nan}
    too_few = "repeaters" if facts["repeaters"] < REPEATERS else "repeat_share"
    if facts["repeaters"] < max(REPEATERS, REPEAT_SHARE * facts["customers"]):
        return _row("none", too_few, dict.fromkeys((*bg_nbd.PARAMETERS, "log_likelihood"), np.nan), _values(fitted, cap), facts)
    found = bg_nbd.fit(fitted).iloc[0].to_dict()
    return _row("bg_nbd", "", found, _values(fitted, cap), facts)


def sorted_histories(histories: pd.DataFrame) -> pd.DataFrame:
    """The columns of a history, by customer, so that no sum and no draw depends on the order of rows."""
    missing = [column for column in GIVEN if column not in histories.columns]
    if missing:
        raise SchemaError("The lifetime model needs the column {column}.", column=missing[0])
    extra = [column for column in ("first_value",) if column in histories.columns]
    people = histories[[*GIVEN, *extra]].sort_values("customer_id", ignore_index=True)
    return people.astype(dict.fromkeys((*bg_nbd.HISTORY, "mean_repeat_value", *extra), "float64"))


def sampled(people: pd.DataFrame, *, size: int, seed: int) -> pd.DataFrame:
    """At most `size` rows drawn without replacement, in their order."""
    if len(people) <= size:
        return people.reset_index(drop=True)
    kept = np.sort(np.random.default_rng(seed).choice(len(people), size, replace=False))
    return people.iloc[kept].reset_index(drop=True)


def _row(basis: str, reason: str, counts: dict, values: dict, facts: dict) -> pd.DataFrame:
    return pd.DataFrame([{"basis": basis, "reason": reason, **counts, **values, **facts}]).astype({"basis": "str", "reason": "str"})


def _values(people: pd.DataFrame, cap: float) -> dict:
    """The Gamma-Gamma, or the plain mean where it has none: constant amounts, or a tail without a mean."""
    paid = people[(people["repeat_count"] > 0) & (people["mean_repeat_value"] > 0)]
    facts = {"value_basis": "none", "p": np.nan, "q": np.nan, "gamma": np.nan, "value_log_likelihood": np.nan}
    if paid.empty:
        return facts | {"mean_value": np.nan, "value_cap": np.nan}
    limit = float(np.quantile(paid["mean_repeat_value"], cap, method="higher"))
    capped = paid.assign(mean_repeat_value=paid["mean_repeat_value"].clip(upper=limit))
    mean = float(np.average(capped["mean_repeat_value"], weights=capped["repeat_count"]))
    facts |= {"value_basis": "mean", "mean_value": mean, "value_cap": limit}
    if len(paid) < REPEATERS or capped["mean_repeat_value"].std() < 1e-3 * mean:
        return facts
    found = gamma_gamma.fit(capped).iloc[0]
    unit = np.array([1.0, 1.0, mean])
    holds = found["q"] > 1 and not at_bound(found[list(gamma_gamma.PARAMETERS)].to_numpy(dtype=float) / unit).any()
    facts |= {"p": found["p"], "q": found["q"], "gamma": found["gamma"], "value_log_likelihood": found["log_likelihood"]}
    return facts | {"value_basis": "gamma_gamma" if holds else "mean"}


def bounded(definition: pd.DataFrame) -> tuple[str, ...]:
    """Those of r, alpha, a, b that ended at a bound of the search, where the data do not tell them."""
    found = np.array(bg_nbd.values(definition)) / (1.0, float(definition["mean_age"].iloc[0]), 1.0, 1.0)
    return tuple(name for name, met in zip(bg_nbd.PARAMETERS, at_bound(found), strict=True) if met)
