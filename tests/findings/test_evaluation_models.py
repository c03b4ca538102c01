"""What is said of forecasts that came true, and of those that did not."""

from datetime import date

import pandas as pd
import pytest

from analysis.findings import evaluation_models as findings
from analysis.text import Text, Words

ENGLISH, NAN = Text("en", "GBP"), float("nan")


def measure(
    model: str, name: str, value: float, grade: str, *, source: str = "stored", baseline: str = "", beside: float = NAN
) -> dict:
    spread = {"low": value - 0.02, "high": value + 0.02}
    return {"model": model, "measure": name, "value": value, "grade": grade, "source": source, "baseline": baseline, "baseline_value": beside} | spread  # fmt: skip


def found(*rows: dict, bands: pd.DataFrame | None = None) -> findings.Tested:
    return findings.Tested(pd.DataFrame(rows), bands, "2025-Q3", date(2025, 9, 30), 92)


def said(words: Words) -> str:
    return ENGLISH.say_all(words.answer)


def test_good_and_poor_are_counted_and_the_poor_is_to_be_left():
    """Orders are as good as their worst line."""
    words = findings.models(
        found(
            measure("orders", "total", 1.02, "good"),
            measure("risk", "auc", 0.75, "good", baseline="recency", beside=0.74),
            measure("risk", "lift", 0.99, "poor"),
        ),
        without=(),
    )

    assert "Of 2 models held against this period, 1 did well, 0 fairly and 1 poorly." in said(words)
    assert "2025-Q3" in said(words)
    assert "One model did poorly: “Risk bands”" == ENGLISH.say(words.title)
    assert ["Put no money on “Risk bands” before it has been made anew"] == [ENGLISH.say(one.title) for one in words.decisions]
    assert "0.99 times" in ENGLISH.say(words.decisions[0].reason)


def test_a_back_test_is_called_so():
    words = findings.models(found(measure("orders", "total", 1.02, "good", source="back_test")), without=(findings.TOO_FEW,))

    assert "No earlier report left a forecast" in said(words)
    assert "Every model did well" == ENGLISH.say(words.title)
    assert "Fewer than 30" in ENGLISH.say_all(words.note)


@pytest.mark.parametrize(
    ("ratio", "sentence"),
    [(1.00, "no more apart than chance allows"), (1.20, "the forecast is 20% too high"), (0.80, "the forecast is 20% too low")],
)
def test_the_total_is_said_with_its_side(ratio, sentence):
    """Ten customers a tenth: predicted `ratio` orders each, one came."""
    band = {"measure": "orders", "customers": 10, "predicted": ratio, "actual": 1.0, "low": 0.9, "high": 1.1}
    bands = pd.DataFrame([band | {"band": place} for place in (1, 2)])
    words = findings.calibration(found(measure("orders", "total", ratio, "good"), bands=bands))

    assert sentence in said(words)
    assert f"{20 * ratio:.0f} orders were expected of those known before, 20 came" in said(words)
    assert (f"In {2 if ratio == 1 else 0} of 2") in said(words)


def test_bands_out_of_order_are_said_to_be():
    bands = pd.DataFrame({"band": ["risk_low", "risk_high"], "share": [0.5, 0.4]})
    words = findings.risk(bands, source="back_test", eve=date(2025, 9, 30), visits=True)

    assert "not in order" in ENGLISH.say_all(words.so)
    assert "back-test" in ENGLISH.say_all(words.note)
    assert "no visit" in ENGLISH.say_all(words.note)


def test_a_model_that_is_not_used_says_which_condition_it_failed():
    assert "Share of repeat buyers" in ENGLISH.say(findings.missing("repeat_share", judged=False))
    assert findings.missing("", judged=True) is None
