"""What triggers a play: a figure within its bounds; what is not held or not shown triggers nothing."""

import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.strategies import load_playbook_file, matched_plays, play_triggers

UNHAPPY = {"table": "segment_facts", "match": {"measure": "satisfaction"}, "column": "value", "at_most": 3.5}
ELDER = {"table": "segment_index", "match": {"trait": "age", "level": "55–64"}, "column": "index", "at_least": 120.0}


@pytest.fixture
def facts() -> dict[str, pd.DataFrame]:
    """Satisfaction 3.2 in a, 4.1 in b, not asked in c; elder people over-represented in a (not shown) and b."""
    measures = [("a", 3.2, 50), ("b", 4.1, 60)]
    index = [("a", 150.0, False), ("b", 130.0, True), ("c", 90.0, True)]
    return {
        "segment_facts": pd.DataFrame(
            [{"method": "value", "segment": s, "measure": "satisfaction", "value": v, "n": n} for s, v, n in measures]
        ),
        "segment_index": pd.DataFrame(
            [
                {"method": "value", "segment": s, "trait": "age", "level": "55–64", "index": v, "n": 40, "shown": shown}
                for s, v, shown in index
            ]
        ),
    }


def book(written, play, *where, **changes):
    return load_playbook_file(
        written(play(), play("more", **({"segments": {"value": ["a", "b", "c"]}, "where": list(where)} | changes)))
    )


def segments(book, sizes, tables, **settings):
    triggers = play_triggers(sizes, book, tables, **settings)
    plays = matched_plays(sizes, book, margin=0.5, triggers=triggers, **settings)
    return triggers, set(plays.loc[plays["play"] == "more", "segment"])


def test_a_figure_within_its_bounds_triggers_the_play_and_is_kept(written, play, sizes, facts, fits_schema):
    triggers, found = segments(book(written, play, UNHAPPY), sizes, facts)

    assert {"a"} == found
    row = triggers.set_index("segment").loc["a"]
    assert (3.2, 50, 3.5, True) == (row["value"], row["n"], row["at_most"], row["met"])
    assert "satisfaction" == row["about"]
    fits_schema(triggers, "play_triggers")


def test_what_is_not_held_or_not_shown_triggers_nothing(written, play, sizes, facts):
    assert set() == segments(book(written, play, UNHAPPY), sizes, {})[1]
    assert {"b"} == segments(book(written, play, ELDER), sizes, facts)[1]


def test_every_condition_must_hold(written, play, sizes, facts):
    assert set() == segments(book(written, play, UNHAPPY, ELDER), sizes, facts)[1]


def test_a_play_for_any_method_is_laid_beside_the_lens(written, play, sizes, facts):
    anyone = book(written, play, ELDER, segments={"any": ["any"]})

    assert {"b"} == segments(anyone, sizes, facts, lens="value")[1]
    assert set() == segments(anyone, sizes, facts, lens="lifecycle")[1]


def test_a_condition_on_customers_does_not_decide_about_a_segment(written, play, sizes):
    narrowed = book(written, play, {"table": "features", "column": "discount_share", "at_least": 0.2})

    assert {"a", "b", "c"} == segments(narrowed, sizes, {})[1]


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (UNHAPPY | {"at_least": 4.0}, "could never be reached"),
        (UNHAPPY | {"column": "mood"}, "no column 'mood'"),
        ({key: value for key, value in UNHAPPY.items() if key != "at_most"}, "nobody would be left out"),
        (UNHAPPY | {"table": "moods"}, "'moods' is not allowed"),
        (UNHAPPY | {"above": 3}, "no such field"),
    ],
)
def test_conditions_that_cannot_be_met_are_told(written, play, condition, told):
    with pytest.raises(ConfigError, match=told):
        book(written, play, condition)


def test_a_play_for_everybody_needs_a_condition(written, play):
    with pytest.raises(ConfigError, match="without a condition it would be proposed to everybody"):
        book(written, play, segments={"any": ["any"]})


def test_several_levels_are_taken_together(written, play, sizes):
    """18–24 are 30 % against 20 % of all, 25–34 are 15 % against 10 %: together 45 against 30, an index of 150; 35+ is not asked."""
    levels = [("18–24", 0.30, 0.20, 150.0), ("25–34", 0.15, 0.10, 150.0), ("35+", 0.55, 0.70, 78.6)]
    rows = [
        {"method": "value", "segment": "a", "trait": "age", "level": level, "share": share, "base_share": base, "index": index, "n": 90, "shown": True}
        for level, share, base, index in levels
    ]  # fmt: skip
    young = ELDER | {"match": {"trait": "age", "level": ["18–24", "25–34", "18–34"]}, "at_least": 149.0, "at_most": 151.0}
    triggers, found = segments(book(written, play, young), sizes, {"segment_index": pd.DataFrame(rows)})

    assert {"a"} == found
    assert 150.0 == pytest.approx(triggers.set_index("segment").loc["a", "value"])
