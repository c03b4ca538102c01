"""Which engine runs the heavy work: the embedded DuckDB (through SQLFrame) or Spark itself.

Everything from raw lines to one row per customer is written once as PySpark DataFrame code.
This module owns the session, the functions and the execution; nothing else knows which engine
it is.  The engine is fixed per process by the environment variable STRATA_ENGINE (duckdb,
the default, or spark), because the functions of the two cannot be mixed.

Only the vocabulary listed in CONTRIBUTING.md may be used: it is what both engines compute
alike, and a test holds the code to it.
"""

import atexit
import gc
import os
import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cache, reduce
from glob import escape
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import unknown_choice
from analysis.schema.model import ENGINE_TYPES
from analysis.schema.plain import plain_pandas

ENGINE = os.environ.get("STRATA_ENGINE", "duckdb")

if ENGINE == "duckdb":
    from sqlframe.duckdb import Window
    from sqlframe.duckdb import functions as F
elif ENGINE == "spark":
    from pyspark.sql import Window
    from pyspark.sql import functions as F
else:
    raise unknown_choice("engine in STRATA_ENGINE", ENGINE, ("duckdb", "spark"))

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame
else:
    Column = DataFrame = Any

__all__ = [
    "ENGINE", "Column", "DataFrame", "F", "Window",
    "column_names", "create_frame", "first_of", "median", "named", "read_columns", "read_parquet", "side_by_side",
    "to_arrow", "to_pandas", "try_cast", "write_parquet",
]  # fmt: skip


@cache
def _connection():
    import duckdb

    # Extensions are never fetched: reading xlsx or https through DuckDB would try the network.
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "threads": int(os.environ.get("STRATA_THREADS", os.cpu_count() or 1)),
        }
    )
    connection.execute("LOAD icu; SET TimeZone = 'UTC'")
    # A forked worker looks interactive to DuckDB, which would draw progress bars.  In Jupyter it
    # refuses the setting (its bar needs ipywidgets) and draws none.
    with suppress(duckdb.InvalidInputException):
        connection.execute("SET enable_progress_bar_print = false")
    return connection


@cache
def session():
    """The engine's session, opened on first use (never at import: kernels are forked)."""
    if ENGINE == "duckdb":
        from sqlframe.duckdb import DuckDBSession

        made = DuckDBSession(conn=_connection())
        atexit.register(close)
        return made
    from pyspark.sql import SparkSession

    return (
        SparkSession.builder.appName("strata")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", os.environ.get("STRATA_SHUFFLE", "8"))
        .config("spark.ui.enabled", "false")
        .config("spark.sql.legacy.timeParserPolicy", "CORRECTED")
        .config("spark.sql.legacy.parquet.nanosAsLong", "true")
        .getOrCreate()
    )


def close() -> None:
    """Close the session.  DuckDB's bindings complain at exit about connections left open."""
    if not session.cache_info().currsize:
        return
    if ENGINE == "duckdb":
        type(session())._instance = None
        _connection().close()
    else:
        session().stop()
    session.cache_clear()
    _connection.cache_clear()
    gc.collect()


def read_parquet(*paths: Path | str) -> DataFrame:
    """One parquet file or several with the same columns (plain lower-case names), as a DataFrame."""
    if ENGINE == "duckdb":
        files = ", ".join(_literal(path) for path in paths)
        return _view(f"SELECT * FROM read_parquet([{files}])")
    return session().read.parquet(*(str(path) for path in paths))


def named(frame: DataFrame) -> DataFrame:
    """The same frame under a name of its own, still unexecuted.

    SQLFrame copies the whole plan at every step, so a plan that others build on is worth
    cutting short: planning, not running, was four fifths of the time of the customer table.
    """
    if ENGINE == "duckdb":
        return _view(_sql(frame))
    return frame


def _sql(frame: DataFrame) -> str:
    """A plan as DuckDB's SQL: as it stands (DuckDB optimises better), and not laid out for readers."""
    return frame.sql(dialect="duckdb", optimize=False, pretty=False)


def side_by_side(first: DataFrame, *others: DataFrame, on: str) -> DataFrame:
    """Every row of `first` with the columns of the others, which hold at most one row per value of `on`.

    Columns other than `on` must have different names.  SQLFrame would spend more time on planning
    these joins than DuckDB on running them, so here they are written out.
    """
    if ENGINE == "duckdb":
        key = _quoted(on)
        start, *rest = (f"({_sql(frame)})" for frame in (first, *others))
        return _view(f"SELECT * FROM {start}" + "".join(f" LEFT JOIN {table} USING ({key})" for table in rest))
    return reduce(lambda joined, other: joined.join(other, on, "left"), others, first)


def _view(sql: str) -> DataFrame:
    name = f"frame_{next(_numbers)}"
    _connection().execute(f"CREATE VIEW {name} AS {sql}")
    found = _connection().table(name)
    if all(_PLAIN.fullmatch(column) for column in found.columns):
        # SQLFrame would ask the catalogue, and parse every name and type anew for each view.
        kinds = (_sqlframe_type(str(kind)) for kind in found.types)
        names = (_catalogue_name(column) for column in found.columns)
        session().catalog.add_table(name, dict(zip(names, kinds, strict=True)))
    return session().table(name)


_PLAIN = re.compile("[a-z_][a-z0-9_]*")


@cache
def _catalogue_name(column: str) -> str:
    """A column's name as the catalogue parses it: in quotes where it is a word of SQL, as 'like' or 'case'."""
    from sqlglot import ParseError, exp, parse_one

    with suppress(ParseError):
        if isinstance(parse_one(column, dialect="spark"), exp.Column):
            return column
    return f"`{column}`"


@cache
def _sqlframe_type(kind: str) -> str:
    from sqlglot import exp

    return exp.DataType.build(kind, dialect="duckdb").sql(dialect="spark")


def read_columns(path: Path | str, columns: dict[str, str]) -> DataFrame:
    """Chosen columns of a parquet file under new names (plain lower-case words).

    `columns` maps new name -> name in the file.  SQLFrame cannot read a file whose own names
    hold blanks, dots or quotes (its column list is not quoted), so a view renames them first.
    Times in nanoseconds are rounded to microseconds: Spark knows no others.
    """
    schema = pq.read_schema(path)
    fine = {
        name for name in columns.values() if pa.types.is_timestamp(schema.field(name).type) and schema.field(name).type.unit == "ns"
    }
    if ENGINE == "duckdb":
        cut = {name: _quoted(name) for name in columns.values()}
        # With a zone, nanoseconds can only be cast to microseconds with one.
        cut |= {name: f"CAST(CAST({cut[name]} AS {_zoned(schema, name)}) AS TIMESTAMP)" for name in fine}
        listed = ", ".join(f"{cut[name]} AS {_quoted(new)}" for new, name in columns.items())
        file = str(path).replace("'", "''")
        return _view(f"SELECT {listed} FROM read_parquet('{file}')")
    frame = read_parquet(path)
    found = {name: F.col("`{}`".format(name.replace("`", "``"))) for name in columns.values()}
    found |= {name: _microseconds(found[name]) for name in fine}
    return frame.select(*(found[name].alias(new) for new, name in columns.items()))


def _zoned(schema: pa.Schema, name: str) -> str:
    return "TIMESTAMP" if schema.field(name).type.tz is None else "TIMESTAMPTZ"


def _microseconds(nanoseconds: Column) -> Column:
    # Spark hands out nanoseconds as whole numbers (nanosAsLong, see session); rounded as DuckDB does.
    rest = nanoseconds % F.lit(1000)
    up = F.when(rest >= F.lit(500), F.lit(1)).when(rest <= F.lit(-500), F.lit(-1)).otherwise(F.lit(0))
    whole = F.round((nanoseconds - rest) / F.lit(1000)).cast("bigint")
    return F.timestamp_micros(whole + up).cast("timestamp_ntz")


_numbers = count()


def _literal(path: Path | str) -> str:
    # DuckDB reads a path with [ or * as a pattern, and could open another folder's file.
    return "'{}'".format(escape(str(path)).replace("'", "''"))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def column_names(path: Path | str) -> list[str]:
    """The columns of a parquet file, in order."""
    return list(pq.read_schema(path).names)


def create_frame(table: pd.DataFrame, folder: Path | None = None) -> DataFrame:
    """A pandas table as a DataFrame of the engine, by way of a parquet file.

    The file lands in `folder` (a temporary one of the process by default): it must outlive the
    DataFrame, which is only a plan until it is executed.
    """
    target = Path(folder or _scratch()) / f"frame-{next(_numbers)}.parquet"
    content = pa.Table.from_pandas(table, preserve_index=False)
    pq.write_table(content, target, coerce_timestamps="us", allow_truncated_timestamps=True)
    return read_parquet(target)


@cache
def _scratch() -> str:
    holder = tempfile.TemporaryDirectory(prefix="strata-")
    atexit.register(holder.cleanup)
    return holder.name


def to_arrow(frame: DataFrame) -> pa.Table:
    """Execute and fetch as an Arrow table.

    The session's own collect goes through pandas.read_sql (slow, and large in memory), so the
    compiled SQL runs on our own connection.
    """
    if ENGINE == "duckdb":
        return _connection().sql(_sql(frame)).to_arrow_table()
    return frame.toArrow()


def to_pandas(frame: DataFrame) -> pd.DataFrame:
    """Execute and fetch as pandas; decimals become float64, timestamps datetime64 without zone."""
    return plain_pandas(to_arrow(frame))


# Level 1, as Arrow has it: DuckDB's own level takes a tenth more time for files of the same size.
_COMPRESSION = "COMPRESSION zstd, COMPRESSION_LEVEL 1"


def write_parquet(frame: DataFrame, target: Path, *, order_by: Sequence[str]) -> None:
    """Execute into one parquet file, rows in the order of `order_by` (so that bytes repeat)."""
    partial = target.with_suffix(".partial")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        if ENGINE == "duckdb":
            path = str(partial).replace("'", "''")
            _connection().execute(f"COPY ({_ordered(frame, order_by)}) TO '{path}' (FORMAT parquet, {_COMPRESSION})")
        else:
            rows = frame.orderBy(*order_by) if order_by else frame
            pq.write_table(rows.toArrow(), partial, compression="zstd")
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def _ordered(frame: DataFrame, order_by: Sequence[str]) -> str:
    """The frame's SQL with an order, money in eighteen digits.

    A sum has 38 digits in DuckDB, and SQLFrame may leave the cast back to money out, because it
    believes that a sum has those of its parts.
    """
    sql = _sql(frame)
    found = _connection().sql(sql)
    wide = [name for name, kind in zip(found.columns, found.types, strict=True) if str(kind) == "DECIMAL(38,4)"]
    casts = ", ".join(f"CAST({_quoted(name)} AS {ENGINE_TYPES['money']}) AS {_quoted(name)}" for name in wide)
    order = ", ".join(f"{_quoted(name)} NULLS FIRST" for name in order_by)
    return f"SELECT *{f' REPLACE ({casts})' if wide else ''} FROM ({sql}){f' ORDER BY {order}' if order else ''}"


def try_cast(column: Column, type_: str) -> Column:
    """`column` as `type_` (a type of schema.py, or one of the engine), missing where it cannot be read.

    SQLFrame has no Column.try_cast, though it compiles the expression; Spark has one.
    """
    kind = ENGINE_TYPES.get(type_, type_)
    if ENGINE == "duckdb":
        from sqlframe.base.column import Column as FrameColumn
        from sqlglot import exp

        target = exp.DataType.build(kind, dialect="spark")
        return FrameColumn(exp.TryCast(this=column.column_expression, to=target))
    return column.try_cast(kind)


def first_of(value: str, *order: Column) -> Column:
    """Aggregate: the value in the row that comes first by `order`, ascending, which should leave no ties.

    One pass over the groups, where numbering the rows of a window would sort them all.
    """
    key = order[0] if len(order) == 1 else F.struct(*(one.alias(f"key_{number}") for number, one in enumerate(order)))
    return F.min_by(F.col(value), key)


def median(column: str) -> Column:
    """Aggregate: the exact median of a number; the mean of the two in the middle where there are two."""
    return F.median(F.col(column))
