"""What each figure by segment counts, what it needs, and why one is left out."""

import pandas as pd

from analysis.evaluation import KPIS
from analysis.text import Message, Words, count

FORMULAS = {
    "retention": Message("customers of the segment with an order in the period / its customers at the start"),
    "activity": Message("customers with an event, a visit or an order in the period / customers at the start"),
    "orders_per_customer": Message("orders of the period / customers at the start, those without an order as 0"),
    "average_order": Message("revenue of the period / orders of the period"),
    "revenue_per_customer": Message("revenue of the period / customers at the start"),
    "repeat_rate": Message("customers with two orders or more in the period / customers with one or more in the same period"),
    "return_rate": Message("buyers of the period before who ordered in this one / buyers of the period before"),
    "win_back": Message("customers who were dormant or churned at the start (life cycle) and ordered in the period / those customers"),
    "clv": Message("mean of what each customer was expected to bring, as the model said at the start; an expectation, not a result"),
    "satisfaction": Message("mean of the latest answers given in the period, in points of the question’s own scale"),
    "rating": Message("mean of the stars in comments written in the period by customers who are known"),
    "nps": Message("share of answers 9 and 10 less share of answers 0 to 6, among the latest answers given in the period, in points"),
    "click_rate": Message("customers who clicked after their first view of the period / customers with a view"),
    "conversion": Message("customers who ordered on the day of their first browsing event of the period or later / customers with a browsing event (view, click, search, saving, cart)"),
    "contact_response": Message("customers with an order within {days} days of a contact of the period / customers contacted"),
    "referral": Message("customers who passed something on (events of the kind share) in the period / customers at the start"),
    "incremental_return": Message("what the contacted brought more within {days} days than those held out by lot / cost of their contacts"),
    "spend_return": Message("revenue within {days} days of the contacts / cost of the contacts: money beside cost, no effect, because nobody was held out"),
}  # fmt: skip
NEEDS = {
    "activity": Message("events or visits over the whole period"),
    "return_rate": Message("order lines that reach back to the start of the period before"),
    "win_back": Message("life-cycle stages at the start"),
    "clv": Message("a forecast as of the start, which the chapter on segmentation makes"),
    "satisfaction": Message("answers in the period to a question on satisfaction"),
    "rating": Message("comments in the period with stars and a customer number"),
    "nps": Message("answers in the period to a question on recommendation"),
    "click_rate": Message("views and clicks over the whole period"),
    "conversion": Message("events over the whole period"),
    "contact_response": Message("contacts in the period whose days of waiting are over"),
    "referral": Message("events of the kind share over the whole period"),
    "incremental_return": Message("contacts with their cost, and customers held out by lot"),
    "spend_return": Message("contacts with their cost and nobody held out"),
}


def definitions(by_segment: pd.DataFrame, shown: pd.DataFrame, *, days: int) -> pd.DataFrame:
    """Every figure in the order of `KPIS`: kpi, state, formula, needs (both messages; needs missing where it is held).

    state: shown, few (held, but of too few customers), missing (not held).
    """
    held, told = set(by_segment.dropna(subset=["value"])["kpi"]), set(shown["kpi"])
    state = ["shown" if kpi in told else "few" if kpi in held else "missing" for kpi in KPIS]
    needs = [NEEDS.get(kpi) if one == "missing" else None for kpi, one in zip(KPIS, state, strict=True)]
    return pd.DataFrame({"kpi": KPIS, "state": state, "formula": [_formula(kpi, days) for kpi in KPIS], "needs": needs})


def definition_words(defined: pd.DataFrame, *, days: int) -> Words:
    """What each figure counts; the note names those left out."""
    gone = defined[defined["state"] != "shown"]
    return Words(
        title=Message("How each figure is counted, and which are left out"),
        note=(
            Message("Left out: {k} of {n} figures. Orders count for {days} days after a contact.", k=count(len(gone)), n=count(len(defined)), days=count(days)),
        ),
    )  # fmt: skip


def _formula(kpi: str, days: int) -> Message:
    """How a figure is counted."""
    told = FORMULAS[kpi]
    return Message(told.template, days=count(days)) if "{days}" in told.template else told
