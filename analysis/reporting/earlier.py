"""What the reports before have shown: the segments of their customers, and which of these stayed hidden.

A reader lays two reports side by side, so what one hides must not be what the other leaves over
(`analysis/segmentations/small_cells.py`).  Reports are remembered in order of time: a later one gives way to an earlier
one, never the other way round, and is outdated when an earlier one is made anew.
"""

from pathlib import Path

import pandas as pd

from analysis.config import parse_period
from analysis.errors import ConfigError
from analysis.store import Run

REMEMBERED = 2  # reports that a decision looks back to: with both ends of each, the better part of what can be laid beside it
DAYS = {"segments": "shown", "segments-start": "shown_then"}  # table of a run -> what `shown_segments` says of that day


def earlier_reports(run: Run) -> list[Run]:
    """The client's runs of periods that end earlier, or as late and begin earlier: the latest ones, oldest first."""
    return every_earlier(run)[-REMEMBERED:]


def every_earlier(run: Run) -> list[Run]:
    """All of them."""
    found = []
    for path in run.client_folder.glob("*/shown_segments.parquet"):
        try:
            period = parse_period(path.parent.name, run.config.periods, calendar=run.config.calendar)
        except ConfigError:  # a folder of another name, or a period that client.yaml no longer has
            continue
        if (period.end, period.start) < (run.period.end, run.period.start):
            found.append(Run(run.client, period, run.config, run.data, run.reports))
    return sorted(found, key=lambda one: (one.period.end, one.period.start))


def shown_before(run: Run) -> pd.DataFrame | None:
    """Customers of earlier reports: day, customer_id, method, segment, shown; None where there is no earlier one."""
    found = []
    for one in earlier_reports(run):
        decided = one.read_table("shown_segments").set_index(["method", "segment"])
        for table, flag in DAYS.items():
            if one.has_table(table):
                held = one.read_table(table)[["customer_id", "method", "segment"]]
                seen = decided[flag].reindex(pd.MultiIndex.from_frame(held[["method", "segment"]])).ne(False).to_numpy()
                found.append(held.assign(day=f"{one.period.label} {flag}", shown=seen))
    return pd.concat(found, ignore_index=True) if found else None


def earlier_tables(run: Run) -> dict[str, list[Path]]:
    """The files of each earlier report that this one looks back to, by its period."""
    return {
        one.period.label: [one.path(table) for table in ("shown_segments", *DAYS) if one.has_table(table)]
        for one in earlier_reports(run)
    }
