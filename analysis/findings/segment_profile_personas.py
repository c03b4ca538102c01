"""What a persona says of its segment: what they think, who they are, how they buy, what they like, when and where, what they are
worth, what they feel and whether they stay; each sentence with the cells it stands on (segment_profile_evidence).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

import pandas as pd

from analysis.findings.segment_profile_advice import avoid, do
from analysis.findings.segment_profile_answers import answered, rated
from analysis.findings.segment_profile_apart import HABITS, WHEN, without_level
from analysis.findings.segment_profile_evidence import Evidence, Statement, pair, shares, shown, stated
from analysis.findings.segment_profile_lens import clear
from analysis.text import Message, Value, count, decimal, share
from analysis.text.names_segment_profile import figure_value, level_form, trait_value

LEAD = 6  # sentences
TOTAL = "(all)"


def evidence_of(
    profile: pd.DataFrame,
    cells: pd.DataFrame,
    *,
    scores: pd.DataFrame,
    facts: pd.DataFrame | None,
    makers: pd.DataFrame | None = None,
    ratings: Mapping[str, tuple[str, ...]] | None = None,
) -> Callable[[str], Evidence]:
    """What the tables of the chapter hold of one segment, for the sentences of its persona.

    `makers` is `survey_profile` of the lens where answers make its segments, `ratings` what `ratings_apart` gives.
    """
    based = scores.merge(
        scores.loc[scores["segment"].eq(TOTAL), ["measure", "value"]].rename(columns={"value": "base"}), on="measure", how="left"
    )
    facts = pd.DataFrame(columns=["segment", "measure"]) if facts is None else facts
    makers = pd.DataFrame(columns=["segment", "item"]) if makers is None else makers

    def known(segment: str) -> Evidence:
        of = (table[table["segment"].eq(segment)] for table in (profile, cells, based, facts, makers))
        numbers, own, answers, worth, thoughts = of
        return Evidence(
            numbers.set_index("trait"), own, answers.set_index("measure"), worth.set_index("measure"), thoughts.set_index("item"),
            (ratings or {}).get(segment, ()),
        )  # fmt: skip

    return known


def lead(evidence: Evidence) -> tuple[Statement, ...]:
    """The sentences of a persona, the first LEAD of those that the tables carry."""
    return tuple(said for say in _LEAD if (said := say(evidence)) is not None)[:LEAD]


def statements(segments: Iterable[str], evidence: Callable[[str], Evidence]) -> Iterator[tuple[str, str, tuple[Statement, ...]]]:
    """(segment, part, statements) of each segment: what `persona_table` writes down and the cards show."""
    for segment in segments:
        known = evidence(segment)
        for part, say in (("lead", lead), ("do", do), ("avoid", avoid)):
            yield segment, part, say(known)


def _rhythm(known: Evidence) -> Statement | None:
    orders, typical = known.number("order_count"), known.number("average_order")
    gap, base = known.number("gap_median_days"), known.number("gap_median_days", "base_median")
    if orders is None or typical is None:
        return None
    all_orders = known.number("average_order", "base_median")
    if all_orders is None:
        return None
    money = {"money": shown(typical), "all": shown(all_orders)}
    if orders.value < 2:
        once = Message(
            "At least half of them ordered no more than once in the window; a typical order is {money} (all customers: {all}).",
            **money,
        )
        return Statement(once, (typical, all_orders, orders))
    if gap is None or base is None:
        often = Message(
            "Half of them placed {orders} orders or more; a typical order is {money} (all customers: {all}).",
            orders=shown(orders),
            **money,
        )
        return Statement(often, (orders, typical, all_orders))
    return stated(
        lambda orders, gap, base, money: Message(
            "Half of them placed {orders} orders or more in the window, typically {gap} days apart (all customers: {base}); a typical order is {money}.",
            orders=orders, gap=gap, base=base, money=money,
        ),
        orders, gap, base, typical,
    )  # fmt: skip


def _bought(known: Evidence) -> Statement | None:
    cell = known.typical(("category",))
    if cell is None:
        return None
    return Statement(Message("{share} of their orders hold {level}, {rest} of everybody else’s.", **shares(cell)), pair(cell))


def _where(known: Evidence) -> Statement | None:
    cell = known.typical(("channel",))
    if cell is None:
        return None
    return Statement(
        Message("{share} of their orders come through {level}, {rest} of everybody else’s.", **shares(cell)), pair(cell)
    )


def _when(known: Evidence) -> Statement | None:
    cell = known.typical(WHEN)
    if cell is None:
        return None
    return Statement(Message("{level}: {share} of their orders, {rest} of everybody else’s.", **shares(cell)), pair(cell))


def _traits(known: Evidence) -> list[pd.Series]:
    """Of each trait of people or places the level that is farthest above everybody else; widest first."""
    plain = clear(known.cells[~known.cells["trait"].isin([*HABITS, "discounted", "returned", "consent"])])
    plain = plain[plain["gap"] > 0].drop_duplicates("trait")
    plain = plain.drop_duplicates(["level", "share", "rest_share"])  # the same customers under another name
    return [cell for _, cell in plain.iterrows()]


def _who(known: Evidence, place: int = 0) -> Statement | None:
    """The trait of people or places that is farthest from everybody else; `place` 1 the next."""
    found = _traits(known)
    if len(found) <= place:
        return None
    cell = found[place]
    values = {"trait": trait_value(cell["trait"])} | shares(cell)
    match level_form(cell["level"]):
        case "yes":
            said = Message("{trait}: {share} of them, {rest} of everybody else.", **without_level(values))
        case "band":
            said = Message("{trait} {level}: {share} of them, {rest} of everybody else.", **values)
        case _:
            said = Message("{trait} is “{level}” for {share} of them, for {rest} of everybody else.", **values)
    return Statement(said, pair(cell))


def _who_else(known: Evidence) -> Statement | None:
    """A second trait where no order lines tell how they buy."""
    return None if known.number("gap_median_days") is not None else _who(known, 1)


def _brought(known: Evidence) -> Statement | None:
    """What they brought so far, where nothing is predicted."""
    cells = [known.fact("revenue_per_customer", figure) for figure in ("value", "low", "high", "base")]
    if known.fact("clv") is not None or not all(cells):
        return None
    figures = {cell.figure: figure_value("revenue", cell.value) for cell in cells}
    return Statement(Message("Each brought {value} ({low} to {high}), all customers {base}.", **figures), tuple(cells))


def _worth(known: Evidence) -> Statement | None:
    cells = [known.fact("clv", figure) for figure in ("value", "low", "high", "base")]
    if not all(cells):
        return None
    figures = {cell.figure: figure_value("revenue", cell.value) for cell in cells}
    return Statement(
        Message("The model expects {value} of each in the coming year ({low} to {high}); of all customers {base}.", **figures),
        tuple(cells),
    )  # fmt: skip


def _feels(known: Evidence) -> Statement | None:
    """Satisfaction, on a scale or as yes and no; else the net promoter score."""
    for measure, shown_as in (("satisfaction", _tenths), ("satisfied", share), ("nps", _whole)):
        cells = [known.score(measure, figure) for figure in ("value", "low", "high", "base", "n")]
        if not all(cells):
            continue
        *scores, n = cells
        figures = {cell.figure: shown_as(cell.value) for cell in scores} | {"n": count(n.value)}
        if measure == "satisfaction":
            says = Message("They rate their satisfaction {value} ({low} to {high}), all respondents {base}; n = {n}.", **figures)
        elif measure == "satisfied":
            says = Message("{value} are satisfied ({low} to {high}), of all respondents {base}; n = {n}.", **figures)
        else:
            says = Message(
                "Their net promoter score is {value} ({low} to {high}), that of all respondents {base}; n = {n}.", **figures
            )
        return Statement(says, tuple(cells))
    return None


def _tenths(value: float) -> Value:
    return decimal(value, 1)


def _whole(value: float) -> Value:
    return decimal(value, 0)


def _stays(known: Evidence) -> Statement | None:
    cells = [known.fact("returned", figure) for figure in ("value", "low", "high", "base", "n")]
    if not all(cells):
        return None
    *figures, n = cells
    values = {cell.figure: share(cell.value) for cell in figures}
    return Statement(
        Message("Of the {n} who stood here at the start of the period, {value} ordered in it ({low} to {high}); of all customers {base}.", **values, n=count(n.value)),
        tuple(cells),
    )  # fmt: skip


_LEAD = (answered, _rhythm, _bought, _where, _when, _who, _who_else, rated, _worth, _brought, _feels, _stays)
