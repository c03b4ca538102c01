"""NES: one buyer for each tier, and a cycle one can compute in one's head."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError, MissingTableError
from analysis.segmentations import nes

NAN = np.nan


def buyer(recency: float, gaps: int = 1, mean: float = 30.0) -> pd.DataFrame:
    return pd.DataFrame(
        {"customer_id": ["zoe"], "state": ["buyer"], "recency_days": [recency], "gap_count": [gaps], "gap_mean_days": [mean if gaps else NAN]}
    )  # fmt: skip


def gaps(*closed: float, still_open: tuple[float, ...] = ()) -> pd.DataFrame:
    return pd.DataFrame({"gap_days": [*closed, *still_open], "closed": [True] * len(closed) + [False] * len(still_open)})


@pytest.fixture
def ruler() -> pd.DataFrame:
    return nes.fit(buyer(1.0), cycle_days=30)


@pytest.mark.parametrize(
    ("recency", "order_gaps", "tier"),
    [
        (30.0, 0, "nes_new"), (30.0, 1, "nes_active"), (31.0, 1, "nes_drowsy"), (60.0, 1, "nes_drowsy"), (61.0, 1, "nes_half_asleep"),
        (90.0, 1, "nes_half_asleep"), (91.0, 1, "nes_asleep"), (31.0, 0, "nes_drowsy"), (91.0, 0, "nes_asleep"),
    ],
)  # fmt: skip
def test_tiers_by_cycles_of_thirty_days(ruler, recency, order_gaps, tier):
    """A first-time buyer beyond the cycle sleeps like everybody else."""
    assert [tier] == list(nes.assign(buyer(recency, order_gaps), ruler)["segment"])


def test_the_cycle_is_the_mean_return_of_those_who_come_back():
    """40 gaps end on day 20, 40 on day 60; of 40 open ones 40 days are known.  Kaplan–Meier: 1/3 by day 20, then half of
    the 2/3 left are unknown; of the other 40 all end on day 60, so 2/3 do: (20 x 1/3 + 60 x 2/3) / 1 = 46.67.
    The closed gaps alone would say 40."""
    found = nes.fit(buyer(1.0), gaps=gaps(*[20.0] * 40, *[60.0] * 40, still_open=(40.0,) * 40)).iloc[0]

    assert ("curve", 47.0, 80) == tuple(found[["cycle_basis", "cycle_days", "cycle_gaps"]])


def test_too_few_gaps_give_the_customary_cycle():
    found = nes.fit(buyer(1.0), gaps=gaps(*[20.0] * 29, still_open=(90.0,) * 9)).iloc[0]

    assert ("fixed", 120.0, 29) == tuple(found[["cycle_basis", "cycle_days", "cycle_gaps"]])
    assert pd.isna(found["mean_gap_days"])


def test_a_rhythm_of_ones_own_scales_the_cycle():
    """The crowd's mean is 30 days.  Three own gaps of 90: 1 + 1/2 x (3 - 1) = 2 cycles, so 60 days away are still in rhythm."""
    crowd = pd.concat([buyer(1.0, 3, 30.0).assign(customer_id=f"c{n}") for n in range(12)], ignore_index=True)
    definition = nes.fit(crowd, gaps=gaps(*[30.0] * 36))

    assert (30.0, 30.0) == tuple(definition.loc[0, ["cycle_days", "mean_gap_days"]])
    assert ["nes_active"] == list(nes.assign(buyer(60.0, 3, 90.0), definition)["segment"])
    assert ["nes_drowsy"] == list(nes.assign(buyer(61.0, 3, 90.0), definition)["segment"])
    assert ["nes_drowsy"] == list(nes.assign(buyer(60.0, 2, 90.0), definition)["segment"])


def test_describe_prints_cycles_and_days(ruler):
    rules = nes.describe(ruler).set_index("segment")

    assert (1.0, 2.0, 30.0, 60.0) == tuple(rules.loc["nes_drowsy", ["cycles_low", "cycles_high", "recency_low", "recency_high"]])
    assert list(nes.SEGMENTS) == list(rules.index)


def test_gaps_or_a_cycle_are_needed():
    with pytest.raises(MissingTableError, match="'nes' needs the table 'gaps'"):
        nes.fit(buyer(1.0))


@pytest.mark.parametrize(("setting", "given"), [("cycle_days", 0), ("reliable_gaps", 0), ("personal_gaps", 1)])
def test_settings_out_of_range_are_named(setting, given):
    with pytest.raises(ConfigError, match=f"'{setting}' is"):
        nes.fit(buyer(1.0), gaps=gaps(1.0), **{setting: given})
