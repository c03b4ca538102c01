"""Who the customers are: kind, joining, and how often, how long and how dearly each buys.

Three origins: `stock` joined before 2023 and is still a customer when the data begins, `acquired`
comes with a first order in the data, `prospect` is known to the retailer and never orders.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.sources.demo.northgate import season
from analysis.sources.demo.northgate.draws import chances_around, rates_around, shares_around
from analysis.sources.demo.northgate.latent_types import NAMES, TYPES, per_type

ORIGINS = {"stock": 2650, "acquired": 2850, "prospect": 500}
FIRST_CUSTOMER_NO = 10001


@dataclass(frozen=True)
class People:
    """The customers, one row each in all three.

    table: customer_no, kind (number of the latent type), origin, joined (date), first_day (day
    number from which orders can come, NaN for prospects), rate (orders a year), dropout (chance
    to leave after a purchase), tilt (towards dear products).
    taste: customers x departments; channels: customers x sales channels; rows sum to 1.
    """

    table: pd.DataFrame
    taste: np.ndarray
    channels: np.ndarray


def people(rng: np.random.Generator) -> People:
    """Six thousand customers, numbered in the order in which they joined."""
    table = pd.concat([_of_origin(origin, count, rng) for origin, count in ORIGINS.items()])
    table = table.sort_values("joined", kind="stable", ignore_index=True)
    table.insert(0, "customer_no", FIRST_CUSTOMER_NO + np.arange(len(table)))
    kind = table["kind"].to_numpy()
    return People(
        table=table.assign(**_habits(kind, table["origin"] == "stock", rng)),
        taste=shares_around(rng, np.array(per_type("taste"))[kind], strength=7),
        channels=shares_around(rng, np.array(per_type("channels"))[kind], strength=4),
    )


def _of_origin(origin: str, count: int, rng: np.random.Generator) -> pd.DataFrame:
    """One row per customer of an origin: kind, origin, joined, first_day."""
    shares = np.array(per_type("share")) * (np.array(per_type("stock")) if origin == "stock" else 1)
    kind = np.sort(rng.choice(len(NAMES), size=count, p=shares / shares.sum()))
    if origin == "acquired":
        first_day = _first_days(kind, rng)
        joined = first_day - np.where(rng.random(count) < 0.65, 0, rng.integers(1, 21, count))
    elif origin == "stock":
        first_day, joined = np.zeros(count), -1 - np.floor(rng.beta(0.9, 1.6, count) * 2190)
    else:
        first_day, joined = np.full(count, np.nan), np.floor(rng.uniform(-365, season.DAYS, count))
    dates = season.START + joined.astype(int)
    return pd.DataFrame({"kind": kind, "origin": origin, "joined": dates, "first_day": first_day})


def _first_days(kind: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Days on which new customers order first, in each kind's own season; `kind` is sorted."""
    days = []
    for number, latent in enumerate(TYPES.values()):
        weights = season.busyness(latent.months, latent.weekdays)
        days.append(rng.choice(season.DAYS, size=(kind == number).sum(), p=weights / weights.sum()))
    return np.concatenate(days).astype(float)


def _habits(kind: np.ndarray, stock: pd.Series, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Rate, dropout and tilt of each; those who stayed till 2023 are less likely to leave."""
    rate, shape = np.array(per_type("rate"))[kind].T
    leave, strength = np.array(per_type("dropout"))[kind].T
    tilt, spread = np.array(per_type("dearness"))[kind].T
    return {
        "rate": rates_around(rng, rate, shape=shape),
        "dropout": chances_around(rng, leave * np.where(stock, 0.6, 1.0), strength=strength),
        "tilt": rng.normal(tilt, spread),
    }
