"""What changed since the last report: a few lines made of finished tables, in the client's language."""

from dataclasses import dataclass

import pandas as pd

from analysis.config import load_segments
from analysis.config.segments import FILE as SEGMENTS_FILE
from analysis.findings import digest as findings
from analysis.reporting.compose import recalled_dates, told_definitions
from analysis.reporting.earlier import every_earlier
from analysis.reporting.overview import reference
from analysis.store import Run
from analysis.text import Message, Text


@dataclass(frozen=True)
class Digest:
    """Lines to print; `attention` where a rule is crossed beyond chance, or the data carry less than before."""

    lines: tuple[str, ...]
    attention: bool


def digest_of(run: Run) -> Digest:
    """The digest of a finished report; figures are those that it shows, and nothing of a customer."""
    text = Text(
        run.config.language, run.config.currency, run.config.told_of, load_segments(run.said_folder / SEGMENTS_FILE).words()
    )
    earlier = every_earlier(run)
    last = earlier[-1] if earlier else None
    judged = _held(run, "alerts") if run.config.alerts else None
    less = findings.readiness(run.read_table("readiness"), _held(last, "readiness"))
    lines: tuple[Message, ...] = (
        *_sales(run),
        *findings.segments(_held(run, "size_changes")),
        *findings.alerts(judged, text=text),
        *findings.models(_graded(run), _graded(last)),
        *less,
        findings.ruler(told_definitions(run)),
        *findings.steps(_held(run, "decisions-05_evaluation"), judged, text=text),
    )
    crossed = judged is not None and bool((judged["status"] == "crossed").any())
    return Digest(tuple(text.say(line) for line in lines), crossed or bool(less))


def _sales(run: Run) -> tuple[Message, ...]:
    kpis = _held(run, "kpis")
    return () if kpis is None else findings.sales(kpis, reference(run, recalled_dates(run).as_of))


def _held(run: Run | None, table: str) -> pd.DataFrame | None:
    return run.read_table(table) if run is not None and run.has_table(table) else None


def _graded(run: Run | None) -> pd.DataFrame | None:
    """The table `model_health`, where a chapter left it."""
    found = _held(run, "model_health")
    return found if found is not None and {"model", "grade"} <= set(found) else None
