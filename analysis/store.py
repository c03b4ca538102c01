"""Where things lie: one folder per client, one run per client and period.

`Run` reads and writes the named tables of a run, one parquet file each.  Writing is atomic
(a reader sees the old file or the new one, never half of one) and reproducible (the same table
gives the same bytes).  Customer-level data stays under the data folder; the reports folder
holds aggregates only.
"""

import json
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.config import ClientConfig, Period, load_client, parse_period
from analysis.config.parts import FOLDER
from analysis.errors import ConfigError, MissingTableError, SchemaError, listed
from analysis.schema import DERIVED, check_columns
from analysis.schema.plain import plain_pandas


def find_root(start: Path | None = None) -> Path:
    """The clone that holds data/ and reports/: found upwards from `start`, else the package's parent.

    papermill runs a notebook in the caller's folder, so the working directory alone cannot say.
    """
    for folder in [start or Path.cwd(), *(start or Path.cwd()).parents]:
        if (folder / "analysis" / "__init__.py").is_file() and (folder / "notebooks").is_dir():
            return folder
    return Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """STRATA_DATA, else data/ of the clone."""
    given = os.environ.get("STRATA_DATA")
    return Path(given).expanduser().resolve() if given else find_root() / "data"


def reports_folder() -> Path:
    """STRATA_REPORTS, else reports/ of the clone."""
    given = os.environ.get("STRATA_REPORTS")
    return Path(given).expanduser().resolve() if given else find_root() / "reports"


def clients(data: Path) -> list[str]:
    """Names of the clients that have a client.yaml."""
    return sorted(path.parent.name for path in data.glob("*/client.yaml"))


def parts_of(data: Path, client: str) -> list[str]:
    """Names of the parts of a client, such as acme/children/north-1f3a; each is opened like a client."""
    return sorted(f"{client}/{FOLDER}/{path.parent.name}" for path in (data / client / FOLDER).glob("*/client.yaml"))


def check_name(client: str) -> str:
    """The client's folder name, or that of one of its parts; ConfigError where it could leave the data folder."""
    if not re.fullmatch(rf"\w[\w.-]*(/{FOLDER}/\w[\w.-]*)?", client):
        raise ConfigError("'{given}' cannot be a client's folder name. Use letters, digits, '-', '_' and '.'.", given=client)
    return client


@contextmanager
def atomic_path(target: Path):
    """A path to write to that becomes `target` only if nothing went wrong."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        yield partial
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def write_json(target: Path, value: Any) -> None:
    """A JSON file, atomically, keys in order."""
    with atomic_path(target) as partial:
        partial.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Run:
    """One client × period: its configuration, its folders and its tables."""

    client: str
    period: Period
    config: ClientConfig
    data: Path
    reports: Path

    @classmethod
    def open(cls, client: str, period: Period | str, *, data: Path | None = None, reports: Path | None = None) -> "Run":
        """The run of a client and period.  Raises ConfigError for an unknown client or a bad label."""
        data, reports = data or data_folder(), reports or reports_folder()
        path = data / check_name(client) / "client.yaml"
        if not path.is_file() and clients(data):
            raise ConfigError(
                "There is no client '{client}' in {folder}. Clients there: {known}.",
                client=client,
                folder=data,
                known=listed(clients(data)),
            )
        config = load_client(path)
        if isinstance(period, str):
            period = parse_period(period, config.periods, calendar=config.calendar)
        if config.part is not None:  # measured by the limits that the whole has in the same period
            config = config.model_copy(update={"definitions": period.label})
        return cls(client, period, config, data, reports)

    @property
    def whole(self) -> str:
        """The client that this is a part of; the client itself where it is none."""
        return self.client if self.config.part is None else self.config.part.of

    @property
    def said_folder(self) -> Path:
        """Where client.yaml and the files beside it lie (segments.yaml, overrides.csv, schemes): for a part the whole's."""
        return self.data / self.whole

    @property
    def client_folder(self) -> Path:
        return self.data / self.client

    @property
    def folder(self) -> Path:
        return self.client_folder / self.period.label

    @property
    def report_folder(self) -> Path:
        return self.reports / self.client / self.period.label

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.parquet"

    def has_table(self, table: str) -> bool:
        return self.path(table).is_file()

    def write_table(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """Write a derived table, rows in the order of its key; returns it unchanged.

        Raises SchemaError where columns are missing or unknown, or the key is not unique.
        """
        declared = DERIVED.get(name) or DERIVED.get(name.split("-")[0])
        if declared is not None:
            check_columns(declared, table.columns)
            key = list(declared.key)
            twice = int(table.duplicated(key).sum())
            if twice:
                raise SchemaError(
                    "Table '{table}' has {twice} rows whose key ({key}) occurs before.",
                    table=name,
                    twice=twice,
                    key=listed(key),
                )
            ordered = table if declared.name in IN_ORDER else table.sort_values(key, kind="stable")
        else:
            ordered = table
        with atomic_path(self.path(name)) as partial:
            content = pa.Table.from_pandas(ordered.reset_index(drop=True), preserve_index=False)
            pq.write_table(content.replace_schema_metadata(None), partial, compression="zstd")
        return table

    def read_table(self, name: str) -> pd.DataFrame:
        """A derived table of this run, money as float64.  Raises MissingTableError naming the notebook to run first."""
        if not self.has_table(name):
            if self.config.source.transactions is None:
                raise MissingTableError(
                    "No table '{table}' for {client} {period}: it is made of order lines, and client.yaml declares none "
                    "(source.transactions).",
                    table=name,
                    client=self.client,
                    period=self.period.label,
                )
            raise MissingTableError(
                "No table '{table}' for {client} {period}. Run notebook {notebook} first.",
                table=name,
                client=self.client,
                period=self.period.label,
                notebook=_notebook_of(name),
            )
        return plain_pandas(pq.read_table(self.path(name)))


# Tables whose rows are read in the order they were written.
IN_ORDER = {
    "waterfall",
    "readiness",
    "findings",
    "decisions",
    "kpis",
    "revenue_change",
    "visit_funnel",
    "visit_kpis",
    "balance_kinds",
}

# Which notebook leaves which table, for the message that sends the user there.
WRITTEN_BY: dict[str, str] = {
    **dict.fromkeys(
        ("segments", "segment_sizes", "segment_returns", "rfm_scores", "lens_comparison", "recency_frequency_grid"),
        "02_segmentation",
    ),
    **dict.fromkeys(
        (
            "segment_index",
            "differentiators",
            "numeric_profile",
            "segment_balances",
            "leaving_signs",
            "leaving_outcome",
            "leaving_balance",
            "leaving_reasons",
        ),
        "03_segment_profile",
    ),
    **dict.fromkeys(("plays", "test_plans", "list_members", "list_counts", "list_reasons"), "04_strategy"),
    **dict.fromkeys(("migration", "segment_kpis", "experiment_arms", "drift", "revenue_change"), "05_evaluation"),
    **dict.fromkeys(("cohort_months", "cohorts_compared", "further_order_curve", "segment_change"), "05_evaluation"),
    **dict.fromkeys(("model_health", "model_calibration", "risk_outcome", "segment_mix", "separation"), "05_evaluation"),
}


def _notebook_of(table: str) -> str:
    if table.startswith("definition_"):
        return "02_segmentation"
    return WRITTEN_BY.get(table.split("-")[0], "01_data_profile")
