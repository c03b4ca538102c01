"""Who the customers are: kind, joining, habits, where they came from and who recommended them.

Three origins: `stock` joined before 2023 and is still a customer when the data begins, `acquired`
comes for the first time in the data, `prospect` is on file (a lead) and never buys.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import catalogue, places, season
from analysis.sources.demo.lanting.latent_types import NAMES, TYPES, per_type
from analysis.sources.demo.northgate.draws import chances_around, pick, shares_around

ORIGINS = {"stock": 1500, "acquired": 3700, "prospect": 800}
SOURCES = np.array(["本地生活平台", "内容平台", "自然到店", "老客介绍", "企业微信"], dtype=object)
REFERRED = 3  # place of 老客介绍
ROLES = {"staff": 36, "company": 9, "test": 5}  # the rest are consumers
FIRST_CARD_NO = 200001
SPREAD = 0.28  # of the person's own factor on the cycle, on the log
ONE_OFF_GAP = 240  # days to a next visit, on average, where the doctor sets no cycle
FAITHFUL = 0.55  # of visits without an open course, those for the favourite project
YOUNG_PROJECTS = ("祛痘护理", "隐形正畸", "超声洁牙")  # what people under 18 come for, with a guardian
YOUNG = 0.30  # of those whose favourite is one of them


@dataclass(frozen=True)
class People:
    """The customers, one row each in both.

    table: card_no, kind (number of the latent type), origin, joined (date), first_day (day number of
    the first possible visit, NaN for prospects), favourite (number of a project), gap (mean days between
    visits), dropout (chance to leave after a visit), source (place in SOURCES), referrer (row, -1 for
    none), site, role, young (under 18: comes for YOUNG_PROJECTS only).
    projects: customers x projects, rows sum to 1.
    """

    table: pd.DataFrame
    projects: np.ndarray


def people(rng: np.random.Generator) -> People:
    """Six thousand customers, numbered in the order in which they joined."""
    table = pd.concat([_of_origin(origin, count, rng) for origin, count in ORIGINS.items()])
    table = table.sort_values("joined", kind="stable", ignore_index=True)
    table.insert(0, "card_no", FIRST_CARD_NO + np.arange(len(table)))
    kind = table["kind"].to_numpy()
    projects = catalogue.project_weights(shares_around(rng, np.array(per_type("taste"))[kind] + 1e-3, strength=6))
    favourite = pick(rng, projects)
    fitting = np.isin(catalogue.NAMES, YOUNG_PROJECTS)
    young = fitting[favourite] & (rng.random(len(table)) < YOUNG)
    projects[young] *= fitting
    table = table.assign(
        favourite=favourite,
        young=young,
        **_habits(kind, favourite, table["origin"] == "stock", rng),
        source=pick(rng, np.array(per_type("sources"))[kind]),
        site=rng.choice(len(places.SITES), size=len(table), p=places.SITE_WEIGHTS),
    )
    table["role"] = _roles(table, rng)
    return People(table.assign(referrer=_referrers(table, rng)), projects / projects.sum(axis=1, keepdims=True))


def _of_origin(origin: str, count: int, rng: np.random.Generator) -> pd.DataFrame:
    """One row per customer of an origin: kind, origin, joined, first_day."""
    shares = np.array(per_type("share")) * (np.array(per_type("stock")) if origin == "stock" else 1)
    kind = np.sort(rng.choice(len(NAMES), size=count, p=shares / shares.sum()))
    if origin == "acquired":
        first_day = _first_days(kind, rng)
        joined = first_day - np.where(rng.random(count) < 0.55, 0, rng.integers(1, 25, count))
    elif origin == "stock":
        first_day, joined = np.zeros(count), -31 - np.floor(rng.beta(0.9, 1.6, count) * 1460)
    else:
        first_day, joined = np.full(count, np.nan), np.floor(rng.uniform(-200, season.DAYS - 30, count))
    return pd.DataFrame({"kind": kind, "origin": origin, "joined": season.START + joined.astype(int), "first_day": first_day})


def _first_days(kind: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Days of first visits, in each kind's own season; `kind` is sorted."""
    days = []
    for number, latent in enumerate(TYPES.values()):
        weights = season.busyness(latent.months, latent.weekend)
        days.append(rng.choice(season.DAYS, size=(kind == number).sum(), p=weights / weights.sum()))
    return np.concatenate(days).astype(float)


def _habits(kind: np.ndarray, favourite: np.ndarray, stock: pd.Series, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Gap and dropout of each; those who stayed till 2023 are less likely to leave."""
    cycle = np.where(catalogue.CYCLES[favourite] > 0, catalogue.CYCLES[favourite], ONE_OFF_GAP)
    leave, strength = np.array(per_type("dropout"))[kind].T
    return {
        "gap": cycle * np.array(per_type("adherence"))[kind] * rng.lognormal(-(SPREAD**2) / 2, SPREAD, len(kind)),
        "dropout": chances_around(rng, leave * np.where(stock, 0.7, 1.0), strength=strength),
    }


def _roles(table: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Nearly all consumers; staff, companies that buy for their people, and test cards are acquired customers."""
    roles = np.full(len(table), "consumer", dtype=object)
    chosen = rng.choice(np.flatnonzero((table["origin"] == "acquired") & ~table["young"]), size=sum(ROLES.values()), replace=False)
    roles[chosen] = np.repeat(list(ROLES), list(ROLES.values()))
    return roles


def _referrers(table: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """The customer who recommended each of 老客介绍: someone who joined before, likelier of some kinds than of others."""
    weight = np.array(per_type("refers"))[table["kind"]]
    weight[(table["origin"] == "prospect") | (table["role"] != "consumer")] = 0
    edges = np.concatenate([[0.0], np.cumsum(weight)])
    before = np.searchsorted(table["joined"], table["joined"])
    chosen = np.searchsorted(edges, rng.random(len(table)) * edges[before], side="right") - 1
    return np.where((table["source"] == REFERRED) & (table["role"] == "consumer") & (edges[before] > 0), chosen, -1)
