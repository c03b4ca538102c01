"""Who moved, and how much of it is chance."""

import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.evaluation import expected_by_chance, migration


@pytest.fixture
def moves(make_segments):
    """Of ana, ben, cho in gold one falls; dia rises; eve is new."""
    before = make_segments(ana="gold", ben="gold", cho="gold", dia="iron")
    after = make_segments(ana="gold", ben="gold", cho="iron", dia="gold", eve="iron")
    features = pd.DataFrame({"customer_id": ["ana", "ben", "cho", "dia"], "revenue": [100.0, 200.0, 300.0, 10.0]})
    return migration(before, after, features, method="value")


def move(table: pd.DataFrame, start: str, end: str) -> pd.Series:
    return table.set_index(["from_segment", "to_segment"]).loc[(start, end)]


def with_counts(**cells: int) -> pd.DataFrame:
    """A migration table from start_end=customers."""
    rows = [(*name.split("_"), count) for name, count in cells.items()]
    table = pd.DataFrame(rows, columns=["from_segment", "to_segment", "customers"])
    share = table["customers"] / table.groupby("from_segment")["customers"].transform("sum")
    return table.assign(
        method="value",
        share=share,
        expected=float("nan"),
        expected_low=float("nan"),
        expected_high=float("nan"),
        revenue=0.0,
        during=0.0,
    )


def test_moves_are_counted_with_their_share_and_money(moves, fits_schema):
    fits_schema(moves, "migration")
    assert (2, 2 / 3, 300.0) == tuple(move(moves, "gold", "gold")[["customers", "share", "revenue"]])
    assert (1, 1 / 3, 300.0) == tuple(move(moves, "gold", "iron")[["customers", "share", "revenue"]])
    assert (1, 1.0, 10.0) == tuple(move(moves, "iron", "gold")[["customers", "share", "revenue"]])


def test_customers_not_known_before_are_new_and_bring_no_past_money(moves):
    assert (1, 1.0, 0.0) == tuple(move(moves, "(new)", "iron")[["customers", "share", "revenue"]])


def test_what_was_spent_between_the_dates_stands_beside_what_was_spent_before(make_segments):
    features = pd.DataFrame({"customer_id": ["ana", "ben"], "revenue": [100.0, 200.0]})
    spent = pd.Series({"ana": 7.0, "eve": 30.0})
    moves = migration(
        make_segments(ana="gold", ben="gold"),
        make_segments(ana="gold", ben="iron", eve="iron"),
        features,
        method="value",
        during=spent,
    )

    assert (100.0, 7.0) == tuple(move(moves, "gold", "gold")[["revenue", "during"]])
    assert (200.0, 0.0) == tuple(move(moves, "gold", "iron")[["revenue", "during"]])
    assert (0.0, 30.0) == tuple(move(moves, "(new)", "iron")[["revenue", "during"]])


def test_everybody_at_the_end_is_in_the_table_once(moves):
    assert 5 == moves["customers"].sum()


def test_nobody_can_be_lost(make_segments):
    """A customer who left is churned, not gone: the population is everyone ever known."""
    features = pd.DataFrame({"customer_id": ["ana"], "revenue": [1.0]})
    with pytest.raises(SchemaError, match="1 customers have a segment at the start and none at the end"):
        migration(make_segments(ana="gold", ben="gold"), make_segments(ana="gold"), features, method="value")


def test_an_unknown_method_is_named(make_segments):
    with pytest.raises(ConfigError, match=r"'rfm'\. Choose one of: value"):
        migration(make_segments(ana="gold"), make_segments(ana="gold"), pd.DataFrame(), method="rfm")


def test_what_moved_in_the_period_before_is_expected_again(fits_schema):
    """30 of 100 fell then; now 40 of 100: within what chance brings to two samples of 100."""
    reference = with_counts(gold_gold=70, gold_iron=30)

    table = expected_by_chance(with_counts(gold_gold=60, gold_iron=40), reference)

    fits_schema(table, "migration")
    fell = move(table, "gold", "iron")
    assert 0.3 == fell["expected"]
    assert fell["expected_low"] < 0.25
    assert 0.4 <= fell["expected_high"] < 0.45


def test_the_same_move_in_a_large_base_is_more_than_chance():
    table = expected_by_chance(with_counts(gold_gold=6000, gold_iron=4000), with_counts(gold_gold=7000, gold_iron=3000))

    assert move(table, "gold", "iron")["expected_high"] < 0.32


def test_a_move_that_stopped_is_listed_with_nobody():
    table = expected_by_chance(with_counts(gold_gold=100), with_counts(gold_gold=70, gold_iron=30))

    assert (0, 0.0, 0.3) == tuple(move(table, "gold", "iron")[["customers", "share", "expected"]])
    assert move(table, "gold", "iron")["expected_low"] > 0


def test_a_move_never_seen_before_is_not_impossible():
    table = expected_by_chance(with_counts(gold_gold=99, gold_lead=1), with_counts(gold_gold=100))

    assert 0.0 == move(table, "gold", "lead")["expected"]
    assert move(table, "gold", "lead")["expected_high"] > 0


def test_a_segment_without_a_past_has_no_expectation():
    table = expected_by_chance(with_counts(lead_gold=10), with_counts(gold_gold=100))

    assert pd.isna(move(table, "lead", "gold")[["expected", "expected_low", "expected_high"]]).all()


def test_an_unchanged_crowd_moves_as_in_the_period_before(crowds):
    """Nobody changes, yet a third and more leave the top segment: nine in ten shares lie where chance puts them."""
    inside = []
    for crowd in crowds:
        features = [crowd.features(day) for day in ("2023-12-31", "2024-06-30", "2024-12-30")]
        segments = [crowd.assign(table) for table in features]
        reference = migration(segments[0], segments[1], features[0], method="value")
        moves = migration(segments[1], segments[2], features[1], method="value")
        table = expected_by_chance(moves, reference)
        table = table[table["from_segment"].ne("(new)")]
        inside += table["share"].between(table["expected_low"], table["expected_high"]).tolist()
        assert move(table, "top", "top")["share"] < 0.75

    assert sum(inside) / len(inside) >= 0.8


def test_input_is_left_unchanged(make_segments):
    before, after = make_segments(ana="gold"), make_segments(ana="iron", ben="iron")
    features = pd.DataFrame({"customer_id": ["ana"], "revenue": [1.0]})
    copies = [table.copy() for table in (before, after, features)]

    moves = migration(before, after, features, method="value")
    expected_by_chance(moves, moves)

    for table, copy in zip((before, after, features), copies, strict=True):
        pd.testing.assert_frame_equal(table, copy)
    assert moves["expected"].isna().all()
