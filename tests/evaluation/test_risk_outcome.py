"""Bands of risk against who fell silent."""

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import graded, in_order, risk_bands, risk_measures

ORDER = ("low", "medium", "high")


def people(**silent: tuple[int, int]) -> pd.DataFrame:
    """Customers by band: how many, and how many of them fell silent; recency by lot."""
    rows = [(band, at < gone) for band, (n, gone) in silent.items() for at in range(n)]
    table = pd.DataFrame(rows, columns=["segment", "silent"])
    days = np.random.default_rng(0).permutation(len(table))
    return table.assign(customer_id=[f"c{at}" for at in range(len(table))], recency_days=days.astype(float))


def test_shares_and_lift_are_counted(fits_schema):
    """90 of 300 fell silent; 60 of 100 in the highest band: twice the share of all."""
    table = risk_bands(people(low=(100, 10), medium=(100, 20), high=(100, 60)), order=ORDER)

    fits_schema(table, "risk_outcome")
    assert ["low", "medium", "high"] == list(table["band"])
    assert [0.1, 0.2, 0.6] == list(table["share"])
    assert 2.0 == pytest.approx(table["lift"].iloc[2])
    assert in_order(table)


def test_bands_that_tell_are_good_and_bands_that_do_not_are_poor():
    telling = graded(risk_measures(people(low=(200, 5), medium=(100, 30), high=(100, 90)), order=ORDER))
    silent = graded(risk_measures(people(low=(200, 60), medium=(100, 30), high=(100, 30)), order=ORDER))

    assert ["good", "good"] == list(telling["grade"])
    assert ["poor", "poor"] == list(silent["grade"])


def test_days_alone_are_given_bands_of_the_same_sizes():
    """Where days and bands say the same, neither tells more."""
    crowd = people(low=(100, 10), medium=(100, 20), high=(100, 60)).assign(recency_days=np.arange(300.0))
    auc = risk_measures(crowd, order=ORDER).set_index("measure").loc["auc"]

    assert auc["value"] == auc["baseline_value"]
    assert 0 == auc["difference"]


def test_a_higher_band_with_fewer_silent_is_seen():
    assert not in_order(risk_bands(people(low=(100, 30), high=(100, 20)), order=ORDER))


def test_nothing_is_told_where_everybody_came():
    assert risk_measures(people(low=(50, 0), high=(50, 0)), order=ORDER).empty
