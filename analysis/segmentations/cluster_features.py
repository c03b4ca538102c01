"""What natural groups are looked for in: which columns of the record, and whose.

Without a choice of the client's these are few columns that say different things about how somebody buys.  With eleven
the planted types of the two demo clients were found less well (adjusted Rand index .04 and .06, against .07 and .10).
Shares of categories find more of them (.17 and .25), but no number of such groups was stable and apart in both: tastes
stay out of the distance, are described afterwards, and are a lens of their own.

A client without order lines is divided by the numbers of the own customer file, and by the figures given per customer.
"""

import difflib
from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, SchemaError, listed
from analysis.segmentations.column_order import by_content
from analysis.segmentations.population import buyers, check_key, check_table

BEHAVIOUR: tuple[str, ...] = ("recency_days", "lifetime_order_count", "average_order", "discount_share", "tenure_days")
GIVEN: tuple[str, ...] = (
    "recency_days",
    "lifetime_order_count",
    "revenue",
    "tenure_days",
)  # as far as a client gives them per customer
FROM_LINES = "average_order"  # a column that only order lines make
ATTRIBUTE = "attribute."
KNOWN = "known"  # state of a customer of whom it is not known whether there was an order
MOST_MISSING = 0.40
DIFFERENT = 10  # values that a number of the customer file must take at least: codes and yes/no are no quantities
ALIKE = 0.90  # rank correlation from which a second column says nothing new
LEAST = 60  # customers
NO_FEATURES, TOO_FEW, NOT_HELD = "clusters_features", "clusters_customers", "clusters_columns"


def divides(features: pd.DataFrame) -> str:
    """buyers, or customers where nothing is known of anybody's orders."""
    return "customers" if len(features) and features["state"].eq(KNOWN).all() else "buyers"


def people(features: pd.DataFrame, columns: Iterable[str], *, who: str) -> pd.DataFrame:
    """Who is divided, in the order of `features`: customer_id and `columns` as floats, missing allowed.

    Raises SchemaError where a column is missing, a customer stands twice or a state is unknown.
    """
    columns = tuple(columns)
    if who == "buyers":
        found = buyers(features, needs=(), optional=columns)
    else:
        check_table(features, "features", ("customer_id", *columns))
        check_key(features, "features")
        found = features[["customer_id", *columns]].reset_index(drop=True).astype(dict.fromkeys(columns, "float64"))
    return found.assign(**{column: found[column].where(np.isfinite(found[column])) for column in columns})


def wanted(features: pd.DataFrame, chosen: Iterable[str] | None) -> tuple[str, ...]:
    """The columns asked for, or else those that such a record is usually divided by.

    Raises ConfigError where one asked for is not held as numbers.
    """
    if chosen:
        chosen = tuple(dict.fromkeys(_held_as(features, column) for column in ([chosen] if isinstance(chosen, str) else chosen)))
        for column in chosen:
            if not _is_number(features, column):
                found = [name for name in features.columns if _is_number(features, name)]
                raise ConfigError(
                    "'settings.clusters.columns' names '{column}', which the customer record does not hold as numbers. Columns with numbers: {found}.",
                    column=column,
                    found=listed(difflib.get_close_matches(str(column), found, n=5, cutoff=0.3) or sorted(found)[:20]),
                )
        return chosen
    if FROM_LINES in features.columns:
        return tuple(column for column in BEHAVIOUR if _is_number(features, column))
    given = [column for column in GIVEN if _is_number(features, column)] if divides(features) == "buyers" else []
    figures = [
        name for name in features.columns if name.startswith(ATTRIBUTE) and _is_number(features, name) and _measures(features[name])
    ]
    return (*given, *(figures[place] for place in by_content(features[figures])))


def left_out(values: pd.DataFrame, *, chosen: bool) -> dict[str, str]:
    """Columns that cannot be used, with the reason: missing (over 40 %), constant, alike (says what an earlier one says).

    Columns that the client chose are kept even where two are alike.
    """
    reasons = {}
    sample = values.iloc[:: max(1, len(values) // 20_000)]
    for column in values.columns:
        held = values[column].dropna()
        if len(held) < (1 - MOST_MISSING) * len(values):
            reasons[column] = "missing"
        elif held.quantile(0.005) == held.quantile(0.995):
            reasons[column] = "constant"
        elif not chosen:
            kept = [other for other in values.columns[: values.columns.get_loc(column)] if other not in reasons]
            if any(abs(sample[column].corr(sample[other], method="spearman")) > ALIKE for other in kept):
                reasons[column] = "alike"
    return reasons


def lacking(features: pd.DataFrame, *, chosen: Iterable[str] | None, k: int | None) -> str:
    """Why no groups can be looked for, as a key of the context `lacking`; empty where they can."""
    try:
        columns = wanted(features, chosen)
    except ConfigError:
        return NOT_HELD
    who = people(features, columns, who=divides(features)) if "state" in features.columns else features.iloc[:0]
    if len(who) < least(k):
        return TOO_FEW
    return NO_FEATURES if len(columns) - len(left_out(who[list(columns)], chosen=bool(chosen))) < 2 else ""


def least(k: int | None) -> int:
    """Customers needed: sixty, or ten to a group where the client says how many groups."""
    return LEAST if k is None else 10 * k


def check_enough(found: pd.DataFrame, columns: Iterable[str], k: int | None) -> None:
    """Raise SchemaError where there are too few customers or columns to look for groups in."""
    columns = tuple(columns)
    if len(found) < least(k):
        raise SchemaError(
            "Table 'features' holds {rows} customers to divide; natural groups need {least}. Widen the history, or reuse a definition of an earlier period.",
            rows=len(found),
            least=least(k),
        )
    if len(columns) < 2:
        raise SchemaError(
            "Natural groups need two columns with numbers that differ between customers; found: {found}. Name them in settings.clusters.columns.",
            found=listed(columns) or "-",
        )


def _held_as(features: pd.DataFrame, column: str) -> str:
    """The column of the record; an attribute may be named as client.yaml declares it."""
    return f"{ATTRIBUTE}{column}" if column not in features.columns and f"{ATTRIBUTE}{column}" in features.columns else column


def _is_number(features: pd.DataFrame, column: str) -> bool:
    return (
        column in features.columns
        and pd.api.types.is_numeric_dtype(features[column])
        and not pd.api.types.is_bool_dtype(features[column])
    )


def _measures(values: pd.Series) -> bool:
    """Whether numbers of a customer file measure something: neither a code with few values nor a running number."""
    held = values.dropna().astype("float64")
    several = held.nunique()
    running = several == len(held) and several > 1 and held.max() - held.min() == several - 1
    return several >= DIFFERENT and not running
