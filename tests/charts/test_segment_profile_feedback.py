"""The chart of negative comments draws in both widths and languages."""

import numpy as np
import pandas as pd
import pytest

from analysis.charts.segment_profile_feedback import plot_negative_comments

SIX = ["champions", "potential_loyalist", "need_attention", "about_to_sleep", "cant_lose", "hibernating"]
TABLE = pd.DataFrame(
    [(key, 30 + i, 0.1 + i / 30, 0.05 + i / 30, 0.2 + i / 30) for i, key in enumerate(["(all)", *SIX, "(unjoined)"])],
    columns=["segment", "n", "share", "low", "high"],
)
TABLE.loc[TABLE["segment"] == "cant_lose", ["share", "low", "high"]] = np.nan


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
def test_it_draws_well(draws_well, width, language):
    """Also with a segment too small to show, and one that wrote nothing."""
    draws_well(
        plot_negative_comments, TABLE, {"segments": [*SIX, "lost"]}, name="negative_comments", width=width, language=language
    )
