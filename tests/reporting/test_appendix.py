"""The appendix holds the notes of what a report used, and every link to a note leads to one."""

import re
from itertools import pairwise

import nbformat
import pandas as pd
import pytest

from analysis.config import load_client, parse_period
from analysis.reporting.appendix import appendix, spoken, used_notes
from analysis.reporting.appendix_settings import fingerprints, settings
from analysis.reporting.exporter import outline, render_page
from analysis.reporting.note_links import NOWHERE, NotePlace, placed, with_links
from analysis.reporting.notebooks import CHAPTERS
from analysis.store import Run, write_json
from analysis.text import Text
from analysis.text.notes import GLOSSARY, NOTES

ENGLISH = Text("en", "GBP")
CLIENT = """\
name: Acme
currency: GBP
source:
  transactions:
    files: raw/orders.csv
    columns: {customer_id: Customer, ordered_at: Date, amount: Amount}
"""
MADE = {
    "parameters": {"client": "acme", "period": "2024-Q4", "window": 12},
    "inputs": {"client.yaml": "aa"},
    "code": "bb",
    "definitions": "cc",
    "versions": {"pandas": "3.0"},
    "made_at": "2025-01-02 10:00 UTC",
}
LINK = '<p>x <span class="method">How it works: <a href="appendix.html#note-rfm">RFM</a></span></p>'


@pytest.fixture
def run(tmp_path):
    """A run that divided its customers by RFM and by age, and proposed plays; nobody drew a list."""
    folder = tmp_path / "data" / "acme"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "orders.csv").write_text("Customer,Date,Amount\n", encoding="utf-8")
    (folder / "client.yaml").write_text(CLIENT, encoding="utf-8")
    made = Run("acme", parse_period("2024-Q4"), load_client(folder / "client.yaml"), tmp_path / "data", tmp_path / "reports")
    segments = {"customer_id": ["a", "a"], "method": ["rfm", "demographic.age"], "segment": ["loyal", "18-34"]}
    made.write_table("segments", pd.DataFrame(segments))
    days = {"as_of": "2024-12-31", "first": "2023-01-01", "last": "2024-12-31", "start": "2024-10-01", "window_start": "2023-01-01"}
    write_json(made.folder / "dates.json", days)
    return made


def section(key, title, html, **strata):
    heading = nbformat.v4.new_markdown_cell(f"## {title}", metadata={"tags": [f"section:{key}"]})
    output = nbformat.v4.new_output("display_data", {"text/html": html}, metadata={"strata": strata})
    return [heading, nbformat.v4.new_code_cell("show()", outputs=[output])]


@pytest.fixture
def executed():
    """Five chapters; in the fourth the stake is shown and the calendar skipped."""
    books = {chapter: nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {chapter}")]) for chapter in CHAPTERS}
    books["02_segmentation"].cells += section("rfm", "How recent?", "<p>Champions are loyal.</p>")
    books["04_strategy"].cells += section("stake", "What is at stake?", LINK)
    books["04_strategy"].cells += section("calendar", "When?", "<p>x</p>", skipped=True, reason="No week.")
    return list(books.values())


def keys(run, executed):
    return {note.key for note in used_notes(run, executed)}


def test_only_methods_that_were_used_have_a_note(run, executed):
    """Two lenses hold customers and one section shows; a skipped section explains nothing."""
    assert {"rfm", "demographic", "stake"} == keys(run, executed)


def test_a_table_without_rows_is_not_used(run, executed):
    """The stake shows, so plays would be explained, if there were any."""
    empty = pd.DataFrame(columns=["method", "segment", "shown", "shown_then"])
    run.write_table("shown_segments", empty)

    assert "small_cells" not in keys(run, executed)

    run.write_table("shown_segments", pd.DataFrame([("rfm", "loyal", True, True)], columns=empty.columns))

    assert "small_cells" in keys(run, executed)


def page(run, executed):
    notes = used_notes(run, executed)
    linked = [with_links(book, chapter, notes, ENGLISH) for book, chapter in zip(executed, CHAPTERS, strict=True)]
    last = appendix(run, executed, notes, MADE, ENGLISH)
    place = NotePlace("", {note.key for note in notes})
    return render_page([*linked, last], cover=None, language="en", title="Acme", brand=None, notes=place)


def test_every_link_of_the_page_leads_somewhere(run, executed):
    html = page(run, executed).split("</style>", 1)[1]
    ids = re.findall(r'\bid="([^"]+)"', html)

    assert len(ids) == len(set(ids))
    assert {"note-rfm", "note-stake"} <= set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert "appendix.html" not in html


def test_the_appendix_stands_last_and_has_no_number(run, executed):
    html = page(run, executed)

    assert '<p><a href="#ch5">05 · 05_evaluation</a></p>' in html
    assert '<p><a href="#ch6">Appendix</a></p>' in html
    assert html.index('id="ch5"') < html.index('id="ch6"') < html.index('id="note-rfm"')


def test_headings_of_the_appendix_leave_no_level_out(run, executed):
    levels = [int(level) for level in re.findall(r"<h(\d)", page(run, executed).split('id="ch6"')[1])]

    assert 2 == levels[0]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_an_analyst_sees_no_empty_code(run, executed):
    notes = used_notes(run, executed)
    book = appendix(run, executed, notes, MADE, ENGLISH)
    html = render_page([book], cover=None, language="en", title="Acme", brand=None, audience="analyst")

    assert '<details class="fold code">' not in html


def test_a_section_links_to_its_notes_at_its_end(executed):
    before = len(executed[3].cells)
    book = with_links(executed[3], "04_strategy", [NOTES["stake"], NOTES["calendar"]], ENGLISH)

    assert "note-stake" in book.cells[3].source
    assert before == len(executed[3].cells)
    html = render_page([book], cover=None, language="en", title="x", brand=None, notes=NotePlace("appendix.html", set(NOTES)))
    assert 'href="appendix.html#note-stake"' in html
    assert "note-calendar" not in html


def test_chapter_pages_lead_to_the_page_beside_them():
    assert 'href="appendix.html#note-rfm"' in placed(LINK, NotePlace("appendix.html", {"rfm"}))
    assert 'href="#note-rfm"' in placed(LINK, NotePlace("", {"rfm"}))


def test_words_that_lead_to_no_note_are_left_out():
    """A notebook exported alone has no appendix beside it."""
    assert "<p>x</p>" == placed(LINK, NOWHERE)
    assert "<td>RFM</td>" == placed('<td><a href="appendix.html#note-rfm" class="quiet">RFM</a></td>', NOWHERE)


def test_the_glossary_holds_the_words_that_were_used(executed):
    words = {term.word.template for term in spoken(executed, GLOSSARY, ENGLISH)}

    assert {"Loyal", "At stake"} & words == {"Loyal"}
    assert "Churned" not in words


def test_settings_are_those_in_force(run):
    """The window of the parameters goes before that of client.yaml."""
    said = dict(settings(run, MADE, ENGLISH))

    assert "12 months before the end of the period" == said["Window"]
    assert "1 Oct 2024 to 31 Dec 2024" == said["Period"]
    assert "10 customers" == said["Smallest group shown"]
    assert "window=12" == said["Parameters given to the command"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("refit", "set anew for this period"),
        ("2024-Q3", "those of 2024-Q3"),
        ("match 2024-Q3", "set anew, groups numbered as in 2024-Q3"),
    ],
)
def test_limits_of_the_command_go_before_those_of_the_client(run, given, said):
    made = MADE | {"parameters": {"definitions": given}}

    assert said == dict(settings(run, made, ENGLISH))["Limits of the segments"]


def test_fingerprints_name_what_went_in():
    assert {"client.yaml": "aa", "the kit’s code": "bb", "definitions of the segments": "cc"} == fingerprints(MADE, ENGLISH)


def test_chapters_without_an_appendix_keep_their_numbers():
    (chapter,) = outline([nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Profile")])])

    assert ("ch1-", False) == (chapter.prefix, chapter.appendix)
