"""What every segmentation method promises; a line in METHODS brings its tests along."""

import numpy as np
import pandas as pd
import pandas.testing as pdt
import pytest

from analysis.errors import AnalysisError, ConfigError, SchemaError
from analysis.schema import DERIVED
from analysis.segmentations import METHODS, defined_by, definition_for, display_order, lenses_of, segments_of
from tests.segmentations.crowd import variants

PLAIN = [
    (name, {}) for name, method in METHODS.items() if not hasattr(method, "variants") and not hasattr(method, "NEEDS_SETTINGS")
]
VARIANTS = [*PLAIN, *(one for one in variants() if one not in PLAIN)]
NAMED = [
    f"{lens}-" + "-".join(str(value) for value in settings.values() if isinstance(value, str | int)) for lens, settings in VARIANTS
]


@pytest.fixture(params=VARIANTS, ids=NAMED)
def variant(request):
    return request.param


@pytest.fixture
def lens(variant):
    return variant[0]


@pytest.fixture
def method(lens):
    return METHODS[lens.partition(".")[0]]


@pytest.fixture
def of_buyers(method):
    """Whether the method divides buyers alone."""
    return "buyers" == getattr(method, "DIVIDES", "buyers")


@pytest.fixture(scope="module")
def _definitions() -> dict[str, pd.DataFrame]:
    """Definitions on the crowd, each fitted once: some take seconds."""
    return {}


@pytest.fixture
def definition(variant, crowd, crowd_gaps, _definitions):
    key = repr(variant)
    if key not in _definitions:
        _definitions[key] = definition_for(variant[0], crowd, gaps=crowd_gaps, **variant[1])
    return _definitions[key].copy()


def fitted(variant, features, gaps) -> pd.DataFrame:
    return definition_for(variant[0], features, gaps=gaps, **variant[1])


def test_every_method_has_a_variant_here():
    assert set(METHODS) == {lens.partition(".")[0] for lens, _ in VARIANTS}


def test_every_customer_gets_exactly_one_segment(method, definition, crowd):
    segments = method.assign(crowd, definition)

    assert ["customer_id", "segment"] == list(segments.columns)
    assert list(crowd["customer_id"]) == list(segments["customer_id"])
    assert segments["segment"].notna().all()


def test_only_described_segments_appear(lens, method, definition, crowd):
    assert set(method.assign(crowd, definition)["segment"]) <= set(display_order(lens, definition))


def test_it_divides(method, definition, crowd):
    """A method that puts the crowd's buyers into one segment would pass everything else here."""
    assert 2 <= method.assign(crowd[crowd["state"] == "buyer"], definition)["segment"].nunique()


def test_states_without_an_order_have_their_own_segment(method, of_buyers, definition, crowd):
    segment = method.assign(crowd, definition).set_index("customer_id")["segment"]

    if of_buyers:
        assert "refund_only" == segment["eve"]
        assert ("prospect" if "prospect" in method.SEGMENTS else "no_order") == segment["fay"]
    else:
        assert not {segment["eve"], segment["fay"]} & {"refund_only", "no_order"}


def test_row_order_does_not_matter(variant, method, definition, crowd, crowd_gaps):
    shuffled = crowd.sample(frac=1, random_state=1)
    again = fitted(variant, shuffled, crowd_gaps.sample(frac=1, random_state=2))

    pdt.assert_frame_equal(definition, again, check_exact=True)
    expected = method.assign(crowd, definition).set_index("customer_id").sort_index()
    pdt.assert_frame_equal(expected, method.assign(shuffled, again).set_index("customer_id").sort_index())


def test_a_second_run_gives_the_same(variant, definition, crowd, crowd_gaps):
    pdt.assert_frame_equal(definition, fitted(variant, crowd, crowd_gaps), check_exact=True)


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


def test_the_definition_names_no_customer(definition, crowd):
    """It is printed in the report."""
    texts = definition.select_dtypes("str").to_numpy().ravel()

    assert not set(texts) & set(crowd["customer_id"])


def test_input_is_left_unchanged(variant, method, crowd, crowd_gaps):
    features, gaps = crowd.copy(), crowd_gaps.copy()
    method.assign(features, fitted(variant, features, gaps))

    pdt.assert_frame_equal(crowd, features)
    pdt.assert_frame_equal(crowd_gaps, gaps)


def test_equal_values_get_equal_segments(method, definition, crowd):
    twins = crowd.assign(customer_id=crowd["customer_id"] + "-twin")
    both = pd.concat([crowd, twins], ignore_index=True)
    segments = method.assign(both, definition)["segment"].to_numpy()

    assert (segments[: len(crowd)] == segments[len(crowd) :]).all()


def test_equal_values_get_equal_segments_when_fitted_on_ties(variant, method, crowd, crowd_gaps):
    tied = crowd.assign(revenue=crowd["revenue"].round(-2), recency_days=crowd["recency_days"].floordiv(30) * 30)
    definition = fitted(variant, tied, crowd_gaps)
    segments = method.assign(tied, definition)["segment"]

    values = tied[["state", *defined_by(variant[0], definition)]].astype("object").where(lambda t: t.notna(), "-")
    assert 1 == segments.groupby([values[column].astype(str) for column in values]).nunique().max()


def test_describe_has_one_row_per_segment_in_display_order(method, definition):
    rules = method.describe(definition)

    assert "segment" == rules.columns[0]
    assert rules["segment"].is_unique
    fixed = [key for key in rules["segment"] if key in method.SEGMENTS]
    assert fixed == [key for key in method.SEGMENTS if key in set(fixed)]


def test_the_defining_columns_are_in_the_record(lens, definition, crowd):
    """They are left out of what is said to set segments apart: that would be a tautology."""
    assert set(defined_by(lens, definition)) <= set(crowd.columns)
    assert defined_by(lens, definition)


def test_one_customer_can_be_fitted_or_is_refused_in_words(variant, method, crowd, crowd_gaps):
    ana, gaps = crowd[crowd["customer_id"] == "ana"], crowd_gaps[crowd_gaps["customer_id"] == "ana"]
    try:
        definition = fitted(variant, ana, gaps)
    except AnalysisError:
        return

    assert ["ana"] == list(method.assign(ana, definition)["customer_id"])


def test_without_anybody_to_divide_fit_says_so_and_assign_still_works(variant, method, of_buyers, definition, crowd, crowd_gaps):
    nobody = crowd.iloc[:0]
    for features in (nobody, crowd[crowd["state"] == "prospect"]) if of_buyers else (nobody,):
        with pytest.raises(AnalysisError):
            fitted(variant, features, crowd_gaps)

        assert len(features) == len(method.assign(features, definition))


def test_a_bare_record_is_lacking_or_can_be_fitted(variant, method, crowd, crowd_gaps):
    """What a client does not hold is a reason on the page, never a crash."""
    bare = crowd[[column for column in crowd.columns if "." not in column]]
    able, lacking = lenses_of([variant[0].partition(".")[0]], bare, settings={variant[0].partition(".")[0]: variant[1]})

    assert able or all(lacking.values())
    for lens, settings in able.items():
        found = definition_for(lens, bare, gaps=crowd_gaps, **settings)
        assert len(bare) == len(method.assign(bare, found))


def test_a_record_without_orders_is_lacking_or_can_be_fitted(variant, method, crowd):
    known = crowd[["customer_id", *(column for column in crowd.columns if column.startswith("attribute."))]].assign(state="known")
    able, lacking = lenses_of([variant[0].partition(".")[0]], known, settings={variant[0].partition(".")[0]: variant[1]})

    assert able or lacking or hasattr(method, "variants")
    for lens, settings in able.items():
        if hasattr(method, "lacking"):
            assert len(known) == len(method.assign(known, definition_for(lens, known, **settings)))


def test_an_index_of_any_kind_is_ignored(method, definition, crowd):
    expected = method.assign(crowd, definition)

    pdt.assert_frame_equal(expected, method.assign(crowd.set_index(np.arange(len(crowd)) // 2), definition))


def test_nullable_columns_are_understood(method, definition, crowd):
    expected = method.assign(crowd, definition)["segment"]

    pdt.assert_series_equal(expected, method.assign(crowd.convert_dtypes(), definition)["segment"])


def test_a_missing_column_is_named(lens, method, definition, crowd):
    lacking = defined_by(lens, definition)[0]

    with pytest.raises(SchemaError, match=f"no column '{lacking}'"):
        method.assign(crowd.drop(columns=lacking), definition)


@pytest.mark.parametrize("name", ["rfm", "lifecycle", "value"])
def test_a_missing_value_of_a_buyer_is_named(name, crowd, crowd_gaps):
    method = METHODS[name]
    definition, column = definition_for(name, crowd, gaps=crowd_gaps), method.DEFINED_BY[0]
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


def test_an_unknown_state_is_an_error(method, of_buyers, definition, crowd):
    if of_buyers:
        with pytest.raises(SchemaError, match="1 rows with an unknown state"):
            method.assign(crowd.assign(state=crowd["state"].where(crowd.index != 0)), definition)


def test_the_definition_of_another_method_is_refused(lens, method, crowd, crowd_gaps):
    name = lens.partition(".")[0]
    other = METHODS["value" if name != "value" else "lifecycle"].fit(crowd, gaps=crowd_gaps)

    with pytest.raises(AnalysisError, match=f"{name} definition"):
        method.assign(crowd, other)


def test_segments_of_stacks_the_methods(crowd, crowd_gaps):
    definitions = {lens: definition_for(lens, crowd, gaps=crowd_gaps, **settings) for lens, settings in VARIANTS}
    segments = segments_of(crowd, definitions)

    assert list(DERIVED["segments"].names) == list(segments.columns)
    assert len(definitions) * len(crowd) == len(segments)
    assert not segments.duplicated(["customer_id", "method"]).any()


def test_a_frozen_definition_is_used_as_it_is(crowd):
    frozen = METHODS["value"].fit(crowd, scheme="hml")

    assert definition_for("value", crowd, frozen=frozen, scheme="abc") is frozen


def test_an_unknown_method_names_the_choices(crowd):
    with pytest.raises(ConfigError, match=r"'rfn'. Choose one of: .*lifecycle.*rfm.*value"):
        definition_for("rfn", crowd)
    with pytest.raises(ConfigError, match="segmentation method"):
        segments_of(crowd, {"rfn": crowd})
