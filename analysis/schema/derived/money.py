"""Money beside the amounts: parts of it, control totals, what was restated since the last reading."""

from analysis.schema.derived.parts import c
from analysis.schema.model import Table

MONEY_PARTS = (
    "sold", "discount", "refunds", "net", "tax", "freight", "points", "gift_card", "cost", "margin",
)  # fmt: skip
CONTROL_FIGURES = ("lines", "orders", "customers", "sold", "refunds", "revenue")
MONTH_FIGURES = ("lines", "sold", "refunds", "revenue")

MONEY: tuple[Table, ...] = (
    Table(
        "money_parts",
        "one part of the money of the lines analysed, in the period or over the whole history; parts are never added",
        ("scope", "part"),
        (
            c("scope", "string", "period or history", values=("period", "history")),
            c("part", "string", "Key of the part", values=MONEY_PARTS),
            c("amount", "float", "Its money", "currency"),
            c("lines", "int", "Lines on which it is known", "rows"),
            c("money", "float", "What these lines stand for: sold for discounts, else after the refund policy", "currency"),
            c("share", "float", "money / the same of all lines", "fraction"),
        ),
    ),
    Table(
        "control_totals",
        "one figure of the client's finance for a period, beside that of the order lines",
        ("period", "figure", "source"),
        (
            c("period", "string", "Period label"),
            c("figure", "string", "What is counted", values=CONTROL_FIGURES),
            c("expected", "float", "Total of the client's finance", "currency or count"),
            c("found", "float", "The same figure of the order lines", "currency or count"),
            c("difference", "float", "found - expected", "currency or count"),
            c("tolerance", "float", "Greatest difference allowed, as a share of expected", "fraction"),
            c("status", "string", "Whether it holds", values=("met", "missed")),
            c("source", "string", "Where the total comes from; empty where client.yaml does not say"),
        ),
    ),
    Table(
        "month_totals",
        "one month of the client's order lines, as read the last time",
        ("month",),
        (
            c("month", "timestamp", "First day of the month"),
            c("lines", "int", "Lines that count", "rows"),
            c("sold", "float", "Sold, before refunds", "currency"),
            c("refunds", "float", "Refunded, by the day of the refund line", "currency"),
            c("revenue", "float", "sold - refunds", "currency"),
        ),
    ),
    Table(
        "restatements",
        "one figure of a month that a later reading of the client's files changed",
        ("reading", "month", "figure"),
        (
            c("reading", "int", "Number of the reading that brought the change; the first has none before it"),
            c("month", "timestamp", "First day of the month"),
            c("figure", "string", "What changed", values=MONTH_FIGURES),
            c("before", "float", "As read before", "currency or rows"),
            c("after", "float", "As read now, up to the last day of the reading before", "currency or rows"),
            c("change", "float", "after - before", "currency or rows"),
            c("delivery", "string", "Files that were new or other in this reading"),
            c("latest", "bool", "Whether no reading came after it"),
        ),
    ),
    Table(
        "refund_lags",
        "one number of days between a sale and its refund",
        ("lag_days",),
        (
            c("lag_days", "int", "Days from the order to the refund", "days"),
            c("refunds", "int", "Refunds that took so long, matched to their order by its number", "refunds"),
            c("arrived", "float", "Share of a sale's refunds that are in after so many days", "fraction"),
        ),
    ),
    Table(
        "provisional",
        "the last days of the data, on whose sales refunds are still to come; no row where nothing can be said",
        ("last_day",),
        (
            c("last_day", "timestamp", "Last day of the data"),
            c("first_day", "timestamp", "First of the provisional days"),
            c("days", "int", "Provisional days", "days"),
            c("declared", "bool", "Whether client.yaml says how many; else the days after which 95 % of refunds are in"),
            c("matched", "int", "Refunds matched to their order", "refunds"),
            c("refunds", "int", "Refunds with a day of their own", "refunds"),
            c("refund_share", "float", "Refunds in the end per unit sold; missing under 30 matched refunds", "fraction"),
            c("sold", "float", "Sold on the provisional days", "currency"),
            c("expected", "float", "Refunds still to come on everything sold; missing under 30 matched refunds", "currency"),
        ),
    ),
)
