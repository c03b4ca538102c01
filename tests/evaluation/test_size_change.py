"""Segments that grew or shrank, and segments whose customers only changed places."""

import pandas as pd

from analysis.evaluation import size_changes


def crowd(**segments: int) -> pd.DataFrame:
    keys = [key for key, n in segments.items() for _ in range(n)]
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(len(keys))], "method": "rfm", "segment": keys})


def changed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    return size_changes(before, after, method="rfm").set_index("segment")


def test_who_came_and_who_went_add_up():
    found = changed(crowd(loyal=60, lapsed=40), crowd(loyal=50, lapsed=60))  # ten went over, ten are new

    assert tuple(found.loc["loyal", ["before", "after", "came", "went"]]) == (60, 50, 0, 10)
    assert tuple(found.loc["lapsed", ["before", "after", "came", "went"]]) == (40, 60, 20, 0)
    assert (found["after"] - found["before"] == found["came"] - found["went"]).all()
    assert tuple(found["verdict"]) == ("grown", "shrunk")  # lapsed, loyal: ten of ten one way is no chance


def test_many_who_change_places_are_no_growth():
    """Fifty go and fifty-one come: the border is busy, the segment is what it was."""
    before = crowd(loyal=100, lapsed=101)
    after = before.assign(segment=["lapsed"] * 50 + ["loyal"] * 50 + ["loyal"] * 51 + ["lapsed"] * 50)

    found = changed(before, after)

    assert found.loc["loyal", "change"] == 0.01
    assert set(found["verdict"]) == {"as_chance"}
    assert found.loc["loyal", "low"] < 0 < found.loc["loyal", "high"]
