"""The tables and cards of chapter 04."""

import re

import numpy as np
import pandas as pd

from analysis import strategies
from analysis.tables import strategy as tables
from analysis.tables.strategy_cards import play_cards
from analysis.text import Message, Text

ENGLISH, CHINESE = Text("en", "GBP"), Text("zh", "GBP")
NAN = np.nan
HOSTILE = "<b>Lost & found</b>"
PLAYS = pd.DataFrame(
    {
        "play": ["dormant_reminder", "personal_call"], "method": ["lifecycle", "rfm"], "segment": ["dormant", "cant_lose"],
        "customers": [400, 12], "reachable": pd.array([300, 5], dtype="Int64"), "revenue": [30_000.0, 900.0],
        "lever": ["retention", "win_back"], "channel": ["email", "phone"], "unit_cost": [0.35, NAN], "evidence": "to_be_tested",
        "status": "proposed", "break_even": [0.004, NAN],
    }
)  # fmt: skip


def cells(html):
    """The words of every row, first the head."""
    rows = re.findall(r"<tr.*?</tr>", html, flags=re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)] for row in rows]


def test_stake_has_a_rate_with_its_n_and_a_range():
    """Too few at the start: dashes; the sum counts what is known."""
    stakes = pd.DataFrame(
        {
            "method": "lifecycle", "segment": ["loyal", "churned"], "customers": [600, 200], "revenue": [120_000.0, 10_000.0],
            "n": [300, NAN], "share": [0.5, NAN], "forward": [30_000.0, NAN], "forward_low": [26_400.0, NAN], "forward_high": [33_600.0, NAN],
        }
    )  # fmt: skip
    rows = cells(tables.stake_table(stakes, text=ENGLISH, margin=True))

    assert ["Loyal", "600", "£120k", "50% of 300", "£30.0k", "£26.4k to £33.6k"] == rows[1]
    assert ["–", "–", "–"] == rows[2][3:]
    assert ["Together", "800", "£130k", "", "£30.0k", ""] == rows[3]


def test_further_plays_stand_by_lens_and_hide_small_counts():
    """Five of twelve with consent are a dash; words from a playbook are escaped."""
    html = tables.plays_table(PLAYS, {"dormant_reminder": HOSTILE, "personal_call": "A call"}, text=ENGLISH)
    rows = cells(html)

    assert "<b>" not in html
    assert "Life cycle" == rows[1][0]
    assert ["Dormant", "&lt;b&gt;Lost &amp; found&lt;/b&gt;", "400", "300", "£30.0k", "0.40"] == rows[2]
    assert ["Can’t Lose", "A call", "12", "–", "£900", "–"] == rows[4]


def test_without_consent_on_record_there_is_no_such_column():
    """No dash in every row: the column goes, the others stay; the call, whose cost is not known, keeps its dash."""
    rows = cells(
        tables.plays_table(
            PLAYS.assign(reachable=pd.array([pd.NA, pd.NA], dtype="Int64")), dict.fromkeys(PLAYS["play"], "x"), text=ENGLISH
        )
    )

    assert ["Segment", "Play", "Customers", "Revenue", "Pays from"] == rows[0]
    assert ["£30.0k", "0.40"] == rows[2][3:]
    assert ["£900", "–"] == rows[4][3:]


def test_plans_say_what_to_do():
    """Arms under the minimum show no gain."""
    tests = PLAYS.assign(
        treated=[240, 4],
        held_out=[60, 1],
        base_rate=[0.2, NAN],
        detectable=[0.18, 0.5],
        with_half=[0.14, 0.5],
        remedy="claim_nothing",
        needed=[900.0, NAN],
        starts=pd.Timestamp("2026-01-05"),
        days=[42, 84],
        unit=["customer", "store_week"],
    )
    rows = cells(tables.plans_table(tests, dict.fromkeys(PLAYS["play"], "x"), text=ENGLISH))

    assert ["240", "60", "20%", "+18.0 pts", "+14.0 pts", "900", "5 Jan 2026", "6", "customers", "Count only"] == rows[1][2:]
    assert ["–", "–", "–", "–", "–", "–", "5 Jan 2026", "12", "weeks of a store", "Count only"] == rows[2][2:]


def card(text, **changes):
    book = strategies.load_playbook("general")
    if changes:
        book = book.model_copy(update={"plays": tuple(play.model_copy(update=changes) for play in book.plays)})
    said = {"dormant_reminder": (Message("Because of {n}."[:8] + HOSTILE),)}
    return play_cards(PLAYS.head(1), book, why=said, pays={"dormant_reminder": Message("Soon.")}, text=text)


def test_a_card_speaks_the_readers_language():
    """Both languages stand in the playbook."""
    assert "A useful reminder" in card(ENGLISH)
    assert "贴心提醒" in card(CHINESE)
    assert "A useful reminder" not in card(CHINESE)


def test_a_card_shows_what_is_not_measured_dashed_and_escapes():
    """To be tested is a dashed chip; a reason with markup stays text."""
    html = card(ENGLISH)

    assert '<span class="chip illus">To be tested</span>' in html
    assert '<span class="chip">Proposed</span>' in html
    assert "<b>" not in html
    assert "Legal check first" in card(ENGLISH, legal_review="required")


def test_what_every_play_leaves_out_is_said_once():
    assert "Left out of every play: no consent on record, opted out" in card(ENGLISH)


def test_differences_are_shown():
    lines = pd.DataFrame([("customers", "count", 10.0, 9.0)], columns=["what", "unit", "files", "report"])

    assert ["Customers, with a play and without", "10", "9", "−1"] == cells(tables.reconciliation_table(lines, text=ENGLISH))[1]
