"""The consultant's comments stand beside their section, once, and only theirs."""

import nbformat

from analysis.reporting.notes import with_notes
from analysis.text import Text


def notebook():
    heading = nbformat.v4.new_markdown_cell("## Who?", metadata={"tags": ["section:money"]})
    output = nbformat.v4.new_output("display_data", {"text/html": "<figure></figure>"})
    code = nbformat.v4.new_code_cell("show()", outputs=[output])
    again = nbformat.v4.new_code_cell("show()", outputs=[output])
    return nbformat.v4.new_notebook(cells=[heading, code, again])


def test_a_comment_follows_the_first_output_of_its_section(tmp_path):
    (tmp_path / "money.md").write_text("Call the **first** ten.", encoding="utf-8")
    done = with_notes(notebook(), tmp_path, Text("en"))

    assert "<strong>first</strong>" in done.cells[1].outputs[0]["data"]["text/html"]
    assert "aside" not in done.cells[2].outputs[0]["data"]["text/html"]


def test_without_comments_nothing_changes(tmp_path):
    before = notebook()

    assert before == with_notes(before, tmp_path / "notes", Text("en"))


def test_a_comment_cannot_bring_a_script(tmp_path):
    (tmp_path / "money.md").write_text("<script>alert(1)</script> [x](javascript:alert(1))", encoding="utf-8")
    html = with_notes(notebook(), tmp_path, Text("en")).cells[1].outputs[0]["data"]["text/html"]

    assert "<script" not in html
    assert 'href="javascript' not in html
