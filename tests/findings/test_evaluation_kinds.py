"""Money at risk and money won, from tables small enough to check in the head."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.findings import Basis
from analysis.findings import evaluation_kinds as kinds_
from analysis.profiles import hidden_cells, telling_sums
from analysis.segmentations.small_cells import few
from analysis.tables import evaluation_moves as tables
from analysis.text import Text

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2025, 12, 31), date(2024, 1, 1), date(2025, 10, 1), date(2023, 1, 1), 300)


def customers(*rows: tuple[str, str, str, int, float, float]) -> pd.DataFrame:
    """`customer_moves` of rows from, to, kind, customers, and what each of them brought before and since."""
    parts = [
        pd.DataFrame({"from_segment": start, "to_segment": end, "kind": kind, "before": before, "during": during}, index=range(n))
        for start, end, kind, n, before, during in rows
    ]
    table = pd.concat(parts, ignore_index=True)
    return table.assign(method="value", customer_id=[f"c{n}" for n in table.index])


def shown(moved: pd.DataFrame) -> pd.DataFrame:
    table = moved.groupby(["method", "kind"], sort=False).agg(
        customers=("before", "size"), before=("before", "sum"), during=("during", "sum")
    )
    moves = moved.groupby(["from_segment", "to_segment"]).size().rename("customers").reset_index()
    hiding = {"few": few, "hide": hidden_cells, "tell": telling_sums}
    return kinds_.shown_kinds(table.reset_index(), moved, moves, minimum=10, **hiding)


MOVED = customers(
    ("gold", "iron", "silent", 20, 50.0, 0.0),
    ("gold", "iron", "down", 30, 10.0, 2.0),
    ("gold", "gold", "stayed", 100, 20.0, 5.0),
    ("iron", "iron", "stayed", 60, 1.0, 1.0),
    ("iron", "gold", "up", 15, 4.0, 40.0),
    ("(new)", "iron", "new", 25, 0.0, 8.0),
)  # fmt: skip


def told(moved: pd.DataFrame, **changed):
    given = {"silence": "recency", "limit": 90.0, "ranked": True, "by_visits": False, "minimum": 10, "basis": BASIS} | changed
    return kinds_.kind_words(shown(moved), **given)["kinds"]


def test_money_at_risk_and_money_won_are_said_with_their_share_and_customers():
    """1,000 + 300 of 3,460 before; 600 + 200 of 1,420 since; nobody came back, so nobody is said to have."""
    said = [ENGLISH.say(message) for message in told(MOVED).answer]

    assert [
        "50 customers fell silent or moved down since 30 Sept 2025; they had brought £1,300 in the window before, "
        "38% of all revenue there: money at risk, not money lost.",
        "40 customers (moved up, new) brought £800 since, 56% of revenue since then.",
    ] == said
    assert not any("will be lost" in ENGLISH.say(one) for one in (*told(MOVED).answer, *told(MOVED).note))


def test_without_anybody_who_moved_down_nobody_is_said_to_have():
    silent = told(MOVED[MOVED["kind"] != "down"])

    assert "20 customers fell silent since" in ENGLISH.say(silent.answer[0])
    assert "have since fallen silent: " in ENGLISH.say(silent.findings[0].sentence)


def test_segments_without_an_order_say_so():
    note = " ".join(ENGLISH.say(one) for one in told(MOVED, ranked=False).note)

    assert "no better and no worse" in note
    assert "no better and no worse" not in " ".join(ENGLISH.say(one) for one in told(MOVED).note)


def test_a_kind_of_few_stands_with_another_and_the_rows_still_add_up():
    """Four came back: they go with the next smallest, the fifteen who rose."""
    table = shown(pd.concat([MOVED, customers(("iron", "gold", "returned", 4, 1.0, 3.0))], ignore_index=True))

    assert ["silent", "down", "stayed", "new", "rest"] == table["kind"].tolist()
    assert (19, 64.0, 612.0) == tuple(table.set_index("kind").loc["rest", ["customers", "before", "during"]])
    assert 254 == table["customers"].sum()
    assert 1.0 == round(table["before_share"].sum(), 9)


def test_a_kind_whose_money_is_one_customers_is_not_shown():
    rich = MOVED.assign(before=np.where(MOVED.index == 0, 90000.0, MOVED["before"]))
    rich.loc[rich["kind"].eq("silent") & (rich.index > 0), "before"] = 0.01

    assert "silent" not in shown(rich)["kind"].tolist()


def test_a_kind_does_not_tell_a_move_that_is_hidden():
    """Three of gold stayed, so they and another move are hidden; who stayed, in all, would tell them beside the iron ones."""
    moved = customers(
        ("gold", "gold", "stayed", 3, 1.0, 1.0), ("gold", "iron", "down", 40, 1.0, 1.0), ("gold", "tin", "silent", 50, 1.0, 1.0),
        ("iron", "gold", "up", 30, 1.0, 1.0), ("iron", "iron", "stayed", 60, 1.0, 1.0), ("iron", "tin", "silent", 20, 1.0, 1.0),
        ("tin", "gold", "returned", 15, 1.0, 1.0), ("tin", "iron", "returned", 12, 1.0, 1.0), ("tin", "tin", "quiet", 90, 1.0, 1.0),
    )  # fmt: skip
    table = shown(moved)

    assert "stayed" not in table["kind"].tolist()
    assert "rest" in table["kind"].tolist()
    assert len(moved) == table["customers"].sum()


def test_ranks_are_those_of_the_display_or_of_groups_and_of_ordered_segments_only():
    assert {"loyal": 0, "new": 1, "dormant": 2} == kinds_.ranks("lifecycle", ("loyal", "new", "dormant", "prospect"))
    assert kinds_.ranks("rfm", ("champions", "loyal"))["champions"] == kinds_.ranks("rfm", ("champions", "loyal"))["loyal"]
    assert {} == kinds_.ranks("demographic.age", ("young", "old"))


def test_the_table_has_a_sum_over_each_kind_of_money():
    html = tables.kinds_table(shown(MOVED), text=ENGLISH)

    assert html.index("Money at risk") < html.index("Fell silent") < html.index("Money won") < html.index("In the same segment")
    assert "£1,300" in html
    assert "£800" in html
