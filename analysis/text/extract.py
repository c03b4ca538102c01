"""Collect every message that needs a translation, and list what a catalogue lacks.

    python -m analysis.text.extract          # what zh lacks, and what it holds in vain

Messages stand in six places: Message("…") templates, fixed words in calls of a Text
(text("…"), words("…")), the templates of errors (those of playbooks are put together from parts), the
names of keys, the notebooks' Markdown cells, and what the schema says of the input tables.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat

from analysis.schema import CANONICAL
from analysis.text.names import NAMES
from analysis.text.text import catalogue

PACKAGE = Path(__file__).resolve().parent.parent
NOTEBOOKS = PACKAGE.parent / "notebooks"
_CALLS = {
    "Message", "text", "words", "_",
    "ConfigError", "SourceError", "SchemaError", "MissingTableError", "NotebookError", "AnalysisError", "BusyError",
    "decided", "warning", "left", "ask",  # remarks of `strata new`
}  # fmt: skip
Key = tuple[str | None, str]


def code_messages(path: Path) -> Iterator[Key]:
    """(None, English) of every message in a module: in calls, and in what is assigned to the name `template`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "template" for target in node.targets
        ):
            yield from (
                (None, one.value)
                for one in ast.walk(node.value)
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and "{" in one.value
            )
        if not (isinstance(node, ast.Call) and node.args and _called(node) in _CALLS):
            continue
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value.strip():
            yield None, first.value


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return "text" if function.attr == "text" else ""
    return function.id if isinstance(function, ast.Name) else ""


def notebook_messages(path: Path) -> Iterator[Key]:
    """(None, source) of every Markdown cell."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown" and cell.source.strip():
            yield None, cell.source


def name_messages() -> Iterator[Key]:
    """(context, English) of every display name."""
    for context, names in NAMES.items():
        for english in names.values():
            yield context, english


def dictionary_messages() -> Iterator[Key]:
    """(None, English) of what the appendix says of the client's own tables: what a row is, what a column means."""
    for table in CANONICAL.values():
        yield None, table.row
        yield from ((None, column.meaning) for column in table.columns)


def all_messages(*, notebooks: tuple[str, ...] | None = None) -> set[Key]:
    """Every message of the kit; `notebooks` limits the chapters."""
    from analysis.reporting.template import LABELS
    from analysis.strategies.playbook_errors import FIELD_TEMPLATES

    found = {message for path in sorted(PACKAGE.rglob("*.py")) for message in code_messages(path)}
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        if notebooks is None or path.stem in notebooks:
            found |= set(notebook_messages(path))
    return (
        found | set(name_messages()) | set(dictionary_messages()) | {(None, word) for word in (*LABELS.values(), *FIELD_TEMPLATES)}
    )


def held(language: str) -> set[Key]:
    """What a catalogue translates."""
    return {(message.context, message.id) for message in catalogue(language) if message.id and message.string and not message.fuzzy}


def main() -> None:
    """Print what is missing and what is no longer used."""
    wanted, there = all_messages(), held("zh")
    for title, keys in (("missing", wanted - there), ("unused", there - wanted)):
        sys.stdout.write(f"{title}: {len(keys)}\n")
        for context, english in sorted(keys, key=str):
            sys.stdout.write(f"  {context or ''}\t{english!r}\n")


if __name__ == "__main__":
    main()
