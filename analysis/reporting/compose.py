"""From a run to the tables that everything else reads: what notebook 01 and `strata check` share."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

import pandas as pd

from analysis.config import frozen_periods, previous
from analysis.config.definitions import REFIT
from analysis.config.period import shift_months
from analysis.engine import DataFrame, F, named, read_parquet, to_pandas, write_parquet
from analysis.errors import ConfigError
from analysis.features import (
    Dates,
    analysed_lines,
    customer_features,
    data_span,
    gap_table,
    known_customers,
    order_category_table,
    order_table,
    transactions,
    visit_days,
    visit_rhythm,
    with_acquisition,
    with_visit_rhythm,
)  # fmt: skip
from analysis.quality import consent_states, input_overview, may_contact
from analysis.reporting.deliveries import note_months, reconcile
from analysis.segmentations.settings import known_lens
from analysis.sources import Input, in_base, read_inputs
from analysis.sources.parts import part_inputs
from analysis.store import Run, write_json

RULERS = "rulers.json"  # beside a run's tables: lens -> period whose limits chapter 02 used
MOMENTS = ("events", "contacts", "feedback", "responses", "visits", "balances")  # inputs whose days say until when the data reach


@dataclass(frozen=True)
class Held:
    """What a run found at the door: the input tables, the days, all lines and the analysed ones.

    A client without order lines has neither of the two; `dated` says whether any input holds days.
    """

    inputs: Mapping[str, Input]
    dates: Dates
    lines: DataFrame | None = None
    analysed: DataFrame | None = None
    dated: bool = True

    @property
    def has_orders(self) -> bool:
        return self.lines is not None


def inputs_of(run: Run, *, fresh: bool = False) -> dict[str, Input]:
    """The client's canonical tables, read as its client.yaml says; those of a warehouse anew where `fresh`.

    Those of a part are its rows of the whole's tables, as the report of the whole left them.
    """
    config = run.config
    if config.part is not None:
        return part_inputs(run.client_folder, config.source.tables())
    return read_inputs(
        config.source,
        folder=run.client_folder,
        pseudonymise=config.privacy.pseudonymise,
        entity=config.entity,
        roles=config.roles,
        currency=config.currency,
        money=config.money,
        timezone=config.timezone,
        drop=config.privacy.drop,
        keep=config.privacy.keep,
        fresh=fresh,
    )


def hold(run: Run, *, refunds: str, window_months: int, fresh: bool = False) -> Held:
    """Read the client's inputs and settle the days of the run.

    Without order lines the other inputs are described as they stand at the period's end, or at their own last
    day where that comes first.  Raises ConfigError where the period lies outside the order lines, and
    SourceError where they miss a control total of client.yaml.
    """
    inputs = inputs_of(run, fresh=fresh)
    if "transactions" not in inputs:
        reconcile(run, None)
        dates, dated = _days_without_orders(run, inputs, window_months=window_months)
        return Held(inputs, dates, dated=dated)
    lines = named(transactions(inputs["transactions"].path))
    dates = settle_dates(run, data_span(lines), window_months=window_months)
    reconcile(run, lines)
    if run.config.part is None:  # deliveries are the whole's
        note_months(run, inputs, lines, last=dates.last)
    return Held(inputs, dates, lines, named(analysed_lines(lines, as_of=dates.as_of, refunds=refunds)))


def _days_without_orders(run: Run, inputs: Mapping[str, Input], *, window_months: int) -> tuple[Dates, bool]:
    spans = input_overview(
        {name: one.path for name, one in inputs.items()}, files=dict.fromkeys(inputs, 1), rejects=dict.fromkeys(inputs, 0)
    )
    known = spans.loc[spans["table"].isin(MOMENTS), ["first_at", "last_at"]].dropna()
    first, last = (
        (known["first_at"].min().date(), known["last_at"].max().date()) if len(known) else (run.period.start, run.period.end)
    )
    as_of = min(run.period.end, last) if last >= run.period.start else run.period.end
    window = shift_months(as_of + timedelta(days=1), -window_months)
    return Dates(first, last, run.period.start, as_of, window), bool(len(known))


def settle_dates(run: Run, span: tuple[date, date], *, window_months: int) -> Dates:
    """The days a run rests on.  Raises ConfigError where the data do not reach into the period."""
    first, last = span if run.config.part is None else (span[0], run.config.part.last)
    if run.period.start > last or run.period.end < first:
        raise ConfigError(
            "Period {period} ({start} to {end}) has no order: the order lines of {client} run from {first} to {last}.",
            period=run.period.label,
            start=run.period.start,
            end=run.period.end,
            client=run.client,
            first=first,
            last=last,
        )
    as_of = min(run.period.end, last)
    return Dates(first, last, run.period.start, as_of, shift_months(as_of + timedelta(days=1), -window_months))


def write_orders(run: Run, held: Held) -> tuple[DataFrame, DataFrame]:
    """Orders and their categories, staged as parquet: everything later starts from them."""
    for name, table in (("orders", order_table(held.analysed)), ("order_categories", order_category_table(held.analysed))):
        key = ["customer_id", "order_id"] + (["category"] if name == "order_categories" else [])
        write_parquet(table, run.path(name), order_by=key)
    return read_parquet(run.path("orders")), read_parquet(run.path("order_categories"))


def orders_of(held: Held) -> pd.DataFrame:
    """The orders of a reading, as `write_orders` would stage them."""
    return to_pandas(order_table(held.analysed))


def features_at(run: Run, held: Held, as_of: date, *, period_start: date, window_months: int) -> pd.DataFrame:
    """The customer table as of a day, from the staged orders."""
    customers = held.inputs.get("customers")
    known = known_customers(held.lines.where(F.col("fate") == F.lit("ok")), _of_base(run, customers), as_of=as_of)
    table = customer_features(
        read_parquet(run.path("orders")),
        read_parquet(run.path("order_categories")),
        named(known),
        as_of=as_of,
        window_start=shift_months(as_of + timedelta(days=1), -window_months),
        period_start=period_start,
    )
    if run.config.recency_of == "visit":
        table = with_visit_rhythm(table, visit_rhythm(named(visit_days(held.inputs["visits"].path)), as_of=as_of))
    sales = [(one.start, one.end) for one in run.config.promotions if one.of_everything]
    return with_acquisition(table, sales) if sales else table


def _of_base(run: Run, customers: Input | None) -> DataFrame | None:
    """The customer file without the roles that are kept apart."""
    return None if customers is None else in_base(read_parquet(customers.path), customers.path, run.config.roles)


def order_gaps(run: Run, held: Held, orders: DataFrame) -> pd.DataFrame:
    """Every gap between order days (or days of visits, where recency is of these) as of the end of the period, open ones included."""
    days = named(visit_days(held.inputs["visits"].path)) if run.config.recency_of == "visit" else orders
    return to_pandas(gap_table(days, as_of=held.dates.as_of)).sort_values(["customer_id", "gap_number"], ignore_index=True)


def earlier_days(run: Run, held: Held) -> dict[str, date]:
    """The days before at which customers are looked at again: start of this period, start of the one before.

    A day on which no customer was known yet is left out.
    """
    before = previous(run.period)
    days = {"start": run.period.start - timedelta(days=1), "earlier": before.start - timedelta(days=1)}
    return {name: day for name, day in days.items() if day >= held.dates.first}


def write_features(run: Run, held: Held, *, window_months: int) -> pd.DataFrame:
    """The customer table at the end of the period (returned) and at the earlier days, all written."""
    for name, day in earlier_days(run, held).items():
        table = features_at(run, held, day, period_start=day + timedelta(days=1), window_months=window_months)
        run.write_table(f"features-{name}", table)
    features = features_at(run, held, held.dates.as_of, period_start=run.period.start, window_months=window_months)
    return run.write_table("features", features)


def write_attributes(run: Run, held: Held) -> pd.DataFrame | None:
    """The client's customer file as the table `attributes`: pseudonyms, declared attributes, and who may be contacted.

    Where consents are held there is a column <channel>_consent (yes or no, as of the end of the period) for each
    channel; it takes the place of an attribute of that name.  None where neither is held.
    """
    people = _declared_attributes(run, held)
    if "consents" in held.inputs:
        states = consent_states(canonical(run, "consents"), as_of=held.dates.as_of)
        people = _with_consents(people, may_contact(states))
    return None if people is None else run.write_table("attributes", people)


def _declared_attributes(run: Run, held: Held) -> pd.DataFrame | None:
    if "customers" not in held.inputs:
        return None
    table = to_pandas(_of_base(run, held.inputs["customers"]))
    declared = [name for name in run.config.source.customers.attributes if name in table.columns]
    return table[["customer_id", *declared]].dropna(subset="customer_id").drop_duplicates("customer_id")


def _with_consents(people: pd.DataFrame | None, agreed: pd.DataFrame) -> pd.DataFrame:
    channels = [name for name in agreed.columns if name != "customer_id"]
    if people is None:
        return agreed
    table = people.drop(columns=channels, errors="ignore").merge(agreed, on="customer_id", how="outer")
    return table.assign(**{name: table[name].fillna("no") for name in channels})


def canonical(run: Run, name: str) -> pd.DataFrame | None:
    """A small canonical input (customers, contacts, responses …) as pandas, or None where the client holds none."""
    path = run.client_folder / "canonical" / f"{name}.parquet"
    if getattr(run.config.source, name, None) is None or not path.is_file():
        return None
    return to_pandas(read_parquet(path))


def remember(run: Run, held: Held) -> None:
    """Keep the days of the run for the notebooks that follow."""
    write_json(run.folder / "dates.json", {field: str(day) for field, day in asdict(held.dates).items()})


def recalled_dates(run: Run) -> Dates:
    """The days that notebook 01 settled.  Raises MissingTableError where it has not run."""
    path = run.folder / "dates.json"
    if not path.is_file():
        run.read_table("features")  # names the notebook to run first
    return Dates(**{field: date.fromisoformat(day) for field, day in json.loads(path.read_text()).items()})


def told_definitions(run: Run) -> str | Mapping[str, str]:
    """Whose definitions are in force, as readers are told: refit, a period, a period by lens; for a part the whole's.

    What chapter 02 was run with goes before client.yaml.
    """
    part, note = run.config.part, run.folder / RULERS
    if part is None and note.is_file():
        rulers = json.loads(note.read_text(encoding="utf-8"))
        periods = set(rulers.values())
        return REFIT if not periods else periods.pop() if len(periods) == 1 else rulers
    return run.config.definitions if part is None else f"{run.config.name.removesuffix(f' · {part.label}')} {run.period.label}"


def frozen_definitions(run: Run, methods: Sequence[str], *, definitions: str = "") -> dict[str, pd.DataFrame]:
    """The definitions to reuse, by lens: those of the period that `definitions`, or client.yaml, names for it; none for refit.

    Raises ConfigError for a lens that does not exist, MissingTableError where a period was never run.
    """
    wanted = definitions or run.config.definitions
    for lens in wanted if isinstance(wanted, dict) else ():
        known_lens(lens, place="definitions")
    periods = frozen_periods(wanted, methods)
    others = {label: Run.open(run.client, label, data=run.data, reports=run.reports) for label in sorted(set(periods.values()))}
    return {lens: others[label].read_table(f"definition_{lens}") for lens, label in periods.items()}


def features_then(run: Run, day: date, dates: Dates) -> pd.DataFrame:
    """The customer table as of the eve of something past: of those known today, from the orders up to that day.

    Attributes that change (city, level) are not in it.  Customers without an order by then count as prospects.
    """
    months = 12 * (dates.as_of.year - dates.window_start.year) + dates.as_of.month + 1 - dates.window_start.month
    window = shift_months(day + timedelta(days=1), -months)
    known = read_parquet(run.path("features")).select("customer_id", F.lit(0).alias("has_line"))
    staged = (read_parquet(run.path(name)) for name in ("orders", "order_categories"))
    table = customer_features(*staged, named(known), as_of=day, window_start=window, period_start=window)
    if run.config.recency_of == "visit":
        path = run.client_folder / "canonical" / "visits.parquet"
        table = with_visit_rhythm(table, visit_rhythm(named(visit_days(path)), as_of=day))
    return table


def features_on(run: Run, day: date, dates: Dates, *, window_months: int) -> pd.DataFrame:
    """The customer table of an earlier day as chapter 01 would have made it: of those who were known then.

    The inputs are read as chapter 01 left them in the cache; nothing is written.
    """
    inputs = inputs_of(run)
    held = Held(inputs, dates, named(transactions(inputs["transactions"].path)))
    return features_at(run, held, day, period_start=day + timedelta(days=1), window_months=window_months)
