"""Do the models still hold: last period's forecasts against what came, in sentences."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.evaluation.model_grades import CLOSE, HINTS, PASSED, TELLS, model_grades
from analysis.text import Decision, Finding, Message, Skip, Value, Words, count, day, decimal, name, raw, share

ENOUGH = 30  # customers in a band, below which its share is not drawn
SEND = Message("Order lines that reach back further; the report of a second period then holds its own forecast against what came.")
UNLOCKS = Message("Last period’s forecast against this period’s orders, by tenth of customers.")
NO_MODEL = Skip(
    Message("Nothing here predicts what customers will do: no forecast is made, and nothing could be suggested on the eve of the period."),
    SEND,
    UNLOCKS,
)  # fmt: skip
NO_CHOICE = Message("No lens that rests on a forecast of orders is chosen, so orders and money are not forecast.")
TOO_FEW = Message(
    "Fewer than {n} of those known before the period ordered in it, so forecasts of orders are not judged.", n=count(30)
)
KEPT_BACK = Message("Bands of risk do not stand one by one: some of them are kept back, and the others would tell their size.")
GOOD, FAIR, POOR = "good", "fair", "poor"


@dataclass(frozen=True)
class Tested:
    """What a period's forecasts are told from: measures with grades, tenths, and where the forecasts came from."""

    measures: pd.DataFrame
    bands: pd.DataFrame | None
    earlier: str  # label of the report before
    eve: date
    days: int


def missing(failed: str, *, judged: bool) -> Message | None:
    """Why orders and money are not forecast; None where they are."""
    if failed:
        return Message(
            "Orders and money are not forecast: the model is not used for this client ({gate}).", gate=name("lifetime_gate", failed)
        )
    return None if judged else TOO_FEW  # fmt: skip


def models(found: Tested, *, without: tuple[Message, ...]) -> Words:
    """The table of measures: how many models did well, and what to do about the others."""
    grades = model_grades(found.measures)
    counts = {grade: count((grades == grade).sum()) for grade in (GOOD, FAIR, POOR)}
    answer = [Message("Of {n} models held against this period, {good} did well, {fair} fairly and {poor} poorly.", n=count(len(grades)), **counts)]  # fmt: skip
    answer += _by_source(found)
    worst = list(grades.index[grades == POOR])
    if worst:
        answer.append(Message("Do not plan on what did poorly before it is better: {model}.", model=name("health_model", worst[0])))
    return Words(
        answer=tuple(answer),
        title=_title(grades),
        subtitle=Message("Each forecast against what came, beside what one knows without a model"),
        note=(
            Message(
                "{days} days after {eve}. Intervals are over customers. Forecast over what came: good within {close}, fair within {passed}. Pairs in the right order: good from {tells}, fair from {hints}, and not below the plain rule. The others: good where certainly better than the plain rule, poor where certainly worse. A model is as good as its worst line.",
                days=count(found.days), eve=day(found.eve), close=share(CLOSE, 0), passed=share(PASSED, 0), tells=share(TELLS, 0), hints=share(HINTS, 0),
            ),
            *without,
        ),
        findings=(_finding(counts[GOOD], grades, counts[POOR]),),
        decisions=tuple(_decision(found.measures, model) for model in worst),
    )  # fmt: skip


def calibration(found: Tested) -> Words | None:
    """The chart of tenths; None where no forecast of orders was judged."""
    if found.bands is None or found.bands.empty:
        return None
    rows = found.bands[found.bands["measure"] == "orders"]
    expected, came = (float((rows[column] * rows["customers"]).sum()) for column in ("predicted", "actual"))
    inside = int(rows["predicted"].between(rows["low"], rows["high"]).sum())
    total = found.measures.set_index(["model", "measure"]).loc[("orders", "total")]
    facts = {"expected": count(expected), "came": count(came)}
    off = abs(total["value"] - 1.0)
    if total["low"] <= 1.0 <= total["high"]:
        answer = Message(
            "{expected} orders were expected of those known before, {came} came: no more apart than chance allows.", **facts
        )
    elif total["value"] > 1.0:
        answer = Message(
            "{expected} orders were expected of those known before, {came} came: the forecast is {off} too high.",
            **facts,
            off=share(off),
        )
    else:
        answer = Message(
            "{expected} orders were expected of those known before, {came} came: the forecast is {off} too low.",
            **facts,
            off=share(off),
        )
    top, low = rows.iloc[-1], rows.iloc[0]
    ends = {"top": decimal(top["actual"], 2), "least": decimal(low["actual"], 2)}
    return Words(
        answer=(answer, Message("In {inside} of {n} tenths the forecast lies in the range of what came.", inside=count(inside), n=count(len(rows)))),
        title=Message("The tenth expected to order most placed {top} orders each, the tenth expected to order least {least}", **ends),
        subtitle=Message("Customers known on {eve} in tenths of what was expected of them: bar expected, dot what came with its 95% range; a customer’s mean", eve=day(found.eve)),
        note=(
            Message("n = {n} customers. Several orders of one day count once.", n=count(rows["customers"].sum())),
            Message("The forecast knows no season and no campaign: a period that is strong every year is expected too low, a weak one too high."),
        ),
        alt=Message("Expected {expected} orders, came {came}; highest tenth {top} each, lowest {least}.", **facts, **ends),
    )  # fmt: skip


def risk(bands: pd.DataFrame, *, source: str, eve: date, visits: bool) -> Words:
    """The chart of risk bands: who fell silent."""
    low, high = bands.iloc[0], bands.iloc[-1]
    facts = {
        "high": share(high["share"]),
        "low": share(low["share"]),
        "highest": name("segment", high["band"]),
        "lowest": name("segment", low["band"]),
    }
    title = Message("Silent in the period: {high} of “{highest}”, {low} of “{lowest}”", **facts)
    rising = bool((bands["share"].diff().dropna() >= 0).all())
    so = (
        Message("The bands are in order: the higher the risk, the more fell silent.")
        if rising
        else Message("The bands are not in order: at least one called riskier fell silent less often than the one before it.")
    )
    made = (
        Message("Bands as the report before gave them on {eve}.", eve=day(eve))
        if source == "stored"
        else Message(
            "Bands as they would have been on {eve}: no report of that day gave any, so this is a back-test.", eve=day(eve)
        )
    )
    what = Message("Silent: no visit in the period.") if visits else Message("Silent: no order in the period.")
    return Words(
        title=title,
        subtitle=Message("Share of each risk band that fell silent, with its 95% range; beside it the number of customers"),
        note=(made, what, Message("To be silent for a period is not to have left: most customers order less often than once a period.")),
        alt=title,
        so=(so,),
    )  # fmt: skip


def history(table: pd.DataFrame) -> Words:
    """The measures of earlier reports beside those of this one; `table` has a row per period, model and measure."""
    periods = list(dict.fromkeys(table["period"]))
    return Words(
        title=Message("How the models did over {n} periods", n=count(len(periods))),
        subtitle=Message("Each figure with its grade, by the period that it was held against; * back-test"),
        note=(Message("Only periods of about the same length are compared, as their own reports stated them."),),
    )


def _finding(good: Value, grades: pd.Series, poor: Value) -> Finding:
    sentence = Message("of {n} forecasts of the period before did well; {poor} did poorly", n=count(len(grades)), poor=poor)
    return Finding(good, sentence, 0.0, "models", last=not bool((grades == POOR).any()))


def _title(grades: pd.Series) -> Message:
    if (grades == GOOD).all():
        return Message("Every model did well")
    worst = POOR if (grades == POOR).any() else FAIR
    facts = {"model": name("health_model", grades.index[grades == worst][0]), "n": count((grades == worst).sum())}
    if worst == POOR and (grades == POOR).sum() == 1:
        return Message("One model did poorly: “{model}”", model=facts["model"])
    if worst == POOR:
        return Message("{n} models did poorly, first “{model}”", **facts)
    return Message("No model did poorly; weakest: “{model}”", model=facts["model"])


def _by_source(found: Tested) -> list[Message]:
    """Whether the forecasts are those that were made, or made afterwards on what was known."""
    sources = set(found.measures["source"])
    said = []
    if "stored" in sources:
        said.append(Message("Judged is what the report of {period} left.", period=raw(found.earlier)))
    if sources == {"back_test"}:
        said.append(
            Message(
                "No earlier report left a forecast, so each was made afterwards from what was known on {eve}: a back-test.",
                eve=day(found.eve),
            )
        )
    elif "back_test" in sources:
        said.append(Message("What is marked as a back-test was made afterwards from what was known on {eve}.", eve=day(found.eve)))
    return said  # fmt: skip


def _decision(measures: pd.DataFrame, model: str) -> Decision:
    """What to do about a model that did poorly."""
    row = measures[(measures["model"] == model) & (measures["grade"] == POOR)].iloc[0]
    if row["measure"] == "total":
        reason = Message("It expected {ratio} times what came.", ratio=decimal(row["value"], 2))
    elif row["baseline"]:
        reason = Message("It told {value}, the plain rule {other}.", value=share(row["value"]), other=share(row["baseline_value"]))
    else:
        reason = Message("Its highest band is no worse than everybody: {lift} times.", lift=decimal(row["value"], 2))
    return Decision(
        Message("Put no money on “{model}” before it has been made anew", model=name("health_model", model)), reason, 0.0
    )
