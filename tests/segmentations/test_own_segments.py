"""What the client adds to the lenses: settings, merges, changes by hand, and definitions kept from before."""

from datetime import date

import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.evaluation import migration
from analysis.segmentations import definition_for, segments_of
from analysis.segmentations.overrides import overridden, with_pseudonyms
from analysis.segmentations.own_names import check_segments, own_order, renamed
from analysis.segmentations.record import with_segments
from analysis.segmentations.saved import assigned, defining_columns
from analysis.segmentations.settings import checked_settings, in_order, known_lens, settings_of

SEGMENTS = pd.DataFrame(
    [("ana", "rfm", "champions"), ("ben", "rfm", "loyal"), ("cho", "rfm", "lost"), ("ana", "value", "a"), ("ben", "value", "b"), ("cho", "value", "c")],
    columns=["customer_id", "method", "segment"],
)  # fmt: skip
KNOWN = {"rfm": ("champions", "loyal", "lost"), "value": ("a", "b", "c")}


def line(number, customer, method="rfm", segment="champions", until=None, reason="complaint settled", since=None):
    return {
        "line": number,
        "customer": customer,
        "method": method,
        "segment": segment,
        "reason": reason,
        "by": "adviser",
        "until": until,
        "from": since,
    }


def by_hand(*lines, as_of=date(2025, 12, 31)):
    mapping = pd.DataFrame({"client_id": ["100", "200", "300"], "customer_id": ["ana", "ben", "cho"]})
    given = with_pseudonyms(pd.DataFrame(lines), mapping)
    return overridden(SEGMENTS, given, as_of=as_of, known=KNOWN)


def of(segments, customer, method="rfm"):
    return segments[(segments["customer_id"] == customer) & (segments["method"] == method)]["segment"].item()


def test_an_override_changes_one_customer_in_one_lens():
    after, applied, problems = by_hand(line(2, " 300 "))

    assert ("champions", "c") == (of(after, "cho"), of(after, "cho", "value"))
    assert ("champions", "loyal") == (of(after, "ana"), of(after, "ben"))
    assert [("rfm", "lost", "champions", "complaint settled", "adviser", "", 1)] == list(applied.itertuples(index=False, name=None))
    assert problems.empty


def test_an_override_holds_until_its_last_day():
    """On the last day still; the day after no more."""
    assert "champions" == of(by_hand(line(2, "300", until=date(2025, 12, 31)))[0], "cho")
    after, applied, problems = by_hand(line(2, "300", until=date(2025, 12, 30)))

    assert "lost" == of(after, "cho")
    assert applied.empty
    assert [(2, "ended")] == list(problems.itertuples(index=False, name=None))


def test_an_override_holds_from_its_first_day():
    """On the first day already; the day before not yet."""
    assert "champions" == of(by_hand(line(2, "300", since=date(2025, 12, 31)))[0], "cho")
    after, applied, problems = by_hand(line(2, "300", since=date(2026, 1, 1)))

    assert "lost" == of(after, "cho")
    assert applied.empty
    assert [(2, "not_yet")] == list(problems.itertuples(index=False, name=None))


def test_of_two_lines_one_after_the_other_the_one_that_holds_counts():
    first, then = line(2, "300", until=date(2025, 6, 30)), line(3, "300", segment="loyal", since=date(2025, 7, 1))

    assert "champions" == of(by_hand(first, then, as_of=date(2025, 6, 30))[0], "cho")
    assert "loyal" == of(by_hand(first, then, as_of=date(2025, 7, 1))[0], "cho")


@pytest.mark.parametrize(("until", "moved"), [(None, 0), (date(2025, 12, 31), 0), (date(2025, 11, 30), 1)])
def test_who_is_held_by_hand_on_both_days_has_not_moved(until, moved):
    """Cho is lost by the rule on both days, and a champion by hand: throughout, or until November."""
    (start, *_), (end, *_) = (by_hand(line(2, "300", until=until), as_of=day) for day in (date(2025, 9, 30), date(2025, 12, 31)))
    spent = pd.DataFrame({"customer_id": ["ana", "ben", "cho"], "revenue": 1.0})
    moves = migration(start, end, spent, method="rfm")

    assert moved == moves.loc[moves["from_segment"] != moves["to_segment"], "customers"].sum()


def test_lines_that_change_nothing_are_told_by_number_and_the_id_stays_unsaid():
    lines = [
        line(2, "999"),
        line(3, "100", method="rfn"),
        line(4, "100", segment="king"),
        line(5, "300", segment="loyal"),
        line(6, "300"),
    ]
    after, applied, problems = by_hand(*lines)

    assert [(2, "unknown_customer"), (3, "unknown_lens"), (4, "unknown_segment"), (5, "repeated")] == list(
        problems.itertuples(index=False, name=None)
    )
    assert "champions" == of(after, "cho")
    assert 1 == applied["customers"].sum()
    assert "customer_id" not in applied
    assert ["line", "problem"] == list(problems.columns)


def test_equal_changes_are_counted_together():
    """Ben and Dia, both loyal, with one reason; Cho, lost, with the same."""
    held = pd.concat([SEGMENTS, pd.DataFrame([("dia", "rfm", "loyal")], columns=SEGMENTS.columns)], ignore_index=True)
    given = (
        pd.DataFrame([line(number, "x") for number in (2, 3, 4)]).drop(columns="customer").assign(customer_id=["ben", "dia", "cho"])
    )
    _, applied, _ = overridden(held, given, as_of=date(2025, 12, 31), known=KNOWN)

    assert {"loyal": 2, "lost": 1} == applied.set_index("from_segment")["customers"].to_dict()


def test_without_a_line_nothing_changes():
    after, applied, problems = by_hand(line(2, "999"))

    pd.testing.assert_frame_equal(SEGMENTS.astype("str"), after.astype("str"))
    assert applied.empty
    assert 1 == len(problems)


def test_merged_segments_keep_the_key_of_a_member_and_are_counted():
    after, applied = renamed(SEGMENTS, {"rfm": {"champions": ["loyal", "champions"]}, "clusters": {"1": ["2"]}})

    assert ["champions", "champions", "lost", "a", "b", "c"] == list(after["segment"])
    assert [("rfm", "loyal", "champions", 1)] == list(applied.itertuples(index=False, name=None))
    assert ("lost", "champions") == own_order(KNOWN["rfm"], merged={"champions": ["loyal"]}, order=["lost"])


def test_a_segment_that_the_lens_does_not_have_is_named():
    check_segments("rfm", ["loyal"], KNOWN["rfm"], key="names")
    with pytest.raises(
        ConfigError, match=r"segments\.yaml, rfm\.merge: 'king' is no segment of this lens. Its segments: champions, loyal"
    ):
        check_segments("rfm", ["king"], KNOWN["rfm"], key="merge")


def test_an_unknown_setting_is_told_with_the_nearest():
    assert {"scheme": "hml"} == checked_settings("value", {"scheme": "hml"})
    with pytest.raises(
        ConfigError,
        match=r"settings\.lifecycle\.loyal_order: lifecycle has no such setting. Did you mean 'loyal_orders'\? It has: .*new_days",
    ):
        checked_settings("lifecycle", {"loyal_order": 3})
    assert "gaps" not in settings_of("rfm")
    assert "by" in settings_of("combined")


def test_a_lens_is_a_method_or_a_variant_of_one_that_has_variants():
    assert "rfm" == known_lens("rfm")
    with pytest.raises(ConfigError, match=r"methods: there is no lens 'lifecyle'. Did you mean 'lifecycle'\?"):
        known_lens("lifecyle")
    with pytest.raises(ConfigError, match=r"definitions: 'rfm' has no variants\. Write 'rfm' instead of 'rfm\.age'"):
        known_lens("rfm.age", place="definitions")


def test_lenses_made_of_others_come_last():
    assert ["value", "rfm", "groups", "combined", "rules"] == in_order(["rules", "combined", "value", "groups", "rfm"])


def saved(crowd, gaps):
    base = {lens: definition_for(lens, crowd, gaps=gaps) for lens in ("value", "lifecycle")}
    record = with_segments(crowd, segments_of(crowd, base))
    return {"groups": definition_for("groups", record), **base}, record


def test_saved_definitions_place_one_new_customer_as_they_place_everybody(crowd, crowd_gaps):
    definitions, _ = saved(crowd, crowd_gaps)
    everybody = assigned(crowd, definitions)
    one = assigned(crowd[crowd["customer_id"] == "ana"], definitions)

    assert list(definitions) == list(one["method"])
    pd.testing.assert_frame_equal(everybody[everybody["customer_id"] == "ana"].reset_index(drop=True), one)
    assert "group_high_value" == of(everybody, "ana", "groups")


def test_what_the_record_says_of_another_day_does_not_count(crowd, crowd_gaps):
    """The record of the crowd holds a life cycle by other cuts."""
    definitions, record = saved(crowd, crowd_gaps)

    pd.testing.assert_frame_equal(assigned(crowd, definitions), assigned(record, definitions))


def test_a_lens_needs_the_definitions_it_is_made_of(crowd, crowd_gaps):
    definitions, _ = saved(crowd, crowd_gaps)

    with pytest.raises(SchemaError, match="The lens 'groups' is made of lifecycle, value, whose definitions are not given"):
        assigned(crowd, {"groups": definitions["groups"]})
    assert assigned(crowd, {}).empty


def test_what_makes_a_composed_lens_is_what_makes_its_parts(crowd, crowd_gaps):
    definitions, _ = saved(crowd, crowd_gaps)

    assert {"segment.value", "revenue", "segment.lifecycle", "recency_days"} <= set(defining_columns("groups", definitions))
