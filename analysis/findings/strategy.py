"""Chapter 04 in sentences: what is at stake, what is proposed, and what this version cannot say yet."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import Followed
from analysis.findings.strategy_money import budget
from analysis.findings.strategy_plays import propose, rest
from analysis.findings.strategy_priorities import priorities_words
from analysis.findings.strategy_proof import how_we_know, plan_table, unseen
from analysis.findings.strategy_reach import adds_up, nobody, whom
from analysis.findings.strategy_settings import Terms
from analysis.findings.strategy_stake import at_stake, brought, stake_table
from analysis.text import Message, Skip, Words, name, raw, share
from analysis.text.names_strategy import people_value

__all__ = ["Terms", "nobody", "story"]

NO_EARLIER = Skip(
    Message("The data begin in this period, so nobody can be followed from its start to its end."),
    Message("A longer history: the months before the period."),
    Message("How many of each segment come back by themselves, and the margin to expect from them."),
)
NOT_FOLLOWED = Skip(
    Message("No order lines are held, so nobody can be followed from one day to another: what comes by itself is not known."),
    Message("Order lines: customer number, day, amount; a year of them or more."),
    Message("How many of each segment come back by themselves, and the margin to expect from them."),
)
NO_HABITS = Skip(
    Message("The order lines hold neither the sales channel nor a time of day."),
    Message("Channel, date and time of each order."),
    Message("Through which channel and at which time of day each segment buys."),
)
NO_ORDER_HABITS = Skip(
    Message("No order lines are held, so it is not known through which channel and when customers buy."),
    Message("Channel, date and time of each order."),
    Message("Through which channel and at which time of day each segment buys."),
)
NO_BREAK_EVEN = Skip(
    Message("Neither the margin nor the cost of a contact is on record, so no play has a point from which it pays."),
    Message("Contribution margin as strategy.margin in client.yaml, and campaign contacts with their cost."),
    Message("The lift from which each play pays for itself, and what a contact may cost."),
)
NO_PLAYS = Skip(
    Message("No play of the playbook fits a segment that is held."),
    Message("A playbook with plays for these segments, as strategy.playbook in client.yaml."),
    Message("Proposals by segment, with what would have to happen for them to pay."),
)


def habits(table: pd.DataFrame, trait: str, terms: Terms, basis: Basis) -> Words:
    """Channel or part of the day: where a segment differs most from everybody else."""
    cells = table[(table["trait"] == trait) & table["shown"]]
    if cells.empty:
        return Words()
    context = "play_daypart" if trait == "daypart" else "level"
    certain = cells[cells["p_adjusted"] < 0.05]
    base = cells.drop_duplicates("level").sort_values("base_share", ascending=False)
    by_time = trait == "daypart"
    leader = {"level": _level(context, base.iloc[0]["level"]), "share": share(base.iloc[0]["base_share"])}
    usual = Message("{level} takes most orders: {share}.", **leader)
    answer, title = [usual], Message("{level} takes {share} of orders", **leader)
    if certain.empty:
        answer.append(Message("No segment differs from the others by more than chance would bring."))
    else:
        far = certain.loc[(certain["share"] - certain["rest_share"]).abs().idxmax()]
        facts = {
            "people": people_value(terms.lens, far["segment"]), "level": _level("daypart_within" if by_time else "level", far["level"]),
            "share": share(far["share"]), "rest": share(far["rest_share"]),
        }  # fmt: skip
        if by_time:
            title = Message("{share} of the orders of {people} fall in {level}, {rest} of everybody else’s", **facts)
            answer.append(
                Message(
                    "The widest difference: {share} of the orders of {people} fall in {level}, {rest} of everybody else’s.", **facts
                )
            )
        else:
            title = Message("{share} of the orders of {people} come through {level}, {rest} of everybody else’s", **facts)
            answer.append(
                Message(
                    "The widest difference: {share} of the orders of {people} come through {level}, {rest} of everybody else’s.",
                    **facts,
                )
            )
    subtitle = (
        Message("Percentage of each segment’s orders by part of the day")
        if by_time
        else Message("Percentage of each segment’s orders by sales channel")
    )
    closing = (
        Message("When people buy is a first guess at when to write to them, not a proof.")
        if by_time
        else Message("Where people buy is a first guess at where to reach them, not a proof.")
    )
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=subtitle,
        note=basis.window(Message("Bold: differs from everybody else by more than chance (5%)."), closing),
    )


def _level(context: str, level: str):
    return raw(level) if context == "level" else name(context, level)


def _left_out(stakes: pd.DataFrame, reached: pd.DataFrame) -> int:
    """Customers of the lens who stand in none of the rows."""
    return int(reached["customers"].sum() - stakes["customers"].sum())


def story(
    stakes: pd.DataFrame,
    plays: pd.DataFrame,
    cards: pd.DataFrame,
    others: pd.DataFrame,
    *,
    order_habits: pd.DataFrame,
    needs: pd.DataFrame,
    tests: pd.DataFrame,
    reached: pd.DataFrame,
    sums: pd.DataFrame,
    terms: Terms,
    followed: Followed,
    basis: Basis,
    ranked: pd.DataFrame,
    ordered: bool = True,
) -> dict[str, Words | Skip | None]:
    """The words around every section of the chapter, by key."""
    stake, allotted = at_stake(stakes, terms, followed, basis), budget(needs, tests, stakes, terms)
    given = None if ordered else brought(stakes, terms)
    proof = how_we_know(tests, needs, terms, followed, paced=ordered)
    planned = plan_table(tests, terms) if len(tests) else None
    drawn = bool(len(tests)) and bool(tests["base_rate"].notna().any())
    channel, daypart = (habits(order_habits, trait, terms, basis) for trait in ("channel", "daypart"))
    return {
        "stake": stake if stake.title else None if given else NO_EARLIER if ordered else NOT_FOLLOWED,
        "stake_table": stake_table(stakes, terms, followed, left_out=_left_out(stakes, reached)) if stake.title else given,
        "priorities": priorities_words(ranked, terms),
        "propose": propose(cards, plays, terms) if len(cards) else NO_PLAYS,
        "rest": rest(others, cards) if len(others) else None,
        "channel": channel if channel.title else None if daypart.title else NO_HABITS if ordered else NO_ORDER_HABITS,
        "daypart": daypart if daypart.title else None,
        "budget": allotted if allotted.title else NO_BREAK_EVEN,
        "test": NO_PLAYS if cards.empty else proof if drawn else None,
        "test_table": planned if drawn or planned is None else unseen(proof, planned),
        "whom": whom(reached, terms) if terms.consent else nobody(reached),
        "sum": adds_up(sums, terms),
    }
