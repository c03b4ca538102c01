"""The notebooks of a report: which there are, what they take, and their prose in another language."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.errors import ConfigError, listed
from analysis.reporting.page import check_parameters, declared_parameters
from analysis.store import find_root
from analysis.text import Message, Text

CHAPTERS = ("01_data_profile", "02_segmentation", "03_segment_profile", "04_strategy", "05_evaluation")
OF_A_LENS = CHAPTERS[2:4]  # which need a lens that divides the customers
OF_PEOPLE = CHAPTERS[1:4]  # which need no order, but customers


def notebook_path(chapter: str) -> Path:
    """Where a chapter's notebook lies in the clone."""
    return find_root() / "notebooks" / f"{chapter}.ipynb"


def read_notebook(chapter: str, *, language: str, told_of: str = "order") -> NotebookNode:
    """A chapter's notebook, its Markdown cells in the given language (one message per cell).

    `told_of` is what sentences about buying speak of (`ClientConfig.told_of`): a cell on orders may say something else.
    """
    text = Text(language, recency_of=told_of)
    notebook = nbformat.read(notebook_path(chapter), as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = text(cell.source)
    return notebook


TOLD_BY_CONTACTS = ("actions", "whom", "next")  # sections of chapter 05 that need no order line
_CAMPAIGN_LIMITS = Message("""### Limits

1. Outcomes are those that the contacts file holds, over the days that it counted. What came later is not in them.
2. Effects are told only where customers were held out by lot; that they were is taken from client.yaml and the file.
3. Columns of the file that are no outcome are taken as known before the contact. Effects by segment show where to look; a test within the segment proves them.""")


def of_campaigns(notebook: NotebookNode, text: Text) -> NotebookNode:
    """Chapter 05 for contacts with outcomes and no order lines: what the actions did, everything else left out for one reason."""
    kept, missing, section = [], [], ""
    for cell in notebook.cells:
        tags = set(cell.metadata.get("tags", ()))
        named = [tag.removeprefix("section:") for tag in tags if tag.startswith("section:")]
        section = named[0] if named else section
        if "limits" in tags:
            cell.source = text.say(_CAMPAIGN_LIMITS)
            kept += [*missing, nbformat.v4.new_code_cell("page.finish()", id="05-finish"), cell]
        elif not section or section in TOLD_BY_CONTACTS:
            kept += [] if "orders" in tags else [cell]
        elif named and section != "sum":
            missing += [cell, nbformat.v4.new_code_cell("page.skip(evaluation_base.NO_ORDERS)", id=f"{cell.id}-none")]
    notebook.cells = kept
    return notebook


def rests_on_orders(chapter: str) -> bool:
    """Whether a chapter reads what is made of order lines; the others describe, divide and plan for whatever is held."""
    return chapter not in CHAPTERS[:4]


def left_out(chapter: str, text: Text, *, people: bool = False) -> NotebookNode:
    """A chapter that a client's data do not carry: its title, its question, and why the rest is not there.

    `people`: customers are listed, but nothing divides them.
    """
    notebook = read_notebook(chapter, language=text.language)
    said = {
        "reason": text("No order lines are held, and this chapter is made of them."),
        "send": text("Order lines: customer number, day, amount; a year of them or more."),
        "unlocks": text("Who moved from one segment to another, and what the plays brought."),
    }
    if not rests_on_orders(chapter):
        said = {
            "reason": text("No input says by a number of their own who the customers are, so there is nobody to divide."),
            "send": text("The customer’s number in the files, or a list of customers."),
            "unlocks": text("Segments: who the customers are, what they bring and what they say."),
        }
    if people and not rests_on_orders(chapter):
        said = {
            "reason": text("Nothing that is held divides the customers, so there are no segments to describe."),
            "send": text("Attributes, figures or answers of each customer; best of all order lines."),
            "unlocks": text("Segments: who the customers are, what they bring and what they say."),
        }
    shown = nbformat.v4.new_output("display_data", {"text/plain": said["reason"]}, metadata={"strata": {"skipped": True, **said}})
    title = next(cell for cell in notebook.cells if cell.cell_type == "markdown")
    heading = nbformat.v4.new_markdown_cell(f"## {text('Why is this chapter empty?')}")
    notebook.cells = [title, heading, nbformat.v4.new_code_cell("", outputs=[shown])]
    return notebook


def split_parameters(given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Parameters of the command line by chapter: each notebook gets those that it declares.

    Text becomes a number where the notebook's default is one.  Raises ConfigError for a parameter
    that no notebook declares, or a value that does not fit.
    """
    declared = {chapter: declared_parameters(chapter) for chapter in CHAPTERS}
    every = {name for names in declared.values() for name in names} - {"client", "period"}
    for name in given:
        if name not in every:
            raise ConfigError(
                "No notebook has a parameter '{given}'. Parameters: {known}.", given=name, known=listed(sorted(every))
            )
    chosen = {}
    for chapter, names in declared.items():
        chosen[chapter] = {name: _typed(name, value, names[name]) for name, value in given.items() if name in names}
        check_parameters(chapter, chosen[chapter], names)
    return chosen


def _typed(name: str, value: Any, default: Any) -> Any:
    if not isinstance(value, str) or isinstance(default, str) or default is None:
        return value
    kind = type(default)
    try:
        if kind is bool:
            return {"true": True, "false": False}[value.lower()]
        return kind(value)
    except (KeyError, ValueError, TypeError):
        raise ConfigError(
            "Parameter '{name}' is '{value}', but must be of the kind of {default}.", name=name, value=value, default=default
        ) from None
