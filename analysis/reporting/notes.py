"""The consultant's own comments: data/<client>/<period>/notes/<section>.md beside that section.

`<section>` is the key behind `section:` on the heading's cell of the notebook (money, sizes …).
A comment is written, not computed, and the page says so.
"""

from html import escape
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from analysis.reporting.clean import markdown_html
from analysis.text import Text


def with_notes(notebook: NotebookNode, folder: Path, text: Text) -> NotebookNode:
    """The notebook with each section's comment after the section's first output; the input is left alone."""
    notes = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))} if folder.is_dir() else {}
    cells, waiting = [], None
    for cell in notebook.cells:
        key = next((tag.removeprefix("section:") for tag in cell.metadata.get("tags", []) if tag.startswith("section:")), None)
        waiting = notes.get(key) if key else waiting
        if waiting and cell.cell_type == "code" and cell.get("outputs"):
            cell, waiting = _commented(cell, waiting, text), None
        cells.append(cell)
    return NotebookNode(notebook, cells=cells)


def _commented(cell: NotebookNode, note: str, text: Text) -> NotebookNode:
    html = f'<aside class="note"><b>{escape(text("Consultant’s comment"))}</b>{markdown_html(note)}</aside>'
    outputs = list(cell.outputs)
    last = outputs[-1]
    if "text/html" in last.get("data", {}):
        shown = last["data"]["text/html"]
        outputs[-1] = NotebookNode(
            last, data={**last["data"], "text/html": ("".join(shown) if isinstance(shown, list) else shown) + html}
        )
    else:
        outputs.append(nbformat.v4.new_output("display_data", {"text/html": html}))
    return NotebookNode(cell, outputs=outputs)
