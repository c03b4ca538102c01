"""Two groups side by side: against the libraries that have it, and on numbers one can check in one's head."""

import numpy as np
import pytest
from scipy import stats

from analysis.contrasts import contrast, less_foreseen, side, two_parts
from analysis.intervals import newcombe


def yes(count: int, n: int) -> np.ndarray:
    return np.repeat([1.0, 0.0], [count, n - count])


def test_shares_have_newcombes_interval_and_the_pooled_test():
    found = contrast(side(yes(30, 100), share=True), side(yes(10, 100), share=True))

    assert 0.2 == pytest.approx(found.difference)
    assert newcombe(30, 100, 10, 100) == (found.low, found.high)
    assert stats.chi2_contingency([[30, 70], [10, 90]], correction=False).pvalue == pytest.approx(found.p)


def test_the_ratio_of_shares_is_katzs():
    found = contrast(side(yes(30, 100), share=True), side(yes(10, 100), share=True))
    katz = stats.contingency.relative_risk(30, 100, 10, 100).confidence_interval(0.95)

    assert (3.0, katz.low, katz.high) == pytest.approx((found.ratio, found.ratio_low, found.ratio_high))


def test_means_are_welchs():
    one, other = np.array([0.0, 0, 5, 9, 40]), np.array([1.0, 2, 0, 3, 1, 2, 0])
    welch = stats.ttest_ind(one, other, equal_var=False)
    found = contrast(side(one), side(other))

    assert welch.pvalue == pytest.approx(found.p)
    assert tuple(welch.confidence_interval(0.95)) == pytest.approx((found.low, found.high))


def test_customers_of_a_store_count_as_one_store():
    """Two stores in each arm, everybody in a store alike: four customers in one's head, however many there are."""
    values, stores = np.repeat([1.0, 0.0], 500), np.repeat(["a", "b"], 500)
    control, others = np.repeat([0.0, 0.0], 500), np.repeat(["c", "d"], 500)
    by_customer = contrast(side(values, share=True), side(control, share=True))
    by_store = contrast(side(values, stores, share=True), side(control, others, share=True))

    assert by_customer.low > 0.4
    assert (2, 2) == (side(values, stores).units, side(control, others).units)
    assert by_store.low < 0 < 0.5 == by_store.difference


def test_stores_of_one_size_are_welchs_test_of_store_means():
    means, controls = np.array([0.2, 0.4, 0.3, 0.5]), np.array([0.1, 0.2, 0.1, 0.3])
    stores = np.repeat(list("abcd"), 10)
    found = contrast(side(np.repeat(means, 10), stores), side(np.repeat(controls, 10), stores))

    assert stats.ttest_ind(means, controls, equal_var=False).pvalue == pytest.approx(found.p)


def test_a_single_store_tells_no_interval():
    found = contrast(side(yes(3, 9), np.repeat("a", 9)), side(yes(1, 9), np.repeat(["b", "c", "d"], 3)))

    assert 2 / 9 == pytest.approx(found.difference)
    assert np.isnan([found.low, found.high, found.p]).all()


def test_what_the_past_foretells_is_taken_out_and_the_mean_stays():
    random = np.random.default_rng(1)
    before = random.normal(size=(400, 1))
    values = 5 + 2 * before[:, 0] + random.normal(size=400)
    left = less_foreseen(values, before)

    assert values.mean() == pytest.approx(left.mean())
    assert 1 - left.var() / values.var() == pytest.approx(np.corrcoef(values, before[:, 0])[0, 1] ** 2)


def test_a_past_that_says_nothing_changes_nothing():
    values = np.array([1.0, 2.0, 4.0])

    assert values.tolist() == less_foreseen(values, np.ones((3, 1))).tolist()


def test_the_two_parts_add_up():
    """Half spend 10 against a quarter 8: 5 against 2; more people .25 × 9 = 2.25, more each 2 × .375 = .75."""
    assert (2.25, 0.75) == pytest.approx(two_parts(np.array([10.0, 0]), np.array([8.0, 0, 0, 0])))
    assert (5.0, 0.0) == two_parts(np.array([10.0, 0]), np.array([0.0, 0]))


def test_the_smallest_difference_shown_four_times_in_five():
    """2.8 standard errors: 1.96 to be beyond chance, .84 to be so four times in five."""
    found = contrast(side(yes(100, 1000), share=True), side(yes(100, 1000), share=True))

    assert 2.8016 * np.sqrt(2 * 0.09 / 1000) == pytest.approx(found.detectable, rel=1e-3)
