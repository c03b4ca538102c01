"""Sources: from a client's files to the canonical input tables."""

from analysis.sources.inputs import FileRead, Input, read_inputs

__all__ = ["FileRead", "Input", "read_inputs"]
