"""Tables of chapter 02: the rules of NES, activity, engagement and AIPL, and the limits of each category."""

import pandas as pd

from analysis.tables.html import Head, Muted, Row, html_table
from analysis.tables.segmentation import definition_table
from analysis.text import Text, count, decimal, share
from analysis.text.formats import is_missing


def nes_table(rule: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, *, text: Text) -> str:
    """Cycles, days and order days of each tier, its size and its return rate; `rule` is `nes.describe`."""
    heads = [Head(text("Purchase cycles since the last order")), Head(text("Days")), Head(text("Days with an order"), "num")]
    rows = {
        row.segment: [
            _span(row.cycles_low, row.cycles_high, text, above=True),
            _days(row.recency_low, row.recency_high, text),
            _span(row.order_days_low, row.order_days_high, text),
        ]
        for row in rule.itertuples()
    }
    return definition_table("nes", heads, rows, sizes, returns, text)


def activity_table(rule: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, *, text: Text) -> str:
    """The limits of each group of a scheme; `rule` is `activity.describe`.  A column that no group uses is left out."""
    by_probability = rule["probability_low"].notna().any()
    if not (by_probability or rule["recency_high"].notna().any()):
        return definition_table("activity", [], {}, sizes, returns, text)
    heads = [
        *([Head(text("Repeat buyers: probability to be active"))] if by_probability else []),
        Head(text("Days since the last order")),
    ]
    highest = rule["probability_low"].max()
    rows = {}
    for place, row in enumerate(rule.itertuples()):
        days = _days(row.recency_low, row.recency_high, text)
        if not is_missing(row.returning_after):
            days = text("{days}, after a silence of over {before}").format(days=_plain(days), before=text.show(count(row.returning_after)))  # fmt: skip
        rows[row.segment] = [*([_probability(rule, place, highest, text)] if by_probability else []), days]
    return definition_table("activity", heads, rows, sizes, returns, text)


def engagement_table(
    rule: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, *, text: Text, lens: str = "engagement.state"
) -> str:
    """The limits of the groups of a lens on events; `rule` is `engagement.describe`."""
    if lens == "engagement.frequency":
        heads = [Head(text("Days with an event, of the last 90"), "num")]
        rows = {row.segment: [_span(row.active_days_low, row.active_days_high, text)] for row in rule.itertuples()}
    elif lens == "engagement.state":
        heads = [Head(text("Days since last seen")), Head(text("Further"))]
        rows = {row.segment: [_days(row.seen_age_low, row.seen_age_high, text), _browsing(row, text)] for row in rule.itertuples()}
    else:
        heads, rows = [], {}
    return definition_table(lens, heads, rows, sizes, returns, text)


def aipl_table(rule: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, *, text: Text) -> str:
    """What leads to each stage, and within how many days; `rule` is `aipl.describe`."""
    heads = [Head(text("What leads there")), Head(text("Within days"), "num")]
    rows = {
        row.segment: [Muted(_leads(row, text)), Muted("") if is_missing(row.within_days) else text.show(count(row.within_days))]
        for row in rule.itertuples()
    }
    return definition_table("aipl", heads, rows, sizes, returns, text)


def category_limits_table(limits: pd.DataFrame, *, text: Text) -> str:
    """The two limits of each category with limits of its own, shortest first; `limits` is `lifecycle.category_limits`."""
    heads = [
        Head(text("Category")), Head(text("Dormant after days"), "num"), Head(text("Churned after days"), "num"),
        Head(text("Intervals"), "num"), Head(text("Of these, ended by an order"), "num"),
    ]  # fmt: skip
    rows = [
        Row([row.key, *(text.show(count(value)) for value in (row.first_cut_days, row.second_cut_days, row.gaps, row.closed_gaps))])
        for row in limits.itertuples()
    ]
    return html_table(heads, rows, label=text("The limits of each category"))


def _days(low: float, high: float, text: Text) -> str | Muted:
    """Whole days above `low` up to `high`."""
    return _span(low if is_missing(low) else low + 1, high, text)


def _span(low: float, high: float, text: Text, *, above: bool = False) -> str | Muted:
    """From `low` to `high`, or above `low`; missing = open."""
    if is_missing(low) and is_missing(high):
        return Muted("")
    if is_missing(low):
        return f"≤ {_shown(high, text)}" if high > 0 else _shown(high, text)
    if is_missing(high):
        return f"> {_shown(low, text)}" if above else f"{_shown(low, text)}+"
    return _shown(low, text) if low == high else f"{'> ' if above else ''}{_shown(low, text)}–{_shown(high, text)}"


def _shown(number: float, text: Text) -> str:
    return text.show(count(number) if float(number).is_integer() else decimal(number))


def _probability(rule: pd.DataFrame, place: int, highest: float, text: Text) -> str | Muted:
    """The band of probabilities of one group of the scheme amperity; the first limit belongs to the group below it."""
    low = rule["probability_low"].iloc[place]
    above = rule.loc[rule["probability_low"] > (-1.0 if is_missing(low) else low), "probability_low"].min()
    if is_missing(low):
        return Muted("") if is_missing(rule["recency_low"].iloc[place]) else f"< {text.show(share(above, 0))}"
    return f"> {text.show(share(low, 0))}" if low == highest else f"{text.show(share(low, 0))}–{text.show(share(above, 0))}"


def _browsing(row, text: Text) -> str | Muted:
    if is_missing(row.order_age_low):
        return Muted("")
    words = text("browsed on {n} or more of the last 30 days; no order for more than {days} days, or never")
    return Muted(words.format(n=text.show(count(row.browsing_days_low)), days=text.show(count(row.order_age_low))))


def _leads(row, text: Text) -> str:
    """The contacts, orders or reviews behind a stage, in words."""
    kinds = text(", ").join(text.name("contact_kind", kind) for kind in row.kinds.split())
    at_least = text.show(count(row.at_least))
    words = {
        "aipl_loyal": text("{n} orders or more; or an order with a positive review or one of: {kinds}"),
        "aipl_purchase": text("an order"),
        "aipl_interest": text("{n} or more of: {kinds}"),
        "aipl_aware": text("any event"),
        "aipl_none": text("none of these"),
    }[row.segment]
    return words.format(n=at_least, kinds=kinds)


def _plain(cell: str | Muted) -> str:
    return cell.text if isinstance(cell, Muted) else cell
