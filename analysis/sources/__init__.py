"""Sources: from a client's files to the canonical input tables."""

from analysis.sources.inputs import FileRead, Input, read_inputs
from analysis.sources.warehouse import extracted_hashes
from analysis.sources.who import in_base

__all__ = ["FileRead", "Input", "extracted_hashes", "in_base", "read_inputs"]
