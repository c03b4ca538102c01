"""Display names of chapter 05, and how its figures are shown."""

from analysis.text.message import Value, count, decimal, money, name, share

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
    "movement_kind": {
        "new": "New: first order",
        "returned": "Came back after silence",
        "up": "In a better segment",
        "stayed": "In the same segment",
        "moved": "In another segment",
        "down": "In a worse segment",
        "silent": "Fell silent",
        "quiet": "Still silent",
        "outside": "No order yet",
        "left": "No order that still counts",
        "rest": "Everyone else",
    },
    "kind_short": {
        "new": "new",
        "returned": "back after silence",
        "up": "moved up",
    },
    "kind_group": {
        "at_risk": "Money at risk: what they brought before",
        "won": "Money won: what they brought since",
    },
    "change_part": {
        "moved": "customers moved",
        "spending": "spent more or less",
        "ruler": "new definitions",
        "mix": "came and went",
        "rest": "few customers each",
        "sum": "sum",
    },
    "change_panel": {
        "customers": "Customers",
        "revenue": "Revenue in the window",
    },
    "arm": {
        "control": "held out",
        "treated": "contacted",
    },
    "evaluation_sum": {
        "known": "Customers known at the start",
        "known_both": "Customers at the end",
        "in_segments": "Customers in the figures by segment",
        "period_revenue": "Revenue of the period",
        "change": "Change in revenue, and its parts",
        "segment_revenue": "Revenue of those known at the start",
        "moves_before": "Revenue before, of all moves",
        "moves_during": "Revenue since, of all moves",
        "kinds": "Customers by what became of them",
        "change_customers": "Customers in segments at the end",
        "change_revenue": "Their revenue in the window",
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
