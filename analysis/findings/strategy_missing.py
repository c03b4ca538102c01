"""What is missing, for the plan: the ideas of chapter 03, in short."""

import pandas as pd

from analysis.findings.segment_profile_unmet import NO_ANSWER, NO_NEEDS, shows
from analysis.text import Message, Skip, Words, count


def missing_products(ideas: pd.DataFrame, needs: pd.DataFrame) -> Words | Skip:
    """The words around the ideas: `ideas` labelled (`segment_profile_unmet.labelled`), `needs` all rows of `unmet_needs`."""
    if needs.empty:
        return NO_NEEDS
    if ideas.empty:
        return Words(answer=(NO_ANSWER,))
    return Words(
        answer=(
            Message("{k} ideas for the range or the service follow from what customers miss, the widest first.", k=count(len(ideas)))
            if len(ideas) > 1
            else Message("One idea for the range or the service follows from what customers miss."),
            shows(ideas.iloc[0]),
        ),
        title=Message("What could be tried, and for whom"),
        note=(
            Message("Chapter 03 shows what stands behind each idea, with its interval. Customers can be in several rows."),
            Message("Most in: the segment in which the need is clearly more frequent than among everybody else; a dash: none stands out."),
        ),
        so=(Message("An idea is a reason for a small test with a few customers, not for a change of the range."),),
    )  # fmt: skip
