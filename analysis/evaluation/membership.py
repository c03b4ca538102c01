"""Which customer stood in which segment of one method at one date."""

import pandas as pd

from analysis.errors import SchemaError, unknown_choice


def members(segments: pd.DataFrame, method: str) -> pd.Series:
    """The segment of each customer, indexed by customer_id.

    From customer_id, segment and, where several methods are in the table, method.  Raises ConfigError
    where the table holds no such method, SchemaError where a customer stands twice.
    """
    if "method" in segments:
        found = segments["method"].unique()
        if method not in found:
            raise unknown_choice("method in the table of segments", method, found)
        segments = segments.loc[segments["method"].eq(method)]
    chosen = segments.set_index("customer_id")["segment"]
    if not chosen.index.is_unique:
        raise SchemaError(
            "Table 'segments' holds {rows} customers more than once under method '{method}'. "
            "Give every customer one segment per method.",
            rows=int(chosen.index.duplicated().sum()),
            method=method,
        )
    return chosen
