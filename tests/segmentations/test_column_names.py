"""Natural groups and groups of answers are the same under other headers, wherever the columns stand.

The data have no groups at all, so that many divisions are nearly as good: there the last digit decides, and any trace of
the order of columns would show.
"""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from analysis.segmentations import clusters, psychographic

PEOPLE, COLUMNS = 400, 6


def listed(prefix: str, values: np.ndarray, names: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(values, columns=[f"{prefix}{name}" for name in names])
    return table.assign(customer_id=[f"c{i:04d}" for i in range(len(values))], state="known")


@pytest.fixture(params=[1, 2, 3])
def renamed(request):
    """(names, the order of the columns in the other file)."""
    rng = np.random.default_rng(request.param)
    return [f"{chr(122 - place)}{place}" for place in range(COLUMNS)], rng.permutation(COLUMNS)


@pytest.mark.parametrize("settings", [{"k": 5}, {"k": 4, "scaling": "standard"}], ids=["power", "standard"])
def test_natural_groups(settings, renamed):
    names, order = renamed
    values = np.random.default_rng(7).lognormal(3, 0.6, (PEOPLE, COLUMNS)).round(2)
    one = listed("attribute.", values, [f"a{place}" for place in range(COLUMNS)])
    other = listed("attribute.", values[:, order], names)

    groups = [clusters.assign(table, clusters.fit(table, **settings))["segment"] for table in (one, other)]

    assert settings["k"] == groups[0].nunique()
    assert list(groups[0]) == list(groups[1])


def test_groups_of_answers(renamed):
    names, order = renamed
    answers = np.random.default_rng(8).integers(1, 6, (PEOPLE, COLUMNS)).astype(float)
    one = listed("survey.attitude.", answers, [f"a{place}" for place in range(COLUMNS)])
    other = listed("survey.attitude.", answers[:, order], names)

    groups = []
    for table in (one, other):
        definition = psychographic.fit(table, by="answers", segments=4, starts=10, samples=2)
        groups.append(psychographic.assign(table, definition)["segment"])

    assert 4 == groups[0].nunique()
    assert 1.0 == adjusted_rand_score(*groups)
