"""HTML and Markdown from notebooks, made harmless for the page.

Category names, free text and the consultant's notes come from outside.  Scripts, handlers,
forms and every external address go; tables, figures, folds and inline looks stay.  What is left can
only point into the report: `#…`, another .html page beside it, or an image inside the page.
"""

import re
from functools import cache
from html import unescape

import mistune
import nh3

_TAGS = {
    *("a", "abbr", "article", "aside", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del"),
    *("details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
    *("hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "picture", "pre", "q", "s", "samp", "section", "small", "source"),
    *("span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "wbr"),
}
_ATTRIBUTES = {
    "*": {"class", "id", "style", "lang", "dir", "title", "role", "tabindex", "data-label"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"src", "srcset", "width", "height", "alt"},
    "ol": {"start", "type"},
    "source": {"srcset", "media", "width", "height"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
}
_STYLES = {
    *("--seg", "color", "background", "background-color", "opacity", "text-align", "vertical-align", "white-space"),
    *("font-size", "font-weight", "font-style", "font-variant-numeric", "line-height", "text-decoration", "text-indent"),
    *("width", "min-width", "max-width", "height", "min-height", "max-height", "left", "right", "top", "bottom", "transform"),
    *("margin", "margin-top", "margin-bottom", "margin-left", "margin-right", "padding", "padding-left", "padding-right"),
    *("padding-top", "padding-bottom", "border", "border-top", "border-bottom", "border-left", "border-right", "border-color"),
    *("border-style", "border-width", "border-collapse", "border-radius", "display", "grid-template-columns", "gap"),
}
_IMAGE = re.compile(r"data:image/(?:svg\+xml|png);base64,[A-Za-z0-9+/]+=*")
_LINK = re.compile(r"#[^\s\"'<>]*|(?![/\\])(?:[^\s:\\?#\"'<>]+/)*[^\s/:\\?#\"'<>]+\.html(?:#[^\s\"'<>]*)?")
_WORKBOOK = re.compile(r"(?:(?!\.\.?/)[^\s/:\\?#\"'<>]+/)*[^\s/:\\?#\"'<>]+\.xlsx")
_BAD_STYLE = re.compile(r"url\s*\(|image(?:-set)?\s*\(|expression|@|\\|<", re.IGNORECASE)


_OURS = re.compile(r"ch\d+(?:-s\d+)?|main")  # ids that the exporter gives out itself
_REFERENCES = {"headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details"}


def clean_html(html: str, *, prefix: str = "") -> str:
    """The HTML without anything that could run, load, or lead out of the report; tags balanced.

    `prefix` is put before every id and every reference to one, so that five notebooks can share a
    page; links to the page's own sections (`#ch2-s3`) stay.
    """
    return _cleaner(prefix).clean(html)


def markdown_html(text: str, *, prefix: str = "") -> str:
    """Markdown as clean HTML.  Headings get no ids; the exporter numbers sections itself."""
    return clean_html(_MARKDOWN(text), prefix=prefix)


def image_address(value: str | None) -> str | None:
    """The address if it is an SVG or PNG held inside the page, else None."""
    return value.strip() if value and _IMAGE.fullmatch(value.strip()) else None


def link_address(value: str | None) -> str | None:
    """The address if it stays inside the report (`#…`, a relative .html page), else None."""
    return value if value and value != "#harmful-link" and _LINK.fullmatch(value) else None


def workbook_address(value: str | None) -> str | None:
    """The address if it is a workbook below this page (a relative .xlsx), else None; only the index links to one."""
    return value if value and _WORKBOOK.fullmatch(value) else None


def plain(html: str) -> str:
    """The text of a line of HTML."""
    return unescape(re.sub(r"<[^>]*>", "", html)).strip()


@cache
def _cleaner(prefix: str) -> nh3.Cleaner:
    def named(name: str) -> str:
        return name if not prefix or _OURS.fullmatch(name) else prefix + name

    def attribute(_tag: str, name: str, value: str) -> str | None:
        if name in ("src", "srcset"):
            return image_address(value)
        if name == "href":
            address = link_address(value)
            return "#" + named(address[1:]) if address and len(address) > 1 and address[0] == "#" else address
        if name == "style":
            return None if _BAD_STYLE.search(value) else value
        if name == "id":
            return None if _OURS.fullmatch(value) else prefix + value
        if name in _REFERENCES:
            return " ".join(named(one) for one in value.split())
        return value

    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=attribute,
        clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"},
        generic_attribute_prefixes={"aria-"},
        filter_style_properties=_STYLES,
        url_schemes={"data"},
        link_rel=None,
    )


_MARKDOWN = mistune.create_markdown(escape=False, plugins=["table", "strikethrough"])
