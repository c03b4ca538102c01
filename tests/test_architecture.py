"""The shape of the package: imports point down, stages stand alone, and some calls are never made."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "analysis"

# A module may import from the lines below its own; names on one line do not import one another.
# (Design §3; findings, charts and tables read what the stages finished, and so stand above them.)
LAYERS = """
__main__
reporting
findings charts tables
store sources quality features lifetime segmentations profiles strategies evaluation
config text engine playbooks exports fonts contrasts pooling association
intervals
schema
errors
"""

# What breaks the rule, and why it may.
EXCEPTIONS = {
    ("tables", "analysis.charts.palette"): "one place decides the colour of a segment",
    ("text", "analysis.reporting.template"): "text/extract.py, a tool for translators, lists the fixed words of the page",
    ("text", "analysis.strategies.playbook_errors"): "text/extract.py lists the errors of playbooks, which are put together there",
}

# Who may see words, and who may see the engine.
READERS_OF = {
    "text": {"__main__", "reporting", "findings", "charts", "tables"},
    "engine": {
        "sources",
        "quality",
        "features",
        "strategies",
        "reporting/compose.py",
        "reporting/overview.py",
        "reporting/check.py",
        "reporting/further.py",
        "reporting/ready.py",
        "reporting/records.py",
        "reporting/sales.py",
        "reporting/strategy_next.py",
    },
}

LONGEST = 350  # lines of a module

FILES = {str(path.relative_to(PACKAGE)): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}
LEVEL = {name: number for number, line in enumerate(LAYERS.strip().splitlines()) for name in line.split()}


def part(file: str) -> str:
    """The name in LAYERS that a file belongs to."""
    return file.split("/")[0].removesuffix(".py")


def imports() -> Iterator[tuple[str, str]]:
    """(file, module of the package that it imports), for every import, also those inside functions."""
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{file}, line {node.lineno}: write the import in full"
                found = [f"analysis.{alias.name}" for alias in node.names] if node.module == "analysis" else [node.module]
            else:
                continue
            yield from ((file, module) for module in found if module.startswith("analysis.") and module != "analysis.__version__")


def test_every_part_of_the_package_has_its_layer():
    assert set() == {part(file) for file in FILES} - LEVEL.keys() - {"__init__"}


def test_imports_point_down():
    wrong = [
        f"{file} imports {module}"
        for file, module in imports()
        if (above := part(file)) != (below := module.split(".")[1])
        and (above, module) not in EXCEPTIONS
        and LEVEL[above] >= LEVEL[below]
    ]

    assert [] == wrong


def test_exceptions_are_still_needed():
    used = {(part(file), module) for file, module in imports()}

    assert set() == EXCEPTIONS.keys() - used


@pytest.mark.parametrize("module", READERS_OF)
def test_only_those_who_need_it_see(module):
    readers = READERS_OF[module]
    wrong = [
        f"{file} imports {found}"
        for file, found in imports()
        if found.split(".")[1] == module and part(file) != module and part(file) not in readers and file not in readers
    ]

    assert [] == wrong


# Name as it is called -> the files that may call it.
BANNED_CALLS: dict[str, set[str]] = {
    "eval": set(), "exec": set(), "print": set(), "os.system": set(), "pickle.load": set(), "pickle.loads": set(),
    "datetime.now": {"reporting/run.py"}, "datetime.datetime.now": set(), "datetime.utcnow": set(),
    "datetime.today": set(), "date.today": {"__main__.py"}, "datetime.date.today": set(), "pd.Timestamp.now": set(), "pd.Timestamp.today": set(),
    "time.time": set(),
    "pd.read_csv": set(), "pd.read_pickle": set(), "pd.read_sql": set(),
}  # fmt: skip
BANNED_IMPORTS = {"pickle", "requests", "urllib", "httpx", "http", "socket", "ftplib", "dill", "cloudpickle"}


def called(node: ast.Call) -> str:
    """The dotted name of what is called."""
    return ast.unparse(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""


def test_some_calls_are_never_made():
    """No code from data, no clock inside a computation, no reading around the strict reader."""
    wrong = [
        f"{file}, line {node.lineno}: {called(node)}"
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in BANNED_CALLS and file not in BANNED_CALLS[called(node)]
    ]

    assert [] == wrong


def test_nothing_is_fetched_and_nothing_unpickled():
    wrong = []
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            found = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            wrong += [f"{file}: {name}" for name in found if name.split(".")[0] in BANNED_IMPORTS]

    assert [] == wrong


def texts(tree: ast.Module) -> Iterator[str]:
    """Every string of a module but its docstrings."""
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_no_extension_of_duckdb_is_installed_and_only_icu_is_loaded():
    """icu is built in; any other would be downloaded.  DuckDB's own guessing reader loses rows."""
    for file, tree in TREES.items():
        for text in texts(tree):
            assert not re.search(r"\bINSTALL\s+\w+|read_csv_auto|sniff_csv", text), file
            assert set() == set(re.findall(r"\bLOAD\s+'?(\w+)", text)) - {"icu"}, file


@pytest.mark.parametrize("file", FILES)
def test_a_module_fits_in_a_few_screens(file):
    assert LONGEST >= len(FILES[file].read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("file", FILES)
def test_a_module_says_what_it_is_about(file):
    """The reader's first line; an empty __init__.py has nothing to say."""
    assert ast.get_docstring(TREES[file]) or not FILES[file].read_text().strip()
