"""What the campaigns did, held against the customers who were left alone by lot."""

from datetime import date

import pandas as pd

from analysis.findings.evaluation_trials import CERTAIN, LEADS
from analysis.text import Decision, Finding, Message, Skip, Words, count, day, decimal, money, name, raw, share
from analysis.text.message import Value
from analysis.text.names_evaluation import campaign_value, outcome_difference, outcome_end, outcome_value

NO_CONTACTS = Skip(
    Message("No campaign contacts are held."),
    Message("One row per customer contacted or held out: customer number, campaign, day, group (control for the hold-out), cost."),
    Message("What a campaign brought, over and above the orders that would have come anyway."),
)
NO_CAMPAIGN = Skip(
    Message("No campaign was contacted in the window, or its days of waiting are not over."),
    Message("The contacts of the latest campaigns, with the day of contact."),
    Message("What a campaign brought, over and above the orders that would have come anyway."),
)
MOST_ARMS = 3  # told in sentences


def campaigns(effects: pd.DataFrame, design: pd.DataFrame, worth: pd.DataFrame, *, days: int, first: date, last: date) -> Words:
    """The effects of randomised campaigns, warnings first; without one, why there is none.

    effects  `evaluation_trials.overall`; design `experiment_design` of the same campaigns; worth `evaluation_trials.worth`
    """
    warned = warnings(design)
    note = _note(design, days=days, first=first, last=last)
    if effects.empty:
        why = TOO_FEW if design["randomised"].any() else OBSERVED
        return Words(answer=(*warned, why), title=Message("No effect can be told"), note=note)
    arms = leading(effects)
    best = clearest(arms)
    lead = best["outcome"]
    return Words(
        answer=(*warned, *(_told(row) for _, row in arms.head(MOST_ARMS).iterrows())),
        title=_title(best, lead),
        subtitle=Message(
            "Those contacted less those left alone, with 95% intervals; hollow: more exactly, by what was known before"
        ),
        note=note,
        alt=Message("{campaign}: {difference} ({low} to {high}), from a base of {base}.", **_facts(best, lead)),
        so=_pays(worth[worth["campaign"] == best["campaign"]]),
        findings=tuple(one for _, row in arms.head(MOST_ARMS).iterrows() for one in _finding(row, worth)),
        decisions=tuple(_decision(row, worth) for _, row in arms.drop_duplicates("campaign").head(MOST_ARMS).iterrows()),
    )


def leading(effects: pd.DataFrame) -> pd.DataFrame:
    """Every arm by the outcome that its campaign is for; campaigns in their order, arms by their effect."""
    rank = effects["outcome"].map({key: place for place, key in enumerate(LEADS)})
    table = effects[rank == rank.groupby(effects["campaign"]).transform("min")]
    place = {name: at for at, name in enumerate(dict.fromkeys(effects["campaign"]))}
    order = table.assign(place=table["campaign"].map(place), less=-table["difference"])
    return order.sort_values(["place", "less"], kind="stable", ignore_index=True).drop(columns=["place", "less"])


def clearest(arms: pd.DataFrame) -> pd.Series:
    """The arm whose effect is surest, if any is beyond chance; else the first."""
    sure = arms[arms["p_adjusted"] < CERTAIN]
    return arms.iloc[0] if sure.empty else sure.loc[(sure["difference"].abs() / sure["error"]).idxmax()]


def warnings(design: pd.DataFrame) -> tuple[Message, ...]:
    """What must be read before any figure: campaigns that are no experiment, broken lots, lots by store."""
    told = [_not_told(row) for _, row in design[~design["randomised"]].head(MOST_ARMS).iterrows()]
    drawn = design[design["randomised"] & (design["unit"] != "customer")]
    told += [
        Message(
            "Warning: “{campaign}” was not given out by customer but by {unit}: {units} of them. Ranges are counted in {unit}, so they are wide however many customers there were.",
            campaign=campaign_value(row["campaign"]), unit=name("lot_unit", row["unit"]), units=count(row["units"]),
        )
        for _, row in drawn.iterrows()
    ]  # fmt: skip
    return tuple(told)


TOO_FEW = Message("A group with fewer than thirty customers tells no effect.")
OBSERVED = Message("Those contacted would have ordered at another rate anyway. The figures below are observed, not caused.")


def _not_told(row: pd.Series) -> Message:
    """Why no effect of a campaign is told."""
    campaign = {"campaign": campaign_value(row["campaign"])}
    match row["reason"]:
        case "no_control":
            return Message(
                "Warning: observed, no experiment. “{campaign}” had no group left alone by lot, so what it brought cannot be told.",
                **campaign,
            )
        case "chosen":
            return Message(
                "Warning: observed, no experiment. The customers of “{campaign}” were chosen, not drawn by lot, so what it brought cannot be told.",
                **campaign,
            )
        case "sample_ratio":
            return Message(
                "Warning: the groups of “{campaign}” are not as large as planned (p {p}). The lot or the data are broken, so no effect is told.",
                **campaign, p=_p(row["sample_ratio_p"]),
            )  # fmt: skip
        case "balance":
            return Message(
                "Warning: the groups of “{campaign}” were not alike before the contact (p {p}, farthest apart by {far} standard deviations), so no effect is told.",
                **campaign, p=_p(row["balance_p"]), far=decimal(row["farthest"], 2),
            )  # fmt: skip
        case _:
            return Message(
                "Warning: “{campaign}” was given out by {unit}, and a group had a single one. Its effect cannot be told from what is special there.",
                **campaign, unit=name("lot_unit", row["unit"]),
            )  # fmt: skip


def _p(p: float) -> Value:
    return raw("< 0.001") if p < 0.001 else raw(f"= {p:.2f}")


def _note(design: pd.DataFrame, *, days: int, first: date, last: date) -> tuple[Message, ...]:
    """What the figures rest on, and what was checked."""
    told = []
    if design["contacted"].notna().any():
        spread = {"first": day(first), "last": day(last), "days": count(days)}
        told.append(
            Message("Campaigns contacted from {first} to {last}; orders within {days} days, the day of contact included.", **spread)
        )
    if design["contacted"].isna().any():
        told.append(Message("The file gives no day of contact; outcomes are those that it holds."))
    told += [_checked(row) for _, row in design[design["randomised"]].head(MOST_ARMS).iterrows()]
    told.append(
        Message(
            "Shares: Newcombe’s interval; money: Welch’s. Who was drawn by lot is taken from client.yaml and the files. Source: campaign contacts."
        )
    )
    return tuple(told)


def _checked(row: pd.Series) -> Message:
    facts = {"campaign": campaign_value(row["campaign"]), "n": count(row["n"]), "p": decimal(row["sample_ratio_p"], 2)}
    alike = {"balance": decimal(row["balance_p"], 2), "far": decimal(row["farthest"], 2)}
    held = row["balance_p"] == row["balance_p"]
    match bool(row["planned"]), bool(held):
        case True, True:
            return Message(
                "“{campaign}”: {n} customers, group sizes as planned (sample ratio p = {p}), alike before the contact (joint check p = {balance}, farthest {far} standard deviations).",
                **facts, **alike,
            )  # fmt: skip
        case True, False:
            return Message("“{campaign}”: {n} customers, group sizes as planned (sample ratio p = {p}).", **facts)
        case False, True:
            return Message(
                "“{campaign}”: {n} customers; the planned split is not on file (strategy.campaigns in client.yaml), so sizes cannot be checked. Alike before the contact (joint check p = {balance}, farthest {far} standard deviations).",
                campaign=facts["campaign"], n=facts["n"], **alike,
            )  # fmt: skip
    return Message(
        "“{campaign}”: {n} customers; the planned split is not on file (strategy.campaigns in client.yaml), so sizes cannot be checked.",
        campaign=facts["campaign"], n=facts["n"],
    )  # fmt: skip


def _facts(row: pd.Series, lead: str) -> dict[str, Value]:
    ends = {"difference": outcome_difference(lead, row["difference"], row["n"])}
    ends |= {key: outcome_end(lead, row[key], row["n"]) for key in ("low", "high")}
    values = {"rate": outcome_value(lead, row["value"], row["n"]), "base": outcome_value(lead, row["control_value"], row["n"])}
    return {"campaign": campaign_value(row["campaign"]), "arm": name("arm", row["arm"])} | ends | values


def _told(row: pd.Series) -> Message:
    """One arm in a sentence: its outcome, that of those left alone, the difference and how sure it is."""
    lead = row["outcome"]
    facts = _facts(row, lead) | {"outcome": name("outcome_share", lead), "n": count(row["n"])}
    if row["p_adjusted"] >= CERTAIN or row["p_adjusted"] != row["p_adjusted"]:
        facts["least"] = outcome_difference(lead, row["detectable"], row["n"])
        return Message(
            "“{campaign}”, {arm} (n = {n}): {outcome} {rate}, of those left alone {base}. The difference of {difference} ({low} to {high}) may be chance; this test could have shown one of {least}.",
            **facts,
        )
    return Message(
        "“{campaign}”, {arm} (n = {n}): {outcome} {rate}, of those left alone {base}. The difference of {difference} ({low} to {high}) is more than chance.",
        **facts,
    )


def _title(row: pd.Series, lead: str) -> Message:
    """The effect as a finding."""
    facts = {key: value for key, value in _facts(row, lead).items() if key not in ("rate", "base")}
    facts |= {"outcome": name("outcome_share", lead)}
    if row["p_adjusted"] < CERTAIN:
        if row["difference"] > 0:
            return Message("“{campaign}”, {arm}, raised the {outcome}: {difference} ({low} to {high})", **facts)
        return Message("“{campaign}”, {arm}, lowered the {outcome}: {difference} ({low} to {high})", **facts)
    return Message(
        "“{campaign}” shows no effect beyond chance on the {outcome}: {difference} ({low} to {high})",
        **{k: v for k, v in facts.items() if k != "arm"},
    )


def _pays(worth: pd.DataFrame) -> tuple[Message, ...]:
    """What the best arm brought in money, and what was left of it."""
    if worth.empty:
        return ()
    top = worth.loc[worth["total"].idxmax()]
    ends = {key: money(top[key]) for key in ("total", "total_low", "total_high")}
    facts = {"arm": name("arm", top["arm"]), "n": count(top["n"])} | ends
    if top["total_low"] < 0 < top["total_high"]:
        return (
            Message(
                "In money the difference over all {n} customers of {arm} is {total} ({total_low} to {total_high}): that may be chance, so whether it paid cannot be told.",
                **facts,
            ),
        )
    told = [
        Message(
            "Over all {n} customers of {arm} revenue is {total} above what would have come anyway ({total_low} to {total_high}).",
            **facts,
        )
    ]
    if top["net"] != top["net"]:
        return (*told, Message("What is left after costs cannot be told: client.yaml has no margin (strategy.margin)."))
    left = {key: money(top[key]) for key in ("net", "net_low", "net_high")}
    told.append(Message("After the cost of goods and of the contacts {net} is left ({net_low} to {net_high}).", **left))
    if top["cost"] > 0:
        told.append(_break_even(top))
    if top["net_low"] > 0:
        told.append(Message("It paid, even at the low end of the range."))
    elif top["net"] > 0:
        told.append(Message("It paid on the best estimate, not at the low end of the range."))
    else:
        told.append(Message("It did not pay on the best estimate."))
    return tuple(told)


def _break_even(top: pd.Series) -> Message:
    """From how much more revenue per customer a contact pays: the cost of one, over the margin."""
    kept = (top["net"] / top["n"] + top["cost"]) / top["difference"] if top["difference"] else float("nan")
    facts = {"cost": money(top["cost"]), "least": money(top["cost"] / kept)}
    return Message("A contact costs {cost} and pays from {least} more revenue per customer.", **facts)


def _money(row: pd.Series, worth: pd.DataFrame) -> float:
    """Extra revenue of an arm, 0 where none is held."""
    mine = worth[(worth["campaign"] == row["campaign"]) & (worth["arm"] == row["arm"])]
    return float(mine["total"].iloc[0]) if len(mine) else 0.0


def _finding(row: pd.Series, worth: pd.DataFrame) -> tuple[Finding, ...]:
    if not (row["p_adjusted"] < CERTAIN and row["difference"] > 0):
        return ()
    lead = row["outcome"]
    facts = _facts(row, lead) | {"outcome": name("outcome_share", lead)}
    sentence = Message(
        "is what “{campaign}”, {arm}, added to the {outcome}: {rate} against {base} of those left alone ({low} to {high}).", **facts
    )
    headline = Message("“{campaign}”, {arm}, raised the {outcome}: {difference}", **facts)
    return (Finding(facts["difference"], sentence, _money(row, worth), "actions", headline=headline),)


def _decision(row: pd.Series, worth: pd.DataFrame) -> Decision:
    """Repeat, stop or try again, by what is left where that is known, else by the effect."""
    mine = worth[(worth["campaign"] == row["campaign"]) & (worth["arm"] == row["arm"])]
    net = mine[["net_low", "net_high"]].iloc[0] if len(mine) and mine["net"].notna().all() else row[["low", "high"]]
    lead = row["outcome"]
    facts = _facts(row, lead)
    told = {"campaign": facts["campaign"], "arm": facts["arm"]}
    sure = row["p_adjusted"] < CERTAIN
    if sure and row["difference"] > 0 and net.iloc[0] > 0:
        title = Message("Repeat “{campaign}” ({arm}), again with a hold-out", **told)
    elif net.iloc[1] < 0:
        title = Message("Stop “{campaign}” ({arm}) in its present form", **told)
    else:
        title = Message("Test “{campaign}” ({arm}) once more on a larger group", **told)
    reason = Message(
        "{outcome}: {rate} against {base} of those left alone: {difference} ({low} to {high}).",
        **{key: facts[key] for key in ("rate", "base", "difference", "low", "high")}, outcome=name("outcome", lead),
    )  # fmt: skip
    return Decision(title, reason, abs(_money(row, worth)))


def arms_words(*, days: int, dated: bool) -> Words:
    """The words around the table of arms as they were seen."""
    spread = Message("Every group of every campaign, with its outcomes within {days} days of the contact", days=count(days))
    return Words(
        title=Message("Every group, as it was seen"),
        subtitle=spread if dated else Message("Every group of every campaign, with the outcomes that the file holds"),
        note=(Message("Shares of customers; revenue per customer, after refunds. What is seen is no effect: only groups drawn by lot may be compared."),),
    )  # fmt: skip


def effects_words(effects: pd.DataFrame) -> Words | None:
    """The words around the table of effects; none where there is none."""
    if effects.empty:
        return None
    cut = effects["noise_cut"].max()
    exact = (
        (
            Message(
                "“More exactly”: less what was known before foretells (CUPED); it took up to {cut} of the noise away.",
                cut=share(max(cut, 0.0), 1),
            ),
        )
        if cut == cut
        else ()
    )
    return Words(
        title=Message("Every effect, as difference and as ratio"),
        note=(
            Message("Certain: p-values for {n} arms and outcomes together (Holm), below 5%.", n=count(len(effects))),
            *exact,
            Message("Could show: the smallest true difference that a test of this size finds four times in five."),
            *_two_parts(effects),
        ),
    )  # fmt: skip


def _two_parts(effects: pd.DataFrame) -> tuple[Message, ...]:
    """Of what a difference in revenue is made, for the first arm whose difference is beyond chance."""
    held = effects[effects["outcome"].eq("revenue") & effects["from_more"].notna() & (effects["p_adjusted"] < CERTAIN)]
    if held.empty:
        return ()
    row = held.iloc[0]
    facts = {key: outcome_value("revenue", row[key], row["n"]) for key in ("difference", "from_more", "from_each")}
    return (
        Message(
            "Most customers spend nothing, so money is told in two parts: of {difference} per customer ({arm}), {from_more} come from more customers who spend and {from_each} from more money by each of them.",
            **facts, arm=name("arm", row["arm"]),
        ),
    )  # fmt: skip


def balance_words(balance: pd.DataFrame) -> Words | None:
    """The words around what was known before the contact; none where nothing was."""
    if balance.empty:
        return None
    far = balance["difference"].abs().max()
    return Words(
        title=Message("Were the groups alike before the contact?"),
        note=(
            Message("Farthest apart: {far} standard deviations; .1 counts as small. Columns of the contacts file are taken as known before the contact.", far=decimal(far, 2)),
        ),
    )  # fmt: skip
