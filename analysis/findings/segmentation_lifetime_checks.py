"""Chapter 02 in sentences: may the lifetime model be believed?  Its conditions, and the days held out."""

from datetime import timedelta

import pandas as pd

from analysis.findings.notes import Basis
from analysis.lifetime.holdout import SAME_CAPTURE
from analysis.text import Finding, Message, Skip, Value, Words, count, day, days, decimal, name, raw, share
from analysis.text.names_lifetime import gate_value

WANTED = (
    Message("The order lines with customer number and date, over two years or more."),
    Message("Value of the next year with its range, and the money at risk by value tier."),
)


def tested(holdout: pd.DataFrame, calibration: pd.DataFrame, basis: Basis) -> Words:
    """Would the model have foreseen the days held out, and better than no model?"""
    row = holdout.set_index("predictor")
    model, naive, past = (row.loc[key] for key in ("model", "naive", "past_spend"))
    facts = {
        "predicted": count(model["predicted_orders"]), "actual": count(model["actual_orders"]), "days": days(model["days"]),
        "off": share(abs(model["orders_ratio"] - 1)), "grade": raw(model["grade"]),
    }  # fmt: skip
    bands = calibration[calibration["kind"] == "orders"]
    inside = bands["predicted"].between(bands["low"], bands["high"]).sum()
    cut = day(basis.as_of - timedelta(days=int(model["days"])))
    meaning = {
        "A": Message("Amounts and ranking can be planned with."),
        "B": Message("Plan with the range, not with the single figure."),
        "C": Message("Do not plan with these amounts: they serve to compare groups at most."),
    }
    return Words(
        answer=(
            _total(model, naive, cut=cut, **facts),
            _ranking(model, past),
        ),
        title=Message("Grade {grade}: {predicted} order days predicted, {actual} came", **{k: facts[k] for k in ("grade", "predicted", "actual")}),
        subtitle=Message("Order days per customer, predicted and actual, by tenth of customers; lines are 95% ranges, the diagonal is a perfect prediction"),
        note=(
            Message("n = {n} customers known on {cut}; days up to {end}. In {inside} of {bands} tenths the prediction lies within the range.", n=count(model["customers"]), cut=cut, end=day(basis.as_of), inside=count(inside), bands=count(len(bands))),
            Message("A: the total of orders within 10%, money per customer closer than both simple rules, and a ranking no worse than past spend. B: within 30%, and closer than the own rate. C: otherwise."),
        ),
        alt=Message("Predicted {predicted}, actual {actual} order days; grade {grade}.", **{k: facts[k] for k in ("grade", "predicted", "actual")}),
        so=(meaning[model["grade"]],),
        findings=(
            Finding(
                facts["off"],
                _off(model, naive),
                float(model["actual_value"]) * 0.1, "clv",
            ),
        ),
    )  # fmt: skip


def _total(model: pd.Series, naive: pd.Series, **facts: Value) -> Message:
    """The total predicted, what came, and what no model would have said."""
    template = (
        "Fitted on what was known on {cut}, the model expected {predicted} order days in the following {days} days; {actual} came, so it said {off} too many. Each customer’s own rate, carried on, would have given {naive}. Grade {grade}."
        if model["orders_ratio"] > 1
        else "Fitted on what was known on {cut}, the model expected {predicted} order days in the following {days} days; {actual} came, so it said {off} too few. Each customer’s own rate, carried on, would have given {naive}. Grade {grade}."
    )
    return Message(template, naive=count(naive["predicted_orders"]), **facts)


def _ranking(model: pd.Series, past: pd.Series) -> Message:
    """Whether the model orders customers better than what they have spent."""
    gain = model["capture"] - past["capture"]
    template = (
        "The fifth of customers predicted highest brought {capture} of the revenue, the fifth that had spent most {past}: the model ranks better."
        if gain > SAME_CAPTURE
        else "The fifth of customers predicted highest brought {capture} of the revenue, the fifth that had spent most {past}: for ranking customers, past spend does as well."
        if gain >= -SAME_CAPTURE
        else "The fifth of customers predicted highest brought {capture} of the revenue, the fifth that had spent most {past}: for ranking customers, past spend is better."
    )
    return Message(template, capture=share(model["capture"]), past=share(past["capture"]))


def _off(model: pd.Series, naive: pd.Series) -> Message:
    """How far the total was off, as a line of the summary."""
    template = (
        "is how far the predicted total of order days lay above what came in {days} days that the model had not seen (own rate carried on: {naive} off). Grade {grade}."
        if model["orders_ratio"] > 1
        else "is how far the predicted total of order days lay below what came in {days} days that the model had not seen (own rate carried on: {naive} off). Grade {grade}."
    )
    return Message(template, days=days(model["days"]), naive=share(abs(naive["orders_ratio"] - 1)), grade=raw(model["grade"]))


def odds(calibration: pd.DataFrame, holdout: pd.DataFrame, basis: Basis) -> Words | Skip:
    """Does the probability of still being a customer come true?"""
    rows = calibration[calibration["kind"] == "alive"]
    if len(rows) < 2:
        return Skip(Message("Too few customers had ordered twice before the days held out to test the probabilities."), *WANTED)
    low, high = rows.iloc[0], rows.iloc[-1]
    off = (rows["predicted"] - rows["actual"]).mul(rows["customers"]).sum() / rows["customers"].sum()
    inside = rows["predicted"].between(rows["low"], rows["high"]).sum()
    held = days(model_row(holdout)["days"])
    facts = {"bottom": share(low["actual"]), "top": share(high["actual"]), "days": held}
    lean = (
        Message("On the whole the probabilities were {off} points too high.", off=decimal(100 * off, 1))
        if off > 0
        else Message("On the whole the probabilities were {off} points too low.", off=decimal(-100 * off, 1))
    )
    return Words(
        answer=(
            Message("Of the repeat buyers whom the model gave least chance of still being customers, {bottom} ordered in the {days} days held out; of those it gave most, {top}.", **facts),
            lean,
        ),
        title=Message("Least likely to be still there: {bottom} ordered; most likely: {top}", bottom=facts["bottom"], top=facts["top"]),
        subtitle=Message("Share of repeat buyers that ordered in the days held out: predicted and actual, by tenth of P(alive), with 95% ranges"),
        note=(
            Message("n = {n} repeat buyers known {days} days before {end}. In {inside} of {bands} tenths the prediction lies within the range.", n=count(rows["customers"].sum()), days=held, end=day(basis.as_of), inside=count(inside), bands=count(len(rows))),
            Message("P(alive): probability of still being a customer. Of customers who bought once the model knows nothing, so none is given."),
        ),
        alt=Message("Lowest tenth: predicted {p_low}, actual {bottom}; highest: predicted {p_high}, actual {top}.", p_low=share(low["predicted"]), p_high=share(high["predicted"]), bottom=facts["bottom"], top=facts["top"]),
    )  # fmt: skip


def conditions(gates: pd.DataFrame, basis: Basis) -> Words:
    """Which conditions hold, and what stands in the place of what does not."""
    asked = gates[gates["verdict"] != "untested"]
    bad = gates[gates["verdict"].isin(["fail", "warn"])]
    failed, warned = bad[bad["verdict"] == "fail"], bad[bad["verdict"] == "warn"]
    facts = {"n": count(len(asked)), "passed": count((asked["verdict"] == "pass").sum())}
    if len(failed):
        title = Message("The lifetime model is not used: {passed} of {n} conditions hold", **facts)
    elif len(warned):
        title = Message("The lifetime model is used with care: {passed} of {n} conditions hold", **facts)
    else:
        title = Message("All {n} conditions of the lifetime model hold", n=facts["n"])
    untested = gates[(gates["verdict"] == "untested") & (gates["gate"] == "holdout")]
    return Words(
        answer=(
            *(Message("{gate}: {value}, wanted {limit}. {instead}", **gate_facts(row)) for _, row in bad.iterrows()),
            *((Message("The history is too short, or too few orders followed, to hold days out: nothing here has been tested."),) if len(untested) else ()),
        ),
        title=title,
        subtitle=Message("Each condition with the client’s figure and its limit"),
        note=basis.history(Message("Limits: minimum counts and bounds of the likelihood by simulation; the ratio is of the days held out.")),
    )  # fmt: skip


def model_row(holdout: pd.DataFrame) -> pd.Series:
    """The figures of the model in `lifetime_holdout`."""
    return holdout.set_index("predictor").loc["model"]


def gate_facts(row: pd.Series) -> dict[str, Value]:
    """The fields of a sentence about one gate."""
    limit = row["low"] if row["low"] == row["low"] and not row["value"] >= row["low"] else row["high"]
    return {
        "gate": name("lifetime_gate", row["gate"]),
        "value": gate_value(row["gate"], row["value"]),
        "limit": gate_value(row["gate"], limit),
        "instead": name("lifetime_fallback", row["fallback"]),
    }  # fmt: skip
