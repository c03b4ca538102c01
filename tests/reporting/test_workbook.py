"""The workbook: the tables of the page as sheets, text as text, the same bytes again."""

import zipfile
from datetime import date
from io import BytesIO

import nbformat
import pytest
import python_calamine

from analysis.reporting.clean import workbook_address
from analysis.reporting.workbook import Front, sheets_of, workbook_bytes
from analysis.tables.html import Head, Muted, Row, html_table
from analysis.tables.sheet import sheet
from analysis.text import Text, count, share

EVIL = '=HYPERLINK("http://evil.example","x")'
FRONT = Front("Contents", "Acme · 2024-Q4", [("Client", "Acme"), ("As of", "31 Dec 2024")], "How to", ("Sheet", "Chapter", "Table"))
TEXT = Text("en", "GBP")


def shown(label: str, title: str, *names: str) -> dict:
    """A table of a name, its 12 customers, and their share; the last name's customers are kept back."""
    heads = [Head("Segment"), Head("Customers", "num"), Head("Share", "num")]
    rows = [Row([name, TEXT.show(count(12)), TEXT.show(share(0.47))]) for name in names]
    rows[-1] = Row([names[-1], "<10", Muted(TEXT.show(share(None)))])
    return sheet(html_table(heads, rows, label=label), title=title, subtitle="at the end", note="Source: orders")


def notebook(title: str, *tables: dict) -> nbformat.NotebookNode:
    outputs = [
        nbformat.v4.new_output("display_data", {"text/html": "<table></table>"}, metadata={"strata": {"table": one}})
        for one in tables
    ]
    cells = [nbformat.v4.new_markdown_cell(f"# {title}\nWhy?"), nbformat.v4.new_markdown_cell("## What?")]
    return nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_code_cell("x", outputs=outputs)])


@pytest.fixture(scope="module")
def made() -> bytes:
    first = notebook("Segments & co", shown("Sizes: which [best]?", EVIL, "Loyal", EVIL), shown("Rules", "A", "a", "b"))
    second = notebook("Plays", shown("Rules", "B", "c", "d"))
    return workbook_bytes(sheets_of([first, second]), FRONT, as_of=date(2024, 12, 31))


def read(content: bytes) -> dict[str, list[list]]:
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_one_sheet_for_each_table_named_by_chapter_after_one_that_lists_them(made):
    """What two tables are called alike is called by its title."""
    held = read(made)

    assert ["Contents", "1.1 Sizes which best", "1.2 A", "2.1 B"] == list(held)
    listed = [row for row in held["Contents"] if row[0] in held]
    assert [
        ["1.1 Sizes which best", "01 Segments & co", EVIL],
        ["1.2 A", "01 Segments & co", "A"],
        ["2.1 B", "02 Plays", "B"],
    ] == listed
    assert ["Client", "Acme", ""] in held["Contents"]


def test_title_subtitle_heads_numbers_and_note(made):
    rows = read(made)["1.2 A"]

    assert ["A", "at the end", "", "Segment"] == [row[0] for row in rows[:4]]
    assert [["a", 12.0, 0.47], ["b", "<10", "–"]] == rows[4:6]
    assert "Source: orders" == rows[-1][0]


def test_text_is_never_a_formula_nor_an_address(made):
    with zipfile.ZipFile(BytesIO(made)) as packed:
        sheets = "".join(packed.read(name).decode() for name in packed.namelist() if "worksheets/" in name)
        words = packed.read("xl/sharedStrings.xml").decode()

    assert "<f>" not in sheets
    assert "evil.example" not in sheets
    assert "=HYPERLINK(" in words
    assert not [name for name in zipfile.ZipFile(BytesIO(made)).namelist() if "external" in name.lower()]


def test_the_same_tables_give_the_same_bytes_dated_on_the_day_of_the_figures(made):
    table = shown("Rules", "A", "a", "b")
    twice = [workbook_bytes(sheets_of([notebook("x", table)]), FRONT, as_of=date(2024, 12, 31)) for _ in range(2)]

    assert twice[0] == twice[1]
    with zipfile.ZipFile(BytesIO(twice[0])) as packed:
        assert {(1980, 1, 1, 0, 0, 0)} == {one.date_time for one in packed.infolist()}
        assert "2024-12-31T00:00:00Z" in packed.read("docProps/core.xml").decode()


def test_long_and_equal_names_fit_the_format():
    tables = [shown("How is each segment of the lens defined?", "One long title of a table, told once", "a", "b")] * 12
    names = [one.name for one in sheets_of([notebook("x", *tables)])]

    assert 12 == len({name.lower() for name in names})
    assert 31 >= max(map(len, names))


@pytest.mark.parametrize("good", ["2024-Q4/summary.xlsx", "children/north-1f/2024-Q4/summary.xlsx"])
def test_the_index_links_workbooks_below_it(good):
    assert good == workbook_address(good)


@pytest.mark.parametrize(
    "bad", ["https://evil.example/a.xlsx", "//evil/a.xlsx", "../a.xlsx", "/etc/a.xlsx", "a.xlsx?b", "x/../a.xlsx", "a.html"]
)
def test_the_index_links_nothing_else_for_a_workbook(bad):
    assert workbook_address(bad) is None
