"""The tables of a run that analysts open first, and what one row of each is; the others stand beside them by name."""

from analysis.text.message import Message

KEPT: tuple[tuple[str, Message], ...] = (
    ("orders", Message("order: number, customer, day, money, whether it counts")),
    ("features", Message("customer ever known: recency, orders, revenue and what else is computed of customers")),
    ("attributes", Message("customer of the customer file, with its attributes")),
    ("segments", Message("customer and lens: the segment")),
    ("segment_sizes", Message("segment: customers, revenue, orders")),
    ("segment_returns", Message("segment at the start of the period: who ordered afterwards, with the interval")),
    ("shown_segments", Message("segment: whether its figures may be shown")),
    ("lens_comparison", Message("lens: how much it tells, how stable it is")),
    ("lifetime", Message("customer with an order: orders and value expected, chance of being active")),
    ("habits", Message("customer: orders and purchases by channel, category, price and time")),
    ("engagement", Message("customer with an event: when and how often seen")),
    ("segment_index", Message("level of a trait in a segment: share, index, n")),
    ("differentiators", Message("trait: how strongly it goes with the segments")),
    ("personas", Message("figure of a sentence on a persona’s card, with the cell it was taken from")),
    ("leaving_signs", Message("sign before the silence: how much more common it was")),
    ("plays", Message("play for a segment: customers, reach, cost, break-even")),
    ("play_triggers", Message("condition of a play: the figure that was asked")),
    ("contact_calendar", Message("touch of a play: the week")),
    ("test_plans", Message("play for a segment: arms and the smallest difference a test can show")),
    ("migration", Message("move between segments: customers, and how many by chance")),
    ("kpis", Message("figure of the period beside the days it is compared with")),
    ("segment_kpis", Message("figure of a segment, as it stood at the start of the period")),
    ("experiment_arms", Message("arm of a campaign: contacted, ordered, money")),
    ("quality_checks", Message("check of a column: rows and money concerned, what was done")),
    ("data_used", Message("column of the client’s files: kind, use, what was done at the door")),
    ("findings", Message("computed sentence of a chapter, with its money")),
)
