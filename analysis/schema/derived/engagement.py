"""What customers do on website and app, and how far each has come."""

from analysis.schema.canonical import EVENT_KINDS
from analysis.schema.derived.parts import ID, SEGMENT, c
from analysis.schema.model import Table

ENGAGEMENT = (
    Table(
        "engagement",
        "one customer with an event or a dated review",
        ("customer_id",),
        (
            ID,
            c("event_count", "int", "Events, full history", "events"),
            c("recent_event_count", "int", "Events in the last 30 days", "events"),
            c("active_days_90", "int", "Days with an event, of the last 90", "days"),
            c("browsing_days_30", "int", "Days with a view, click, search, save or cart, of the last 30", "days"),
            c("first_event_age", "float", "From the first event to as_of", "days"),
            c("last_event_age", "float", "From the last event to as_of; missing without events", "days"),
            *(c(f"last_{kind}_age", "float", f"From the last event of kind {kind} to as_of", "days") for kind in EVENT_KINDS),
            *(c(f"{kind}_count", "int", f"Events of kind {kind} in the window", "events") for kind in EVENT_KINDS),
            c("browsed_category", "string", "Category on most browsing events in the window; the first by name where equal"),
            c("browsed_category_share", "float", "Its share of browsing events with a category", "fraction"),
            c("browsed_category_count", "int", "Categories browsed in the window", "categories"),
            c("top_device", "string", "Device on most events in the window"),
            c("review_count", "int", "Reviews in the window", "reviews"),
            c("positive_review_count", "int", "Of these, with four stars or more", "reviews"),
            c("last_positive_review_age", "float", "From the last positive review to as_of", "days"),
        ),
    ),
    Table(
        "aipl_moves",
        "one stage of AIPL at the start of the period",
        ("segment",),
        (
            SEGMENT,
            c("n", "int", "Customers in the stage at the start", "customers"),
            c("moved_up", "int", "Of these, in a higher stage at the end", "customers"),
            c("share", "float", "moved_up / n; missing for the highest stage", "fraction"),
            c("low", "float", "Lower end of the 95 % Wilson interval", "fraction"),
            c("high", "float", "Upper end of the 95 % Wilson interval", "fraction"),
            c("fell", "int", "Of n, in a lower stage at the end", "customers"),
        ),
    ),
    Table(
        "browsing_returns",
        "customers without a recent order: ordered before or never × browsed lately or not",
        ("group", "browsing"),
        (
            c("group", "string", "lapsed: ordered before; never: no order yet", values=("lapsed", "never")),
            c("browsing", "int", "1: browsed in the 30 days before the start of the period", "0-1"),
            c("n", "int", "Customers", "customers"),
            c("returned", "int", "Of these, with an order in the days that followed", "customers"),
            c("share", "float", "returned / n", "fraction"),
            c("low", "float", "Lower end of the 95 % Wilson interval", "fraction"),
            c("high", "float", "Upper end of the 95 % Wilson interval", "fraction"),
        ),
    ),
)
