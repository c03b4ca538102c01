"""Columns that many tables share, and a short way to write the others."""

from analysis.schema.model import Column, Type


def c(name: str, type_: Type, meaning: str, unit: str = "", *, required: bool = True, values: tuple[str, ...] = ()) -> Column:
    """A column that must be there, unless it says otherwise."""
    return Column(name, type_, meaning, unit, required, values)


ID = c("customer_id", "string", "Pseudonym of the customer")
METHOD = c("method", "string", "Segmentation method")
SEGMENT = c("segment", "string", "Key of the segment")
