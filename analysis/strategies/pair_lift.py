"""How much more often two items meet in one customer than chance would have them meet.

Who buys much buys many things, so all items seem to go together: of customers who bought A, more have bought B
than of all customers, whatever A and B are.  So chance is worked out among customers with as many items: of those
with k items, items i and j would meet in

    N × p_i × p_j × k (k - 1) / (k² - Σ p²)

customers, where p is the share of the N that holds an item.  The factor makes all pairs add up to the k (k - 1) / 2
that each of them holds; it is exact where the items are equally common.  The lift is what is counted over the sum
of these.  It says what goes together, not that one leads to the other.

The interval is that of a Poisson count against what is expected (Garwood 1936, Fiducial limits for the Poisson
distribution, Biometrika 28, 437–442), wide rather than narrow, as what is counted is bounded by n.
"""

import numpy as np
import pandas as pd
from scipy import stats

LEVELS = ("category", "product")
NUMBERS = ["customers_item", "customers_other", "both", "other_later", "item_later", "baskets", "expected", "lift", "low", "high", "p_adjusted"]  # fmt: skip


def chance_pairs(held: np.ndarray, customers: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """Customers with both of each two items by chance: items × items.

    held       widths × items: customers who hold each item, of those with so many items
    customers  of each width;  widths: how many items, the rows of `held`
    """
    share = held / np.maximum(customers, 1)[:, None]
    room = widths**2 - (share**2).sum(axis=1)
    factor = np.where(widths > 1, customers * widths * (widths - 1) / np.where(room > 0, room, 1.0), 0.0)
    return (share * factor[:, None]).T @ share


def pair_lift(pairs: pd.DataFrame, widths: pd.DataFrame, *, level: str, minimum: int) -> pd.DataFrame:
    """The table `category_pairs` at one level, strongest first by the lower end of the lift.

    From `features.pairs.pair_counts` and `item_widths`.  `shown` is false where fewer than `minimum` customers hold
    both, or just one of the two; such rows stay in the table and never reach a page.
    """
    if pairs.empty:
        return pd.DataFrame(columns=["level", "item", "other", *NUMBERS, "shown"])
    grid = widths.pivot(index="width", columns="item", values="customers").fillna(0.0)
    width = grid.index.to_numpy(dtype="float64")
    expected = chance_pairs(grid.to_numpy(), grid.sum(axis=1).to_numpy() / width, width)
    place = {item: number for number, item in enumerate(grid.columns)}
    rows, columns = (pairs[name].map(place).to_numpy() for name in ("item", "other"))
    held = grid.sum(axis=0).to_numpy()
    table = pairs.assign(
        level=level,
        customers_item=held[rows].astype("int64"),
        customers_other=held[columns].astype("int64"),
        expected=expected[rows, columns],
    )
    table = pd.concat([table, _against_chance(table)], axis=1)
    apart = table[["customers_item", "customers_other"]].sub(table["both"], axis=0)
    table["shown"] = (table["both"] >= minimum) & ((apart == 0) | (apart >= minimum)).all(axis=1)
    order = table.sort_values(["low", "item", "other"], ascending=[False, True, True], ignore_index=True)
    return order[["level", "item", "other", *NUMBERS, "shown"]]


def _against_chance(table: pd.DataFrame) -> pd.DataFrame:
    """lift, low, high, p_adjusted of the pairs."""
    both, expected = table["both"].to_numpy(dtype="float64"), table["expected"].to_numpy()
    low, high = stats.chi2.ppf(0.025, 2 * both) / 2, stats.chi2.ppf(0.975, 2 * both + 2) / 2
    tail = np.minimum(stats.poisson.cdf(both, expected), stats.poisson.sf(both - 1, expected))
    p = np.minimum(1.0, 2 * tail)
    return pd.DataFrame(
        {
            "lift": both / expected,
            "low": low / expected,
            "high": high / expected,
            "p_adjusted": stats.false_discovery_control(p),
        },
        index=table.index,
    )
