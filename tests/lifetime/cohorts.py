"""Customers whose parameters are known: the published sample of CDNOW, and some drawn from the model itself."""

import numpy as np
import pandas as pd
import pytest

from tests.full.conftest import SHARED


def cdnow_days() -> pd.DataFrame:
    """Customer, day and money of the tenth of CDNOW's customers behind the papers, to 30 September 1997."""
    file = SHARED / "cdnow" / "CDNOW_sample.txt"
    if not file.is_file():
        pytest.skip("the CDNOW sample is not held here")
    rows = pd.read_csv(file, sep=r"\s+", header=None, names=["all", "customer_id", "day", "discs", "money"], dtype={"day": str})
    rows = rows.assign(day=pd.to_datetime(rows["day"]))
    return rows[rows["day"] <= "1997-09-30"].groupby(["customer_id", "day"], as_index=False)["money"].sum()


def cdnow_weeks() -> pd.DataFrame:
    """One row per customer, ages in weeks."""
    days = cdnow_days().groupby("customer_id")["day"].agg(["min", "max", "size"])
    ages = {"last_order_age": days["max"] - days["min"], "customer_age": pd.Timestamp("1997-09-30") - days["min"]}
    weeks = {name: age.dt.days / 7 for name, age in ages.items()}
    return pd.DataFrame({"repeat_count": days["size"] - 1, **weeks}).reset_index()


def cdnow_values() -> pd.DataFrame:
    """Repeat purchase days of each customer, and their mean money."""
    days = cdnow_days()
    repeats = days[days.groupby("customer_id").cumcount() > 0].groupby("customer_id")["money"]
    return repeats.agg(repeat_count="size", mean_repeat_value="mean").reset_index()


def drawn(people: int, *, seed: int, r: float = 0.6, alpha: float = 60.0, a: float = 0.9, b: float = 3.0) -> pd.DataFrame:
    """Histories in days drawn from BG/NBD: first purchases over a year, seen for one to two years."""
    random = np.random.default_rng(seed)
    rates, leaving = random.gamma(r, 1 / alpha, people), random.beta(a, b, people)
    age = random.uniform(365, 730, people)
    repeats, last = np.zeros(people), np.zeros(people)
    for i in range(people):
        now = 0.0
        while (now := now + random.exponential(1 / max(rates[i], 1e-12))) <= age[i]:
            repeats[i], last[i] = repeats[i] + 1, now
            if random.random() < leaving[i]:
                break
    return pd.DataFrame({"customer_id": range(people), "repeat_count": repeats, "last_order_age": last, "customer_age": age})
