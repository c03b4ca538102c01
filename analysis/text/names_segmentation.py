"""Display names of chapter 02, and how a lens calls its segments."""

from analysis.text.message import Value, name
from analysis.text.names_people import NAMES as OF_PEOPLE

NAMES: dict[str, dict[str, str]] = {
    "rule": {
        "points_low": "Points, least",
        "points_high": "Points, most",
        "rank": "Rank",
    },
    "lens": {
        "rfm": "Recency, frequency, money",
        "rfm_groups": "Recency, frequency, money in five groups",
        "lifecycle": "Life cycle",
        "value": "Value tiers",
    },
    "segment_cell": {
        "potential_loyalist": "Pot. Loyal",
        "need_attention": "Attention",
        "about_to_sleep": "Sleepy",
        "hibernating": "Hibernat.",
        "champions": "Champions",
        "loyal": "Loyal",
        "new": "New",
        "promising": "Promising",
        "at_risk": "At Risk",
        "cant_lose": "Can’t Lose",
        "lost": "Lost",
    },
    "tier": {
        "(few)": "Segments too small to show",
        "a": "A",
        "b": "B",
        "c": "C",
        "none": "No revenue left",
        "heavy": "Heavy",
        "middle": "Middle",
        "light": "Light",
        "refund_only": "Refunds only",
        "no_order": "No order yet",
    },
    "score_name": {
        "recency": "Days since the last order",
        "frequency": "Orders in the window",
        "monetary": "Revenue in the window",
    },
}


def lens_segment(lens: str, segment: str) -> Value:
    """A segment's name as its lens says it: tiers of value in short, members without a level as such."""
    if lens == "value":
        return name("tier", segment)
    return name("membership_level" if lens == "membership" and segment in OF_PEOPLE["membership_level"] else "segment", segment)
