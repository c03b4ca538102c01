"""What a run holds of needs that go unmet: searches, survey, comments, hours, places, bookings, all as rows of demand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import features
from analysis.features import browsing
from analysis.findings import Basis
from analysis.findings import segment_profile_unmet as findings
from analysis.findings.segment_profile_lens import survey_items
from analysis.profiles import demand, need_gaps, searched, underserved, wishes
from analysis.reporting.compose import canonical
from analysis.reporting.page import Page
from analysis.reporting.profile_base import survey_rows
from analysis.store import Run
from analysis.text import Skip, Words
from analysis.text.names_segment_profile import OTHERS


@dataclass(frozen=True)
class Unmet:
    """The tables of the section and its words: missing, missing_gaps, missing_searched."""

    needs: pd.DataFrame  # unmet_needs
    ideas: pd.DataFrame  # product_ideas, with label and idea
    gaps: pd.DataFrame  # need_gaps
    labels: Mapping[str, str]
    story: Mapping[str, Words | Skip | None]


def unmet(
    page: Page, segments: pd.DataFrame, *, orders: pd.DataFrame | None, features_held: pd.DataFrame, dates: features.Dates
) -> Unmet:
    """The section "What is missing for them?"; `segments` are the grouped ones of the lens."""
    run, minimum = page.run, page.minimum_cell
    basis, labels = Basis.of(dates, features_held), need_labels(run)
    survey = _Survey.of(run, dates)
    wanted = [rows for rows in _demand(run, dates, orders, survey) if len(rows)]
    rows = pd.concat(wanted, ignore_index=True) if wanted else pd.DataFrame(columns=demand.DEMAND)
    needs = run.write_table("unmet_needs", demand.unmet_needs(rows, minimum=minimum))
    segment = segments.set_index("customer_id")["segment"]
    ideas = demand.standing_out(demand.product_ideas(needs, minimum=minimum), rows, segment, minimum=minimum, others=(OTHERS,))
    run.write_table("product_ideas", ideas)
    gaps = run.write_table("need_gaps", survey.gaps(minimum))
    named = findings.labelled(ideas, labels)
    story = {
        "missing": findings.missing(named, needs, money=_spent(ideas, rows, features_held), basis=basis) if len(needs) else findings.NO_NEEDS,
        "missing_gaps": findings.gaps(gaps, labels),
        "missing_searched": findings.searched(needs),
    }  # fmt: skip
    return Unmet(needs, named, gaps, labels, story)


def need_labels(run: Run) -> dict[str, str]:
    """The words of needs: those of client.yaml, else what stands behind the colon of the question, else the question."""
    asked = run.config.source.responses
    items = asked.items.items() if asked is not None else ()
    return {
        key: item.label or (item.column or item.question).replace("：", ":").rpartition(":")[2].strip()
        for key, item in items
        if item.role == "need"
    }


@dataclass(frozen=True)
class _Survey:
    """The latest answers, the satisfaction item of each need, scales, and the item of satisfaction on the whole."""

    latest: pd.DataFrame
    pairs: Mapping[str, str | None]
    scales: Mapping[str, tuple[float, float]]
    overall: str | None

    @classmethod
    def of(cls, run: Run, dates: features.Dates) -> "_Survey":
        answers, asked = survey_rows(canonical(run, "responses")), run.config.source.responses
        if answers is None:
            return cls(pd.DataFrame(), {}, {}, None)
        items = asked.items
        scales = {key: item.scale or _scale(answers, key) for key, item in items.items() if item.role in ("need", "satisfaction")}
        of = {item.of: key for key, item in items.items() if item.of is not None}
        # A multi-select item became columns of its own: it has no scale and no pair.
        needs = [key for key, item in items.items() if item.role == "need" and scales[key] is not None]
        overall = survey_items(run.config.source).get("satisfaction")
        overall = overall if scales.get(overall) is not None else None
        return cls(need_gaps.latest_answers(answers, dates.as_of), {key: of.get(key) for key in needs}, scales, overall)

    def gaps(self, minimum: int) -> pd.DataFrame:
        return need_gaps.need_gaps(self.latest, self.pairs, self.scales, overall=self.overall, minimum=minimum)

    def demand(self) -> Iterator[pd.DataFrame]:
        yield demand.demand_rows(need_gaps.survey_demand(self.latest, self.pairs, self.scales), "survey")
        derived = need_gaps.derived_demand(self.latest, self.pairs, self.scales, overall=self.overall)
        yield demand.demand_rows(derived, "derived")


def _scale(answers: pd.DataFrame, key: str) -> tuple[float, float] | None:
    """Lowest and highest answer given, where client.yaml says no scale; None where there are not two."""
    given = answers[key].dropna().astype(float) if key in answers else pd.Series(dtype=float)
    return (float(given.min()), float(given.max())) if given.nunique() > 1 else None


def _demand(run: Run, dates: features.Dates, orders: pd.DataFrame | None, survey: _Survey) -> Iterator[pd.DataFrame]:
    """Rows of demand from every input that is held; what is held against purchases needs orders."""
    yield from survey.demand()
    if orders is not None:
        placed = orders[orders["is_order"].astype(bool)]
        yield from _events(run, dates, placed)
        yield from _places(run, dates, placed)
    yield from _bookings(run, dates)
    yield demand.demand_rows(wishes.wish_demand(_comments(run, dates)), "wish")


def _events(run: Run, dates: features.Dates, placed: pd.DataFrame) -> Iterator[pd.DataFrame]:
    path = run.client_folder / "canonical" / "events.parquet"
    if run.config.source.events is None or not path.is_file():
        return
    events, days = features.event_lines(path), {"start": dates.window_start, "end": dates.as_of}
    looked = searched.looked_for(browsing.browsed_categories(events, **days))
    rows = searched.search_demand(looked, _purchases(run), as_of=dates.as_of)
    yield demand.demand_rows(rows[rows["held"]], "search")
    yield demand.demand_rows(rows, "not_held", usual=rows["held"])
    browsed = browsing.browsing_days(events, **days)
    if browsed["daypart"].nunique() > 1:
        yield demand.demand_rows(searched.hour_demand(browsed, placed[["customer_id", "ordered_at"]], as_of=dates.as_of), "hours")


def _purchases(run: Run) -> pd.DataFrame:
    """What was bought or come for: customer_id, category, ordered_at."""
    bought = run.read_table("order_categories")[["customer_id", "category", "ordered_at"]]
    visits = canonical(run, "visits")
    if visits is None or not {"category", "arrived_at", "stage"} <= set(visits):
        return bought
    came = visits[visits["stage"].isin(underserved.CAME)].rename(columns={"arrived_at": "ordered_at"})
    return pd.concat([bought, came[bought.columns].dropna()], ignore_index=True)


def _places(run: Run, dates: features.Dates, placed: pd.DataFrame) -> Iterator[pd.DataFrame]:
    people = run.read_table("attributes") if run.has_table("attributes") else pd.DataFrame()
    if "city" not in people or placed["store"].isna().all():
        return
    home = people.set_index("customer_id")["city"]
    recent = placed[placed["ordered_at"] >= pd.Timestamp(dates.window_start)]
    rows = underserved.place_demand(home, set(recent["customer_id"]), underserved.store_cities(placed, home))
    yield demand.demand_rows(rows, "place", usual=rows["usual"])


def _bookings(run: Run, dates: features.Dates) -> Iterator[pd.DataFrame]:
    visits, days = canonical(run, "visits"), {"start": dates.window_start, "as_of": dates.as_of}
    if visits is None or not {"stage", "booked_at"} <= set(visits):
        return
    for by, evidence in (("category", "booking"), ("site", "booking_site")):
        if by in visits and visits[by].nunique() > 1:
            yield demand.demand_rows(underserved.booking_demand(visits, by, **days), evidence)
    if {"site", "arrived_at"} <= set(visits) and visits["site"].nunique() > 1:
        yield demand.demand_rows(underserved.waiting_demand(visits, "site", **days), "waiting")


def _comments(run: Run, dates: features.Dates) -> list[tuple[object, str]]:
    """Comments and free answers of the window: customer (or nothing) and text."""
    found: list[tuple[object, str]] = []
    asked = run.config.source.responses
    free = [key for key, item in asked.items.items() if item.role == "free_text"] if asked is not None else []
    for table, moment, texts in (("feedback", "created_at", ["text"]), ("responses", "answered_at", free)):
        rows = canonical(run, table)
        if rows is None:
            continue
        if moment in rows:
            day = rows[moment].dt.normalize()
            rows = rows[day.isna() | day.between(pd.Timestamp(dates.window_start), pd.Timestamp(dates.as_of))]
        who = rows["customer_id"] if "customer_id" in rows else pd.Series(None, index=rows.index, dtype=object)
        found += [pair for text in texts if text in rows for pair in zip(who, rows[text], strict=True)]
    return found


def _spent(ideas: pd.DataFrame, rows: pd.DataFrame, features_held: pd.DataFrame) -> dict[int, float]:
    """By rank: what the customers whose want went unmet spent in the window."""
    revenue = features_held.set_index("customer_id")["revenue"].astype(float)
    spent = {}
    for row in ideas.itertuples():
        own = rows[(rows["evidence"] == row.evidence) & (rows["subject"] == row.subject) & (rows["part"] > 0)]
        spent[row.rank] = float(revenue.reindex(own["customer_id"].unique()).sum())
    return spent
