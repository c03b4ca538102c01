"""What customers miss, planted: a department that is not sold, and a need that is not met.

Owners of pets look for `UNSOLD`, which the retailer does not hold.  In the survey each need is rated as well:
people are about as pleased with each as they are on the whole, except with `UNMET`, which `SHORTFALL` drags down.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.northgate import catalogue, events, season
from analysis.sources.demo.northgate.draws import pick
from analysis.sources.demo.northgate.latent_types import NAMES
from analysis.sources.demo.northgate.orders import hour_weights
from analysis.sources.demo.northgate.people import People
from analysis.sources.demo.northgate.survey import NEEDS, NOT_APPLICABLE

UNSOLD = "Pet Supplies"
OWNERS = {"garden_enthusiast": 0.34, "family_stock_up": 0.38}  # share who look for it; of all other kinds OTHER_OWNERS
OTHER_OWNERS = 0.10
UNMET, SHORTFALL = "delivery", 1.5  # points below the other needs


def searches(folk: People, left: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Searches of 2025 for the department that is not sold, in the columns of `events.events`; its number is one past the last."""
    kind = folk.table["kind"].to_numpy()
    owners = rng.random(len(kind)) < np.array([OWNERS.get(name, OTHER_OWNERS) for name in NAMES])[kind]
    joined = (folk.table["joined"].to_numpy().astype("datetime64[D]") - season.START).astype(int)
    start = np.maximum(events.FROM, joined)
    end = np.where(np.isnan(left), season.DAYS, left)
    rows = np.flatnonzero(owners & (end - start > 30))
    customer = np.repeat(rows, 1 + rng.poisson(0.8, len(rows)))
    day = (start[customer] + rng.random(len(customer)) * (end - start)[customer]).astype(int)
    hour = pick(rng, hour_weights()[kind[customer], np.clip(season.WEEKDAY[day] - 4, 0, 2), 0])
    return pd.DataFrame(
        {
            "customer": customer,
            "second": (day * 24 + hour) * 3600 + rng.integers(0, 3600, len(customer)),
            "kind": int(np.flatnonzero(events.KINDS == "search")[0]),
            "department": len(catalogue.DEPARTMENTS),
            "device": rng.choice(len(events.DEVICES), size=len(customer), p=(0.55, 0.35, 0.10)),
            "channel": pick(rng, np.broadcast_to(events.CHANNEL_WEIGHTS, (len(customer), len(events.CHANNELS)))),
        }
    )


def with_searches(found: pd.DataFrame, added: pd.DataFrame) -> pd.DataFrame:
    """All events in time order."""
    both = pd.concat([found, added[found.columns]], ignore_index=True)
    return both.sort_values(["second", "customer"], kind="stable", ignore_index=True)


def with_satisfaction(answers: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The survey with a column satisfied_<need> each, 1 to 5; 9 where the need does not apply."""
    mood = answers["satisfaction"].to_numpy()[:, None] + 0.2 - SHORTFALL * (np.array(NEEDS) == UNMET)
    drawn = np.clip(np.rint(mood + rng.normal(0, 0.7, (len(answers), len(NEEDS)))), 1, 5).astype(int)
    given = np.where(answers[list(NEEDS)] == NOT_APPLICABLE, NOT_APPLICABLE, drawn)
    return answers.assign(**{f"satisfied_{need}": given[:, place] for place, need in enumerate(NEEDS)})


def truth(added: pd.DataFrame) -> list[dict]:
    """What should be found, first things first."""
    return [
        {"evidence": "survey", "subject": UNMET, "points_below_the_other_needs": SHORTFALL},
        {"evidence": "not_held", "subject": UNSOLD, "searches": len(added), "customers": int(added["customer"].nunique())},
    ]
