"""What chapter 03 says of a client's parts: gathered, compared and told; nothing where client.yaml divides by nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import pyarrow.parquet as pq

from analysis.config.parts import OTHERS, REST
from analysis.features import Dates
from analysis.features.part_orders import orders_by_part
from analysis.findings import segment_profile_parts as findings
from analysis.findings.notes import Basis
from analysis.profiles.part_sums import part_sums, reconciled
from analysis.profiles.parts import part_customers, part_kpis, part_mix
from analysis.reporting.compose import inputs_of
from analysis.reporting.page import Page
from analysis.reporting.parts import lines_of_parts, split, whole_name
from analysis.sources.parts import Made, grouped
from analysis.store import Run
from analysis.text import Skip, Words


@dataclass(frozen=True)
class Parts:
    """Tables of schema.py (`sums` as reconciled), what readers call each part, and the words by section."""

    story: dict[str, Words | Skip] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    kpis: pd.DataFrame | None = None
    mix: pd.DataFrame | None = None
    sums: pd.DataFrame | None = None


def compared(page: Page, segments: pd.DataFrame, dates: Dates, *, method: str) -> Parts:
    """The parts of the page's client side by side; `segments` are today's, of one method.

    Writes `part_sums`, which says which parts get a report of their own, and `part_kpis` and `part_mix`.
    """
    run = page.run
    if run.config.part is not None:
        return Parts({"parts": findings.of_part(whole_name(run))})
    if run.config.split_by is None:
        return Parts({"parts": findings.NOT_SPLIT})
    inputs = inputs_of(run)
    made = split(run, inputs)
    paths = lines_of_parts(run, made)
    orders = orders_by_part(paths, as_of=dates.as_of, refunds=page.refunds)
    sums = _sums(run, made, orders, {key: pq.read_metadata(path).num_rows for key, path in paths.items()}, dates)
    run.write_table("part_sums", sums)
    labels = dict(zip(sums["part"], sums["label"], strict=True)) | {OTHERS: "", REST: ""}
    whole = run.read_table("orders")
    read = pq.read_metadata(inputs["transactions"].path).num_rows
    table = reconciled(sums, orders, whole, lines_read=read, start=pd.Timestamp(dates.start))
    basis = Basis.of(dates, run.read_table("features"))
    story: dict[str, Words | Skip] = {"part_sums": findings.sums_words(table, minimum=page.minimum_cell)}
    shown = orders.assign(part=orders["part"].map(dict(zip(sums["part"], sums["shown_as"], strict=True))))
    shown = shown[shown["part"] != REST]
    sizes = table.set_index("part")["customers"]
    if shown["part"].nunique() < 2:
        return Parts(story | {"parts": findings.ONE_PART}, labels, sums=table)
    mix = run.write_table("part_mix", part_mix(_members(shown, segments), method=method, minimum=page.minimum_cell))
    mix = _largest_first(mix, sizes)
    story["part_mix"] = findings.mix_words(mix, labels, basis=basis)
    if not run.has_table("segments-start"):
        return Parts(story | {"parts": findings.NO_START}, labels, mix=mix, sums=table)
    started = run.read_table("segments-start")
    at_start = started[started["method"] == method].set_index("customer_id")["segment"]
    customers = part_customers(shown, at_start, start=pd.Timestamp(dates.start), end=pd.Timestamp(dates.as_of))
    kpis = _largest_first(run.write_table("part_kpis", part_kpis(customers)), sizes)
    column = run.config.split_by.rpartition(".")[2]
    story["parts"] = findings.comparison(kpis, labels, column=column, basis=basis)
    story["part_figures"] = findings.figures_words(kpis)
    return Parts(story, labels, kpis, mix, table)


def _sums(run: Run, made: list[Made], orders: pd.DataFrame, read: Mapping[str, int], dates: Dates) -> pd.DataFrame:
    """The table `part_sums`, largest part first: which parts stand alone in this period, and which among the others."""
    sums = part_sums(orders, lines_read=read, start=pd.Timestamp(dates.start))
    late = set(orders.loc[orders["is_order"] & (orders["ordered_at"] >= pd.Timestamp(dates.start)), "part"])
    asleep = {one.key for one in made} - late
    members = orders.loc[orders["is_order"] & (orders["part"] != REST), ["customer_id", "part"]].drop_duplicates()
    members = members.rename(columns={"part": "value"})
    config = run.config
    small = {OTHERS, *asleep}
    alone = grouped(members, minimum=config.split_minimum, least=config.privacy.minimum_cell, small=small)
    shown = {one.key: alone.get(one.key, OTHERS) for one in made} | {REST: REST}
    several = any(key != OTHERS and row == OTHERS for key, row in shown.items())
    # The others have a report only where it holds what their row holds, and where something is left to report.
    own = {key for key, row in shown.items() if key == row != REST} - ({OTHERS} if several or OTHERS in asleep else set())
    own &= set(alone)
    labels = {one.key: one.label for one in made}
    sums = sums.assign(
        label=sums["part"].map(labels).fillna(""),
        shown_as=sums["part"].map(shown),
        reported=sums["part"].isin(own if len(made) > 1 else ()),
    )
    order = {key: place for place, key in enumerate([*(one.key for one in made), REST])}
    return sums.sort_values("part", key=lambda keys: keys.map(order), ignore_index=True)


def _members(orders: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Customers of each part with an order, and their segment today."""
    pairs = orders.loc[orders["is_order"], ["part", "customer_id"]].drop_duplicates()
    return pairs.merge(segments[["customer_id", "segment"]], on="customer_id", how="inner", validate="m:1")


def _largest_first(table: pd.DataFrame, sizes: pd.Series) -> pd.DataFrame:
    """Rows in the order of the figures, then of the parts' customers, the others last."""
    figures = {kpi: place for place, kpi in enumerate(findings.KPIS)}
    first = table["kpi"].map(figures) if "kpi" in table else 0
    rank = -table["part"].map(sizes).where(table["part"] != OTHERS, -1)
    return (
        table.assign(_first=first, _rank=rank)
        .sort_values(["_first", "_rank"], kind="stable", ignore_index=True)
        .drop(columns=["_first", "_rank"])
    )
