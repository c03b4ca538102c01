"""Customers whose parameters are known: the published sample of CDNOW, and some drawn from the model itself."""

import numpy as np
import pandas as pd
import pytest

from tests.full.conftest import SHARED


def cdnow_days(*, until: str = "1997-09-30") -> pd.DataFrame:
    """Customer, day and money of the tenth of CDNOW's customers behind the papers, to 30 September 1997 or later."""
    file = SHARED / "cdnow" / "CDNOW_sample.txt"
    if not file.is_file():
        pytest.skip("the CDNOW sample is not held here")
    rows = pd.read_csv(file, sep=r"\s+", header=None, names=["all", "customer_id", "day", "discs", "money"], dtype={"day": str})
    rows = rows.assign(day=pd.to_datetime(rows["day"]))
    return rows[rows["day"] <= until].groupby(["customer_id", "day"], as_index=False)["money"].sum()


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


def histories_of(days: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Purchase histories in days from (customer_id, day, money), one row per customer and day, up to and with `as_of`."""
    past = days[days["day"] <= as_of].sort_values(["customer_id", "day"]).groupby("customer_id")
    first, last, count, money = past["day"].min(), past["day"].max(), past.size(), past["money"].agg(["first", "sum"])
    repeats = (count - 1).where(count > 1)
    found = pd.DataFrame(
        {
            "repeat_count": count - 1,
            "last_order_age": (last - first).dt.days.astype("float64"),
            "customer_age": (pd.Timestamp(as_of) - first).dt.days.astype("float64"),
            "mean_repeat_value": (money["sum"] - money["first"]) / repeats,
            "first_value": money["first"],
        }
    )
    return found.reset_index()


def gaps_of(days: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """The table `gaps` from the same rows: the open gap included."""
    past = days[days["day"] <= as_of].sort_values(["customer_id", "day"], ignore_index=True)
    following = past.groupby("customer_id")["day"].shift(-1)
    return pd.DataFrame(
        {
            "customer_id": past["customer_id"],
            "gap_number": past.groupby("customer_id").cumcount() + 1,
            "gap_days": (following.fillna(pd.Timestamp(as_of)) - past["day"]).dt.days.astype("float64"),
            "closed": following.notna(),
        }
    )


def variation_of(gaps: pd.DataFrame) -> pd.Series:
    """Standard deviation over mean of the closed gaps of each customer with three or more."""
    closed = gaps[gaps["closed"]].groupby("customer_id")["gap_days"]
    return (closed.std(ddof=0) / closed.mean()).where(closed.size() >= 3)


def bought(people: int, *, seed: int, dropout: tuple[float, float] | None = (0.9, 3.0), value: float = 50.0) -> pd.DataFrame:
    """Purchase days (customer_id, day, money) of BG/NBD customers over 2024 and 2025; amounts are gamma about own means."""
    random = np.random.default_rng(seed)
    who, at = np.arange(people), random.uniform(0, 500, people)
    rates = random.gamma(0.8, 1 / 45, people)
    leaving = np.zeros(people) if dropout is None else random.beta(*dropout, people)
    level = value / random.gamma(4.0, 1 / 3, people)
    rounds = []
    while who.size:
        rounds.append(pd.DataFrame({"customer_id": who, "day": np.floor(at), "money": random.gamma(6.0, level[who] / 6)}))
        stays = (random.random(who.size) >= leaving[who]) | (len(rounds) == 1)
        who, at = who[stays], at[stays]
        at = at + random.exponential(1 / rates[who])
        who, at = who[at < 731], at[at < 731]
    rows = pd.concat(rounds).groupby(["customer_id", "day"], as_index=False)["money"].sum()
    rows["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(rows["day"], unit="D")
    return rows.assign(customer_id="c" + rows["customer_id"].astype(str).str.zfill(6), money=rows["money"].round(2))
