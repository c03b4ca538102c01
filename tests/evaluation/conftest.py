"""What the tests of the evaluation share: schema check, tables by hand, and a crowd that never changes."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analysis.schema import DERIVED, check_columns


@pytest.fixture
def fits_schema() -> Callable[[pd.DataFrame, str], None]:
    """Columns as declared, key unique, values among the declared ones."""

    def check(table: pd.DataFrame, name: str) -> None:
        declared = DERIVED[name]
        check_columns(declared, table.columns)
        assert not table.duplicated(list(declared.key)).any()
        for column in declared.columns:
            assert not column.values or set(table[column.name].dropna()) <= set(column.values)

    return check


@pytest.fixture
def make_orders() -> Callable[..., pd.DataFrame]:
    """Orders from (customer, day, amount); a negative amount is a refund on its own number."""

    def make(*rows: tuple[str, str, float]) -> pd.DataFrame:
        table = pd.DataFrame(rows, columns=["customer_id", "ordered_at", "amount"])
        return table.assign(
            ordered_at=pd.to_datetime(table["ordered_at"], format="ISO8601"),
            amount=table["amount"].astype(float),
            gross=table["amount"].clip(lower=0).astype(float),
            refunded=(-table["amount"]).clip(lower=0).astype(float),
            is_order=table["amount"] > 0,
        )

    return make


@pytest.fixture
def make_segments() -> Callable[..., pd.DataFrame]:
    """The table `segments` of the method `value` from customer=segment."""

    def make(**segments: str) -> pd.DataFrame:
        return pd.DataFrame({"customer_id": list(segments), "method": "value", "segment": list(segments.values())})

    return make


class Crowd:
    """Customers who never change: each orders at a constant rate and spends about a constant amount.

    They arrive one by one over five years.  Segments are limits on revenue in the last 365 days,
    fixed once: whoever moves between them does so by chance.
    """

    window = pd.Timedelta(days=365)

    def __init__(self, seed: int, customers: int = 3000) -> None:
        random = np.random.default_rng(seed)
        days = 5 * 365.0
        arrival, rate, level = (
            random.uniform(0, days, customers),
            random.gamma(0.8, 0.006, customers),
            random.normal(4, 0.7, customers),
        )
        count = random.poisson(rate * (days - arrival))
        who = np.concatenate([np.arange(customers), np.repeat(np.arange(customers), count)])
        later = np.repeat(arrival, count) + random.random(count.sum()) * np.repeat(days - arrival, count)
        self.orders = pd.DataFrame(
            {
                "customer_id": pd.Series(who).map("c{}".format),
                "ordered_at": pd.Timestamp("2020-01-01") + pd.to_timedelta(np.concatenate([arrival, later]), unit="D"),
                "amount": np.exp(level[who] + random.normal(0, 0.6, len(who))),
                "is_order": True,
            }
        )
        revenue = self.features("2023-12-31")["revenue"]
        self.limits = revenue[revenue > 0].quantile([0.4, 0.7, 0.9]).to_numpy()

    def features(self, as_of: str) -> pd.DataFrame:
        """customer_id and revenue of the 365 days up to and including `as_of`."""
        after = pd.Timestamp(as_of) + pd.Timedelta(days=1)
        past = self.orders[self.orders["ordered_at"] < after]
        recent = past[past["ordered_at"] >= after - self.window].groupby("customer_id")["amount"].sum()
        return past[["customer_id"]].drop_duplicates().assign(revenue=lambda table: table["customer_id"].map(recent).fillna(0.0))

    def assign(self, features: pd.DataFrame) -> pd.DataFrame:
        """The frozen definition."""
        names = np.array(["light", "middle", "heavy", "top"], dtype=object)[np.searchsorted(self.limits, features["revenue"])]
        segment = np.where(features["revenue"] > 0, names, "none")
        return pd.DataFrame({"customer_id": features["customer_id"].to_numpy(), "method": "value", "segment": segment})


@pytest.fixture(scope="session")
def crowds() -> list[Crowd]:
    return [Crowd(seed) for seed in range(3)]
