"""The customer record: all that is held of each customer, in one row, for methods to divide by.

The customer table comes first under its own names; what other inputs tell stands beside it under
dotted names, `attribute.sex` or `events.last_event_age`, so that a client's own column can never
take the place of a computed one.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.errors import SchemaError
from analysis.segmentations.population import check_key, check_table

KNOWN = "known"  # state of a customer of whom it is not known whether there was an order


def customer_record(base: pd.DataFrame, parts: Mapping[str, pd.DataFrame | None]) -> pd.DataFrame:
    """One row per customer of `base`, in the order of customer_id, with the columns of every part beside it.

    base   customer_id, state and further columns: the table `features`, or `customer_list` without orders
    parts  tables of one row per customer (customer_id and columns) by the name that goes before the dot; None for
           one that is not held.  Customers whom `base` does not hold are left out; those whom a part does not hold
           have no value in its columns.

    Raises SchemaError where a table breaks its key.
    """
    check_table(base, "features", ("customer_id", "state"))
    check_key(base, "features")
    record = base.sort_values("customer_id", ignore_index=True)
    for name, part in parts.items():
        if part is None or part.empty:
            continue
        check_table(part, name, ("customer_id",))
        check_key(part, name)
        own = part.rename(columns={column: f"{name}.{column}" for column in part.columns if column != "customer_id"})
        record = record.merge(own, on="customer_id", how="left", validate="1:1")
    return record.copy()  # in one piece: many joins leave a table in many


def customer_list(lists: Iterable[pd.Series]) -> pd.DataFrame:
    """The base of a record for a client without orders: every customer of any list, once; customer_id, state.

    Raises SchemaError where no list holds a customer.
    """
    found = [ids.dropna() for ids in lists]
    every = pd.concat(found).drop_duplicates() if found else pd.Series(dtype="str")
    if every.empty:
        raise SchemaError("No input names a customer or respondent, so there is nobody to divide. Map customer_id in client.yaml.")
    return pd.DataFrame({"customer_id": every.sort_values().to_numpy(), "state": KNOWN}).astype(
        {"customer_id": "str", "state": "str"}
    )


def with_segments(record: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """The record with the segments found so far as columns `segment.<lens>`, for methods that are made of others."""
    wide = segments.pivot(index="customer_id", columns="method", values="segment")
    wide = wide.rename(columns=lambda lens: f"segment.{lens}").reset_index().rename_axis(columns=None)
    kept = record.drop(columns=[column for column in wide.columns if column != "customer_id" and column in record.columns])
    return kept.merge(wide, on="customer_id", how="left", validate="1:1")
