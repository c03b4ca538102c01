"""Chapter 02's computation: every lens that a client's data carry, on the customers of now and of the period's start.

Composes what the stages do: which lenses can be made, their definitions (fitted now, or those of an earlier
period), the segments, the client's own merges and overrides.  Sentences and drawings are made elsewhere.
"""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pandas as pd

from analysis import lifetime
from analysis.config import OwnSegments, frozen_periods, load_segments, previous, read_overrides
from analysis.config.definitions import REFIT
from analysis.errors import ConfigError, MissingTableError, listed
from analysis.features import Dates, occasions
from analysis.reporting.compose import RULERS, told_definitions
from analysis.reporting.contracts import contract_of
from analysis.reporting.people import described
from analysis.reporting.records import Records, records
from analysis.segmentations import METHODS, definition_for, display_order, due, lenses_of, segments_of
from analysis.segmentations.overrides import overridden, with_pseudonyms
from analysis.segmentations.own_names import check_segments, own_order, renamed
from analysis.segmentations.refit import Refit, refitted
from analysis.segmentations.rfm import DEFAULT_SCHEME
from analysis.segmentations.saved import assigned, beside, check_parts, defining_columns, one_table
from analysis.segmentations.settings import COMPOSED, checked_settings, in_order, known_lens, settings_of
from analysis.sources.pseudonyms import MAPPING
from analysis.store import Run, write_json

# Settings of a method that are not its `fit`'s: they say how the tables that it reads are made.
BESIDE = {"replenishment": (due.category_intervals,), "occasion": (occasions.occasion_rule,), "lifetime": (lifetime.summary,)}
GIVEN_BESIDE = (
    "gaps",
    "orders",
    "now",
    "gap_variation",
    "at_cut",
    "held_out_days",
    "at_start",
    "frozen",
    "margin",
    "draws",
    "seed",
    "as_of",
)
MATCH = "match "
NUMBERED = ("clusters",)  # lenses whose groups have numbers alone, which a refit would shuffle
OF_TODAY = ("membership", "risk_level")  # methods by what the client's file says today: what it said before is not held
NOT_IN_WHOLE = "not_in_whole"
KINDS = ("demographic", "geographic", "membership", "psychographic")  # methods that ask of which kind an attribute is


@dataclass(frozen=True)
class Divided:
    """The lenses of a client and period.  Tables are those of schema.py; `before` and `earlier` are None without such customers."""

    records: Records
    rules: dict[str, pd.DataFrame]
    orders: dict[str, tuple[str, ...]]
    segments: pd.DataFrame
    before: pd.DataFrame | None
    earlier: pd.DataFrame | None
    lacking: dict[str, str]
    own: OwnSegments
    merged: pd.DataFrame
    overrides: pd.DataFrame
    problems: pd.DataFrame
    frozen: dict[str, str] = field(default_factory=dict)  # lens -> period whose limits are used
    refits: dict[str, Refit] = field(default_factory=dict)  # lens -> how a refit continues the groups of an earlier period

    def has(self, lens: str) -> bool:
        """Whether a lens, or a variant of a method, was made."""
        return any(one == lens or one.startswith(f"{lens}.") for one in self.rules)

    def variants(self, method: str) -> list[str]:
        """The lenses of a method."""
        return [lens for lens in self.rules if lens.partition(".")[0] == method]


def divide(run: Run, dates: Dates, *, given: Mapping[str, Mapping[str, object]], definitions: str = "") -> Divided:
    """Every lens of client.yaml's `methods` that the data carry, applied; what was made is also written.

    `given` holds settings by method that go before those of client.yaml; `definitions` is refit, a period whose
    limits are reused, or `match PERIOD`: refitted, with the numbers that natural groups had in that period.  A part is
    always divided by the limits of its whole.  Raises ConfigError for a lens, a setting, a segment or an override that
    cannot be.
    """
    definitions = "" if run.config.part is not None else definitions
    match = definitions.removeprefix(MATCH).strip() if definitions.startswith(MATCH) else ""
    definitions = REFIT if match else definitions
    config, own = run.config, load_segments(run.said_folder / "segments.yaml")
    methods = [known_lens(method) for method in config.methods]
    settings = _settings(run, dates, given)
    periods = frozen_periods(definitions or config.definitions, [*methods, "lifetime", "replenishment_intervals"])
    saved = _saved(run, {name: periods[name] for name in ("lifetime", "replenishment_intervals") if name in periods})
    held = records(run, dates, methods=methods, settings=settings, frozen=saved)
    settings = {
        **settings,
        **{method: {"kinds": dict(held.kinds)} | settings.get(method, {}) for method in KINDS if method in METHODS},
    }
    gaps = run.read_table("gaps") if run.has_table("gaps") else None
    rules, lacking, frozen, found = _rules(run, held.now, gaps, methods, _for_fit(settings), definitions)
    frozen = {lens: str(told_definitions(run)) for lens in frozen} if run.config.part is not None else frozen
    refits = _matched(run, held.now, {lens: rule for lens, rule in rules.items() if lens not in frozen}, match)
    rules |= {lens: found.definition for lens, found in refits.items()}
    write_json(run.folder / RULERS, frozen)
    for lens, rule in rules.items():
        run.write_table(f"definition_{lens}", rule)
    _check_own(own, rules)
    merges = own.merges()
    orders = {
        lens: own_order(display_order(lens, rule), merged=merges.get(lens), order=own.order(lens)) for lens, rule in rules.items()
    }
    segments, merged = renamed(one_table(found[lens] for lens in rules), merges)
    changes = by_hand(run, segments)
    known = {lens: tuple(keys) for lens, keys in orders.items()}
    segments, applied, problems = overridden(segments, changes, as_of=dates.as_of, known=known)
    days = (run.period.start - timedelta(days=1), previous(run.period).start - timedelta(days=1))
    before, earlier = (
        None if table is None else overridden(renamed(_at(table, rules), merges)[0], changes, as_of=day, known=known)[0]
        for table, day in zip((held.start, held.earlier), days, strict=True)
    )
    for name, table in {
        "segments": segments,
        "segments-start": before,
        "segments-earlier": earlier,
        "overrides_applied": applied,
    }.items():
        if table is not None:
            run.write_table(name, table)
    return Divided(held, rules, orders, segments, before, earlier, lacking, own, merged, applied, problems, frozen, refits)


def _matched(run: Run, record: pd.DataFrame, rules: Mapping[str, pd.DataFrame], match: str) -> dict[str, Refit]:
    """New groups under the numbers of those of an earlier period that they continue; none without such a period."""
    numbered = [lens for lens in NUMBERED if match and lens in rules]
    saved = _saved(run, {f"definition_{lens}": match for lens in numbered})
    return {
        lens: refitted(lens, record, before=saved[f"definition_{lens}"], after=rules[lens])
        for lens in numbered
        if f"definition_{lens}" in saved
    }


def _rules(
    run: Run, record: pd.DataFrame, gaps: pd.DataFrame | None, methods: list[str], settings: Mapping[str, Mapping], definitions: str
) -> tuple[dict[str, pd.DataFrame], dict[str, str], dict[str, str], dict[str, pd.DataFrame]]:
    """A definition by lens, why others have none, the periods of those reused, and the segments by lens.

    Lenses made of others come last.
    """
    found: dict[str, pd.DataFrame] = {}
    rules: dict[str, pd.DataFrame] = {}
    lacking: dict[str, str] = {}
    frozen: dict[str, str] = {}
    first = [method for method in methods if method.partition(".")[0] not in COMPOSED]
    for part in (first, *([method] for method in in_order(methods)[len(first) :])):
        record = beside(record, found)
        able, reasons = lenses_of(part, record, settings=settings)
        lacking |= reasons
        reused = frozen_periods(definitions or run.config.definitions, able)
        kept = _saved(run, {f"definition_{lens}": period for lens, period in reused.items()})
        if run.config.part is not None:  # no ruler of its own: what the whole could not divide, a part does not
            lacking |= {lens.partition(".")[0]: NOT_IN_WHOLE for lens in able if f"definition_{lens}" not in kept}
            able = {lens: own for lens, own in able.items() if f"definition_{lens}" in kept}
        new = {
            lens: definition_for(lens, record, gaps=gaps, frozen=kept.get(f"definition_{lens}"), **own)
            for lens, own in able.items()
        }
        frozen |= {lens: period for lens, period in reused.items() if f"definition_{lens}" in kept}
        rules |= new
        check_parts(rules)
        found |= {lens: segments_of(record, {lens: rule}) for lens, rule in new.items()}
    return {lens: rules[lens] for lens in in_order(rules)}, lacking, frozen, found


def _saved(run: Run, periods: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Saved tables by name, each of its period; a lens that the period did not have yet is left out.

    Raises MissingTableError where a period was never run.
    """
    found: dict[str, pd.DataFrame] = {}
    for name, period in periods.items():
        stored = {"lifetime": "definition_lifetime"}.get(name, name)
        other = Run.open(run.whole, period, data=run.data, reports=run.reports)
        if not other.has_table("segments"):
            raise MissingTableError(
                "The definitions of {period} are to be reused, but {client} {period} was never run. Run it first: strata report {client} {period}.",
                period=other.period.label,
                client=run.whole,
            )
        if other.has_table(stored):
            found[name] = other.read_table(stored)
    return found


def _at(record: pd.DataFrame, rules: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Segments at an earlier day, by the lenses whose columns the record of that day holds.

    A level of today must not be held against what led to it, so lenses by such levels have no earlier day.
    """
    able = {
        lens: rule
        for lens, rule in rules.items()
        if lens.partition(".")[0] not in OF_TODAY
        and all(column in record.columns or column.startswith("segment.") for column in defining_columns(lens, rules))
    }
    return assigned(record, able)


def _settings(run: Run, dates: Dates, given: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, object]]:
    """Settings by method or lens: those of client.yaml, checked, and what the notebook gives before them."""
    config = run.config
    settings = {name: _checked(name, own) for name, own in config.settings.items()}
    own = {"rfm": {"scheme": DEFAULT_SCHEME[config.language]}, "demographic": {"as_of": str(dates.as_of)}}
    for method in {*settings, *given, *own}:
        filled = {key: value for key, value in given.get(method, {}).items() if value}
        settings[method] = own.get(method, {}) | settings.get(method, {}) | filled
    return {name: _resolved(run, name, each) for name, each in settings.items()}


def _checked(name: str, own: Mapping[str, object]) -> dict[str, object]:
    """The settings of client.yaml under one name.  Raises ConfigError for one that nothing reads."""
    beside = [key for made in BESIDE.get(name, ()) for key in inspect.signature(made).parameters if key not in GIVEN_BESIDE]
    rest = {key: value for key, value in own.items() if key not in beside}
    if name == "lifetime":
        if rest:
            raise ConfigError(
                "settings.lifetime.{key}: there is no such setting. It has: {known}.", key=next(iter(rest)), known=listed(beside)
            )
        contract = own.get("contract", False)
        return dict(own) | {"contract": contract is True or contract_of({"lifetime": own}) is not None}
    return dict(own) | checked_settings(name, rest)


def _resolved(run: Run, name: str, own: dict[str, object]) -> dict[str, object]:
    """Files that a setting names, found in the client's folder."""
    scheme = own.get("scheme")
    if name == "rfm" and isinstance(scheme, str) and scheme.endswith((".yaml", ".yml")):
        return own | {"scheme": run.said_folder / scheme}
    tiers = own.get("tiers")
    if name.startswith("geographic") and isinstance(tiers, str):
        return own | {"tiers": run.said_folder / tiers}
    return own


def fit_settings(run: Run, dates: Dates, lens: str) -> dict[str, object]:
    """The settings with which a lens is fitted, by client.yaml: those of its method, and its own before them.

    Raises ConfigError for a setting that cannot be.
    """
    method, kinds = lens.partition(".")[0], described(run)[1]
    settings = _for_fit(_settings(run, dates, {}))
    own = {"kinds": dict(kinds)} if method in KINDS else {}
    return own | settings.get(method, {}) | (settings.get(lens, {}) if lens != method else {})


def _for_fit(settings: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, object]]:
    """Those settings that `fit` takes, by method or lens; the others say how the tables that it reads are made."""
    known = {name: settings_of(name.partition(".")[0]) for name in settings if name != "lifetime"}
    return {name: {key: value for key, value in settings[name].items() if key in keys} for name, keys in known.items()}


def _check_own(own: OwnSegments, rules: Mapping[str, pd.DataFrame]) -> None:
    """Raise ConfigError where segments.yaml names a lens of no kind, or a segment that its lens does not have."""
    for lens, words in own.lenses.items():
        known_lens(lens, place="segments.yaml")
        if lens in rules:
            for key, segment in words.keys():  # noqa: SIM118  (not a mapping)
                check_segments(lens, [segment], display_order(lens, rules[lens]), key=key)


def by_hand(run: Run, segments: pd.DataFrame) -> pd.DataFrame:
    """The lines of overrides.csv, customers by their pseudonyms."""
    given = read_overrides(run.said_folder / "overrides.csv")
    path = run.said_folder / MAPPING
    ids = pd.read_parquet(path) if path.is_file() and run.config.privacy.pseudonymise else None
    if ids is None:
        every = segments["customer_id"].drop_duplicates()
        ids = pd.DataFrame({"client_id": every, "customer_id": every})
    wanted = with_pseudonyms(given, ids)
    if run.config.part is not None:  # lines about customers of other parts are no mistakes, and not this part's to tell
        wanted = wanted[wanted["customer_id"].isin(segments["customer_id"])]
    return wanted
