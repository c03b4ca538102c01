"""In which segment each customer stood, and since when: one row per spell, from the reports there are.

A report sees customers on two days, the eve of its period and its end.  A spell begins on the first day on which a customer
was seen in a segment and lasts until the first on which he or she was seen in another: the change itself lies somewhere
between two of these days.  Each day is read with the definitions that were in force in its report, so a change can also be
the ruler's: `refitted` says where the definitions had been made anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

COLUMNS = ["customer_id", "method", "segment", "since", "period", "refitted", "until"]


@dataclass(frozen=True)
class Seen:
    """Segments (customer_id, method, segment) as one report saw them on a day; `ruler` names the definition by method."""

    day: date
    period: str
    segments: pd.DataFrame
    ruler: dict[str, str]


def segment_history(seen: Sequence[Seen]) -> pd.DataFrame:
    """The table `segment_history`: one row per customer × method × spell.

    segment   where the customer stood
    since     the first day on which it was so; `period` is the report that saw it
    refitted  whether the definitions of that day were others than those of the day before it; False for the first spell
    until     the first day on which it was no longer so; missing: it still is, or the customer was not seen again

    Days are taken in order of time; of several reports that saw the same day the last of `seen` is right.
    """
    by_day = {one.day: one for one in seen}
    tables = [one.segments[["customer_id", "method", "segment"]].assign(since=one.day, period=one.period, ruler=_rulers(one))
              for one in sorted(by_day.values(), key=lambda one: one.day)]  # fmt: skip
    if not tables:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(tables, ignore_index=True).sort_values(["customer_id", "method", "since"], kind="stable")
    own = table.groupby(["customer_id", "method"], sort=False)
    table["refitted"] = own["ruler"].shift().fillna(table["ruler"]).ne(table["ruler"])
    spells = table[own["segment"].shift().ne(table["segment"])]
    until = spells.groupby(["customer_id", "method"], sort=False)["since"].shift(-1)
    return spells.assign(until=until)[COLUMNS].reset_index(drop=True)


def _rulers(one: Seen) -> pd.Series:
    return one.segments["method"].map(lambda method: one.ruler.get(method, "")).astype(str)
