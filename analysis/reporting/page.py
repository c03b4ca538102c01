"""What a notebook talks to: one chapter of one run, its words, and the blocks it shows.

    page = open_page("01_data_profile", globals())
    page.chart(plot_weekly_sales, weekly, story["gaps"])

Each call displays one finished block of HTML (answer, figure with title and source, table, skipped
box).  Nothing is computed here.
"""

import ast
import difflib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

import nbformat
import pandas as pd
from IPython.display import display

from analysis.charts.own_colours import own_colours
from analysis.charts.palette import Brand, brand
from analysis.charts.svg import figure_svg, picture_html
from analysis.config import load_segments
from analysis.config.segments import FILE as SEGMENTS_FILE
from analysis.errors import ConfigError, listed
from analysis.reporting.attribute_words import attribute_names
from analysis.store import Run, find_root
from analysis.tables.html import HtmlTable
from analysis.tables.sheet import sheet
from analysis.text import Skip, Text, Words

MOST_FINDINGS = 8  # of a chapter in short; the others stand in their sections


@dataclass
class Page:
    """One chapter being written: the run, the reader's language, what was found so far."""

    chapter: str
    run: Run
    text: Text
    parameters: Mapping[str, Any]
    told: list[Words] = field(default_factory=list)

    @property
    def refunds(self) -> str:
        return self.parameters.get("refunds") or self.run.config.refunds

    @property
    def window_months(self) -> int:
        return self.parameters.get("window") or self.run.config.window_months

    @property
    def minimum_cell(self) -> int:
        return self.run.config.privacy.minimum_cell

    def name_segments(self, words: Mapping[tuple[str, str, str], str]) -> None:
        """Names that were found in the data; the client's own go before them."""
        self.text = replace(self.text, own={**words, **self.text.own})

    @property
    def brand(self) -> Brand:
        own = load_segments(self.run.said_folder / SEGMENTS_FILE)
        return brand(self.run.config.brand.accent, self.run.config.brand.accent_dark, segments=own_colours(own.colours()))

    def in_short(self, story: Mapping[str, Words]) -> None:
        """The chapter's findings, largest sums first; they also go to the executive summary."""
        told = [words for words in story.values() if isinstance(words, Words)]
        self.told.extend(told)
        found = sorted((f for words in told for f in words.findings), key=lambda f: (-abs(f.money), f.last))[:MOST_FINDINGS]
        items = "".join(
            f'<li><span class="n">{escape(self.text.show(f.figure))}</span><span>{escape(self.text.say(f.sentence))}</span></li>'
            for f in found
        )
        _show(f'<ol class="findings">{items}</ol>', plain=[self.text.say(f.sentence) for f in found])

    def answer(self, words: Words | None) -> None:
        """The section's answer alone; nothing where there is none."""
        if isinstance(words, Skip):
            self.skip(words)
        if words is None or isinstance(words, Skip) or (not words.answer and not words.so):
            return
        _show(self._answer(words) + self._so(words), plain=[self.text.say(m) for m in words.answer])

    def chart(
        self,
        plot: Callable,
        table: pd.DataFrame | None,
        words: Words | Skip | None,
        *,
        otherwise: Skip | None = None,
        apart: str = "",
        **settings: Any,
    ) -> None:
        """Answer, the chart in both widths with title, subtitle and source, and what it means.

        Without words nothing was found to show: the section is skipped, for the reason `otherwise`; words may be the
        reason themselves.  A chart that is
        drawn several times on a page needs a word that tells the drawings `apart`.
        """
        if isinstance(words, Skip) or words is None or table is None:
            self._skip_for(words if isinstance(words, Skip) else otherwise)
            return
        name = "-".join(filter(None, (plot.__name__.removeprefix("plot_"), apart)))
        drawn = {width: plot(table, text=self.text, width=width, **settings) for width in ("full", "narrow")}
        svg = {
            width: figure_svg(figure, figure_id=f"{name}-{width}", language=self.text.language, brand=self.brand)
            for width, figure in drawn.items()
        }
        picture = picture_html(svg["full"], svg["narrow"], alt=self.text.say(words.alt or words.title))
        html = f"{self._answer(words)}<figure>{self._caption(words)}{picture}{self._note(words)}</figure>{self._so(words)}"
        _show(html, plain=[self.text.say(words.title), self.text.say(words.alt)])

    def table(
        self, html: str | Callable[..., str], words: Words | Skip | None, *data: Any, otherwise: Skip | None = None, **settings: Any
    ) -> None:
        """Answer, an HTML table with title, subtitle and source, and what it means.

        The table is finished HTML, or a function of `data` and `settings` that makes it.  Without words, as in `chart`.
        """
        if isinstance(words, Skip) or words is None:
            self._skip_for(words if isinstance(words, Skip) else otherwise)
            return
        html = html if isinstance(html, str) else html(*data, text=self.text, **settings)
        held = self._sheet(html, words)
        wide = f'<div class="scroll stick" tabindex="0">{html}</div>'
        block = f'<figure class="t">{self._caption(words)}{wide}</figure>{self._note(words)}'
        _show(f"{self._answer(words)}{block}{self._so(words)}", plain=[self.text.say(words.title)], strata=held)

    def folded(self, html: str | Callable[..., str], words: Words | Skip | None, *data: Any, **settings: Any) -> None:
        """A table behind its title, for what is looked up rather than read; nothing without words.

        The answer, where there is one, stands before it; the table is given as in `table`.
        """
        if not isinstance(words, Words):
            return
        html = html if isinstance(html, str) else html(*data, text=self.text, **settings)
        held = self._sheet(html, words)
        title = escape(self.text.say(words.title))
        block = f'<div class="scroll stick" tabindex="0">{html}</div>{self._note(words)}'
        fold = f'<details class="fold"><summary>{title}</summary><figure class="t">{block}</figure></details>'
        _show(f"{self._answer(words)}{fold}{self._so(words)}", plain=[self.text.say(words.title)], strata=held)

    def cards(self, html: str, words: Words | Skip) -> None:
        """Answer and finished cards (personas, plays); the reason where there are none."""
        if isinstance(words, Skip):
            self.skip(words)
            return
        _show(f"{self._answer(words)}{html}{self._note(words)}{self._so(words)}", plain=[self.text.say(m) for m in words.answer])

    def skip(self, why: Skip) -> None:
        """Mark the section as skipped: its heading stays, with the reason and what would open it."""
        said = {"reason": self.text.say(why.reason), "send": self.text.say(why.send), "unlocks": self.text.say(why.unlocks)}
        rows = "".join(f"<p>{escape(line)}</p>" for line in said.values() if line)
        _show(f'<div class="skipped">{rows}</div>', plain=list(said.values()), strata={"skipped": True, **said})

    def _skip_for(self, why: Skip | None) -> None:
        if why is not None:
            self.skip(why)

    def for_analysts(self, lines: Callable[..., str], table: pd.DataFrame | None, **settings: Any) -> None:
        """Plain lines made of a table, beside the code in the analyst's edition only; nothing without the table."""
        if table is not None:
            display({"text/plain": lines(table, text=self.text, **settings)}, raw=True)

    def finish(self) -> None:
        """Write the chapter's findings and decisions for the executive summary."""
        found = sorted((f for words in self.told for f in words.findings), key=lambda f: f.last)
        decisions = [d for words in self.told for d in words.decisions]
        self.run.write_table(f"findings-{self.chapter}", _findings_table(self.chapter, found, self.text))
        self.run.write_table(f"decisions-{self.chapter}", _decisions_table(self.chapter, decisions, self.text))

    def _sheet(self, html: str, words: Words) -> dict[str, Any]:
        """The table for the workbook, which is made of what the notebooks show; nothing for markup made elsewhere."""
        if not isinstance(html, HtmlTable):
            return {}
        say = self.text.say
        title, note = say(words.title) or html.label, self.text.say_all(words.note)
        return {"table": sheet(html, title=title, subtitle=say(words.subtitle), note=note)}

    def _answer(self, words: Words) -> str:
        return f'<p class="answer">{escape(self.text.say_all(words.answer))}</p>' if words.answer else ""

    def _caption(self, words: Words) -> str:
        title = f'<span class="ft">{escape(self.text.say(words.title))}</span>' if words.title else ""
        subtitle = f'<span class="fs">{escape(self.text.say(words.subtitle))}</span>' if words.subtitle else ""
        return f"<figcaption>{title}{subtitle}</figcaption>" if title or subtitle else ""

    def _note(self, words: Words) -> str:
        return f'<p class="src">{escape(self.text.say_all(words.note))}</p>' if words.note else ""

    def _so(self, words: Words) -> str:
        if not words.so:
            return ""
        return f'<p class="so"><b>{escape(self.text("What it means."))}</b> {escape(self.text.say_all(words.so))}</p>'


def open_page(chapter: str, names: Mapping[str, Any]) -> Page:
    """The page of a chapter, from the notebook's own names (its parameters).

    Raises ConfigError for a parameter that the notebook does not declare, and for a client or
    period that does not exist.
    """
    declared = declared_parameters(chapter)
    given = {key: value for key, value in names.items() if _is_literal(key, value)}
    check_parameters(chapter, given, declared)
    run = Run.open(str(given["client"]), str(given["period"]))
    language = given.get("language") or run.config.language
    own = load_segments(run.said_folder / SEGMENTS_FILE).words()
    text = Text(language, run.config.currency, run.config.told_of)
    text = replace(text, own=attribute_names(run.config.source, text) | own)
    return Page(chapter, run, text, {key: given[key] for key in declared})


def declared_parameters(chapter: str) -> dict[str, Any]:
    """Names and defaults of a notebook's parameters cell."""
    path = find_root() / "notebooks" / f"{chapter}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    return {
        node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(cell.source).body if isinstance(node, ast.Assign)
    }


def check_parameters(chapter: str, given: Mapping[str, Any], declared: Mapping[str, Any]) -> None:
    """Raise ConfigError for an unknown parameter or a value of another type than the default's."""
    for key, value in given.items():
        if key not in declared:
            close = difflib.get_close_matches(key, list(declared), n=1)
            raise ConfigError(
                "Notebook {notebook} has no parameter '{given}'.{hint} Its parameters: {known}.",
                notebook=chapter,
                given=key,
                hint=f" Did you mean '{close[0]}'?" if close else "",
                known=listed(declared),
            )
        default = declared[key]
        number = isinstance(default, float) and isinstance(value, int)
        if default is not None and not number and type(value) is not type(default):
            raise ConfigError(
                "Parameter '{key}' of notebook {notebook} is {value}, but must be of the kind of {default}.",
                key=key,
                notebook=chapter,
                value=json.dumps(value, ensure_ascii=False),
                default=json.dumps(default, ensure_ascii=False),
            )


def _is_literal(key: str, value: Any) -> bool:
    # Jupyter's own names, imports and functions are no parameters.
    return not key.startswith("_") and key not in ("In", "Out") and isinstance(value, str | int | float | list | dict | type(None))


def _findings_table(chapter: str, found: list, text: Text) -> pd.DataFrame:
    rows = [
        {
            "chapter": chapter, "number": number, "section": f.section, "figure": text.show(f.figure),
            "sentence": text.say(f.sentence), "money": float(f.money), "by_definition": f.by_definition,
            "headline": text.say(f.headline),
        }
        for number, f in enumerate(found, 1)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["chapter", "number", "section", "figure", "sentence", "money", "by_definition", "headline"])


def _decisions_table(chapter: str, decisions: list, text: Text) -> pd.DataFrame:
    rows = [
        {"chapter": chapter, "number": n, "title": text.say(d.title), "reason": text.say(d.reason), "weight": float(d.weight)}
        for n, d in enumerate(decisions, 1)
    ]
    return pd.DataFrame(rows, columns=["chapter", "number", "title", "reason", "weight"])


def _show(html: str, *, plain: list[str], strata: Mapping[str, Any] | None = None) -> None:
    shown = {"text/html": html, "text/plain": "\n".join(line for line in plain if line)}
    display(shown, raw=True, metadata={"strata": dict(strata)} if strata else None)
