"""The tables that a client's files hold, read once into the client's cache."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.errors import AnalysisError, SourceError
from analysis.sources.files import read_files
from analysis.sources.files.choice import sheet_tables, sheets_meant
from analysis.sources.files.folder import DATA_SUFFIXES
from analysis.sources.files.report import TextFormat
from analysis.sources.files.workbook import is_workbook
from analysis.sources.propose.facts import Facts, column_facts
from analysis.sources.propose.headers import unnamed
from analysis.sources.propose.remarks import Remark, left

DATA_COLUMNS = ("source_file", "source_row")


@dataclass(frozen=True)
class Found:
    """One table of a file: a text or parquet file, or a sheet of a workbook.

    sheet    None where the file holds one table only
    headed   whether its columns have names
    facts    {header: what its values are}, in the file's order
    """

    path: Path
    sheet: str | None
    label: str
    parquet: Path
    rows: int
    headed: bool
    facts: dict[str, Facts]
    layout: str = ""

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(self.facts)

    def column(self, header: str) -> pa.ChunkedArray:
        """One column as text, blanks off; not-a-number and blank are null."""
        column = pq.read_table(self.parquet, columns=[header])[header]
        if pa.types.is_floating(column.type):
            column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
        column = pc.utf8_trim_whitespace(column.cast(pa.string()))
        return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)

    def ids(self, header: str) -> set[str]:
        """The different ids of a column as the canonical tables write them: '17850.0' is '17850'."""
        return set(plain_ids(pc.unique(self.column(header))).to_pylist()) - {None}


def plain_ids(column: pa.Array) -> pa.Array:
    """Ids without the '.0' that a spreadsheet or a float leaves behind."""
    return pc.replace_substring_regex(column, r"^([0-9]+)\.0+$", r"\1")


def find_tables(files: Sequence[Path], cache: Path) -> tuple[list[Found], list[Remark]]:
    """The tables of the files in their order, and what was left out of them.

    Files that are no data (README.md) are passed over, those that cannot be read are left aside.
    SourceError where a file is not there, or where none can be read.
    """
    tables: list[Found] = []
    remarks: list[Remark] = []
    failed: list[AnalysisError] = []
    for path in files:
        if not path.exists():
            raise SourceError("There is no file {file}.", file=path)
        if path.is_dir() or path.suffix.lower() not in DATA_SUFFIXES:
            remarks.append(left("{file} is no table: passed over.", file=path.name))
            continue
        try:
            tables += _tables(path, cache)
        except SourceError as error:
            failed.append(error)
            remarks.append(left("{file} could not be read: {reason}", file=path.name, reason=str(error)))
    if failed and not tables:
        raise failed[0]
    if not tables:
        raise SourceError("None of the files is a table. Name files that end in: {kinds}.", kinds=", ".join(DATA_SUFFIXES))
    return tables, remarks


def _tables(path: Path, cache: Path) -> list[Found]:
    sheets = [name for name, _ in sheet_tables(path)] if is_workbook(path) else [None]
    made = []
    for sheet in sheets:
        for parquet, report in read_files([path], cache, sheet=sheet):
            headed = report.format is None or report.format.header_row > 0 or not all(unnamed(name) for name in report.columns)
            facts = {header: column_facts(parquet, header, report.rows) for header in report.columns}
            made.append(Found(path, sheet, report.name, parquet, report.rows, headed, facts, _layout(report.format)))
    return made


def _layout(form: object) -> str:
    """How the file is written, in the words of client.yaml."""
    if form is None:
        return "parquet"
    if not isinstance(form, TextFormat):
        return f"{form.kind}, header_row {form.header_row}"
    mark = {"\t": "tab", " ": "blanks"}.get(form.delimiter, form.delimiter)
    return f"{form.encoding}, delimiter '{mark}', header_row {form.header_row}, decimal '{form.decimal}'"


def one_entry(tables: list[Found]) -> list[Found]:
    """The first table and those that one entry of client.yaml can name with it: where sheets differ, a pattern must fit them alone."""
    return tables if _named_alone(tables) else [one for one in tables if one.sheet == tables[0].sheet]


def sheet_of(tables: Sequence[Found]) -> str | None:
    """The sheet of these tables, or a pattern for their sheets; None where no sheet need be named."""
    names = sorted({one.sheet for one in tables if one.sheet is not None})
    if len(names) < 2:
        return names[0] if names else None
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    return "".join(letters[0] for letters in alike) + "*"


def _named_alone(tables: Sequence[Found]) -> bool:
    """Whether the sheet or pattern of these tables means these sheets and no others of their files."""
    sheet = sheet_of(tables)
    held = {path: {one.sheet for one in tables if one.path == path} for path in {one.path for one in tables}}
    return sheet is None or all(set(sheets_meant(path, sheet)) == names - {None} for path, names in held.items())


def place_of(tables: Sequence[Found], folder: Path) -> dict[str, object]:
    """files and sheet of an entry: paths inside the client's folder are relative to it, many files of one pattern become it."""
    paths = list(dict.fromkeys(one.path.resolve() for one in tables))
    pattern = _pattern(paths) if len(paths) > 6 else None
    files = [pattern] if pattern else [_inside(path, folder.resolve()) for path in paths]
    place: dict[str, object] = {"files": files[0] if len(files) == 1 else files}
    return place | ({"sheet": sheet} if (sheet := sheet_of(tables)) is not None else {})


def _inside(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path)


def _pattern(paths: Sequence[Path]) -> str | None:
    """A pattern that means these files and no others of their folder; None where there is none."""
    if len({path.parent for path in paths}) > 1:
        return None
    start = "".join(
        letters[0] for letters in takewhile(lambda some: len(set(some)) == 1, zip(*(path.stem for path in paths), strict=False))
    )
    suffixes = {path.suffix for path in paths}
    if len(suffixes) > 1:
        return None
    pattern = f"{start}*{suffixes.pop()}"
    return str(paths[0].parent / pattern) if set(paths[0].parent.glob(pattern)) == set(paths) else None
