"""The clinic's calendar: which days there are, which are closed, and how busy each is.

The year turns on the Spring Festival: the weeks before it are the fullest, the festival week is
closed, and the weeks after it are quiet.  Its date moves by up to a month, so it is looked up.
Days are numbered from 2023-01-01 = 0.
"""

from functools import cache

import holidays
import numpy as np

START = np.datetime64("2023-01-01")
END = np.datetime64("2026-01-01")  # the first day that is not in the data
DATES = np.arange(START, END)
DAYS = len(DATES)
MONTH = DATES.astype("datetime64[M]").astype(int) % 12  # 0 = January
YEAR = DATES.astype("datetime64[Y]").astype(int) - 53  # 0 = 2023
WEEKDAY = (DATES.astype(int) + 3) % 7  # 0 = Monday
GROWTH = 0.06  # a year
YEARS = (2023, 2024, 2025)

CLOSED = (-1, 5)  # days from New Year's Day of the lunar year: shut from the first up to, not including, the second
FESTIVAL = ((-35, -21, 1.15), (-21, -7, 1.60), (-7, -1, 1.25), (5, 16, 0.55), (16, 30, 0.85))  # from, to, factor
PEAKS = {"618": ("06-01", "06-21", 1.35), "双十一": ("11-01", "11-13", 1.50), "女神节": ("03-01", "03-09", 1.15)}
IN_CALENDAR = ("618", "双十一")  # the promotions that the group writes into its own calendar
BEFORE_FESTIVAL = "焕新过年"  # the promotion of the weeks before the festival


@cache
def spring_festivals() -> tuple[int, ...]:
    """Day numbers of the first day of the Spring Festival, one per year of the data and one for the year after."""
    years = (*YEARS, YEARS[-1] + 1)
    found = holidays.country_holidays("CN", years=years, language="en_US")
    return tuple(
        day_number(
            min(str(day) for day, name in found.items() if day.year == year and "Chinese New Year (Spring Festival)" in name)
        )
        for year in years
    )


def day_number(date: str | np.datetime64) -> int:
    """Days from 2023-01-01 to the date."""
    return int((np.datetime64(date, "D") - START).astype(int))


@cache
def promotions() -> tuple[str, ...]:
    """The promotion that runs on each day, '' for none."""
    names = np.full(DAYS, "", dtype=object)
    for year in YEARS:
        for name, (first, end, _) in PEAKS.items():
            names[day_number(f"{year}-{first}") : day_number(f"{year}-{end}")] = name
    for day in spring_festivals():
        names[max(0, day - 28) : max(0, day - 1)] = BEFORE_FESTIVAL
    return tuple(names)


@cache
def next_open() -> tuple[int, ...]:
    """For each day, the day itself or the first one after it that is not closed."""
    shut = closed()
    return tuple(int(day + np.argmin(shut[day : day + 14])) if shut[day] else day for day in range(DAYS))


def closed() -> np.ndarray:
    """True on the days on which all sites are shut."""
    shut = np.zeros(DAYS, dtype=bool)
    for day in spring_festivals():
        shut[max(0, day + CLOSED[0]) : max(0, day + CLOSED[1])] = True
    return shut


def busyness(months: tuple[float, ...], weekend: float) -> np.ndarray:
    """How busy each day is for one kind of customer: 1,096 factors, 1 on average in 2023.

    `months` (January to December) are joined up smoothly; `weekend` is a weekend day against a working day.
    """
    of_year = (DATES - DATES.astype("datetime64[Y]")).astype(int)
    days = np.interp(of_year, np.arange(12) * 30.4 + 15, months, period=365.25) * np.where(WEEKDAY >= 5, weekend, 1.0)
    for year in YEARS:
        for first, end, factor in PEAKS.values():
            days[day_number(f"{year}-{first}") : day_number(f"{year}-{end}")] *= factor
    for festival in spring_festivals():
        for first, end, factor in FESTIVAL:
            days[max(0, festival + first) : max(0, festival + end)] *= factor
    days[closed()] = 0
    return days / days[YEAR == 0].mean() * (1 + GROWTH) ** (np.arange(DAYS) / 365.25)


def clock(days: np.ndarray) -> np.ndarray:
    """A kind's own time at the start of each day and at the end, in days: 1,097 values."""
    return np.concatenate([[0.0], np.cumsum(days)])
