"""The figures of chapter 05 counted twice, and what should change next."""

from collections.abc import Mapping

import pandas as pd

from analysis.findings.evaluation_chance import BEFORE, REPLAY
from analysis.findings.evaluation_moves import NEW
from analysis.findings.evaluation_targets import closed
from analysis.text import Decision, Message, Words, count, money, money_exact, name
from analysis.text.names_evaluation import place_value

PENNY = 0.005
NEAR = 0.25  # a move for the worse comes first where it is worth so much of the dearest one


def reconciliation(
    features: pd.DataFrame,
    features_then: pd.DataFrame | None,
    by_segment: pd.DataFrame | None,
    kpis: pd.DataFrame,
    change: pd.DataFrame | None,
    by_start: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Each figure from two tables that were computed apart: what, unit (count or money), once, again.

    From the customer tables at the end and at the start, the figures by segment, the figures of the period, the parts
    of the change in revenue and the same by segment (`by_start`, without a row for all); what is not held has no row.
    """
    rows = []
    if features_then is not None and by_segment is not None:
        known = features["customer_id"].isin(features_then["customer_id"])
        n = by_segment[by_segment["kpi"] == "retention"]["n"].sum()
        spent = by_segment[by_segment["kpi"] == "revenue_per_customer"]
        rows = [
            ("in_segments", "count", len(features_then), n),
            ("segment_revenue", "money", features.loc[known, "period_revenue"].sum(), (spent["value"] * spent["n"]).sum()),
        ]
    revenue = kpis.set_index("kpi").loc["revenue"]
    if change is not None:
        total, parts = change.set_index("factor").loc["total"], change[change["factor"] != "total"]
        rows += [
            ("period_revenue", "money", revenue["value"], total["after"]),
            ("change", "money", revenue["value"] - revenue["reference"], parts["effect"].sum()),
        ]
        if by_start is not None:
            whole = by_start["part"].eq("total")
            rows += [
                ("segment_change", "money", total["effect"], by_start.loc[whole, "effect"].sum()),
                ("change_parts", "money", total["effect"], by_start.loc[~whole, "effect"].sum()),
            ]
    else:
        rows.append(("period_revenue", "money", features["period_revenue"].sum(), revenue["value"]))
    return pd.DataFrame(rows, columns=["what", "unit", "once", "again"])


def movement_sums(
    moves: pd.DataFrame,
    kinds: pd.DataFrame,
    parts: pd.DataFrame | None,
    *,
    known: tuple[int, int],
    revenue: Mapping[str, float],
) -> pd.DataFrame:
    """The same of movement: `known` are the customers of the two dates, `revenue` what all spent before and during.

    From the migration table, the kinds of movement and, where it is told, the change of segments part by part.
    """
    rows = [
        ("known", "count", known[0], moves.loc[moves["from_segment"] != NEW, "customers"].sum()),
        ("known_both", "count", known[1], moves["customers"].sum()),
        ("kinds", "count", known[1], kinds["customers"].sum()),
        ("moves_before", "money", revenue["before"], moves["revenue"].sum()),
        ("moves_during", "money", revenue["during"], moves["during"].sum()),
    ]
    if parts is not None:
        end = parts["part"] == "end"
        sums = [parts.loc[end, ["customers", "revenue"]].sum(), parts.loc[~end, ["customers", "revenue"]].sum()]
        rows.append(("change_customers", "count", *(one["customers"] for one in sums)))
        rows.append(("change_revenue", "money", *(one["revenue"] for one in sums)))
    return pd.DataFrame(rows, columns=["what", "unit", "once", "again"])


def adds_up(sums: pd.DataFrame) -> Words:
    """The reconciliation."""
    apart = sums["again"].sub(sums["once"]).abs()
    money_apart, people_apart = apart[sums["unit"] == "money"].max(), apart[sums["unit"] == "count"].max()
    if money_apart < PENNY and not people_apart > 0:
        answer = Message("Yes: every customer stands in one move, and the parts of the change add up to the penny.")
        if "change" not in set(sums["what"]):
            answer = Message("Yes: what this chapter uses equals what the chapters before it left.")
    else:
        answer = Message(
            "No: {money} and {people} customers are unexplained. Do not use this chapter before they are found.",
            money=money_exact(money_apart), people=count(0 if people_apart != people_apart else people_apart),
        )  # fmt: skip
    return Words(answer=(answer,), subtitle=Message("Each figure counted twice, from tables that were computed apart"))


def steps(
    beyond: pd.DataFrame | None,
    change: pd.DataFrame | None,
    kpis: pd.DataFrame,
    *,
    decisions: tuple[Decision, ...],
    contacts_held: bool,
    held_against: str = REPLAY,
    season: bool,
) -> tuple[Decision, ...]:
    """What should change next, computed from the sections above, most telling first."""
    found = [_worth_asking(beyond, held_against=held_against, season=season)] if beyond is not None and len(beyond) else []
    if change is not None and not closed(kpis):
        parts = change[change["factor"] != "total"]
        worst = parts.loc[parts["effect"].idxmin()]
        found += [_pulled_down(worst)] if worst["effect"] < 0 else []
    found += decisions
    if not contacts_held:
        found.append(
            Decision(
                Message("Hold back a part of every campaign by lot"),
                Message("No finished campaign is held. Without a hold-out nobody can tell what a campaign brings from what comes anyway."), 0.0,
            )
        )  # fmt: skip
    if not kpis["target"].notna().any():
        found.append(
            Decision(
                Message("Agree on targets, and store them"),
                Message("Without a target a figure can be large or small, but not good or bad. They belong in client.yaml, under strategy.targets."), 0.0,
            )
        )  # fmt: skip
    return tuple(found)


def _went(held_against: str, season: bool) -> str:
    template = {
        (REPLAY, False): "{moved} of {n} went; had everybody ordered as before, it would be {expected}.",
        (REPLAY, True): "{moved} of {n} went; had everybody ordered as before, it would be {expected}. The season may be part of it.",
        (BEFORE, False): "{moved} of {n} went; at the rate of the period before, it would be {expected}.",
        (BEFORE, True): "{moved} of {n} went; at the rate of the period before, it would be {expected}. The season may be part of it.",
    }  # fmt: skip
    return template[held_against, season]


def _worth_asking(beyond: pd.DataFrame, *, held_against: str, season: bool) -> Decision:
    """The dearest move for the worse; one for the better where none of the others comes near it."""
    worse = beyond[~beyond["welcome"]]
    top = worse.iloc[0] if len(worse) and worse["worth"].iloc[0] >= NEAR * beyond["worth"].iloc[0] else beyond.iloc[0]
    facts = {"start": place_value(top["from_segment"]), "end": place_value(top["to_segment"])}
    told = {"moved": count(top["customers"]), "n": count(top["n"]), "expected": count(top["expected_customers"])}
    reason = Message(_went(held_against, season), **told)
    match bool(top["welcome"]), bool(top["excess"] > 0):
        case True, True:
            title = Message("More went from “{start}” to “{end}”: find out why, and repeat it", **facts)
        case True, False:
            title = Message("Fewer went from “{start}” to “{end}”: find out why, and repeat it", **facts)
        case False, True:
            title = Message("Find out why more customers went from “{start}” to “{end}”", **facts)
        case _:
            title = Message("Find out why fewer customers went from “{start}” to “{end}”", **facts)
    return Decision(title, reason, 0.0)


def _pulled_down(worst: pd.Series) -> Decision:
    return Decision(
        Message("Aim next period’s measures at what cost revenue: {factor}", factor=name("factor_down", worst["factor"])),
        Message("This took {effect} off revenue against the same days a year before.", effect=money(abs(worst["effect"]))),
        0.0,
    )


def next_steps(found: tuple[Decision, ...]) -> Words:
    """The words around the list."""
    return Words(
        answer=(Message("{n} points follow from this chapter.", n=count(len(found))),) if len(found) > 1 else (),
        note=(Message("Computed from the sections above; to be weighed by those who know the business."),),
    )
