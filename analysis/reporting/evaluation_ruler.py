"""Chapter 05, did customers move, or the ruler: the change of each segment, and since when everybody stands where."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pandas as pd

from analysis import evaluation
from analysis.config import previous
from analysis.findings import evaluation_ruler as findings
from analysis.findings.evaluation_moves import STATES, of_everybody
from analysis.reporting.chosen import ChosenLens
from analysis.reporting.compose import recalled_dates
from analysis.reporting.divided import NUMBERED
from analysis.reporting.earlier import every_earlier
from analysis.reporting.evaluation_base import Base
from analysis.reporting.evaluation_between import with_hand, with_hidden
from analysis.reporting.evaluation_moves import Movement
from analysis.reporting.records import dated_record
from analysis.store import Run
from analysis.text import Skip, Words


@dataclass(frozen=True)
class Rulers:
    """What changed each segment, as it may be shown; no tables where it cannot be told."""

    parts: pd.DataFrame | None  # the table `segment_split`, what is kept back as one
    shown: pd.DataFrame | None
    story: Mapping[str, Words | Skip | None]


@dataclass(frozen=True)
class _Old:
    """The definitions that were in force at the first date, and why there are none where there are none."""

    lens: ChosenLens | None
    ruler: str  # refitted, frozen, first (no earlier report) or added (a lens that the earlier report did not have)


def rulers(moved: Movement) -> Rulers:
    """The tables `segment_split` of the two dates of `moved`, with what is shown of it, and `segment_history`."""
    base = moved.base
    history(base.run)
    if not base.known:
        return Rulers(None, None, {"ruler": base.no_start})
    old = _old(base)
    held = _records(base, old) if old.ruler == "refitted" else ()
    if held is None:
        return Rulers(None, None, {"ruler": findings.NUMBERS if base.lens.lens in NUMBERED else findings.NO_OLD_RULER})
    parts = base.run.write_table("segment_split", _parts(base, old, held))
    moves = None if old.ruler == "refitted" else moved.moves
    shown = findings.shown_change(evaluation.net_change(parts), moves, order=base.lens.order, **base.shown(sums=moved.sums))
    told = findings.ruler_words(shown, parts, ruler=old.ruler, minimum=base.minimum, basis=base.basis)
    return Rulers(parts, shown, told)


def _old(base: Base) -> _Old:
    """The report that ended on the first date: the period before, where several did."""
    held = [one for one in every_earlier(base.run) if recalled_dates(one).as_of == base.eve]
    if not held:
        return _Old(None, "first")
    before = previous(base.run.period).label
    run = next((one for one in held if one.period.label == before), held[-1])
    if not run.has_table(f"definition_{base.lens.lens}"):
        return _Old(None, "added")
    lens = ChosenLens.of(run, base.lens.lens)
    same = lens.rules.keys() == base.lens.rules.keys() and all(lens.rules[key].equals(base.lens.rules[key]) for key in lens.rules)
    return _Old(lens, "frozen" if same else "refitted")


def _records(base: Base, old: _Old) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """The customers of both dates with all that the old definitions read; None where it cannot be told, or keys mean other groups."""
    if old.lens.lens in NUMBERED:
        return None
    read = old.lens.defined_by
    then, now = (
        dated_record(base.run, base.dates, day, table, columns=read)
        for day, table in ((base.eve, base.then), (base.dates.as_of, base.features))
    )
    return (then, now) if set(read) <= {*then.columns} & {*now.columns} else None


def _parts(base: Base, old: _Old, held: tuple[pd.DataFrame, ...]) -> pd.DataFrame:
    """Customers under the old ruler at both dates, under the new one at the second."""
    worth = [table.set_index("customer_id")["revenue"] for table in (base.then, base.features)]
    outside = () if of_everybody(base.lens.lens) else STATES
    method = base.lens.lens
    if old.ruler != "refitted":
        return evaluation.segment_split(base.started, base.ended, base.ended, *worth, method=method, outside=outside)
    then, now = (
        with_hand(base.run, old.lens, old.lens.assign(table), day=day)
        for table, day in zip(held, (base.eve, base.dates.as_of), strict=True)
    )
    lens = replace(base.lens, hidden=tuple(dict.fromkeys([*base.lens.hidden, *old.lens.hidden])))
    for segments, features in ((then, base.then), (now, base.features)):
        lens = with_hidden(base, lens, segments, features)
    tables = [lens.grouped(table) for table in (then, now, base.run.read_table("segments"))]
    return evaluation.segment_split(*tables, *worth, method=method, outside=outside)


def history(run: Run) -> pd.DataFrame:
    """The table `segment_history`, of every report of the client up to this one.

    The end of a report goes before the eve of the next one, where both are the same day.
    """
    reports = (*every_earlier(run), run)
    seen = [one for table in ("segments-start", "segments") for report in reports for one in _seen(report, table)]
    return run.write_table("segment_history", evaluation.segment_history(seen))


def _seen(run: Run, table: str) -> list[evaluation.Seen]:
    """A report's segments on one of its two days; nothing where they are not held."""
    if not run.has_table(table):
        return []
    day = recalled_dates(run).as_of if table == "segments" else run.period.start - timedelta(days=1)
    rulers = {path.stem.removeprefix("definition_"): _print(path) for path in run.folder.glob("definition_*.parquet")}
    return [evaluation.Seen(day, run.period.label, run.read_table(table), rulers)]


def _print(path: Path) -> str:
    """What tells one saved definition from another: the same table gives the same bytes."""
    return hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()
