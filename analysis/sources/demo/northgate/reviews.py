"""Reviews in plain English from a small grammar: a rating, then themes that agree with it.

Four of them hold an invented e-mail address or a telephone number of the ranges that Ofcom keeps
free for drama, so that masking can be seen to work.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.northgate import season
from analysis.sources.demo.northgate.latent_types import per_type

REVIEWS = 1200
SOURCES = np.array(["website", "marketplace", "social"], dtype=object)
GOOD = {
    "quality_good": ("Very happy with the {product}.", "Great quality.", "Looks better than in the picture."),
    "delivery_fast": ("Delivery was quick.", "Arrived two days early.", "It came the next day, well packed."),
    "staff_helpful": ("The staff were very helpful.", "Good advice in the store.", "Service sorted it at once."),
    "price_fair": ("Very good value for money.", "Cheaper than anywhere else.", "A fair price for what you get."),
    "easy_to_use": ("It was easy to put together.", "Simple instructions.", "Easy to use from the start."),
}
BAD = {
    "delivery_late": ("Delivery was a week late.", "It came after the promised date.", "Late, and nobody told me."),
    "quality_poor": ("Not happy with the {product}.", "It broke after two weeks.", "Poor quality, already peeling."),
    "price_high": ("The price is too high.", "Overpriced for what it is.", "I saw the same for less elsewhere."),
    "missing_parts": ("There were parts missing.", "Screws missing from the box.", "One panel was not in the box."),
    "damaged": ("It arrived damaged.", "The box was torn and the contents scratched.", "Cracked on arrival."),
    "service_poor": ("Nobody answers the phone.", "Customer service never replied.", "Passed from desk to desk."),
}
CLOSINGS = {
    1: ("Avoid.", "I want my money back.", ""),
    2: ("Disappointed.", "Would not buy again.", ""),
    3: ("It does the job.", "Average overall.", ""),
    4: ("Happy overall.", "Would buy again.", ""),
    5: ("Would recommend.", "Delighted!", ""),
}
THEMES_BY_RATING = {1: ("bad", "bad"), 2: ("bad", "bad"), 3: ("good", "bad"), 4: ("good",), 5: ("good", "good")}
CONTACTS = (
    "Please ring me on 01632 960417.",
    "You can reach me at unhappy.buyer@example.org.",
    "My number is 07700 900183.",
    "Write to garden.fan@example.org if you want pictures.",
)


def reviews(table: pd.DataFrame, bought: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, dict[str, int]]:
    """Reviews in time order, and how often each theme occurs.

    From one row per completed line of known customers (customer, day, name, returned) to one row
    per review: customer (-1 where the platform does not tell), day, minute, rating (1 to 5),
    source (number of SOURCES), text.
    """
    line = bought.iloc[np.sort(rng.choice(len(bought), size=REVIEWS, replace=False))]
    mood = np.array(per_type("mood"))[table["kind"].to_numpy()[line["customer"]]]
    feeling = mood + 0.5 - 1.8 * line["returned"].to_numpy() + rng.normal(0, 1.4, REVIEWS)
    source = rng.choice(3, size=REVIEWS, p=(0.62, 0.26, 0.12))
    rating = np.clip(np.rint(feeling), 1, 5).astype(int)
    themes, texts = zip(*(_text(*pair, rng) for pair in zip(rating, line["name"], strict=True)), strict=True)
    told = (source == 0) | ((source == 2) & (rng.random(REVIEWS) < 0.3))
    found = pd.DataFrame(
        {
            "customer": np.where(told, line["customer"], -1),
            "day": line["day"].to_numpy() + 4 + rng.geometric(0.12, REVIEWS),
            "minute": 8 * 60 + rng.integers(0, 14 * 60, REVIEWS),
            "rating": rating,
            "source": source,
            "text": _with_contacts(list(texts), rng),
        }
    )
    kept = (found["day"] < season.DAYS).to_numpy()
    counts = pd.Series(themes)[kept].explode().value_counts().sort_index()
    return found[kept].sort_values(["day", "minute"], kind="stable", ignore_index=True), counts.to_dict()


def _text(rating: int, product: str, rng: np.random.Generator) -> tuple[tuple[str, ...], str]:
    """The themes of one review and its words."""
    themes, sentences = [], []
    for side in THEMES_BY_RATING[rating]:
        phrases = GOOD if side == "good" else BAD
        free = [theme for theme in phrases if theme not in themes]
        themes.append(free[rng.integers(len(free))])
        sentences.append(phrases[themes[-1]][rng.integers(3)])
    sentences.append(CLOSINGS[rating][rng.integers(3)])
    spoken = " ".join(sentence for sentence in sentences if sentence)
    return tuple(themes), spoken.format(product=product.split(",")[0])


def _with_contacts(texts: list[str], rng: np.random.Generator) -> list[str]:
    """Four of the earlier reviews with an address or number at their end."""
    for place, contact in zip(rng.choice(len(texts) // 2, size=len(CONTACTS), replace=False), CONTACTS, strict=True):
        texts[place] = f"{texts[place]} {contact}"
    return texts
