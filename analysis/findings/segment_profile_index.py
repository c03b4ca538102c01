"""Chapter 03, the two heat maps in sentences: who the customers of a segment are, what they buy, where and when."""

from collections.abc import Collection, Mapping

import pandas as pd

from analysis.findings.segment_profile_apart import HABITS, WHEN, claim, earned, first, headline, without_level
from analysis.findings.segment_profile_lens import Lens, in_order, widest
from analysis.text import Decision, Finding, Message, Skip, Words, count, decimal, share
from analysis.text.names_segment_profile import level_form, level_value, people_value, trait_value

NARROW = 0.147  # shares closer than that: negligible by Romano et al. (2006)
WORTH_SAYING = 1.15  # an index that far from 100, up or down, is worth a finding
WHAT, WHERE = ("category",), ("channel",)

NO_ATTRIBUTES = Skip(
    Message("Nothing is held about customers but their orders."),
    Message("The customer file: year of birth, sex, place, level, consent."),
    Message("Who the customers of a segment are, and whether that helps to find more of them."),
)
NO_HABITS = Skip(
    Message("The orders name no category, channel or time."),
    Message("Category, channel and time of day on every order line."),
    Message("What each segment buys, where and when."),
)


NO_ORDERS = Skip(
    Message("No order lines are held, so nothing tells what customers buy, where and when."),
    Message("Order lines: customer number, day, amount, category, channel."),
    Message("What each segment buys, where and when."),
)


_RUSH = Message(
    "Single days brought a rush of orders. Segments that differ in when they ordered differ in those days too: weekdays and times of day are not compared."
)


def heat_rows(cells: pd.DataFrame, *, kinds: Mapping[str, str], most: int = 24) -> pd.DataFrame:
    """The traits with a certain difference, as the heat map draws them, membership last; none where there is none."""
    last = cells["trait"].isin(earned(kinds))
    blocks = [in_order(part, most=most) for part in (cells[~last], cells[last]) if part["certain"].any()]
    return pd.concat(blocks, ignore_index=True) if blocks else cells.iloc[:0]


def habit_rows(cells: pd.DataFrame) -> pd.DataFrame:
    """The habits with a certain difference, as the heat map draws them: what, where, when."""
    sure = cells.loc[cells["certain"], "trait"].unique()
    return in_order(cells[cells["trait"].isin(sure)], most=40, traits=HABITS)


def silent(cells: pd.DataFrame) -> list[str]:
    """Traits without a certain difference."""
    return [trait for trait in cells["trait"].unique() if not cells.loc[cells["trait"] == trait, "certain"].any()]


def not_drawn(quiet: list[str]) -> tuple[Message, ...]:
    """The traits that a heat map leaves out."""
    return tuple(Message("{trait}: no difference beyond chance, not drawn.", trait=trait_value(trait)) for trait in quiet)


def repeats(cells: pd.DataFrame, kinds: Mapping[str, str]) -> tuple[Message, ...]:
    """A warning where a membership level is drawn."""
    drawn = [trait for trait in cells["trait"].unique() if trait in earned(kinds)]
    return tuple(Message("{trait} is earned by buying: it repeats the segment.", trait=trait_value(trait)) for trait in drawn)


def traits(
    cells: pd.DataFrame, *, lens: Lens, kinds: Mapping[str, str], note: tuple[Message, ...], scored: Collection[str] = ()
) -> Words:
    """The heat map of the customers' traits.  What is said as a score, the survey items `scored`, leads only where nothing else can."""
    if cells.empty:
        return Words()
    plain = cells[~cells["trait"].isin(earned(kinds))]
    sure, quiet = widest(plain), silent(plain)
    if sure.empty:
        same = tuple(
            Message("{trait} does not tell the segments apart beyond chance.", trait=trait_value(trait)) for trait in quiet
        )
        return Words(answer=same)
    unsaid = plain[~plain["trait"].isin(list(scored))]
    top = first(unsaid if unsaid["certain"].any() else plain)
    gap = abs(top["share"] - top["rest_share"])
    money, narrow = gap * float(lens.sizes.loc[top["segment"], "revenue"]), gap < NARROW
    finding = Finding(share(top["share"]), _have(top), money, "index")
    return Words(
        answer=(claim(top),),
        title=headline(top),
        subtitle=Message("Index of each level: its share in the segment over its share among all customers, 100 = as common as among all"),
        note=(Message("Coloured where chance does not explain the difference; “all”: share among all customers. – : too few to show."),
            *not_drawn(quiet), *repeats(cells, kinds), *note),
        alt=Message(
            "Index of customers’ traits by segment. {people}: {trait} “{level}” {index}, a share of {share} against {rest}.",
            people=people_value(top["segment"]), trait=trait_value(top["trait"]), level=level_value(top["trait"], top["level"]), index=decimal(top["index"], 0),
            share=share(top["share"]), rest=share(top["rest_share"]),
        ),
        so=(Message("The gap is narrow: traits help to word a message, not to choose whom to send it to."),) if narrow else (),
        findings=() if narrow else (finding,),
    )  # fmt: skip


def _have(top: pd.Series) -> Message:
    """What follows the share of the customers at a level."""
    values = {
        "people": people_value(top["segment"]), "trait": trait_value(top["trait"], lower=True),
        "level": level_value(top["trait"], top["level"]), "rest": share(top["rest_share"]),
    }  # fmt: skip
    match level_form(top["level"]):
        case "yes":
            return Message("of {people} have “{trait}”, against {rest} of everybody else.", **without_level(values))
        case "band":
            return Message("of {people} have {trait} {level}, against {rest} of everybody else.", **values)
    return Message("of {people} have {trait} “{level}”, against {rest} of everybody else.", **values)


def buying(cells: pd.DataFrame, *, lens: Lens, note: tuple[Message, ...]) -> Words:
    """What they buy, where and when."""
    habits = cells[cells["trait"].isin(HABITS)]
    sure, rush = widest(habits), (_RUSH,) if not habits["trait"].isin(WHEN).any() else ()
    if habits.empty:
        return Words(answer=rush)
    if sure.empty:
        return Words(
            note=rush,
            answer=(Message("What, where and when customers buy does not differ between the segments beyond chance."),),
        )
    tops = [first(sure[sure["trait"].isin(group)]) for group in (WHAT, WHERE, WHEN) if sure["trait"].isin(group).any()]
    lead = tops[0]
    return Words(
        answer=tuple(claim(cell) for cell in tops),
        title=headline(lead),
        subtitle=Message("Index of each level in the orders of the segment, 100 = as common as in all orders of the same months"),
        note=(
            Message("Orders are counted, not customers; coloured where chance does not explain the difference. “All”: share of all orders."),
            Message("An order can hold several categories. Where money makes the segments, dear categories lean to those who spend much."),
            *rush, *not_drawn(silent(habits)), *note,
        ),
        alt=Message(
            "Index of categories, channels and times by segment. {people}: {level} {index}, a share of {share} against {rest}.",
            people=people_value(lead["segment"]), level=level_value(lead["trait"], lead["level"]), index=decimal(lead["index"], 0),
            share=share(lead["share"]), rest=share(lead["rest_share"]),
        ),
        **_lead(sure, lens),
    )  # fmt: skip


def _lead(sure: pd.DataFrame, lens: Lens) -> dict[str, tuple]:
    """The finding and the decision about the category (else channel) with most money behind its gap."""
    more = sure[(sure["gap"] > 0) & (sure["index"] >= WORTH_SAYING * 100)]
    group = next((more[more["trait"].isin(group)] for group in (WHAT, WHERE) if more["trait"].isin(group).any()), more.iloc[:0])
    if group.empty:
        return {}
    money = group["gap"] * group["segment"].map(lens.sizes["revenue"])
    cell = group.loc[money.idxmax()]
    values = {
        "people": people_value(cell["segment"]), "level": level_value(cell["trait"], cell["level"]),
        "share": share(cell["share"]), "rest": share(cell["rest_share"]),
    }  # fmt: skip
    short = {key: values[key] for key in ("people", "level")}
    if cell["trait"] == "category":
        sentence = Message(
            "of the orders of {people} hold {level}, against {rest} of everybody else’s in the same months.",
            **{k: v for k, v in values.items() if k != "share"},
        )
        title, headline = Message("Show {people} {level} first", **short), Message("{people} lean to {level}", **short)
    else:
        sentence = Message(
            "of the orders of {people} come through {level}, against {rest} of everybody else’s in the same months.",
            **{k: v for k, v in values.items() if k != "share"},
        )
        title, headline = Message("Meet {people} in the channel {level}", **short), Message("{people} prefer {level}", **short)
    reason = Message(
        "{share} of their {orders} orders, against {rest} of everybody else’s in the same months. Test it against today’s content with a random half.",
        share=values["share"], rest=values["rest"], orders=count(cell["n"]),
    )  # fmt: skip
    return {
        "findings": (Finding(values["share"], sentence, float(money.max()), "buy", headline=headline),),
        "decisions": (Decision(title, reason, float(money.max())),),
    }
