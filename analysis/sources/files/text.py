"""Text files to parquet: one strict read, and accounts that must balance.

    the file -> UTF-8 -> counted and made plain (RecordReader) -> read (DuckDB) -> parquet

What the reader returns must agree with the count in rows and in bytes.  If it does not, the
slow reader takes its place; if that does not either, the file is refused.  Every value stays
text; types, dates and ids are the business of those who know what a column means.
"""

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc

from analysis.errors import SourceError
from analysis.sources.files.blanks import tab_separated
from analysis.sources.files.encoding import utf8_blocks
from analysis.sources.files.grammar import Grammar
from analysis.sources.files.layout import BLANKS
from analysis.sources.files.margins import with_end_apart
from analysis.sources.files.parquet import group_rows, write_rows
from analysis.sources.files.raw import check_unchanged, content_digest, file_state
from analysis.sources.files.records import LONGEST_RECORD, RecordReader
from analysis.sources.files.report import NO_FAULT, ReadReport, TextFormat, unique_names
from analysis.sources.files.sniff import ADDED_COLUMNS, sniff_text
from analysis.sources.files.strict import UntrustedReadError, csv_batches, duckdb_batches

TOLERATED_REJECTS = 0.5  # share of records; beyond this the file is not what it was taken for
FEW = 10


def text_to_parquet(
    path: Path,
    target: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    columns: list[str] | None = None,
) -> ReadReport:
    """Read a delimited text file into `target`, every field as text, in the order of the file.

    `columns` replaces the header's names, and with them the number of fields a record must have.
    That number is strict: a record with fewer or more fields is a reject, also where only empty
    fields at its end are missing.  Rejects are in the report with line and reason; blank lines
    are no records.  Empty fields are null.

    SourceError names the file and the way out, and leaves `target` as it was: see `sniff_text`;
    moreover when most records are rejects, or when rows and records do not balance.
    """
    path, target = Path(path), Path(target)
    before = file_state(path)
    form = sniff_text(path, encoding=encoding, delimiter=delimiter, header_row=header_row)
    names = unique_names(columns, taken=ADDED_COLUMNS) if columns else form.columns
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent, prefix=".reading-") as folder:
        plain, parquet = Path(folder, "plain.txt"), Path(folder, "rows.parquet")
        counted = write_plain(path, form, len(names), plain)
        _check_rejects(path, counted, form, len(names))
        rows = _write_checked(path, plain, parquet, form, names, counted)
        sha256 = content_digest(path)
        check_unchanged(path, before)
        os.replace(parquet, target)
    return ReadReport(
        name=path.name,
        format=form,
        columns=names,
        rows=rows,
        rejects=tuple(counted.rejects),
        sha256=sha256,
        bytes=before.size,
    )


def write_plain(path: Path, form: TextFormat, width: int, target: Path) -> RecordReader:
    """Write the file's sound records of `width` fields in plain form; return the accounts."""
    damaged: list[int] = []
    blocks = utf8_blocks(path, form.encoding, damaged)
    if form.delimiter == BLANKS:
        blocks = map(tab_separated, blocks)
    grammar = Grammar(_separator(form).encode())
    first_line, blocks = _below_header(blocks, form.header_row, grammar)
    header = form.columns if form.header_row else ()
    reader = RecordReader(grammar, width=width, first_line=first_line, damaged=damaged, header=header, taken=ADDED_COLUMNS)
    with open(target, "wb") as plain:
        for block, notes in with_end_apart(blocks, grammar.delimiter):
            plain.write(reader.feed(block, final=notes, notes=notes))
        plain.write(reader.feed(b"", final=True))
    return reader


def _below_header(blocks: Iterator[bytes], header_row: int, grammar: Grammar) -> tuple[int, Iterator[bytes]]:
    """The line on which the data begin, and the blocks from there on."""
    if not header_row:
        return 1, blocks
    data = b""
    for block in chain(blocks, [b"\n"]):  # the last line of a file may lack its end
        data += block
        start = 0
        for _ in range(header_row - 1):
            start = data.find(b"\n", start) + 1
        end = grammar.record_end(data, start)
        if end is None and (grammar.broken_at(data, start) is not None or len(data) > LONGEST_RECORD):
            end = data.find(b"\n", start) + 1
        if end:
            return 1 + data.count(b"\n", 0, end), chain([data[end:]], blocks)
    return header_row + 1, iter([data[data.find(b"\n", start) + 1 :]])


def _write_checked(path: Path, plain: Path, parquet: Path, form: TextFormat, names: tuple[str, ...], counted: RecordReader) -> int:
    """Fill the parquet with the reader that agrees with the count; the number of rows."""
    expected = counted.records - len(counted.rejects)
    schema = pa.schema([pa.field(name, pa.string()) for name in names])
    options = {
        "delimiter": _separator(form),
        "width": len(names),
        "batch_rows": group_rows(expected, plain.stat().st_size),
    }
    rows = 0
    for reader, more in ((duckdb_batches, {"longest": counted.longest}), (csv_batches, {})):
        sizes: list[int] = []
        batches = reader(plain, **options, **more) if expected else iter(())
        try:
            rows = write_rows(_weighed(batches, sizes), parquet, schema=schema, source=path.name, rejected=counted.rejected_records)
        except UntrustedReadError:
            continue
        if rows == expected and sum(sizes) == counted.cell_bytes:
            return rows
    raise SourceError(
        "{file}: {records} records were counted but {rows} rows read, besides {rejects} rejects. "
        "Save the file again as CSV in UTF-8, and report this.",
        file=str(path),
        records=counted.records,
        rows=rows,
        rejects=len(counted.rejects),
    )


def _weighed(batches: Iterator[pa.RecordBatch], sizes: list[int]) -> Iterator[pa.RecordBatch]:
    """The batches as they are, while the bytes in their cells are added up on the side."""
    for batch in batches:
        sizes += [pc.sum(pc.binary_length(column)).as_py() or 0 for column in batch.columns]
        yield batch


def _check_rejects(path: Path, counted: RecordReader, form: TextFormat, width: int) -> None:
    faults = [reject for reject in counted.rejects if reject.reason not in NO_FAULT]
    rejects = len(faults)
    if rejects and (rejects == counted.records or rejects > max(FEW, TOLERATED_REJECTS * counted.records)):
        raise SourceError(
            "{file}: {rejects} of {records} records do not fit {width} columns separated by '{delimiter}'; "
            "the first stands on line {line} ({reason}). Give delimiter and header_row under source, or mend the file.",
            file=str(path),
            rejects=rejects,
            records=counted.records,
            width=width,
            delimiter=form.delimiter,
            line=faults[0].line,
            reason=faults[0].reason,
        )


def _separator(form: TextFormat) -> str:
    return "\t" if form.delimiter == BLANKS else form.delimiter
