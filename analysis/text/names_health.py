"""Display names of what says whether models and segments still hold."""

from analysis.text.message import Value, decimal, label, name, raw, share
from analysis.text.names_evaluation import feature_value, place_value

NAMES: dict[str, dict[str, str]] = {
    "health_model": {
        "orders": "Orders expected",
        "value": "Money expected",
        "activity": "Chance of an order",
        "risk": "Risk bands",
        "next_new": "Next new category",
        "next_repurchase": "Next repurchase",
    },
    "health_measure": {
        "total": "forecast over what came",
        "capture": "share of revenue from the fifth predicted highest",
        "auc": "pairs put in the right order",
        "lift": "silent in the highest band, against everybody",
        "hits": "first suggestion was right",
    },
    "health_baseline": {
        "past_spend": "by past spend",
        "recency": "by days since the last order",
        "popular": "the most popular",
    },
    "health_grade": {"good": "good", "fair": "fair", "poor": "poor"},
    "health_source": {"stored": "last report", "back_test": "back-test"},
    "ruler": {
        "segments": "These segments",
        "recency": "Tenths of days since the last order",
        "before": "These segments, a period earlier",
    },
    "limit": {
        "limit": "from",
        "low": "limit",
        "high": "limit",
        "first_cut_days": "Days until silent",
        "second_cut_days": "Days until gone",
        "new_days": "Days as a new customer",
        "loyal_orders": "Orders of a loyal customer",
        "tenure_high": "Days as a customer",
        "orders_mark": "Orders of comparable customers",
        "categories_mark": "Categories of comparable customers",
        "seen_age_high": "Days since last seen",
        "browsing_days_low": "Days with browsing",
        "order_age_low": "Days since the last order",
        "active_days_low": "Days active",
        "active_days_high": "Days active",
    },
    "limit_score": {"recency": "Recency", "frequency": "Frequency", "monetary": "Money", "tenure": "Tenure", "regularity": "Regularity"},
}  # fmt: skip

_SHARES = ("capture", "auc", "hits")


def health_value(measure: str, value: float) -> Value:
    """A figure of a model in its unit."""
    return share(value) if measure in _SHARES else decimal(value, 2)


def limit_owner(of: str, key: str) -> Value | None:
    """The measure, category or segment that a limit belongs to; None where it holds for everybody."""
    match of:
        case "measure":
            return feature_value(key)
        case "component" | "score_name":
            return name("limit_score", key) if key in NAMES["limit_score"] else raw(key)
        case "segment":
            return place_value(key)
        case "category" | "key":
            return None if key in ("(all)", "") else raw(key)
    return None


def limit_value(value: float) -> Value:
    """A limit as it is written: whole numbers where it is one."""
    return label(value) if float(value).is_integer() else decimal(value, 2)
