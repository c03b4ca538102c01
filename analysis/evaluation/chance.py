"""How much movement between segments chance alone would bring: history replayed with unchanged customers.

Every customer gets a rate of ordering and a level of spending from his or her own history, shrunken
towards everyone's where the history is short; the period is then drawn again and again from these
unchanged rates, and each time the frozen definition assigns the segments anew.

    orders   Poisson at the customer's rate in the window before the start; rates are gamma over customers
    amounts  log-normal about the customer's level, from all orders; levels are normal over customers

What it leaves out: seasons, growth, and customers who leave for good between orders.  Where a period
before is held, `expected_by_chance` is the better baseline, for it has these in it.

Schmittlein, Morrison and Colombo (1987), Counting Your Customers (gamma-Poisson rates).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from analysis.evaluation.membership import members
from analysis.evaluation.migration import COLUMNS, EXPECTED, MOVE, with_moves
from analysis.evaluation.period import DAY, Day, span

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
    draws: int = 200,
) -> pd.DataFrame:
    """`moves` with the shares that unchanged customers would show.

    From the migration table, the orders (customer_id, ordered_at, amount, is_order; those from `start`
    on are not read) and the segments on the eve of `start`.  The period is the days from `start` to `end`,
    both included:

        assign   the frozen definition: features -> customer_id, segment.  The features it is given are
                 those of `simulated_features`; a definition that reads others cannot be resampled
        window   how far back behaviour features look, e.g. pd.DateOffset(months=24)
        expected, expected_low, expected_high   mean, 5 % and 95 % of the share over `draws` replays

    Only customers with an order before `start` are replayed: for '(new)' and for segments without
    orders the expectation is missing.  Same seed, same result.
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
    never = table["expected"].isna() & table["from_segment"].isin(started)
    return table.assign(**{name: table[name].mask(never, 0.0) for name in EXPECTED})[COLUMNS]


def _shares(started: pd.Series, assigned: pd.DataFrame) -> pd.Series:
    ended = assigned.set_index("customer_id")["segment"].reindex(started.index)
    moves = pd.DataFrame({"from_segment": started.to_numpy(), "to_segment": ended.to_numpy()}).value_counts()
    return moves / moves.groupby("from_segment").transform("sum")


@dataclass(frozen=True)
class Histories:
    """What is known of each customer at the start, and the unchanged behaviour drawn from it."""

    ids: pd.Index
    start: pd.Timestamp  # midnight before the first day
    end: pd.Timestamp  # midnight after the last day
    base: pd.DataFrame  # what the window before `end` still holds of the past, and the lifetime figures
    rate: pd.DataFrame  # shape and rate of each customer's gamma posterior, per day
    level: pd.DataFrame  # mean and deviation of each customer's log level
    residual: np.ndarray  # deviations of log amounts from the customer's own level
    kept: float  # revenue after refunds over revenue before them

    @classmethod
    def of(cls, orders, known, *, start, end, window) -> "Histories":
        """Fit rates and levels on the orders before `start` of the customers in `known`."""
        past = orders.loc[(orders["ordered_at"] < start) & orders["customer_id"].isin(known)].reset_index(drop=True)
        bought = past.loc[past["is_order"].astype(bool)]
        by = bought.groupby("customer_id")["ordered_at"]
        base = pd.DataFrame({"first": by.min(), "last": by.max(), "lifetime_orders": by.size()})
        base["lifetime_days"] = bought["ordered_at"].dt.normalize().groupby(bought["customer_id"]).nunique()
        base["lifetime_revenue"] = past.groupby("customer_id")["amount"].sum()
        base["orders"] = bought.loc[bought["ordered_at"] >= end - window].groupby("customer_id").size()
        base["revenue"] = past.loc[past["ordered_at"] >= end - window].groupby("customer_id")["amount"].sum()
        base = base.fillna({"orders": 0, "revenue": 0.0, "lifetime_revenue": 0.0})
        later = bought["ordered_at"] > bought["customer_id"].map(base["first"])
        again = bought.loc[later & (bought["ordered_at"] >= start - window)]
        counts = again.groupby("customer_id").size()
        exposure = (start - base["first"].clip(lower=start - window)) / DAY
        level, residual = _levels(bought.loc[bought["amount"] > 0], base.index)
        total = bought["amount"].sum()
        kept = float(past["amount"].sum() / total) if total > 0 else 1.0
        rate = _rates(counts.reindex(base.index).fillna(0.0), exposure)
        return cls(base.index, start, end, base, rate, level, residual, kept)

    def simulated_features(self, random: np.random.Generator) -> pd.DataFrame:
        """The features on the last day after one replay of the period.

        Columns: customer_id, state, first_order_at, last_order_at, recency_days, tenure_days,
        lifetime_order_count, lifetime_revenue, order_day_count, order_count, revenue, gross_revenue,
        average_order, period_order_count, period_revenue; units as in the table `features`.
        """
        days = (self.end - self.start) / DAY
        count = random.poisson(random.gamma(self.rate["shape"], 1 / self.rate["rate"]) * days)
        level = random.normal(self.level["mean"], self.level["deviation"])
        amounts = np.exp(np.repeat(level, count) + random.choice(self.residual, count.sum())) * self.kept
        spent = np.bincount(np.repeat(np.arange(len(count)), count), weights=amounts, minlength=len(count))
        latest = random.random(len(count)) ** (1 / np.maximum(count, 1))  # the last of `count` uniform times
        last = self.base["last"].where(count == 0, self.start + pd.to_timedelta(latest * days, unit="D").floor("s"))
        orders, revenue, as_of = self.base["orders"] + count, self.base["revenue"] + spent, self.end - DAY
        return pd.DataFrame(
            {
                "customer_id": self.ids,
                "state": "buyer",
                "first_order_at": self.base["first"],
                "last_order_at": last,
                "recency_days": (as_of - last.dt.normalize()) / DAY,
                "tenure_days": (as_of - self.base["first"].dt.normalize()) / DAY,
                "lifetime_order_count": self.base["lifetime_orders"] + count,
                "lifetime_revenue": self.base["lifetime_revenue"] + spent,
                "order_day_count": self.base["lifetime_days"] + count,
                "order_count": orders.astype("int64"),
                "revenue": revenue,
                "gross_revenue": revenue / self.kept,
                "average_order": revenue / orders.where(orders > 0),
                "period_order_count": count,
                "period_revenue": spent,
            }
        ).reset_index(drop=True)


def _rates(counts: pd.Series, exposure: pd.Series) -> pd.DataFrame:
    """Gamma posterior of each customer's orders per day: shape a + x, rate b + T.

    a / b is the mean rate of everyone, a is fitted by maximum likelihood (negative binomial counts).
    """
    mean = max(counts.sum(), 0.5) / max(exposure.sum(), 1.0)

    def loss(log_a: float) -> float:
        a, b = np.exp(log_a), np.exp(log_a) / mean
        return -float((gammaln(a + counts) - gammaln(a) + a * np.log(b) - (a + counts) * np.log(b + exposure)).mean())

    a = float(np.exp(minimize_scalar(loss, bounds=(-7.0, 9.0), method="bounded").x))
    return pd.DataFrame({"shape": a + counts, "rate": a / mean + exposure})


def _levels(bought: pd.DataFrame, ids: pd.Index) -> tuple[pd.DataFrame, np.ndarray]:
    """Normal posterior of each customer's mean log amount, and the residuals about it."""
    logs = np.log(bought["amount"].astype(float))
    groups = logs.groupby(bought["customer_id"])
    n, own = groups.size().reindex(ids).fillna(0), groups.mean().reindex(ids)
    size = groups.transform("size")
    several = size > 1
    residual = ((logs - groups.transform("mean")) * np.sqrt(size / (size - 1).where(several)))[several].to_numpy()
    within = max(float((residual**2).mean()), 1e-12) if len(residual) else 1e-12
    between = max(float(own.var()) - within * float((1 / n[n > 0]).mean()), 1e-12) if (n > 0).sum() > 1 else 1e-12
    weight = n / within + 1 / between
    mean = (own.fillna(0.0) * n / within + logs.mean() / between) / weight
    posterior = pd.DataFrame({"mean": mean.fillna(0.0), "deviation": np.sqrt(1 / weight)})
    return posterior, residual if len(residual) else np.zeros(1)
