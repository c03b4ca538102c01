"""Display names of unmet needs, trends and contexts of orders."""

from analysis.text.message import Value, name, raw

NAMES: dict[str, dict[str, str]] = {
    "need_evidence": {
        "survey": "Survey: important, not satisfied",
        "derived": "Survey: matters, not satisfied on the whole",
        "not_held": "Searched, not held",
        "search": "Searched, not bought",
        "wish": "Asked for in comments",
        "hours": "Browsed, no order after",
        "place": "Known, no order, no store nearby",
        "booking": "Bookings lost, by service",
        "booking_site": "Bookings lost, by site",
        "waiting": "A week or more until the visit",
    },
    "wish": {
        "hours": "other hours",
        "delivery": "delivery",
        "price": "price",
        "range": "range",
        "advice": "advice",
        "returns": "returns",
        "waiting": "shorter waits",
        "privacy": "privacy",
        "risk": "clear words on risks",
        "contact": "a fixed contact person",
    },
    "trend_category": {
        "(other)": "Smaller categories",
        "(unknown)": "No category, and refunds booked apart",
        "(all)": "All",
    },
    "trend_direction": {"rising": "rising", "falling": "falling", "unclear": "could be chance"},
    "context_trait": {
        "occasion": "What for",
        "festival": "Time of year",
        "daytype": "Day",
        "device": "Device used that day",
        "context": "Occasion recorded",
    },
    "context_level": {
        "festival_season": "In a festival’s season",
        "other_days": "Outside the seasons of festivals",
        "working_day": "Monday to Friday",
        "weekend": "Saturday and Sunday",
    },
}


def subject_value(evidence: str, subject: str) -> Value:
    """What a need is about: a wish or a part of the day by name, else the client's own word."""
    if evidence == "wish":
        return name("wish", subject)
    return name("daypart", subject) if evidence == "hours" else raw(subject)


def category_value(category: str) -> Value:
    """A category in the client's own word, or what stands for several."""
    return name("trend_category", category) if category in NAMES["trend_category"] else raw(category)


def context_value(trait: str, level: str) -> Value:
    """The level of a context of orders."""
    if trait == "occasion":
        return name("occasion", level)
    return name("context_level", level) if trait in ("festival", "daytype") else raw(level)
