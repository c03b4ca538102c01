"""What became of the answers to each survey item."""

from collections.abc import Iterable, Mapping

import pandas as pd

COLUMNS = ["item", "rows", "answered", "not_applicable", "outside_scale", "unreadable", "share"]


def answer_quality(counts: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """One row per item: see `answer_quality` of schema.py.

    `counts` holds for each item its name, rows (respondents), and how many of them answered, said that it does not apply,
    answered outside the scale or with no number.  `share` is that of the answered; missing where nobody was asked.
    """
    table = pd.DataFrame(list(counts), columns=COLUMNS[:-1])
    return table.assign(share=(table["answered"] / table["rows"]).where(table["rows"] > 0).astype(float))
