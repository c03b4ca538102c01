"""What customers do besides ordering, by segment: activity, clicks, conversion, referral, satisfaction, recommendation.

Events are (customer_id, occurred_at, kind).  They are told only where they are held over the whole period: a record
that begins or ends within it would look like customers who came or left (`covers`).
"""

from collections.abc import Iterable

import pandas as pd

from analysis.evaluation.measures import Measure, asked, parts
from analysis.evaluation.period import SLACK, Day, span, within

BROWSING = ("view", "click", "search", "save", "cart")
REFERRING = "share"


def covers(moments: pd.Series, *, start: Day, end: Day) -> bool:
    """Whether a record reaches over the period: it begins a week after its start at the latest, and ends a week before its end."""
    first, after = span(start, end)
    held = moments.dropna()
    return bool(len(held)) and held.min() <= first + SLACK and held.max() >= after - SLACK


def active(who: Iterable[pd.Index]) -> Measure:
    """activity: customers with an event, a visit or an order in the period / customers; from who did each of them."""
    seen = pd.Index(sorted(set().union(*who)), dtype="object")
    return Measure("activity", "share", asked(seen, seen), everyone=True)


def event_measures(events: pd.DataFrame, orders: pd.DataFrame, *, start: Day, end: Day) -> list[Measure]:
    """From events and orders, those of them whose events are held:

        click_rate  customers who clicked at or after their first view of the period / customers with a view
        conversion  customers who ordered on or after the day of their first browsing event of the period (a view,
                    click, search, save or cart) / customers with a browsing event
        referral    customers who passed something on (kind `share`) / customers

    A day is the unit where orders are laid beside events, because many files hold orders by the day alone.
    """
    first, after = span(start, end)
    inside = events[(events["occurred_at"] >= first) & (events["occurred_at"] < after) & events["customer_id"].notna()]
    kinds, found = set(events["kind"]), []
    views, clicks = _firsts(inside, ["view"]), inside[inside["kind"].eq("click")]
    if len(views) and "click" in kinds:
        later = clicks[clicks["occurred_at"] >= clicks["customer_id"].map(views)]
        found.append(Measure("click_rate", "share", asked(views.index, pd.Index(later["customer_id"].unique()))))
    browsed = _firsts(inside, BROWSING).dt.normalize()
    if len(browsed):
        placed = within(orders, start, end)
        placed = placed[placed["is_order"].astype(bool)]
        later = placed[placed["ordered_at"] >= placed["customer_id"].map(browsed)]
        found.append(Measure("conversion", "share", asked(browsed.index, pd.Index(later["customer_id"].unique()))))
    if REFERRING in kinds:
        shared = pd.Index(inside.loc[inside["kind"].eq(REFERRING), "customer_id"].unique())
        found.append(Measure("referral", "share", asked(shared, shared), everyone=True))
    return found


def answer_measures(answers: pd.DataFrame, *, satisfaction: str | None, recommendation: str | None) -> list[Measure]:
    """From the answers given in the period (customer_id, answered_at, items), the latest of each customer:

    satisfaction  mean answer to the item `satisfaction`, in points of its own scale
    nps           share of answers 9 and 10 less share of 0 to 6 to the item `recommendation`, as a fraction
    """
    latest = answers.dropna(subset=["customer_id"]).sort_values("answered_at", kind="stable")
    latest = latest.drop_duplicates("customer_id", keep="last").set_index("customer_id")
    found = []
    if satisfaction in latest:
        found.append(Measure("satisfaction", "mean", parts(latest[satisfaction].dropna())))
    if recommendation in latest:
        given = latest[recommendation].dropna()
        found.append(Measure("nps", "mean", parts(((given >= 9).astype(float) - (given <= 6)) * 100)))
    return [one for one in found if len(one.rows)]


def rated(feedback: pd.DataFrame, *, start: Day, end: Day) -> Measure:
    """rating: mean of the stars in the comments of the period whose writer is known; over comments, its interval over customers."""
    first, after = span(start, end)
    told = feedback.dropna(subset=["customer_id", "rating"])
    told = told[(told["created_at"] >= first) & (told["created_at"] < after)]
    stars = told.groupby("customer_id")["rating"].agg(["sum", "count"])
    return Measure("rating", "ratio", parts(stars["sum"], stars["count"].astype(float)))


def _firsts(events: pd.DataFrame, kinds: Iterable[str]) -> pd.Series:
    """The first moment of an event of these kinds, by customer."""
    return events[events["kind"].isin(list(kinds))].groupby("customer_id")["occurred_at"].min()
