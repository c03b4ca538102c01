"""What the customer file says about each person; tilted by kind, with invented names."""

import numpy as np
import pandas as pd

from analysis.sources.demo.northgate import places
from analysis.sources.demo.northgate.draws import pick
from analysis.sources.demo.northgate.latent_types import per_type

HOUSEHOLDS = np.array(["one person", "couple", "family"], dtype=object)
BORN_BEFORE = np.datetime64("2007-01-01")
FEMALE = np.array([
    "Alice", "Amelia", "Beth", "Carol", "Chloe", "Daisy", "Ellen", "Fiona", "Grace", "Hannah", "Imogen", "Jane",
    "Karen", "Lucy", "Maya", "Nadia", "Olivia", "Priya", "Ruth", "Sara",
])  # fmt: skip
MALE = np.array([
    "Adam", "Ben", "Callum", "Daniel", "Edward", "Finn", "George", "Harry", "Imran", "James", "Kieran", "Liam", "Mark",
    "Nathan", "Oscar", "Paul", "Ravi", "Sam", "Thomas", "Will",
])  # fmt: skip
FAMILY = np.array([
    "Ashdown", "Barley", "Copperfield", "Dunmore", "Eastcote", "Fairbrook", "Greenhalgh", "Hartwell", "Ilkeston",
    "Jessop", "Kettlewell", "Lonsdale", "Marbury", "Netherby", "Oakshott", "Penhaligon", "Quarmby", "Ravenhill",
    "Stanwick", "Thornley", "Underhill", "Varley", "Westerdale", "Yelland",
])  # fmt: skip


def demographics(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per customer: sex, born (date or NaT), city (number), household, consent, full_name, email.

    Sex is blank for 7 %, birth date for 9 %, household for 14 % and consent for 10 %.
    """
    kind = table["kind"].to_numpy()
    count = len(kind)
    female = rng.random(count) < np.array(per_type("female"))[kind]
    household = pick(rng, np.array(per_type("household"))[kind])
    names = _full_names(female, rng)
    return pd.DataFrame(
        {
            "sex": np.where(rng.random(count) < 0.07, "", np.where(female, "Female", "Male")),
            "born": _birth_dates(kind, rng),
            "city": pick(rng, _city_weights()[kind]),
            "household": np.where(rng.random(count) < 0.14, "", HOUSEHOLDS[household]),
            "consent": np.array(["yes", "no", ""], dtype=object)[rng.choice(3, size=count, p=(0.62, 0.28, 0.10))],
            "full_name": names,
            "email": [
                f"{name.lower().replace(' ', '.')}.{number}@example.org"
                for name, number in zip(names, table["customer_no"], strict=True)
            ],
        }
    )


def _birth_dates(kind: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Birth dates of adults by kind, as of the middle of the data; NaT where not told."""
    mean, spread = np.array(per_type("age"))[kind].T
    age = np.clip(rng.normal(mean, spread), 18.5, 92)
    born = np.datetime64("2024-07-01") - np.floor(age * 365.25).astype(int)
    return np.where(rng.random(len(kind)) < 0.09, np.datetime64("NaT"), np.minimum(born, BORN_BEFORE))


def _city_weights() -> np.ndarray:
    """Kinds x cities: where each kind lives."""
    tilt = np.array(per_type("big_city"))[:, None]
    return places.WEIGHTS * np.where(places.BIG, tilt, 1.0)


def _full_names(female: np.ndarray, rng: np.random.Generator) -> list[str]:
    first = np.where(female, rng.choice(FEMALE, len(female)), rng.choice(MALE, len(female)))
    family = rng.choice(FAMILY, len(female))
    return [f"{one} {other}" for one, other in zip(first, family, strict=True)]
