"""Chapter 02 in sentences: how long customers under contract stay."""

import pandas as pd

from analysis.text import Finding, Message, Words, count, decimal, name, raw, share

ALL = "(all)"


def retention(curve: pd.DataFrame, summary: pd.DataFrame, *, unit: str = "months") -> Words:
    """How long customers under contract stay; `unit` is the client's unit of tenure (a key of `contract_unit`)."""
    every = summary.iloc[0]
    facts = {
        "n": count(every["customers"]), "gone": count(every["left"]), "kept": share(every["retained"]), "low": share(every["low"]),
        "high": share(every["high"]), "reach": count(every["reach"]), "unit": name("contract_unit", unit),
    }  # fmt: skip
    first = curve[(curve["group"] == ALL) & (curve["time"] == 12)]
    half = (
        Message("Half of them have left by {median} {unit}.", median=count(every["median"]), unit=facts["unit"])
        if every["median"] == every["median"]
        else Message("A median lifetime is not reached: more than half are still there at the end of what was seen.")
    )
    groups = summary.iloc[1:]
    apart = ()
    if len(groups) > 1:
        top, bottom = groups.loc[groups["retained"].idxmax()], groups.loc[groups["retained"].idxmin()]
        apart = (
            Message(
                "“{best}” keeps {top}, “{worst}” {bottom}.", best=raw(top["group"]), top=share(top["retained"]), worst=raw(bottom["group"]), bottom=share(bottom["retained"])
            ),
        )  # fmt: skip
    year = (Message("After twelve {unit}, {share} are still customers.", unit=facts["unit"], share=share(first["retained"].iloc[0])),) if len(first) else ()  # fmt: skip
    title = Message("{kept} are still customers after {reach} {unit}", kept=facts["kept"], reach=facts["reach"], unit=facts["unit"])
    return Words(
        answer=(
            Message("Of {n} customers under contract, {gone} have left. An estimated {kept} ({low} to {high}) stay {reach} {unit} or longer.", **facts),
            half, *year, *apart,
        ),
        title=title,
        subtitle=Message("Share still under contract by time since it began (Kaplan–Meier estimate), with its 95% range"),
        note=(
            Message("n = {n} customers. Who is still a customer counts as “not yet”, not as “never”. A curve is read as long as {least} customers have come so far.", n=facts["n"], least=count(30)),
            Message("A new customer is expected to stay {units} {unit} of the {reach} that can be seen; what comes after is not known.", units=decimal(every["remaining"], 1), unit=facts["unit"], reach=facts["reach"]),
        ),
        alt=title,
        findings=(
            Finding(facts["kept"], Message("of customers are estimated to stay {reach} {unit} or longer ({low} to {high}; {gone} of {n} have left).", **{k: facts[k] for k in ("reach", "unit", "low", "high", "gone", "n")}), 0.0, "retention"),
        ),
    )  # fmt: skip
