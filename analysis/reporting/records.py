"""What is held of each customer on a day: the customer record that every lens divides by.

Chapter 01 leaves the customer table at three days (the end of the period, its start, and the start of the
one before).  What other inputs tell of the same customers on the same days is put beside it here; only what
the chosen methods read is computed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd

from analysis import features, lifetime
from analysis.config import previous
from analysis.config.festivals import festivals
from analysis.config.period import shift_months
from analysis.engine import DataFrame, F, named, read_parquet, to_pandas
from analysis.features import occasions, preferences, purchases, replenishment
from analysis.reporting.compose import canonical
from analysis.reporting.people import described, listed_customers
from analysis.segmentations import due, record
from analysis.segmentations.survey_answers import survey_table
from analysis.store import Run

# Which methods read a part of the record; a client's own rules may read any.
READ_BY = {
    "events": ("engagement", "aipl"),
    "habits": ("preference",),
    "replenishment": ("replenishment",),
    "occasion": ("occasion",),
    "survey": ("needs", "psychographic"),
    "lifetime": ("clv", "risk", "activity", "groups"),
}


@dataclass(frozen=True)
class Records:
    """The record now, and on earlier days where customers were known then; tables that whole sections are made of."""

    now: pd.DataFrame
    start: pd.DataFrame | None = None
    earlier: pd.DataFrame | None = None
    lifetimes: lifetime.Lifetimes | None = None
    due_status: pd.DataFrame | None = None
    due_intervals: pd.DataFrame | None = None
    occasion_months: pd.DataFrame | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)  # attribute -> kind, as client.yaml declares

    @property
    def dated(self) -> bool:
        """Whether the record is made of order lines, which have days; else of figures that the client gives."""
        return "period_revenue" in self.now.columns


def records(
    run: Run, dates: features.Dates, *, methods: Iterable[str], settings: Mapping[str, Mapping], frozen: Mapping[str, pd.DataFrame]
) -> Records:
    """The records of a run on its days, with the parts that the methods read; each part also written as a table.

    `settings` by method as client.yaml and the notebook give them; `frozen` holds saved definitions by lens, of which
    `lifetime` and `replenishment_intervals` matter here.
    """
    wanted = {method.partition(".")[0] for method in methods}
    reads = [part for part, readers in READ_BY.items() if wanted & {*readers, "rules"}]
    people, kinds = described(run)
    if not run.has_table("features"):
        return Records(record.customer_record(listed_customers(run), _without_orders(run, dates, reads, people)), kinds=kinds)
    maker = _Maker(run, dates, settings, frozen)
    days = {
        "": dates.as_of,
        "-start": run.period.start - timedelta(days=1),
        "-earlier": previous(run.period).start - timedelta(days=1),
    }
    days = {suffix: day for suffix, day in days.items() if run.has_table(f"features{suffix}")}
    lifetimes = maker.lifetimes(days) if "lifetime" in reads else None
    made = {}
    for suffix, day in days.items():
        parts = {"attribute": people, **{part: maker.part(part, day, suffix) for part in reads if part != "lifetime"}}
        parts["lifetime"] = None if lifetimes is None else {"": lifetimes.now, "-start": lifetimes.start}.get(suffix)
        made[suffix] = record.customer_record(run.read_table(f"features{suffix}"), parts)
    return Records(
        now=made[""],
        start=made.get("-start"),
        earlier=made.get("-earlier"),
        lifetimes=lifetimes,
        due_status=maker.status,
        due_intervals=maker.intervals,
        occasion_months=maker.months,
        kinds=kinds,
    )


ANY_DAY = ("events", "habits", "survey")  # parts that can be made for any day, without limits or a model of their own


def dated_record(run: Run, dates: features.Dates, day: date, customers: pd.DataFrame, *, columns: Iterable[str]) -> pd.DataFrame:
    """`customers`, the table `features` of any day, with what else the columns of a record ask for that can be told of that day.

    Attributes are those of today, as everywhere.  What a model tells, or limits that are learned (lifetimes, what is due,
    occasions), is not in it.  Nothing is written.
    """
    wanted, maker = {column.partition(".")[0] for column in columns}, _Maker(run, dates, {}, {})
    parts = {name: maker.part(name, day, "-then") for name in ANY_DAY if name in wanted}
    people = described(run)[0] if "attribute" in wanted else None
    return record.customer_record(customers, {"attribute": people, **parts})


def _without_orders(
    run: Run, dates: features.Dates, reads: list[str], people: pd.DataFrame | None
) -> dict[str, pd.DataFrame | None]:
    """The parts of a record that need no order: attributes, answers, events."""
    maker = _Maker(run, dates, {}, {})
    return {"attribute": people, **{part: maker.part(part, dates.as_of, "") for part in reads if part in ("survey", "events")}}


@dataclass
class _Maker:
    """Makes the parts of one run day by day; keeps what is the same on all days, or wanted beside the record."""

    run: Run
    dates: features.Dates
    settings: Mapping[str, Mapping]
    frozen: Mapping[str, pd.DataFrame]
    status: pd.DataFrame | None = None
    intervals: pd.DataFrame | None = None
    months: pd.DataFrame | None = None
    bought: DataFrame | None = None
    told: DataFrame | None = None

    def part(self, name: str, day: date, suffix: str) -> pd.DataFrame | None:
        """A part of the record on a day; written for the end of the period."""
        makers: dict[str, Callable[[date], pd.DataFrame | None]] = {
            "events": self._events, "habits": self._habits, "replenishment": self._replenishment,
            "occasion": self._occasion, "survey": self._survey,
        }  # fmt: skip
        table = makers[name](day)
        stored = {"events": "engagement"}.get(name, name)
        return table if table is None or suffix else self.run.write_table(stored, table)

    def _window(self, day: date) -> date:
        """The start of the window that ends on a day; of as many months as that of the run."""
        end, start = self.dates.as_of + timedelta(days=1), self.dates.window_start
        return shift_months(day + timedelta(days=1), 12 * (start.year - end.year) + start.month - end.month)

    def _events(self, day: date) -> pd.DataFrame | None:
        path = self.run.client_folder / "canonical" / "events.parquet"
        if self.run.config.source.events is None or not path.is_file():
            return None
        written = self.run.client_folder / "canonical" / "feedback.parquet"
        feedback = features.reviews(written) if self.run.config.source.feedback is not None and written.is_file() else None
        return features.engagement(features.event_lines(path), feedback, as_of=day, window_start=self._window(day))

    def _purchases(self) -> DataFrame:
        """Purchases by category; visits by category for a client who is counted by visits and holds these."""
        if self.bought is None:
            orders, categories = (read_parquet(self.run.path(name)) for name in ("orders", "order_categories"))
            self.bought = named(purchases.category_purchases(orders, categories))
        return self.bought

    def _came_for(self) -> DataFrame:
        path = self.run.client_folder / "canonical" / "visits.parquet"
        by_visit = self.run.config.recency_of == "visit" and "category" in self.run.config.source.visits.columns
        return named(purchases.category_visits(path)) if by_visit else self._purchases()

    def _habits(self, day: date) -> pd.DataFrame:
        orders = read_parquet(self.run.path("orders"))
        sales = [(one.start, one.end) for one in self.run.config.promotions if one.of_everything]
        return preferences.habit_counts(orders, self._came_for(), as_of=day, window_start=self._window(day), sales=sales)

    def _replenishment(self, day: date) -> pd.DataFrame | None:
        if self.intervals is None:
            frozen = self.frozen.get("replenishment_intervals")
            gaps = replenishment.category_gaps(self._came_for(), as_of=self.dates.as_of) if frozen is None else None
            if gaps is not None and gaps.empty:
                return None
            own = self.settings.get("replenishment", {})
            self.intervals = due.category_intervals(gaps, **own) if frozen is None else frozen
            self.run.write_table("replenishment_intervals", self.intervals)
        status = due.replenishment_status(replenishment.category_rhythm(self._came_for(), as_of=day), self.intervals)
        if day == self.dates.as_of:
            self.status = self.run.write_table("replenishment_status", status)
        return due.customer_replenishment(status)

    def _occasion(self, day: date) -> pd.DataFrame | None:
        if self.told is None:
            self.told = named(_told_occasions(self.run, self.dates, self.settings.get("occasion", {})))
            self.months = self.run.write_table("occasion_months", occasions.occasion_months(self.told, as_of=self.dates.as_of))
        return occasions.occasion_counts(self.told, as_of=day, window_start=self._window(day))

    def _survey(self, day: date) -> pd.DataFrame | None:
        asked = self.run.config.source.responses
        if asked is None:
            return None
        items = {key: (item.role, item.scale, item.reversed) for key, item in asked.items.items()}
        return survey_table(canonical(self.run, "responses"), items, as_of=pd.Timestamp(day))

    def lifetimes(self, days: Mapping[str, date]) -> lifetime.Lifetimes | None:
        """The lifetime model of the run, tested on days held out; None without a history."""
        orders = read_parquet(self.run.path("orders"))
        held_out = lifetime.holdout_days(self.dates.first, self.dates.as_of)

        def histories(day: date | None) -> pd.DataFrame | None:
            return None if day is None else to_pandas(features.purchase_histories(orders, as_of=day))

        now = histories(self.dates.as_of)
        if now.empty:
            return None
        gaps = self._order_gaps(orders)
        made = lifetime.summary(
            now,
            gaps=gaps,
            gap_variation=_variation(gaps),
            at_cut=histories(self.dates.as_of - timedelta(days=held_out) if held_out else None),
            held_out_days=held_out,
            at_start=histories(days.get("-start")),
            frozen=self.frozen.get("lifetime"),
            margin=self.run.config.strategy.margin,
            **self.settings.get("lifetime", {}),
        )
        for name, table in made.tables().items():
            self.run.write_table(name, table)
        return made

    def _order_gaps(self, orders: DataFrame) -> pd.DataFrame:
        """Gaps between orders, also where recency is of visits: the model counts purchases."""
        if self.run.config.recency_of == "order":
            return self.run.read_table("gaps")
        return to_pandas(features.gap_table(orders.where(F.col("is_order")), as_of=self.dates.as_of))


def histories_at(run: Run, day: date) -> pd.DataFrame:
    """Purchase histories of everybody who had ordered by a day."""
    return to_pandas(features.purchase_histories(read_parquet(run.path("orders")), as_of=day))


def gaps_at(run: Run, day: date, *, of: str = "") -> pd.DataFrame:
    """Every gap between orders as it stood on a day; between visits where recency is of these, or `of` says visit."""
    visits = run.client_folder / "canonical" / "visits.parquet"
    by_visit = (of or run.config.recency_of) == "visit"
    moments = features.visit_days(visits) if by_visit else read_parquet(run.path("orders")).where(F.col("is_order"))
    return to_pandas(features.gap_table(named(moments), as_of=day))


def order_occasions(run: Run, dates: features.Dates) -> pd.DataFrame:
    """The orders of the window with what each was for (customer_id, order_id, occasion), by the client's limits."""
    told = named(_told_occasions(run, dates, run.config.settings.get("occasion", {})))
    inside = told.where(F.col("ordered_at") >= F.lit(f"{dates.window_start} 00:00:00").cast("timestamp_ntz"))
    return to_pandas(inside.select("customer_id", "order_id", "occasion"))


def _told_occasions(run: Run, dates: features.Dates, settings: Mapping[str, object]) -> DataFrame:
    """The table `order_occasions` of a run; `settings` of the lens, of which those of single orders matter."""
    orders, years = read_parquet(run.path("orders")), range(dates.first.year, dates.as_of.year + 2)
    own = {key: value for key, value in settings.items() if key not in ("minimum", "dominant")}
    rule = occasions.occasion_rule(orders, as_of=dates.as_of, **own)
    days = [one.day for one in festivals(run.config.calendar, years).values()]
    return occasions.order_occasions(orders, rule, as_of=dates.as_of, festivals=days)


def _variation(gaps: pd.DataFrame) -> pd.Series:
    """Standard deviation over mean of a customer's closed gaps, of three or more."""
    closed = gaps[gaps["closed"].astype(bool)].groupby("customer_id")["gap_days"].agg(["size", "mean", "std"])
    held = closed[(closed["size"] >= 3) & (closed["mean"] > 0)]
    return held["std"] / held["mean"]
