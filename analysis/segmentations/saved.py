"""Saved definitions at work: customers who were not there when the limits were learned.

    record = customer_record(features, parts)                    # new customers, or the next period's
    definitions = {"rfm": pd.read_parquet("definition_rfm.parquet"), …}
    assigned(record, definitions)                                # customer_id, method, segment

Nothing is fitted here, so the same customers get the same segments whoever else is in the table.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.errors import SchemaError, listed
from analysis.segmentations import defined_by, method_of, segments_of
from analysis.segmentations.record import with_segments
from analysis.segmentations.settings import COMPOSED, in_order

PREFIX = "segment."


def assigned(record: pd.DataFrame, definitions: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table `segments` of the customers of `record` by saved definitions: customer_id, method, segment.

    `record` is a customer record (`record.customer_record`), `definitions` a definition by lens.  Lenses made of others
    read what these found now, whatever the record says of them; so the definitions of the others must be among the given.

    Raises ConfigError if there is no such method; SchemaError if a lens is made of one that is not given, a column or a
    value is missing, or a definition is another method's.
    """
    check_parts(definitions)
    record = beside(record, {})
    found: dict[str, pd.DataFrame] = {}
    for lens in in_order(definitions):
        found[lens] = segments_of(
            beside(record, found) if lens.partition(".")[0] in COMPOSED else record, {lens: definitions[lens]}
        )
    return one_table(found[lens] for lens in definitions)


def check_parts(definitions: Mapping[str, pd.DataFrame]) -> None:
    """Raise SchemaError where a lens is made of one whose definition is not among `definitions`."""
    for lens, definition in definitions.items():
        module = method_of(lens)
        read = defined_by(lens, definition) if hasattr(module, "defined_by") else ()
        absent = [column for column in read if column.startswith(PREFIX) and column.removeprefix(PREFIX) not in definitions]
        if absent:
            raise SchemaError(
                "The lens '{lens}' is made of {others}, whose definitions are not given. Give these as well.",
                lens=lens,
                others=listed(column.removeprefix(PREFIX) for column in absent),
            )


def beside(record: pd.DataFrame, found: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The record with the segments of the lenses found so far, a table by lens; what it says of lenses itself is left out."""
    record = record.drop(columns=[column for column in record.columns if column.startswith(PREFIX)])
    return with_segments(record, one_table(found.values())) if found else record


def one_table(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The table `segments` of some lenses: their tables one below the other."""
    parts = list(parts)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["customer_id", "method", "segment"], dtype="str")


def defining_columns(lens: str, definitions: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """Every column of the record that makes the segments of a lens, also through the lenses that it is made of.

    What follows from them follows by construction.
    """
    found: list[str] = []
    for column in defined_by(lens, definitions[lens]):
        found.append(column)
        if column.startswith(PREFIX) and (other := column.removeprefix(PREFIX)) in definitions:
            found += defining_columns(other, definitions)
    return tuple(dict.fromkeys(found))
