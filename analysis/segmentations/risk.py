"""Risk: how likely is it that a customer will not order again?

The chance of another order is read where it is known best:

    probability_alive     customers with two orders or more, where the lifetime model holds: the chance that they
                          are still active (lifetime.probability_alive)
    probability_of_order  customers with one order: the chance of a second within the model's horizon, for as long as
                          they have waited (lifetime.probability_of_order)
    cycle                 otherwise: the time since the last order, held against the cuts of the life cycle, scaled
                          for the own rhythm

Bands of the chance: low from 80 %, medium from 50 %, high from 20 %, very high below.  By the cycle: low up to half
the first cut, medium up to the first, high up to the second, very high beyond it.

The three are not one scale by definition: to be active is not yet to order, and most customers with one order never
place a second, so a new customer is rightly at high risk.  On the two invented clients of the kit the same band of either
chance meant the same all the same: of the retailer's customers at high risk 17 % (by activity) and 15 % (by second order)
ordered in the quarter that followed, at medium risk 24 and 31 %, at very high risk 4 and 6 %.  What came of each band is
printed beside it.  Limits: the kit's own.
"""

import numpy as np
import pandas as pd

from analysis.errors import ConfigError
from analysis.segmentations import lifecycle
from analysis.segmentations.cuts import FIXED_DAYS
from analysis.segmentations.population import NO_ORDER, REFUND_ONLY, buyers, check_not_empty, check_table, segments_by_state

BANDS = ("risk_low", "risk_medium", "risk_high", "risk_very_high")
AT_RISK = BANDS[2:]
SEGMENTS: tuple[str, ...] = (*BANDS, REFUND_ONLY, NO_ORDER)
MODEL = {"probability_alive": "lifetime.probability_alive", "probability_of_order": "lifetime.probability_of_order"}
CYCLE = "cycle"
DEFINED_BY: tuple[str, ...] = (
    "recency_days", "lifetime_order_count", "gap_count", "gap_mean_days", "last_gap_days", "top_category", *MODEL.values(),
)  # fmt: skip
NEEDS = ("recency_days", "lifetime_order_count")
BAND_COLUMNS = ("part", "measure", "segment", "low", "high")


def lacking(features: pd.DataFrame, **settings: object) -> str:
    """no_orders where nobody's last order is known."""
    del settings
    return "" if set(NEEDS) <= set(features.columns) and features["recency_days"].notna().any() else "no_orders"


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    chances: tuple[float, float, float] = (0.80, 0.50, 0.20),
    early: float = 0.5,
    first_cut_days: float | None = None,
    second_cut_days: float | None = None,
) -> pd.DataFrame:
    """The limits of the bands, and below them the cuts of the life cycle that the third measure needs.

        part     str    band | cuts
        measure  str    probability_alive | probability_of_order | cycle (band)
        segment  str    its band
        low      float  least chance (probabilities), or days above which the band begins (cycle, client's cuts);
                        missing = open
        high     float  chance below which the band ends, or days up to which it reaches
        early    float  share of the first cut up to which risk by the cycle is low

    and the columns of `lifecycle.fit` (cuts).  `chances` are the least chances of low, medium and high; the cuts can be
    given in days.  Without gaps, 180 and 365 days are used.

    Raises SchemaError if a column or a value is missing or nobody has ordered, ConfigError for settings out of range.
    """
    _check_settings(chances, early)
    known = _filled(features)
    check_not_empty(buyers(known, needs=NEEDS), "risk")
    given = {"first_cut_days": first_cut_days, "second_cut_days": second_cut_days}
    if gaps is None and first_cut_days is None:
        given = dict(zip(given, FIXED_DAYS, strict=True))
    cuts = lifecycle.fit(known, gaps=gaps, **given)
    client = cuts[cuts["level"] == "client"].iloc[0]
    first, second = float(client["first_cut_days"]), float(client["second_cut_days"])
    lows, days = [*chances, np.nan], [np.nan, early * first, first, second, np.nan]
    rows = [
        ("band", measure, band, low, high)
        for measure in MODEL
        for band, low, high in zip(BANDS, lows, [np.nan, *chances], strict=True)
    ]
    rows += [("band", CYCLE, band, low, high) for band, low, high in zip(BANDS, days[:-1], days[1:], strict=True)]
    bands = pd.DataFrame(rows, columns=list(BAND_COLUMNS)).assign(early=float(early))
    return _stacked(bands, cuts.assign(part="cuts", measure="", segment="", low=np.nan, high=np.nan, early=float(early)))


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    Raises SchemaError if a column or a value is missing.
    """
    return segments_by_state(features, risk_scores(features, definition)["segment"].to_numpy(dtype=object))


def risk_scores(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per buyer, in the order of `features`: what the risk was read off, and the band.

    customer_id  str
    measure      str    probability_alive | probability_of_order | cycle
    chance       float  chance of another order; missing by the cycle
    away         float  days since the last order over the days of the first cut that applies
    segment      str    band
    """
    check_table(definition, "risk definition", (*BAND_COLUMNS, "early", "level"))
    known = _filled(features)
    people = buyers(known, needs=NEEDS, optional=tuple(MODEL.values()))
    cuts = lifecycle.stage_cuts(known, definition[definition["part"] == "cuts"])
    first, second = cuts["first_cut_days"].to_numpy(), cuts["second_cut_days"].to_numpy()
    once = people["lifetime_order_count"] < 2
    alive, ordering = (people[column] for column in MODEL.values())
    chance = ordering.where(once, alive)
    measure = np.where(chance.isna(), CYCLE, np.where(once, *list(MODEL)[::-1]))
    recency = people["recency_days"].to_numpy()
    limits = definition.loc[definition["measure"] == "probability_alive", "low"].dropna().to_numpy()
    by_chance = np.select([chance >= limit for limit in limits], BANDS[:3], default=BANDS[3])
    early = float(definition["early"].iloc[0])
    by_cycle = np.select([recency <= early * first, recency <= first, recency <= second], BANDS[:3], default=BANDS[3])
    return pd.DataFrame(
        {
            "customer_id": people["customer_id"],
            "measure": pd.Series(measure, dtype="str"),
            "chance": chance,
            "away": recency / first,
            "segment": pd.Series(np.where(chance.isna(), by_cycle, by_chance), dtype="str"),
        }
    )


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment, missing = open or not applicable.

    segment                   str    key
    chance_low, chance_high   float  from this chance of another order, and below that one
    days_low, days_high       float  by the cycle: above so many days without an order, up to so many (client's cuts)
    """
    check_table(definition, "risk definition", BAND_COLUMNS)
    bands = definition[definition["part"] == "band"].set_index("segment")
    by_chance, by_days = (bands[bands["measure"] == measure] for measure in ("probability_alive", CYCLE))
    rules = pd.DataFrame(
        {"chance_low": by_chance["low"], "chance_high": by_chance["high"], "days_low": by_days["low"], "days_high": by_days["high"]}
    )
    return rules.reindex(list(SEGMENTS)).rename_axis("segment").reset_index().astype({"segment": "str"})


def _filled(features: pd.DataFrame) -> pd.DataFrame:
    """The record with every column that is read; a client's own figures hold no gaps, and not every client has a model."""
    check_table(features, "features", ("customer_id", "state", *NEEDS))
    absent = {column: np.nan for column in (*DEFINED_BY, "tenure_days") if column not in features.columns}
    if "gap_count" in absent:
        absent["gap_count"] = 0.0
    if "tenure_days" in absent:
        absent["tenure_days"] = features["recency_days"]
    if "top_category" not in features.columns:
        absent["top_category"] = pd.Series(np.nan, index=features.index, dtype="str")
    return features.assign(**absent)


def _stacked(bands: pd.DataFrame, cuts: pd.DataFrame) -> pd.DataFrame:
    """Both parts below one another, blanks where a column belongs to the other, types as they were."""
    blanks = {"str": "", "int64": 0, "float64": np.nan}
    for column in cuts.columns.difference(bands.columns, sort=False):
        bands[column] = pd.Series(blanks[str(cuts[column].dtype)], index=bands.index, dtype=cuts[column].dtype)
    return pd.concat([bands, cuts[list(bands.columns)]], ignore_index=True)


def _check_settings(chances: tuple[float, float, float], early: float) -> None:
    if len(chances) != 3 or not 1 > chances[0] > chances[1] > chances[2] > 0:
        raise ConfigError(
            "'{setting}' is {given}. Choose {allowed}.",
            setting="chances",
            given=tuple(chances),
            allowed="three falling chances between 1 and 0",
        )
    if not 0 < early < 1:
        raise ConfigError(
            "'{setting}' is {given}. Choose {allowed}.", setting="early", given=early, allowed="a share between 0 and 1"
        )
