"""The campaigns of a client, measured once: chapter 04 learns from the same tables that chapter 05 shows.

Outcomes are those that the contacts hold, else orders and visits in the days after the contact.  Segments are those in
which customers stood on the day before the campaign, by today's limits, of the lenses that orders and visits alone
make; beside them the attributes of the contacts file, which are taken as known before the contact.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd

from analysis import evaluation
from analysis.config.strategy import Strategy
from analysis.features import Dates
from analysis.findings.evaluation_contacts import CONTROL, planned_arms, watched
from analysis.reporting import chosen
from analysis.reporting.compose import canonical, features_then
from analysis.segmentations.small_cells import together
from analysis.store import Run

PLACES = ("store", "site", "consultant", "adviser", "doctor", "city", "region")  # by which arms may have been given out
MOST_LEVELS = 12
MOST_EVES = 6  # campaigns whose segments are looked up, latest first, beside those that taught a play
LENS = "lens "  # in front of a lens's column in the table of people


@dataclass(frozen=True)
class Campaigns:
    """The tables of all campaigns whose days of waiting are over; `given` are the columns known before the contact."""

    people: pd.DataFrame
    arms: pd.DataFrame
    design: pd.DataFrame
    balance: pd.DataFrame
    effects: pd.DataFrame
    given: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """What is known of the people before the contact: further columns to keep, ways of dividing, columns of units."""

    given: tuple[str, ...] = ()
    dimensions: dict[str, str] = field(default_factory=dict)
    units: tuple[str, ...] = ()


def measured(run: Run, dates: Dates, *, days: int, orders: pd.DataFrame | None) -> Campaigns | None:
    """Everything that the contacts tell, written as `experiment_arms`, `_design`, `_balance` and `_effects`; None without.

    Where only orders count, contacts without a customer number cannot be watched.
    """
    contacts = watched(canonical(run, "contacts"), first=dates.first, as_of=dates.as_of, days=days)
    if contacts is None:
        return None
    strategy, given = run.config.strategy, _declared(run, contacts)
    people = evaluation.trial_people(contacts, orders, days=days, given=given, visits=_visits(run))
    people, known = _with_segments(run, dates, _with_places(run, people), given)
    names = sorted(set(people["campaign"]))
    design = evaluation.trial_design(
        people,
        planned={name: planned_arms(part["arm"], strategy, name) for name, part in people.groupby("campaign")},
        chosen=[name for name in names if not strategy.campaign(name).randomised],
        units={name: unit for name in names if (unit := strategy.campaign(name).unit) in (*people.columns, "contact_day")},
        candidates=(*known.units, "contact_day"),
        given=known.given,
    )
    told = {"dimensions": known.dimensions, "given": known.given, "days": days}
    write = run.write_table
    return Campaigns(
        people,
        write("experiment_arms", evaluation.arms_of(people, planned=_plans(people, strategy))),
        write("experiment_design", design),
        write("experiment_balance", evaluation.trial_balance(people, given=known.given)),
        write("experiment_effects", evaluation.experiment_effects(people, design, **told)),
        known.given,
    )


def _plans(people: pd.DataFrame, strategy: Strategy) -> dict[str, dict[str, float]]:
    return {name: planned_arms(part["arm"], strategy, name) for name, part in people.groupby("campaign")}


def _declared(run: Run, contacts: pd.DataFrame) -> tuple[str, ...]:
    """The attributes of the contacts file that are no outcome."""
    declared = run.config.source.contacts.attributes
    return tuple(name for name in declared if name in contacts and name not in evaluation.OUTCOMES and declared[name] != "outcome")


def _visits(run: Run) -> pd.DataFrame | None:
    """Who arrived when, where visits are held."""
    visits = canonical(run, "visits")
    return (
        None if visits is None or "arrived_at" not in visits else visits.dropna(subset="arrived_at")[["customer_id", "arrived_at"]]
    )


def _with_places(run: Run, people: pd.DataFrame) -> pd.DataFrame:
    """People with the store they order at, where the contacts do not say it themselves."""
    if "customer_id" not in people or "store" in people or not run.has_table("features"):
        return people
    home = run.read_table("features").set_index("customer_id")["store"]
    return people.assign(store=people["customer_id"].map(home)) if home.notna().any() else people


def _with_segments(run: Run, dates: Dates, people: pd.DataFrame, given: tuple[str, ...]) -> tuple[pd.DataFrame, Known]:
    """People with a column for each lens that is known on the eve of their campaign."""
    kinds = run.config.source.contacts.attributes
    dimensions = {f"attribute.{name}": name for name in given if _few_levels(people[name])}
    units = tuple(name for name in people if name in PLACES or kinds.get(name) == "geographic")
    known = Known(given, dimensions, units)
    if "customer_id" not in people or not run.has_table("features") or not run.has_table("segments"):
        return people, known
    found = [_on_the_eve(run, dates, part, day) for day, part in _eves(people, run.config.strategy)]
    found = [table for table in found if not table.empty]
    if not found:
        return people, known
    wide = pd.concat(found, ignore_index=True)
    lenses = [name for name in wide if name.startswith(LENS)]
    key = ["campaign", "customer_id"]
    divided = dimensions | {name.removeprefix(LENS): name for name in lenses}
    return people.merge(wide, on=key, how="left", validate="1:1"), Known(given, divided, units)


def _eves(people: pd.DataFrame, strategy: Strategy) -> list[tuple[date, pd.DataFrame]]:
    """The day before each campaign that segments are wanted for, with its people."""
    starts = people.groupby("campaign")["since"].min().dropna().sort_values(ascending=False)
    wanted = {*starts.index[:MOST_EVES], *(name for name in strategy.experiments if name in starts)}
    eves = {name: (start - timedelta(days=1)).date() for name, start in starts.items() if name in wanted}
    return [(day, people[people["campaign"].map(eves) == day]) for day in sorted(set(eves.values()))]


def _on_the_eve(run: Run, dates: Dates, people: pd.DataFrame, day: date) -> pd.DataFrame:
    """campaign, customer_id and a column per lens; what chapter 02 keeps back stands together."""
    features = features_then(run, day, dates)
    table = people[["campaign", "customer_id"]]
    for method, lens in chosen.every_lens(run).items():
        if set(lens.defined_by) <= set(features.columns):
            segments = together(lens.assign(features), lens.hidden).set_index("customer_id")["segment"]
            table = table.assign(**{LENS + method: table["customer_id"].map(segments)})
    return table


def _few_levels(values: pd.Series) -> bool:
    """Whether a column divides people into a few groups: words, or a figure that is yes or no."""
    most = 2 if pd.api.types.is_numeric_dtype(values) else MOST_LEVELS
    return 2 <= values.nunique() <= most


__all__ = ["CONTROL", "Campaigns", "measured"]
