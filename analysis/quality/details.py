"""What the rows of an input are made of: kinds of events, platforms of comments, stages of visits …"""

from pathlib import Path

import pandas as pd

from analysis.engine import F, column_names, read_parquet, to_pandas

# The columns that say what a row of each input is, the telling one first.
TELLING: dict[str, tuple[str, ...]] = {
    "events": ("kind", "source", "device"),
    "feedback": ("source",),
    "visits": ("stage",),
    "balances": ("kind",),
    "contacts": ("channel",),
    "consents": ("channel", "purpose"),
}


def input_details(paths: dict[str, Path], *, minimum: int = 10, most: int = 6) -> pd.DataFrame:
    """Rows by the words of each telling column: see `input_details` of schema.py; rows without a word under '(missing)'.

    Words of fewer than `minimum` rows, and those after the `most` commonest, are put together as '(other)'.
    """
    found = [
        _counted(table, column, paths[table], minimum, most)
        for table, columns in TELLING.items()
        for column in columns
        if table in paths and column in column_names(paths[table])
    ]
    columns = ["table", "column", "value", "rows", "share"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def _counted(table: str, column: str, path: Path, minimum: int, most: int) -> pd.DataFrame:
    counts = to_pandas(read_parquet(path).groupBy(column).agg(F.count(F.lit(1)).alias("rows")))
    counts = counts.assign(value=counts[column].fillna("(missing)"), rows=counts["rows"].astype(int))
    counts = counts.sort_values(["rows", "value"], ascending=[False, True], kind="stable", ignore_index=True)
    named = (counts.index < most) & (counts["rows"] >= minimum)
    together = (
        counts.assign(value=counts["value"].where(named, "(other)")).groupby("value", sort=False, as_index=False)["rows"].sum()
    )
    return together.assign(table=table, column=column, share=together["rows"] / max(together["rows"].sum(), 1))
