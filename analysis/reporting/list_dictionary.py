"""What every column of the list files means, in the report's language."""

from collections.abc import Mapping

import pandas as pd

from analysis.reporting.list_folder import PREFIX, SEGMENTS
from analysis.strategies.audience import REASONS
from analysis.text import Text


def dictionary(files: Mapping[str, pd.DataFrame], segments: pd.DataFrame, *, text: Text) -> pd.DataFrame:
    """One row per file and column: file, column, meaning, values; exports carry their importer's headers.

    `segments` (method, segment) gives the values of the columns that are lenses.
    """
    known = meanings(text)
    values = _values(segments, text)
    rows = []
    for file, table in files.items():
        for column in table.columns:
            if file.startswith(PREFIX) and "-" in file.removeprefix(PREFIX):
                meaning = text("As the import expects it")
            elif file == SEGMENTS and column in values:
                meaning = text("Segment by: {lens}").format(lens=text.name("lens", column))
            elif column.startswith("check_"):
                meaning = text("Whether this could be checked: {reason}").format(
                    reason=text.name("exclusion", column.removeprefix("check_"))
                )
            elif column in REASONS:
                meaning = text("Left out: {reason}").format(reason=text.name("exclusion", column))
            else:
                meaning = known[column]
            rows.append((file, column, meaning, values.get(column, "") if file == SEGMENTS else ""))
    return pd.DataFrame(rows, columns=["file", "column", "meaning", "values"])


def meanings(text: Text) -> dict[str, str]:
    """The columns that several files share."""
    return {
        "customer_number": text("The client’s own customer number"),
        "name": text("Name, from the customer file; blank for the held-out"),
        "phone": text("Telephone number; blank for the held-out"),
        "email": text("E-mail address; blank for the held-out"),
        "address": text("Postal address; blank for the held-out"),
        "play": text("Play that the list is for"),
        "lens": text("Way of dividing by which the customer belongs to the play"),
        "segment": text("Segment of the customer in it"),
        "channel": text("Channel of the contact, whose consent was checked"),
        "arm": text("treatment: contact; hold_out: leave alone, and compare with afterwards"),
        "first_reason": text("First reason that holds, as the report counts it"),
    }


def _values(segments: pd.DataFrame, text: Text) -> dict[str, str]:
    """By lens: key and name of each of its segments."""
    pairs = segments[["method", "segment"]].drop_duplicates().sort_values(["method", "segment"])
    return {
        method: "; ".join(f"{key} = {text.name('segment', key)}" for key in rows["segment"])
        for method, rows in pairs.groupby("method")
    }
