"""Preference: which category, channel or time of day does a customer choose, and who waits for a bargain?

A first choice is a preference only when it is not likely to be chance.  Somebody with three purchases
in three categories has a "top category" by alphabet.  So a customer needs `minimum` choices, and then

    first   (category, channel, part of the day) the first choice must lead its strongest rival with a
            probability of `confidence`, and be commoner with this customer than in the base
    share   (price, weekend) the own share of orders on discount, or at weekends, must lie `lead` above
            or below the base's with that probability

with the base's mix as the prior (`choices`).  Otherwise there is no clear preference, which is a result.

Bad at: tastes that change (the window is taken as one), and at prices where a discount comes without
being looked for; only weeks in which full price was on offer count.  The rule and its limits are the kit's own; on
the demo clients 98 % of the stated category preferences of the shop and 93 % of the clinic are the planted ones.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, unknown_choice
from analysis.segmentations.choices import base_mix, prior_weight
from analysis.segmentations.population import (
    NO_ORDER,
    REFUND_ONLY,
    buyers,
    check_not_empty,
    check_table,
    segments_by_state,
)
from analysis.segmentations.preference_verdict import (
    MIXED,
    OTHER,
    SHARES,
    TOO_FEW,
    UNCLEAR,
    first_verdict,
    overview_of,
    share_verdict,
)

SEGMENTS: tuple[str, ...] = ()  # from the client's own categories and channels; see `describe`
VARIANTS = ("category", "channel", "price", "time")
CLOCKS = ("auto", "daypart", "weekend")
DAYPARTS = ("morning", "midday", "afternoon", "evening", "night")
COUNTED = {"price": ("habits.priced_n", "habits.discount_n"), "weekend": ("habits.order_n", "habits.weekend_n")}
TWINS = {  # the same facts in the customer table: true by construction as well
    "category": ("top_category", "top_category_share", "category_entropy"),
    "channel": ("top_channel", "top_channel_share"),
    "daypart": ("top_daypart", "top_daypart_share"),
    "weekend": ("weekend_share", "top_weekday"),
    "price": ("discount_share",),
}
DEFINITION = ("by", "rule", "segment", "value", "base_share", "prior", "minimum", "confidence", "lead")


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    by: str = "category",
    minimum: int = 3,
    confidence: float = 0.90,
    lead: float = 0.10,
    most: int = 12,
    time: str = "auto",
) -> pd.DataFrame:
    """The base's mix and the rule, one row per value, then `other_preference`, `no_clear_preference`, `too_few_orders`.

    From a record with the table `habits` to

        by          str    category | channel | daypart | weekend | price
        rule        str    first | share
        segment     str    key; a value beyond the `most` commonest has `other_preference`
        value       str    the value, the client's own word; empty for the last rows
        base_share  float  its share in the base; of price and weekend, of orders on discount or at weekends
        prior       float  choices that the base's mix is worth
        minimum     int    choices below which nothing is said
        confidence  float  probability that is asked for
        lead        float  distance from the base's share that is asked for (rule share)

    `time` chooses parts of the day or the weekend; auto takes parts of the day where more than one occurs.

    Raises ConfigError for an unknown variant or settings out of range; SchemaError if a column is
    missing or nobody has ordered.  `gaps` is not used.
    """
    del gaps
    _check_settings(by, minimum, confidence, lead, most, time)
    by = _habit(features, by, time)
    people = buyers(features, needs=(), optional=_numbers(by))
    check_not_empty(people, "preference")
    settings = {"minimum": minimum, "confidence": confidence, "lead": lead}
    rows = _shares(people, by) if by in SHARES else _values(features, people, by, most)
    table = pd.DataFrame(rows, columns=["segment", "value", "base_share", "prior"])
    rule = "share" if by in SHARES else "first"
    return table.assign(by=by, rule=rule, **settings)[list(DEFINITION)].astype(
        {"by": "str", "rule": "str", "segment": "str", "value": "str"}
    )


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    Raises SchemaError if a column is missing.
    """
    check_table(definition, "preference definition", DEFINITION)
    found = evidence(features, definition)
    return segments_by_state(features, found["segment"].to_numpy(dtype=object))


def evidence(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per buyer: customer_id, n (choices), value (the first choice), probability that it leads, segment.

    For price and weekend `value` is empty, and `probability` that of the side on which the customer lies.
    """
    by = str(definition["by"].iloc[0])
    people = buyers(features, needs=(), optional=_numbers(by))
    if by in SHARES:
        n, hits = (people[column].fillna(0.0).to_numpy() for column in COUNTED[by])
        found = share_verdict(hits, n, definition)
    else:
        found = first_verdict(_tops(features, people, by), definition)
    return found.assign(customer_id=people["customer_id"])[["customer_id", "n", "value", "probability", "segment"]]


def overview(features: pd.DataFrame, definitions: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table `preference_overview` of the lenses of preference among `definitions`: see `preference_verdict.overview_of`."""
    own = {lens: definition for lens, definition in definitions.items() if lens.startswith("preference.")}
    return overview_of({lens: evidence(features, definition) for lens, definition in own.items()}, own)


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment in display order; missing = not applicable.

    segment     str    key
    base_share  float  what of all choices in the base fell to it (price, weekend: the base's share)
    choices     float  choices that are needed
    confidence  float  probability that is asked for
    lead        float  distance from the base's share that is asked for (price, weekend)
    """
    check_table(definition, "preference definition", DEFINITION)
    shares = definition.groupby("segment", sort=False)["base_share"].sum(min_count=1)
    rule = definition.iloc[0]
    rules = pd.DataFrame({"segment": shares.index.astype("str"), "base_share": shares.to_numpy()})
    rest = rules["segment"] == TOO_FEW
    rules = rules.assign(
        choices=np.where(rest, np.nan, float(rule["minimum"])),
        confidence=np.where(rest | rules["segment"].isin([UNCLEAR, MIXED]), np.nan, rule["confidence"]),
        lead=np.where(rest | (rule["rule"] == "first"), np.nan, rule["lead"]),
    )
    return pd.concat([rules, pd.DataFrame({"segment": [REFUND_ONLY, NO_ORDER]})], ignore_index=True)


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The columns that make the segments, and their like in the customer table."""
    by = str(definition["by"].iloc[0])
    words = () if by in SHARES else (f"habits.{by}_top", f"habits.{by}_second")
    return (*_numbers(by), *words, *TWINS[by])


def variants(features: pd.DataFrame, **settings: object) -> tuple[str, ...]:
    """What can be divided by: the variants for which somebody has `minimum` choices among more than one value."""
    return tuple(by for by in VARIANTS if not missing_for(features, by, **settings))


def lacking(features: pd.DataFrame, **settings: object) -> str:
    """Why there is no preference at all: `no_habits`, or empty."""
    return "" if variants(features, **settings) else "no_habits"


def missing_for(features: pd.DataFrame, by: str, *, minimum: int = 3, time: str = "auto", **settings: object) -> str:
    """Why there is no lens of this variant: `no_<by>_held`, or empty where it can be made."""
    del settings
    if by not in VARIANTS:
        raise unknown_choice("preference", by, VARIANTS)
    habit = {"daypart": "daypart", "weekend": "weekend"}.get(time, "daypart") if by == "time" else by
    if "state" not in features or any(column not in features for column in _numbers(habit)):
        return f"no_{by}_held"
    people = features[features["state"].eq("buyer").to_numpy()]
    if by == "time" and time == "auto" and features.get("habits.daypart_top") is not None:
        habit = "daypart" if people["habits.daypart_top"].nunique() > 1 else "weekend"
    if habit in SHARES:
        of, hits = (people[column].astype("float64") for column in COUNTED[habit])
        able = (of >= minimum).any() and 0 < hits.sum() < of.sum()
    else:
        values = people[f"habits.{habit}_top"].nunique()
        able = values > 1 and (people[f"habits.{habit}_n"].astype("float64") >= minimum).any()
    return "" if able else f"no_{by}_held"


def _habit(features: pd.DataFrame, by: str, time: str) -> str:
    """The habit behind a variant: for the time, parts of the day where orders carry an hour, else the weekend."""
    if by != "time" or time != "auto":
        return by if by != "time" else time
    check_table(features, "features", ("state", "habits.daypart_top"))
    tops = features.loc[features["state"].eq("buyer").to_numpy(), "habits.daypart_top"]
    return "daypart" if tops.nunique() > 1 else "weekend"


def _numbers(by: str) -> tuple[str, ...]:
    return COUNTED[by] if by in SHARES else tuple(f"habits.{by}_{what}" for what in ("n", "top_n", "second_n", "squares"))


def _tops(features: pd.DataFrame, people: pd.DataFrame, by: str) -> pd.DataFrame:
    """n, top, top_n, second, second_n, squares of each buyer; who has no choice has 0 of them."""
    words = [f"habits.{by}_top", f"habits.{by}_second"]
    check_table(features, "features", words)
    told = features.loc[features["state"].eq("buyer").to_numpy(), words].reset_index(drop=True).astype("object")
    numbers = people[list(_numbers(by))].fillna(0.0)
    table = pd.concat([numbers, told.where(told.notna(), None)], axis="columns")
    return table.rename(columns=lambda column: column.removeprefix(f"habits.{by}_"))


def _values(features: pd.DataFrame, people: pd.DataFrame, by: str, most: int) -> list[tuple[str, str, float, float]]:
    """Rows of the definition for a first choice: the values in the order of the base's mix, or of the day."""
    tops = _tops(features, people, by)
    mix = base_mix(tops)
    prior = prior_weight(tops["n"], tops["squares"], mix.to_numpy())
    if by == "daypart":
        known = [(f"time_{part}", part, float(mix.get(part, 0.0)), prior) for part in DAYPARTS]
    else:
        known = [
            (str(value) if place < most else OTHER, str(value), float(part), prior)
            for place, (value, part) in enumerate(mix.items())
        ]
        known.append((OTHER, "", np.nan, prior))
    return [*known, (UNCLEAR, "", np.nan, prior), (TOO_FEW, "", np.nan, prior)]


def _shares(people: pd.DataFrame, by: str) -> list[tuple[str, str, float, float]]:
    """Rows of the definition for a share."""
    of, hits = (people[column].fillna(0.0) for column in COUNTED[by])
    base = float(hits.sum() / of.sum()) if of.sum() > 0 else 0.0
    prior = prior_weight(of, hits**2 + (of - hits) ** 2, np.array([base, 1 - base]))
    return [(key, "", base, prior) for key in SHARES[by]] + [(TOO_FEW, "", np.nan, prior)]


def _check_settings(by: str, minimum: int, confidence: float, lead: float, most: int, time: str) -> None:
    if by not in VARIANTS:
        raise unknown_choice("preference", by, VARIANTS)
    if time not in CLOCKS:
        raise unknown_choice("time", time, CLOCKS)
    wrong = {
        "minimum": (minimum, minimum < 2, "2 or more"),
        "confidence": (confidence, not 0.5 <= confidence < 1, "a probability from 0.5 to below 1"),
        "lead": (lead, not 0 <= lead < 1, "a share from 0 to below 1"),
        "most": (most, most < 1, "1 or more"),
    }
    for setting, (given, out_of_range, allowed) in wrong.items():
        if out_of_range:
            raise ConfigError("'{setting}' is {given}. Choose {allowed}.", setting=setting, given=given, allowed=allowed)
