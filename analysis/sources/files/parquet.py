"""Parquet with two columns in front that say where each row comes from.

source_file  base name of the file
source_row   1-based number of the record within the file's data, rejects counted along, so that
             a row can be found again in the client's file; of a worksheet, the row's own number

Rows keep the order of the file, and the same file gives the same bytes: row groups have a fixed
size, and how a column is encoded depends on its first rows only.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.errors import SourceError
from analysis.sources.files.raw import check_unchanged, content_digest, file_state, opened
from analysis.sources.files.report import ReadReport, unique_names
from analysis.sources.files.sniff import ADDED_COLUMNS

GROUP_ROWS = 122_880  # rows in a row group, less where rows are long
GROUP_BYTES = 1 << 27  # of text, about
FEWEST_ROWS = 2048
LOOKED_AT = 20_480  # rows that decide whether a column gets a dictionary


def group_rows(rows: int, size: int) -> int:
    """Rows per row group for `rows` rows of `size` bytes: a multiple of 2,048."""
    fitting = GROUP_BYTES * rows // max(size, 1)
    return min(GROUP_ROWS, max(FEWEST_ROWS, fitting // FEWEST_ROWS * FEWEST_ROWS))


def write_rows(
    batches: Iterable[pa.RecordBatch], target: Path, *, schema: pa.Schema, source: str, rejected: Sequence[int] = ()
) -> int:
    """Write the batches, one row group each, and return the number of rows.

    `schema` names and types the data columns; `rejected` are the numbers of the records left out,
    ascending.
    """
    return write_numbered(_numbered(batches, rejected), target, schema=schema, source=source)


def _numbered(batches: Iterable[pa.RecordBatch], rejected: Sequence[int]) -> Iterator[tuple[np.ndarray, pa.RecordBatch]]:
    kept_before = np.asarray(rejected, np.int64) - np.arange(len(rejected)) - 1
    rows = 0
    for batch in batches:
        numbers = np.arange(rows, rows + len(batch))
        yield numbers + 1 + np.searchsorted(kept_before, numbers, side="right"), batch
        rows += len(batch)


def write_numbered(batches: Iterable[tuple[np.ndarray, pa.RecordBatch]], target: Path, *, schema: pa.Schema, source: str) -> int:
    """Write batches that come with their `source_row`s, one row group each, and return the number of rows."""
    full = pa.schema([pa.field("source_file", pa.string()), pa.field("source_row", pa.int64()), *schema])
    rows = 0
    writer = None
    try:
        for numbers, batch in batches:
            added = pa.repeat(pa.scalar(source), len(batch)), pa.array(numbers)
            table = pa.Table.from_arrays([*added, *batch.columns], schema=full)
            if writer is None:
                writer = _writer(target, full, _repetitive(table))
            writer.write_table(table, row_group_size=max(len(batch), 1))
            rows += len(batch)
        if writer is None:
            writer = _writer(target, full, ["source_file"])
    finally:
        if writer is not None:
            writer.close()
    return rows


def parquet_to_parquet(path: Path, target: Path) -> ReadReport:
    """A copy of a parquet file with `source_file` and `source_row` in front; types are kept.

    SourceError when the file is missing, cut off or no parquet; `target` is then not written.
    """
    path = Path(path)
    before = file_state(path)
    with opened(path) as handle:
        try:
            file = pq.ParquetFile(handle, page_checksum_verification=True)
            schema = file.schema_arrow.remove_metadata()
            names = unique_names(schema.names, taken=ADDED_COLUMNS)
            schema = pa.schema([field.with_name(name) for field, name in zip(schema, names, strict=True)])
            rows = write_rows(_groups(file), target, schema=schema, source=path.name)
        except (pa.ArrowException, OSError):
            target.unlink(missing_ok=True)
            raise SourceError(
                "{file} is not a complete parquet file. Copy it again from its source, or export it as CSV.",
                file=str(path),
            ) from None
    sha256 = content_digest(path)
    check_unchanged(path, before)
    return ReadReport(path.name, None, names, rows, (), sha256, before.size)


def _groups(file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    size = sum(file.metadata.row_group(place).total_byte_size for place in range(file.metadata.num_row_groups))
    return file.iter_batches(batch_size=group_rows(file.metadata.num_rows, size))


def _writer(target: Path, schema: pa.Schema, dictionaries: list[str]) -> pq.ParquetWriter:
    return pq.ParquetWriter(
        target,
        schema,
        compression="zstd",
        use_dictionary=dictionaries,
        column_encoding={"source_row": "DELTA_BINARY_PACKED"},
    )


def _repetitive(table: pa.Table) -> list[str]:
    """Columns whose first rows repeat: at least two rows per value."""
    head = table.slice(0, LOOKED_AT)
    names = []
    for name, column in zip(head.schema.names, head.columns, strict=True):
        try:
            distinct = pc.count_distinct(column).as_py()
        except pa.ArrowNotImplementedError:  # lists, structs
            continue
        if name != "source_row" and 2 * distinct <= len(head):
            names.append(name)
    return names
