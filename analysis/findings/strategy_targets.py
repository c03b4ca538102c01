"""Chapter 04 in sentences: what the next period is held against."""

import pandas as pd

from analysis.findings.strategy_settings import Terms
from analysis.text import Message, Words, count, name


def targets(table: pd.DataFrame, terms: Terms) -> Words:
    """How many targets rest on what; `table` is `kpi_targets`."""
    sources = table["source"].value_counts()
    given, proven, held = (int(sources.get(key, 0)) for key in ("given", "evidence", "holding"))
    said = []
    if proven:
        said.append(Message("For {k} segments the target is raised by a tested effect.", k=count(proven)))
    if given:
        said.append(Message("{k} targets are the client’s own.", k=count(given)))
    if held:
        said.append(Message("For {k} segments nothing proves that more can be had: there the target is to hold what is there, and only a figure beyond the range is a change.", k=count(held)))  # fmt: skip
    title = (
        Message("{k} of {n} targets rest on a test or on the client’s word", k=count(given + proven), n=count(len(table)))
        if given + proven
        else Message("Hold what is there: no effect is tested, so no target is raised")
    )
    return Words(
        answer=tuple(said),
        title=title,
        subtitle=Message("Share of each segment’s customers who order in a period of the same length: at present, the target for the next one, and the range"),
        note=(
            Message("Lens: {lens}. At present: of those who stood in the segment when the period began.", lens=name("lens_within", terms.lens)),
            Message("Range: what chance alone may bring (95%), with that of the effect where the target rests on one."),
            Message("Stored for the next report, whose chapter 05 holds the period against them. A target of the client’s own is set as strategy.targets in client.yaml."),
        ),
    )  # fmt: skip
