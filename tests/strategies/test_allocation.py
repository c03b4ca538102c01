"""The allocation against brute force, its limits, and what the next unit of money brings."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.strategies import allocation
from analysis.strategies.allocation import Limits


def options(*rows, **columns):
    """Rows of (segment, reach, unit_cost, base effect, worth)."""
    table = pd.DataFrame(rows, columns=["segment", "reach", "unit_cost", "base", "worth"])
    table = table.assign(play=[f"play{i}" for i in range(len(table))], minutes=0.0, owner="marketing", touches=1, method="value")
    return table.assign(low=table["base"] / 2, high=table["base"] * 2).assign(**columns)


def value(table, contacts):
    return float((allocation.gains(table) * contacts).sum())


def test_steps_average_one_and_fall():
    """Half better at first: 1.4, 1.2, 1, .8, .6 for five steps."""
    assert [1.4, 1.2, 1.0, 0.8, 0.6] == pytest.approx(allocation.slopes(0.5, 5).tolist())
    assert [1.0] * 5 == allocation.slopes(0.0, 5).tolist()


def test_money_goes_where_a_contact_brings_most_and_no_further_than_it_pays():
    """a brings 2 a contact, b 1; a contact costs 1.5: b never pays but for its first step of 1.4."""
    table = options(("a", 100, 1.5, 0.02, 100.0), ("b", 100, 1.5, 0.01, 100.0))
    people = allocation.allocated(table, Limits(None)).sum(axis=1)

    assert [80, 0] == pytest.approx(people.tolist())


def test_a_null_effect_gets_nothing():
    table = options(("a", 100, 0.5, 0.0, 100.0), ("b", 100, 0.5, -0.01, 100.0))

    assert 0 == allocation.allocated(table, Limits(1000.0)).sum()


def greedy(table, budget, used):
    """Best value of a budget where only the plays `used` may be chosen: the dearest gain per money first."""
    gain, cost = allocation.gains(table), table["unit_cost"].to_numpy()
    width = table["reach"].to_numpy() / allocation.PIECES
    steps = [(gain[i, k] / cost[i], gain[i, k], cost[i], width[i]) for i in used for k in range(allocation.PIECES)]
    total = 0.0
    for _, each, price, people in sorted(steps, reverse=True):
        taken = min(people, budget / price) if each > 0 else 0.0
        total, budget = total + taken * each, budget - taken * price
    return total


def test_equal_to_brute_force_over_budgets():
    """60 random cases of five segments: no way of filling steps by hand is better, nor worse."""
    random = np.random.default_rng(2)
    for _ in range(60):
        rows = [
            (s, random.integers(5, 200), random.uniform(0.2, 3), random.uniform(-0.02, 0.1), random.uniform(10, 90))
            for s in "abcde"
        ]
        table, budget = options(*rows), float(random.uniform(10, 400))

        assert greedy(table, budget, range(5)) == pytest.approx(value(table, allocation.allocated(table, Limits(budget))), rel=1e-7)


def test_equal_to_brute_force_over_plays_and_contacts():
    """40 random cases: two segments of five customers, three plays each, one contact costs 1; every whole split is tried."""
    random = np.random.default_rng(3)
    counts = [c for c in product(range(6), repeat=3) if sum(c) <= 5]
    for most, _ in product((1, 2), range(20)):
        table = options(*[(s, 5, 1.0, random.uniform(-0.02, 0.1), random.uniform(20, 60)) for s in "aaabbb"])
        gain = np.hstack([np.zeros((6, 1)), np.cumsum(allocation.gains(table), axis=1)])
        budget = int(random.integers(1, 9))
        best = {half: {} for half in (0, 3)}
        for half, split in product((0, 3), counts):
            if sum(n > 0 for n in split) <= most:
                worth = sum(gain[half + i, n] for i, n in enumerate(split))
                best[half][sum(split)] = max(worth, best[half].get(sum(split), -np.inf))
        brute = max(x + y for n, x in best[0].items() for m, y in best[3].items() if n + m <= budget)

        assert brute == pytest.approx(value(table, allocation.allocated(table, Limits(float(budget), most_plays=most))), rel=1e-7)


def test_every_limit_holds():
    """50 random cases with all limits at once; budget and people bind most of the time."""
    random = np.random.default_rng(4)
    for _ in range(50):
        rows = [(s, 100, random.uniform(0.2, 2), random.uniform(0.01, 0.1), random.uniform(20, 90)) for s in "aaabbc"]
        table = options(*rows, minutes=random.uniform(1, 6, 6), owner=list("xyxyxy"), touches=random.integers(1, 4, 6))
        limits = Limits(150.0, {"x": 200.0, "y": 300.0}, 1, 1.5, {"c": 0.2, "b": 5.0})
        people = allocation.allocated(table, limits).sum(axis=1)
        by = table.assign(people=people, cost=people * table["unit_cost"], time=people * table["minutes"])

        assert by["cost"].sum() <= 150 + 1e-6
        assert (by.groupby("owner")["time"].sum() <= pd.Series(limits.capacity) + 1e-6).all()
        assert (by[by["people"] > 1e-6].groupby("segment").size() <= 1).all()
        assert ((by["people"] * by["touches"]).groupby(by["segment"]).sum() <= 150 + 1e-6).all()
        assert by.groupby("segment")["people"].sum()["c"] >= 20 - 1e-6
        assert by.groupby("segment")["cost"].sum()["b"] >= 5 - 1e-6


def test_a_minimum_beyond_the_budget_is_told():
    table = options(("a", 100, 1.0, 0.1, 50.0))

    with pytest.raises(ConfigError, match=r"strategy\.minimum cannot be met: a: 60"):
        allocation.allocated(table, Limits(50.0, minimum={"a": 60.0}))


def test_the_next_pound_brings_what_the_dearest_open_step_brings():
    """Effect .1 × 20 = 2 a contact at 1: the second step of ten brings 1.2 × 2 − 1 = 1.4; at ten more, 14."""
    table = options(("a", 50, 1.0, 0.1, 20.0))
    limits = Limits(15.0)
    contacts = allocation.allocated(table, limits)

    assert 1.4 == pytest.approx(allocation.price(table, limits, contacts)["budget"])
    assert 5 * 1.4 + 5 * 1.0 == pytest.approx(allocation.price(table, limits, contacts, step=10.0)["budget"])
    assert 0 == allocation.price(table, Limits(1000.0), allocation.allocated(table, Limits(1000.0)))["budget"]


def test_the_next_minute_has_its_price():
    """Two minutes a contact that brings 1 net on its third step."""
    table = options(("a", 50, 1.0, 0.1, 20.0), minutes=2.0)
    limits = Limits(None, {"marketing": 50.0})

    assert 0.5 == pytest.approx(allocation.price(table, limits, allocation.allocated(table, limits))["marketing"])


def test_what_it_comes_to_is_the_effect_where_all_are_contacted():
    """100 contacts at .1: ten orders of 50 less 100 of cost; half and twice of it at low and high."""
    table = options(("a", 100, 1.0, 0.1, 50.0), minutes=4.0)
    told = allocation.outcome(table, allocation.stepped(table, np.array([100.0]))).iloc[0]

    assert (10, 400, 100, 400) == pytest.approx(tuple(told[["extra_base", "margin_base", "cost", "minutes"]]))
    assert (5, 150, 20, 900) == pytest.approx(tuple(told[["extra_low", "margin_low", "extra_high", "margin_high"]]))
