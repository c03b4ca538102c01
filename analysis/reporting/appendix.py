"""The appendix of a report: notes on the methods it used, its words, its data, and what it was made of.

Nothing is executed for it.  What belongs in it is read off the chapters, which say what they show, and off the
run's tables; the words stand in `analysis/text/notes/`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import nbformat
import pandas as pd
import pyarrow.parquet as pq
from nbformat import NotebookNode

from analysis.reporting.appendix_settings import fingerprints, settings
from analysis.reporting.exporter import Chapter, Section, outline
from analysis.reporting.notebooks import CHAPTERS
from analysis.reporting.template.blocks import strata
from analysis.schema import CANONICAL
from analysis.store import Run
from analysis.tables import appendix as tables
from analysis.text import Text
from analysis.text.notes import GLOSSARY, GROUPS, NOTES, Note, Term
from analysis.text.notes.kept_tables import KEPT

_TAGS = re.compile(r"<[^>]*>")


def used_notes(run: Run, executed: Sequence[NotebookNode]) -> list[Note]:
    """The notes of the methods that this report used, in the order of the appendix."""
    shown = {
        f"{name}:{section.key}" for name, chapter in zip(CHAPTERS, outline(executed), strict=True) for section in _answered(chapter)
    }
    methods = _methods(run)
    return [note for note in NOTES.values() if _used(note, run, shown, methods)]


def _used(note: Note, run: Run, shown: set[str], methods: set[str]) -> bool:
    """A way of dividing is used where customers stand in it; the rest where its table holds a row and its section shows."""
    if note.title is None:
        return note.key in methods
    held = not note.tables or any(_rows(run, table) for table in note.tables)
    return held and (not note.sections or any(section in shown for section in note.sections))


def _answered(chapter: Chapter) -> Iterable[Section]:
    """The sections that show something and were not skipped."""
    for section in chapter.sections:
        outputs = [output for cell in section.cells for output in cell.get("outputs", ())]
        if any("text/html" in output.get("data", {}) and not strata(output).get("skipped") for output in outputs):
            yield section


def _methods(run: Run) -> set[str]:
    if not run.has_table("segments"):
        return set()
    found = pq.read_table(run.path("segments"), columns=["method"])["method"].unique().to_pylist()
    return {lens.partition(".")[0] for lens in found}


def _rows(run: Run, table: str) -> int:
    return pq.read_metadata(run.path(table)).num_rows if run.has_table(table) else 0


def appendix(
    run: Run, executed: Sequence[NotebookNode], notes: Sequence[Note], made: Mapping[str, Any], text: Text
) -> NotebookNode:
    """The appendix as a finished notebook; `made` is the manifest, `notes` those that were used."""
    groups = [replace(group, notes=tuple(note for note in group.notes if note in notes)) for group in GROUPS]
    explained = tables.notes_html(groups, text=text)
    words = spoken([*executed, _notebook([("", "", explained)])], GLOSSARY, text)
    sections = [
        (text("## How were the figures made? <!-- Method notes -->"), text("One note for each method that this report used."), explained),
        (text("## What do the words mean? <!-- Glossary -->"), "", tables.glossary_html(words, text=text)),
        (text("## What was delivered? <!-- Data dictionary -->"), text("The client’s files, table by table: each column that was mapped, what it is called here, and what it means."), _delivered(run, text)),
        (text("## What is kept for analysts? <!-- Tables for analysts -->"), text("Every run leaves its tables as parquet files in the client’s folder of the period. Those about single customers stay there, under pseudonyms, and are never sent."), _kept(run, text)),
        (text("## What was this report made of? <!-- Settings and versions -->"), text("With the same files, settings and code, the same figures come out. Each chapter closes with its limits."), tables.made_of_html(settings(run, made, text), fingerprints(made, text), made["versions"], text=text)),
    ]  # fmt: skip
    title = text("# Appendix\n\nFor the team: how the figures were made, what the words mean, and what the report rests on.")
    notebook = _notebook(sections)
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell(title))
    return notebook


def _notebook(sections: Iterable[tuple[str, str, str]]) -> NotebookNode:
    """Heading, what stands under it, and the finished block of each section."""
    cells = []
    for heading, prose, html in sections:
        cells.append(nbformat.v4.new_markdown_cell(f"{heading}\n\n{prose}"))
        cells.append(nbformat.v4.new_code_cell("", outputs=[nbformat.v4.new_output("display_data", {"text/html": html})]))
    return nbformat.v4.new_notebook(cells=cells, metadata={"strata": {"appendix": True}})


def spoken(notebooks: Sequence[NotebookNode], terms: Sequence[Term], text: Text) -> list[Term]:
    """The terms that occur in what these notebooks show."""
    said = "\n".join(_shown(notebook) for notebook in notebooks).lower()
    return [term for term in terms if text.say(term.word).lower() in said]


def _shown(notebook: NotebookNode) -> str:
    parts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    outputs = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ())]
    for data in outputs:
        html = data.get("text/html", "")
        parts.append(_TAGS.sub(" ", html if isinstance(html, str) else "".join(html)))
    return "\n".join(parts)


def _delivered(run: Run, text: Text) -> str:
    inputs = run.read_table("inputs") if run.has_table("inputs") else pd.DataFrame(columns=["table", "rows", "first_at", "last_at"])
    used = (
        run.read_table("data_used") if run.has_table("data_used") else pd.DataFrame(columns=["table", "column", "header", "kind"])
    )
    return tables.delivered_html(inputs[inputs["table"].isin(CANONICAL)], used, text=text)


def _kept(run: Run, text: Text) -> str:
    """Tables of the folder: the first ones with what a row is, the rest by name; parts of one table (`findings-…`) once."""
    found = {path.stem.partition("-")[0] for path in run.folder.glob("*.parquet")}
    first = [(name, text.say(says)) for name, says in KEPT if name in found]
    return tables.kept_html(first, sorted(found - {name for name, _ in KEPT}), text=text)
