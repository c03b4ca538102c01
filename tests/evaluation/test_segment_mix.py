"""The mix of segments at two dates."""

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import mix_verdict, segment_mix
from analysis.evaluation.drift import parts_of_index


def segments(**sizes: int) -> pd.DataFrame:
    keys = [key for key, n in sizes.items() for _ in range(n)]
    return pd.DataFrame({"customer_id": [f"c{at}" for at in range(len(keys))], "method": "value", "segment": keys})


def test_the_same_mix_has_no_index(fits_schema):
    table = segment_mix(segments(a=30, b=70), segments(a=60, b=140), method="value")

    fits_schema(table, "segment_mix")
    assert 0 == pytest.approx(mix_verdict(table)["psi"])
    assert "stable" == mix_verdict(table)["verdict"]


def test_the_index_is_added_up_from_its_parts():
    """From half and half to one and three quarters: (.25 - .5) ln .5 + (.75 - .5) ln 1.5 = .2747."""
    table = segment_mix(segments(a=500, b=500), segments(a=250, b=750), method="value")

    assert 0.25 * np.log(2) + 0.25 * np.log(1.5) == pytest.approx(mix_verdict(table)["psi"])
    assert "shifted" == mix_verdict(table)["verdict"]
    assert (table["low"].iloc[0], table["high"].iloc[0]) < (0, 0)


def test_a_segment_of_one_date_alone_counts():
    table = segment_mix(segments(a=50, b=50), segments(a=50, c=50), method="value").set_index("segment")

    assert (0.5, 0.0) == tuple(table.loc["b", ["share_then", "share_now"]])
    assert table["part"].min() >= 0


def test_sampling_alone_stays_below_its_limit_in_nineteen_of_twenty():
    random = np.random.default_rng(0)
    inside = []
    for _ in range(200):
        then, now = (random.multinomial(n, [0.5, 0.3, 0.2]) for n in (400, 500))
        table = pd.DataFrame({"customers_then": then, "customers_now": now, "part": parts_of_index(then, now)})
        verdict = mix_verdict(table)
        inside.append(verdict["psi"] <= verdict["by_chance"])

    assert 0.90 <= np.mean(inside) <= 0.99


def test_a_small_crowd_shifts_by_chance_and_is_not_called_so():
    table = segment_mix(segments(a=5, b=5), segments(a=8, b=2), method="value")

    assert mix_verdict(table)["psi"] > 0.25
    assert "stable" == mix_verdict(table)["verdict"]
