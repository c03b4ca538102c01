"""Tables of a warehouse, read through ADBC into the same parquet cache as files."""

from analysis.sources.warehouse.extraction import Extracted, Request, extracted_tables, last_extraction

__all__ = ["Extracted", "Request", "extracted_tables", "last_extraction"]
