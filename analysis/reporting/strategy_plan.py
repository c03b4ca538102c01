"""Chapter 04 from a run: the playbook laid beside the segments, what is at stake, and the words of its sections.

Works for clients with order lines and for those who give figures per customer: what only orders tell (who came
back, channels, hours) is then missing, and the sections say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import profiles, strategies
from analysis.findings import Basis, strategy
from analysis.findings import strategy_figures as figures
from analysis.findings import strategy_settings as settings
from analysis.findings.balances import reach_words
from analysis.findings.segmentation_outcomes import Followed
from analysis.findings.strategy_plays import points_of_return, reasons
from analysis.findings.strategy_settings import Terms
from analysis.findings.strategy_triggers import trigger_words
from analysis.profiles import habits
from analysis.reporting import compose, overview
from analysis.reporting.chosen import default_lens, open_lens
from analysis.reporting.page import Page
from analysis.reporting.people import described, listed_customers
from analysis.reporting.profile_base import given_features
from analysis.reporting.strategy_evidence import learned, waits
from analysis.store import Run
from analysis.strategies.play import SEGMENT_TABLES
from analysis.text import Message, Skip, Words


@dataclass(frozen=True)
class Inputs:
    """What the chapter reads: segments and what is known of their customers; returns and habits where orders are held."""

    dates: Any
    basis: Basis
    followed: Followed
    features: pd.DataFrame
    attributes: pd.DataFrame | None
    segments: pd.DataFrame
    all_sizes: pd.DataFrame
    decided: pd.DataFrame
    returns: pd.DataFrame
    ordered: bool

    @property
    def sizes(self) -> pd.DataFrame:
        return figures.seen(self.all_sizes, self.decided)


@dataclass(frozen=True)
class Plan:
    """The chapter's tables, and its words by section."""

    inputs: Inputs
    book: strategies.Playbook
    terms: Terms
    people: pd.DataFrame | None  # customer_id, agreed: consent on record
    plays: pd.DataFrame
    plans: pd.DataFrame
    cards: pd.DataFrame
    others: pd.DataFrame
    stakes: pd.DataFrame
    ranked: pd.DataFrame  # the cards with effort and what is within reach
    needs: pd.DataFrame
    tests: pd.DataFrame
    reached: pd.DataFrame
    channels: pd.DataFrame
    dayparts: pd.DataFrame
    sums: pd.DataFrame
    why: Mapping[str, tuple[Message, ...]]
    story: Mapping[str, Words | Skip | None]

    @property
    def shown(self) -> list[str]:
        """The segments of the lens, largest sum to come first."""
        return list(self.stakes["segment"])

    @property
    def with_margin(self) -> bool:
        return self.terms.margin is not None

    @property
    def pays(self) -> Mapping[str, Message]:
        return points_of_return(self.needs)


def read_inputs(page: Page) -> Inputs:
    """The tables of a run."""
    run, dates = page.run, compose.recalled_dates(page.run)
    ordered = run.has_table("features")
    features = run.read_table("features") if ordered else given_features(listed_customers(run))
    attributes = (run.read_table("attributes") if run.has_table("attributes") else None) if ordered else described(run)[0]
    decided = run.read_table("shown_segments")
    returns = run.read_table("segment_returns") if run.has_table("segment_returns") else figures.no_returns()
    return Inputs(
        dates=dates,
        basis=Basis.of(dates, features if ordered else None),
        followed=Followed.of(dates),
        features=features,
        attributes=attributes,
        segments=run.read_table("segments"),
        all_sizes=run.read_table("segment_sizes"),
        decided=decided,
        returns=figures.seen(returns, decided, by="shown_then"),
        ordered=ordered,
    )


def open_book(run: Run, playbook: str) -> strategies.Playbook:
    """The playbook asked for, with the client's approvals and the channels of its market."""
    config = run.config
    asked = settings.playbook_name(playbook, config.strategy.playbook, config.industry)
    book = strategies.load_playbook_file(run.said_folder / asked) if asked.endswith(".yaml") else strategies.load_playbook(asked)
    own = config.strategy
    held = {"experiments": own.experiments, "capacity": own.capacity, "currency": config.currency}
    return settings.adapted(book, approvals=own.approvals, **held)


def chapter_lens(run: Run, book: strategies.Playbook, sizes: pd.DataFrame, segment_by: str) -> str:
    """The lens that the chapter leads with: the one asked for, else the main one, if several plays are written for most of it."""
    if segment_by:
        return segment_by
    rows = [
        (method, segment, play.key)
        for play in book.plays
        for method, segments in play.segments.items()
        for segment in segments
        if play.status != "rejected"
    ]
    return figures.lens_of(default_lens(run), sizes, pd.DataFrame(rows, columns=["method", "segment", "play"]))


def plan(page: Page, *, playbook: str, segment_by: str, budget: float, margin: float, hold_out: float) -> Plan:
    """The whole of the chapter; writes the tables `play_triggers`, `play_effects`, `plays`, `purchase_cycles` and `test_plans`.

    Raises ConfigError for a playbook, lens or setting that does not exist or cannot be.
    """
    run, config, given = page.run, page.run.config, read_inputs(page)
    book = open_book(run, playbook)
    lens = chapter_lens(run, book, given.sizes, segment_by)
    open_lens(page, lens)
    consent = settings.consent_column(config.source, given.attributes)
    contacts = compose.canonical(run, "contacts")
    asked = {"lens": lens, "language": page.text.language, "consent": consent, "contacts": contacts}
    terms = settings.terms(config, book, as_of=given.dates.as_of, margin=margin, budget=budget, hold_out=hold_out, **asked)
    triggers = run.write_table("play_triggers", strategies.play_triggers(given.sizes, book, _asked_tables(run, given), lens=lens))
    matched = _matched(run, given, book, terms, consent, triggers, config.currency)
    plays = learned(run, matched, book, sizes=given.sizes, margin=terms.margin)
    return _told(page, given, book, terms, consent, triggers, plays)


def _asked_tables(run: Run, given: Inputs) -> dict[str, pd.DataFrame]:
    """The tables that a condition on segments may ask, as far as they are held and may be shown."""
    held = {name: run.read_table(name) for name in SEGMENT_TABLES if run.has_table(name)}
    return held | {"segment_sizes": given.sizes, "segment_returns": given.returns}


def _matched(run: Run, given: Inputs, book, terms: Terms, consent: str, triggers: pd.DataFrame, currency: str) -> pd.DataFrame:
    agreed = _agreed(run, given, consent) if consent else None
    own = {"consent": agreed, "currency": currency, "channel_costs": terms.costs}
    return strategies.matched_plays(given.sizes, book, margin=terms.margin, triggers=triggers, lens=terms.lens, **own)


def _agreed(run: Run, given: Inputs, consent: str) -> pd.DataFrame:
    """Customers with consent by segment: over all channels by the first column, and by channel where columns speak of one."""
    columns = {"": consent, **settings.consent_channels(run.config.source, given.attributes)}
    counts = [
        strategies.consent_counts(given.segments, given.attributes, column=column).assign(channel=channel)
        for channel, column in columns.items()
    ]
    return pd.concat(counts, ignore_index=True)


def _told(page: Page, given: Inputs, book, terms: Terms, consent: str, triggers: pd.DataFrame, plays: pd.DataFrame) -> Plan:
    run, lens, few = page.run, terms.lens, page.minimum_cell
    of, matters = {"method": lens, "minimum": few}, {"minimum_detectable": figures.MATTERS}
    rates = given.returns[given.returns["n"] >= figures.ENOUGH]
    touched = {"last_touch": {play.key: play.touches[-1] for play in book.plays}}
    plans = strategies.test_plans(
        plays, rates, days=given.followed.days, holdout=terms.hold_out, **matters, **touched, **waits(run, given.followed.days)
    )
    remedies = strategies.too_small_remedies(run.write_table("test_plans", plans), **matters)
    stakes = figures.stake(given.sizes, given.returns, method=lens, margin=terms.margin)
    general = [play.key for play in book.plays if strategies.ANY in play.segments]
    cards = figures.leading(plays, general=general, **of)
    others, needs = figures.further(plays, cards, minimum=few), figures.needed(cards, given.all_sizes, margin=terms.margin)
    tests = figures.verdicts(plans, remedies, cards, detectable=strategies.detectable_difference)
    people = figures.agreed(given.attributes, consent, yes=strategies.plays.YES)
    cautious = {"shown": given.decided, "hide": profiles.hidden_cells}
    reached = figures.reach(
        given.segments, given.features, people, sizes=given.all_sizes, hold_out=terms.hold_out, **cautious, **of
    )
    sums = figures.reconciliation(given.all_sizes, plays, plans, people, reached, method=lens)
    bought = _habits(run, given, **of)
    ranked = figures.priorities(cards, book, margin=terms.margin)
    told = {"needs": needs, "tests": tests, "reached": reached, "sums": sums, "order_habits": bought, "ranked": ranked}
    story = strategy.story(
        stakes, plays, cards, others, terms=terms, followed=given.followed, basis=given.basis, ordered=given.ordered, **told
    )
    holding = overview.holders(run, people, as_of=given.dates.as_of)
    story["owed"] = reach_words(holding, int(people["agreed"].sum())) if holding else None
    why = reasons(cards, given.all_sizes, given.returns, reached, terms=terms, followed=given.followed)
    asked = trigger_words(triggers, cards, {play.key: play for play in book.plays})
    why = {play: (*said, *asked[play]) for play, said in why.items()}
    return Plan(
        given, book, terms, people, plays, plans, cards, others, stakes, ranked, needs, tests, reached,
        figures.of_trait(bought, "channel"), figures.of_trait(bought, "daypart"), sums, why, story,
    )  # fmt: skip


def _habits(run: Run, given: Inputs, **of: Any) -> pd.DataFrame:
    """Channel and part of the day of each segment's orders; none without order lines."""
    orders, categories = (run.read_table(name) if given.ordered else None for name in ("orders", "order_categories"))
    days = {"window_start": given.dates.window_start, "as_of": given.dates.as_of}
    return habits.order_habits(orders, categories, given.segments, **days, **of)
