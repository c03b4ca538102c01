"""What customers hold in advance at each quarter's end, and the ledger that proves it.

Receipts less refunds less what was performed is the change of what is held: cash on cards, and the
money of courses not yet used.  Bonus and points are no money received and stand beside it.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import catalogue, season
from analysis.sources.demo.lanting.books import Books

KINDS = ("cash", "bonus", "course_units", "points")
HELD = ("cash", "bonus", "units", "course")


def snapshot_days() -> np.ndarray:
    """Day numbers: -1 (31 December 2022), then the last day of each quarter."""
    ends = [f"{year}-{end}" for year in season.YEARS for end in ("03-31", "06-30", "09-30", "12-31")]
    return np.array([-1, *(season.day_number(end) for end in ends)])


def accounts(books: Books, customers: int) -> pd.DataFrame:
    """One row per customer and snapshot with anything held.

    customer, day      row of the customer table, day number
    cash, bonus        fen on the card; bonus_until: day on which the bonus lapses
    units, course      units of courses not yet used and the fen received for them; units_until: day on which
                       the first of them lapses
    points             one for each yuan performed this year and last; points_until: when the older ones lapse
    """
    days = snapshot_days()
    moves = books.table("moves")
    bucket = np.searchsorted(days, moves["day"])
    held = {name: _running(customers, len(days), moves["customer"], bucket, moves[name]) for name in HELD}
    grid = pd.MultiIndex.from_product([range(customers), range(len(days))], names=["customer", "bucket"])
    table = pd.DataFrame({name: amounts.ravel() for name, amounts in held.items()}, index=grid)
    table["points"] = _points(books, customers, days).ravel()
    table = table[(table != 0).any(axis=1)].reset_index()
    table = table.assign(day=days[table["bucket"]])
    table["bonus_until"] = _bonus_until(moves, customers, days)[table["customer"], table["bucket"]]
    table["units_until"] = _units_until(books, customers, days)[table["customer"], table["bucket"]]
    year_ends = {year: season.day_number(f"{year}-12-31") for year in (season.YEARS[0] - 1, *season.YEARS)}
    table["points_until"] = pd.Series(_years(table["day"]), index=table.index).map(year_ends)
    return table.drop(columns="bucket")


def ledger(books: Books) -> pd.DataFrame:
    """One row per quarter, in fen: end (day number), receipts, refunds, consumed, and cash and course at its end.

    The first row is the opening.
    """
    days = snapshot_days()
    moves = books.table("moves")
    sums = moves.groupby(np.searchsorted(days, moves["day"]))[["receipts", "refunds", "consumed", "cash", "course"]].sum()
    sums[["cash", "course"]] = sums[["cash", "course"]].cumsum()
    return sums.assign(end=days)[["end", "receipts", "refunds", "consumed", "cash", "course"]].reset_index(drop=True)


def _running(customers: int, dates: int, customer: pd.Series, bucket: np.ndarray, amount: pd.Series) -> np.ndarray:
    """Customers x dates: what is held at each date."""
    changes = np.zeros((customers, dates), dtype=np.int64)
    np.add.at(changes, (customer.to_numpy(), bucket), amount.to_numpy())
    return changes.cumsum(axis=1)


def _years(days: pd.Series | np.ndarray) -> np.ndarray:
    return (season.START + np.asarray(days)).astype("datetime64[Y]").astype(int) + 1970


def _points(books: Books, customers: int, days: np.ndarray) -> np.ndarray:
    """Whole yuan performed this year and the year before, at each date."""
    visits = books.table("visits")
    visits = visits[visits["consumed"] > 0]
    yuan = visits["consumed"] // 100
    bucket = np.searchsorted(days, visits["day"])
    earned = _running(customers, len(days), visits["customer"], bucket, yuan)
    lapsed = np.zeros_like(earned)
    for place, year in enumerate(_years(days)):
        before = np.flatnonzero(_years(days) <= year - 2)
        lapsed[:, place] = earned[:, before[-1]] if len(before) else 0
    return earned - lapsed


def _bonus_until(moves: pd.DataFrame, customers: int, days: np.ndarray) -> np.ndarray:
    """Customers x dates: the day on which the bonus of the last top-up lapses."""
    topped = moves[moves["bonus"] > 0]
    last = np.full((customers, len(days)), -1)
    np.maximum.at(last, (topped["customer"].to_numpy(), np.searchsorted(days, topped["day"])), topped["day"].to_numpy())
    return np.maximum.accumulate(last, axis=1) + catalogue.BONUS_DAYS


def _units_until(books: Books, customers: int, days: np.ndarray) -> np.ndarray:
    """Customers x dates: when the oldest open course lapses (and would then be prolonged by years)."""
    courses = [(row, one.paid_day, one.closed) for row, purse in books.purses.items() for one in purse.courses]
    customer, paid, closed = np.array(courses).T
    until = np.full((customers, len(days)), 2**31)
    for place, day in enumerate(days):
        open_ = (paid <= day) & (closed > day)
        ends = paid[open_] + catalogue.COURSE_DAYS
        ends += 365 * np.maximum(0, -((ends - day) // 365))
        np.minimum.at(until[:, place], customer[open_], ends)
    return until
