"""Who is divided: buyers by the method, everybody else by their state.

A segmentation covers every customer ever known.  Only buyers have a recency, a frequency and
money, so a method divides buyers; a customer with refunds only, or without any order, gets the
segment of that state.  Whether the tables in hand can carry this is checked here, once.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.errors import SchemaError, listed
from analysis.schema.derived import CUSTOMER_STATES

BUYER, REFUND_ONLY, PROSPECT = CUSTOMER_STATES
NO_ORDER = "no_order"  # the segment of a prospect; the life cycle calls it by its own name
STATE_SEGMENTS = (REFUND_ONLY, NO_ORDER, PROSPECT)  # segments that say nothing about buying


def check_table(table: pd.DataFrame, name: str, columns: Iterable[str]) -> None:
    """Raise SchemaError when the table called `name` lacks one of `columns`."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise SchemaError(
            "Table '{table}' has no column {missing}. Columns found: {found}.",
            table=name,
            missing=listed(f"'{column}'" for column in missing),
            found=listed(table.columns),
        )


def check_key(table: pd.DataFrame, name: str) -> None:
    """Raise SchemaError when a customer is missing or stands in the table more than once."""
    broken = table["customer_id"].isna() | table["customer_id"].duplicated(keep=False)
    if broken.any():
        raise SchemaError(
            "Table '{table}' breaks its key customer_id in {rows} rows. Each customer must have one row.",
            table=name,
            rows=int(broken.sum()),
        )


def buyers(features: pd.DataFrame, *, needs: Iterable[str], optional: Iterable[str] = ()) -> pd.DataFrame:
    """The rows of `features` of customers with an order, checked.

    From one row per customer (customer_id, state, the columns named) to one row per buyer with
    customer_id and the same columns as floats, in the same order, with a fresh index.  Columns
    in `needs` must have a value for every buyer; those in `optional` may be missing.

    Raises SchemaError if a column is missing, a customer stands twice, a state is unknown, or a
    buyer lacks a value.
    """
    needs, optional = tuple(needs), tuple(optional)
    check_table(features, "features", ("customer_id", "state", *needs, *optional))
    check_key(features, "features")
    unknown = ~features["state"].isin(CUSTOMER_STATES)
    if unknown.any():
        raise SchemaError(
            "Table 'features' has {rows} rows with an unknown state. Known states: {states}.",
            rows=int(unknown.sum()),
            states=listed(CUSTOMER_STATES),
        )
    people = features.loc[features["state"].eq(BUYER).to_numpy(), ["customer_id", *needs, *optional]]
    people = people.reset_index(drop=True).astype(dict.fromkeys((*needs, *optional), "float64"))
    for column in needs:
        lacking = int((~np.isfinite(people[column])).sum())
        if lacking:
            raise SchemaError(
                "Table 'features' has no '{column}' for {rows} buyers. Every customer in the state 'buyer' needs one.",
                column=column,
                rows=lacking,
            )
    return people


def check_not_empty(people: pd.DataFrame, method: str) -> None:
    """Raise SchemaError when there is no buyer to fit `method` on."""
    if people.empty:
        raise SchemaError(
            "Table 'features' holds no buyer, so '{method}' has nothing to learn its limits from. "
            "Widen the history, or reuse a definition of an earlier period.",
            method=method,
        )


def segments_by_state(features: pd.DataFrame, of_buyers: np.ndarray, *, no_order: str = NO_ORDER) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    `of_buyers` holds the segments of the buyers in the order of their rows; `no_order` names the
    segment of prospects.
    """
    segment = np.where(features["state"].eq(REFUND_ONLY).to_numpy(), REFUND_ONLY, no_order).astype(object)
    segment[features["state"].eq(BUYER).to_numpy()] = of_buyers
    return pd.DataFrame({"customer_id": features["customer_id"].array, "segment": pd.Series(segment, dtype="str")})
