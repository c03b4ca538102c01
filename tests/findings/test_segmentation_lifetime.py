"""Chapter 02 in sentences: predicted value, its test, its conditions, money at risk, retention."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.findings import segmentation_lifetime as findings
from analysis.findings import segmentation_lifetime_checks as checks
from analysis.findings import segmentation_retention
from analysis.findings.notes import Basis
from analysis.text import Skip, Text

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2025, 12, 31), date(2024, 1, 1), date(2025, 10, 1), date(2023, 1, 1), 5000)
NAN = np.nan
TIERS = pd.DataFrame(
    [("clv", "clv_platinum", 50, 50, 400.0, 100e3, 80e3, 130e3, 2000.0), ("clv", "clv_low", 4950, 1000, 600.0, 100e3, 90e3, 120e3, 20.2),
     ("clv", "(all)", 5000, 1050, 1000.0, 200e3, 170e3, 240e3, 40.0)],
    columns=["method", "segment", "customers", "repeaters", "expected_orders", "clv", "clv_low", "clv_high", "clv_mean"],
)  # fmt: skip
NOW = pd.DataFrame({"probability_alive": [0.5, NAN, NAN], "probability_of_order": [0.4, 0.1, 0.3], "clv": [150e3, 30e3, 20e3]})


def held_out(ratio: float = 0.89, *, grade: str = "B", captured: float = 0.663) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "predictor": ["model", "naive", "past_spend"],
            "customers": 2357, "days": 273,
            "predicted_orders": [1882 * ratio, 2930.0, 0.0], "actual_orders": 1882.0, "orders_ratio": [ratio, 1.557, NAN],
            "actual_value": 70000.0, "capture": [captured, 0.66, 0.66], "grade": [grade, "", ""],
        }
    )  # fmt: skip


BANDS = pd.DataFrame(
    [("orders", 1, 900, 0.2, 0.3, 0.25, 0.35, NAN), ("orders", 2, 900, 3.0, 3.1, 2.8, 3.4, NAN),
     ("alive", 1, 100, 0.10, 0.30, 0.2, 0.4, 0.1), ("alive", 2, 300, 0.80, 0.84, 0.79, 0.9, 0.9)],
    columns=["kind", "band", "customers", "predicted", "actual", "low", "high", "probability_alive"],
)  # fmt: skip


def gates(**verdicts: str) -> pd.DataFrame:
    rows = {"repeaters": (1139.0, 100.0, NAN, ""), "holdout": (0.89, 0.7, 1.3, "")}
    rows |= {"regular_cycle": (0.05, 0.2, NAN, "own_cycle")} if "regular_cycle" in verdicts else {}
    rows |= {"independence": (0.41, -0.3, 0.3, "value_with_care")} if "independence" in verdicts else {}
    table = (
        pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high", "fallback"]).rename_axis("gate").reset_index()
    )
    return table.assign(verdict=[verdicts.get(gate, "pass") for gate in table["gate"]])


def test_the_next_year_with_its_range_and_what_hangs_on_one_time_buyers():
    words = findings.worth(NOW, TIERS, held_out(), horizon_days=365, kind="margin", basis=BASIS)
    said = ENGLISH.say_all(words.answer)

    assert "are expected to bring £200k of margin (£170k to £240k) in the next 365 days, with 1,000 order days" in said
    assert (
        "2 of them bought once so far; 20% of these are expected to order again in that time and to bring 25% of the sum." in said
    )
    assert "Grade of the model: B" in ENGLISH.say_all(words.note)
    assert "Platinum tier: 50 customers, £100k (£80.0k to £130k)." == ENGLISH.say(words.alt)
    assert 200e3 == words.findings[0].money
    assert "ceiling" in ENGLISH.say_all(words.so)


def test_revenue_is_called_revenue():
    words = findings.worth(NOW, TIERS, None, horizon_days=365, kind="revenue", basis=BASIS)

    assert "take the margin of it" in ENGLISH.say_all(words.so)
    assert "Grade" not in ENGLISH.say_all(words.note)


@pytest.mark.parametrize(("ratio", "said"), [(0.89, "11% too few"), (1.12, "12% too many")])
def test_the_total_beside_what_came(ratio, said):
    words = checks.tested(held_out(ratio), BANDS, BASIS)

    assert said in ENGLISH.say_all(words.answer)
    assert "2 Apr 2025" in ENGLISH.say_all(words.answer)
    assert "In 1 of 2 tenths" in ENGLISH.say_all(words.note)
    assert "Plan with the range" in ENGLISH.say_all(words.so)


@pytest.mark.parametrize(("captured", "said"), [(0.70, "ranks better"), (0.663, "does as well"), (0.60, "past spend is better")])
def test_ranking_is_told_as_it_is(captured, said):
    assert said in ENGLISH.say_all(checks.tested(held_out(captured=captured), BANDS, BASIS).answer)


def test_the_odds_of_being_alive_beside_what_came():
    """100 customers 20 points too low, 300 four: eight on the whole."""
    words = checks.odds(BANDS, held_out(), BASIS)

    assert "Least likely to be still there: 30% ordered; most likely: 84%" == ENGLISH.say(words.title)
    assert "On the whole the probabilities were 8.0 points too low." in ENGLISH.say_all(words.answer)
    assert isinstance(checks.odds(BANDS[BANDS["kind"] == "orders"], held_out(), BASIS), Skip)


RISK = pd.DataFrame(
    [("value", "a", "alive_low", 20.0, 1000.0, 900.0), ("value", "a", "alive_high", 80.0, 4000.0, 200.0), ("value", "b", "alive_doubtful", NAN, NAN, NAN),
     ("value", "b", "alive_high", 50.0, 500.0, 50.0), ("value", "b", "bought_once", 500.0, 900.0, NAN)],
    columns=["method", "segment", "band", "customers", "revenue", "at_risk"],
)  # fmt: skip


def test_money_at_risk():
    """1,150 of the 5,500 of repeat buyers; of the tiers, A holds 1,100."""
    words = findings.at_risk(RISK, BASIS, known_revenue=6000.0)

    assert "£1,150, 21% of repeat buyers’ revenue, goes with customers who have probably left" == ENGLISH.say(words.title)
    assert "20 repeat buyers with revenue in the window are more likely gone than not; they spent £1,000." in ENGLISH.say_all(
        words.answer
    )
    assert "The largest part lies in A: £1,100 of £5,000." in ENGLISH.say_all(words.answer)
    assert "left out" in ENGLISH.say_all(words.note)
    assert [1150.0, 1000.0] == [words.findings[0].money, words.decisions[0].weight]


def test_conditions_that_hold_and_that_do_not():
    assert "All 2 conditions of the lifetime model hold" == ENGLISH.say(checks.conditions(gates(), BASIS).title)
    careful = checks.conditions(gates(independence="warn"), BASIS)
    assert "used with care: 2 of 3" in ENGLISH.say(careful.title)
    assert "(rank correlation): 0.41, wanted 0.30." in ENGLISH.say_all(careful.answer)
    failed = checks.conditions(gates(regular_cycle="fail"), BASIS)
    assert "not used: 2 of 3" in ENGLISH.say(failed.title)
    assert "Irregularity of gaps (median): 0.05, wanted 0.20. Customers buy at a regular interval" in ENGLISH.say_all(failed.answer)
    assert "nothing here has been tested" in ENGLISH.say_all(checks.conditions(gates(holdout="untested"), BASIS).answer)


def test_the_story_has_every_section_or_its_reason():
    found = SimpleNamespace(
        gates=gates(), holdout=held_out(), calibration=BANDS, now=NOW, usable=True, money="revenue", settings={"horizon_days": 365}
    )
    told = findings.lifetime_story(found, by_segment=TIERS, risk=RISK, basis=BASIS, known_revenue=6000.0)
    assert {"clv", "clv_test", "clv_odds", "clv_risk", "clv_gates"} == set(told)

    found.usable, found.holdout, found.gates = False, None, gates(regular_cycle="fail")
    told = findings.lifetime_story(found, by_segment=None, risk=None, basis=BASIS, known_revenue=6000.0)
    assert "The lifetime model is not used here. Irregularity of gaps (median): 0.05, needed 0.20." in ENGLISH.say(
        told["clv"].reason
    )
    assert isinstance(told["clv_risk"], Skip)
    assert "clv_test" not in told


def curves(median: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    curve = pd.DataFrame({"group": "(all)", "time": [0, 12], "retained": [1.0, 0.84]})
    summary = pd.DataFrame(
        [("(all)", 7043, 1869, 0.593, 0.573, 0.612, 72, median, 54.5), ("x", 1, 1, 0.2, 0.1, 0.3, 60, 30.0, 30.0), ("y", 1, 1, 0.9, 0.8, 1.0, 72, NAN, 70.0)],
        columns=["group", "customers", "left", "retained", "low", "high", "reach", "median", "remaining"],
    )  # fmt: skip
    return curve, summary


def test_retention_and_its_median():
    said = ENGLISH.say_all(segmentation_retention.retention(*curves(NAN)).answer)

    assert "Of 7,043 customers under contract, 1,869 have left. An estimated 59% (57% to 61%) stay 72 months or longer." in said
    assert "A median lifetime is not reached" in said
    assert "After twelve months, 84% are still customers." in said
    assert "“y” keeps 90%, “x” 20%." in said
    assert "Half of them have left by 35 months." in ENGLISH.say_all(segmentation_retention.retention(*curves(35.0)).answer)
