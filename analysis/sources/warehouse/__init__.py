"""Tables of a warehouse, read through ADBC into the same parquet cache as files."""

from analysis.sources.warehouse.extraction import Extracted, Request, extracted_tables, last_extraction
from analysis.sources.warehouse.requests import extracted_hashes, request_of, source_tables

__all__ = ["Extracted", "Request", "extracted_hashes", "extracted_tables", "last_extraction", "request_of", "source_tables"]
