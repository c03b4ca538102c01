"""Bands: ages and other numbers of a person, put into groups with limits that stay.

A band begins at its lower limit and ends before the next one, so equal values share a band and one
customer can be placed alone.  Ages get the customary bands of ten years; minors are always a band of
their own, because they may not be addressed like the rest.  Other numbers are cut at their quarters,
rounded to two figures: limits that can be said aloud, at the price of groups that are not quite equal.
"""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.schema.number_labels import is_label

ADULT = 18.0
AGE_EDGES = (ADULT, 25.0, 35.0, 45.0, 55.0, 65.0)
OLDEST = 100  # years; more is a slip of the pen, or a date that stands for "not known"
BIRTHS = ("birth_date", "birth_year", "age")  # names under which an age is held, most exact first


def ages(values: pd.Series, held_as: str, as_of: pd.Timestamp) -> np.ndarray:
    """Completed years at `as_of`, as floats; missing where none is held or none can be true.

    `held_as` is one of BIRTHS.  From a birth year alone the age is the one reached in the year of
    `as_of`.  Births after `as_of` and ages over OLDEST (1 January 1900, births in 1893) are missing.
    """
    if held_as == "birth_date":
        born = pd.to_datetime(values, errors="coerce", format="mixed")
        to_come = (born.dt.month * 100 + born.dt.day) > as_of.month * 100 + as_of.day
        years = (as_of.year - born.dt.year - to_come).to_numpy(dtype=float, na_value=np.nan)
    else:
        given = numbers(values)
        years = as_of.year - given if held_as == "birth_year" else np.floor(given)
    return np.where((years >= 0) & (years <= OLDEST), years, np.nan)


def numbers(values: pd.Series) -> np.ndarray:
    """The values as floats; what is no number, infinite or below 0 is missing: incomes and counts have no minus."""
    found = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(found) & (found >= 0), found, np.nan)


def quarters(known: np.ndarray, *, figures: int = 2) -> tuple[float, ...]:
    """The quartiles, rounded to so many figures, each once.

    One at the lowest value is left out, because nothing lies below it; where three quarters have that value
    alone, the one limit is the next value.  `known` holds at least two different numbers.
    """
    cuts = np.quantile(known, (0.25, 0.5, 0.75), method="inverted_cdf")
    edges = sorted({edge for edge in (float(f"{cut:.{figures}g}") for cut in cuts) if known.min() < edge <= known.max()})
    return tuple(edges) or (float(known[known > known.min()].min()),)


def band_table(edges: Iterable[float], *, whole: bool, column: str = "") -> pd.DataFrame:
    """One row per band, lowest first: segment, low (from), high (before this); missing = open.

    `whole` counts in whole units (years), so that a band is written 18–24 and not 18–25.  Limits of a `column` that
    holds years or codes have no thousands separator.
    """
    edges = tuple(edges)
    shown = {edge: _figure(edge, column) for edge in (*edges, *(edge - whole for edge in edges))}
    between = [f"{shown[low]}–{shown[high - whole]}" for low, high in pairwise(edges)]
    return pd.DataFrame(
        {
            "segment": pd.Series([f"<{shown[edges[0]]}", *between, f"{shown[edges[-1]]}+"], dtype="str"),
            "low": [np.nan, *edges],
            "high": [*edges, np.nan],
        }
    )


def in_bands(found: np.ndarray, bands: pd.DataFrame, *, missing: str) -> np.ndarray:
    """The segment of each number; `missing` where there is none.  `bands` as from `band_table`."""
    names = bands["segment"].to_numpy(dtype=object)
    place = np.searchsorted(bands["low"].to_numpy()[1:], found, side="right")
    return np.where(np.isnan(found), missing, names[place.clip(0, len(names) - 1)])


def _figure(value: float, column: str) -> str:
    return f"{value:.10g}" if is_label(column, value) else f"{value:,.10g}"
