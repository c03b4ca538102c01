"""Refit or keep: what the mix, the limits, the redraws and the period's outcomes say, in sentences."""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.evaluation.refit_rule import MOVED, STEADY, Verdict
from analysis.findings.evaluation_drift import REFIT
from analysis.findings.notes import Basis
from analysis.text import Decision, Message, Skip, Words, count, day, decimal, name, points, raw, share
from analysis.text.names_evaluation import feature_value, place_value

NO_REFIT = Skip(
    Message("These segments cannot be learned anew here: not all that their limits were learned from is kept between the chapters, or the limits are those of a whole of which this is a part."),
    Message("Nothing further: whether the limits still fit is judged by drift alone."),
    Message("How many customers new limits would put elsewhere, and how steady the segments are."),
)  # fmt: skip
MOST_BINS = 3  # features whose bins are shown


@dataclass(frozen=True)
class Remade:
    """What new limits would do: share that stays, its basis (frozen, last_report, eve), the redraws' luck and middle."""

    share: float
    rand: float
    n: int
    basis: str
    label: str
    luck: float | None
    steady: float | None


def recommended(words: Words, found: Verdict, made: Remade | None, separation: pd.DataFrame | None) -> Words:
    """The words of the drift chart, with the verdict of all that was measured in front."""
    said, decisions = list(words.answer), list(words.decisions)
    if found.refit and (made is None or made.basis == "frozen" or "drift" in found.triggers):
        decisions = [one for one in decisions if one.title == REFIT]
    if made is not None and "limits" in found.triggers:
        said, decisions = _new_limits(said, decisions, found, made)
    elif made is not None and made.luck is not None and not found.refit:
        said.append(
            Message(
                "Old and new limits place {moved} of the customers differently: below the limit of {limit}, or no more than redrawing the customers moves.",
                moved=share(1 - made.share),
                limit=share(MOVED, 0),
            )
        )
    if "separation" in found.triggers:
        reason = _less_than_recency(separation)
        said.append(reason)
        decisions.append(Decision(Message("Change the lens, or judge by days since the last order"), reason, 0.0))
    if found.unsteady and made is not None:
        reason = Message(
            "Redrawing the customers leaves {steady} of them in their segment, fewer than {limit}.",
            steady=share(made.steady),
            limit=share(STEADY, 0),
        )
        said.append(reason)
        decisions.append(Decision(Message("Work with fewer segments: these are not steady"), reason, 0.0))
    return replace(words, answer=tuple(said), decisions=tuple(decisions))  # fmt: skip


def _new_limits(
    said: list[Message], decisions: list[Decision], found: Verdict, made: Remade
) -> tuple[list[Message], list[Decision]]:
    """The sentences and decisions where new limits move more than luck does; a report that has refitted keeps its own."""
    facts = {"moved": share(1 - made.share), "luck": share(made.luck or 0.0), "limit": share(MOVED, 0)}
    reason = Message(
        "Limits learned on today’s customers put {moved} of them elsewhere (limit {limit}); redrawing the customers alone moves {luck} at most.",
        **facts,
    )
    if "drift" in found.triggers:
        return [*said, reason], decisions
    if made.basis != "frozen":
        return [
            Message(
                "Refit, as this report has done: by the limits of before, {moved} of the customers would stand elsewhere (limit {limit}); redrawing them alone moves {luck} at most.",
                **facts,
            ),
            *said[1:],
        ], decisions
    first = Message(
        "Refit: limits learned on today’s customers put {moved} of them elsewhere (limit {limit}); redrawing the customers alone moves {luck} at most.",
        **facts,
    )
    return [first, *said[1:]], [Decision(REFIT, reason, 0.0), *decisions]  # fmt: skip


def bins(table: pd.DataFrame, drift: pd.DataFrame) -> Words | None:
    """Where the index of the most moved features comes from; None where no bin may be shown."""
    if table.empty:
        return None
    top = drift.set_index("feature").loc[table["feature"].iloc[0]]
    return Words(
        title=Message("Where the index comes from: “{feature}”, {psi}, and those that moved next most", feature=feature_value(table["feature"].iloc[0]), psi=decimal(top["psi"], 2)),
        note=(
            Message("Tenths of the start, equal values together; bins with few customers are joined. The parts of a figure add up to its index: (share now − share then) × ln(share now / share then)."),
        ),
    )  # fmt: skip


def mix(table: pd.DataFrame, shown: pd.DataFrame, verdict: dict, *, start: object, basis: Basis) -> Words | None:
    """How the segments are mixed at both ends of the period; None where none of them may be shown."""
    if shown.empty:
        return None
    top = shown.loc[shown["share_now"].sub(shown["share_then"]).abs().idxmax()]
    facts = {"segment": place_value(top["segment"]), "then": share(top["share_then"]), "now": share(top["share_now"])}
    index = {"psi": decimal(verdict["psi"], 3), "chance": decimal(verdict["by_chance"], 3)}
    if verdict["psi"] <= verdict["by_chance"]:
        answer = Message(
            "The mix of segments has not changed beyond sampling: index {psi}, by sampling alone up to {chance}.", **index
        )
    elif verdict["verdict"] == "stable":
        answer = Message(
            "The mix of segments has changed a little: index {psi}, by sampling alone up to {chance}; to be watched from {limit}.",
            **index,
            limit=decimal(0.10, 2),
        )
    elif verdict["verdict"] == "watch":
        answer = Message("The mix of segments is to be watched: index {psi}, by sampling alone up to {chance}.", **index)
    else:
        answer = Message("The mix of segments has shifted: index {psi}, by sampling alone up to {chance}.", **index)
    certain = int(((shown["low"] > 0) | (shown["high"] < 0)).sum())
    return Words(
        answer=(answer, Message("A changed mix is no reason to refit: with limits kept, it is customers who moved.")),
        title=Message("Largest change: “{segment}”, from {then} to {now} of customers", **facts),
        subtitle=Message("Share of each segment of all customers: hollow at the start of the period, filled at its end"),
        note=(
            Message("n = {then} customers on {start}, {now} on {as_of}. In {k} of {n} segments the shares differ by more than sampling explains, as if the days were drawn apart; most customers stand at both, so chance explains less.",
                then=count(table["customers_then"].sum()), now=count(table["customers_now"].sum()), start=day(start), as_of=day(basis.as_of), k=count(certain), n=count(len(shown))),
        ),
        alt=Message("Largest change: “{segment}”, from {then} to {now} of customers", **facts),
    )  # fmt: skip


def limits(made: Remade, table: pd.DataFrame | None, *, minimum: int) -> Words:
    """What new limits would change; `table` has the limits that differ."""
    moved = {"moved": share(1 - made.share), "n": count(made.n), "rand": decimal(made.rand, 2)}
    match made.basis:
        case "frozen" if made.label:
            answer = Message(
                "The limits in force are those of {period}. Learned on today’s customers they would put {moved} of {n} elsewhere.",
                period=raw(made.label),
                **_of(moved),
            )
        case "frozen":
            answer = Message(
                "The limits in force are an earlier period’s. Learned on today’s customers they would put {moved} of {n} elsewhere.",
                **_of(moved),
            )
        case "last_report":
            answer = Message(
                "The limits were learned today. By those of {period}, {moved} of {n} would stand elsewhere.",
                period=raw(made.label),
                **_of(moved),
            )
        case _:
            answer = Message(
                "The limits were learned today. Learned at the start of the period they would put {moved} of {n} elsewhere.",
                **_of(moved),
            )
    said = [answer]
    if made.luck is not None:
        said.append(_beside_luck(1 - made.share, made.luck))
    held = table is not None and bool(len(table))
    if held:
        top = table.iloc[0]
        named = feature_value(top["key"]) if top["of"] == "measure" else name("limit", top["column"])
        title = Message(
            "Of the limits that differ, “{limit}” would move most customers: {moved}", limit=named, moved=count(top["moved"])
        )
        if top["moved"] < minimum:
            title = Message("Limits differ, but none would move more than a few customers")
    else:
        title = Message("{moved} of customers would change segment", moved=moved["moved"])
    return Words(
        answer=tuple(said),
        title=title,
        subtitle=Message("Limits before and after, and how many customers each would carry into another segment if it alone moved") if held else None,
        note=(
            Message("Agreement of the two: {rand} by the adjusted Rand index (1 the same, 0 as by lot).", rand=moved["rand"]),
            *((Message("Customers moved by several limits count with each, so the rows do not add up. Fewer than {minimum} customers are not told.", minimum=count(minimum)),) if held else
              (Message("The two cannot be laid beside each other limit by limit; what they do to customers can."),)),
        ),
    )  # fmt: skip


def stability(kept: pd.DataFrame, draws: pd.DataFrame) -> Words:
    """How steady each segment is when customers are drawn anew."""
    middle, worst = float(draws["share"].median()), float(draws["share"].min())
    weak = kept.sort_values("kept").iloc[0]
    facts = {"middle": share(middle), "draws": count(len(draws)), "worst": share(worst)}
    return Words(
        answer=(
            Message("Drawn anew {draws} times, customers keep their segment in {middle} of cases, in the worst draw in {worst}.", **facts),
        ),
        title=Message("Least steady: “{segment}”, {kept} keep their segment", segment=place_value(weak["segment"]), kept=share(weak["kept"])),
        subtitle=Message("Share of each segment’s customers that limits learned on redrawn customers leave there"),
        note=(
            Message("Adjusted Rand index {rand} in the middle. Limits are learned on as many customers, drawn with replacement, and laid on everybody.", rand=decimal(draws["rand"].median(), 2)),
        ),
    )  # fmt: skip


def redrawn_before(definition: pd.DataFrame) -> Message | None:
    """What chapter 02 found when it redrew the customers for groups that it searched for; None for other definitions."""
    if not {"stability", "stability_low", "chosen"} <= set(definition.columns):
        return None
    row = definition[definition["stability"].notna() & definition["chosen"].eq(1)]
    if row.empty:
        return None
    return Message(
        "When chapter 02 looked for these groups it drew the customers anew: adjusted Rand index {middle} in the middle, {low} in the worst draw.",
        middle=decimal(row["stability"].iloc[0], 2), low=decimal(row["stability_low"].iloc[0], 2),
    )  # fmt: skip


def separates(table: pd.DataFrame) -> Words | None:
    """Whether the segments of the start tell who came and who spent; None where it could not be measured."""
    held = table.dropna(subset=["value"])
    rows = held.set_index(["ruler", "outcome"])
    if ("segments", "ordered") not in rows.index:
        return None
    own, plain = rows.loc[("segments", "ordered")], rows.loc[("recency", "ordered")]
    facts = {"own": share(own["value"]), "plain": share(plain["value"])}
    if own["difference_low"] > 0:
        answer = Message(
            "The segments of the start told who would order: in {own} of pairs the one who ordered stood in the better segment. That is certainly more than tenths of days since the last order tell ({plain}).",
            **facts,
        )
    elif own["difference_high"] < 0:
        answer = _less_than_recency(table)
    else:
        answer = Message(
            "The segments of the start told who would order in {own} of pairs, as well as tenths of days since the last order ({plain}): the difference is within chance.",
            **facts,
        )
    said = [answer]
    if ("before", "ordered") in rows.index:
        earlier = rows.loc[("before", "ordered")]
        gap = own["value"] - earlier["value"]
        apart = own["low"] > earlier["high"] or own["high"] < earlier["low"]
        told = {"before": share(earlier["value"]), "gap": points(gap)}
        said.append(
            Message("A period earlier it was {before}; the change of {gap} is more than chance.", **told)
            if apart
            else Message("A period earlier it was {before}: no clear change.", before=told["before"])
        )
    return Words(
        answer=tuple(said),
        title=Message("Segments at the start put {own} of pairs in order, days since the last order {plain}", **facts),
        subtitle=Message("How well each way of dividing at the start told the period, with its 95% range; 50% and 0% are chance"),
        note=(
            Message("n = {n} customers with an order before the period. Ordered: pairs of one who ordered and one who did not, in the right order. Revenue: share of the differences in rank that lies between groups, corrected for their number.", n=count(own["n"])),
            Message("Ranges from resampling customers."),
        ),
    )  # fmt: skip


def _less_than_recency(table: pd.DataFrame) -> Message:
    rows = table.set_index(["ruler", "outcome"])
    own, plain = (share(rows.loc[(ruler, "ordered"), "value"]) for ruler in ("segments", "recency"))
    return Message("The segments of the start told who would order in {own} of pairs, certainly less than tenths of days since the last order ({plain}).", own=own, plain=plain)  # fmt: skip


def _of(moved: dict) -> dict:
    return {key: moved[key] for key in ("moved", "n")}


def _beside_luck(moved: float, luck: float) -> Message:
    if moved > luck:
        return Message(
            "Redrawing the customers alone moves {luck} at most in 19 of 20 draws, so the change is more than luck.",
            luck=share(luck),
        )
    return Message(
        "Redrawing the customers alone moves up to {luck} in 19 of 20 draws, so the change may be luck.", luck=share(luck)
    )
