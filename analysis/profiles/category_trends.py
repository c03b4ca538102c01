"""What rises and what falls: each category against the days a year before that are like the period.

It looks at the client's own orders, not at the market: a category that falls here may rise elsewhere.  The changes in money
add up to the change of all orders.  How far chance may carry each figure is told by drawing the customers anew: whoever
happened to buy could have been another.  One year against the one before is no law either; a change that goes beyond
chance is called rising or falling, nothing smaller is.

Efron and Tibshirani (1993), An Introduction to the Bootstrap, for the intervals; Benjamini and Hochberg (1995).
"""

from datetime import date

import numpy as np
import pandas as pd
from scipy import stats

from analysis.profiles.habits import adjusted

OTHER, UNKNOWN, TOTAL = "(other)", "(unknown)", "(all)"
COLUMNS = [
    "category", "customers", "customers_before", "revenue", "revenue_before", "change", "change_low", "change_high", "contribution",
    "relative", "relative_low", "relative_high", "share", "share_before", "share_change", "share_low", "share_high", "p_adjusted", "direction",
]  # fmt: skip
REPEATS, LOTS = 1000, 2000
CHANCE = 0.05

Days = tuple[date, date]


def category_trends(
    orders: pd.DataFrame,
    categories: pd.DataFrame,
    *,
    period: Days,
    reference: Days,
    minimum: int = 10,
    most: int = 12,
    level: float = 0.95,
    seed: int = 1,
) -> pd.DataFrame:
    """The table `category_trends`: one row per category, largest rise first, then '(unknown)' and '(all)'.

    From `orders` (customer_id, ordered_at, amount) and `order_categories` (customer_id, category, ordered_at, amount); both
    periods are whole days, ends included.

        customers, revenue        of the period; customers_before, revenue_before: of the days compared with
        change        currency    revenue less revenue_before, with change_low and change_high; they add up to that of '(all)'
        contribution  float       change over the whole revenue before: in points, they add up to the change of '(all)'
        relative      float       change / revenue_before; share: of all revenue; share_change: share less share_before
        p_adjusted    float       that the change is chance (Benjamini–Hochberg over the categories)
        direction     str         rising, falling or unclear

    Money on no category (lines without one, refunds under their own number) is '(unknown)' and has no direction.  Names that
    differ in case alone are one category.  Categories with fewer than
    `minimum` customers in either period, and those beyond the `most` largest, are put together as '(other)'; where that would
    be a single small one, the next smallest joins it.  Intervals are those of `REPEATS` draws of customers; of many customers
    `LOTS` groups by lot are drawn, which spreads them alike.
    """
    money = _money(orders, _spelled_alike(categories), period, reference)
    names = _put_together(money, minimum=minimum, most=most)
    money = money.assign(category=money["category"].map(names))
    table = _figures(money)
    after, before, listed = _by_lot(money, seed)
    drawn = np.random.default_rng(seed).multinomial(len(after), np.full(len(after), 1 / len(after)), size=REPEATS)
    table = table.merge(_spread(drawn @ after, drawn @ before, listed, level), on="category")
    inside = ~table["category"].isin([TOTAL, UNKNOWN])
    table["p_adjusted"] = adjusted(table["p"].where(inside))
    sure = table["p_adjusted"] < CHANCE
    table["direction"] = np.select([sure & (table["change"] > 0), sure & (table["change"] < 0)], ["rising", "falling"], "unclear")
    last = table["category"].map({UNKNOWN: 1, TOTAL: 2}).fillna(0)
    order = table.assign(last=last).sort_values(["last", "change"], ascending=[True, False], kind="stable")
    return order[COLUMNS].reset_index(drop=True)


def _spelled_alike(categories: pd.DataFrame) -> pd.DataFrame:
    """Each name in its commonest spelling, case and surrounding blanks apart."""
    key = categories["category"].str.strip().str.casefold()
    counts = categories.groupby([key.rename("key"), "category"]).size().reset_index(name="n")
    best = counts.sort_values(["key", "n", "category"], ascending=[True, False, True]).drop_duplicates("key").set_index("key")
    return categories.assign(category=key.map(best["category"]))


def _money(orders: pd.DataFrame, categories: pd.DataFrame, period: Days, reference: Days) -> pd.DataFrame:
    """customer_id, category, after, before; what no category accounts for as UNKNOWN."""
    rows = []
    for days, column in ((period, "after"), (reference, "before")):
        whole, parts = (_within(table, days) for table in (orders, categories))
        by_category = parts.groupby(["customer_id", "category"])["amount"].sum()
        rest = whole.groupby("customer_id")["amount"].sum().sub(parts.groupby("customer_id")["amount"].sum(), fill_value=0.0)
        rest = rest[rest.abs() > 0.005]
        rest.index = pd.MultiIndex.from_arrays([rest.index, np.repeat(UNKNOWN, len(rest))], names=["customer_id", "category"])
        rows.append(pd.concat([by_category, rest]).rename(column))
    both = pd.concat(rows, axis=1).fillna(0.0)
    bought = pd.concat([_within(categories, days).assign(when=column) for days, column in ((period, "in"), (reference, "was"))])
    held = bought.groupby(["customer_id", "category", "when"]).size().unstack("when").reindex(columns=["in", "was"]).notna()
    both = both.join(held).fillna({"in": False, "was": False})
    return both.reset_index().astype({"in": bool, "was": bool})


def _within(table: pd.DataFrame, days: Days) -> pd.DataFrame:
    inside = table["ordered_at"].dt.normalize().between(pd.Timestamp(days[0]), pd.Timestamp(days[1]))
    return table.loc[inside].assign(amount=lambda rows: rows["amount"].astype(float))


def _put_together(money: pd.DataFrame, *, minimum: int, most: int) -> dict[str, str]:
    """The name under which each category is shown."""
    by_name = money[money["category"] != UNKNOWN].groupby("category")[["in", "was", "after", "before"]].sum()
    fewest = by_name[["in", "was"]].where(by_name[["in", "was"]] > 0).min(axis=1)
    size = (by_name["after"] + by_name["before"]).sort_values(ascending=False, kind="stable")
    small = set(fewest.index[fewest < minimum]) | set(size.index[most:])
    if len(small) == 1 and len(size) > 1:
        small.add([name for name in size.index if name not in small][-1])
    return {name: OTHER if name in small else name for name in by_name.index} | {UNKNOWN: UNKNOWN}


def _figures(money: pd.DataFrame) -> pd.DataFrame:
    def people(rows: pd.DataFrame, column: str) -> int:
        return int(rows.loc[rows[column], "customer_id"].nunique())

    rows = []
    for name, own in [*money.groupby("category"), (TOTAL, money)]:
        rows.append((name, people(own, "in"), people(own, "was"), own["after"].sum(), own["before"].sum()))
    table = pd.DataFrame(rows, columns=["category", "customers", "customers_before", "revenue", "revenue_before"])
    total = table.set_index("category").loc[TOTAL]
    change = table["revenue"] - table["revenue_before"]
    shares = table["revenue"] / total["revenue"], table["revenue_before"] / total["revenue_before"]
    return table.assign(
        change=change, contribution=change / total["revenue_before"],
        relative=change / table["revenue_before"].where(table["revenue_before"] > 0),
        share=shares[0], share_before=shares[1], share_change=shares[0] - shares[1],
    )  # fmt: skip


def _by_lot(money: pd.DataFrame, seed: int) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Money after and before, a row per customer (or lot of customers) and a column per category; the columns' names."""
    people = pd.Index(money["customer_id"].unique())
    spots = people.get_indexer(money["customer_id"])
    if len(people) > LOTS:
        spots = np.random.default_rng(seed).permutation(len(people))[spots] % LOTS
    listed = list(money["category"].unique())
    columns = pd.Index(listed).get_indexer(money["category"])
    tables = []
    for name in ("after", "before"):
        table = np.zeros((min(len(people), LOTS), len(listed)))
        np.add.at(table, (spots, columns), money[name].to_numpy(dtype=float))
        tables.append(table)
    return tables[0], tables[1], listed


def _spread(after: np.ndarray, before: np.ndarray, names: list[str], level: float) -> pd.DataFrame:
    """Percentile intervals of change, relative change and change of share over the draws, and p from the spread of the change."""
    after, before = (np.column_stack([draws, draws.sum(axis=1)]) for draws in (after, before))
    change = after - before
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(before > 0, change / before, np.nan)
        share = after / after[:, -1:] - before / before[:, -1:]
        z = np.abs(change.mean(axis=0)) / change.std(axis=0, ddof=1)
    ends = {}
    for key, draws in (("change", change), ("relative", relative), ("share", share)):
        low, high = (_quantiles(draws, q) for q in ((1 - level) / 2, (1 + level) / 2))
        ends |= {f"{key}_low": low, f"{key}_high": high}
    return pd.DataFrame({"category": [*names, TOTAL], "p": 2 * stats.norm.sf(z), **ends})


def _quantiles(draws: np.ndarray, q: float) -> np.ndarray:
    """By column; missing where any draw has no value (nothing was sold before)."""
    known = np.isfinite(draws).all(axis=0)
    found = np.full(draws.shape[1], np.nan)
    found[known] = np.quantile(draws[:, known], q, axis=0)
    return found
