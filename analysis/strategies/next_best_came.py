"""What was suggested last period against what customers chose in this one, beside popularity.

A suggestion was made before the period, so nothing of the period can have led to it.  Judged are the customers to whom
something was suggested and who chose anything of the kind in the period, out of two choices or more: as in
`next_best_grade`, nobody's suggestion is right for those who did not come.
"""

import numpy as np
import pandas as pd

from analysis.strategies.next_best import Held, chosen_in, fitted, in_order, scores

COLUMNS = ["customer_id", "kind", "hit", "baseline_hit"]


def came_true(offers: pd.DataFrame, held: Held, bought: pd.DataFrame, *, kind: str, phase: int = 1) -> pd.DataFrame:
    """One row per customer judged: customer_id, kind, hit, baseline_hit (booleans).

    offers  the table `next_best_customers` of the report before: customer_id, kind, rank, category
    held    what customers held before the period; bought: `customer_items` with the period as `phase`

    The baseline names the most popular item that the kind allows to the customer.
    """
    owned = held.bought > 0
    allowed = ~owned if kind == "new" else owned
    chosen = chosen_in(bought, held, phase=phase) & allowed
    first = offers[(offers["kind"] == kind) & (offers["rank"] == 1)].set_index("customer_id")["category"]
    named = pd.Index(held.items).get_indexer(first.reindex(held.customers).astype(object))
    rows = np.flatnonzero(chosen.any(axis=1) & (allowed.sum(axis=1) > 1) & (named >= 0))
    popular = _most_popular(held, kind)
    return pd.DataFrame(
        {"customer_id": held.customers[rows], "kind": kind, "hit": chosen[rows, named[rows]], "baseline_hit": chosen[rows, popular[rows]]},
        columns=COLUMNS,
    )  # fmt: skip


def _most_popular(held: Held, kind: str) -> np.ndarray:
    first = [in_order(held, rows, found, kind)[0][:, 0] for rows, found in scores(held, fitted(held), "popular")]
    return np.concatenate(first) if first else np.empty(0, dtype=int)
