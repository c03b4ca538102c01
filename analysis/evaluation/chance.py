"""How much movement between segments chance alone would bring: the period replayed with unchanged customers.

The period is drawn again and again from what each customer did before it (module `histories`), and
each time the frozen definition assigns the segments anew.  Nobody changes in these replays, so all
movement in them is chance.

What they leave out: seasons, growth, and customers who leave for good between orders.  Where a period
before is held, `expected_by_chance` is the better baseline, for it has these in it.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.evaluation.histories import Histories
from analysis.evaluation.membership import members
from analysis.evaluation.migration import COLUMNS, EXPECTED, MOVE, with_moves
from analysis.evaluation.period import Day, span

Assign = Callable[[pd.DataFrame], pd.DataFrame]


def expected_by_resampling(
    moves: pd.DataFrame,
    orders: pd.DataFrame,
    before: pd.DataFrame,
    *,
    method: str,
    assign: Assign,
    start: Day,
    end: Day,
    window: pd.DateOffset | pd.Timedelta,
    seed: int,
    draws: int = 100,
) -> pd.DataFrame:
    """`moves` with the shares that unchanged customers would show.

    From the migration table, the orders (customer_id, ordered_at, amount, is_order; those from `start`
    on are not read) and the segments on the eve of `start`.  The period is the days from `start` to `end`,
    both included:

        assign   the frozen definition: features -> customer_id, segment.  The features it is given are
                 those of `Histories.simulated_features`; a definition that reads others cannot be resampled
        window   how far back behaviour features look, e.g. pd.DateOffset(months=24)
        expected, expected_low, expected_high   mean, 5 % and 95 % of the share over `draws` replays

    Only customers with an order before `start` are replayed: for '(new)' and for segments without
    orders the expectation is missing.  Same seed, same result.  A replay costs about one run of `assign`.
    """
    segment = members(before, method)
    first, after = span(start, end)
    history = Histories.of(orders, segment.index, start=first, end=after, window=window)
    started = segment.reindex(history.ids)
    random = np.random.default_rng(seed)
    shares = [_shares(started, assign(history.simulated_features(random))) for _ in range(draws)]
    replayed = pd.concat(shares, axis=1).fillna(0.0)
    figures = [replayed.mean(axis=1), replayed.quantile(0.05, axis=1), replayed.quantile(0.95, axis=1)]
    chance = pd.concat(figures, axis=1, keys=EXPECTED).reset_index()
    table = with_moves(moves.drop(columns=EXPECTED), chance[MOVE]).merge(chance, on=MOVE, how="left", validate="1:1")
    never = table["expected"].isna() & table["from_segment"].isin(started.unique())
    return table.assign(**{name: table[name].mask(never, 0.0) for name in EXPECTED})[COLUMNS]


def _shares(started: pd.Series, assigned: pd.DataFrame) -> pd.Series:
    ended = assigned.set_index("customer_id")["segment"].reindex(started.index)
    moves = pd.DataFrame({"from_segment": started.to_numpy(), "to_segment": ended.to_numpy()}).value_counts()
    return moves / moves.groupby("from_segment").transform("sum")
