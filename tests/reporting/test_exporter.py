"""The page that leaves the house: structure, escaping, and what a browser makes of it."""

import base64
import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.charts import palette, style, svg
from analysis.errors import ConfigError, NotebookError
from analysis.reporting.clean import clean_html, markdown_html
from analysis.reporting.exporter import ReportExporter, outline, render_index, render_page
from analysis.reporting.kernels import execute_notebook
from analysis.reporting.template import LABELS

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PIXEL = "data:image/png;base64,iVBORw0KGgo="
TRICKS = [
    "<script>window.hit = 1</script>",
    '"><img src=x onerror="window.hit = 1">',
    "<svg onload='window.hit = 1'></svg>",
    '<a href="javascript:window.hit=1">x</a>',
    '<a href="https://evil.example/x.html">x</a>',
    '<a href="//evil.example/x.html">x</a>',
    '<form action="https://evil.example"><input name="a"><button>go</button></form>',
    '<img src="https://evil.example/x.png" srcset="https://evil.example/x.png 1x">',
    '<img src="data:image/svg+xml,%3Csvg onload=window.hit=1%3E">',
    '<div style="background:url(https://evil.example/x.png)">x</div>',
    '<div style="position:fixed;inset:0">x</div>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example/">',
    "<style>@import 'https://evil.example/x.css'; body { display: none }</style>",
    '<iframe srcdoc="<script>parent.hit = 1</script>"></iframe>',
    "</section></main></body>",
    "{{ 7 * 7 }}{% raw %}",
]


def code(*outputs, source="display_it()", tags=(), strata=None):
    """A code cell that displayed these HTML blocks."""
    shown = [
        new_output("display_data", data={"text/html": html, "text/plain": "<repr>"}, metadata={"strata": strata or {}})
        for html in outputs
    ]
    return new_code_cell(source, metadata={"tags": list(tags)}, outputs=shown)


def text(source, *tags):
    return new_markdown_cell(source, metadata={"tags": list(tags)})


def page(*cells, cover=None, language="en", brand=None, **options):
    """One chapter of these cells, as a page."""
    book = new_notebook(cells=[text("# Profile\n\nWho are they?"), *cells])
    return render_page([book], cover=cover, language=language, title="Acme", brand=brand, **options)


def body(html):
    """The page after its stylesheet."""
    return html.split("</style>", 1)[1]


# what is let through


@pytest.mark.parametrize("trick", TRICKS)
def test_nothing_that_runs_or_loads_or_leads_out_survives(trick):
    """Neither from HTML nor from Markdown."""
    for html in (clean_html(trick), markdown_html(trick)):
        assert not re.search(
            r"<script|<form|<iframe|<style|<meta|<base|<svg|\bon\w+=|javascript:|https?:|//evil|fixed|%3Csvg", html
        )


def test_markdown_link_with_a_script_is_no_link():
    """mistune writes #harmful-link instead; that goes too."""
    assert "<p><a>x</a></p>" == markdown_html("[x](javascript:alert(1))").strip()


@pytest.mark.parametrize(
    "html",
    [
        '<figure class="t"><figcaption><span class="ft">a</span></figcaption></figure>',
        f'<picture><source media="(max-width:40rem)" srcset="{PIXEL}" width="350" height="2"><img src="{PIXEL}" alt="a"></picture>',
        '<td class="num" colspan="2" headers="a b" data-label="n">1</td>'.join(("<table><tbody><tr>", "</tr></tbody></table>")),
        '<table aria-label="x"><thead><tr><th scope="col" rowspan="2">a</th></tr></thead></table>',
        '<div class="card" style="--seg:var(--c-at_risk)">x</div>',
        '<i class="b" style="left:50%;width:2.3%"></i>',
        '<details class="fold how"><summary>s</summary><div>x</div></details>',
        '<div class="scroll stick hint" tabindex="0" role="img">x</div>',
        '<dl class="facts"><div><dt>a</dt><dd>1<small>b</small></dd></div></dl>',
        '<a href="#ch1-s3">x</a><a href="2024-Q4/report.html#ch1">y</a><a href="../客户/index.html">z</a>',
    ],
)
def test_the_blocks_of_the_report_pass_unchanged(html):
    """What tables, cards and charts are made of."""
    assert html == clean_html(html)


def test_ids_are_prefixed_but_links_to_sections_are_not():
    """Five notebooks may use the same ids."""
    html = '<p id="t" aria-labelledby="t">x</p><a href="#t">y</a><a href="#ch2-s3">z</a>'

    expected = '<p id="ch1-t" aria-labelledby="ch1-t">x</p><a href="#ch1-t">y</a><a href="#ch2-s3">z</a>'
    assert expected == clean_html(html, prefix="ch1-")


# from cells to sections


def test_outline_numbers_sections_and_finds_their_keys():
    """The findings on the cover link to these ids."""
    book = new_notebook(
        cells=[
            text("# Profile\n\nWho?"),
            code(tags=["setup"]),
            text("## How *large* is each? <!-- Sizes -->\n\nProse.", "section:sizes"),
            text("```\n## not a heading\n```"),
            text("## And?"),
        ]
    )
    first, second = outline([book, book])
    sizes, rest = second.sections

    assert "Profile" == first.title
    assert "<p>Who?</p>\n" == first.question
    assert ("ch2-s1", "How <em>large</em> is each?", "Sizes", "sizes") == (sizes.id, sizes.title, sizes.short, sizes.key)
    assert ("ch2-s2", "And?", "And?", "") == (rest.id, rest.title, rest.short, rest.key)


def test_page_opens_with_the_answer_and_hides_the_machinery():
    """Parameters, setup, plain text, stdout, stderr and code are not for the stakeholder."""
    loud = code('<p class="answer">Forty.</p><p class="answer">Two.</p><figure>f</figure>', source="secret_call()")
    loud.outputs += [new_output("stream", name="stdout", text="loud"), new_output("stream", name="stderr", text="warned")]
    hidden = [code("<p>hidden</p>", tags=[tag]) for tag in ("parameters", "injected-parameters", "setup", "remove-cell")]
    html = body(page(*hidden, text("## How many?"), text("Prose."), loud))

    section = '<section id="ch1-s1"><h2>How many?</h2>\n<p class="answer">Forty.</p><p class="answer">Two.</p>\n<p>Prose.</p>'
    assert section in html
    assert not any(word in html for word in ("hidden", "secret_call", "loud", "warned", "repr"))


def test_analyst_sees_code_and_printed_text_escaped():
    """Folded at the end of the section; stderr stays out."""
    loud = code("<p>x</p>", source="a < b")
    loud.outputs += [new_output("stream", name="stdout", text="<loud>"), new_output("stream", name="stderr", text="warned")]
    html = page(text("## How many?"), loud, text("How\n\nSo.", "fold"), audience="analyst")

    assert '</div></details>\n<details class="fold code"><summary>Code</summary><pre><code>a &lt; b</code></pre>' in html
    assert '<pre class="out">&lt;loud&gt;</pre>' in html
    assert "warned" not in html


def test_folds_and_limits_come_from_tags():
    """The first line is the summary."""
    html = page(text("## Q"), text("How to read **this**\n\nA 100 is usual.", "fold"), text("1. One year.", "limits"))

    assert '<details class="fold how"><summary>How to read this</summary><div><p>A 100 is usual.</p>\n</div></details>' in html
    assert '<div class="limits"><ol>\n<li>One year.</li>\n</ol>\n</div>' in html


def test_skipped_section_keeps_heading_answer_and_reason_alone():
    """Static prose would describe a chart that is not there."""
    cells = (
        text("## What do they say? <!-- Survey -->\n\nThe chart below"),
        text("More prose."),
        code('<p class="answer">Not shown.</p>'),
        code("<p>ignored</p>", strata={"skipped": True, "reason": "No <survey>.", "send": "Answers.", "unlocks": "Needs."}),
        text("How\n\nSo.", "fold"),
        text("## Next"),
        text("Stays."),
    )
    html = body(page(*cells))

    assert "<dt>Reason</dt><dd>No &lt;survey&gt;.</dd>\n<dt>Please send</dt><dd>Answers.</dd>" in html
    assert '<li><a href="#ch1-s1">Survey (skipped)</a></li>' in html
    assert "Not shown." in html
    assert "Stays." in html
    assert not any(word in html for word in ("chart below", "More prose", "<summary>How", "ignored"))


def test_skipped_block_may_come_as_html():
    """A helper that words its own block."""
    html = page(text("## Q"), text("Prose."), code('<div class="skipped">why</div>', strata={"skipped": True}))

    assert '<div class="skipped">why</div>' in html
    assert "Prose." not in html


def test_note_goes_beside_the_figure_it_follows_and_is_signed():
    """Also over a source line between them; a note elsewhere stays in the column."""
    figure, source, note = "<figure>f</figure>", '<p class="src">n = 1 <b>a</b></p>', '<aside class="note"><p>c</p></aside>'
    signed = '<aside class="note"><p>c</p><p class="who">Written comment, not computed</p></aside>'
    html = page(text("## Q"), code("<figure>e</figure><p>between</p>", figure + source + note), text("Prose."), code(note))

    assert f'between</p>\n<div class="with-note"><div>{figure}{source}</div>{signed}</div>' in html
    assert f"<p>Prose.</p>\n\n{signed}" in html


def test_wide_tables_say_that_they_swipe():
    """Six columns or the class `hint`; once, above the box that scrolls."""
    tables = ["".join(("<table><tbody><tr>", "<td>1</td>" * columns, "</tr></tbody></table>")) for columns in (3, 5, 6)]
    boxes = [
        f'<div class="{kind}">{table}</div>' for kind, table in zip(("scroll hint", "scroll", "scroll stick"), tables, strict=True)
    ]
    html = body(page(text("## Q"), code(*boxes)))

    hint = '<p class="swipe">Swipe the table sideways for more columns.</p>'
    assert f"{hint}{boxes[0]}\n{boxes[1]}\n{hint}{boxes[2]}" in html


def test_error_output_is_never_rendered():
    """A failed notebook may hold a client's raw values."""
    broken = new_code_cell("1 / 0", outputs=[new_output("error", ename="ZeroDivisionError", evalue="secret", traceback=[])])

    with pytest.raises(NotebookError, match="ZeroDivisionError") as caught:
        page(text("## Q"), broken)
    assert "secret" not in str(caught.value)


# the frame


COVER = {
    "client": "<b>Acme</b>",
    "subtitle": None,
    "period": "2024-Q4",
    "as_of": "31 Dec 2024",
    "version": "1",
    "status": "Draft",
    "headline": 'Fish & "chips" <script>window.hit = 1</script>',
    "kpis": [
        {"label": "Revenue", "figure": "£8.91m", "delta": "+25.7%", "comparison": "against 2023", "missing": None},
        {"label": "Margin", "figure": None, "delta": None, "comparison": None, "missing": None},
    ],
    "findings": [
        {"figure": "75%", "sentence": "of <all>", "href": "#ch1-s1", "link": "Sizes"},
        {"figure": "1%", "sentence": "leads out", "href": "javascript:window.hit=1", "link": "evil"},
    ],
    "decisions": [{"title": "Decide", "reason": "because"}],
    "confidence": {"headline": "Good.", "sentence": "All read.", "reasons": ["One.", "Two."]},
}


def test_cover_is_text_and_its_links_stay_inside():
    """Every value of the cover is escaped; a link that leads out is left away."""
    html = body(page(text("## Q"), cover=COVER))

    assert "<h1>Fish &amp; &#34;chips&#34; &lt;script&gt;" in html
    assert '<span>of &lt;all&gt; <a href="#ch1-s1">Sizes</a></span>' in html
    assert "<span>leads out</span>" in html
    assert "<strong>+25.7%</strong> against 2023" in html
    assert '<span class="na">not computed</span>' in html
    assert "<p>One.</p>\n<p>Two.</p>" in html


def test_merged_page_has_no_id_twice():
    """Chapters number their sections and prefix what outputs bring along."""
    book = new_notebook(cells=[text("# A\n\nQ?"), text("## One"), code('<p id="t"><a href="#t">x</a></p>'), text("## Two")])
    html = render_page([book] * 3, cover=COVER, language="en", title="Acme", brand=None)
    ids = re.findall(r'\bid="([^"]+)"', html)

    assert len(ids) == len(set(ids)) == 13
    assert set(re.findall(r'href="#([^"]+)"', body(html))) <= set(ids)


def test_page_says_no_word_of_its_own():
    """All words of the frame come from the labels."""
    words = {key: f"§{number} {{number}}{{title}}" for number, key in enumerate(LABELS)}
    book = new_notebook(cells=[text("# 甲"), text("## 乙"), code(strata={"skipped": True, "reason": "丙"})])
    html = render_page([book, book], cover=dict(COVER, headline="丁"), language="zh", title="戊", brand=None, labels=words)

    assert not [word for word in LABELS.values() if len(word) > 7 and word in body(html)]
    with pytest.raises(ValueError, match="labels lack contents"):
        page(labels={key: word for key, word in LABELS.items() if key != "contents"})


def test_brand_changes_the_accent_and_signs_the_page():
    """A brand colour is checked before it gets into the stylesheet."""
    html = page(brand={"accent": "#0f766e", "author": "A & B", "disclaimer": "Draft", "logo": "https://evil.example/x.png"})

    assert "--brand:#0f766e" in html
    assert "<p>A &amp; B</p>" in html
    assert "evil" not in html
    with pytest.raises(ConfigError):
        page(brand={"accent": "</style>"})


def test_title_cannot_leave_the_stylesheet():
    """The running head is a CSS string, where HTML's escapes do not hold."""
    html = render_page([new_notebook()], cover=None, language="en", title='</style><script>"}', brand=None)

    assert "</style><script>" not in html
    assert '{content:"\\3c \\2f style\\3e ' in html


def test_index_lists_the_periods():
    """Links beside the page only."""
    entries = [
        {"period": "2024-Q4", "href": "2024-Q4/report.html", "headline": "<up>", "as_of": "31 Dec", "status": "Draft"},
        {"period": "2024-Q3", "href": "https://evil.example"},
    ]
    html = render_index(entries, title="Acme", language="en", labels=LABELS, brand=None)

    assert '<a href="2024-Q4/report.html">2024-Q4</a>' in html
    assert "&lt;up&gt;" in html
    assert "evil" not in html


def test_nbconvert_finds_the_exporter():
    """`jupyter nbconvert --to strata-report` names this class in its entry point."""
    exporter = get_exporter("analysis.reporting.exporter.ReportExporter")(language="zh")
    html, resources = exporter.from_notebook_node(new_notebook(cells=[text("# 客户画像\n\n谁？"), text("## 问")]))

    assert isinstance(exporter, ReportExporter)
    assert ".html" == resources["output_extension"]
    assert "<h1>客户画像</h1>" in html


# in a browser


def sample(language):
    """The source of a cell that displays one chart, drawn by the kit in the kernel."""
    return f"""
from IPython.display import HTML, display
from analysis.charts import palette, style, svg
drawn = []
for width in ("full", "narrow"):
    with style.new_figure(width, 1.5, language={language!r}, figure_id="sizes") as figure:
        axes = figure.subplots()
        style.bare(axes)
        axes.barh([0, 1], [3, 2], color=palette.segment_colour("champions"))
        axes.set_yticks([0, 1], ["<script>hit=1</script>", "重要价值"])
        style.direct_label(axes, "47%", 3, 0)
    drawn.append(svg.figure_svg(figure, figure_id="sizes", language={language!r}))
display(HTML("<figure>" + svg.picture_html(*drawn, alt="47%") + "</figure>"))
"""


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        pytest.skip("chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module", params=["en", "zh"])
def report(request, tmp_path_factory):
    """A notebook really executed and rendered: (language, path of the page)."""
    folder = tmp_path_factory.mktemp("report")
    book = new_notebook(cells=[text("# 画像 Profile\n\nWho?"), text("## 多大 How large?"), new_code_cell(sample(request.param))])
    executed = execute_notebook(book, parameters={}, output=None, cwd=Path(__file__).parents[2])
    tricks = [code(trick) for trick in TRICKS] + [text(trick) for trick in TRICKS]
    executed.cells += [text("## Tricks"), *tricks]
    target = folder / "report.html"
    html = render_page([executed], cover=COVER, language=request.param, title="Acme · 客户", brand=None)
    target.write_text(html, "utf-8")
    return request.param, target


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_browser_shows_the_page_without_request_message_or_script(browser, report, scheme):
    """Strict CSP, both weights really loaded, charts drawn, tricks inert, no sideways scrolling."""
    language, path = report
    for width in (1440, 390):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        tab, seen = context.new_page(), []
        tab.on("console", lambda message, seen=seen: seen.append(message.text))
        tab.on("pageerror", lambda error, seen=seen: seen.append(str(error)))
        tab.on("request", lambda request, seen=seen: seen.append(request.url) if not request.url.startswith("data:") else None)
        tab.goto(path.as_uri(), wait_until="load")
        loaded = tab.evaluate("document.fonts.ready.then(() => [...document.fonts].map(f => [f.family, f.weight, f.status]))")
        fits = tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        drawn = tab.evaluate("[...document.images].filter(i => i.naturalWidth > 0).map(i => i.naturalWidth)")
        hit = tab.evaluate("window.hit")
        context.close()

        family = {"en": "Source Sans Pro", "zh": "Noto Sans SC"}[language]
        assert [path.as_uri()] == seen
        assert {(family, "400", "loaded"), (family, "600", "loaded")} <= {
            (name.strip("\"'"), weight, status) for name, weight, status in loaded
        }
        assert [704 if width == 1440 else 350] == drawn
        assert hit is None
        assert fits


def test_chinese_page_carries_every_glyph_it_shows():
    """Else boxes on a server without Chinese fonts."""
    html = page(text("## 臺灣的會員貢獻多少？"), language="zh")
    shown = {ord(one) for one in re.sub(r"<[^>]*>", "", body(html)) if not one.isspace()}
    embedded = re.findall(r"font-family:'Noto Sans SC';font-weight:(\d+);[^}]*?base64,([^)]+)\)", html)

    assert ["400", "600"] == [weight for weight, _ in embedded]
    for _, data in embedded:
        assert shown <= TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap().keys()


def test_charts_survive_cleaning_byte_for_byte():
    """The picture comes out as it went in."""
    with style.new_figure("full", 1, language="en", figure_id="x") as figure:
        figure.subplots().barh([0], [1], color=palette.ACCENT)
    drawn = svg.figure_svg(figure, figure_id="x", language="en")
    html = svg.picture_html(drawn, drawn, alt='5 < 6 "x"')

    assert html.replace("&lt;", "<") == clean_html(html).replace("&lt;", "<")
