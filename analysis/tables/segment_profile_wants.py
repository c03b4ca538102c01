"""The tables of unmet needs and of trends."""

import pandas as pd

from analysis.tables.html import Head, Muted, Named, Row, html_table
from analysis.text import Text, change, count, decimal, money, points, raw, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_segment_profile import segment_value
from analysis.text.names_wants import category_value


def ideas_table(ideas: pd.DataFrame, *, text: Text) -> str:
    """One row per idea: what could be tried, what shows it, how many, how often unmet, and where it stands out."""
    heads = [
        Head(text("Idea to test")), Head(text("What shows it")), Head(text("Went without"), "num"), Head(text("Unmet (usual)"), "num"),
        Head(text("More than usual (95%)")), Head(text("Most in")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                text.say(row.idea),
                text.name("need_evidence", row.evidence),
                text("{n} of {all}").format(n=text.show(count(row.unmet)), all=text.show(count(row.customers))),
                _unmet(row, text),
                _more(row, text),
                _where(row, text),
            ]
        )
        for row in ideas.itertuples()
    ]
    return html_table(heads, rows, label=text("What is missing for them?"), classes="ideas")


def _unmet(row, text: Text) -> str:
    """Share of those who wanted it, and what is usual elsewhere; nothing is usual for what is not held."""
    own = text.show(share(row.share))
    return own if row.evidence == "not_held" else text("{own} ({usual})").format(own=own, usual=text.show(share(row.usual)))


def _more(row, text: Text) -> str:
    """How far above what is usual; of what is not held, how many of those who search look for it."""
    if row.evidence == "not_held":
        return text("{share} of all who searched").format(share=text.show(share(row.reach)))
    return _range(row.difference, row.low, row.high, text)


def _range(value: float, low: float, high: float, text: Text) -> str:
    """A difference of shares in points, with its ends as bare numbers."""
    ends = [text.show(decimal(100 * end, 1)) for end in (low, high)]
    return text("{value} ({low} to {high})").format(value=text.show(points(value)), low=ends[0], high=ends[1])


def _where(row, text: Text) -> Named | Muted:
    if is_missing(row.segment):
        return Muted(MISSING)
    told = text("{segment}: {own}, others {other}").format(
        segment=text.show(segment_value(row.segment)),
        own=text.show(share(row.segment_share)),
        other=text.show(share(row.rest_share)),
    )
    return Named("\u2060" + told, f"var(--c-{row.segment})")


def searched_table(needs: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """Every category searched: customers, and the share that did not buy it, beside the other categories.

    A share behind which fewer than `minimum` customers bought, or did not, is not shown.
    """
    heads = [
        Head(text("Searched for")), Head(text("Customers"), "num"), Head(text("Did not buy"), "num"), Head(text("Other categories"), "num"),
        Head(text("More than usual (95%)"), "num"),
    ]  # fmt: skip
    rows = needs[needs["evidence"].isin(["search", "not_held"])].sort_values(["evidence", "difference"], ascending=[True, False])
    shown = []
    for row in rows.itertuples():
        held, bought = row.evidence == "search", row.customers - row.unmet
        shows = held and not 0 < min(bought, row.unmet) < minimum
        shown.append(
            Row(
                [
                    text.show(raw(row.subject)),
                    text.show(count(row.customers)),
                    text.show(share(row.share)) if shows else MISSING if held else text("not held"),
                    Muted(text.show(share(row.usual)) if shows else MISSING),
                    _range(row.difference, row.low, row.high, text) if shows else MISSING,
                ]
            )
        )
    return html_table(heads, shown, label=text("Searched and not bought"))


def trends_table(table: pd.DataFrame, *, text: Text) -> str:
    """One row per category: customers and money of both periods, change, share of revenue, verdict; the total last."""
    heads = [
        Head(text("Category")), Head(text("Customers"), "num"), Head(text("Year before"), "num"), Head(text("Revenue"), "num"),
        Head(text("Year before"), "num"), Head(text("Change"), "num"), Head(text("Share of revenue"), "num"), Head(text("Change of share (95%)"), "num"),
        Head(text("Verdict")),
    ]  # fmt: skip
    rows = []
    for row in table.itertuples():
        total, apart = row.category == "(all)", row.category == "(unknown)"
        moved = MISSING if total else _range(row.share_change, row.share_low, row.share_high, text)
        relative = MISSING if is_missing(row.relative) or apart else text.show(change(row.relative))
        rows.append(
            Row(
                [
                    text.show(category_value(row.category)),
                    MISSING if apart else text.show(count(row.customers)),
                    Muted(MISSING if apart else text.show(count(row.customers_before))),
                    text.show(money(row.revenue)),
                    Muted(text.show(money(row.revenue_before))),
                    relative,
                    text.show(share(row.share)),
                    moved,
                    MISSING if total or apart else text.name("trend_direction", row.direction),
                ],
                total=total,
            )
        )
    return html_table(heads, rows, label=text("What is rising, what is falling?"))
