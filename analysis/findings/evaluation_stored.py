"""Chapter 05 in a sentence or two: what the period before expected of each segment, and what came."""

import pandas as pd

from analysis.text import Message, Words, count, raw, share
from analysis.text.names_evaluation import place_value


def against_stored(stored: pd.DataFrame, shown: pd.DataFrame, *, period: str) -> Words | None:
    """How many segments stayed in the range that `kpi_targets` of the period before gave them; None without a pair.

    `shown` holds the figures of this period by segment (segment, kpi, value).
    """
    both = stored.dropna(subset=["low", "high"]).merge(shown[["segment", "kpi", "value"]], on=["segment", "kpi"], validate="1:1")
    if both.empty:
        return None
    below, above = both[both["value"] < both["low"]], both[both["value"] > both["high"]]
    facts = {"period": raw(period), "k": count(len(both) - len(below) - len(above)), "n": count(len(both))}
    said = [Message("The report of {period} said what to expect of {n} segments: {k} of them stayed within that range. What lies outside has changed more than chance explains; another season counts as a change.", **facts)]  # fmt: skip
    if len(below):
        far = below.loc[(below["low"] - below["value"]).idxmax()]
        facts = {"segment": place_value(far["segment"]), "value": share(far["value"]), "low": share(far["low"])}
        said.append(Message("Below it: “{segment}”, {value} ordered against {low} at least.", **facts))
    if len(above):
        far = above.loc[(above["value"] - above["high"]).idxmax()]
        facts = {"segment": place_value(far["segment"]), "value": share(far["value"]), "high": share(far["high"])}
        said.append(Message("Above it: “{segment}”, {value} ordered against {high} at most.", **facts))
    return Words(answer=tuple(said))
