"""Money beside the amounts: parts of it, control totals, what was restated since the last reading."""

from analysis.schema.model import Table

MONEY: tuple[Table, ...] = ()
