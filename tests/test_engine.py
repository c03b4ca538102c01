"""One code for two engines: it keeps to a small vocabulary, and DuckDB and Spark compute the same tables."""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "analysis"
STAGES = ("sources", "features", "quality", "strategies")

# What may be called on the engine, and what to know about it.  CONTRIBUTING.md lists the same.
# Anything new enters with a line here and a result in engine_outputs.py.
VOCABULARY = {
    # frames
    "select": "columns by name or expression",
    "where": "a condition; unknown counts as false",
    "withColumn": "one column more (or replaced)",
    "groupBy": "always followed by agg",
    "agg": "aggregates, each with an alias",
    "join": "inner or left, on names or on one equality",
    "unionByName": "columns by name, types alike",
    "orderBy": "in windows, and by write_parquet; a frame has no order of its own",
    "columns": "names of the columns",
    # columns
    "alias": "name of a column",
    "cast": "between types that cannot fail; what may fail goes through try_cast of engine.py, because Spark raises",
    "isin": "one of several values; unknown for a missing value",
    "isNull": "missing",
    "isNotNull": "not missing",
    "rlike": "a pattern anywhere in the text; no look-around, no back-references, characters beyond ASCII as \\x{…}",
    "startswith": "a prefix",
    "when": "further cases",
    "otherwise": "the last case; without it, missing",
    "over": "a window",
    "desc": "descending order",
    # functions
    "F.col": "a column by name",
    "F.lit": "a constant",
    "F.when": "cases, the first that holds",
    "F.coalesce": "the first that is not missing",
    "F.concat": "texts joined; missing where one is missing",
    "F.lower": "small letters",
    "F.upper": "capital letters",
    "F.translate": "character by character",
    "F.regexp_replace": "every match; no groups in the replacement, which the engines write differently",
    "F.regexp_extract": "one group; empty where nothing matches",
    "F.try_to_timestamp": "a pattern in Spark's letters, then cast to timestamp_ntz; the text is held against `dates.shape` first",
    "F.date_trunc": "to month, quarter or week (Monday), then cast to date",
    "F.datediff": "days between two dates",
    "F.dayofweek": "Sunday is 1: see `habits.weekday`",
    "F.hour": "hour of a time",
    "F.log": "natural logarithm; round what is made of it",
    "F.count": "rows, or values that are not missing",
    "F.countDistinct": "distinct values that are not missing",
    "F.sum": "of whole numbers or decimals; a sum of doubles depends on the order of rows",
    "F.avg": "of doubles that are whole numbers",
    "F.min": "least",
    "F.max": "greatest",
    "F.row_number": "over a window whose order leaves no ties",
    "F.lead": "the next row of a window",
    "Window.partitionBy": "the rows of a window",
}  # fmt: skip

TYPES = {"DataFrame", "Column", "Window"}


def trees() -> dict[str, ast.Module]:
    """The modules that speak to the engine."""
    files = [file for stage in STAGES for file in sorted((PACKAGE / stage).rglob("*.py"))]
    texts = {f"{file.parent.name}/{file.name}": file.read_text(encoding="utf-8") for file in files}
    return {name: ast.parse(text) for name, text in texts.items() if "analysis.engine" in text}


class Calls(ast.NodeVisitor):
    """The names that are used on frames, columns, windows and F in one module.

    What is a frame or a column is known from annotations, from functions that return one, and from
    what is computed from those; a name in camelCase is taken for the engine's wherever it stands.
    """

    def __init__(self, makers: set[str]) -> None:
        self.makers, self.known, self.found = makers, set(), set()

    def of_engine(self, node: ast.expr) -> bool:
        match node:
            case ast.Name(id=name):
                return name in self.known or name in ("F", "Window")
            case ast.Attribute(value=value, attr=attr):
                return attr != "columns" and self.of_engine(value)
            case ast.Call(func=ast.Name(id=name)) if name in self.makers:
                return True
            case ast.Call(func=func):
                return self.of_engine(func)
            case ast.BinOp(left=left, right=right):
                return self.of_engine(left) or self.of_engine(right)
            case ast.UnaryOp(operand=value) | ast.Compare(left=value) | ast.IfExp(body=value):
                return self.of_engine(value)
        return False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        before = set(self.known)
        arguments = [*node.args.args, *node.args.kwonlyargs]
        self.known |= {
            one.arg for one in arguments if not isinstance(one.annotation, ast.Subscript) and names(one.annotation) & TYPES
        }
        assigned = [one for one in ast.walk(node) if isinstance(one, ast.Assign)]
        for _ in assigned:  # until nothing new is learned
            self.known |= {t.id for one in assigned if self.of_engine(one.value) for t in one.targets if isinstance(t, ast.Name)}
        self.generic_visit(node)
        self.known = before

    def visit_Attribute(self, node: ast.Attribute) -> None:
        root = node.value.id if isinstance(node.value, ast.Name) and node.value.id in ("F", "Window") else None
        if root:
            self.found.add(f"{root}.{node.attr}")
        elif self.of_engine(node.value) or (node.attr != node.attr.lower() and node.attr[0].islower()):
            self.found.add(node.attr)
        self.generic_visit(node)


def names(node: ast.AST | None) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} if node else set()


def used() -> dict[str, set[str]]:
    """Every name of the engine that is used, and where."""
    modules = trees()
    engine = ast.parse((PACKAGE / "engine.py").read_text(encoding="utf-8"))
    functions = [node for tree in (*modules.values(), engine) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    makers = {node.name for node in functions if isinstance(node.returns, ast.Name) and node.returns.id in TYPES}
    found: dict[str, set[str]] = {}
    for file, tree in modules.items():
        calls = Calls(makers)
        calls.visit(tree)
        for name in calls.found:
            found.setdefault(name, set()).add(file)
    return found


def test_only_the_vocabulary_is_used_and_all_of_it():
    """pivot was seen to be wrong, rollup missing, cache ignored: nothing enters untested."""
    found = used()

    assert {} == {name: files for name, files in found.items() if name not in VOCABULARY}
    assert set() == VOCABULARY.keys() - found.keys()


def test_the_search_for_engine_names_finds_them():
    """A method on a parameter, on a result and on a lambda's frame; pandas methods are no concern."""
    code = """
def f(lines: DataFrame, table: pd.DataFrame, by: str) -> pd.DataFrame:
    made = F.pivot(lines.rollup(by)).cache()
    merged = reduce(lambda a, b: a.crossJoin(b), parts)
    return table.groupby(by).agg(made.first())
"""
    calls = Calls(set())
    calls.visit(ast.parse(code))

    assert {"F.pivot", "rollup", "cache", "crossJoin", "first"} == calls.found - {"agg", "groupby"}


def missing() -> str | None:
    """Why Spark cannot run here."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed: uv pip install 'pyspark==4.3.*'"
    return None if shutil.which("java") else "java is not installed"


QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # tables of a few hundred rows never repay a better compiler


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> dict[str, Path]:
    """The folder of results of each engine, each made in a process of its own."""
    folder = tmp_path_factory.mktemp("engines")
    for engine in ("duckdb", "spark"):
        run = subprocess.run(
            [sys.executable, "-m", "tests.engine_outputs", str(folder / engine)],
            cwd=ROOT,
            env=os.environ
            | {"STRATA_ENGINE": engine, "STRATA_SHUFFLE": "1", "SPARK_LOCAL_IP": "127.0.0.1", "JAVA_TOOL_OPTIONS": QUICK},
            capture_output=True,
            text=True,
            timeout=1200,
        )
        assert 0 == run.returncode, f"{engine}\n{run.stderr[-4000:]}"
    return {engine: folder / engine for engine in ("duckdb", "spark")}


@pytest.mark.slow
@pytest.mark.skipif(missing() is not None, reason=missing() or "")
def test_both_engines_compute_the_same_tables(results):
    """Texts, counts, times and money exactly; doubles to twelve figures; rows in the same order."""
    files = {engine: {path.name for path in folder.glob("*.parquet")} for engine, folder in results.items()}
    differences = {}
    for file in sorted(files["duckdb"]):
        ours, theirs = (pq.read_table(folder / file) for folder in results.values())
        try:
            assert ours.schema.equals(theirs.schema), f"{ours.schema}\n{theirs.schema}"
            pd.testing.assert_frame_equal(ours.to_pandas(), theirs.to_pandas(), rtol=1e-12, atol=0)
        except AssertionError as difference:
            differences[file] = str(difference)

    assert files["duckdb"] == files["spark"]
    assert 35 <= len(files["duckdb"])
    assert {} == differences


@pytest.mark.slow
@pytest.mark.skipif(missing() is not None, reason=missing() or "")
@pytest.mark.parametrize(
    "file", ["story/canonical/transactions.parquet", "vocabulary/canonical/customers.parquet", "crowd/orders_net.parquet"]
)
def test_both_engines_leave_the_same_types_on_disk(results, file):
    """Money stays a decimal, times stay without zone: a table written by one is read by the other."""
    ours, theirs = ({field.name: str(field.type) for field in pq.read_schema(folder / file)} for folder in results.values())

    assert ours == theirs


def test_an_unknown_engine_is_refused_at_once():
    engine = "polars"
    run = subprocess.run(
        [sys.executable, "-c", "import analysis.engine"],
        cwd=ROOT,
        env=os.environ | {"STRATA_ENGINE": engine},
        capture_output=True,
        text=True,
    )

    assert f"Unknown engine in STRATA_ENGINE '{engine}'. Choose one of: duckdb, spark." in run.stderr
