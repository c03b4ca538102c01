"""Display names of chapter 05, and how its figures are shown."""

from analysis.text.message import Value, count, decimal, money, money_exact, name, points, raw, share
from analysis.text.names_segment_profile import level_value, trait_value

NAMES: dict[str, dict[str, str]] = {
    "move_group": {
        "keep": "Keep",
        "grow": "Grow",
        "nudge": "Nudge",
        "win_back": "Win back",
        "gone": "Gone",
    },
    "factor": {
        "customers": "Customers who ordered",
        "frequency": "Orders per customer",
        "basket": "Money per order",
        "total": "Change in revenue",
    },
    "factor_up": {
        "customers": "more customers",
        "frequency": "more orders each",
        "basket": "larger orders",
    },
    "factor_down": {
        "customers": "fewer customers",
        "frequency": "fewer orders each",
        "basket": "smaller orders",
    },
    "stay_reading": {
        "as_chance": "as chance",
        "by_rule": "by the rule",
        "more_stayed": "more stayed",
        "fewer_stayed": "fewer stayed",
    },
    "drift_verdict": {
        "stable": "stable",
        "watch": "to be watched",
        "shifted": "has shifted",
    },
    "drift_feature": {
        "recency_days": "Days since the last order",
        "order_count": "Orders in the window",
        "lifetime_order_count": "Orders ever",
        "revenue": "Revenue in the window",
        "average_order": "Average order",
        "unit_count": "Units in the window",
        "gap_count": "Gaps between orders",
        "gap_mean_days": "Mean gap between orders",
        "last_gap_days": "Last gap between orders",
        "category_count": "Categories bought",
        "top_category_share": "Share of the favourite category",
        "channel_count": "Channels used",
        "weekend_share": "Share of weekend orders",
        "discount_share": "Discount, share of list price",
        "refund_share": "Refunds, share of sales",
        "category_entropy": "Spread over categories",
        "top_channel_share": "Share of the favourite channel",
        "top_daypart_share": "Share of the favourite time of day",
        "trend": "Change of revenue within the window",
    },
    "target_status": {
        "reached": "reached",
        "missed": "missed",
        "open": "none stored",
    },
    "arm": {
        "control": "held out",
        "treated": "contacted",
    },
    "outcome": {
        "opened": "Opened",
        "clicked": "Clicked",
        "visit": "Visited",
        "ordered": "Ordered",
        "revenue": "Revenue per customer",
    },
    "outcome_share": {
        "opened": "share who opened it",
        "clicked": "share who clicked",
        "visit": "share who visited",
        "ordered": "share who ordered",
        "revenue": "revenue per customer",
    },
    "trial_segment": {"(others)": "all smaller ones"},
    "campaign": {"(campaign)": "Campaign"},
    "lot_unit": {
        "customer": "customers",
        "contact_day": "days of contact",
        "store": "stores",
        "site": "sites",
        "city": "cities",
        "region": "regions",
        "consultant": "consultants",
        "adviser": "advisers",
        "doctor": "doctors",
    },
    "before_contact": {
        "before_ordered": "Ordered, as many days before",
        "before_orders": "Orders, year before",
        "before_revenue": "Revenue, year before",
        "before_silent": "Days since the last order",
    },
    "evaluation_sum": {
        "known": "Customers known at the start",
        "known_both": "Customers at the end",
        "in_segments": "Customers in the figures by segment",
        "period_revenue": "Revenue of the period",
        "change": "Change in revenue, and its parts",
        "segment_revenue": "Revenue of those known at the start",
    },
}

_SHORT = ("a", "b", "c", "none", "refund_only", "no_order", "(new)")
_GROUPS = ("keep", "grow", "nudge", "win_back", "gone")
_COUNTS = ("customers", "new_customers", "orders")
_SHARES = ("repeat_rate", "return_rate", "refund_share", "retention")


def place_value(key: str) -> Value:
    """Where customers stand: the name of a segment, short where it has a short one, or of a group of segments."""
    return name("move_group" if key in _GROUPS else "segment_short" if key in _SHORT else "segment", key)


def feature_value(key: str) -> Value:
    """A figure whose drift is watched, under the name that the profile has for it where it has none of its own."""
    return name("drift_feature" if key in NAMES["drift_feature"] else "trait", key)


def kpi_value(kpi: str, value: float) -> Value:
    """A figure of the period in its unit."""
    if kpi in _COUNTS:
        return count(value)
    if kpi in _SHARES:
        return share(value)
    return decimal(value, 2) if kpi == "orders_per_customer" else money(value)


FINE = 10_000  # customers from which a share is told to the hundredth of a point
ATTRIBUTE = "attribute."  # in front of a column of the contacts file that divides its customers
_YES_NO = {"0": "no", "0.0": "no", "1": "yes", "1.0": "yes", "False": "no", "True": "yes"}


def campaign_value(key: str) -> Value:
    """A campaign under the client's name for it."""
    return name("campaign", key) if key in NAMES["campaign"] else raw(key)


def outcome_value(outcome: str, value: float, n: float = 0) -> Value:
    """A share, or money per customer: as exact as `n` customers allow."""
    if outcome == "revenue":
        return decimal(value, 4) if n >= FINE and abs(value) < 10 else money_exact(value)
    return share(value, (3 if value < 0.02 else 2) if n >= FINE else 1)


def outcome_difference(outcome: str, value: float, n: float = 0) -> Value:
    """A difference of the same."""
    if outcome == "revenue":
        return outcome_value(outcome, value, n)
    return points(value, (3 if abs(value) < 0.01 else 2) if n >= FINE else 1)


def outcome_end(outcome: str, value: float, n: float = 0) -> Value:
    """An end of its interval, inside a bracket that follows the unit."""
    if outcome == "revenue":
        return outcome_value(outcome, value, n)
    return decimal(value * 100, (3 if abs(value) < 0.01 else 2) if n >= FINE else 1)


def dimension_value(dimension: str) -> Value:
    """A way of dividing: a lens, or a column of the contacts file."""
    return trait_value(dimension.removeprefix(ATTRIBUTE)) if dimension.startswith(ATTRIBUTE) else name("lens", dimension)


def part_value(dimension: str, segment: str) -> Value:
    """A segment of a lens, or a level of a column; of one that is yes or no in figures, that word."""
    if segment == "(others)":
        return name("trial_segment", segment)
    if not dimension.startswith(ATTRIBUTE):
        return place_value(segment)
    return level_value(dimension.removeprefix(ATTRIBUTE), _YES_NO.get(segment, segment))


def before_value(feature: str) -> Value:
    """Something known before the contact."""
    return name("before_contact", feature) if feature in NAMES["before_contact"] else trait_value(feature)
