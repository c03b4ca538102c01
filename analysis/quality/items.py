"""What a survey holds: for each item how many answered, and what they said on average, with its interval."""

from collections.abc import Mapping

import pandas as pd

from analysis.intervals import mean_interval, wilson

YES_NO = (0.0, 1.0)


def item_overview(
    answers: pd.DataFrame, items: Mapping[str, tuple[str, tuple[float, float] | None]], *, minimum: int = 10, level: float = 0.95
) -> pd.DataFrame:
    """One row per scored item: see `survey_items` of schema.py.

    `answers` holds one row per respondent and a column of scores per item, missing where not answered or not
    applicable; `items` says of each its role and its scale (None: read off the answers).  Items of two answers,
    0 and 1, are shares with a Wilson interval; the others means with Student's t.  Fewer than `minimum` answers
    give no row.
    """
    rows = []
    for item, (role, scale) in items.items():
        if item not in answers or role == "free_text":
            continue
        scores = pd.to_numeric(answers[item], errors="coerce").dropna().astype(float)
        if len(scores) < minimum:
            continue
        yes_no = bool(scores.isin(YES_NO).all())
        bottom, top = scale or (YES_NO if yes_no else (float(scores.min()), float(scores.max())))
        low, high = wilson(scores.sum(), len(scores), level=level) if yes_no else mean_interval(scores, level=level)
        rows.append((item, role, "share" if yes_no else "mean", len(answers), len(scores), bottom, top, scores.mean(), low, high))
    columns = ["item", "role", "measure", "respondents", "answered", "scale_low", "scale_high", "value", "low", "high"]
    return pd.DataFrame(rows, columns=columns)
