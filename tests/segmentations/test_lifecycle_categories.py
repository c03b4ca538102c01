"""Cuts by category and cuts that the client sets: who is held against which ruler."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.segmentations import lifecycle

NAN = np.nan


def buyers(category: str, gaps: list[float], people: int, away: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """So many people with these gaps one after the other, last seen `away` days ago; and their gaps, the open one last."""
    ids = [f"{category}{number}" for number in range(people)]
    features = pd.DataFrame(
        {"customer_id": ids, "state": "buyer", "recency_days": away, "tenure_days": sum(gaps) + away,
         "lifetime_order_count": len(gaps) + 1, "gap_count": len(gaps), "gap_mean_days": np.mean(gaps) if gaps else NAN,
         "last_gap_days": gaps[-1] if gaps else NAN, "top_category": category}
    )  # fmt: skip
    rows = [(who, number, days, number <= len(gaps)) for who in ids for number, days in enumerate([*gaps, away], start=1)]
    return features, pd.DataFrame(rows, columns=["customer_id", "gap_number", "gap_days", "closed"])


@pytest.fixture
def shop() -> tuple[pd.DataFrame, pd.DataFrame]:
    """120 customers of coffee come back after 10 days, 120 of furniture after 100; all were last here 5 days ago."""
    parts = [buyers("coffee", [10.0, 10.0], 120, 5.0), buyers("furniture", [100.0, 100.0], 120, 5.0)]
    features, gaps = (pd.concat(one, ignore_index=True) for one in zip(*parts, strict=True))
    return features, gaps


def one(**changed) -> pd.DataFrame:
    return pd.DataFrame(
        [{"customer_id": "zoe", "state": "buyer", "recency_days": 50.0, "tenure_days": 150.0, "lifetime_order_count": 2, "gap_count": 1,
          "gap_mean_days": 100.0, "last_gap_days": 100.0, "top_category": "coffee"} | changed]
    )  # fmt: skip


def test_each_category_has_the_cuts_of_its_own_curve(shop):
    """Every gap of coffee ends on day 10, every one of furniture on day 100; together 80 % are only reached on day 100."""
    features, gaps = shop
    definition = lifecycle.fit(features, gaps=gaps)

    assert ["client", "category", "category"] == list(definition["level"])
    assert ["(all)", "coffee", "furniture"] == list(definition["key"])
    assert [100.0, 10.0, 100.0] == list(definition["first_cut_days"])
    assert [480, 240, 240] == list(definition["closed_gaps"])
    assert ["coffee", "furniture"] == list(lifecycle.category_limits(definition)["key"])


def test_the_nearest_ruler_counts(shop):
    """Away for 50 days: gone by the ruler of coffee, still here by that of furniture and by the client's."""
    features, gaps = shop
    definition = lifecycle.fit(features, gaps=gaps)

    def found(**changed):
        who = one(**changed)
        return lifecycle.stage_cuts(who, definition)["level"].iloc[0], lifecycle.assign(who, definition)["segment"].iloc[0]

    assert ("category", "churned") == found()
    assert ("category", "developing") == found(top_category="furniture")
    assert ("client", "developing") == found(top_category="Never heard of")
    assert ("client", "developing") == found(top_category=None)


def test_own_cuts_are_those_of_the_category_scaled(shop):
    """Furniture's mean gap is 100 days. Four own gaps of 50: 1 + 4/7 x (1/2 - 1) = 5/7, so 71 days instead of 100."""
    features, gaps = shop
    definition = lifecycle.fit(features, gaps=gaps, personal_gaps=2)
    quick = one(gap_count=4, gap_mean_days=50.0, last_gap_days=50.0, top_category="furniture", recency_days=75.0)
    cuts = lifecycle.stage_cuts(quick, definition).iloc[0]

    assert ("person", pytest.approx(5 / 7), pytest.approx(500 / 7)) == tuple(cuts[["level", "scale", "first_cut_days"]])
    assert "churned" == lifecycle.assign(quick, definition)["segment"].iloc[0]


def test_too_few_gaps_give_no_cuts_of_their_own(shop):
    features, gaps = shop

    assert 3 == len(lifecycle.fit(features, gaps=gaps, category_gaps=240))
    assert 1 == len(lifecycle.fit(features, gaps=gaps, category_gaps=241))
    assert 1 == len(lifecycle.fit(features, gaps=gaps, category_gaps=0))


def test_gaps_from_before_the_window_say_nothing_about_a_category(shop):
    """Who left before the window has no favourite, so of that time only the faithful would speak.

    60 old hands of coffee: 400 days, then twice 10, and away for 150 days, the longest silence of a customer with a
    favourite.  Another, away for 500 days, has none.  So the window is 150 days long: of the gaps of coffee, 240 closed
    and 120 open ones began in it, and the 60 open ones of the old hands.
    """
    (features, gaps), (old, old_gaps), (gone, gone_gaps) = (
        shop,
        buyers("old", [400.0, 10.0, 10.0], 60, 150.0),
        buyers("gone", [], 1, 500.0),
    )
    features = pd.concat([features, old.assign(top_category="coffee"), gone.assign(top_category=None)], ignore_index=True)
    definition = lifecycle.fit(features, gaps=pd.concat([gaps, old_gaps, gone_gaps], ignore_index=True)).set_index("key")

    assert (240 + 120 + 60, 240) == tuple(definition.loc["coffee", ["gaps", "closed_gaps"]])
    assert 480 + 3 * 60 == definition.loc["(all)", "closed_gaps"]


def test_the_favourite_category_is_asked_for_where_the_definition_needs_it(shop):
    features, gaps = shop
    definition = lifecycle.fit(features, gaps=gaps)

    with pytest.raises(SchemaError, match="no column 'top_category'"):
        lifecycle.assign(features.drop(columns="top_category"), definition)
    alone = lifecycle.fit(features.drop(columns="top_category"), gaps=gaps)
    assert 1 == len(alone)
    assert len(features) == len(lifecycle.assign(features.drop(columns="top_category"), alone))


def test_the_clients_own_days_hold_for_everybody(shop):
    """No categories, nobody's own rhythm; the curve tells what they would let through: half by day 60."""
    features, gaps = shop
    definition = lifecycle.fit(features, gaps=gaps, first_cut_days=60, second_cut_days=120, personal_gaps=2)
    rule = definition.iloc[0]

    assert (1, "given", 60.0, 120.0) == (len(definition), *rule[["basis", "first_cut_days", "second_cut_days"]])
    assert pytest.approx(0.5) == rule["first_returned"]
    assert pd.isna(rule["first_share"])
    assert {"client"} == set(lifecycle.stage_cuts(features, definition)["level"])
    assert "developing" == lifecycle.assign(one(recency_days=60.0), definition)["segment"].iloc[0]
    assert "dormant" == lifecycle.assign(one(recency_days=61.0), definition)["segment"].iloc[0]
    assert "churned" == lifecycle.assign(one(recency_days=121.0), definition)["segment"].iloc[0]


def test_with_days_given_no_gaps_are_needed(shop):
    rule = lifecycle.fit(shop[0], first_cut_days=60, second_cut_days=120).iloc[0]

    assert (0, 0, 0) == tuple(rule[["gaps", "closed_gaps", "reliable_days"]])
    assert pd.isna(rule["first_returned"])


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"first_cut_days": 60}, "belong together"),
        ({"second_cut_days": 60}, "belong together"),
        ({"first_cut_days": 60, "second_cut_days": 60}, "two rising numbers"),
        ({"first_cut_days": 0, "second_cut_days": 60}, "two rising numbers"),
        ({"category_gaps": -1}, "'category_gaps' is -1"),
    ],
)
def test_days_that_make_no_cuts_are_refused(shop, settings, said):
    with pytest.raises(ConfigError, match=said):
        lifecycle.fit(shop[0], gaps=shop[1], **settings)


def test_a_record_without_orders_or_days_says_what_is_lacking(shop):
    features, _ = shop

    assert "" == lifecycle.lacking(features)
    assert "no_orders" == lifecycle.lacking(features.assign(state="prospect"))
    assert "no_orders" == lifecycle.lacking(features[["customer_id", "state"]])
    assert "no_order_days" == lifecycle.lacking(features.drop(columns="gap_count"))


def test_the_category_makes_the_stages_only_where_it_has_cuts(shop):
    features, gaps = shop
    definition = lifecycle.fit(features, gaps=gaps)

    assert "top_category" in lifecycle.defined_by(definition)
    assert "top_category" not in lifecycle.defined_by(definition[definition["level"] == "client"])
