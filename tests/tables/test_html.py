"""The table template: escaping, row headers, bars."""

from analysis.tables.html import Head, Index, Linked, Muted, Named, Row, Step, html_table

HOSTILE = '<script>alert("x")</script>'


def test_everything_is_escaped():
    """A category called like a script stays a word, wherever it stands."""
    html = html_table([Head(HOSTILE), Head("n", "num")], [Row([Named(HOSTILE, "var(--c-lost)"), Muted(HOSTILE)])], label=HOSTILE)

    assert "<script>" not in html
    assert 4 == html.count("&lt;script&gt;")


def test_the_first_cell_is_the_rows_heading():
    html = html_table([Head("Segment"), Head("n", "num")], [Row(["Loyal", "5"], total=True)], label="t")

    assert '<tr class="total"><th scope="row">Loyal</th><td class="num">5</td></tr>' in html


def test_an_index_bar_stops_at_a_hundred_either_side():
    html = html_table(
        [Head("a"), Head("b", "seg")],
        [Row(["x", Index("340", 340.0)]), Row(["y", Index("50", 50.0)]), Row(["z", Index("–", None)])],
        label="t",
    )

    assert 'style="left:50%;width:50.0%"' in html
    assert 'class="b" style="right:50%;width:25.0%"' in html
    assert '<s class="e"></s>' in html


def test_a_removed_step_is_grey():
    html = html_table([Head("a"), Head("", "wf")], [Row(["x", Step(0.75, 1.0, removed=True)])], label="t")

    assert '<i class="m" style="left:75.0%;width:25.0%"></i>' in html


def test_a_link_is_escaped_and_quiet():
    html = html_table([Head("Lens")], [Row([Linked("A & B", "appendix.html#note-rfm")])], label="t")

    assert '<a href="appendix.html#note-rfm" class="quiet">A &amp; B</a>' in html
