"""Good, fair or poor: what each measure of a model must reach.  Limits: the kit's own, said on the page.

    total    good within 10 % of what came, fair within 30 %: the limits by which chapter 02 grades the model's own test
    capture  good where it certainly brings more than past spend, poor where certainly less, fair between
    auc      good from .70 and not certainly below the days since the last order, fair from .60
    lift     good where certainly above 1 and the share rises from band to band, fair where only the first holds
    hits     good where certainly more than popularity, poor where certainly fewer, fair between

`Certainly`: the 95 % interval lies wholly on that side.  A model is as good as its worst measure.
"""

import pandas as pd

CLOSE, PASSED = 0.10, 0.30
TELLS, HINTS = 0.70, 0.60
GRADES = ("good", "fair", "poor")


def graded(measures: pd.DataFrame, *, bands_in_order: bool = True) -> pd.DataFrame:
    """`measures` (columns of `forecast_measures`) with `grade`; rows without a figure have none ('')."""
    found = [_grade(row, bands_in_order) for row in measures.itertuples()]
    return measures.assign(grade=pd.Series(found, index=measures.index, dtype="str"))


def model_grades(measures: pd.DataFrame) -> pd.Series:
    """The grade of each model, in the order of `measures`: that of its worst measure."""
    held = measures[measures["grade"] != ""]
    worst = held["grade"].map(GRADES.index).groupby(held["model"], sort=False).max()
    return worst.map(dict(enumerate(GRADES)))


def _grade(row, bands_in_order: bool) -> str:
    if row.value != row.value:
        return ""
    match row.measure:
        case "total":
            off = abs(row.value - 1.0)
            return "good" if off <= CLOSE else "fair" if off <= PASSED else "poor"
        case "capture" | "hits":
            return "good" if row.difference_low > 0 else "poor" if row.difference_high < 0 else "fair"
        case "auc":
            if row.value >= TELLS and not row.difference_high < 0:
                return "good"
            return "fair" if row.value >= HINTS else "poor"
        case _:
            return "poor" if not row.low > 1.0 else "good" if bands_in_order else "fair"
