"""The numbers of a segment beside those of everyone: median and quartiles.

Medians, because spending is skewed: one large customer moves a mean and tells of nobody else.
"""

import pandas as pd

from analysis.profiles.membership import members

COLUMNS = ["method", "segment", "trait", "n", "median", "low", "high", "base_median"]


def numeric_profile(numeric: pd.DataFrame, segments: pd.DataFrame, *, method: str, minimum: int = 10) -> pd.DataFrame:
    """Median and quartiles of each numeric trait in each segment of `method`.

    From one row per customer (customer_id, one float column per trait) and the table `segments` to
    one row per segment × trait: n (customers with a value), median, low and high (first and third
    quartile), base_median (of all customers in the method); all in the trait's own unit.  With fewer
    than `minimum` values the figures are missing, n stays.  Defining variables are included: this is
    a description, not a finding.

    Raises ConfigError where `segments` holds no such method.
    """
    segment = members(segments, method)
    joined = numeric.set_index("customer_id").join(segment.rename("__segment"), how="inner")
    names = list(numeric.columns.drop("customer_id"))
    groups = joined.groupby("__segment")[names]
    figures = {"n": groups.count(), "median": groups.median(), "low": groups.quantile(0.25), "high": groups.quantile(0.75)}
    long = {name: table.rename_axis(index="segment", columns="trait").stack() for name, table in figures.items()}
    table = pd.DataFrame(long).reset_index()
    enough = table["n"] >= minimum
    table[["median", "low", "high"]] = table[["median", "low", "high"]].where(enough)
    base = joined[names].median().where(joined[names].count() >= minimum)
    return table.assign(method=method, base_median=table["trait"].map(base))[COLUMNS]
