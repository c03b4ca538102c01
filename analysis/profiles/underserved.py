"""Where people are not served: places without a store, bookings that came to nothing, long waits for a visit.

All of it is inferred: nobody said that a nearer store or another hour would have helped.
"""

from datetime import date, timedelta

import pandas as pd

LOST = ("cancelled", "no_show")
CAME = ("arrived", "consulted", "paid", "performed")
LONG_WAIT = 7  # days from booking to visit


def store_cities(orders: pd.DataFrame, home: pd.Series) -> set[str]:
    """The cities that have a store: for each store the commonest city of its orders, else of the homes of its customers.

    From orders (customer_id, store, city) and the city of each customer's home, indexed by customer_id.
    """
    sold = orders[orders["store"].notna()]
    city = sold["city"].fillna(sold["customer_id"].map(home)) if len(sold) else sold["city"]
    known = pd.DataFrame({"store": sold["store"], "city": city}).dropna()
    counts = known.value_counts().reset_index().sort_values(["store", "count", "city"], ascending=[True, False, True])
    return set(counts.drop_duplicates("store")["city"])


def place_demand(home: pd.Series, buyers: set[str], served: set[str]) -> pd.DataFrame:
    """Known customers by the city of their home: customer_id, subject, part (1: no order in the window), whole (1), usual.

    Only cities without a store may be under-served for want of one; those with a store are what is usual.
    """
    known = home.dropna()
    return pd.DataFrame(
        {
            "customer_id": known.index,
            "subject": known.to_numpy(),
            "part": (~known.index.isin(buyers)).astype(float),
            "whole": 1.0,
            "usual": known.isin(served).to_numpy(),
        }
    )


def booking_demand(visits: pd.DataFrame, by: str, *, start: date, as_of: date) -> pd.DataFrame:
    """Bookings that were due by category or site: customer_id, subject, part (1: cancelled or not kept), whole (1)."""
    rows = _booked(visits, by, start, as_of)
    rows = rows[rows["stage"].isin([*LOST, *CAME])]
    return _rows(rows, by, rows["stage"].isin(LOST))


def waiting_demand(visits: pd.DataFrame, by: str, *, start: date, as_of: date) -> pd.DataFrame:
    """Kept bookings by category or site: customer_id, subject, part (1: a week or more from booking to visit), whole (1)."""
    rows = _booked(visits, by, start, as_of)
    rows = rows[rows["stage"].isin(CAME) & rows["arrived_at"].notna()]
    waited = rows["arrived_at"].dt.normalize() - rows["booked_at"].dt.normalize()
    return _rows(rows, by, waited >= timedelta(days=LONG_WAIT))


def _booked(visits: pd.DataFrame, by: str, start: date, as_of: date) -> pd.DataFrame:
    known = visits.dropna(subset=["customer_id", "booked_at", by])
    return known[known["booked_at"].dt.normalize().between(pd.Timestamp(start), pd.Timestamp(as_of))]


def _rows(rows: pd.DataFrame, by: str, unmet: pd.Series) -> pd.DataFrame:
    named = {"customer_id": rows["customer_id"].to_numpy(), "subject": rows[by].to_numpy()}
    return pd.DataFrame(named | {"part": unmet.astype(float).to_numpy(), "whole": 1.0})
