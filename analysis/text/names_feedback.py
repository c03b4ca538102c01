"""Names of what comments are about, and of their moods."""

import re

from analysis.text.message import Value, name, raw

NAMES: dict[str, dict[str, str]] = {
    "theme": {
        "delivery": "Delivery",
        "damaged": "Damage",
        "incomplete": "Missing or wrong items",
        "quality": "Quality",
        "price": "Price and value",
        "staff": "Staff and service",
        "easy": "Ease of use",
        "waiting": "Waiting",
        "refunds": "Refunds and returns",
        "selling": "Pressure to buy",
        "results": "Results",
        "reactions": "Side effects",
        "safety": "Safety",
        "aftercare": "Aftercare",
        "doctor": "Doctors and therapists",
        "adviser": "Advisers",
        "place": "The place",
        "choice": "Range and stock",
        "online": "Website and app",
        "taste": "Taste",
    },
    "mood": {"negative": "Negative", "neutral": "Neutral", "positive": "Positive"},
    "mention": {"(others)": "Others, not named"},
    "voice": {"(all)": "All comments", "(unjoined)": "No customer number"},
}


def theme_value(theme: str) -> Value:
    """A theme's name: the kit's own ones in the reader's language, others in the client's words."""
    return name("theme", theme) if theme in NAMES["theme"] else raw(shown_term(theme))


def shown_term(term: str) -> str:
    """Words as a reader sees them: a negation apart from its word, Chinese ones without a blank between."""
    return re.sub("(?<=[一-鿿]) (?=[一-鿿])", "", term.replace("_", " "))


def mention_value(mention: str) -> Value:
    """A competitor's name, or that none is said."""
    return name("mention", mention) if mention in NAMES["mention"] else raw(mention)
