"""What input tables beyond order lines hold, and how they join."""

from analysis.schema.model import Table

INPUTS: tuple[Table, ...] = ()
