"""Visits, and money held for customers."""

from analysis.schema.canonical import BALANCE_KINDS, VISIT_STAGES
from analysis.schema.derived.parts import c
from analysis.schema.model import Table

VISITS = (
    Table(
        "visit_funnel",
        "one stage of the visits of the period",
        ("stage",),
        (
            c("stage", "string", "How far a visit got, or how it was lost", values=VISIT_STAGES),
            c("visits", "int", "Visits that got at least so far; for lost ones those lost in this way", "visits"),
            c("customers", "int", "Customers behind them", "customers"),
            c("share", "float", "Share of the visits kept; of all bookings for lost ones; missing for bookings", "fraction"),
        ),
    ),
    Table(
        "visit_kpis",
        "one figure of the visits of the period",
        ("kpi",),
        (
            c("kpi", "string", "Key of the figure"),
            c("value", "float", "Its value"),
            c("low", "float", "Lower end of its 95 % interval, for rates"),
            c("high", "float", "Upper end"),
            c("n", "int", "What it rests on: bookings, visits kept, or new customers"),
            c("reference", "float", "The same figure in the comparison period; missing where not held"),
            c("change", "float", "value / reference - 1; for rates the difference"),
        ),
    ),
    Table(
        "money_flows",
        "one month: three sums that are never added",
        ("month",),
        (
            c("month", "timestamp", "First day of the month"),
            c("receipts", "float", "Paid by customers, after the refund policy", "currency"),
            c("consumed", "float", "Value of what was performed", "currency"),
            c("owed", "float", "Money balance at the month's last day of record; missing without one", "currency"),
        ),
    ),
    Table(
        "balance_kinds",
        "one kind of balance at the last day of record",
        ("kind",),
        (
            c("kind", "string", "Kind of balance; (paid): all that was paid for", values=(*BALANCE_KINDS, "(paid)")),
            c("customers", "int", "Customers who hold some", "customers"),
            c("amount", "float", "Held in all", "currency or units"),
            c("money", "float", "Of this, what customers paid for it; 0 for bonus credit and points", "currency"),
            c("silent_customers", "int", "Holders without a visit in 180 days", "customers"),
            c("silent_amount", "float", "What they hold", "currency or units"),
            c("silent_money", "float", "Of this, what was paid for it", "currency"),
            c("soon_customers", "int", "Holders of whose balance some lapses within 90 days", "customers"),
            c("soon_amount", "float", "What they hold", "currency or units"),
            c("lapsed_customers", "int", "Holders of a balance past its date", "customers"),
            c("lapsed_amount", "float", "What they hold", "currency or units"),
        ),
    ),
    Table(
        "segment_balances",
        "one segment of one method",
        ("method", "segment"),
        (
            c("method", "string", "Segmentation method"),
            c("segment", "string", "Segment"),
            c("customers", "int", "Customers of the segment", "customers"),
            c("holders", "int", "Of these with an unused money balance", "customers"),
            c("amount", "float", "What they hold", "currency"),
            c("silent_holders", "int", "Holders without a visit in 180 days", "customers"),
            c("silent_amount", "float", "What these hold", "currency"),
        ),
    ),
)
