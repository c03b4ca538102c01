"""Do two ways of dividing say the same?  And whom does one find within the other?

Two lenses that agree closely need not both be worked with; two that do not are worth crossing.
The adjusted Rand index counts pairs of customers whom both lenses put together, less what lot would
give (Hubert and Arabie 1985); Cramér's V is the association of the cross table (`analysis/association.py`).
"""

from itertools import combinations

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from analysis.association import cramers_v
from analysis.segmentations.population import STATE_SEGMENTS, check_table

MOST = 200_000  # customers on whom agreement is measured: its error is far below what is shown


def lens_agreement(segments: pd.DataFrame) -> pd.DataFrame:
    """The table `lens_agreement`: every two methods of `segments` (customer_id, method, segment) over the same buyers.

    Customers whom any method calls a prospect or one with refunds only are left out.  Above 200,000 buyers an even
    sample in the order of their ids is compared.
    """
    check_table(segments, "segments", ("customer_id", "method", "segment"))
    without = segments.loc[segments["segment"].isin(STATE_SEGMENTS), "customer_id"].unique()
    wide = segments[~segments["customer_id"].isin(without)].pivot(index="customer_id", columns="method", values="segment")
    wide = wide.dropna().sort_index()
    wide = wide.iloc[:: -(-len(wide) // MOST)] if len(wide) > MOST else wide
    codes = {method: pd.factorize(wide[method])[0] for method in segments["method"].unique()}
    rows = [
        {
            "method": one,
            "other": other,
            "rand": float(adjusted_rand_score(codes[one], codes[other])) if len(wide) else np.nan,
            "cramers_v": cramers_v(counts(codes[one], codes[other]))[0] if len(wide) else np.nan,
            "n": len(wide),
        }
        for one, other in combinations(codes, 2)
    ]
    return pd.DataFrame(rows, columns=["method", "other", "rand", "cramers_v", "n"])


def counts(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The cross table of two codings from 0 up: rows of the one, columns of the other."""
    width = int(other.max()) + 1
    return np.bincount(one * width + other, minlength=(int(one.max()) + 1) * width).reshape(-1, width)


def lens_cross(
    segments: pd.DataFrame, features: pd.DataFrame, *, method: str, other: str, orders: tuple[tuple[str, ...], tuple[str, ...]]
) -> pd.DataFrame:
    """The table `lens_cross` of two methods: how many customers of a segment stand in each segment of the other.

    `features` holds customer_id and, with order lines, revenue; `orders` are the display orders of the two.
    Cells without a customer are left out.
    """
    held = segments[segments["method"].isin((method, other))].pivot(index="customer_id", columns="method", values="segment")
    money = features.set_index("customer_id").get("revenue", pd.Series(dtype="float64"))
    both = held.assign(revenue=money.reindex(held.index)).sort_index()
    cells = both.groupby([method, other])["revenue"].agg(["size", lambda values: values.sum(min_count=1)])
    cells = cells.set_axis(["customers", "revenue"], axis="columns").reset_index()
    cells["share"] = cells["customers"] / cells.groupby(method)["customers"].transform("sum")
    for column, order in zip((method, other), orders, strict=True):
        cells[column] = pd.Categorical(cells[column], [*order, *sorted(set(cells[column]) - set(order))], ordered=True)
    cells = cells.sort_values([method, other], ignore_index=True).astype({method: "str", other: "str"})
    cells = cells.rename(columns={method: "segment", other: "other_segment"}).assign(method=method, other=other)
    return cells[["method", "segment", "other", "other_segment", "customers", "share", "revenue"]]
