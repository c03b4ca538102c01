"""Two readers for plain text, which must agree to the byte.

DuckDB is the fast one.  It is told everything and allowed to guess nothing: columns, delimiter,
quotes, line end.  It reads in one thread, because its parallel reader stumbles over quoted line
ends at the borders of its buffers, and on this work it costs no less.  Python's csv module is
the slow one, for a file on which DuckDB fails.

Both take the text that `RecordReader` made plain, and give every field as text; a field that is
empty is null, quoted or not.  Their own error texts hold cell values and are never passed on.
"""

import csv
import glob
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

VECTOR = 2048  # rows DuckDB handles at a time; batches are multiples of it
SHORTEST_LIMIT = 1 << 21  # bytes; DuckDB's own limit for a line
SMALLEST_BUFFER = 1 << 25  # bytes


class UntrustedReadError(Exception):
    """The reader failed, or gave back something else than was counted.  Never leaves the package."""


def duckdb_batches(path: Path, *, delimiter: str, width: int, longest: int, batch_rows: int) -> Iterator[pa.RecordBatch]:
    """The rows in file order, in batches of `batch_rows`; columns c0, c1 …, all strings.

    `longest` is the number of bytes of the longest record.  Raises UntrustedReadError.
    """
    limit = max(SHORTEST_LIMIT, longest + VECTOR)
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    query = f"""
        SELECT * FROM read_csv({_text(glob.escape(str(path)))},
            columns = {{{columns}}}, auto_detect = false, header = false, strict_mode = true, parallel = false,
            delim = {_text(delimiter)}, quote = '"', escape = '"', new_line = '\\n',
            max_line_size = {limit}, buffer_size = {max(SMALLEST_BUFFER, 2 * limit)})
    """
    offline = {"autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 1}
    with duckdb.connect(config=offline) as connection:
        try:
            yield from connection.sql(query).to_arrow_reader(batch_rows)
        except (duckdb.Error, pa.ArrowException):
            raise UntrustedReadError from None


def csv_batches(path: Path, *, delimiter: str, width: int, batch_rows: int) -> Iterator[pa.RecordBatch]:
    """The same through Python's csv module, some ten times slower.  Raises UntrustedReadError."""
    names = [f"c{place}" for place in range(width)]
    limit = csv.field_size_limit(sys.maxsize)
    try:
        with open(path, encoding="utf-8", newline="") as handle:
            rows = csv.reader(handle, delimiter=delimiter, quotechar='"', doublequote=True, strict=True)
            while batch := list(islice(rows, batch_rows)):
                if any(len(row) != width for row in batch):
                    raise UntrustedReadError
                columns = [pa.array([cell or None for cell in column], pa.string()) for column in zip(*batch, strict=True)]
                yield pa.RecordBatch.from_arrays(columns, names=names)
    except (csv.Error, UnicodeError):
        raise UntrustedReadError from None
    finally:
        csv.field_size_limit(limit)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
