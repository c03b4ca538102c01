"""What a report was made from: hashes of everything that went in, versions, timings."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analysis.reporting.earlier import earlier_tables
from analysis.reporting.notebooks import CHAPTERS, notebook_path
from analysis.store import Run

_PACKAGES = ("papermill", "nbconvert", "pandas", "duckdb", "sqlframe", "matplotlib", "scikit-learn", "scipy", "pyarrow")
_CODE = ("*.py", "*.yaml", "*.po", "*.j2", "*.css")


def file_hash(path: Path) -> str:
    """BLAKE2b of a file's content, read in blocks."""
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _together(files: Iterable[Path]) -> str:
    """One hash over the names and contents of files."""
    return hashlib.blake2b("".join(f"{path.name}{file_hash(path)}" for path in files).encode(), digest_size=16).hexdigest()


@cache
def code_hash() -> str:
    """One hash over the package and the notebooks."""
    package = Path(__file__).resolve().parent.parent
    files = sorted(path for pattern in _CODE for path in package.rglob(pattern) if "__pycache__" not in path.parts)
    files += [notebook_path(chapter) for chapter in CHAPTERS]
    return _together(files)


def input_hashes(run: Run) -> dict[str, str]:
    """Name and hash of everything of the client's that a report reads."""
    paths = source_files(run)
    if run.config.calendar.file is not None:
        paths.add(run.said_folder / run.config.calendar.file)
    beside = ("segments.yaml", "overrides.csv", *_named_in_settings(run))
    paths |= {path for name in beside if (path := run.said_folder / name).is_file()}
    notes = run.folder / "notes"
    paths |= set(notes.glob("*.md")) if notes.is_dir() else set()
    named = {_known_as(run, path): path for path in paths}
    return (
        {"client.yaml": file_hash(run.said_folder / "client.yaml")}
        | {name: file_hash(path) for name, path in sorted(named.items())}
        | _extracted(run)
    )


def source_files(run: Run, *tables: str) -> set[Path]:
    """The files of the client's inputs; where `tables` are named, of these alone.  Raises SourceError where one is missing."""
    from analysis.sources.files import resolve_files

    declared = run.config.source.tables()
    specs = [declared[name] for name in tables] if tables else [*declared.values(), *run.config.source.extra.values()]
    patterns = [list(one.files) if isinstance(one.files, tuple) else one.files for one in specs if one.files is not None]
    return {path for pattern in patterns for path in resolve_files(pattern, run.said_folder)}


def source_hashes(run: Run, *tables: str) -> dict[str, str]:
    """Name and hash of the files of the client's inputs, or of some of them; without names those of a warehouse as well."""
    files = {_known_as(run, path): file_hash(path) for path in source_files(run, *tables)}
    return files if tables else files | _extracted(run)


def _extracted(run: Run) -> dict[str, str]:
    from analysis.sources import extracted_hashes

    return extracted_hashes(run.config.source, run.said_folder)


def _known_as(run: Run, path: Path) -> str:
    """A file's name in the manifest: where it lies below the client's folder."""
    return str(path.relative_to(run.said_folder)) if path.is_relative_to(run.said_folder) else path.name


def _named_in_settings(run: Run) -> list[str]:
    """Files of the client's folder that its settings name: a scheme, a list of city tiers."""
    given = [value for own in run.config.settings.values() for value in own.values()]
    return [value for value in given if isinstance(value, str) and value.endswith((".yaml", ".yml", ".csv"))]


def ingredients(run: Run, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that decides what the page says; two equal ones give the same page."""
    part = run.config.part
    told = (
        {}
        if part is None
        else {"part": {"of": part.of, "by": part.by, "key": part.key, "label": part.label, "definitions": definitions_hash(run)}}
    )
    return {
        "client": run.client,
        "period": run.period.label,
        "parameters": dict(parameters),
        "inputs": input_hashes(run),
        "code": code_hash(),
        "shown_before": {period: _together(paths) for period, paths in earlier_tables(run).items()},
        **told,
    }


def definitions_hash(run: Run) -> str:
    """One hash over the definitions that a period is measured by; a part has those of its whole, and its manifest shows it."""
    files = sorted((run.data / run.whole / run.period.label).glob("definition_*.parquet"))
    return _together(files)


def manifest(
    run: Run, parameters: Mapping[str, Any], *, timings: Mapping[str, float], made_at: str, pages: Mapping[str, str]
) -> dict[str, Any]:
    """The content of manifest.json."""
    return ingredients(run, parameters) | {
        "made_at": made_at,
        "seconds": {key: round(value, 2) for key, value in timings.items()},
        "pages": dict(pages),
        "versions": {package: version(package) for package in _PACKAGES},
        "definitions": definitions_hash(run),
    }


def read_manifest(run: Run) -> dict[str, Any] | None:
    """The manifest of the report on disk, or None."""
    path = run.report_folder / "manifest.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def is_current(run: Run, parameters: Mapping[str, Any]) -> bool:
    """True where the report on disk was made from exactly these ingredients."""
    made = read_manifest(run)
    return made is not None and all(made.get(key) == value for key, value in ingredients(run, parameters).items())


def changed(run: Run) -> list[str]:
    """Names of what changed since the report on disk was made (with its own parameters)."""
    made = read_manifest(run)
    if made is None:
        return []
    now = ingredients(run, made["parameters"])
    names = [name for name in sorted({*made["inputs"], *now["inputs"]}) if made["inputs"].get(name) != now["inputs"].get(name)]
    names += ["the definitions of the whole"] if made.get("part") != now.get("part") else []
    names += ["what earlier reports show"] if made.get("shown_before") != now.get("shown_before") else []
    return names + (["the kit itself"] if made["code"] != now["code"] else [])
