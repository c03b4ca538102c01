"""Delimited text and parquet files: found, read strictly, accounted for, kept by content."""

from analysis.sources.files.cache import cached_parquet
from analysis.sources.files.folder import HeaderDrift, header_drift, read_files, resolve_files
from analysis.sources.files.report import ReadReport, Reject, TextFormat
from analysis.sources.files.sniff import sniff_text
from analysis.sources.files.text import text_to_parquet

__all__ = [
    "HeaderDrift",
    "ReadReport",
    "Reject",
    "TextFormat",
    "cached_parquet",
    "header_drift",
    "read_files",
    "resolve_files",
    "sniff_text",
    "text_to_parquet",
]
