"""Shares of answers that tell of a few people are not shown."""

import pandas as pd

from analysis.reporting.lens_surveys import without_few

FIGURES = ["value", "low", "high", "difference", "standard"]


def profile(*shares: float, n: int = 100) -> pd.DataFrame:
    rows = [
        {"segment": f"psychographic_{i}", "item": "cheap", "measure": "share", "n": n, "value": share}
        for i, share in enumerate(shares)
    ]
    return pd.DataFrame(rows).assign(low=0.0, high=1.0, base=0.5, difference=0.0, standard=0.0)


def test_a_share_of_a_few_goes_and_takes_another_with_it():
    """4 of 100 say yes: with the share of all that could be told from the other two, so a second one goes."""
    shown = without_few(profile(0.04, 0.5, 0.6), minimum=10)

    assert [True, True, False] == shown["value"].isna().tolist()
    assert shown.loc[:1, FIGURES].isna().all(axis=None)
    assert [0.5] * 3 == shown["base"].tolist()


def test_a_few_who_say_no_are_a_few_as_well():
    assert without_few(profile(0.96, 0.5, 0.6), minimum=10)["value"].isna().tolist()[0]


def test_shares_of_many_and_nobody_and_means_are_shown():
    assert without_few(profile(0.1, 0.5, 0.0), minimum=10)["value"].notna().all()
    means = profile(0.04, 0.5).assign(measure="mean")
    assert without_few(means, minimum=10)["value"].notna().all()
