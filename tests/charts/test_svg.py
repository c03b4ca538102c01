"""The finished SVG of a chart."""

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from analysis.charts import palette, style, svg

LABELS = {"en": "Champions – £8.91m", "zh": "重要价值 −2.2%"}


def chart(width="full", language="en", figure_id="sizes", *, label=None, colour=palette.CONTEXT):
    """One bar with a name (400) and a number (600)."""
    with style.new_figure(width, 1.2, language=language, figure_id=figure_id) as figure:
        axes = figure.subplots()
        style.bare(axes)
        axes.barh([0], [3], color=colour)
        axes.barh([1], [2], color=palette.ACCENT)
        axes.set_yticks([0], [label or LABELS[language]])
        style.direct_label(axes, "0.123456", 3, 0)
        style.zero_line(axes)
    return figure


def drawn(width="full", language="en", figure_id="sizes", brand=None, **look):
    return svg.figure_svg(chart(width, language, figure_id, **look), figure_id=figure_id, language=language, brand=brand)


def faces(text):
    """{(family, weight): characters} of the embedded fonts."""
    found = re.findall(r"font-family:'([^']+)';font-weight:(\d+);[^}]*?base64,([^)]+)\) format\('woff2'\)", text)
    return {
        (family, int(weight)): {chr(code) for code in TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()}
        for family, weight, data in found
    }


@pytest.mark.parametrize("language", ["en", "zh"])
def test_same_figure_gives_the_same_bytes(language):
    """No date, no creator, no random ids; another id gives other ids."""
    assert drawn(language=language) == drawn(language=language)
    assert drawn(figure_id="other") != drawn()
    assert "metadata" not in drawn()
    assert "matplotlib.org" not in drawn()


@pytest.mark.parametrize(("language", "family"), [("en", "Source Sans Pro"), ("zh", "Noto Sans SC")])
def test_svg_carries_exactly_its_own_glyphs_in_both_weights(language, family):
    """The page's fonts do not reach an image."""
    found = faces(drawn(language=language))

    assert {(family, 400): set(LABELS[language]), (family, 600): set("0.123456")} == found
    assert f"font-family: '{family}'" in drawn(language=language)


def test_chinese_category_in_an_english_chart_brings_its_own_font():
    """Client data keep their script whatever the report's language."""
    assert set("彩妆") == faces(drawn(label="彩妆 A"))["Noto Sans SC", 400]


def test_text_stays_text_and_keeps_its_decimals():
    """Coordinates are shortened to hundredths, labels never."""
    text = drawn()

    assert ">0.123456<" in text
    assert not re.search(r'(?:x|y|d)="[^"]*\d\.\d{3}', text)


@pytest.mark.parametrize(("width", "size"), [("full", (704, 115)), ("narrow", (350, 115))])
def test_size_is_exact(width, size):
    """Never cut to its contents."""
    assert size == svg.pixels(drawn(width))


def test_every_colour_in_use_turns_dark():
    """The light value stays in the file, the media query overrides it."""
    text = drawn()

    assert '[style*="fill: #b4bcc6"]{fill:#565f6a!important}' in text
    assert '[style*="stroke: #59616b"]{stroke:#a7afb8!important}' in text
    assert "fill: #b4bcc6" in text.split("</style>", 1)[1]
    assert "#064846" not in text
    assert set() == svg.strange_colours(text)
    assert {"#ff0000"} == svg.strange_colours(drawn(colour="#ff0000"))


def test_brand_recolours_the_accent_alone():
    """Segment colours never move."""
    brand = palette.brand("#0f766e")
    text = drawn(brand=brand, colour=palette.segment_colour("at_risk"))

    assert palette.ACCENT not in text
    assert f'[style*="fill: #0f766e"]{{fill:{brand.on_dark}!important}}' in text
    assert "#c35f15" in text


def test_markup_in_a_label_is_text():
    """A category named like a tag neither breaks the SVG nor hides its glyphs."""
    text = drawn(label="<script>&")

    assert "<script" not in text
    assert set("<script>&") == faces(text)["Source Sans Pro", 400]


def test_picture_offers_the_width_drawn_for_the_screen():
    """Two addresses, true sizes, an escaped alternative text."""
    html = svg.picture_html(drawn("full"), drawn("narrow"), alt='47% "of" <all>')

    assert html.count("data:image/svg+xml;base64,") == 2
    assert '<source media="(max-width:40rem)"' in html
    assert 'width="350" height="115"' in html
    assert 'width="704" height="115" alt="47% &quot;of&quot; &lt;all&gt;"' in html
