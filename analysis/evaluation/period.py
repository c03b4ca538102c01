"""A period is whole days, the first and the last included."""

from datetime import date

import pandas as pd

Day = date | pd.Timestamp
Days = tuple[Day, Day]
DAY = pd.Timedelta(days=1)
SLACK = pd.Timedelta(days=7)  # a history that begins so shortly after a period's start still covers it


def span(start: Day, end: Day) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Midnight before the first day and midnight after the last one."""
    return pd.Timestamp(start).normalize(), pd.Timestamp(end).normalize() + DAY


def within(orders: pd.DataFrame, start: Day, end: Day) -> pd.DataFrame:
    """The rows of `orders` (ordered_at) in the period."""
    first, after = span(start, end)
    return orders.loc[(orders["ordered_at"] >= first) & (orders["ordered_at"] < after)]


def is_held(orders: pd.DataFrame, start: Day) -> bool:
    """Whether the history reaches back to `start`: it begins a week after it at the latest."""
    return bool(len(orders)) and orders["ordered_at"].min() <= pd.Timestamp(start) + SLACK
