"""Every table of the kit: columns, types, units, keys, meanings.

Tables are the interface between the stages.  `CANONICAL` are the input tables that a client's
files are mapped to; `DERIVED` are the tables that the stages leave behind, one parquet file
each.  The data dictionary in the report is printed from here, so what is written here is what
the reader sees.
"""

from analysis.schema.canonical import CANONICAL
from analysis.schema.derived import DERIVED
from analysis.schema.model import Column, Table, check_columns, data_dictionary

TABLES: dict[str, Table] = CANONICAL | DERIVED

__all__ = ["CANONICAL", "DERIVED", "TABLES", "Column", "Table", "check_columns", "data_dictionary"]
