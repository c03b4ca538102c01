"""What is known of each customer at one date, and behaviour drawn from it as if nothing changed.

Every customer gets a rate of ordering and a level of spending from his or her own history, shrunken
towards everyone's where the history is short.

    orders   Poisson at the customer's rate in the window before the start; rates are gamma over customers
    amounts  log-normal about the customer's level, from all orders; levels are normal over customers

Schmittlein, Morrison and Colombo (1987), Counting Your Customers (gamma-Poisson rates).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from analysis.evaluation.period import DAY

# What a replay knows of a customer: the columns of `simulated_features`.
REPLAYED = (
    "customer_id", "state", "first_order_at", "last_order_at", "recency_days", "tenure_days", "lifetime_order_count",
    "lifetime_revenue", "order_day_count", "gap_count", "gap_mean_days", "last_gap_days", "order_count", "revenue",
    "gross_revenue", "average_order", "period_order_count", "period_revenue",
)  # fmt: skip


@dataclass(frozen=True)
class Histories:
    """Histories up to the midnight `start`, to be replayed up to the midnight `end`; a row per customer with an order."""

    start: pd.Timestamp
    end: pd.Timestamp
    base: pd.DataFrame  # lifetime figures, and what the window before `end` still holds of the past
    rate: pd.DataFrame  # shape and rate of each customer's gamma posterior, per day
    level: pd.DataFrame  # mean and deviation of each customer's log level
    residual: np.ndarray  # deviations of log amounts from the customer's own level
    kept: float  # revenue after refunds over revenue before them

    @property
    def ids(self) -> pd.Index:
        return self.base.index

    @classmethod
    def of(
        cls,
        orders: pd.DataFrame,
        known: pd.Index,
        *,
        start: pd.Timestamp,
        end: pd.Timestamp,
        window: pd.DateOffset | pd.Timedelta,
    ) -> "Histories":
        """Fit rates and levels on the orders before `start` of the customers in `known`.

        `orders` has customer_id, ordered_at, amount, is_order; `window` is how far back behaviour features look.
        """
        past = orders.loc[(orders["ordered_at"] < start) & (known.get_indexer(orders["customer_id"]) >= 0)].reset_index(drop=True)
        bought = past.loc[past["is_order"].astype(bool)]
        base = _base(past, bought, still=end - window)
        later = bought["ordered_at"] > bought["customer_id"].map(base["first"])
        counts = bought.loc[later & (bought["ordered_at"] >= start - window)].groupby("customer_id").size()
        exposure = (start - base["first"].clip(lower=start - window)) / DAY
        level, residual = _levels(bought.loc[bought["amount"] > 0], base.index)
        total = bought["amount"].sum()
        kept = float(past["amount"].sum() / total) if total > 0 else 1.0
        return cls(start, end, base, _rates(counts.reindex(base.index).fillna(0.0), exposure), level, residual, kept)

    def simulated_features(self, random: np.random.Generator) -> pd.DataFrame:
        """The features on the last day after one replay of the period: one row per customer.

        Columns REPLAYED, units as in the table `features`.  Every simulated order falls on a day of its own.
        """
        base, as_of = self.base, self.end - DAY
        count = random.poisson(random.gamma(self.rate["shape"], 1 / self.rate["rate"]) * ((self.end - self.start) / DAY))
        spent = self._spent(count, random)
        last, last_gap = self._last_orders(count, random)
        orders, revenue = base["orders"] + count, base["revenue"] + spent
        gaps = base["lifetime_days"] + count - 1
        return pd.DataFrame(
            {
                "customer_id": base.index,
                "state": "buyer",
                "first_order_at": base["first"],
                "last_order_at": last,
                "recency_days": (as_of - last.dt.normalize()) / DAY,
                "tenure_days": (as_of - base["first"].dt.normalize()) / DAY,
                "lifetime_order_count": base["lifetime_orders"] + count,
                "lifetime_revenue": base["lifetime_revenue"] + spent,
                "order_day_count": base["lifetime_days"] + count,
                "gap_count": gaps,
                "gap_mean_days": (last.dt.normalize() - base["first"].dt.normalize()) / DAY / gaps.where(gaps > 0),
                "last_gap_days": last_gap,
                "order_count": orders.astype("int64"),
                "revenue": revenue,
                "gross_revenue": revenue / self.kept,
                "average_order": revenue / orders.where(orders > 0),
                "period_order_count": count,
                "period_revenue": spent,
            }
        ).reset_index(drop=True)

    def _spent(self, count: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """Money of `count` orders of each customer."""
        level = random.normal(self.level["mean"], self.level["deviation"])
        amounts = np.exp(np.repeat(level, count) + random.choice(self.residual, count.sum())) * self.kept
        return np.bincount(np.repeat(np.arange(len(count)), count), weights=amounts, minlength=len(count))

    def _last_orders(self, count: np.ndarray, random: np.random.Generator) -> tuple[pd.Series, pd.Series]:
        """Time of the last order, and days since the one before it, where `count` orders fall evenly on the period."""
        latest = random.random(len(count)) ** (1 / np.maximum(count, 1))
        second = latest * random.random(len(count)) ** (1 / np.maximum(count - 1, 1))
        length = self.end - self.start
        last, before = (self.start + pd.Series(length * share, index=self.base.index).dt.floor("s") for share in (latest, second))
        gap = (last.dt.normalize() - before.where(count > 1, self.base["last"]).dt.normalize()) / DAY
        return self.base["last"].where(count == 0, last), self.base["last_gap"].where(count == 0, gap.clip(lower=1.0))


def _base(past: pd.DataFrame, bought: pd.DataFrame, *, still: pd.Timestamp) -> pd.DataFrame:
    """What each customer has behind them: over all time, and since `still`."""
    by = bought.groupby("customer_id")["ordered_at"]
    days = bought.assign(day=bought["ordered_at"].dt.normalize()).drop_duplicates(["customer_id", "day"]).sort_values("day")
    gaps = days.groupby("customer_id")["day"].diff() / DAY
    base = pd.DataFrame({"first": by.min(), "last": by.max(), "lifetime_orders": by.size()})
    base["lifetime_days"] = days.groupby("customer_id").size()
    base["last_gap"] = gaps.groupby(days["customer_id"]).last()
    base["lifetime_revenue"] = past.groupby("customer_id")["amount"].sum()
    base["orders"] = bought.loc[bought["ordered_at"] >= still].groupby("customer_id").size()
    base["revenue"] = past.loc[past["ordered_at"] >= still].groupby("customer_id")["amount"].sum()
    return base.fillna({"orders": 0, "revenue": 0.0, "lifetime_revenue": 0.0})


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
