"""Palette, type and settings of charts."""

import subprocess
import sys

import matplotlib as mpl
import pytest
from matplotlib.font_manager import FontProperties, findfont

from analysis.charts import fonts, palette, style
from analysis.charts.palette import DARK, INK, PAPER
from analysis.errors import ConfigError


def test_every_light_value_names_one_role():
    """The dark mode of a finished SVG finds a role by its hex value alone."""
    pairs = [*palette.ROLES.values(), *palette.SEGMENTS.values(), *palette.VALUE.values(), *palette.SEQUENTIAL, *palette.DIVERGING]

    assert len(pairs) == len({light for light, _ in pairs}) == len(DARK)


@pytest.mark.parametrize(("classes", "inks"), [("SEQUENTIAL", "ON_SEQUENTIAL"), ("DIVERGING", "ON_DIVERGING")])
def test_numbers_on_heat_cells_can_be_read_in_light_and_dark(classes, inks):
    """4.5:1 for the ink of each class, on screen and on paper."""
    for (light, dark), ink in zip(getattr(palette, classes), getattr(palette, inks), strict=True):
        assert palette.contrast(ink, light) >= 4.5
        assert palette.contrast(DARK[ink], dark) >= 4.5


def test_contrast_of_black_and_white_is_21():
    """The WCAG formula at its ends."""
    assert 21 == pytest.approx(palette.contrast("#000000", "#ffffff"))


def test_segment_colour_knows_segments_stages_and_tiers():
    """Keys that mean the same share a colour."""
    assert "#064846" == palette.segment_colour("champions") == palette.segment_colour("important_value")
    assert palette.segment_colour("heavy") == palette.segment_colour("high") == palette.segment_colour("a")
    assert palette.segment_colour("churned") == palette.segment_colour("lost")
    with pytest.raises(ValueError, match="cluster_1"):
        palette.segment_colour("cluster_1")


def test_unnamed_segments_get_one_colour_of_each_family_first():
    """Green, blue, ochre, red-orange, grey; a named key among them keeps its own."""
    colours = palette.segment_colours(["c_1", "c_2", "champions", "c_3"])

    assert palette.SEGMENTS["champions"][0] == colours["champions"]
    assert [palette.SEGMENTS[key][0] for key in ("potential_loyalist", "need_attention", "at_risk")] == [
        colours[key] for key in ("c_1", "c_2", "c_3")
    ]
    assert palette.CONTEXT == palette.segment_colours(f"c_{n}" for n in range(13))["c_12"]


def test_segment_colour_of_the_page_follows_the_screen():
    """Tables name the CSS variable, which has a dark value."""
    assert "var(--c-at_risk)" == palette.css_colour(palette.segment_colour("at_risk"))
    assert ("#c35f15", "#ffa260") == palette.css_variables()["--c-at_risk"]


def test_brand_that_cannot_be_read_is_refused_with_the_nearest_that_can():
    """Links are set in the brand colour."""
    with pytest.raises(ConfigError, match=r"brand.accent is '#ffcc00'.*1\.5 to 1.*'#8f7200'"):
        palette.brand("#ffcc00")
    with pytest.raises(ConfigError, match="six hex digits"):
        palette.brand("red; } body { display: none")


def test_brand_never_collides_with_a_segment():
    """A brand equal to At Risk's colour moves by one step, and reads on both papers."""
    brand = palette.brand("#7b141e")

    assert brand.accent not in DARK
    assert brand.tint not in DARK
    assert palette.contrast(brand.accent, PAPER) >= 4.5
    assert palette.contrast(brand.on_dark, DARK[PAPER]) >= 4.5


@pytest.mark.parametrize(("width", "pixels"), [("full", 703.68), ("narrow", 350.4)])
def test_figures_have_the_exact_width_of_the_column(width, pixels):
    """One inch is 96 CSS pixels."""
    with style.new_figure(width, 2, language="en", figure_id="x") as figure:
        pass

    assert pixels == pytest.approx(figure.get_figwidth() * 96)
    assert width == style.width_of(figure)


def test_settings_hold_inside_the_block_only():
    """No other notebook cell sees them."""
    keys = style.settings("narrow", language="zh", figure_id="x").keys()
    before = {key: mpl.rcParams[key] for key in keys}
    with style.new_figure("narrow", 2, language="zh", figure_id="x") as figure:
        axes = figure.subplots()
        assert 8.25 == mpl.rcParams["font.size"]
        assert 7.0 == style.small_size()
        assert INK == style.direct_label(axes, "47%", 1, 1).get_color()

    assert before == {key: mpl.rcParams[key] for key in keys}
    assert not axes.spines["left"].get_visible()


@pytest.mark.parametrize("family", [fonts.SOURCE, fonts.NOTO])
@pytest.mark.parametrize("weight", [400, 600])
def test_both_weights_are_real_faces(family, weight):
    """With the 600 missing, everything would be drawn in 400 and nothing would complain."""
    fonts.register()

    assert str(fonts.face_path(family, weight)) == findfont(FontProperties(family=family, weight=weight), fallback_to_default=False)


def test_chinese_font_covers_simplified_and_traditional_names():
    """GB2312, Big5 level 1, and the punctuation of reports."""
    assert "" == fonts.uncovered("客户分群报告，臺灣義區會員：￥1,234 −2.2（％）“……”—·、《》①")
    assert "😀喆" == fonts.uncovered("a 😀喆😀")


def test_drawing_needs_no_pyplot():
    """A pyplot imported before the kernel's shell exists would never be hooked to the notebook."""
    code = "import analysis.charts.svg, sys; sys.exit('matplotlib.pyplot' in sys.modules)"

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode


def test_steps_give_named_classes():
    """Two classes from three edges; a value on an edge belongs to the upper one."""
    colours, norm = style.steps(palette.SEQUENTIAL, [0, 10, 100])

    assert 2 == colours.N
    assert [0, 1] == [int(norm(value)) for value in (9, 10)]
