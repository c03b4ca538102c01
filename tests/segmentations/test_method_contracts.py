"""What every segmentation method promises; a line in METHODS brings its tests along."""

import numpy as np
import pandas as pd
import pandas.testing as pdt
import pytest

from analysis.errors import AnalysisError, ConfigError, SchemaError
from analysis.schema import DERIVED
from analysis.segmentations import METHODS, definition_for, segments_of

VARIANTS = [*((name, {}) for name in METHODS), ("rfm", {"scheme": "rf_map"}), ("value", {"scheme": "hml"})]


@pytest.fixture(params=VARIANTS, ids=lambda variant: "-".join([variant[0], *variant[1].values()]))
def variant(request):
    return request.param


@pytest.fixture
def method(variant):
    return METHODS[variant[0]]


@pytest.fixture
def definition(variant, method, crowd, crowd_gaps):
    return method.fit(crowd, gaps=crowd_gaps, **variant[1])


def test_every_customer_gets_exactly_one_segment(method, definition, crowd):
    segments = method.assign(crowd, definition)

    assert ["customer_id", "segment"] == list(segments.columns)
    assert list(crowd["customer_id"]) == list(segments["customer_id"])
    assert segments["segment"].notna().all()


def test_only_declared_segments_appear(method, definition, crowd):
    assert set(method.assign(crowd, definition)["segment"]) <= set(method.SEGMENTS)


def test_states_without_an_order_have_their_own_segment(method, definition, crowd):
    segment = method.assign(crowd, definition).set_index("customer_id")["segment"]

    assert "refund_only" == segment["eve"]
    assert ("prospect" if "prospect" in method.SEGMENTS else "no_order") == segment["fay"]


def test_row_order_does_not_matter(variant, method, definition, crowd, crowd_gaps):
    shuffled = crowd.sample(frac=1, random_state=1)
    again = method.fit(shuffled, gaps=crowd_gaps.sample(frac=1, random_state=2), **variant[1])

    pdt.assert_frame_equal(definition, again, check_exact=True)
    expected = method.assign(crowd, definition).set_index("customer_id").sort_index()
    pdt.assert_frame_equal(expected, method.assign(shuffled, again).set_index("customer_id").sort_index())


def test_a_frozen_definition_gives_one_customer_the_same_segment_alone(method, definition, crowd):
    together = method.assign(crowd, definition)["segment"]
    for row in [0, 50, 399, *range(400, 406)]:
        alone = method.assign(crowd.iloc[[row]], definition)["segment"]

        assert [together[row]] == list(alone)


def test_the_definition_survives_a_parquet_round_trip(method, definition, crowd, tmp_path):
    definition.to_parquet(tmp_path / "definition.parquet")
    read = pd.read_parquet(tmp_path / "definition.parquet")

    pdt.assert_frame_equal(definition, read, check_exact=True)
    pdt.assert_frame_equal(method.assign(crowd, definition), method.assign(crowd, read))


def test_the_definition_holds_plain_columns_only(definition):
    assert {str(kind) for kind in definition.dtypes} <= {"str", "int64", "float64"}
    assert isinstance(definition.index, pd.RangeIndex)


def test_input_is_left_unchanged(variant, method, crowd, crowd_gaps):
    features, gaps = crowd.copy(), crowd_gaps.copy()
    method.assign(features, method.fit(features, gaps=gaps, **variant[1]))

    pdt.assert_frame_equal(crowd, features)
    pdt.assert_frame_equal(crowd_gaps, gaps)


def test_equal_values_get_equal_segments(method, definition, crowd):
    twins = crowd.assign(customer_id=crowd["customer_id"] + "-twin")
    both = pd.concat([crowd, twins], ignore_index=True)
    segments = method.assign(both, definition)["segment"].to_numpy()

    assert (segments[: len(crowd)] == segments[len(crowd) :]).all()


def test_equal_values_get_equal_segments_when_fitted_on_ties(variant, method, crowd, crowd_gaps):
    tied = crowd.assign(revenue=crowd["revenue"].round(-2), recency_days=crowd["recency_days"].floordiv(30) * 30)
    segments = method.assign(tied, method.fit(tied, gaps=crowd_gaps, **variant[1]))["segment"]

    values = tied[["state", *method.DEFINED_BY]].fillna(-1.0)
    assert 1 == segments.groupby([values[column] for column in values]).nunique().max()


def test_describe_has_one_row_per_segment_in_display_order(method, definition, crowd):
    rules = method.describe(definition)

    assert rules["segment"].is_unique
    assert list(rules["segment"]) == [key for key in method.SEGMENTS if key in set(rules["segment"])]
    assert set(method.assign(crowd, definition)["segment"]) <= set(rules["segment"])


def test_the_defining_columns_are_features(method):
    """They are left out of what is said to set segments apart: that would be a tautology."""
    assert set(method.DEFINED_BY) <= set(DERIVED["features"].names)


def test_one_customer_can_be_fitted(variant, method, six_customers, six_gaps):
    ana, gaps = six_customers.iloc[[0]], six_gaps[six_gaps["customer_id"] == "ana"]
    segments = method.assign(ana, method.fit(ana, gaps=gaps, **variant[1]))

    assert ["ana"] == list(segments["customer_id"])


def test_without_buyers_fit_says_so_and_assign_still_works(variant, method, definition, crowd, crowd_gaps):
    nobody = crowd.iloc[:0]
    only_prospects = crowd[crowd["state"] == "prospect"]
    for features in (nobody, only_prospects):
        with pytest.raises(SchemaError, match="holds no buyer"):
            method.fit(features, gaps=crowd_gaps, **variant[1])

        assert len(features) == len(method.assign(features, definition))


def test_an_index_of_any_kind_is_ignored(method, definition, crowd):
    expected = method.assign(crowd, definition)

    pdt.assert_frame_equal(expected, method.assign(crowd.set_index(np.arange(len(crowd)) // 2), definition))


def test_nullable_columns_are_understood(method, definition, crowd):
    expected = method.assign(crowd, definition)["segment"]

    pdt.assert_series_equal(expected, method.assign(crowd.convert_dtypes(), definition)["segment"])


def test_a_missing_column_is_named(method, definition, crowd):
    lacking = method.DEFINED_BY[0]

    with pytest.raises(SchemaError, match=f"no column '{lacking}'"):
        method.assign(crowd.drop(columns=lacking), definition)


def test_a_missing_value_of_a_buyer_is_named(method, definition, crowd):
    column = method.DEFINED_BY[0]
    broken = crowd.assign(**{column: crowd[column].astype("float64").where(crowd["customer_id"] != "ana")})

    with pytest.raises(SchemaError, match=f"no '{column}' for 1 buyers"):
        method.assign(broken, definition)


def test_a_customer_must_stand_in_one_row(method, definition, crowd):
    with pytest.raises(SchemaError, match="breaks its key customer_id in 2 rows"):
        method.assign(pd.concat([crowd, crowd.tail(1)]), definition)


def test_a_missing_customer_is_no_customer(method, definition, crowd):
    nameless = crowd.assign(customer_id=crowd["customer_id"].where(crowd.index != 0))

    with pytest.raises(SchemaError, match="breaks its key customer_id in 1 rows"):
        method.assign(nameless, definition)


def test_an_unknown_state_is_an_error(method, definition, crowd):
    with pytest.raises(SchemaError, match="1 rows with an unknown state"):
        method.assign(crowd.assign(state=crowd["state"].where(crowd.index != 0)), definition)


def test_the_definition_of_another_method_is_refused(variant, method, crowd, crowd_gaps):
    other = METHODS["value" if variant[0] != "value" else "lifecycle"].fit(crowd, gaps=crowd_gaps)

    with pytest.raises(AnalysisError, match=f"{variant[0]} definition"):
        method.assign(crowd, other)


def test_segments_of_stacks_the_methods(crowd, crowd_gaps):
    definitions = {name: definition_for(name, crowd, gaps=crowd_gaps) for name in METHODS}
    segments = segments_of(crowd, definitions)

    assert list(DERIVED["segments"].names) == list(segments.columns)
    assert len(METHODS) * len(crowd) == len(segments)
    assert not segments.duplicated(["customer_id", "method"]).any()


def test_a_frozen_definition_is_used_as_it_is(crowd):
    frozen = METHODS["value"].fit(crowd, scheme="hml")

    assert definition_for("value", crowd, frozen=frozen, scheme="abc") is frozen


def test_an_unknown_method_names_the_choices(crowd):
    with pytest.raises(ConfigError, match=r"'rfn'. Choose one of: lifecycle, rfm, value"):
        definition_for("rfn", crowd)
    with pytest.raises(ConfigError, match="segmentation method"):
        segments_of(crowd, {"rfn": crowd})
