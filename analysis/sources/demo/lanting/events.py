"""What people do in the mini-programme and on the website in 2025: sessions, and the events within them.

Customers browse by their kind while they are customers, a little afterwards and, as prospects, too;
a third of the bookings have a session the day before.  Departments follow taste.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import catalogue, season
from analysis.sources.demo.lanting.latent_types import TYPES, per_type
from analysis.sources.demo.lanting.people import People
from analysis.sources.demo.northgate.draws import pick

FROM = season.day_number("2025-01-01")
KINDS = np.array(["浏览", "点击", "搜索", "收藏", "分享", "登录"], dtype=object)
KIND_WEIGHTS = np.array([0.56, 0.24, 0.11, 0.05, 0.02, 0.02])
LOGIN = 5
DEVICES = np.array(["安卓", "苹果", "电脑"], dtype=object)
CHANNELS = np.array(["企业微信", "公众号", "搜索", "内容平台", "直接进入"], dtype=object)
CHANNEL_WEIGHTS = np.array([0.30, 0.22, 0.14, 0.20, 0.14])
PLATFORMS = np.array(["小程序", "官网"], dtype=object)
HOURS = np.array([2, 0, 0, 0, 0, 0, 1, 2, 3, 3, 4, 4, 7, 6, 3, 3, 3, 4, 5, 7, 10, 13, 12, 6]) / 98
BEFORE_BOOKING = 0.33
AFTER_LEAVING = 0.10  # of a customer's browsing, what remains after leaving
PROSPECT_SESSIONS = 3.0  # a year


def events(folk: People, left: np.ndarray, visits: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per event in time order: customer, second (since 2023-01-01), kind, department, device, channel, platform, seconds.

    Numbers of KINDS, catalogue.DEPARTMENTS (-1 for a login), DEVICES, CHANNELS, PLATFORMS; `seconds` is the time spent.
    """
    sessions = pd.concat([_browsing(folk, left, rng), _before_bookings(visits, rng)], ignore_index=True)
    sessions = sessions.assign(**_features(folk, sessions, rng))
    found = sessions.loc[np.repeat(sessions.index, 1 + rng.poisson(2.2, len(sessions)))]
    gaps = np.ceil(rng.exponential(38, len(found))).astype(int)
    nth = found.groupby(level=0).cumcount().to_numpy()
    passed = pd.Series(np.where(nth == 0, 0, gaps), index=found.index).groupby(level=0).cumsum()
    found = found.assign(second=found["second"] + passed, seconds=np.ceil(rng.exponential(30, len(found))).astype(int))
    found["kind"] = pick(rng, np.broadcast_to(KIND_WEIGHTS, (len(found), len(KINDS))))
    found.loc[(nth == 0) & (rng.random(len(found)) < 0.2), "kind"] = LOGIN
    found.loc[found["kind"] == LOGIN, "department"] = -1
    found = found[found["second"] < season.DAYS * 86400]
    return found.sort_values(["second", "customer"], kind="stable", ignore_index=True)


def _browsing(folk: People, left: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Sessions of everyday: customer, second."""
    table = folk.table
    yearly = np.array(per_type("browsing"))[table["kind"]] * rng.gamma(1.2, 1 / 1.2, len(table))
    yearly[table["first_day"].isna()] = PROSPECT_SESSIONS
    start = np.maximum(FROM, (table["joined"].to_numpy().astype("datetime64[D]") - season.START).astype(int))
    gone = np.clip(np.where(np.isnan(left), season.DAYS, left), start, season.DAYS).astype(int)
    spans = [(start, gone, yearly), (gone, np.full(len(table), season.DAYS), yearly * AFTER_LEAVING)]
    found = []
    for number, latent in enumerate(TYPES.values()):
        clock = season.clock(season.busyness(latent.months, latent.weekend)) / 365.25
        rows = np.flatnonzero(table["kind"] == number)
        for begins, ends, rate in spans:
            customer = np.repeat(rows, rng.poisson(rate[rows] * (clock[ends[rows]] - clock[begins[rows]])))
            when = rng.uniform(clock[begins[customer]], clock[ends[customer]])
            found.append(pd.DataFrame({"customer": customer, "day": np.searchsorted(clock, when, side="right") - 1}))
    sessions = pd.concat(found, ignore_index=True)
    second = sessions["day"].clip(upper=season.DAYS - 1) * 86400 + rng.choice(24, len(sessions), p=HOURS) * 3600
    return pd.DataFrame({"customer": sessions["customer"], "second": second + rng.integers(0, 3600, len(sessions))})


def _before_bookings(visits: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Sessions on the evening before a booking was made."""
    booked = visits[visits["booked"] > FROM]
    booked = booked[rng.random(len(booked)) < BEFORE_BOOKING]
    second = (booked["booked"] - 1) * 86400 + rng.integers(19 * 3600, 23 * 3600, len(booked))
    return pd.DataFrame({"customer": booked["customer"], "second": second})


def _features(folk: People, sessions: pd.DataFrame, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Department, device, channel and platform of each session."""
    customer = sessions["customer"].to_numpy()
    project = pick(rng, folk.projects[customer])
    count = len(sessions)
    return {
        "department": catalogue.DEPARTMENT_OF[project],
        "device": rng.choice(3, size=count, p=(0.47, 0.48, 0.05)),
        "channel": rng.choice(len(CHANNELS), size=count, p=CHANNEL_WEIGHTS),
        "platform": rng.choice(2, size=count, p=(0.86, 0.14)),
    }
