"""The limits behind the lenses on events, as rows of their definition."""

import numpy as np
import pandas as pd

STAGES = ("online_active", "online_browsing", "online_cooling", "online_away", "online_unseen")
USAGE = ("usage_heavy", "usage_medium", "usage_light", "usage_none", "online_unseen")
OTHER, MISSING = "(other)", "(missing)"
QUANTILE_METHOD = "inverted_cdf"  # a limit is always a value that some customer has
FIXED_LIMITS = (1.0, 4.0)  # most active days of light and of medium use, for want of three bands


def stage_rows(
    by_orders: bool, active_days: float, quiet_days: float, browsing_days: int, buying_days: float
) -> list[dict[str, object]]:
    """How lately a customer was seen; without orders nobody can be told to browse without buying."""
    limits = {
        "online_active": {"seen_age_high": active_days},
        "online_browsing": {"browsing_days_low": browsing_days, "order_age_low": buying_days if by_orders else np.nan},
        "online_cooling": {"seen_age_high": quiet_days},
    }
    return [{"segment": key, "basis": "given", **limits.get(key, {})} for key in STAGES]


def usage_rows(days: np.ndarray, shares: tuple[float, float], limits: tuple[float, float] | None) -> list[dict[str, object]]:
    """The bands of use, heavy first: by given limits, by quantiles of those with a day of use, or by fixed limits."""
    used = days[days >= 1]
    basis, (light, medium) = "given", limits or FIXED_LIMITS
    if limits is None:
        basis = "fixed"
        found = np.quantile(used, shares, method=QUANTILE_METHOD) if used.size else np.array([])
        if np.unique(np.searchsorted(found, used)).size == 3:
            basis, (light, medium) = "quantile", found
    bands = {
        "usage_heavy": (medium + 1, np.nan),
        "usage_medium": (light + 1, medium),
        "usage_light": (1.0, light),
        "usage_none": (np.nan, 0.0),
    }
    rows = [
        {"segment": key, "basis": basis, "active_days_low": low, "active_days_high": high} for key, (low, high) in bands.items()
    ]
    return [*rows, {"segment": "online_unseen", "basis": basis}]


def category_rows(words: pd.Series, categories: int, minimum: int) -> list[dict[str, object]]:
    """The categories that stand for themselves, most browsed first; the others, and those who browsed none."""
    held = words.value_counts().rename_axis("category").reset_index(name="customers")
    held = held[held["customers"] >= minimum].sort_values(["customers", "category"], ascending=[False, True]).head(categories)
    return [{"segment": key, "basis": "given"} for key in (*held["category"], OTHER, MISSING)]
