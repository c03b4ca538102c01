"""The tables of chapter 01 from what a run holds; `strata check` prints two of them."""

from dataclasses import asdict
from datetime import date

import pandas as pd

from analysis import quality
from analysis.config import LikeForLike, like_for_like
from analysis.config.columns import FromColumn, source_columns
from analysis.config.festivals import festivals
from analysis.engine import F, named, read_parquet, to_pandas
from analysis.evaluation import period_kpis, visit_funnel, visit_kpis
from analysis.features import (
    balance_kinds,
    balances_by_segment,
    breakdown,
    monthly_flows,
    numbered,
    period_flows,
    snapshot,
    visit_days,
    visit_rhythm,
)  # fmt: skip
from analysis.reporting.compose import Held, canonical
from analysis.reporting.kept import kept
from analysis.sources import Input
from analysis.store import Run, atomic_path

DIMENSIONS = ("category", "channel", "store", "city")


def inputs(held: Held) -> pd.DataFrame:
    """The table `inputs`."""
    paths = {name: one.path for name, one in held.inputs.items()}
    files = {name: len(one.files) for name, one in held.inputs.items()}
    return quality.input_overview(paths, files=files, rejects={name: one.rejects for name, one in held.inputs.items()})


def joins(run: Run, held: Held) -> pd.DataFrame:
    """The table `joins`."""
    declared = {name: spec.joins for name, spec in run.config.source.tables().items()}
    lists = [{"table": name} | asdict(one) for name, found in held.inputs.items() for one in found.listed]
    paths = {name: one.path for name, one in held.inputs.items()}
    return kept(run, held, "joins", lambda: quality.join_overview(paths, declared=declared, lists=lists))


def answer_quality(held: Held) -> pd.DataFrame:
    """The table `answer_quality`; empty where no survey items are declared."""
    return quality.answer_quality(asdict(one) for found in held.inputs.values() for one in found.answers)


def files_read(held: Held) -> pd.DataFrame:
    """Every file behind the inputs and how it was read: table, file, rows, rejects, read_as."""
    rows = [
        (name, one.file, one.rows, one.rejects, one.encoding or "parquet")
        for name, found in held.inputs.items()
        for one in found.files
    ]
    return pd.DataFrame(rows, columns=["table", "file", "rows", "rejects", "read_as"])


def rejects(held: Held) -> int:
    """Rows of the order lines that could not be read at all."""
    return held.inputs["transactions"].rejects


def waterfall(held: Held) -> pd.DataFrame:
    """The table `waterfall`."""
    return quality.waterfall(held.lines, held.analysed, rejects=rejects(held), as_of=held.dates.as_of)


def roles(run: Run, held: Held) -> pd.DataFrame:
    """The table `roles`; empty where the customer file names none."""
    customers = held.inputs.get("customers")
    path = customers.path if customers else None
    return quality.roles_overview(held.lines, path, roles=run.config.roles, as_of=held.dates.as_of)


def linked(run: Run, held: Held) -> tuple[int, int]:
    """Customer numbers joined to another's, and the persons or households behind them."""
    links = held.inputs.get("links") if run.config.entity != "account" else None
    return quality.linked_accounts(links.path if links else None)


def checks(held: Held, *, refunds: str, run: Run | None = None, today: date | None = None) -> pd.DataFrame:
    """The table `quality_checks`, of all inputs; with `run` also of the files behind them.  Days after `today` are faults."""

    def made() -> pd.DataFrame:
        return quality.quality_checks(
            held.lines,
            rejects=rejects(held) if held.has_orders else 0,
            refunds=refunds,
            tables={name: one.path for name, one in held.inputs.items()},
            raw={} if run is None else {name: _files_behind(run, name, one) for name, one in held.inputs.items()},
            today=today,
        )

    return (
        made()
        if run is None
        else kept(run, held, "quality_checks", made, refunds, str(today), run.config.privacy.model_dump_json())
    )


def value_maps(run: Run, held: Held) -> pd.DataFrame:
    """The table `value_maps`, written; beside it, ready for client.yaml, value_maps.yaml where anything is proposed."""
    paths = {name: one.path for name, one in held.inputs.items()}
    maps = run.write_table("value_maps", kept(run, held, "value_maps", lambda: quality.value_maps(paths)))
    proposed = run.folder / "value_maps.yaml"
    proposed.unlink(missing_ok=True)
    if len(maps):
        with atomic_path(proposed) as partial:
            partial.write_text(quality.value_maps_yaml(maps), encoding="utf-8")
    return maps


def _files_behind(run: Run, name: str, held: Input) -> quality.RawTable:
    """The files of an input as they came, what their columns are read into, and which of them are not to be shown."""
    spec = getattr(run.config.source, name)
    mapped = {header: column for column, how in spec.columns.items() for header in source_columns(how)}
    mapped |= {how.column: column for column, how in spec.columns.items() if isinstance(how, FromColumn)}
    mapped |= {item.column: key for key, item in spec.items.items() if item.column is not None}
    hidden = {*run.config.privacy.drop, *spec.contact.values(), *(one.header for one in held.treated if one.action != "masked")}
    files = quality.cached_files(run.client_folder / "cache", [(one.file, one.sha256) for one in held.files])
    told = {item.column: tuple(map(str, (*item.values, *item.not_applicable))) for item in spec.items.values() if item.column}
    return quality.RawTable(files, mapped, excluded=spec.exclude, hidden=frozenset(hidden), told=told)


def column_profiles(run: Run, held: Held) -> pd.DataFrame:
    """The table `column_profile` over every input."""

    def made() -> pd.DataFrame:
        others = [(name, one.path) for name, one in held.inputs.items() if name != "transactions"]
        parts = [quality.column_profile(held.lines)] if held.has_orders else []
        parts += [quality.column_profile(named(read_parquet(path)), table=name) for name, path in others]
        return pd.concat(parts, ignore_index=True)

    return kept(run, held, "column_profile", made)


def rows_counted(held: Held, inputs_held: pd.DataFrame) -> pd.DataFrame:
    """Rows of the files and rows of the tables, for a client without order lines: columns as in `reconciliation`."""
    rows = inputs_held.set_index("table")["rows"]
    counted = [(name, "count", one.rows, int(rows[name])) for name, one in held.inputs.items()]
    return pd.DataFrame(counted, columns=["what", "unit", "files", "report"])


def item_labels(run: Run) -> dict[str, str]:
    """The words of a survey's items: those of client.yaml, else the question as the file asks it."""
    responses = run.config.source.responses
    return {} if responses is None else {key: item.label or item.column or item.question for key, item in responses.items.items()}


def kpis(run: Run, held: Held, orders: pd.DataFrame) -> pd.DataFrame:
    """The table `kpis`: the period beside the days a year before that are like it (as many of them as are held)."""
    return period_kpis(orders, start=run.period.start, end=held.dates.as_of, reference=reference(run, held.dates.as_of).days)


def reference(run: Run, as_of: date) -> LikeForLike:
    """The days that the period is compared with, as far as it is held."""
    return like_for_like(run.period, as_of, run.config.calendar)


def festival_marks(run: Run, held: Held) -> list[tuple[str, date]]:
    """The Spring Festivals, and the holidays of the client's own calendar, that lie in the data."""
    years = range(held.dates.first.year, held.dates.as_of.year + 1)
    known = festivals(run.config.calendar, years) if run.config.calendar.holidays or run.config.calendar.days else {}
    own = {day.holiday for day in run.config.calendar.days}
    return [
        (one.key, one.day)
        for one in known.values()
        if (one.key == "spring_festival" or one.key in own) and held.dates.first <= one.day <= held.dates.as_of
    ]


def visits(run: Run, held: Held) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """The tables `visit_funnel` and `visit_kpis`, written; None where no visits are held."""
    table = canonical(run, "visits")
    if table is None or "stage" not in table.columns or not {"arrived_at", "booked_at"} & set(table.columns):
        return None, None
    days = {"start": run.period.start, "end": held.dates.as_of}
    funnel = run.write_table("visit_funnel", visit_funnel(table, **days))
    return funnel, run.write_table("visit_kpis", visit_kpis(table, **days, reference=reference(run, held.dates.as_of).days))


def balances(run: Run, held: Held, monthly: pd.DataFrame | None) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """The tables `money_flows` and `balance_kinds`, written; None where no balances are held."""
    table = canonical(run, "balances")
    if table is None or monthly is None:
        return None, None
    flows = run.write_table("money_flows", monthly_flows(monthly, canonical(run, "visits"), table, as_of=held.dates.as_of))
    now = snapshot(table, held.dates.as_of)
    return flows, run.write_table("balance_kinds", balance_kinds(now, quiet_days(run, held.dates.as_of), as_of=held.dates.as_of))


def segment_balances(run: Run, segments: pd.DataFrame, as_of: date) -> pd.DataFrame | None:
    """The table `segment_balances`, written; None where no balances are held."""
    table = canonical(run, "balances")
    if table is None:
        return None
    return run.write_table("segment_balances", balances_by_segment(snapshot(table, as_of), segments, quiet_days(run, as_of)))


def holders(run: Run, people: pd.DataFrame | None, *, as_of: date) -> int:
    """Customers with consent (customer_id, agreed) who hold an unused money balance."""
    table = canonical(run, "balances")
    if table is None or people is None:
        return 0
    held = snapshot(table, as_of)
    owners = set(held.loc[held["money"] > 0, "customer_id"])
    return int((people["agreed"].astype(bool) & people["customer_id"].isin(owners)).sum())


def visit_figures(run: Run) -> pd.DataFrame | None:
    """The table `visit_kpis` that chapter 01 left; None where no visits are held."""
    return run.read_table("visit_kpis") if run.has_table("visit_kpis") else None


def flow_changes(run: Run, as_of: date) -> pd.DataFrame | None:
    """Receipts, consumption and balance of the period beside a year before; None where no balances are held."""
    if not run.has_table("money_flows"):
        return None
    flows = run.read_table("money_flows")
    return period_flows(flows, start=run.period.start, end=as_of, reference=reference(run, as_of).days)


def quiet_days(run: Run, as_of: date) -> pd.Series:
    """Days since each customer last came or ordered, by customer_id."""
    held = run.read_table("features") if run.has_table("features") else pd.DataFrame({"customer_id": [], "recency_days": []})
    ordered = held.set_index("customer_id")["recency_days"].dropna()
    if run.config.source.visits is None:
        return ordered
    came = visit_rhythm(named(visit_days(run.client_folder / "canonical" / "visits.parquet")), as_of=as_of)
    return pd.concat([ordered, came.set_index("customer_id")["recency_days"]]).groupby(level=0).min()


def sales_breakdown(held: Held) -> pd.DataFrame:
    """The table `breakdown` over the period."""
    return breakdown(numbered(held.analysed), DIMENSIONS, start=held.dates.start, as_of=held.dates.as_of)


def reconciliation(held: Held, orders: pd.DataFrame, features: pd.DataFrame, waterfall: pd.DataFrame) -> pd.DataFrame:
    """Lines and money counted over the canonical lines and again in the tables that the chapters read.

    Columns what, unit (count or money), files, report.
    """
    analysed = waterfall.set_index("step").loc["analysed"]
    people = to_pandas(held.analysed.select("customer_id").agg(F.countDistinct("customer_id").alias("n")))["n"][0]
    rows = [
        ("lines", "count", int(analysed["rows"]), int(orders["line_count"].sum())),
        ("money", "money", float(analysed["amount"]), round(float(features["lifetime_revenue"].sum()), 4)),
        ("orders", "count", int(orders["is_order"].sum()), int(features["lifetime_order_count"].sum())),
        (
            "buyers",
            "count",
            int(orders.loc[orders["is_order"], "customer_id"].nunique()),
            int((features["state"] == "buyer").sum()),
        ),
        ("customers_analysed", "count", int(people), int(orders["customer_id"].nunique())),
    ]
    if orders["cost"].notna().any():
        rows.insert(2, ("profit", "money", *_profits(held, orders)))
    return pd.DataFrame(rows, columns=["what", "unit", "files", "report"])


def _profits(held: Held, orders: pd.DataFrame) -> tuple[float, float]:
    """Money less the cost of goods that were not sent back in full: over the lines, and over the orders."""
    back = (F.col("sold") > F.lit(0)) & (F.col("net") == F.lit(0))
    sums = held.analysed.select("net", F.when(~back, F.col("cost")).alias("cost"))
    found = to_pandas(sums.agg((F.sum("net") - F.sum("cost")).cast("double").alias("profit")))["profit"][0]
    return round(float(found), 4), round(float(orders["amount"].sum() - orders["cost"].sum()), 4)
