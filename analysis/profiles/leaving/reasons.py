"""Why they left, in their own words: the reasons of a survey, of those who left beside everybody else who answered."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.intervals import wilson

COLUMNS = ["item", "reason", "leavers", "leavers_with", "share", "low", "high", "others", "others_share"]


def survey_reasons(answers: pd.DataFrame | None, items: Mapping[str, str], leavers: pd.Index, *, minimum: int = 10) -> pd.DataFrame:
    """One row per reason that was given, most frequent among leavers first: see `leaving_reasons` of schema.py.

    From one row per answer (customer_id and a column per item) and the columns that hold a reason with the words for it
    ({column: words}); a column above 0 says yes.  Each customer counts with the latest answer.  Fewer than
    `minimum` with the reason, or without it, show no share.  Wilson's 95 % interval.
    """
    held = {} if answers is None else {column: words for column, words in items.items() if column in answers}
    if not held:
        return pd.DataFrame(columns=COLUMNS)
    known = answers.dropna(subset="customer_id")
    if "answered_at" in known:
        known = known.sort_values("answered_at", kind="stable")
    known = known.drop_duplicates("customer_id", keep="last")
    gone = known["customer_id"].isin(leavers)
    table = pd.DataFrame([_one(known[column], gone, column, words) for column, words in held.items()], columns=COLUMNS)
    cells = [table["leavers_with"], table["leavers"] - table["leavers_with"]]
    hidden = (table["leavers"] < minimum) | pd.concat([(cell > 0) & (cell < minimum) for cell in cells], axis=1).any(axis=1)
    figures = ["leavers_with", "share", "low", "high", "others_share"]
    table = table.assign(**{name: table[name].mask(hidden) for name in figures})
    return table.sort_values(["share", "item"], ascending=[False, True], kind="stable", ignore_index=True)


def _one(answer: pd.Series, gone: pd.Series, item: str, words: str) -> dict[str, object]:
    asked = answer.notna()
    yes = (answer > 0) & asked
    n, with_it = int((asked & gone).sum()), int((yes & gone).sum())
    others = int((asked & ~gone).sum())
    low, high = wilson(with_it, n)
    return {
        "item": item, "reason": words, "leavers": n, "leavers_with": float(with_it), "share": with_it / n if n else np.nan,
        "low": low, "high": high, "others": others, "others_share": (yes & ~gone).sum() / others if others else np.nan,
    }  # fmt: skip
