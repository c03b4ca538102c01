"""The notebooks: short, readable from top to bottom, and committed as they are before they run."""

import ast
import json
import re
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))
SCALE_MARKS = {"0", "1", "4", "50", "100", "200"}  # of shares, indices and multiples: the same in every report
MOST_CELLS, MOST_LINES = 25, 8

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path, kind: str | None = None) -> list[dict]:
    """The cells of a notebook, with their source as one text and their tags as a set."""
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [
        cell | {"source": "".join(cell["source"]), "tags": set(cell["metadata"].get("tags", ()))}
        for cell in found
        if kind in (None, cell["cell_type"])
    ]


def lines(cell: dict) -> list[str]:
    return cell["source"].splitlines()


def test_no_result_is_committed(path):
    """Outputs would hold a client's figures, and counts would change with every run."""
    code = cells(path, "code")

    assert [] == [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"] is not None]
    assert [] == [cell["id"] for cell in cells(path) if set(cell["metadata"]) - {"tags"}]


def test_parameters_come_first_then_the_setup(path):
    code = cells(path, "code")

    assert "parameters" in code[0]["tags"]
    assert "setup" in code[1]["tags"]
    assert 1 == sum("parameters" in cell["tags"] for cell in code) == sum("setup" in cell["tags"] for cell in code)


def test_parameters_are_literals_with_a_comment_on_every_line(path):
    """papermill replaces them, and the page lists them with their comments."""
    source = cells(path, "code")[0]["source"]

    assert [] == [line for line in source.splitlines() if not re.search(r"  # \S", line)]
    for statement in ast.parse(source).body:
        assert isinstance(statement, ast.Assign), ast.unparse(statement)
        assert isinstance(statement.targets[0], ast.Name)
        ast.literal_eval(statement.value)


def test_the_setup_only_imports_and_opens_the_page(path):
    setup = cells(path, "code")[1]
    statements = ast.parse(setup["source"]).body

    assert 1 == sum(not isinstance(statement, ast.Import | ast.ImportFrom) for statement in statements)
    assert [] == [cell["id"] for cell in cells(path, "code")[2:] if re.search(r"^\s*(import|from)\s", cell["source"], re.M)]


def test_a_notebook_and_its_cells_are_short(path):
    code = cells(path, "code")

    assert MOST_CELLS >= len(code)
    assert {} == {cell["id"]: len(lines(cell)) for cell in code if len(lines(cell)) > MOST_LINES}


def test_logic_lives_in_the_package(path):
    """A reader of a notebook reads calls: no functions, no classes, no loops, no handling of errors."""
    banned = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda, ast.Try, ast.With, ast.AsyncFunctionDef, ast.If)
    wrong = [
        f"{cell['id']}: {type(node).__name__}"
        for cell in cells(path, "code")
        for node in ast.walk(ast.parse(cell["source"]))
        if isinstance(node, banned)
    ]

    assert [] == wrong
    assert [] == [cell["id"] for cell in cells(path, "code") if re.search(r"^\s*[%!]", cell["source"], re.M)]


def test_no_number_is_typed_into_prose(path):
    """Numbers are computed; only limits, numbered lists and the numbers of headings may hold digits.

    What explains how a chart is read may name the fixed marks of its scale.
    """
    wrong = []
    for cell in cells(path, "markdown"):
        for line in [] if "limits" in cell["tags"] else cell["source"].splitlines():
            plain = re.sub(r"<!--.*?-->|`[^`]*`|\]\([^)]*\)", "", line)
            plain = re.sub(r"^\s*(#+\s*)?\d+(\.\d+)*[.)]?\s", "", plain)
            if set(re.findall(r"\d[\d.,]*\d|\d", plain)) - (SCALE_MARKS if "fold" in cell["tags"] else set()):
                wrong.append(f"{cell['id']}: {line}")

    assert [] == wrong


def test_headings_are_there_once(path):
    """One title; sections by question; no heading twice, because headings are the page's addresses."""
    headings = [line for cell in cells(path, "markdown") for line in cell["source"].splitlines() if re.match(r"#+ ", line)]
    shown = [re.sub(r"<!--.*?-->", "", heading).lstrip("# ").strip() for heading in headings]

    assert 1 == sum(heading.startswith("# ") for heading in headings)
    assert headings[0].startswith("# ")
    assert [] == sorted(heading for heading in shown if shown.count(heading) > 1)


def test_section_tags_are_unique(path):
    tags = [tag for cell in cells(path) for tag in cell["tags"] if tag.startswith("section:")]

    assert [] == sorted(tag for tag in tags if tags.count(tag) > 1)
    assert tags


def test_cells_have_fixed_ids(path):
    """01-05 is the fifth cell of chapter 01, or was when it was written: random ids would change the page's bytes."""
    ids = [cell["id"] for cell in cells(path)]

    assert [] == [one for one in ids if not re.fullmatch(rf"{path.stem[:2]}-\w+", one)]
    assert len(set(ids)) == len(ids)


def test_the_frame_is_the_same_in_every_chapter(path):
    """In short comes first; Does it add up? and the limits close the chapter."""
    headings = [cell["source"].splitlines()[0] for cell in cells(path, "markdown") if cell["source"].startswith("##")]
    shown = [re.sub(r"<!--.*?-->", "", heading).lstrip("# ").strip() for heading in headings]

    assert "In short" == shown[0]
    assert ["Does it add up?", "Limits"] == shown[-2:]
