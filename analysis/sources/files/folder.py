"""Many files that are one table: which they are, reading them, and comparing their headers."""

import glob
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import SourceError, listed
from analysis.sources.files.archive import ARCHIVES
from analysis.sources.files.cache import PARQUET, cached_tables
from analysis.sources.files.report import ReadReport
from analysis.sources.files.workbook import SUFFIXES

DATA_SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".dat", ".psv", *PARQUET, *SUFFIXES, *ARCHIVES)
SHOWN = 20  # names in a message


@dataclass(frozen=True)
class HeaderDrift:
    """A file whose columns differ from the usual ones; their order plays no part."""

    name: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]


def resolve_files(pattern_or_list: str | Path | Iterable[str | Path], root: Path) -> list[Path]:
    """The files meant by a path, a pattern (raw/orders_*.csv), a folder, or a list of these.

    Relative to `root`, sorted, each once.  A folder stands for the tables in it, by suffix.
    Hidden files and those a spreadsheet program has open ("~$…") are passed over.

    SourceError when a pattern finds nothing; it says what is in the folder instead.
    """
    patterns = [pattern_or_list] if isinstance(pattern_or_list, str | Path) else pattern_or_list
    return sorted({file for pattern in patterns for file in _matches(str(pattern), Path(root))})


def read_files(
    files: Sequence[Path],
    cache_folder: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    sheet: str | int | None = None,
    dates: Mapping[str, str | None] | None = None,
) -> list[tuple[Path, ReadReport]]:
    """The cached parquet and the report of each file, or each sheet that is meant, in the order given.

    What is not set is found for each file by itself: one folder may hold several encodings, and
    text files beside workbooks.  `sheet` and `dates` are for workbooks, see `sheets_to_parquet`.
    """
    text = {"encoding": encoding, "delimiter": delimiter, "header_row": header_row}
    return [table for file in files for table in cached_tables(file, cache_folder, **text, sheet=sheet, dates=dates)]


def header_drift(reports: Iterable[ReadReport]) -> list[HeaderDrift]:
    """The files that lack usual columns or have unusual ones; empty when all agree.

    Usual is a column that at least half of the files have.
    """
    reports = list(reports)
    times = Counter(column for report in reports for column in report.columns)
    usual = [column for column, count in times.items() if 2 * count >= len(reports)]
    drifts = [
        HeaderDrift(
            name=report.name,
            missing=tuple(column for column in usual if column not in report.columns),
            extra=tuple(column for column in report.columns if column not in usual),
        )
        for report in reports
    ]
    return [drift for drift in drifts if drift.missing or drift.extra]


def _matches(pattern: str, root: Path) -> list[Path]:
    named = root / pattern
    if named.is_file():
        return [named]
    if named.is_dir():
        found = [path for path in named.iterdir() if path.suffix.lower() in DATA_SUFFIXES]
    else:
        # A pattern that is absolute leaves the root out; in the root nothing is a pattern.
        absolute = Path(pattern).is_absolute()
        found = map(Path, glob.glob(pattern if absolute else f"{glob.escape(str(root))}/{pattern}", recursive=True))
    files = [path for path in found if path.is_file() and not path.name.startswith((".", "~$"))]
    if not files:
        raise _nothing_found(pattern, named)
    return files


def _nothing_found(pattern: str, named: Path) -> SourceError:
    folder = named if named.is_dir() else next((p for p in named.parents if p.is_dir()), Path("."))
    present = sorted(path.name + "/" * path.is_dir() for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    if not present:
        return SourceError(
            "No file matches '{pattern}': {folder} is empty. Put the client's files there.",
            pattern=pattern,
            folder=str(folder),
        )
    return SourceError(
        "No file matches '{pattern}'. In {folder} there are: {present}. Correct files under source.",
        pattern=pattern,
        folder=str(folder),
        present=listed(present[:SHOWN] + ["…"] * (len(present) > SHOWN)),
    )
