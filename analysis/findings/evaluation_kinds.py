"""What became of customers between two dates: who is new, came back, fell silent, and the money behind them."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from analysis.evaluation import AT_RISK, WON
from analysis.findings.evaluation_moves import GROUP_ORDER, GROUPS, MOVE, NEW, STATES, eve, move_counts
from analysis.findings.notes import Basis
from analysis.text import Finding, Message, Value, Words, count, day, days, money, name, share

# Methods whose segments stand from the best to the worst, as they are displayed.
RANKED = ("rfm", "lifecycle", "value", "clv", "loyalty", "nes", "aipl")
REST = "rest"  # all kinds that are not shown, as one
GROUP_OF = dict.fromkeys(AT_RISK, "at_risk") | dict.fromkeys(WON, "won")


def ranks(method: str, order: Sequence[str]) -> dict[str, int]:
    """The better segments of a method with the lower numbers; none where its segments have no order.

    Segments of one group (`GROUPS`) are neither better nor worse than one another.
    """
    groups = GROUPS.get(method, {})
    if method.partition(".")[0] not in RANKED:
        return {}
    kept = [key for key in order if key not in STATES]
    if groups:
        return {key: GROUP_ORDER.index(groups[key]) for key in kept if key in groups}
    return {key: rank for rank, key in enumerate(kept)}


def shown_kinds(
    kinds: pd.DataFrame,
    moved: pd.DataFrame,
    moves: pd.DataFrame,
    *,
    minimum: int,
    few: Callable[..., pd.Series],
    hide: Callable[..., pd.DataFrame],
    tell: Callable[..., list[bool]],
    sums: Sequence[np.ndarray] = (),
) -> pd.DataFrame:
    """`movement_kinds` with `group` (at_risk, won) and shares of all customers and money; what is not shown is one row, 'rest'.

    Not shown are kinds of fewer than `minimum`, with a second where one alone could be told; those whose money is nearly all
    one customer's; and a kind that is made of whole moves of the matrix, where it would tell one that is hidden there.
    `few` is `small_cells.few`, `hide` and `tell` are as in `shown_flows`; `sums` of moves are shown already (`flow_sums`).
    """
    table = kinds.assign(group=kinds["kind"].map(GROUP_OF).fillna(""))
    for column in ("customers", "before", "during"):
        total = table[column].sum()
        table[f"{column}_share"] = table[column] / total if total > 0 else np.nan
    counts = table.set_index("kind")["customers"].astype(int)
    gone = few(counts, minimum=minimum)
    gone[[kind for kind in counts.index if _of_one(moved[moved["kind"] == kind])]] = True
    if gone.sum() == 1:
        gone[counts[~gone].idxmin()] = True
    whole = {kind: own[kind] for own in (kind_sums(moved, moves),) for kind in _first_told(counts[~gone]) if kind in own}
    cells = move_counts(moves)
    told = tell(cells, hide(cells, minimum=minimum), [*sums, *whole.values()])[len(sums) :]
    for kind, gives in zip(whole, told, strict=True):
        gone[kind] |= gives and kind != "new"  # how many ordered for the first time stands above the flows
    return _pooled(table, table["kind"].map(gone).to_numpy(dtype=bool))


def _pooled(table: pd.DataFrame, gone: np.ndarray) -> pd.DataFrame:
    """What is not shown as one row, the last: totals tell its sum anyway, and so the rows still add up."""
    if not gone.any():
        return table
    words = {"method": table["method"].iloc[0], "kind": REST, "group": ""}
    rest = words | table.loc[gone].drop(columns=[*words]).sum().to_dict()
    return pd.concat([table[~gone], pd.DataFrame([rest])], ignore_index=True)[table.columns].astype({"customers": "int64"})


def _first_told(counts: pd.Series) -> list[str]:
    """Which kinds are shown first, where not all may be: new ones, those whose money is at risk or won, the largest."""
    return sorted(counts.index, key=lambda kind: (kind != "new", not GROUP_OF.get(kind), -counts[kind]))


def _of_one(own: pd.DataFrame) -> bool:
    """Whether one customer brings so much of the money of a kind that the second largest could tell how much (p % rule)."""
    for column in ("before", "during"):
        largest = own[column].clip(lower=0.0).nlargest(2)
        if len(largest) and largest.iloc[0] > 0 and own[column].clip(lower=0.0).sum() - largest.sum() < 0.1 * largest.iloc[0]:
            return True
    return False


def kind_sums(moved: pd.DataFrame, moves: pd.DataFrame) -> dict[str, np.ndarray]:
    """The cells of `move_counts` that a kind adds up, for the kinds that are made of whole moves."""
    counts = move_counts(moves)
    cells = moved.assign(from_segment=moved["from_segment"].astype(object).fillna(NEW)).groupby([*MOVE, "kind"]).size()
    alone = cells.groupby(level=MOVE).size() == 1
    found = {}
    for kind in cells.index.unique("kind"):
        own = cells.xs(kind, level="kind").index
        if alone.reindex(own).all():
            mask = np.zeros(counts.shape, dtype=bool)
            for start, end in own:
                mask[counts.index.get_loc(end), counts.columns.get_loc(start)] = True
            found[kind] = mask
    return found


def kind_words(
    kinds: pd.DataFrame, *, silence: str, limit: float, ranked: bool, by_visits: bool, minimum: int, basis: Basis
) -> dict[str, Words]:
    """The words of the table; `silence` is the rule of who is silent (lifecycle or recency, then with its `limit` in days)."""
    risk, won = (kinds[kinds["group"] == group] for group in ("at_risk", "won"))
    dates = {"then": day(eve(basis)), "now": day(basis.as_of)}
    answer = [*_at_risk(risk, dates["then"]), *_won(won)]
    title = Message("What became of the customers of {then}, and their money", then=dates["then"])
    if len(risk) and len(won):
        facts = {"risk": money(risk["before"].sum()), "won": money(won["during"].sum())}
        title = Message(
            "At risk: {risk} that {n} customers had brought; won: {won} from {m} customers",
            n=count(risk["customers"].sum()),
            m=count(won["customers"].sum()),
            **facts,
        )
    note = [
        Message("n = {n} customers known on {now}; each stands in one row, the first that fits.", n=count(kinds["customers"].sum()), now=dates["now"]),
        _silent(silence, limit, by_visits),
        Message("Before: revenue in the window before {then}. Since: revenue from the day after to {now}.", **dates),
    ]  # fmt: skip
    if not ranked:
        note.append(Message("These segments have no better and no worse, so nobody moves up or down."))
    if REST in set(kinds["kind"]):
        note.append(
            Message(
                "“Everyone else”: kinds of fewer than {minimum} customers, and what would tell of them.", minimum=count(minimum)
            )
        )
    return {
        "kinds": Words(
            answer=tuple(answer), title=title, subtitle=Message("Customers by what became of them from {then} to {now}, with their money", **dates),
            note=tuple(note), findings=_findings(risk, dates["then"]),
        )
    }  # fmt: skip


def _at_risk(risk: pd.DataFrame, then: Value) -> list[Message]:
    """What those brought before who fell silent or moved down; nothing where neither is shown."""
    if risk.empty:
        return []
    facts = {"n": count(risk["customers"].sum()), "sum": money(risk["before"].sum()), "share": share(risk["before_share"].sum())}
    match tuple(risk["kind"]):
        case ("silent",):
            template = "{n} customers fell silent since {then}; they had brought {sum} in the window before, {share} of all revenue there: money at risk, not money lost."
        case ("down",):
            template = "{n} customers moved down since {then}; they had brought {sum} in the window before, {share} of all revenue there: money at risk, not money lost."
        case _:
            template = "{n} customers fell silent or moved down since {then}; they had brought {sum} in the window before, {share} of all revenue there: money at risk, not money lost."
    return [Message(template, then=then, **facts)]


def _won(won: pd.DataFrame) -> list[Message]:
    """What those brought since who are new, came back or moved up, each kind named that is shown."""
    if won.empty:
        return []
    facts = {"n": count(won["customers"].sum()), "sum": money(won["during"].sum()), "share": share(won["during_share"].sum())}
    facts |= dict(zip(("first", "second", "third"), (name("kind_short", kind) for kind in won["kind"]), strict=False))
    template = (
        "{n} customers ({first}) brought {sum} since, {share} of revenue since then.",
        "{n} customers ({first}, {second}) brought {sum} since, {share} of revenue since then.",
        "{n} customers ({first}, {second}, {third}) brought {sum} since, {share} of revenue since then.",
    )[len(won) - 1]
    return [Message(template, **facts)]


def _silent(silence: str, limit: float, by_visits: bool) -> Message:
    if silence == "lifecycle":
        return Message("Silent: dormant or churned by the life cycle, by the same limits on both days.")
    facts = {"days": days(limit)}
    if by_visits:
        return Message("Silent: no visit for more than {days} days, longer than nine of ten pauses, on both days.", **facts)
    return Message("Silent: no order for more than {days} days, longer than nine of ten pauses, on both days.", **facts)


def _findings(risk: pd.DataFrame, then: Value) -> tuple[Finding, ...]:
    if risk.empty or not risk["before"].sum() > 0:
        return ()
    worth = money(risk["before"].sum())
    facts = {"n": count(risk["customers"].sum()), "share": share(risk["before_share"].sum())}
    match tuple(risk["kind"]):
        case ("silent",):
            template = "had come, in the window before {then}, from {n} customers who have since fallen silent: {share} of revenue there. It is at risk, not lost."
        case ("down",):
            template = "had come, in the window before {then}, from {n} customers who have since moved down: {share} of revenue there. It is at risk, not lost."
        case _:
            template = "had come, in the window before {then}, from {n} customers who have since fallen silent or moved down: {share} of revenue there. It is at risk, not lost."
    headline = Message("{sum} is at risk with {n} customers", sum=worth, n=facts["n"])
    return (Finding(worth, Message(template, then=then, **facts), float(risk["before"].sum()), "moved", headline=headline),)
