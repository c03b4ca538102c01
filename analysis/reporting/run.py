"""One report: five notebooks in order, then one page; all of it or nothing.

A failing notebook stops its report.  The failed notebook is kept under data/ (it may hold raw
values), an earlier report of the same period is moved there too, so that reports/ never holds a
half-written or an outdated page.
"""

import os
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis.charts.own_colours import own_colours
from analysis.config import load_segments
from analysis.config.segments import FILE as SEGMENTS_FILE
from analysis.errors import AnalysisError, NotebookError
from analysis.reporting import workbook
from analysis.reporting.appendix import appendix, used_notes
from analysis.reporting.compose import recalled_dates
from analysis.reporting.cover import cover
from analysis.reporting.evaluation_alerts import check_alerts
from analysis.reporting.exporter import outline, render_index, render_page
from analysis.reporting.kernels import execute_notebook
from analysis.reporting.labels import index_entries, page_labels
from analysis.reporting.list_folder import withdraw_lists
from analysis.reporting.manifest import is_current, manifest
from analysis.reporting.note_links import NotePlace, with_links
from analysis.reporting.notebooks import (
    CHAPTERS,
    OF_A_LENS,
    OF_PEOPLE,
    left_out,
    of_campaigns,
    read_notebook,
    rests_on_orders,
    split_parameters,
)
from analysis.reporting.notes import with_notes
from analysis.reporting.parts import whole_run
from analysis.reporting.workbook_front import workbook_front
from analysis.store import Run, atomic_path, find_root, write_json
from analysis.text import Text

# What every notebook imports; the fork server imports it once for all kernels.
PRELOAD = (
    "analysis.sources", "analysis.features", "analysis.quality", "analysis.segmentations", "analysis.profiles",
    "analysis.strategies", "analysis.evaluation", "analysis.reporting.page", "analysis.reporting.overview",
    "analysis.charts.data_profile", "analysis.findings.data_profile",
)  # fmt: skip


@dataclass
class Report:
    """What became of one report."""

    client: str
    period: str
    folder: Path
    seconds: dict[str, float] = field(default_factory=dict)
    fresh: bool = True  # False: it was current already and nothing was done


def make_report(
    run: Run, *, parameters: Mapping[str, Any], say: Callable[[str], None] = lambda _: None, force: bool = False, timeout: int = 600
) -> Report:
    """Run the notebooks of a client and period and write its pages.

    `parameters` override client.yaml in the notebooks that declare them; `say` is told after each
    step.  Raises ConfigError before anything runs, NotebookError with the cell's source when a
    notebook stops.
    """
    check_alerts(run.config)
    chosen = split_parameters(parameters)
    if not force and is_current(run, parameters):
        return Report(run.client, run.period.label, run.report_folder, fresh=False)
    made = Report(run.client, run.period.label, run.report_folder)
    own = load_segments(run.said_folder / SEGMENTS_FILE)
    language = str(parameters.get("language") or run.config.language)
    text = Text(language, run.config.currency, run.config.told_of, own.words())
    try:
        executed = []
        for chapter in CHAPTERS:
            began = time.perf_counter()
            if not _carried(run, chapter):
                executed.append(left_out(chapter, text, people=run.config.lists_people))
                continue
            executed.append(_execute(run, chapter, chosen[chapter], text.language, timeout))
            made.seconds[chapter] = time.perf_counter() - began
            say(f"{chapter} {made.seconds[chapter]:.1f} s")
        began = time.perf_counter()
        _write_pages(run, executed, text, parameters, made)
        withdraw_lists(run, keep=run.config.strategy.approved)
        say(f"page {time.perf_counter() - began:.1f} s")
    except Exception:
        _withdraw(run)
        raise
    return made


def _carried(run: Run, chapter: str) -> bool:
    """Whether the client's data carry a chapter: orders or outcomes of contacts, customers, for a profile a lens that divides."""
    if run.config.source.transactions is not None:
        return True
    if rests_on_orders(chapter):
        return run.config.tells_outcomes
    if chapter in OF_PEOPLE and not run.config.lists_people:
        return False
    return chapter not in OF_A_LENS or bool(len(run.read_table("lens_choice")))


def _execute(run: Run, chapter: str, chosen: Mapping[str, Any], language: str, timeout: int) -> NotebookNode:
    from papermill.exceptions import PapermillExecutionError

    notebook = read_notebook(chapter, language=language, told_of=run.config.told_of)
    if rests_on_orders(chapter) and run.config.source.transactions is None:
        notebook = of_campaigns(notebook, Text(language))
    target = run.folder / "notebooks" / f"{chapter}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    failed = run.folder / "failed" / f"{chapter}.ipynb"
    failed.unlink(missing_ok=True)
    try:
        return execute_notebook(
            notebook,
            parameters={"client": run.client, "period": run.period.label, "language": language, **chosen},
            output=target,
            cwd=find_root(),
            timeout=timeout,
            preload=PRELOAD,
        )
    except PapermillExecutionError as error:
        failed.parent.mkdir(parents=True, exist_ok=True)
        os.replace(target, failed)
        raise _told(run, chapter, failed, error) from None


def _told(run: Run, chapter: str, failed: Path, error: Any) -> AnalysisError:
    """The kit's own errors in their own words; others with the cell's source (never its data)."""
    own = error.ename in ("ConfigError", "SourceError", "SchemaError", "MissingTableError", "AnalysisError")
    return NotebookError(
        "{client} {period}: notebook {notebook} stopped with {problem}\nCell:\n{source}\nThe notebook is kept as {kept}.",
        client=run.client,
        period=run.period.label,
        notebook=chapter,
        problem=error.evalue if own else error.ename,
        source="\n".join(f"    {line}" for line in error.source.splitlines()),
        kept=failed.relative_to(run.data),
    )


def _withdraw(run: Run) -> None:
    """Take the earlier report out of the folder that is sent; it is kept under data/."""
    if not run.report_folder.is_dir():
        return
    kept = run.folder / "earlier-report"
    shutil.rmtree(kept, ignore_errors=True)
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(run.report_folder, kept)
    write_index(run)


def _write_pages(run: Run, executed: list[NotebookNode], text: Text, parameters: Mapping[str, Any], made: Report) -> None:
    stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    told = manifest(run, parameters, timings=made.seconds, made_at=stamp, pages={})
    notes = used_notes(run, executed)
    last = appendix(run, executed, notes, told, text)
    executed = [with_notes(notebook, run.folder / "notes", text) for notebook in executed]
    executed = [with_links(notebook, chapter, notes, text) for notebook, chapter in zip(executed, CHAPTERS, strict=True)]
    chapters = outline(executed)
    front = cover(run, text, chapters)
    labels = page_labels(text)
    brand = run.config.brand
    look = {"accent": brand.accent, "accent_on_dark": brand.accent_dark, "author": brand.author, "disclaimer": brand.disclaimer}
    look["segments"] = own_colours(load_segments(run.said_folder / SEGMENTS_FILE).colours())
    title = f"{run.config.name} · {run.period.label}"
    shared = {"language": text.language, "brand": look, "labels": labels}
    keys = {note.key for note in notes}
    whole = shared | {"notes": NotePlace("", keys)}
    pages = {"report.html": render_page([*executed, last], cover=front, title=title, **whole)}
    pages["analyst.html"] = render_page([*executed, last], cover=front, title=title, audience="analyst", **whole)
    alone = shared | {"notes": NotePlace("appendix.html", keys)}
    for notebook, chapter in zip([*executed, last], [*CHAPTERS, "appendix"], strict=True):
        pages[f"{chapter}.html"] = render_page([notebook], cover=None, title=f"{text.name('chapter', chapter)} · {title}", **alone)
    staging = run.report_folder.with_name(f".{run.period.label}.{os.getpid()}")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    for name, html in pages.items():
        (staging / name).write_text(html, encoding="utf-8")
    (staging / workbook.NAME).write_bytes(_workbook(run, executed, text, front))
    names = {name: front["headline"] if name == "report.html" else "" for name in pages}
    told |= {"pages": names, "as_of": front["as_of"], "workbook": workbook.NAME}
    write_json(staging / "manifest.json", told)
    old = run.report_folder.with_name(f".{run.period.label}.old")
    shutil.rmtree(old, ignore_errors=True)
    if run.report_folder.exists():
        os.replace(run.report_folder, old)
    os.replace(staging, run.report_folder)
    shutil.rmtree(old, ignore_errors=True)
    write_index(run)


def _workbook(run: Run, executed: list[NotebookNode], text: Text, front: Mapping[str, Any]) -> bytes:
    sheets = workbook.sheets_of(executed)
    return workbook.workbook_bytes(sheets, workbook_front(run, text, front), as_of=recalled_dates(run).as_of)


def write_index(run: Run) -> None:
    """The client's index page, from the manifests of its reports; for a part the whole's as well, which links to it."""
    if run.config.part is not None:
        write_index(whole_run(run))
    text = Text(run.config.language, run.config.currency)
    entries = index_entries(run.reports / run.client)
    target = run.reports / run.client / "index.html"
    if not entries:
        target.unlink(missing_ok=True)
        return
    brand = run.config.brand
    html = render_index(
        entries,
        title=run.config.name,
        language=text.language,
        labels=page_labels(text),
        brand={"accent": brand.accent, "accent_on_dark": brand.accent_dark, "author": brand.author},
    )
    with atomic_path(target) as partial:
        partial.write_text(html, encoding="utf-8")
