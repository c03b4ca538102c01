"""The page's frame: Jinja templates, the stylesheet, and the page's own words.

Templates escape by default; only HTML that went through `clean_html` is marked safe.  A missing word
is an error, never an empty place in a client's report.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from analysis.charts import fonts, palette
from analysis.reporting.clean import image_address, link_address, plain, workbook_address

# English source; whoever calls `render_page` passes them translated.
LABELS = {
    "skip": "Skip to the report",
    "contents": "Contents",
    "chapter": "{number} · {title}",
    "period": "Period",
    "as_of": "As of",
    "version": "Version",
    "found": "What we found, largest sums first",
    "decide": "What we ask you to decide",
    "reasons": "Reasons",
    "not_computed": "not computed",
    "how_to_read": "How to read this",
    "code": "Code",
    "swipe": "Swipe the table sideways for more columns.",
    "comment": "Written comment, not computed",
    "skipped_mark": "{title} (skipped)",
    "section_skipped": "Section skipped",
    "reason": "Reason",
    "please_send": "Please send",
    "would_unlock": "It would unlock",
    "workbook": "Tables (Excel)",
    "self_contained": "This page holds no script and makes no request.",
}

_HERE = Path(__file__).parent
_FONTS = "/*fonts*/"


@cache
def environment() -> Environment:
    """The templates of this folder."""
    made = Environment(loader=FileSystemLoader(_HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {
        "plain": plain,
        "link": link_address,
        "workbook": workbook_address,
        "image": image_address,
        "css_text": css_text,
    }
    return made


def fragment(template: str, **names: Any) -> Markup:
    """A part of a page from its template."""
    return Markup(environment().get_template(template).render(**names))


def page(
    template: str, *, language: str, title: str, brand: Mapping[str, Any] | None, labels: Mapping[str, str], **content: Any
) -> str:
    """A whole page, with the glyphs it shows embedded as fonts."""
    if missing := LABELS.keys() - labels.keys():
        raise ValueError(f"labels lack {', '.join(sorted(missing))}")
    brand = brand or {}
    colours = palette.brand(brand.get("accent"), brand.get("accent_on_dark"), segments=brand.get("segments") or {})
    look = {
        "colours": colours,
        "variables": palette.css_variables(colours),
        "stylesheet": stylesheet(),
        "fonts": Markup(_FONTS),
    }
    body = str(fragment(template, language=language, title=title, brand=brand, labels=labels, **look, **content))
    return body.replace(_FONTS, fonts.page_faces(body, language), 1)


@cache
def stylesheet() -> Markup:
    """report.css."""
    return Markup((_HERE / "static" / "report.css").read_text("utf-8"))


def css_text(text: str) -> Markup:
    """Any text as the inside of a CSS string, where HTML's escapes do not hold."""
    return Markup("".join(one if one.isalnum() or one in " .,·-–—" else f"\\{ord(one):x} " for one in str(text)))
