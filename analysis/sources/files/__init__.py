"""Delimited text, workbooks and parquet files: found, read strictly, accounted for, kept by content."""

from analysis.sources.files.cache import cached_parquet, cached_tables
from analysis.sources.files.folder import HeaderDrift, header_drift, read_files, resolve_files
from analysis.sources.files.report import ReadReport, Reject, SheetFormat, TextFormat
from analysis.sources.files.sheet import sheets_to_parquet
from analysis.sources.files.sniff import sniff_text
from analysis.sources.files.text import text_to_parquet

__all__ = [
    "HeaderDrift",
    "ReadReport",
    "Reject",
    "SheetFormat",
    "TextFormat",
    "cached_parquet",
    "cached_tables",
    "header_drift",
    "read_files",
    "resolve_files",
    "sheets_to_parquet",
    "sniff_text",
    "text_to_parquet",
]
