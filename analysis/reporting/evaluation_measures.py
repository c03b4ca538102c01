"""Chapter 05, the figures by segment that rest on more than orders: made from whatever inputs the client holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis import evaluation
from analysis.findings.segment_profile_lens import survey_items
from analysis.reporting.compose import canonical
from analysis.reporting.evaluation_base import Base


@dataclass(frozen=True)
class Inputs:
    """The client's dated inputs beside the orders, None where not held; `items` are the survey's by what they ask.

    `drawn` names the campaigns whose groups may be compared, as the table `experiment_design` of this chapter judged them.
    """

    events: pd.DataFrame | None
    visits: pd.DataFrame | None
    responses: pd.DataFrame | None
    feedback: pd.DataFrame | None
    contacts: pd.DataFrame | None
    items: Mapping[str, str]
    drawn: frozenset[str] = frozenset()

    @classmethod
    def of(cls, base: Base) -> "Inputs":
        names = ("events", "visits", "responses", "feedback", "contacts")
        held = {name: _dated(canonical(base.run, name)) for name in names}
        return cls(**held, items=survey_items(base.run.config.source), drawn=_drawn(base))


def _drawn(base: Base) -> frozenset[str]:
    if not base.run.has_table("experiment_design"):
        return frozenset()
    design = base.run.read_table("experiment_design")
    return frozenset(design.loc[design["randomised"], "campaign"])


def _dated(table: pd.DataFrame | None) -> pd.DataFrame | None:
    """The rows of known customers; None without any."""
    if table is None or "customer_id" not in table:
        return None
    rows = table[table["customer_id"].notna()]
    return rows if len(rows) else None


def further(
    inputs: Inputs, orders: pd.DataFrame, *, start: date, end: date, days: int, silent: pd.Index | None, clv: pd.Series | None
) -> tuple[list[evaluation.Measure], pd.DataFrame | None]:
    """The measures of a period beside those of orders, and its contacts as `watched_contacts` (None without any).

    What is not held over the period is left out; `days` are those after a contact in which orders count.
    """
    span = {"start": start, "end": end}
    found = [] if silent is None else [evaluation.won_back(orders, silent, **span)]
    found += [] if clv is None else [evaluation.expected_value(clv)]
    found += _doings(inputs, orders, start, end)
    answers = _within(inputs.responses, "answered_at", start, end)
    if answers is not None:
        asked = {"satisfaction": inputs.items.get("satisfaction"), "recommendation": inputs.items.get("nps")}
        found += evaluation.answer_measures(answers, **asked)
    comments = _within(inputs.feedback, "created_at", start, end)
    if comments is not None and "rating" in comments and comments["rating"].notna().any():
        found.append(evaluation.rated(comments, **span))
    contacts = _within(inputs.contacts, "contacted_at", start, end - timedelta(days=days - 1))
    if contacts is None:
        return found, None
    watched = evaluation.watched_contacts(contacts, orders, days=days, **span)
    watched = watched[~watched["held_out"] | watched["campaign"].isin(inputs.drawn)]
    return found + evaluation.contact_measures(watched), watched if len(watched) else None


def records(inputs: Inputs, *, start: date, end: date) -> dict[str, pd.DataFrame]:
    """The records of what customers do besides ordering that reach over the whole period: of events and of visits."""
    told = {"events": (inputs.events, "occurred_at"), "visits": (inputs.visits, "arrived_at")}
    return {
        name: table
        for name, (table, moment) in told.items()
        if table is not None and moment in table and evaluation.covers(table[moment], start=start, end=end)
    }


def _doings(inputs: Inputs, orders: pd.DataFrame, start: date, end: date) -> list[evaluation.Measure]:
    """Activity, and what events tell, where these are held over the whole period."""
    held = records(inputs, start=start, end=end)
    if not held:
        return []
    told = [(orders[orders["is_order"].astype(bool)], "ordered_at")]
    told += [(table, "occurred_at" if name == "events" else "arrived_at") for name, table in held.items()]
    seen = [_within(table, moment, start, end) for table, moment in told]
    found = [evaluation.active([pd.Index(table["customer_id"].unique()) for table in seen if table is not None])]
    return found + (evaluation.event_measures(held["events"], orders, start=start, end=end) if "events" in held else [])


def _within(table: pd.DataFrame | None, moment: str, start: date, end: date) -> pd.DataFrame | None:
    """The rows of a period; None where there are none, or no days are held."""
    if table is None or moment not in table:
        return None
    day = pd.to_datetime(table[moment])
    rows = table[(day >= pd.Timestamp(start)) & (day < pd.Timestamp(end) + pd.Timedelta(days=1))]
    return rows.assign(**{moment: day[rows.index]}) if len(rows) else None
