"""Chapter 02 in sentences: what customers will be worth, whether to believe it, and who may have left."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_lifetime_checks import WANTED, conditions, gate_facts, model_row, odds, tested
from analysis.text import Decision, Finding, Message, Skip, Value, Words, count, days, money, name, raw, share
from analysis.text.names import NAMES

ALL = "(all)"
DOUBTFUL = ("alive_low", "alive_doubtful")


def lifetime_story(
    found, *, by_segment: pd.DataFrame | None, risk: pd.DataFrame | None, basis: Basis, known_revenue: float
) -> dict[str, Words | Skip]:
    """The words of the sections about lifetimes, by key: clv, clv_test, clv_odds, clv_risk, clv_gates.

    found          `lifetime.summary`; by_segment and risk: tables lifetime_segments and lifetime_risk of one lens, blanked
                   (None where the model is not used); known_revenue: in the window, for the weight of the findings

    A section without its table is a Skip with the reason that the gates give.
    """
    told: dict[str, Words | Skip] = {"clv_gates": conditions(found.gates, basis)}
    if found.holdout is not None:
        told["clv_test"] = tested(found.holdout, found.calibration, basis)
        told["clv_odds"] = odds(found.calibration, found.holdout, basis)
    if not found.usable or by_segment is None:
        return told | {"clv": skipped(found.gates), "clv_risk": skipped(found.gates)}
    told["clv"] = worth(
        found.now, by_segment, found.holdout, horizon_days=found.settings["horizon_days"], kind=found.money, basis=basis
    )
    return told | ({} if risk is None else {"clv_risk": at_risk(risk, basis, known_revenue=known_revenue)})


def skipped(gates: pd.DataFrame) -> Skip:
    """Why nothing is predicted: the first condition that the client's data do not meet."""
    failed = gates[gates["verdict"] == "fail"]
    if failed.empty:
        return Skip(Message("No lens of predicted value was chosen."), *WANTED)
    row = failed.iloc[0]
    return Skip(
        Message("The lifetime model is not used here. {gate}: {value}, needed {limit}. {instead}", **gate_facts(row)),
        *WANTED,
    )


def short(segment: str) -> Value:
    """A segment's name, short where it has a short one."""
    return name("segment_short" if segment in NAMES["segment_short"] else "segment", segment)


def worth(
    expected: pd.DataFrame, by_segment: pd.DataFrame, holdout: pd.DataFrame | None, *, horizon_days: int, kind: str, basis: Basis
) -> Words:
    """What the next year brings, with its range, and how much of it hangs on few."""
    rows = by_segment.set_index("segment")
    total, best = rows.loc[ALL], rows.index[0]
    once = expected[expected["probability_alive"].isna() & expected["clv"].notna()]
    facts = {
        "n": count(total["customers"]), "money": money(total["clv"]), "low": money(total["clv_low"]), "high": money(total["clv_high"]),
        "orders": count(total["expected_orders"]), "days": days(horizon_days), "kind": name("lifetime_money", kind),
    }  # fmt: skip
    answer = [
        Message("The {n} customers known today are expected to bring {money} of {kind} ({low} to {high}) in the next {days} days, with {orders} order days.", **facts),
    ]  # fmt: skip
    if len(once):
        answer.append(
            Message(
                "{n} of them bought once so far; {back} of these are expected to order again in that time and to bring {part} of the sum.",
                n=count(len(once)), back=share(once["probability_of_order"].mean()), part=share(once["clv"].sum() / total["clv"]),
            )
        )  # fmt: skip
    title = Message(
        "The next {days} days: {money} expected, {low} to {high}", **{k: facts[k] for k in ("days", "money", "low", "high")}
    )
    graded = (
        ()
        if holdout is None
        else (Message("Grade of the model: {grade} (see the test on days held out).", grade=raw(model_row(holdout)["grade"])),)
    )
    first = rows.loc[best]
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Expected {kind} by tier of predicted value, all customers of the tier together, with its 95% range; per customer beside it", kind=facts["kind"]),
        note=basis.history(
            *graded,
            Message("Range: customers drawn anew and the models fitted anew each time, widened by the error of the test. Future customers are not in it."),
            Message("That higher tiers bring more per head is their definition."),
            *((Message("A dash stands for tiers with too few customers to show."),) if rows["clv"].isna().any() else ()),
        ),
        alt=Message("{tier}: {n} customers, {money} ({low} to {high}).", tier=short(best), n=count(first["customers"]), money=money(first["clv"]), low=money(first["clv_low"]), high=money(first["clv_high"])),
        so=(
            Message("A customer’s expectation is a ceiling for what keeping that customer may cost. It says nothing of what an action would add.")
            if kind == "margin"
            else Message("This is revenue: take the margin of it before you hold it against a cost. It says nothing of what an action would add."),
        ),
        findings=(
            Finding(
                facts["money"],
                Message("of {kind} is expected from the {n} customers known today within {days} days ({low} to {high}), before anything new is done.", **{k: facts[k] for k in ("kind", "n", "days", "low", "high")}),
                float(total["clv"]), "clv",
                headline=Message("{money} of {kind} is expected from today’s customers", money=facts["money"], kind=facts["kind"]),
            ),
        ),
    )  # fmt: skip


def at_risk(risk: pd.DataFrame, basis: Basis, *, known_revenue: float) -> Words:
    """The money of customers who may have left, by value tier."""
    repeat = risk[risk["band"] != "bought_once"]
    doubtful = repeat[repeat["band"].isin(DOUBTFUL) & (repeat["revenue"] > 0)]
    lost, spent = repeat["at_risk"].sum(), repeat["revenue"].sum()
    facts = {
        "lost": money(lost),
        "part": share(lost / spent if spent > 0 else float("nan")),
        "n": count(doubtful["customers"].sum()),
        "money": money(doubtful["revenue"].sum()),
    }
    top = repeat.groupby("segment", sort=False)["at_risk"].sum().idxmax()
    tier = repeat[repeat["segment"] == top]
    known = Message(
        "n = {n} repeat buyers. Revenue at risk = revenue in the window × (1 − P(alive)), added up over customers.",
        n=count(repeat["customers"].sum()),
    )
    decision = (
        Decision(
            Message("Settle who is to reach the {n} repeat buyers in doubt, and what that may cost", n=facts["n"]),
            Message("They spent {money} in the window. Whether reaching them brings them back has to be tested against a group left alone.", money=facts["money"]),
            float(doubtful["revenue"].sum()),
        ),
    ) if doubtful["customers"].sum() > 0 else ()  # fmt: skip
    return Words(
        answer=(
            Message("{n} repeat buyers with revenue in the window are more likely gone than not; they spent {money}. Weighed by each one’s probability, {lost}, {part} of repeat buyers’ revenue, goes with customers who have left already.", **facts),
            Message("The largest part lies in {tier}: {lost} of {money}.", tier=short(top), lost=money(tier["at_risk"].sum()), money=money(tier["revenue"].sum())),
        ),
        title=Message("{lost}, {part} of repeat buyers’ revenue, goes with customers who have probably left", lost=facts["lost"], part=facts["part"]),
        subtitle=Message("Revenue in the window by value tier and probability of still being a customer"),
        note=basis.window(
            known,
            Message("Customers who bought once stand apart: of them the model cannot tell."),
            *((Message("Groups with too few customers are left out."),) if risk["customers"].isna().any() else ()),
        ),
        alt=Message("{n} repeat buyers in doubt spent {money}.", n=facts["n"], money=facts["money"]),
        so=(Message("The probability says who has probably left, not whom a message would bring back."),),
        findings=(
            Finding(
                facts["lost"],
                Message("of revenue goes with repeat buyers who have probably left: each one’s revenue in the window, weighed by the probability. That is {part} of what repeat buyers spent.", part=facts["part"]),
                float(min(lost, known_revenue)), "clv_risk",
                headline=Message("{lost} of repeat buyers’ revenue is at risk", lost=facts["lost"]),
            ),
        ),
        decisions=decision,
    )  # fmt: skip
