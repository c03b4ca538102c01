"""Did customers move, or the ruler: the change of segments, what may be shown of it, and its words."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.findings.evaluation_moves import ENOUGH, STATES, eve, move_counts
from analysis.findings.notes import Basis
from analysis.segmentations.small_cells import TOGETHER
from analysis.text import Finding, Message, Skip, Value, Words, count, day, money
from analysis.text.names_evaluation import place_value

REASONS = ("moved", "ruler", "mix")
TOLD = 0.05  # of a segment: a ruler's part from which it is a finding
UNLOCKS = Message("How much of the change in each segment is the customers’, and how much comes of new definitions.")
NO_OLD_RULER = Skip(
    Message(
        "The definitions were made anew, and these segments rest on a model or on limits that were made anew with them: the old definitions cannot be laid on today’s customers."
    ),
    Message(
        "Nothing further: keep the definitions of a period (`definitions` in client.yaml), or choose segments without a model."
    ),
    UNLOCKS,
)
NUMBERS = Skip(
    Message("Natural groups were found anew. Their numbers do not mean the same groups as in the report before."),
    Message("Nothing further: keep the definitions of a period (`definitions` in client.yaml)."),
    UNLOCKS,
)


def shown_change(
    net: pd.DataFrame,
    moves: pd.DataFrame | None,
    *,
    order: Sequence[str],
    minimum: int,
    hide: Callable[..., pd.DataFrame],
    tell: Callable[..., list[bool]],
    sums: Sequence[np.ndarray] = (),
) -> pd.DataFrame:
    """`net_change` as it may be shown, segments in display order: a part is missing where few customers are behind it.

    What is missing stands together in `rest` (and rest_revenue), so that a line still adds up; a part is kept back with a
    second one where totals would tell it.  `moves` is the migration table of the same two days where there is one ruler: what
    came into a segment must not tell a move that is hidden there, beside the `sums` of moves that are shown.  Adds change,
    and change_revenue; `hide` and `tell` as in `shown_flows`.
    """
    places = {key: rank for rank, key in enumerate([key for key in order if key not in STATES])}
    table = net[~net["segment"].isin(STATES)]
    table = table.sort_values("segment", key=lambda keys: keys.map(places).fillna(len(places)), ignore_index=True)
    behind = table.set_index("segment")[[f"touched_{part}" for part in REASONS]].T
    hidden = hide(behind, minimum=minimum)
    if moves is not None:
        told = _telling(moves, table["segment"], sums, minimum=minimum, hide=hide, tell=tell)
        beside = behind.loc["touched_mix"].drop(index=told)
        told += [beside[beside > 0].idxmin()] if len(told) == 1 and (beside > 0).any() else []
        hidden.loc[["touched_moved", "touched_mix"], told] = True
    table = table.assign(change=table["end"] - table["start"], change_revenue=table["end_revenue"] - table["start_revenue"])
    table = table.astype({**dict.fromkeys(REASONS, float)})
    rest, rest_revenue = np.zeros(len(table)), np.zeros(len(table))
    for part in REASONS:
        gone = hidden.loc[f"touched_{part}", table["segment"]].to_numpy(dtype=bool)
        rest += np.where(gone, table[part], 0.0)
        rest_revenue += np.where(gone, table[f"{part}_revenue"], 0.0)
        table.loc[gone, [part, f"{part}_revenue"]] = np.nan
    return table.assign(rest=rest, rest_revenue=rest_revenue)


def _telling(
    moves: pd.DataFrame, segments: Iterable[str], sums: Sequence[np.ndarray], *, minimum: int, hide: Callable, tell: Callable
) -> list[str]:
    """The segments where the sum of those who came in would tell a move that is hidden."""
    counts = move_counts(moves)
    held = [key for key in segments if key in counts.index]
    masks = [np.outer(counts.index == key, counts.columns.isin(STATES)) for key in held]
    told = tell(counts, hide(counts, minimum=minimum), [*sums, *masks])[len(sums) :]
    return [key for key, gives in zip(held, told, strict=True) if gives]


def ruler_words(shown: pd.DataFrame, parts: pd.DataFrame, *, ruler: str, minimum: int, basis: Basis) -> dict[str, Words]:
    """The words of the chart and of the table behind it; `ruler` is refitted, frozen, first or added."""
    if shown.empty:
        return {}
    dates = {"then": day(eve(basis)), "now": day(basis.as_of)}
    sums = parts[~parts["segment"].isin(STATES)].groupby("part")["customers"].sum()
    title = _title(shown, sums, ruler, minimum)
    note = [
        Message(
            "Moved: by the definitions of {then} on both days. Definitions: who stands elsewhere on {now} by the new ones alone.",
            **dates,
        )
        if ruler == "refitted"
        else Message("Both days are read with the same definitions."),
        Message("Came and went: first orders less customers none of whose orders counts any more."),
        Message("Money is revenue in the window before each day; “spent more or less” is that of customers who were there before."),
    ]
    if (shown[["moved", "ruler", "mix"]].isna()).any(axis=None):
        note.append(
            Message(
                "Grey: parts with fewer than {minimum} customers behind them, told together with another.", minimum=count(minimum)
            )
        )
    return {
        "ruler": Words(
            answer=_answer(sums, ruler, minimum, dates),
            title=title,
            subtitle=Message("Change of each segment from {then} to {now}, by what changed it; the mark is the sum", **dates),
            note=tuple(note),
            alt=title,
            so=_meaning(sums, ruler),
            findings=_findings(shown, ruler),
        ),
        "ruler_table": Words(title=Message("The change of each segment, part by part")),
        "ruler_money": Words(title=Message("The same in money")),
    }


def _answer(sums: pd.Series, ruler: str, minimum: int, dates: Mapping[str, Value]) -> tuple[Message, ...]:
    moved, relabelled, entered = (int(sums[part]) for part in ("moved_in", "ruler_in", "entered"))
    few = count(minimum)
    if ruler == "refitted":
        facts = {"moved": count(moved), "ruler": count(relabelled)}
        first = Message(
            "Since {then}, {moved} customers have come to stand in another segment by what they did, and {ruler} because the definitions were made anew.",
            **facts, **dates,
        )  # fmt: skip
        if relabelled < minimum:
            first = Message(
                "Since {then}, {moved} customers have come to stand in another segment by what they did; the new definitions moved fewer than {few}.",
                moved=count(moved), few=few, **dates,
            )  # fmt: skip
        if relabelled == 0:
            first = Message(
                "Since {then}, {moved} customers have come to stand in another segment by what they did. The definitions were made anew, and nobody stands elsewhere for it.",
                moved=count(moved), **dates,
            )  # fmt: skip
        told = [first] if moved >= minimum else []
    else:
        told = [_one_ruler(ruler, dates)]
        told += [Message("{moved} customers stand in another segment than on {then}.", moved=count(moved), **dates)] * (
            moved >= minimum
        )
    if entered >= minimum:
        told.append(Message("{entered} came in with a first order.", entered=count(entered)))
    return tuple(told)


def _one_ruler(ruler: str, dates: Mapping[str, Value]) -> Message:
    match ruler:
        case "frozen":
            return Message("The definitions are those of the report before: only customers moved, and the ruler took no part.")
        case "added":
            return Message("The report before did not have these segments, so there is one ruler: only customers moved.")
    return Message(
        "No report ended on {then}, so there is one ruler: both days are read with the definitions of now.", then=dates["then"]
    )


def _title(shown: pd.DataFrame, sums: pd.Series, ruler: str, minimum: int) -> Message:
    """The segment that the ruler changed much, else how much of all movement is its own; the segment that changed most."""
    told = shown[(shown["segment"] != TOGETHER) & (shown["end"] >= ENOUGH)]
    much = told[told["ruler"].abs() >= TOLD * told["end"]] if ruler == "refitted" else told.head(0)
    if len(much):
        top = much.loc[much["ruler"].abs().idxmax()]
        facts = {"segment": place_value(top["segment"]), "old": count(top["end"] - top["ruler"]), "new": count(top["end"])}
        return Message("By the old definitions, “{segment}” would hold {old} customers, not {new}", **facts)
    if ruler == "refitted" and sums["ruler_in"] >= minimum:
        both = {"all": count(sums["moved_in"] + sums["ruler_in"]), "ruler": count(sums["ruler_in"])}
        return Message("Of {all} changes of segment, {ruler} come of the new definitions", **both)
    if told.empty or not told["change"].abs().max() > 0:
        return Message("No segment has grown or shrunk")
    top = told.loc[told["change"].abs().idxmax()]
    facts = {"segment": place_value(top["segment"]), "start": count(top["start"]), "end": count(top["end"])}
    if top["change"] > 0:
        return Message("“{segment}” grew most: from {start} to {end} customers", **facts)
    return Message("“{segment}” shrank most: from {start} to {end} customers", **facts)


def _meaning(sums: pd.Series, ruler: str) -> tuple[Message, ...]:
    if ruler != "refitted" or sums["ruler_in"] == 0:
        return ()
    if sums["ruler_in"] > sums["moved_in"]:
        return (
            Message(
                "Most of what looks like movement between the two reports is the ruler. Take it out before sizes are compared, or keep the definitions."
            ),
        )
    return (
        Message(
            "Sizes of this report and the one before cannot be laid side by side as they stand: take the ruler’s part out first."
        ),
    )


def _findings(shown: pd.DataFrame, ruler: str) -> tuple[Finding, ...]:
    """The ruler's part, where it is a good part of a segment."""
    told = shown[(shown["segment"] != TOGETHER) & (shown["end"] >= ENOUGH)] if ruler == "refitted" else shown.head(0)
    told = told[told["ruler"].abs() >= TOLD * told["end"]]
    if told.empty:
        return ()
    top = told.loc[told["ruler_revenue"].abs().idxmax()]
    facts = {
        "segment": place_value(top["segment"]),
        "old": count(top["end"] - top["ruler"]),
        "sum": money(abs(top["ruler_revenue"])),
    }
    return (
        Finding(
            count(top["end"]),
            Message("customers stand in “{segment}”; by the definitions of the report before it would be {old}. {sum} of its money changed hands with the ruler alone.", **facts),
            abs(float(top["ruler_revenue"])),
            "ruler",
            headline=Message("“{segment}” holds {new} customers by the new definitions, {old} by the old", new=count(top["end"]), **{key: facts[key] for key in ("segment", "old")}),
        ),
    )  # fmt: skip
