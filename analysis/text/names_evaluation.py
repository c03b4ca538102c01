"""Display names of chapter 05, and how its figures are shown."""

from analysis.text.message import Value, change, count, decimal, money, money_exact, name, points, raw, share
from analysis.text.names_segment_profile import level_value, trait_value

NAMES: dict[str, dict[str, str]] = {
    "kpi": {
        "activity": "Active in any way",
        "win_back": "Won back, of those silent at the start",
        "clv": "Expected value (CLV), as of the start",
        "satisfaction": "Satisfaction",
        "rating": "Stars in comments",
        "nps": "Net promoter score",
        "click_rate": "Clicked, of those who viewed",
        "conversion": "Ordered, of those who browsed",
        "contact_response": "Ordered after a contact",
        "referral": "Passed something on",
        "incremental_return": "Extra revenue per unit of contact cost",
        "spend_return": "Revenue beside contact cost (no effect)",
    },
    "kpi_bullet": {
        "revenue": "Revenue",
        "customers": "Customers",
        "new_customers": "New customers",
        "orders": "Orders",
        "average_order": "Average order",
        "repeat_rate": "At least twice",
        "return_rate": "Ordered again",
        "refund_share": "Refunded",
    },
    "kpi_short": {
        "orders_per_customer": "Orders each",
        "average_order": "Average order",
        "revenue_per_customer": "Revenue each",
        "repeat_rate": "Ordered at least twice",
        "return_rate": "Ordered again",
    },
    "change_up": {
        "size": "more customers stood in it",
        "ordering": "a larger share of them ordered",
        "frequency": "they ordered more often",
        "basket": "their orders were larger",
    },
    "change_down": {
        "size": "fewer customers stood in it",
        "ordering": "a smaller share of them ordered",
        "frequency": "they ordered less often",
        "basket": "their orders were smaller",
    },
    "newcomers": {"(new)": "Newcomers", "(rest)": "Newcomers, small segments"},
    "cohort_group": {
        "newer": "newer",
        "before": "a year before",
    },
    "kpi_reading": {
        "higher": "higher",
        "lower": "lower",
        "as_chance": "as chance",
    },
    "kpi_state": {
        "shown": "shown",
        "few": "left out: too few customers",
        "missing": "left out: not held",
    },
    "change_part": {
        "size": "Customers in the segment",
        "ordering": "Share who ordered",
        "frequency": "Orders per customer",
        "basket": "Money per order",
        "total": "Change in revenue",
    },
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
        "near": "missed, within chance",
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
    "split_part": {
        "moved": "customers moved",
        "spending": "spent more or less",
        "ruler": "new definitions",
        "mix": "came and went",
        "rest": "told together",
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
        "segment_change": "Change in revenue, and the sum over segments",
        "change_parts": "Change in revenue, and the parts of all segments",
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
_SHARES = (
    "repeat_rate", "return_rate", "refund_share", "retention", "activity", "win_back", "click_rate", "conversion", "contact_response", "referral",
)  # fmt: skip
_DECIMALS = {"orders_per_customer": 2, "satisfaction": 2, "rating": 2, "nps": 0, "incremental_return": 1, "spend_return": 1}


def place_value(key: str) -> Value:
    """Where customers stand: the name of a segment, short where it has a short one, or of a group of segments."""
    return name("move_group" if key in _GROUPS else "segment_short" if key in _SHORT else "segment", key)


def start_value(key: str) -> Value:
    """Where customers stood on the eve of a period; those who had never ordered are newcomers."""
    return name("newcomers", key) if key in NAMES["newcomers"] else place_value(key)


def feature_value(key: str) -> Value:
    """A figure whose drift is watched, under the name that the profile has for it where it has none of its own."""
    return name("drift_feature" if key in NAMES["drift_feature"] else "trait", key)


def kpi_value(kpi: str, value: float) -> Value:
    """A figure of the period in its unit."""
    if kpi in _COUNTS:
        return count(value)
    if kpi in _SHARES:
        return share(value)
    return decimal(value, _DECIMALS[kpi]) if kpi in _DECIMALS else money(value)


def kpi_change(kpi: str, value: float, reference: float) -> Value:
    """What changed against a reference: points for shares, the difference for grades, else in per cent."""
    if kpi in _SHARES:
        return points(value - reference)
    if kpi in ("satisfaction", "rating", "nps"):
        return decimal(value - reference, _DECIMALS[kpi])
    return change(value / reference - 1 if reference else float("nan"))


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
