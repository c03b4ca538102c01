"""A finished figure as one SVG that reads anywhere: own glyphs, own dark mode, fixed bytes.

The SVG is shown in an `<img>`, where it cannot run anything and where the page's fonts and CSS
do not reach it.  So it carries the glyphs it uses, in both weights, and one media query that maps
each light colour in use to its dark value.  The light hex stays in the file: Word, Inkscape and old
browsers show a correct light chart.
"""

import base64
import html
import io
import re
import warnings
from collections import defaultdict

from matplotlib.figure import Figure

from analysis.charts import fonts
from analysis.charts.palette import DARK, Brand
from analysis.charts.style import style, width_of

_TEXT = re.compile(r"<text\b([^>]*)>(.*?)</text>", re.DOTALL)
_WEIGHT = re.compile(r"font-weight: (\d+)|font: (\d+)")
_COLOUR = re.compile(r"\b(fill|stroke): (#[0-9a-f]{6})\b")
_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)pt" height="([\d.]+)pt"')
_NOISE = re.compile(r'^.*?(?=<svg )|\s*<metadata>.*?</metadata>| transform="rotate\(-0 [^"]*\)"|<!--.*?-->\s*', re.DOTALL)


_TAG, _DECIMALS = re.compile(r"<[^>]*>"), re.compile(r"(\d\.\d\d)\d+")  # hundredths of a point are plenty


def figure_svg(figure: Figure, *, figure_id: str, language: str, brand: Brand | None = None) -> str:
    """The figure as SVG text.  Same figure, same id, same language: same bytes.

    `brand` recolours the accent.  Draw the figure inside `style.new_figure` with the same id.
    """
    buffer = io.StringIO()
    with style(width_of(figure), language=language, figure_id=figure_id), warnings.catch_warnings():
        # A glyph outside both families is drawn by the reader's own fonts.
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    drawn = _TAG.sub(lambda tag: _DECIMALS.sub(r"\1", tag[0]), _NOISE.sub("", buffer.getvalue()))
    recolour = (brand or Brand()).recolour
    for standing, (light, _) in recolour.items():
        drawn = drawn.replace(standing, light)
    dark = DARK | dict(recolour.values())
    own = fonts.font_faces(glyphs_used(drawn), language) + "text{white-space:pre}" + dark_rules(drawn, dark)
    return re.sub(r"(<svg [^>]*>)", lambda opening: f"{opening[0]}<style>{own}</style>", drawn, count=1)


def glyphs_used(svg: str) -> dict[int, set[str]]:
    """Characters of the SVG's texts by weight, 400 or 600."""
    used: dict[int, set[str]] = defaultdict(set)
    for look, content in _TEXT.findall(svg):
        weight = next((int(a or b) for a, b in _WEIGHT.findall(look)), 400)
        used[600 if weight >= 550 else 400] |= set(html.unescape(re.sub(r"<[^>]*>", "", content)))
    return dict(used)


def dark_rules(svg: str, dark: dict[str, str]) -> str:
    """The media query for the colours that this SVG uses."""
    used = dict.fromkeys(_COLOUR.findall(svg))
    rules = (f'[style*="{what}: {light}"]{{{what}:{dark[light]}!important}}' for what, light in used if light in dark)
    return "@media (prefers-color-scheme:dark){" + "".join(rules) + "}"


def strange_colours(svg: str, brand: Brand | None = None) -> set[str]:
    """Colours in the SVG that have no dark value: a chart should have none."""
    known = DARK | dict((brand or Brand()).recolour.values())
    return {light for _, light in _COLOUR.findall(svg)} - set(known)


def pixels(svg: str) -> tuple[int, int]:
    """Width and height in CSS pixels (96 to the inch)."""
    width, height = _SIZE.search(svg).groups()
    return round(float(width) * 4 / 3), round(float(height) * 4 / 3)


def data_uri(svg: str) -> str:
    """The SVG as a data: address for `src` or `srcset`."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def picture_html(full_svg: str, narrow_svg: str, *, alt: str) -> str:
    """The chart in both widths as one `<picture>`; the browser shows the one drawn for its screen."""
    (wide, high), (narrow_wide, narrow_high) = pixels(full_svg), pixels(narrow_svg)
    return (
        f'<picture><source media="(max-width:40rem)" srcset="{data_uri(narrow_svg)}" width="{narrow_wide}" height="{narrow_high}">'
        f'<img src="{data_uri(full_svg)}" width="{wide}" height="{high}" alt="{html.escape(alt)}"></picture>'
    )
