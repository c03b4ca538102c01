"""What to do, and how to test it."""

from analysis.schema.derived.parts import METHOD, SEGMENT, c
from analysis.schema.model import Table

STRATEGY = (
    Table(
        "plays",
        "one play for one segment",
        ("play", "method", "segment"),
        (
            c("play", "string", "Key of the play in the playbook"),
            METHOD,
            SEGMENT,
            c("customers", "int", "Customers in the segment", "customers"),
            c("reachable", "int", "Of these, with consent on record", "customers"),
            c("revenue", "float", "Their revenue in the window", "currency"),
            c(
                "lever",
                "string",
                "What the play moves",
                values=("frequency", "basket", "retention", "win_back", "acquisition", "margin"),
            ),
            c("channel", "string", "Channel proposed"),
            c("unit_cost", "float", "Cost per contact", "currency"),
            c("cost", "float", "unit_cost × reachable", "currency"),
            c("effect_low", "float", "Expected lift, low", "fraction"),
            c("effect_base", "float", "Expected lift", "fraction"),
            c("effect_high", "float", "Expected lift, high", "fraction"),
            c("evidence", "string", "Where the effect comes from", values=("to_be_tested", "sourced", "tested")),
            c("status", "string", "How far it is approved", values=("proposed", "legal_checked", "approved", "rejected")),
            c("break_even", "float", "Lift at which the margin pays for the contact", "fraction"),
            c("margin_at_stake", "float", "Margin of the lift, only where the effect is sourced or tested", "currency"),
            c("margin_low", "float", "The same at the low effect", "currency"),
            c("margin_high", "float", "The same at the high effect", "currency"),
            c("priority", "float", "Rank score; 1 is first"),
        ),
    ),
    Table(
        "play_triggers",
        "one condition of a play for one segment",
        ("play", "method", "segment", "condition"),
        (
            c("play", "string", "Key of the play"),
            METHOD,
            SEGMENT,
            c("condition", "int", "Its number under `where`, from 0"),
            c("table", "string", "Table asked"),
            c("column", "string", "Column asked"),
            c("about", "string", "Row asked beside the segment, such as a measure, or a trait and its level"),
            c("value", "float", "Figure found; missing where it is not held or not shown"),
            c("n", "float", "Customers behind it, where the table says so", "customers"),
            c("at_least", "float", "Lower bound"),
            c("at_most", "float", "Upper bound"),
            c("met", "bool", "Whether the figure lies within"),
        ),
    ),
    Table(
        "test_plans",
        "one play for one segment",
        ("play", "method", "segment"),
        (
            c("play", "string", "Key of the play"),
            METHOD,
            SEGMENT,
            c("treated", "int", "Customers in the treated arm", "customers"),
            c("held_out", "int", "Customers held out at random", "customers"),
            c("base_rate", "float", "Share that would order anyway", "fraction"),
            c("detectable", "float", "Smallest difference seen with 80 % power, two-sided 5 %", "fraction"),
            c("days", "int", "How long to wait for the outcome", "days"),
            c("verdict", "string", "Whether the test can tell", values=("testable", "too_small")),
        ),
    ),
)
