"""Display names of chapter 04: channels, levers, exclusions, states of a play, segments as people."""

from analysis.text import names_allocation, names_next, names_rfm
from analysis.text.message import Value, name

NAMES: dict[str, dict[str, str]] = {
    **names_allocation.NAMES,
    **names_next.NAMES,
    "contact_channel": {
        "wecom": "WeCom",
        "wechat": "WeChat",
        "app": "App",
        "sms": "Text message",
        "email": "E-mail",
        "phone": "Phone",
        "post": "Post",
        "store": "In the store",
        "ads": "Advertising",
    },
    "contact_channel_lower": {
        "wecom": "WeCom",
        "wechat": "WeChat",
        "app": "app",
        "sms": "text message",
        "email": "e-mail",
        "phone": "phone",
        "post": "post",
        "store": "the store",
        "ads": "advertising",
    },
    "lever": {
        "frequency": "more orders",
        "basket": "fuller baskets",
        "retention": "keep",
        "win_back": "win back",
        "acquisition": "new customers",
        "margin": "more margin",
    },
    "play_status": {
        "proposed": "Proposed",
        "legal_checked": "Checked by legal",
        "approved": "Approved",
        "rejected": "Rejected",
    },
    "evidence": {
        "to_be_tested": "To be tested",
        "sourced": "Effect from a source",
        "tested": "Tested",
    },
    "exclusion": {
        "no_consent": "no consent on record",
        "opted_out": "opted out",
        "no_profiling": "declined personalised offers",
        "open_complaint": "open complaint",
        "refund_in_progress": "refund in progress",
        "contacted_recently": "contacted recently",
        "in_other_test": "in another test",
        "unused_balance": "unused balance",
        "minor_or_unknown_age": "minor or age not known",
        "staff_or_reseller": "staff or reseller",
        "adverse_event": "adverse event",
    },
    "unchecked": {
        "no_consent": "no consent on record for the channel: nobody is contacted",
        "minor_or_unknown_age": "no age on record: everybody is left out",
        "in_other_test": "the other lists; campaigns not checked: no data",
        "other": "not checked: no data",
    },
    "remedy": {
        "testable": "Test as planned",
        "hold_out_half": "Hold out half",
        "pool_segments": "Pool its segments",
        "claim_nothing": "Count only",
    },
    "money_kind": {"margin": "margin", "revenue": "revenue"},
    "lens_name": {
        "rfm": "Recency, frequency, money",
        "lifecycle": "Life cycle",
        "value": "Value tiers",
    },
    "lens_within": {
        "rfm": "recency, frequency and money",
        "lifecycle": "the life cycle",
        "value": "the value tiers",
    },
    "play_segment": {
        "value.a": "A",
        "value.b": "B",
        "value.c": "C",
        "value.none": "No revenue",
        "value.heavy": "Heavy",
        "value.middle": "Middle",
        "value.light": "Light",
    },
    "play_people": {
        "lifecycle.loyal": "loyal customers",
        "lifecycle.developing": "developing customers",
        "lifecycle.new": "new customers",
        "lifecycle.won_back": "won-back customers",
        "lifecycle.dormant": "dormant customers",
        "lifecycle.churned": "churned customers",
        "lifecycle.prospect": "prospects",
        "lifecycle.refund_only": "customers with refunds only",
        "value.a": "customers of value tier A",
        "value.b": "customers of value tier B",
        "value.c": "customers of value tier C",
        "value.none": "customers without revenue",
        "value.heavy": "heavy buyers",
        "value.middle": "middle buyers",
        "value.light": "light buyers",
        "rfm.champions": "Champions",
        "rfm.loyal": "Loyal customers",
        "rfm.potential_loyalist": "Potential Loyalists",
        "rfm.new": "New customers",
        "rfm.promising": "Promising customers",
        "rfm.need_attention": "Need Attention customers",
        "rfm.about_to_sleep": "About To Sleep customers",
        "rfm.at_risk": "At Risk customers",
        "rfm.cant_lose": "Can’t Lose customers",
        "rfm.hibernating": "Hibernating customers",
        "rfm.lost": "Lost customers",
    },
    "play_daypart": {
        "night": "Night",
        "morning": "Morning",
        "midday": "Midday",
        "afternoon": "Afternoon",
        "evening": "Evening",
    },
    "daypart_within": {
        "night": "the night",
        "morning": "the morning",
        "midday": "midday",
        "afternoon": "the afternoon",
        "evening": "the evening",
    },
    "waited_for": {
        "blocked_week": "weeks before it are blocked",
        "contact_cap": "the same customers are reached by another play before",
        "capacity": "the staff’s time is used up before",
        "test": "another play is tested on the same customers before",
    },
    "owner": {
        "marketing": "Marketing",
        "store": "Store",
        "adviser": "Advisers",
        "service": "Customer service",
        "sales": "Sales",
        "product": "Product",
        "medical": "Doctors and nurses",
        "teaching": "Teachers",
        "kitchen": "Kitchen",
        "management": "Management",
    },
    "owner_within": {
        "marketing": "marketing",
        "store": "the stores",
        "adviser": "the advisers",
        "service": "customer service",
        "sales": "sales",
        "product": "product",
        "medical": "doctors and nurses",
        "teaching": "the teachers",
        "kitchen": "the kitchen",
        "management": "management",
    },
    "effort": {"low": "Little effort", "medium": "Some effort", "high": "Much effort"},
    "asked_figure": {
        "customers": "Customers",
        "customer_share": "Share of customers",
        "revenue": "Revenue",
        "revenue_share": "Share of revenue",
        "orders": "Orders",
        "average_order": "Average order",
        "orders_per_customer": "Orders each",
        "median_recency_days": "Days since the last order, middle customer",
        "median_revenue": "Revenue of the middle customer",
        "returned": "Ordered in the period",
    },
    "play_sum": {
        "customers": "Customers, with a play and without",
        "revenue": "Revenue in the window, with a play and without",
        "reachable": "Customers with consent on record",
        "arms": "Places in the arms of the tests, once per play",
    },
}


def segment_value(method: str, segment: str) -> Value:
    """A segment's short name, for axes and tables."""
    key = f"{method}.{segment}"
    return name("play_segment", key) if key in NAMES["play_segment"] else name("segment", segment)


def people_value(method: str, segment: str) -> Value:
    """A segment as people, inside a sentence: “dormant customers”."""
    key = f"{method}.{segment}"
    if key in NAMES["play_people"]:
        return name("play_people", key)
    return name("segment_people" if method == "rfm" and segment in names_rfm.NAMES["segment_people"] else "segment", segment)
