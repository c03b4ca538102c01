"""What chapter 03 starts from: the lens, its customers and what is known of them, with order lines or without.

Without order lines the customers are those of every list, their figures those that the client gives, and what
they answered stands beside their attributes.  The chapter's tables are made the same way from both.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.config.client import LISTS
from analysis.config.columns import source_columns
from analysis.features import Dates
from analysis.findings import Basis
from analysis.findings import segment_profile_lens as lenses
from analysis.findings.notes import GivenBasis
from analysis.profiles.traits import ANSWER
from analysis.reporting.attribute_words import segment_names
from analysis.reporting.chosen import ChosenLens, open_lens
from analysis.reporting.compose import canonical, recalled_dates
from analysis.reporting.page import Page
from analysis.reporting.people import described, listed_customers
from analysis.segmentations.membership import USUAL
from analysis.segmentations.survey_answers import SCORED, survey_table
from analysis.store import Run

GIVEN = {"revenue": "revenue", "order_count": "orders", "recency_days": "recency", "tenure_days": "tenure"}  # trait: its column
BUYING = frozenset((*GIVEN, "lifetime_revenue", "lifetime_order_count", "order_day_count", "first_order_at", "last_order_at"))


@dataclass(frozen=True)
class ProfileBase:
    """The inputs of the chapter.  `orders` and `categories` are None without order lines.

    segments    those of the lens, what is not shown put together; features one row per customer
    attributes  what is declared of customers, without order lines also what they answered; `kinds` of which kind
    ranks       attributes whose levels client.yaml puts in an order, with these levels, lowest first
    makers      traits that make the segments, or are summed up in what makes them
    answers     the survey, by customer_id; items: {"satisfaction": …, "nps": …}
    thoughts    `survey_profile` of the lens where answers make its segments, else None
    turned      survey items whose scores were turned round: no sentence may say them in the words of the question
    """

    chosen: ChosenLens
    lens: lenses.Lens
    dates: Dates
    basis: Basis
    segments: pd.DataFrame
    features: pd.DataFrame
    orders: pd.DataFrame | None
    categories: pd.DataFrame | None
    attributes: pd.DataFrame | None
    kinds: Mapping[str, str]
    makers: tuple[str, ...]
    answers: pd.DataFrame | None
    items: Mapping[str, str]
    ranks: Mapping[str, tuple[str, ...]]
    thoughts: pd.DataFrame | None = None
    turned: tuple[str, ...] = ()

    @property
    def figures(self) -> Mapping[str, str]:
        """The attributes whose numbers are laid side by side: without orders all of them, else those of orders suffice."""
        return self.kinds if self.orders is None else {}


def open_base(page: Page, segment_by: str) -> ProfileBase:
    """The inputs of a run for a lens, "" for the main one of chapter 02; the page then knows the names of its segments.

    Raises ConfigError where the run has no such lens.
    """
    run, chosen = page.run, open_lens(page, segment_by)
    page.name_segments(segment_names(chosen.lens, chosen.order, page.text))
    sizes, segments = run.read_table("segment_sizes"), run.read_table("segments")
    lens = lenses.Lens.of(sizes, run.read_table("shown_segments"), method=chosen.lens)
    dates, ordered = recalled_dates(run), run.has_table("features")
    features = run.read_table("features") if ordered else given_features(listed_customers(run))
    attributes, kinds = _attributes(run) if ordered else _everything_said(run, chosen, dates)
    return ProfileBase(
        chosen=chosen,
        lens=lens,
        dates=dates,
        basis=Basis.of(dates, features) if ordered else _given(dates, features),
        segments=lens.grouped(segments),
        features=features,
        orders=run.read_table("orders") if ordered else None,
        categories=run.read_table("order_categories") if ordered else None,
        attributes=attributes,
        kinds=kinds,
        makers=(*chosen.traits, *parts_of(run.config.source, chosen.traits)),
        answers=survey_rows(canonical(run, "responses")),
        items=lenses.survey_items(run.config.source),
        ranks=_ranks(run),
        thoughts=_thoughts(run, chosen.lens),
        turned=_turned(run),
    )


def given_features(listed: pd.DataFrame) -> pd.DataFrame:
    """The customers of a client without order lines as the profile reads them: each figure once, and what an order brings."""
    table = listed.drop(columns=["lifetime_revenue", "lifetime_order_count"], errors="ignore")
    table = table.assign(**{name: float("nan") for name in ("revenue", "order_count", "recency_days") if name not in table})
    return table.assign(average_order=table["revenue"] / table["order_count"].where(table["order_count"] > 0))


def parts_of(source: object, traits: tuple[str, ...]) -> tuple[str, ...]:
    """Attributes read from the columns that are summed up in the figures which make the segments, where these are given."""
    sums = getattr(source, "summaries", None)
    wanted = {GIVEN[trait] for trait in traits if trait in GIVEN} if sums is not None else set()
    headers = {header for name in wanted if name in sums.columns for header in source_columns(sums.columns[name])}
    tables = [table for table in (source.customers, source.summaries, source.responses) if table is not None]
    return tuple(
        dict.fromkeys(
            name
            for table in tables
            for name in table.attributes
            if name in table.columns and headers & set(source_columns(table.columns[name]))
        )
    )


def survey_rows(answers: pd.DataFrame | None) -> pd.DataFrame | None:
    """The survey by customer_id; in an anonymous one the respondents are the customers."""
    if answers is None or ("customer_id" in answers and answers["customer_id"].notna().any()):
        return answers
    return answers.assign(customer_id=answers["respondent_id"]) if "respondent_id" in answers else None


def _ranks(run: Run) -> dict[str, tuple[str, ...]]:
    """The levels that client.yaml puts in an order; the first list that does counts."""
    tables = [table for name in reversed(LISTS) if (table := getattr(run.config.source, name)) is not None]
    return {name: levels for table in tables for name, levels in table.levels.items()}


def _turned(run: Run) -> tuple[str, ...]:
    """Survey items whose scores were turned round."""
    asked = run.config.source.responses
    return () if asked is None else tuple(key for key, item in asked.items.items() if item.reversed)


def _thoughts(run: Run, lens: str) -> pd.DataFrame | None:
    """What the groups of the lens answered to the items that make them, as these were asked.

    An item whose scores were turned round is left out: its figure would say the opposite of its words.
    """
    if not run.has_table("survey_profile") or run.config.source.responses is None:
        return None
    table = run.read_table("survey_profile")
    own = table[table["method"].eq(lens) & ~table["item"].isin(_turned(run))]
    return own if len(own) else None


def _given(dates: Dates, features: pd.DataFrame) -> Basis:
    return GivenBasis(dates.as_of, dates.window_start, dates.start, dates.first, len(features))


def _attributes(run: Run) -> tuple[pd.DataFrame | None, dict[str, str]]:
    held = run.read_table("attributes") if run.has_table("attributes") else None
    return held, lenses.kinds_held(held, lenses.declared_kinds(run.config.source))


def _everything_said(run: Run, chosen: ChosenLens, dates: Dates) -> tuple[pd.DataFrame | None, dict[str, str]]:
    """Attributes of every list and the answers to every item, with their kinds.

    A level is earned by buying only where buying makes the segments; a kind of contract or of journey never is.
    """
    people, kinds = described(run)
    bought = bool(BUYING & set(chosen.traits))
    kinds = {name: "status" if kind == "membership" and not (bought and name in USUAL) else kind for name, kind in kinds.items()}
    asked = run.config.source.responses
    items = {} if asked is None else {key: (item.role, item.scale, item.reversed) for key, item in asked.items.items()}
    survey = survey_table(canonical(run, "responses"), items, as_of=pd.Timestamp(dates.as_of))
    if survey is None:
        return people, kinds
    scores = {f"{role}.{key}": key for key, (role, *_) in items.items() if role in SCORED and key not in kinds}
    said = survey[["customer_id", *(name for name in scores if name in survey)]].rename(columns=scores)
    both = said if people is None else people.merge(said, on="customer_id", how="outer", validate="1:1")
    return both, kinds | {name: ANSWER for name in said.columns if name != "customer_id"}
