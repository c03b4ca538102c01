"""The sentences of chapter 05, from tables small enough to check in the head."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.config import LikeForLike
from analysis.config.client import Strategy
from analysis.findings import Basis
from analysis.findings import evaluation as chapter
from analysis.findings import evaluation_chance as chance
from analysis.findings import evaluation_change as change
from analysis.findings import evaluation_drift as drift
from analysis.findings import evaluation_movement as movement
from analysis.findings import evaluation_moves as moves_
from analysis.findings import evaluation_sums as sums
from analysis.findings import evaluation_targets as targets
from analysis.profiles import hidden_cells, telling_sums
from analysis.text import Text

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2025, 12, 31), date(2024, 1, 1), date(2025, 10, 1), date(2023, 1, 1), 300)
NAN = float("nan")
ORDER = ("gold", "iron", "no_order")


def said(messages):
    return [ENGLISH.say(message) for message in messages]


def move(start, end, customers, n, expected=NAN, low=NAN, high=NAN, revenue=0.0):
    return {
        "method": "rfm", "from_segment": start, "to_segment": end, "customers": customers, "share": customers / n,
        "expected": expected, "expected_low": low, "expected_high": high, "revenue": revenue, "shown": True,
    }  # fmt: skip


@pytest.fixture
def moves():
    """Of 100 in gold 60 stay, chance would keep 45 to 55; of 200 in iron 180 stay, as by chance; 30 buy for the first time."""
    return pd.DataFrame(
        [
            move("gold", "gold", 60, 100, 0.50, 0.45, 0.55, 6000.0),
            move("gold", "iron", 40, 100, 0.50, 0.45, 0.55, 4000.0),
            move("iron", "iron", 180, 200, 0.90, 0.85, 0.95, 900.0),
            move("iron", "gold", 20, 200, 0.10, 0.05, 0.15, 100.0),
            move("no_order", "no_order", 50, 80),
            move("no_order", "iron", 30, 80),
        ]
    )


def test_who_stayed_is_held_against_chance_and_added_up(moves):
    """150 of 300 expected in gold and iron together: (50 + 180) / 300; the half ranges 5 and 10 customers add as squares."""
    table = moves_.stays(moves, None, order=ORDER, minimum=10).set_index("segment")

    assert ["gold", "iron", "(all)"] == list(table.index)
    assert ["more_stayed", "as_chance"] == list(table.loc[["gold", "iron"], "reading"])
    assert (300, 240, 230 / 300) == tuple(table.loc["(all)", ["n", "stayed", "expected"]])
    assert np.hypot(5, 10) / 300 == pytest.approx(table.loc["(all)", "high"] - table.loc["(all)", "expected"])


def test_a_segment_that_everybody_left_counts_as_nobody_stayed(moves):
    """No row says that they stayed: the share is 0, and the segment is still among all."""
    table = moves_.stays(moves.drop(index=0), None, order=ORDER, minimum=10).set_index("segment")

    assert 0 == table.loc["gold", "share"]
    assert 240 == table.loc["(all)", "n"]


def test_the_verdict_on_movement_is_plain(moves):
    """240 of 300 stayed against 77 %; within the range of gold and iron together."""
    stayed = moves_.stays(moves, None, order=ORDER, minimum=10)
    words = chance.chance(stayed, basis=BASIS)

    assert "mixed" != chance.overall(stayed)
    assert [
        "80.0% of customers stayed in their segment. Had nobody changed, it would be 76.7% (72.9% to 80.4%): "
        "the movement is no more than chance would bring.",
        "1 of 2 segments lie outside their range; farthest “gold”, where 60% stayed against 50%.",
    ] == said(words.answer)
    assert "A replay knows no season, so a strong or a weak season shows as movement." == said(words.note)[-1]


def test_what_time_alone_brings_is_neither_chance_nor_finding(moves):
    """Nobody stayed in iron, and nobody could: it is not judged."""
    gone = moves.assign(expected=moves["expected"].where(moves.index != 2, 0.0))
    gone.loc[2, ["customers", "share", "expected_low", "expected_high"]] = [0, 0.0, 0.0, 0.0]
    gone.loc[3, ["customers", "share"]] = [200, 1.0]
    stayed = moves_.stays(gone, None, order=ORDER, minimum=10)

    assert "by_rule" == stayed.set_index("segment").loc["iron", "reading"]
    assert "1 of 1 segments lie outside" in said(chance.chance(stayed, basis=BASIS).answer)[1]


def test_a_flow_between_groups_does_not_tell_a_move_that_is_hidden():
    """Three went from gold to iron, so that the 12 who stayed in gold are not shown; gold is a group of its own."""
    pairs = [(a, b, n) for a, row in {"gold": [12, 3, 60], "iron": [11, 15, 40], "tin": [50, 60, 70]}.items()
             for b, n in zip(["gold", "iron", "tin"], row, strict=True)]  # fmt: skip
    table = pd.DataFrame(pairs, columns=["from_segment", "to_segment", "customers"]).assign(method="value", revenue=1.0)
    held, groups = moves_.shown_moves(table, minimum=10, hide=hidden_cells), {"gold": "high", "iron": "low", "tin": "low"}
    flowing = moves_.flows(held, order=("gold", "iron", "tin"), groups=groups)
    given = {"order": ("gold", "iron", "tin"), "groups": groups, "minimum": 10, "hide": hidden_cells}
    shown = moves_.shown_flows(flowing, held, tell=telling_sums, **given)
    alone = moves_.shown_moves(flowing, minimum=10, hide=hidden_cells)

    assert {("gold", "gold"), ("gold", "iron"), ("iron", "gold"), ("iron", "iron")} == set(
        held.loc[~held["shown"], ["from_segment", "to_segment"]].itertuples(index=False, name=None)
    )
    assert alone["shown"].all()  # each flow is large enough, and each holds one move that is hidden
    assert not shown["shown"].any()


def test_a_few_who_left_are_not_given_away_by_a_share(moves):
    """Three of 100 left: 97 % would tell, and so would what is known of the only other segment; neither is judged."""
    few = moves.assign(customers=[97, 3, 180, 20, 50, 30], share=[0.97, 0.03, 0.9, 0.1, 0.6, 0.4])
    few = moves_.shown_moves(few, minimum=10, hide=hidden_cells)
    stayed = moves_.stays(few, None, order=ORDER, minimum=10)
    flowing = moves_.shown_moves(moves_.flows(few, order=ORDER), minimum=10, hide=hidden_cells)
    words = movement.moved(flowing, stayed, grouped={}, minimum=10, basis=BASIS)

    assert ["", ""] == stayed.set_index("segment").loc[["gold", "iron"], "reading"].tolist()
    assert "Where the customers of 30 Sept 2025 stand on 31 Dec 2025" == ENGLISH.say(words.title)
    plain = "From the segments of 30 Sept 2025 to those of 31 Dec 2025"
    assert plain == ENGLISH.say(movement.matrix(few, stayed, minimum=10, basis=BASIS).title)


def test_many_segments_outside_that_cancel_out_are_no_chance(moves):
    """Two of two segments outside their range, in opposite directions."""
    stayed = moves_.stays(moves, None, order=ORDER, minimum=10)
    stayed.loc[stayed["segment"] == "iron", "reading"] = "fewer_stayed"

    assert "mixed" == chance.overall(stayed)


def test_flows_put_those_without_an_order_in_one_place(moves):
    """Thirty first orders come from nowhere else; who has not ordered yet is not drawn; gold had spent most."""
    table = moves_.flows(moves, order=ORDER)

    assert [
        ("gold", "gold", True),
        ("gold", "iron", True),
        ("iron", "gold", False),
        ("iron", "iron", False),
        ("not_yet", "iron", False),
    ] == list(table[["start", "end", "focus"]].itertuples(index=False, name=None))
    table = moves_.shown_moves(table, minimum=10, hide=hidden_cells)
    words = movement.moved(table, moves_.stays(moves, None, order=ORDER, minimum=10), grouped={}, minimum=10, basis=BASIS)
    assert "Of 100 customers in “gold”, 60 stayed and 40 moved to “iron”" == ENGLISH.say(words.title)
    assert "30 more have ordered for the first time since." == said(words.answer)[1]


@pytest.mark.parametrize(
    ("text", "stood", "more", "with_order"),
    [
        (ENGLISH, "Of 300 customers known by 30 Sept 2025, 240 stand", "25 more have become known since.", "order"),
        (Text("zh"), "截至2025年9月30日已知的300位客户", "此后另新增25位客户。", "下单"),
    ],
)
def test_of_a_lens_of_all_customers_nobody_is_said_to_have_ordered(moves, text, stood, more, with_order):
    """Age divides prospects as well: 300 were known, of whom 240 stand where they stood, and 25 are new."""
    of_age = moves.iloc[:4].assign(method="demographic.age")
    of_age = pd.concat([of_age, pd.DataFrame([move("(new)", "iron", 25, 25)]).assign(method="demographic.age")], ignore_index=True)
    stayed = moves_.stays(of_age, None, order=ORDER, minimum=10)
    flows = moves_.shown_moves(moves_.flows(of_age, order=ORDER), minimum=10, hide=hidden_cells)
    words = [
        movement.moved(flows, stayed, grouped={}, everybody=True, minimum=10, basis=BASIS),
        movement.matrix(of_age, stayed, everybody=True, minimum=10, basis=BASIS),
    ]
    said_so = [text.say(one) for own in words for one in (*own.answer, *own.note)]

    assert moves_.of_everybody("demographic.age")
    assert not moves_.of_everybody("rfm")
    assert "not_known" == flows["start"].iloc[-1]
    assert said_so[0].startswith(stood)
    assert more == said_so[1]
    assert not [one for one in said_so if with_order in one]
    noted = text.say_all(chance.chance(stayed, everybody=True, basis=BASIS).note)
    assert noted.startswith({"en": "n = 300 customers known before", "zh": "n = 300位在2025年10月1日之前已知的客户"}[text.language])


def test_a_move_beyond_chance_is_worth_the_customers_it_brought_or_kept(moves):
    """40 instead of 50 fell from gold: ten customers at 100 pounds each, and good news."""
    table = moves_.beyond(moves, minimum=10, order=ORDER)

    assert [("gold", "iron", -10.0, 1000.0, True)] == list(
        table[["from_segment", "to_segment", "excess", "worth", "welcome"]].itertuples(index=False, name=None)
    )
    words = chance.beyond_chance(table, moves, minimum=10, basis=BASIS)
    assert (
        "of 100 customers in “gold” moved to “iron”; had everybody ordered as before, it would be 50. The season may be part of it."
        == ENGLISH.say(words.findings[0].sentence)
    )
    assert "1 of the 2 moves of 10 customers and more lie outside; about 0.2 would by luck alone." == said(words.note)[0]


def test_a_history_shorter_than_the_window_is_known():
    """24 months before 1 October 2025 begin in October 2023; before 1 July, in July."""
    assert moves_.filled(BASIS, periods=2)
    assert not moves_.filled(Basis(BASIS.as_of, BASIS.window_start, BASIS.period_start, date(2023, 9, 1), 1), periods=2)


def kpis(**values):
    figures = {
        "revenue": (900.0, 1000.0),
        "customers": (90, 100),
        "new_customers": (10, 20),
        "orders": (99, 100),
        "refund_share": (0.06, 0.05),
    } | values
    table = pd.DataFrame([(key, *value) for key, value in figures.items()], columns=["kpi", "value", "reference"])
    return table.assign(change=table["value"] / table["reference"] - 1, n=100)


YEAR = {"reference": LikeForLike(date(2024, 10, 1), date(2024, 12, 31), "calendar")}


def test_targets_are_reached_or_missed_and_a_low_refund_share_is_good():
    table = targets.against_targets(kpis(), {"revenue": 950, "customers": 90, "refund_share": 0.05})
    words = targets.period(table, **YEAR, basis=BASIS)

    assert ["missed", "reached", "open", "open", "missed"] == list(table["status"])
    assert "Targets reached: 1 of 3." == said(words.answer)[0]
    assert "Farthest from its target: Refunded, 6.0% against 5.0%" == ENGLISH.say(words.title)


def test_without_targets_and_without_a_year_before_that_is_said():
    table = targets.against_targets(kpis(revenue=(900.0, NAN), customers=(90, NAN)), {})

    assert [
        "No target is stored for this client, so nothing can be called on or off target.",
        "No earlier year is held to compare with.",
    ] == said(targets.period(table, **YEAR, basis=BASIS).answer)


def test_a_closed_group_is_no_measure_of_sales():
    """Where nobody is new, fewer customers are no finding and no advice follows from them."""
    table = targets.against_targets(kpis(new_customers=(0, 0)), {})
    parts = revenue_change(-100.0, 0.0, 0.0)
    words = change.explained(parts, table, **YEAR, basis=BASIS)

    assert said(words.answer)[-1].startswith("No new customer is held in the period: a closed group can only shrink")
    assert () == words.findings
    assert ["Hold back a part of every campaign by lot", "Agree on targets, and store them"] == [
        ENGLISH.say(step.title) for step in sums.steps(None, parts, table, decisions=(), contacts_held=False, season=False)
    ]


def revenue_change(*effects):
    rows = [("customers", 100, 90), ("frequency", 1.0, 1.1), ("basket", 10.0, 9.09)]
    table = pd.DataFrame(rows, columns=["factor", "before", "after"]).assign(effect=effects)
    total = pd.DataFrame([("total", 1000.0, 1000.0 + sum(effects), sum(effects))], columns=table.columns)
    return pd.concat([table, total], ignore_index=True)


def test_the_change_in_revenue_is_told_by_its_parts_largest_first():
    words = change.explained(revenue_change(-100.0, 95.0, -95.0 + 0.5), kpis(), **YEAR, basis=BASIS)

    assert [
        "Revenue is −10.0% against the same period a year before: £901 after £1,000.",
        "90 customers ordered instead of 100: that cost £100.",
        "Each ordered 1.10 times instead of 1.00: that brought £95.",
        "An order was worth £9.09 instead of £10.00: that cost £95.",
    ] == [*said(words.answer[:1]), *said(words.answer[1:])]
    assert "Revenue fell by £100, mostly through fewer customers" == ENGLISH.say(words.title)
    assert "less than a year before because fewer customers ordered: 90, not 100. In all, revenue is −10.0%." == ENGLISH.say(
        words.findings[0].sentence
    )


def drifted(psi, verdict):
    rows = [("recency_days", psi, verdict), ("category_count", 0.4, "shifted")]
    return drift.marked(pd.DataFrame(rows, columns=["feature", "psi", "verdict"]), ["recency_days"])


@pytest.mark.parametrize(
    ("psi", "verdict", "title"),
    [
        (0.05, "stable", "Nothing that makes the segments has shifted: largest index 0.05, limit 0.25"),
        (0.15, "watch", "“Days since the last order” is to be watched: index 0.15, limit 0.25"),
        (0.30, "shifted", "“Days since the last order” has shifted: index 0.30, limit 0.25"),
    ],
)
def test_only_what_makes_the_segments_calls_for_new_definitions(psi, verdict, title):
    words = drift.holds(drifted(psi, verdict), frozen_from="", label="2025-Q4", basis=BASIS)

    assert title == ENGLISH.say(words.title)
    assert ("anew" in ENGLISH.say(words.decisions[0].title)) == (verdict == "shifted")


def test_what_grows_by_itself_is_not_watched():
    assert ["recency_days", "revenue"] == drift.watched_features(
        ["revenue", "tenure_days", "recency_days"], ["recency_days", "tenure_days"]
    )


@pytest.fixture
def contacts():
    """A hundred mailed, a hundred held out, in March."""
    return pd.DataFrame(
        {
            "customer_id": [str(n) for n in range(200)], "campaign": "Spring", "arm": ["mail"] * 100 + ["control"] * 100,
            "contacted_at": pd.Timestamp("2025-03-12"), "cost": [0.5] * 100 + [0.0] * 100,
        }
    )  # fmt: skip


def test_only_campaigns_whose_days_are_over_are_watched(contacts):
    """Thirty days from 12 March end on 10 April."""
    days = {"first": date(2025, 1, 1), "days": 30}

    assert 200 == len(chapter.watched(contacts, as_of=date(2025, 4, 10), **days))
    assert chapter.watched(contacts, as_of=date(2025, 4, 9), **days) is None
    assert chapter.watched(None, as_of=date(2025, 4, 10), **days) is None


def test_undated_rows_of_a_dated_campaign_stay_and_undated_outcomes_count(contacts):
    """Those held out need no day; a file that tells outcomes needs none at all."""
    days = {"first": date(2025, 1, 1), "as_of": date(2025, 4, 10), "days": 30}
    held_out = contacts.assign(contacted_at=contacts["contacted_at"].mask(contacts["arm"] == "control"))

    assert 200 == len(chapter.watched(held_out, **days))
    assert 200 == len(chapter.watched(contacts.drop(columns="contacted_at").assign(visit=1.0), **days))
    assert chapter.watched(contacts.drop(columns="contacted_at"), **days) is None


def test_the_planned_split_is_what_the_client_file_says(contacts):
    """A default is no plan; a campaign's own plan goes first, then that of every campaign."""
    own = Strategy(hold_out=0.3, campaigns={"Spring": {"planned": {"control": 1, "mail": 1}}})

    assert {} == chapter.planned_arms(contacts["arm"], Strategy(), "Spring")
    assert {"control": 0.3, "mail": 0.7} == chapter.planned_arms(contacts["arm"], Strategy(hold_out=0.3), "Spring")
    assert {"control": 1.0, "mail": 1.0} == chapter.planned_arms(contacts["arm"], own, "Spring")
    assert not Strategy(campaigns={"*": {"randomised": False}}).campaign("Spring").randomised


def test_what_is_unexplained_is_said():
    table = pd.DataFrame({"what": ["change"], "unit": ["money"], "once": [10.0], "again": [12.5]})

    assert ["No: £2.50 and 0 customers are unexplained. Do not use this chapter before they are found."] == said(
        sums.adds_up(table).answer
    )
    assert said(sums.adds_up(table.assign(again=10.0)).answer)[0].startswith("Yes")


def test_next_comes_what_went_worse_than_chance(moves):
    """Of two moves beyond chance the unwelcome one is looked into, unless it is worth far less."""
    worse = moves.assign(
        customers=moves["customers"].where(moves.index != 3, 6), share=moves["share"].where(moves.index != 3, 0.03)
    )
    worse["revenue"] = worse["revenue"].where(worse["from_segment"] != "iron", 20000.0)
    outside = moves_.beyond(worse, minimum=5, order=ORDER)
    first = sums.steps(outside, None, targets.against_targets(kpis(), {}), decisions=(), contacts_held=True, season=False)[0]

    assert "Find out why fewer customers went from “iron” to “gold”" == ENGLISH.say(first.title)


BOXES = ("important_value", "important_develop", "important_keep", "important_win_back",
         "general_value", "general_develop", "general_keep", "general_win_back", "no_order")  # fmt: skip


def test_groups_hold_the_segments_of_the_scheme_in_force():
    """Of the eight boxes: recent and frequent ones are kept, whatever was spent; nobody is a Champion."""
    groups = moves_.grouped("rfm", BOXES)

    assert ["keep", "grow", "nudge", "win_back", "gone"] == list(groups)
    assert [
        "Keep: Important: value, General: value.", "Grow: Important: develop, General: develop.", "Nudge: General: keep.",
        "Win back: Important: keep, Important: win back.", "Gone: General: win back.",
    ] == said(movement.members(groups))  # fmt: skip
    assert {} == moves_.grouped("lifecycle", ("loyal", "new"))


def test_a_group_of_five_takes_two_sentences():
    held = {"grow": ("potential_loyalist", "new", "promising", "top_spender", "low_spenders")}

    assert ["Grow: Potential Loyalist, New, Promising, Top Spender.", "Grow: Low Spenders."] == said(movement.members(held))


def test_who_came_back_moved_up_whatever_was_spent():
    """From an important box that fell silent to a general one that is active; display order would call it a step down."""
    ranked = moves_.best_first("rfm", BOXES)

    assert ranked.index("general_value") < ranked.index("important_keep")
    assert "no_order" == ranked[-1]
    assert ["a", "b", "c"] == moves_.best_first("value", ("a", "b", "c"))


def test_flows_stand_from_best_to_gone_in_every_scheme():
    """The boxes to win back stand before the general one to nudge; as groups it is the other way round."""
    stays = pd.DataFrame([move(box, box, 100, 100) for box in BOXES[:-1]])
    table = moves_.flows(stays, order=BOXES, groups=moves_.GROUPS["rfm"]).drop_duplicates("start")

    assert ["keep", "grow", "nudge", "win_back", "gone"] == table.sort_values("start_rank")["start"].tolist()


def test_why_there_is_no_start_is_told():
    started = pd.DataFrame({"method": ["rfm"]})

    assert "No customers, or too few, were known before the period." == ENGLISH.say(chapter.no_start(None, "rfm").reason)
    assert chapter.no_start(started, "rfm") == chapter.no_start(None, "rfm")
    assert "only known as of today" in ENGLISH.say(chapter.no_start(started, "membership").reason)
    assert "visits" in ENGLISH.say(chapter.no_replay(by_visits=True).reason)
    assert "more than orders" in ENGLISH.say(chapter.no_replay(by_visits=False).reason)


def test_segments_that_no_order_moves_have_no_drift():
    """Made of sex: nothing of theirs is in the table, so nothing is said to be stable."""
    table = drift.marked(pd.DataFrame({"feature": ["category_entropy"], "psi": [0.3], "verdict": ["shifted"]}), ["attribute.sex"])
    words = drift.holds(table, frozen_from="", label="2025-Q4", basis=BASIS)

    assert "Of the figures that orders move, “Spread over categories” has moved most: index 0.30, limit 0.25" == ENGLISH.say(
        words.title
    )
    assert ["Keep these definitions for the next period"] == [ENGLISH.say(one.title) for one in words.decisions]


def test_movement_beside_the_period_before_says_so(moves):
    """The same figures, other words: nobody is said to have been replayed."""
    stayed = moves_.stays(moves, None, order=ORDER, minimum=10)
    words = chance.chance(stayed, held_against=chance.BEFORE, basis=BASIS)
    outside = moves_.beyond(moves, minimum=10, order=ORDER)
    told = chance.beyond_chance(outside, moves, held_against=chance.BEFORE, minimum=10, basis=BASIS)
    table = chance.chance_table(stayed, held_against=chance.BEFORE, basis=BASIS)

    assert said(words.answer)[0].startswith("80.0% of customers stayed in their segment, in the period before 76.7%")
    assert "cannot be replayed" in said(words.note)[1]
    assert "at the rate of the period before" in said([told.title])[0]
    assert "replay" not in " ".join(said((*words.answer, *table.note, *table.so, told.findings[0].sentence)))


def test_flows_hide_the_cells_that_the_matrix_hides():
    """Two small moves of thirty-six: a path of large and small cells covers them, and both tables show the others."""
    order = ("a", "b", "c", "d", "e", "f")
    counts = np.full((6, 6), 40) + np.diag([400] * 6)
    counts[0, 1], counts[2, 3] = 3, 4
    pairs = [(order[i], order[j], counts[i, j]) for i in range(6) for j in range(6)]
    table = pd.DataFrame(pairs, columns=["from_segment", "to_segment", "customers"]).assign(method="value", revenue=1.0)
    held = moves_.shown_moves(table, minimum=10, hide=hidden_cells)
    flowing = moves_.flows(held, order=order)
    shown = moves_.shown_flows(flowing, held, order=order, groups=None, minimum=10, hide=hidden_cells, tell=telling_sums)
    matrix = {(row.from_segment, row.to_segment) for row in held.itertuples() if not row.shown}

    assert {("a", "b"), ("c", "d")} <= matrix
    assert len(matrix) <= 8
    assert not any(start == end for start, end in matrix)
    assert matrix == {(row.start, row.end) for row in shown.itertuples() if not row.shown}
