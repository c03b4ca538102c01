"""Each file is read once; after that its parquet is taken from the cache.

The key is the content, the name (which is a column of the result), the settings and the version
of this package: a file that is copied, moved or touched is not read again, one that differs in a
single byte is.  The report is written last and so says that the parquet beside it is complete;
whoever comes at the same time does the same work and ends with the same files.
"""

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.errors import SourceError
from analysis.sources.files.archive import is_archive, unpacked
from analysis.sources.files.days import columns_of_numbers, with_days
from analysis.sources.files.parquet import parquet_to_parquet
from analysis.sources.files.raw import content_digest
from analysis.sources.files.report import ReadReport, report_from_json, report_to_json
from analysis.sources.files.sheet import sheets_to_parquet
from analysis.sources.files.text import text_to_parquet
from analysis.sources.files.workbook import is_workbook

VERSION = 2  # raise when the same file and settings would give another parquet or report
PARQUET = (".parquet", ".pq")


def cached_tables(
    path: Path,
    cache_folder: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    sheet: str | int | None = None,
    dates: Mapping[str, str | None] | None = None,
) -> list[tuple[Path, ReadReport]]:
    """The parquet of a file and the report on its reading; one pair for each sheet that is meant.

    Text files and workbooks: see `text_to_parquet` and `sheets_to_parquet`, whose settings mean
    nothing to the other.  SourceError as there; nothing stays in the cache then.
    """
    path = Path(path)
    if is_archive(path):
        settings = [VERSION, path.name, "archive", encoding, delimiter, header_row, sheet, sorted((dates or {}).items())]
        text = {"encoding": encoding, "delimiter": delimiter, "header_row": header_row}
        return _cached(
            path, Path(cache_folder), settings, lambda folder: _in_archive(path, folder, text=text, sheet=sheet, dates=dates)
        )
    if not is_workbook(path):
        made = cached_parquet(path, cache_folder, encoding=encoding, delimiter=delimiter, header_row=header_row)
        return [_with_days(made, Path(cache_folder), dates or {})]
    settings = [VERSION, path.name, sheet, header_row, sorted((dates or {}).items())]

    def read(folder: Path) -> list[tuple[Path, ReadReport]]:
        return sheets_to_parquet(path, folder, sheet=sheet, header_row=header_row, dates=dates)

    return _cached(path, Path(cache_folder), settings, read)


def cached_parquet(
    path: Path,
    cache_folder: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
) -> tuple[Path, ReadReport]:
    """The parquet of a text or parquet file, and the report on its reading.

    Text columns are all text; those of parquet files keep their types.  Both have `source_file`
    and `source_row` in front.  The settings mean nothing for parquet files.

    SourceError as in `text_to_parquet` and `parquet_to_parquet`; nothing stays in the cache then.
    """
    path = Path(path)

    def read(folder: Path) -> list[tuple[Path, ReadReport]]:
        target = folder / "0.parquet"
        if path.suffix.lower() in PARQUET:
            return [(target, parquet_to_parquet(path, target))]
        return [(target, text_to_parquet(path, target, encoding=encoding, delimiter=delimiter, header_row=header_row))]

    return _cached(path, Path(cache_folder), [VERSION, path.name, encoding, delimiter, header_row], read)[0]


def _with_days(made: tuple[Path, ReadReport], cache_folder: Path, dates: Mapping[str, str | None]) -> tuple[Path, ReadReport]:
    """The table with its days written out, where columns of dates hold them as numbers."""
    parquet, report = made
    formats = {name: dates[name] for name in columns_of_numbers(parquet, dates)}
    if not formats:
        return made

    def written(folder: Path) -> list[tuple[Path, ReadReport]]:
        with_days(parquet, folder / "0.parquet", formats)
        return [(folder / "0.parquet", report)]

    return _cached(parquet, cache_folder, [VERSION, "days", parquet.name, sorted(formats.items(), key=str)], written)[0]


def _in_archive(
    path: Path,
    folder: Path,
    *,
    text: Mapping[str, str | int | None],
    sheet: str | int | None,
    dates: Mapping[str, str | None] | None,
) -> list[tuple[Path, ReadReport]]:
    """The tables of the one file in an archive; reports and errors name the archive."""
    plain, suffix = unpacked(path, folder / "unpacked")
    try:
        if suffix in PARQUET:
            made = [(folder / "0.parquet", parquet_to_parquet(plain, folder / "0.parquet"))]
        elif is_workbook(plain):
            made = sheets_to_parquet(plain, folder, sheet=sheet, header_row=text["header_row"], dates=dates)
        else:
            made = [(folder / "0.parquet", text_to_parquet(plain, folder / "0.parquet", **text))]
            formats = {name: dates[name] for name in columns_of_numbers(made[0][0], dates)} if dates else {}
            if formats:
                with_days(made[0][0], folder / "days.parquet", formats)
                made = [(folder / "days.parquet", made[0][1])]
    except SourceError as error:
        raise SourceError(error.template, **error.values | {"file": str(path)}) from None
    outside = {"sha256": content_digest(path), "bytes": path.stat().st_size}
    return [(parquet, replace(report, **outside)) for parquet, report in made]


def _cached(
    path: Path, cache_folder: Path, settings: list, read: Callable[[Path], list[tuple[Path, ReadReport]]]
) -> list[tuple[Path, ReadReport]]:
    """What `read` writes into a folder, or what it wrote the last time."""
    key = content_digest(path, "blake2b", salt=json.dumps(settings).encode())[:40]
    note = cache_folder / f"{key}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        held = json.loads(note.read_text(encoding="utf-8"))
        reports = [report_from_json(one) for one in (held if isinstance(held, list) else [held])]
        tables = [(_parquet(cache_folder, key, place), report) for place, report in enumerate(reports)]
        if tables and all(parquet.is_file() for parquet, _ in tables):
            return tables
    cache_folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=cache_folder, prefix=".filling-") as name:
        folder = Path(name)
        made = read(folder)
        told = [report_to_json(report) for _, report in made]
        new_note = folder / note.name
        new_note.write_text(json.dumps(told if len(told) > 1 else told[0], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        tables = [(_parquet(cache_folder, key, place), report) for place, (_, report) in enumerate(made)]
        for (new, _), (parquet, _) in zip(made, tables, strict=True):
            os.replace(new, parquet)
        os.replace(new_note, note)
    return tables


def _parquet(cache_folder: Path, key: str, place: int) -> Path:
    return cache_folder / (f"{key}.parquet" if not place else f"{key}-{place + 1}.parquet")
