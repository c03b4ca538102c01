"""Executed notebooks as one page that can be sent as a file.

A notebook is a chapter: `# Title` with its question, then sections, each opened by `## A reader's
question`.  Output blocks (answers, figures, tables) arrive as finished HTML and are cleaned; other
text never shows to stakeholders; an error output stops the export.  The page holds its own fonts and
no script, and its Content-Security-Policy lets it request nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from markupsafe import Markup
from nbconvert.exporters import Exporter, TemplateExporter
from nbformat import NotebookNode
from traitlets import Unicode, default

from analysis.reporting.clean import markdown_html, plain
from analysis.reporting.note_links import NOWHERE, NotePlace, placed
from analysis.reporting.template import LABELS, page
from analysis.reporting.template.blocks import section_html, strata

Audience = Literal["stakeholder", "analyst"]

_HIDDEN = {"parameters", "injected-parameters", "setup", "remove-cell"}
_HEADING = re.compile(r"^(#{1,2})[ \t]+(.+?)[ \t]*$")
_SHORT = re.compile(r"\s*<!--(.*?)-->")


@dataclass(frozen=True)
class Section:
    """A reader's question and the cells that answer it.

    `short` is the name in the contents: what `<!-- … -->` after the heading says, else the
    heading.  `key` comes from a tag `section:<key>` on the heading's cell.
    """

    id: str
    title: str = ""
    short: str = ""
    key: str = ""
    cells: list[NotebookNode] = field(default_factory=list)

    @property
    def skipped(self) -> bool:
        """True if a cell says that its data are not held."""
        return any(strata(output).get("skipped") for cell in self.cells for output in cell.get("outputs", ()))


@dataclass(frozen=True)
class Chapter:
    """One notebook: its title and question, what stands before the first section, the sections.

    The appendix has no number, and ids of its own that links from every chapter lead to (`appendix` in the
    notebook's metadata.strata).
    """

    id: str
    number: int
    title: str
    question: str
    opening: Section
    sections: list[Section]
    appendix: bool = False

    @property
    def prefix(self) -> str:
        """What is put before the ids that outputs bring along, so that chapters can share a page."""
        return "" if self.appendix else f"{self.id}-"


def outline(notebooks: Sequence[NotebookNode]) -> list[Chapter]:
    """Chapters and sections, with the ids they have on the page of these notebooks."""
    return [_chapter(notebook, number) for number, notebook in enumerate(notebooks, 1)]


def render_page(
    notebooks: Sequence[NotebookNode],
    *,
    cover: Mapping[str, Any] | None,
    language: str,
    title: str,
    brand: Mapping[str, Any] | None,
    audience: Audience = "stakeholder",
    labels: Mapping[str, str] = LABELS,
    notes: NotePlace = NOWHERE,
) -> str:
    """The notebooks as chapters of one HTML page; the first screen is the cover, if there is one.

    `notes` says where the method notes stand that blocks link to; by default there are none.
    """
    chapters = outline(notebooks)
    bodies = {
        section.id: Markup(
            placed(
                section_html(
                    section.cells, skipped=section.skipped, prefix=chapter.prefix, analyst=audience == "analyst", labels=labels
                ),
                notes,
            )
        )
        for chapter in chapters
        for section in (chapter.opening, *chapter.sections)
    }
    return page(
        "page.html.j2", language=language, title=title, brand=brand, labels=labels, chapters=chapters, bodies=bodies, cover=cover
    )


def render_index(
    entries: Sequence[Mapping[str, Any]], *, title: str, language: str, labels: Mapping[str, str], brand: Mapping[str, Any] | None
) -> str:
    """A client's reports, newest first: entries of period, href, headline, as_of, status."""
    return page("index.html.j2", language=language, title=title, brand=brand, labels=labels, entries=entries)


class ReportExporter(TemplateExporter):
    """`jupyter nbconvert --to strata-report notebook.ipynb`: one notebook, without a cover.

    Goes past nbconvert's own templates and its second parse of the page (0.4 s a page).
    """

    export_from_notebook = "Strata report"
    output_mimetype = "text/html"
    language = Unicode("en", help="en or zh").tag(config=True)
    audience = Unicode("stakeholder", help="stakeholder or analyst").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> tuple[str, dict]:
        """The page and nbconvert's resources."""
        nb, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        title = plain(outline([nb])[0].title) or resources.get("metadata", {}).get("name", "")
        return render_page([nb], cover=None, language=self.language, title=title, brand=None, audience=self.audience), resources


def _chapter(notebook: NotebookNode, number: int) -> Chapter:
    """Walk the cells once: everything after a `##` belongs to it until the next."""
    title, question, id_ = "", "", f"ch{number}"
    opening, sections = Section(f"{id_}-s0"), []
    for cell in notebook.cells:
        tags = set(cell.metadata.get("tags", ()))
        if tags & _HIDDEN or cell.cell_type == "raw":
            continue
        if cell.cell_type == "code":
            (sections[-1] if sections else opening).cells.append(cell)
            continue
        for level, heading, rest in [(0, "", cell.source)] if tags & {"fold", "limits"} else _split(cell.source):
            if level == 1 and not title:
                title, question, rest = _inline(heading), markdown_html(rest), ""
            elif level:
                key = next((tag.removeprefix("section:") for tag in tags if tag.startswith("section:")), "")
                short = _SHORT.search(heading)
                text = _inline(_SHORT.sub("", heading))
                sections.append(Section(f"{id_}-s{len(sections) + 1}", text, short[1].strip() if short else plain(text), key))
            if rest.strip():
                (sections[-1] if sections else opening).cells.append(NotebookNode(cell, source=rest))
    appendix = bool(notebook.metadata.get("strata", {}).get("appendix"))
    return Chapter(id_, number, title, Markup(question), opening, _together(sections), appendix)


def _together(sections: list[Section]) -> list[Section]:
    """Sections skipped for one and the same reason as one: their questions stand above one box."""
    first: dict[tuple[str, str], int] = {}
    kept: list[Section] = []
    for section in sections:
        why = _reason(section)
        if why is None or why not in first:
            if why is not None:
                first[why] = len(kept)
            kept.append(section)
            continue
        one = kept[first[why]]
        title = Markup("{} · {}").format(one.title, section.title)
        kept[first[why]] = replace(one, title=title, short=f"{one.short.removesuffix(' …')} …")
    return kept


def _reason(section: Section) -> tuple[str, str] | None:
    """Why a section shows nothing at all; None where it shows something."""
    told = [strata(output) for cell in section.cells for output in cell.get("outputs", ())]
    if len(told) != 1 or not told[0].get("skipped") or "reason" not in told[0]:
        return None
    return str(told[0]["reason"]), str(told[0].get("send", ""))


def _split(source: str) -> Iterator[tuple[int, str, str]]:
    """A Markdown cell at its `#` and `##` lines, outside code fences: (level, heading, text after it)."""
    level, heading, rest, fenced = 0, "", [], False
    for line in source.splitlines():
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        if not fenced and (found := _HEADING.match(line)):
            yield level, heading, "\n".join(rest)
            level, heading, rest = len(found[1]), found[2], []
        else:
            rest.append(line)
    yield level, heading, "\n".join(rest)


def _inline(markdown: str) -> Markup:
    return Markup(markdown_html(markdown).strip().removeprefix("<p>").removesuffix("</p>"))
