"""What people do on the website and in the app in 2025: sessions, and the events within them.

Customers browse by their kind while they are customers, a little afterwards and, as prospects, a
little too; most orders on web or app have a session before them.  Departments follow taste.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.northgate import season
from analysis.sources.demo.northgate.draws import pick
from analysis.sources.demo.northgate.latent_types import TYPES, per_type
from analysis.sources.demo.northgate.orders import hour_weights
from analysis.sources.demo.northgate.people import People

FROM = season.day_number("2025-01-01")
KINDS = np.array(["view", "click", "search", "save", "login"], dtype=object)
KIND_WEIGHTS = np.array([0.55, 0.27, 0.12, 0.05, 0.01])
DEVICES = np.array(["Mobile", "Desktop", "Tablet"], dtype=object)
CHANNELS = np.array(["Direct", "Search", "E-mail", "Social", "Paid"], dtype=object)
CHANNEL_WEIGHTS = np.array([0.30, 0.34, 0.14, 0.12, 0.10])
BEFORE_ORDER = 0.85  # of web and app orders, those with a session before them
AFTER_LEAVING = 0.06  # of a customer's browsing, what remains after leaving
PROSPECT_SESSIONS = 2.0  # a year


def events(folk: People, left: np.ndarray, orders: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per event in time order: customer, second (since 2023-01-01, local), kind, department, device, channel.

    The last four are numbers of KINDS, catalogue.DEPARTMENTS (-1 for a login), DEVICES, CHANNELS.
    """
    sessions = pd.concat([_browsing(folk, left, rng), _before_orders(orders, rng)], ignore_index=True)
    sessions = sessions.assign(**_features(folk, sessions, rng))
    found = sessions.loc[np.repeat(sessions.index, 1 + rng.poisson(2.4, len(sessions)))]
    gaps = np.ceil(rng.exponential(42, len(found))).astype(int)
    nth = found.groupby(level=0).cumcount().to_numpy()
    gaps[nth == 0] = 0
    found = found.assign(second=found["second"] + pd.Series(gaps, index=found.index).groupby(level=0).cumsum())
    found["kind"] = pick(rng, np.broadcast_to(KIND_WEIGHTS, (len(found), len(KINDS))))
    found.loc[(nth == 0) & (rng.random(len(found)) < 0.22), "kind"] = 4
    found.loc[found["kind"] == 4, "department"] = -1
    # Nothing between one and two at night, the hour that a change of the clocks skips or repeats.
    kept = (found["second"] < season.DAYS * 86400) & (found["second"] // 3600 % 24 != 1)
    return found[kept].sort_values(["second", "customer"], kind="stable", ignore_index=True)


def _browsing(folk: People, left: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Sessions without an order: customer, second."""
    table = folk.table
    yearly = np.array(per_type("browsing"))[table["kind"]] * rng.gamma(1.2, 1 / 1.2, len(table))
    yearly[table["first_day"].isna()] = PROSPECT_SESSIONS
    start = np.maximum(FROM, (table["joined"].to_numpy().astype("datetime64[D]") - season.START).astype(int))
    gone = np.clip(np.where(np.isnan(left), season.DAYS, left), start, season.DAYS).astype(int)
    spans = [(start, gone, yearly), (gone, np.full(len(table), season.DAYS), yearly * AFTER_LEAVING)]
    found = []
    for number, latent in enumerate(TYPES.values()):
        clock = season.clock(season.busyness(latent.months, latent.weekdays))
        rows = np.flatnonzero(table["kind"] == number)
        for begins, ends, rate in spans:
            length = clock[ends[rows]] - clock[begins[rows]]
            customer = np.repeat(rows, rng.poisson(rate[rows] * length))
            when = rng.uniform(clock[begins[customer]], clock[ends[customer]])
            day = np.minimum(np.searchsorted(clock, when, side="right") - 1, season.DAYS - 1)
            hour = pick(rng, hour_weights()[number, np.clip(season.WEEKDAY[day] - 4, 0, 2), 0])
            found.append(pd.DataFrame({"customer": customer, "second": (day * 24 + hour) * 3600}))
    sessions = pd.concat(found, ignore_index=True)
    return sessions.assign(second=sessions["second"] + rng.integers(0, 3600, len(sessions)))


def _before_orders(orders: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Sessions that end in an order, 8 to 40 minutes before it."""
    online = orders[(orders["day"] >= FROM) & orders["channel"].isin([0, 2]) & ~orders["guest"]]
    online = online[rng.random(len(online)) < BEFORE_ORDER]
    second = (online["day"] * 1440 + online["minute"]) * 60 - rng.integers(480, 2400, len(online))
    return pd.DataFrame({"customer": online["customer"], "second": second}).query("second >= @FROM * 86400")


def _features(folk: People, sessions: pd.DataFrame, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Department, device and channel of each session."""
    customer = sessions["customer"].to_numpy()
    months = np.array(list(season.DEPARTMENT_MONTHS.values())).T
    age = np.array([mean for mean, _ in per_type("age")])[folk.table["kind"].to_numpy()[customer]]
    mobile = 1.15 - age / 75
    device = np.stack([mobile, 0.8 * (1 - mobile), 0.2 * (1 - mobile)], axis=1)
    return {
        "department": pick(rng, folk.taste[customer] * months[season.MONTH[sessions["second"] // 86400]]),
        "device": pick(rng, device),
        "channel": pick(rng, np.broadcast_to(CHANNEL_WEIGHTS, (len(sessions), len(CHANNELS)))),
    }
