"""The tables about lifetimes: the conditions of the model, its test on days held out, the tiers' limits."""

import pandas as pd

from analysis.tables.html import Head, Muted, Row, html_table
from analysis.text import Text, count, decimal, money, money_exact, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_lifetime import gate_value


def gates_table(gates: pd.DataFrame, *, text: Text) -> str:
    """Each condition: the client's figure, the limits, the verdict, and, where any does not hold, what stands in its place."""
    replaced = gates["fallback"].ne("").any()
    heads = [
        Head(text("Condition")),
        Head(text("Figure"), "num"),
        Head(text("Limits"), "num"),
        Head(text("Verdict")),
        *([Head(text("Instead"))] if replaced else []),
    ]
    rows = [
        Row(
            [
                text.name("lifetime_gate", row.gate),
                text.show(gate_value(row.gate, row.value)),
                Muted(_limits(row, text)),
                text.name("lifetime_verdict", row.verdict),
                *([Muted(text.name("lifetime_fallback", row.fallback) if row.fallback else "")] if replaced else []),
            ]
        )
        for row in gates.itertuples()
    ]
    return html_table(heads, rows, label=text("May the model be believed?"))


def holdout_table(holdout: pd.DataFrame, *, text: Text) -> str:
    """The model beside the simple rules: total, error per customer, ranking."""
    heads = [
        Head(text("Predicted by")), Head(text("Order days"), "num"), Head(text("of actual"), "num"), Head(text("Error per customer"), "num"),
        Head(text("Revenue"), "num"), Head(text("of actual"), "num"), Head(text("Error per customer"), "num"),
        Head(text("Rank correlation"), "num"), Head(text("Caught by the top fifth"), "num"),
    ]  # fmt: skip
    rows = [
        Row(
            [
                text.name("predictor", row.predictor),
                _or_dash(row.predicted_orders, count, text),
                _or_dash(row.orders_ratio, share, text),
                _or_dash(row.orders_error, lambda value: decimal(value, 2), text),
                _or_dash(row.predicted_value, money, text),
                _or_dash(row.value_ratio, share, text),
                _or_dash(row.value_error, money, text),
                _or_dash(row.rank_correlation, lambda value: decimal(value, 2), text),
                _or_dash(row.capture, share, text),
            ],
            muted=row.predictor == "oracle",
        )
        for row in holdout.itertuples()
    ]
    return html_table(heads, rows, label=text("Would the model have foreseen it?"))


def clv_rules(rule: pd.DataFrame, *, text: Text) -> tuple[list[Head], dict[str, list]]:
    """Heads and cells by segment of the definition of the tiers, for the table of definitions."""
    heads = [Head(text("Predicted value")), Head(text("Limit at"))]
    return heads, {row.segment: [_value(row.clv_low, row.clv_high, text), _share(row.share, text)] for row in rule.itertuples()}


def _value(low: float, high: float, text: Text) -> str | Muted:
    if is_missing(low):
        return Muted("") if is_missing(high) else text("under {money}").format(money=text.show(money_exact(high)))
    return text("{money} and more").format(money=text.show(money_exact(low)))


def _share(part: float, text: Text) -> Muted:
    if is_missing(part):
        return Muted("")
    return Muted(text("{share} of customers").format(share=text.show(share(part))) if part < 1 else text("the rest"))


def _or_dash(value: float, form, text: Text) -> str:
    return MISSING if is_missing(value) else text.show(form(value))


def _limits(row, text: Text) -> str:
    low, high = (text.show(gate_value(row.gate, value)) for value in (row.low, row.high))
    if is_missing(row.low):
        return f"≤ {high}"
    return f"≥ {low}" if is_missing(row.high) else f"{low}–{high}"
