"""Do and don't of a persona: lines of advice that follow by rule from the cells of its segment.

They say where to begin, not what would work: that takes a test (chapter 04).
"""

import pandas as pd

from analysis.findings.segment_profile_apart import WHEN
from analysis.findings.segment_profile_evidence import Cell, Evidence, Statement, pair, shares, shown
from analysis.findings.segment_profile_lens import CHANCE
from analysis.text import Message, decimal, share

MORE, FEWER = 1.15, 0.85  # times the share of everybody else, and
APART = 0.05  # so far from it: less is no ground to act on
LONG = 3  # intervals of silence that call for a question
ADVICE = 3  # lines in each direction


def do(evidence: Evidence) -> tuple[Statement, ...]:
    """Where the figures say to begin."""
    return tuple(said for say in _DO if (said := say(evidence)) is not None)[:ADVICE]


def avoid(evidence: Evidence) -> tuple[Statement, ...]:
    """What the figures speak against."""
    return tuple(said for say in _AVOID if (said := say(evidence)) is not None)[:ADVICE]


def _act(cell: pd.Series | None, advice: Message, *, more: bool = True) -> Statement | None:
    """Advice on a level that is far enough from everybody else's share."""
    if cell is None or abs(cell["gap"]) < APART:
        return None
    if not (cell["share"] >= MORE * cell["rest_share"] if more else cell["share"] <= FEWER * cell["rest_share"]):
        return None
    figures = shares(cell)
    says = Message(advice.template, level=figures["level"]) if advice.template.count("{") else advice
    if cell["trait"] == "discounted":
        reason = Message("{share} below list price, everybody else {rest}", share=figures["share"], rest=figures["rest"])
    else:
        reason = Message("{share} of their orders, everybody else {rest}", share=figures["share"], rest=figures["rest"])
    return Statement(says, pair(cell), reason)


def _offer(known: Evidence) -> Statement | None:
    return _act(known.typical(("category",)), Message("Show {level} first"))


def _reach(known: Evidence) -> Statement | None:
    return _act(known.typical(("channel",)), Message("Be there in {level}"))


def _time(known: Evidence) -> Statement | None:
    return _act(known.typical(WHEN), Message("Write in time for: {level}"))


def _interval(known: Evidence) -> tuple[Cell | None, Cell | None]:
    """The usual days between orders and the days since the last; without the first where most ordered once at most."""
    orders = known.number("order_count")
    often = orders is not None and orders.value >= 2
    return known.number("gap_median_days") if often else None, known.number("recency_days")


def _in_time(known: Evidence) -> Statement | None:
    """A word before the usual interval is over, where most still are inside it."""
    gap, silent = _interval(known)
    if gap is None or silent is None or not silent.value < gap.value:
        return None
    return Statement(
        Message("Be in touch before {gap} days have passed", gap=shown(gap)), (gap, silent),
        Message("their usual interval; half ordered in the last {silent} days", silent=shown(silent)),
    )  # fmt: skip


def _ask_back(known: Evidence) -> Statement | None:
    """A question where most have been silent for longer than three of their intervals."""
    gap, silent = _interval(known)
    if gap is None or silent is None or not silent.value > LONG * gap.value:
        return None
    return Statement(
        Message("Ask why they stayed away before offering anything"), (gap, silent),
        Message("half have been silent for {silent} days or more; they used to come every {gap}", silent=shown(silent), gap=shown(gap)),
    )  # fmt: skip


def _listen(known: Evidence) -> Statement | None:
    """Less satisfied than the others beyond chance, as a share by five points: no selling before listening."""
    for measure in ("satisfaction", "satisfied"):
        score, base, chance = (known.score(measure, figure) for figure in ("value", "base", "p_adjusted"))
        if score is None or base is None or chance is None or chance.value >= CHANCE or score.value >= base.value:
            continue
        if measure == "satisfied" and base.value - score.value < APART:
            continue
        figures = (
            (decimal(score.value, 1), decimal(base.value, 1))
            if measure == "satisfaction"
            else (share(score.value), share(base.value))
        )
        return Statement(
            Message("Do not sell before you have listened"), (score, base),
            Message("satisfaction {value}, all respondents {base}", value=figures[0], base=figures[1]),
        )  # fmt: skip
    return None


def _discount(known: Evidence) -> Statement | None:
    """Those who pay full price more than others need no discount to begin with."""
    return _act(known.typical(("discounted",), more=False), Message("Do not open with a discount"), more=False)


def _win_back(known: Evidence) -> Statement | None:
    said = _in_time(known)
    if said is None:
        return None
    gap, silent = said.cells
    return Statement(
        Message("No win-back offer: they have not gone"), (silent, gap),
        Message("half ordered in the last {silent} days, their usual interval is {gap}", silent=shown(silent), gap=shown(gap)),
    )  # fmt: skip


def _not_there(known: Evidence) -> Statement | None:
    return _act(known.typical(("channel",), more=False), Message("Do not count on {level}"), more=False)


def _not_that(known: Evidence) -> Statement | None:
    return _act(known.typical(("category",), more=False), Message("Do not lead with {level}"), more=False)


_DO = (_offer, _reach, _in_time, _ask_back, _time)
_AVOID = (_listen, _discount, _win_back, _not_there, _not_that)
