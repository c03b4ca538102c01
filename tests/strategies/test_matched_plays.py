"""Plays beside segments: cost, break-even, what counts and what does not."""

import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.strategies import consent_counts, load_playbook, load_playbook_file, matched_plays


@pytest.fixture
def book(written, play):
    return lambda *plays: load_playbook_file(written(play(), *plays))


@pytest.fixture
def consent():
    return pd.DataFrame({"method": "value", "segment": ["a", "b", "c"], "reachable": [8, 10, 35]})


def rows(table: pd.DataFrame, play: str = "everything") -> pd.DataFrame:
    return table[table["play"].eq(play)].set_index("segment")


def test_every_segment_named_gets_a_row(book, sizes, fits_schema):
    table = matched_plays(sizes, book(), margin=0.5)

    fits_schema(table, "plays")
    assert {"a", "b", "c"} == set(table["segment"])


def test_break_even_is_where_the_margin_pays_for_the_contact(book, sizes):
    """A contact costs .50; an order of b brings 150 × .5 = 75: one order in 150 contacts pays."""
    assert 1 / 150 == pytest.approx(rows(matched_plays(sizes, book(), margin=0.5)).loc["b", "break_even"])


def test_for_the_lever_margin_break_even_is_in_points_of_margin(book, play, sizes):
    table = matched_plays(sizes, book(play("service", lever="margin", segments={"value": ["b"]})), margin=0.5)

    assert 0.5 / 150 == pytest.approx(rows(table, "service").loc["b", "break_even"])


def test_a_segment_without_orders_takes_the_average_order_of_all(book, play, sizes):
    """11,800 over 220 orders."""
    table = matched_plays(sizes, book(play("welcome", segments={"value": ["no_order"]})), margin=0.5)

    assert 0.5 / (11800 / 220 * 0.5) == pytest.approx(rows(table, "welcome").loc["no_order", "break_even"])


def test_cost_is_for_those_who_can_be_reached(book, sizes, consent):
    table = rows(matched_plays(sizes, book(), margin=0.5, consent=consent))

    assert [8, 10, 35] == table.loc[["a", "b", "c"], "reachable"].tolist()
    assert [4.0, 5.0, 17.5] == table.loc[["a", "b", "c"], "cost"].tolist()


def test_without_consent_on_record_nobody_is_said_to_be_reachable(book, sizes):
    table = matched_plays(sizes, book(), margin=0.5)

    assert table[["reachable", "cost"]].isna().all(axis=None)


def test_the_channel_by_which_most_have_agreed_is_proposed_and_counts(book, play, sizes, consent):
    """The play knows e-mail and text message; 8 of a agreed to any, 3 to e-mail, 7 to text message; of b nobody said."""
    by_channel = pd.DataFrame({"method": "value", "segment": "a", "channel": ["email", "sms", "phone"], "reachable": [3, 7, 10]})
    told = pd.concat([consent.assign(channel=""), by_channel], ignore_index=True)
    table = rows(matched_plays(sizes, book(), margin=0.5, consent=told))

    assert ("sms", 7, 3.5) == tuple(table.loc["a", ["channel", "reachable", "cost"]])
    assert ("email", 10) == tuple(table.loc["b", ["channel", "reachable"]])


def test_a_segment_missing_from_the_consent_table_has_none(book, sizes, consent):
    table = rows(matched_plays(sizes, book(), margin=0.5, consent=consent.head(2)))

    assert 0 == table.loc["c", "reachable"]


def test_an_untested_effect_puts_no_money_at_stake(book, play, sizes, consent):
    """Even where somebody wrote down a hope."""
    hope = {"low": 0.1, "base": 0.2, "high": 0.3, "evidence": "to_be_tested"}

    table = rows(matched_plays(sizes, book(play("hope", effect=hope)), margin=0.5, consent=consent), "hope")

    assert table["margin_at_stake"].isna().all()
    assert (0.2 == table["effect_base"]).all()


def test_a_tested_effect_puts_its_margin_at_stake(book, play, sizes, consent):
    """2 % of 10 reachable customers × 150 × .5."""
    tested = {"low": 0.01, "base": 0.02, "high": 0.03, "evidence": "tested", "source": "Hold-out, spring"}

    table = rows(matched_plays(sizes, book(play("proven", effect=tested)), margin=0.5, consent=consent), "proven")

    assert 15.0 == pytest.approx(table.loc["b", "margin_at_stake"])


def test_the_middle_gets_the_play_for_its_lever(sizes):
    """b orders once a customer where all order 2.2 times, at 150 instead of 54: orders are what it lacks."""
    table = matched_plays(sizes, load_playbook("general"), margin=0.5)
    assert ["middle_more_often"] == table.loc[table["segment"].eq("b"), "play"].tolist()

    often = sizes.assign(orders=sizes["orders"].mask(sizes["segment"].eq("b"), 200))
    table = matched_plays(often, load_playbook("general"), margin=0.5)
    assert ["middle_fuller_basket"] == table.loc[table["segment"].eq("b"), "play"].tolist()


def test_prospects_do_not_make_everyone_else_look_frequent(sizes):
    many = sizes.assign(customers=sizes["customers"].mask(sizes["segment"].eq("no_order"), 100_000))
    table = matched_plays(many, load_playbook("general"), margin=0.5)

    assert ["middle_more_often"] == table.loc[table["segment"].eq("b"), "play"].tolist()


def test_rejected_plays_and_empty_segments_are_left_out(book, play, sizes):
    table = matched_plays(sizes.assign(customers=[10, 20, 0, 10]), book(play("old", status="rejected")), margin=0.5)

    assert {"everything"} == set(table["play"])
    assert {"a", "b"} == set(table["segment"])


def test_priority_is_margin_within_reach_less_cost(book, sizes, consent):
    """a: 6000 × .5 × .8 - 4; b: 3000 × .5 × .5 - 5; c: 2800 × .5 × .5 - 17.5."""
    table = matched_plays(sizes, book(), margin=0.5, consent=consent)

    assert [("a", 1.0), ("b", 2.0), ("c", 3.0)] == list(zip(table["segment"], table["priority"], strict=True))


def test_the_cost_of_another_currency_is_missing_rather_than_wrong(book, sizes):
    assert matched_plays(sizes, book(), margin=0.5, currency="GBP")["unit_cost"].isna().all()
    assert (0.5 == matched_plays(sizes, book(), margin=0.5, currency="CNY")["unit_cost"]).all()


def test_the_clients_own_costs_go_first_and_choose_the_channel(book, sizes):
    table = matched_plays(sizes, book(), margin=0.5, currency="GBP", channel_costs={"sms": 0.04})

    assert {("sms", 0.04)} == set(zip(table["channel"], table["unit_cost"], strict=True))


@pytest.mark.parametrize("margin", [0, -0.1, 45])
def test_a_margin_is_a_fraction(book, sizes, margin):
    with pytest.raises(ConfigError, match=r"strategy.margin is .*e.g. 0.45 for 45 %"):
        matched_plays(sizes, book(), margin=margin)


def test_without_a_margin_there_is_no_break_even(book, sizes, consent):
    table = matched_plays(sizes, book(), margin=None, consent=consent)

    assert table["break_even"].isna().all()
    assert table["priority"].notna().all()


def test_consent_is_only_what_says_so():
    segments = pd.DataFrame({"customer_id": list("abcdef"), "method": "value", "segment": ["x"] * 5 + ["y"]})
    customers = pd.DataFrame({"customer_id": list("abcde"), "may_mail": ["是", "TRUE", "no", None, "maybe"]})

    counts = consent_counts(segments, customers, column="may_mail").set_index("segment")["reachable"]

    assert {"x": 2, "y": 0} == counts.to_dict()
    with pytest.raises(SchemaError, match="'customers' has no column 'consent'"):
        consent_counts(segments, customers, column="consent")


def test_no_segment_matches_gives_an_empty_table(book, sizes, fits_schema):
    fits_schema(matched_plays(sizes.assign(method="unheard_of"), book(), margin=0.5), "plays")


def test_input_is_left_unchanged_and_row_order_does_not_matter(book, sizes, consent):
    copies = sizes.copy(), consent.copy()

    table = matched_plays(sizes, book(), margin=0.5, consent=consent)

    pd.testing.assert_frame_equal(table, matched_plays(sizes.iloc[::-1], book(), margin=0.5, consent=consent.iloc[::-1]))
    pd.testing.assert_frame_equal(sizes, copies[0])
    pd.testing.assert_frame_equal(consent, copies[1])
