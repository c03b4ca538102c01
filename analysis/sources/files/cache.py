"""Each file is read once; after that its parquet is taken from the cache.

The key is the content, the name (which is a column of the result), the settings and the version
of this package: a file that is copied, moved or touched is not read again, one that differs in a
single byte is.  The report is written last and so says that the parquet beside it is complete;
whoever comes at the same time does the same work and ends with the same files.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.sources.files.parquet import parquet_to_parquet
from analysis.sources.files.raw import content_digest
from analysis.sources.files.report import ReadReport, report_from_json, report_to_json
from analysis.sources.files.text import text_to_parquet

VERSION = 1  # raise when the same file and settings would give another parquet or report
PARQUET = (".parquet", ".pq")


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
    path, cache_folder = Path(path), Path(cache_folder)
    settings = json.dumps([VERSION, path.name, encoding, delimiter, header_row])
    key = content_digest(path, "blake2b", salt=settings.encode())[:40]
    parquet, note = cache_folder / f"{key}.parquet", cache_folder / f"{key}.json"
    if parquet.is_file():
        with suppress(OSError, ValueError, KeyError, TypeError):
            return parquet, report_from_json(json.loads(note.read_text(encoding="utf-8")))
    cache_folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=cache_folder, prefix=".filling-") as folder:
        new_parquet, new_note = Path(folder, parquet.name), Path(folder, note.name)
        if path.suffix.lower() in PARQUET:
            report = parquet_to_parquet(path, new_parquet)
        else:
            report = text_to_parquet(path, new_parquet, encoding=encoding, delimiter=delimiter, header_row=header_row)
        new_note.write_text(json.dumps(report_to_json(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(new_parquet, parquet)
        os.replace(new_note, note)
    return parquet, report
