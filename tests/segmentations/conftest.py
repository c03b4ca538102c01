"""Six customers with a story, and a crowd drawn from a known buying process."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.segmentations.crowd import record

AS_OF = pd.Timestamp("2026-03-31")
SHARED_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"

COLUMNS = [
    "customer_id", "state", "recency_days", "tenure_days", "lifetime_order_count", "order_count", "revenue",
    "gap_count", "gap_mean_days", "last_gap_days",
]  # fmt: skip


@pytest.fixture
def six_customers() -> pd.DataFrame:
    return six()


def six() -> pd.DataFrame:
    """Features on 31 March 2026, window of twelve months.

    Ana buys every month, last on 1 March.  Ben bought for the first time ten days ago.  Cho bought
    five times, all of it before the window, and has been away for 500 days.  Dia stayed away for
    400 days and came back twenty days ago.  Eve sent everything back.  Fay only signed up.
    """
    nan = np.nan
    rows = [
        ("ana", "buyer", 30.0, 360.0, 12, 12, 1200.0, 11, 30.0, 30.0),
        ("ben", "buyer", 10.0, 10.0, 1, 1, 40.0, 0, nan, nan),
        ("cho", "buyer", 500.0, 740.0, 5, 0, 0.0, 4, 60.0, 60.0),
        ("dia", "buyer", 20.0, 420.0, 2, 1, 90.0, 1, 400.0, 400.0),
        ("eve", "refund_only", nan, nan, 0, 0, -15.0, 0, nan, nan),
        ("fay", "prospect", nan, nan, 0, 0, 0.0, 0, nan, nan),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.fixture
def six_gaps() -> pd.DataFrame:
    """The gaps of the six, the open ones included: 16 closed, 4 open."""
    closed = {"ana": [30.0] * 11, "cho": [60.0] * 4, "dia": [400.0]}
    still_open = {"ana": 30.0, "ben": 10.0, "cho": 500.0, "dia": 20.0}
    rows = [
        (customer, number, days, number <= len(closed.get(customer, ())))
        for customer, last in still_open.items()
        for number, days in enumerate([*closed.get(customer, ()), last], start=1)
    ]
    return pd.DataFrame(rows, columns=["customer_id", "gap_number", "gap_days", "closed"])


def gaps_of(orders: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Gaps between order days up to `as_of`, from (customer_id, ordered_at)."""
    days = orders.loc[orders["ordered_at"] <= as_of, ["customer_id", "ordered_at"]].drop_duplicates()
    days = days.sort_values(["customer_id", "ordered_at"], ignore_index=True)
    following = days.groupby("customer_id")["ordered_at"].shift(-1)
    return pd.DataFrame(
        {
            "customer_id": days["customer_id"],
            "gap_number": days.groupby("customer_id").cumcount() + 1,
            "gap_days": (following.fillna(as_of) - days["ordered_at"]).dt.days.astype("float64"),
            "closed": following.notna(),
        }
    )


def features_of(orders: pd.DataFrame, as_of: pd.Timestamp, window_days: int = 365) -> pd.DataFrame:
    """The feature columns that the methods need, from (customer_id, ordered_at, amount)."""
    past = orders[orders["ordered_at"] <= as_of]
    recent = past[past["ordered_at"] > as_of - pd.Timedelta(days=window_days)].groupby("customer_id")["amount"]
    by_customer = past.groupby("customer_id")["ordered_at"].agg(["min", "max", "size"])
    closed = gaps_of(orders, as_of).query("closed").groupby("customer_id")["gap_days"]
    features = pd.DataFrame(
        {
            "state": "buyer",
            "recency_days": (as_of - by_customer["max"]).dt.days.astype("float64"),
            "tenure_days": (as_of - by_customer["min"]).dt.days.astype("float64"),
            "lifetime_order_count": by_customer["size"],
            "order_count": recent.size().reindex(by_customer.index, fill_value=0),
            "revenue": recent.sum().reindex(by_customer.index, fill_value=0.0),
            "gap_count": closed.size().reindex(by_customer.index, fill_value=0),
            "gap_mean_days": closed.mean().reindex(by_customer.index),
            "last_gap_days": closed.last().reindex(by_customer.index),
        }
    )
    return features.rename_axis("customer_id").reset_index()


def simulated_orders(
    seed: int, customers: int, *, rate: tuple[float, float], dropout: tuple[float, float] | None, days: int
) -> pd.DataFrame:
    """Orders of a BG/NBD crowd: Poisson buyers, gamma rates, a chance to leave after each order.

    `rate` is the gamma's shape and scale (in days), `dropout` the beta's two parameters or None for
    buyers who never leave.  Customers join in the first half of the `days`, from 1 January 2024.
    """
    rng = np.random.default_rng(seed)
    shape, scale = rate
    per_day = rng.gamma(shape, 1 / scale, customers)
    leaves = np.zeros(customers) if dropout is None else rng.beta(*dropout, customers)
    who, at, rounds = np.arange(customers), rng.uniform(0, days / 2, customers), []
    while who.size:
        rounds.append(pd.DataFrame({"customer_id": who, "day": at}))
        stays = rng.random(who.size) >= leaves[who]
        who, at = who[stays], at[stays]
        at = at + rng.exponential(1 / per_day[who])
        who, at = who[at < days], at[at < days]
    orders = pd.concat(rounds, ignore_index=True)
    return pd.DataFrame(
        {
            "customer_id": "c" + orders["customer_id"].astype(str).str.zfill(6),
            "ordered_at": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.floor(orders["day"]), unit="D"),
            "amount": np.round(rng.lognormal(3.5, 0.6, len(orders)), 2),
        }
    )


@pytest.fixture(scope="session")
def _crowd_orders() -> pd.DataFrame:
    return simulated_orders(7, 400, rate=(1.0, 40.0), dropout=(0.9, 4.0), days=730)


@pytest.fixture(scope="session")
def _crowd_record(_crowd_orders: pd.DataFrame) -> pd.DataFrame:
    simulated = features_of(_crowd_orders, pd.Timestamp("2025-12-31"))
    return record(pd.concat([simulated, six()], ignore_index=True))


@pytest.fixture
def crowd(_crowd_record: pd.DataFrame) -> pd.DataFrame:
    """The record of 400 simulated buyers and the six, on 31 December 2025."""
    return _crowd_record.copy()


@pytest.fixture
def crowd_gaps(_crowd_orders: pd.DataFrame, six_gaps: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([gaps_of(_crowd_orders, pd.Timestamp("2025-12-31")), six_gaps], ignore_index=True)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public sets; tests that need one are skipped where it is not there."""
    return SHARED_DATA


@pytest.fixture
def make_features():
    return features_of


@pytest.fixture
def make_gaps():
    return gaps_of


@pytest.fixture
def simulate():
    return simulated_orders
