"""Who moved from which segment to which, and how much of it chance would have brought anyway.

Both dates are read with the same frozen definition, so that customers moved and not the ruler.  Even
so most movement is noise: somebody always had a good year, and unchanged customers leave the top
fifth by spending a third of the time and more.  The observed share therefore stands beside the share
expected by chance: here from the period before, where three dates are held; else by resampling
(module `chance`).
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import SchemaError
from analysis.evaluation.membership import members

NEW = "(new)"
MOVE = ["from_segment", "to_segment"]
COLUMNS = ["method", *MOVE, "customers", "share", "expected", "expected_low", "expected_high", "revenue", "during"]
EXPECTED = ["expected", "expected_low", "expected_high"]
NOTHING = {"customers": 0, "share": 0.0, "revenue": 0.0, "during": 0.0}


def migration(
    before: pd.DataFrame,
    after: pd.DataFrame,
    features_before: pd.DataFrame,
    *,
    method: str,
    during: pd.Series | None = None,
) -> pd.DataFrame:
    """Every move of customers between two dates: one row per from_segment × to_segment.

    From the segments at the start and at the end (customer_id, method, segment) under one frozen
    definition, the features at the start (customer_id, revenue), and what each customer spent between the dates
    (`during`, by customer_id):

        customers      customers who made the move; '(new)' are those not known at the start
        share          of all customers who started in from_segment
        expected …     missing; filled by `expected_by_chance` or `expected_by_resampling`
        revenue        of these customers in the window before the start; 0 for new ones
        during         revenue of these customers between the dates; 0 where it is not given

    Nobody is lost: the population is everyone ever known.  Raises SchemaError where a customer of the
    start is not in `after`, ConfigError where a table holds no such method.
    """
    start, end = members(before, method), members(after, method)
    gone = int((end.index.get_indexer(start.index) < 0).sum())
    if gone:
        raise SchemaError(
            "{gone} customers have a segment at the start and none at the end (method '{method}'). "
            "Assign both dates over every customer ever known, with the same definition.",
            gone=gone,
            method=method,
        )
    revenue = features_before.set_index("customer_id")["revenue"].reindex(end.index).fillna(0.0)
    known = start.index.get_indexer(end.index) >= 0
    moves = pd.DataFrame(
        {
            "from_segment": start.reindex(end.index).astype(object).where(known, NEW),
            "to_segment": end.astype(object),
            "revenue": revenue.where(known, 0.0),
            "during": 0.0 if during is None else during.reindex(end.index).fillna(0.0).astype(float),
        }
    )
    sums = {"customers": ("revenue", "size"), "revenue": ("revenue", "sum"), "during": ("during", "sum")}
    table = moves.groupby(MOVE).agg(**sums).reset_index()
    table["share"] = table["customers"] / table.groupby("from_segment")["customers"].transform("sum")
    return table.assign(method=method, **dict.fromkeys(EXPECTED, np.nan))[COLUMNS]


def expected_by_chance(moves: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """`moves` with the shares expected from the period before.

    `reference` is the migration of the period before (or of the same period a year before), of the
    same length and under the same frozen definition:

        expected                     the share that made the move then
        expected_low, expected_high  5 % and 95 % of the share that as many customers as started here
                                     now would show if nothing had changed: beta-binomial, so that the
                                     chance in both periods is in it

    Moves that the reference saw and this period did not are added with 0 customers.  Where nobody
    started in a segment in the reference, the expectation is missing.  Customers are taken as
    independent; a season that differs from the reference is not chance and not in the range.  Where the
    history was shorter than the window at the first date, segments were still filling up: resample instead.

    Gelman et al. (2013), Bayesian Data Analysis, ch. 2 (Jeffreys prior, posterior predictive).
    """
    table = with_moves(moves, reference[MOVE])
    then = table[MOVE].merge(reference[[*MOVE, "customers"]], on=MOVE, how="left", validate="1:1")["customers"].fillna(0.0)
    n_then = table["from_segment"].map(reference.groupby("from_segment")["customers"].sum()).fillna(0.0)
    n_now = table.groupby("from_segment")["customers"].transform("sum")
    ranges = [_chance_range(*counts) for counts in zip(then, n_then, n_now, strict=True)]
    low, high = zip(*ranges, strict=True) if ranges else ((), ())
    return table.assign(expected=then / n_then.where(n_then > 0), expected_low=low, expected_high=high)[COLUMNS]


def _chance_range(then: float, n_then: float, n_now: int) -> tuple[float, float]:
    """5 % and 95 % of the share of `n_now` customers when `then` of `n_then` made the move before."""
    if n_then == 0 or n_now == 0:
        return np.nan, np.nan
    chance = stats.betabinom.pmf(np.arange(n_now + 1), n_now, then + 0.5, n_then - then + 0.5)
    low, high = np.searchsorted(chance.cumsum(), (0.05, 0.95))
    return low / n_now, min(high, n_now) / n_now


def with_moves(moves: pd.DataFrame, further: pd.DataFrame) -> pd.DataFrame:
    """`moves` and, with 0 customers, those of `further` (from_segment, to_segment) that start in a segment of `moves`."""
    starts = further["from_segment"].isin(moves["from_segment"])
    table = moves.merge(further.loc[starts, MOVE].drop_duplicates(), on=MOVE, how="outer", validate="1:1").sort_values(MOVE)
    filled = table.fillna(NOTHING | {"method": moves["method"].iloc[0] if len(moves) else ""})
    return filled.astype({"customers": "int64"}).reset_index(drop=True)
