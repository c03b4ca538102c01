"""What is settled before any chapter runs: control totals of the client's finance, and what a new delivery restated.

The months of the last reading, and every restatement seen so far, lie beside the canonical tables
in the client's folder, because they belong to its deliveries and to no period.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis import quality
from analysis.config import Period, parse_period
from analysis.errors import ConfigError
from analysis.features import analysed_lines, order_table
from analysis.reporting.manifest import file_hash
from analysis.sources import Input
from analysis.sources.files import resolve_files
from analysis.sources.inputs import VERSION
from analysis.store import Run, atomic_path, write_json

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

BEHIND = ("transactions", "rates", "links", "customers")  # tables that decide the money of order lines
OF_ORDERS = ("orders", "customers")  # control figures that are counted over orders


def reconcile(run: Run, lines: "DataFrame | None") -> pd.DataFrame | None:
    """The table `control_totals`, written; None where client.yaml declares none.

    Raises SourceError where one is missed and ConfigError where one cannot be measured; nothing is
    written then.
    """
    totals = run.config.control_totals
    if not totals:
        return None
    if lines is None:
        raise ConfigError(
            "client.yaml: control_totals are declared, but source.transactions is not. Declare the order lines, or remove them."
        )
    rows = [(one.period, one.figure, one.total, one.tolerance, one.source or "") for one in totals]
    declared = pd.DataFrame(rows, columns=["period", "figure", "expected", "tolerance", "source"])
    twice = declared[declared.duplicated(["period", "figure", "source"])]
    if len(twice):
        raise ConfigError(
            "client.yaml: control_totals give {figure} of {period} twice. Keep one, or name the source of each.",
            figure=twice["figure"].iloc[0],
            period=twice["period"].iloc[0],
        )
    found: dict[tuple[str, str], float] = {}
    for label, wanted in declared.groupby("period", sort=False)["figure"]:
        period = parse_period(str(label), run.config.periods, calendar=run.config.calendar)
        measured = control_figures(lines, period, refunds=run.config.refunds, with_orders=wanted.isin(OF_ORDERS).any())
        found |= {(str(label), figure): value for figure, value in measured.items()}
    table = quality.reconciled(declared, found)
    quality.check_controls(table, currency=run.config.currency)
    return run.write_table("control_totals", table)


def control_figures(lines: "DataFrame", period: Period, *, refunds: str, with_orders: bool = True) -> dict[str, float]:
    """What finance would count in a period, from the canonical transactions: see quality/controls.py."""
    sales, days = quality.all_sales(lines), {"start": period.start, "end": period.end}
    booked = analysed_lines(sales, as_of=period.end, refunds="net")
    kept = booked if refunds == "net" else analysed_lines(sales, as_of=period.end, refunds=refunds)
    figures = quality.line_figures(booked, kept, **days)
    return figures | quality.order_figures(order_table(kept), **days) if with_orders else figures


def note_months(run: Run, inputs: Mapping[str, Input], lines: "DataFrame", *, last: date) -> None:
    """Keep the months of this reading, and what it restated where the files changed since the last one.

    Where client.yaml or the kit reads the same files in another way, the months start anew: such a
    change is nobody's delivery.  A reading of what was read before costs nothing.
    """
    folder = run.client_folder / "canonical"
    note, months = folder / "months.json", folder / "months.parquet"
    known = json.loads(note.read_text()) if note.is_file() and months.is_file() else {}
    stamp = json.loads((folder / "transactions.json").read_text())["stamp"]
    if known.get("stamp") == stamp:
        return
    booked = analysed_lines(lines, as_of=last, refunds="net")
    files, settings = _files(run, inputs), _settings(run)
    delivered = known.get("files") != files
    reading = known.get("reading", 0) + delivered
    if known.get("settings") == settings and delivered:
        after = quality.month_totals(booked, until=date.fromisoformat(known["until"]))
        delivery = quality.delivery_name(known["files"], files)
        news = quality.restatements(pd.read_parquet(months), after, reading=reading, delivery=delivery)
        kept = [one for one in (restated_so_far(run).drop(columns="latest"), news) if len(one)]
        _write(folder / "restatements.parquet", pd.concat(kept or [news]))
    _write(months, quality.month_totals(booked))
    write_json(note, {"stamp": stamp, "settings": settings, "files": files, "until": str(last), "reading": reading})


def restated_so_far(run: Run) -> pd.DataFrame:
    """Every restatement seen in the client's deliveries (see `restatements` of schema.py); empty before the second one."""
    folder = run.client_folder / "canonical"
    if not (folder / "restatements.parquet").is_file():
        return quality.restatements(pd.DataFrame(), pd.DataFrame(), reading=1, delivery="").assign(latest=False)
    table = pd.read_parquet(folder / "restatements.parquet")
    return table.assign(latest=table["reading"] == json.loads((folder / "months.json").read_text())["reading"])


def _files(run: Run, inputs: Mapping[str, Input]) -> dict[str, str]:
    """Name and fingerprint of every file that order lines rest on, the lists they are joined with included."""
    read = {one.file: one.sha256 for name in BEHIND if name in inputs for one in inputs[name].files}
    specs = [spec.files for spec in run.config.source.extra.values() if spec.files is not None]
    paths = [path for files in specs for path in resolve_files(files, run.client_folder)]
    return read | {path.name: file_hash(path) for path in paths if path.name not in read}


def _settings(run: Run) -> str:
    """A fingerprint of everything but the files that decides the money of order lines."""
    config = run.config
    specs = [getattr(config.source, name) for name in BEHIND] + [spec for _, spec in sorted(config.source.extra.items())]
    parts = [str(VERSION), config.entity, *config.roles, config.currency, config.money.model_dump_json(), config.timezone]
    parts += [spec.model_dump_json() if spec is not None else "" for spec in specs]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _write(target: Path, table: pd.DataFrame) -> None:
    with atomic_path(target) as partial:
        table.reset_index(drop=True).to_parquet(partial, index=False)
