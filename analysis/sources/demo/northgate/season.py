"""The calendar of the demo: which days there are, and how busy each is.

Seasons stretch or shrink a customer's own clock: a rate of 3 orders a year is 3 over a whole
year, more of them in the months that suit the customer.  Days are numbered from 2023-01-01 = 0.
"""

import numpy as np

START = np.datetime64("2023-01-01")
END = np.datetime64("2026-01-01")  # the first day that is not in the data
DATES = np.arange(START, END)
DAYS = len(DATES)
MONTH = DATES.astype("datetime64[M]").astype(int) % 12  # 0 = January
YEAR = DATES.astype("datetime64[Y]").astype(int) - 53  # 0 = 2023
WEEKDAY = (DATES.astype(int) + 3) % 7  # 0 = Monday
GROWTH = 0.03  # a year, in orders per customer and in new customers

CLOSED = ("2023-01-01", "2023-04-09", "2023-12-25", "2024-01-01", "2024-03-31", "2024-12-25",
          "2025-01-01", "2025-04-20", "2025-12-25")  # fmt: skip
BLACK_FRIDAYS = ("2023-11-24", "2024-11-29", "2025-11-28")

# How the mix of departments moves over the year, January to December.
DEPARTMENT_MONTHS = {
    "Garden":       (0.25, 0.50, 1.30, 1.90, 2.00, 1.70, 1.30, 0.90, 0.80, 0.50, 0.30, 0.20),
    "Furniture":    (1.30, 0.90, 0.95, 1.05, 1.10, 1.00, 1.00, 1.05, 1.00, 0.95, 1.20, 0.90),
    "Kitchen":      (0.95, 0.90, 0.95, 0.90, 0.90, 0.90, 0.90, 1.00, 1.05, 1.05, 1.30, 1.50),
    "Bedding":      (1.40, 1.00, 0.90, 0.85, 0.80, 0.80, 0.85, 1.00, 1.25, 1.30, 1.15, 1.10),
    "Bathroom":     (1.10, 1.05, 1.05, 1.05, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 0.90, 0.75),
    "Lighting":     (1.05, 0.95, 0.85, 0.80, 0.80, 0.80, 0.80, 0.90, 1.10, 1.30, 1.40, 1.25),
    "Storage":      (1.50, 1.10, 1.05, 1.00, 0.95, 0.90, 0.95, 1.10, 1.10, 0.90, 0.80, 0.65),
    "Toys & Games": (0.45, 0.50, 0.65, 0.80, 0.70, 0.80, 1.00, 0.90, 0.60, 0.90, 2.00, 2.70),
    "Seasonal":     (0.20, 0.40, 0.70, 0.80, 0.45, 0.40, 0.30, 0.35, 0.60, 1.60, 2.90, 3.30),
}  # fmt: skip


def day_number(date: str | np.datetime64) -> int:
    """Days from 2023-01-01 to the date."""
    return int((np.datetime64(date, "D") - START).astype(int))


def sale_days() -> np.ndarray:
    """True on the days of a sale: January, midsummer, Black Friday week, after Christmas."""
    of_year = (DATES - DATES.astype("datetime64[Y]")).astype(int)
    sale = (of_year < 21) | ((of_year >= 172) & (of_year < 193)) | (of_year >= 359)
    for friday in BLACK_FRIDAYS:
        sale[day_number(friday) - 4 : day_number(friday) + 4] = True
    return sale


def busyness(months: tuple[float, ...], weekdays: tuple[float, ...]) -> np.ndarray:
    """How busy each day is for one kind of customer: 1,096 factors, 1 on average in 2023.

    `months` (January to December) are joined up smoothly; `weekdays` start on Monday.
    """
    of_year = (DATES - DATES.astype("datetime64[Y]")).astype(int)
    middles = np.arange(12) * 30.4 + 15
    days = np.interp(of_year, middles, months, period=365.25) * np.asarray(weekdays)[WEEKDAY]
    for friday in BLACK_FRIDAYS:
        days[day_number(friday) - 4 : day_number(friday) + 4] *= 1.7
    days[[day_number(day) for day in CLOSED]] *= 0.15
    return days / days[YEAR == 0].mean() * (1 + GROWTH) ** (np.arange(DAYS) / 365.25)


def clock(days: np.ndarray) -> np.ndarray:
    """A kind's own time at the start of each day and at the end, in years: 1,097 values."""
    return np.concatenate([[0.0], np.cumsum(days)]) / 365.25
