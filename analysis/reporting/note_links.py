"""Links to method notes: within the page that holds the notes, to the page beside it, or none.

Blocks are written with the address of a note beside the chapters' pages (`appendix.html#note-lifecycle`).  What
becomes of it depends on the page they end up on, and on whether the report has that note.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from analysis.tables.method_link import PAGE, method_link
from analysis.text import Text
from analysis.text.notes import Note

_LINK = re.compile(rf'<a href="{re.escape(PAGE)}#note-(\w+)"([^>]*)>(.*?)</a>', re.DOTALL)
_WORDS = re.compile(r'\s*<span class="method">.*?</span>', re.DOTALL)


@dataclass(frozen=True)
class NotePlace:
    """Where the notes stand: `page` is empty where they are on the same page; `keys` are the notes that there are."""

    page: str = ""
    keys: Collection[str] = ()


NOWHERE = NotePlace()


def placed(html: str, place: NotePlace) -> str:
    """The block with its links leading to where the notes stand; words that lead to no note are left out."""

    def led(link: re.Match[str]) -> str:
        return f'<a href="{place.page}#note-{link[1]}"{link[2]}>{link[3]}</a>' if link[1] in place.keys else link[3]

    def kept(words: re.Match[str]) -> str:
        return words[0] if any(link[1] in place.keys for link in _LINK.finditer(words[0])) else ""

    return _LINK.sub(led, _WORDS.sub(kept, html))


def with_links(notebook: NotebookNode, chapter: str, notes: Sequence[Note], text: Text) -> NotebookNode:
    """The notebook with, at the end of each section, the notes of what it rests on; the input is left alone."""
    by_section: Mapping[str, list[str]] = {}
    for note in notes:
        for section in note.sections:
            by_section.setdefault(section, []).append(note.key)
    cells, open_ = [], ""
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        begins = cell.cell_type == "markdown" and cell.source.lstrip().startswith(("## ", "### "))
        if begins or "limits" in tags:
            cells += _link_cell(by_section.get(f"{chapter}:{open_}", []), text)
            open_ = next((tag.removeprefix("section:") for tag in tags if tag.startswith("section:")), "")
        cells.append(cell)
    cells += _link_cell(by_section.get(f"{chapter}:{open_}", []), text)
    return NotebookNode(notebook, cells=cells)


def _link_cell(keys: list[str], text: Text) -> list[NotebookNode]:
    """A skipped section drops its prose, so a Markdown cell disappears with what it would explain."""
    return [nbformat.v4.new_markdown_cell(str(method_link(keys, text=text)))] if keys else []
