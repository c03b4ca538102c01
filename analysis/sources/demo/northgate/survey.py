"""A customer survey of autumn 2025: satisfaction, recommendation, and what matters to whom."""

import numpy as np
import pandas as pd

from analysis.sources.demo.northgate import season
from analysis.sources.demo.northgate.latent_types import NAMES, per_type

RESPONDENTS = 700
OPENED = season.day_number("2025-09-15")
OPEN_DAYS = 21
NOT_APPLICABLE = 9
NEEDS = ("price", "range", "delivery", "advice", "returns")
# How much each need matters, 1 to 5, by latent type.
IMPORTANCE = {
    "garden_enthusiast": (3.0, 4.4, 2.9, 4.5, 2.6),
    "family_stock_up": (3.9, 3.7, 4.5, 2.4, 3.6),
    "bargain_hunter": (4.8, 3.1, 3.3, 1.9, 3.9),
    "gift_shopper": (3.2, 4.1, 4.4, 2.6, 4.2),
    "one_time_trier": (4.1, 3.2, 3.9, 2.5, 3.7),
    "home_renovator": (3.5, 4.2, 3.8, 4.3, 3.2),
}
COMMENTS = {
    "price": ("Prices have crept up.", "More offers please.", "Good value in the sale."),
    "range": ("Lovely choice of plants and pots.", "I would like more colours.", "Wide range, easy to browse."),
    "delivery": ("Delivery slots are too long.", "Fast delivery to my door.", "Evening delivery would help."),
    "advice": ("Staff know their stuff.", "Nobody around to ask on Sunday.", "More how-to guides please."),
    "returns": ("Returns took two weeks.", "Easy to send things back.", "Please take returns in every store."),
}


def survey(table: pd.DataFrame, active: np.ndarray, returned: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """One row per respondent in the order of answering:

    customer      int    row of `table`
    day           int    day number of the answer
    satisfaction  int    1 to 5, about half a point lower after a return
    recommend     int    0 to 10
    price, range, delivery, advice, returns  importance, 1 to 5; 9 = not applicable
    comment       str    blank for six in ten

    `active` and `returned` say for each customer whether he or she could be asked, and has ever
    sent something back.
    """
    customer = np.sort(rng.choice(np.flatnonzero(active), size=RESPONDENTS, replace=False))
    kind = table["kind"].to_numpy()[customer]
    mood = np.array(per_type("mood"))[kind] - 0.5 * returned[customer] + rng.normal(0, 0.75, RESPONDENTS)
    recommend = 2.15 * mood - 0.3 + rng.normal(0, 1.2, RESPONDENTS)
    found = pd.DataFrame(
        {
            "customer": customer,
            "day": OPENED + np.minimum(rng.geometric(0.16, RESPONDENTS) - 1, OPEN_DAYS - 1),
            "satisfaction": np.clip(np.rint(mood), 1, 5).astype(int),
            "recommend": np.clip(np.rint(recommend), 0, 10).astype(int),
        }
    )
    answers = _importance(kind, rng)
    found[list(NEEDS)] = answers
    found["comment"] = _comments(answers, rng)
    return found.sort_values(["day", "customer"], kind="stable", ignore_index=True)


def _importance(kind: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Respondents x needs; delivery and returns do not apply to some."""
    means = np.array([IMPORTANCE[name] for name in NAMES])[kind]
    answers = np.clip(np.rint(means + rng.normal(0, 0.8, means.shape)), 1, 5).astype(int)
    return np.where(rng.random(means.shape) < [0.01, 0.01, 0.07, 0.04, 0.10], NOT_APPLICABLE, answers)


def _comments(answers: np.ndarray, rng: np.random.Generator) -> list[str]:
    """A few words about what matters most to the respondent, or nothing."""
    first = np.where(answers == NOT_APPLICABLE, 0, answers).argmax(axis=1)
    silent = rng.random(len(answers)) < 0.6
    choice = rng.integers(0, 3, len(answers))
    said = [COMMENTS[NEEDS[need]][which] for need, which in zip(first, choice, strict=True)]
    return np.where(silent, "", said).tolist()
